"""Anki's cloze notes: a sentence with covered parts, `{{c1::part::hint}}`; each number asks for the parts it covers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MARK = re.compile(r"\{\{c\d{1,3}(?:,\d{1,3}){0,20}::")
BLANK = "____"
MOST_NUMBERS, LONGEST = 50, 10_000
"""Of a note: how many questions are made of it, and the characters of its text."""
_TOKEN = re.compile(rf"{MARK.pattern}|\}}\}}")
_DEEPEST = 8
_PICTURE = "image-occlusion:"
_ASKED = "What is missing?"


@dataclass(frozen=True, slots=True)
class Card:
    """What one number of a note asks for, and the answer. `drafted`: the note holds no question of its own."""

    question: str
    answer: str
    drafted: bool


@dataclass(slots=True)
class _Cloze:
    """A covered part: texts and parts within it in their order. The whole note is one without numbers."""

    numbers: frozenset[int] = frozenset()
    parts: "list[str | _Cloze]" = field(default_factory=list)
    hint: str = ""

    def add(self, text: str) -> None:
        """Take in a text; in a covered part, what stands behind two colons is its hint."""
        if self.numbers and not self.hint:
            text, _, self.hint = text.partition("::")
        if text:
            self.parts.append(text)

    def inner(self) -> Iterator["_Cloze"]:
        """Yield the covered parts within this one, however deep."""
        for part in self.parts:
            if isinstance(part, _Cloze):
                yield part
                yield from part.inner()

    def told(self, number: int = 0) -> str:
        """Return the text with the parts of a number covered; of 0, with none."""
        return "".join(part if isinstance(part, str) else part.shown(number) for part in self.parts)

    def shown(self, number: int) -> str:
        """Return this part as a card of that number shows it: its text, or a blank with the hint."""
        if number not in self.numbers:
            return self.told(number)
        return f"{BLANK} [{self.hint.strip()}]" if self.hint.strip() else BLANK


def cards_of(text: str) -> list[Card] | str:
    """Return a card for each number in the text of a cloze note, or why there are none."""
    if len(text) > LONGEST:
        return f"a cloze note of {len(text):,} characters; at most {LONGEST:,} are read"
    note = _parsed(text)
    if note is None:
        return f"a cloze note whose parts are not closed, or stand more than {_DEEPEST} deep in each other"
    whole = note.told().strip()
    if _PICTURE in whole:
        return "a picture with covered parts; only text is read"
    numbers = sorted(frozenset().union(*(one.numbers for one in note.inner())))
    if len(numbers) > MOST_NUMBERS:
        return f"a cloze note that asks for {len(numbers)} things; at most {MOST_NUMBERS} are read"
    cards = [card for number in numbers if (card := _card(note, number, whole))]
    return cards or "a cloze note that says nothing beside what it covers"


def _parsed(text: str) -> _Cloze | None:
    """Return the note's parts; None where one is not closed or too deep."""
    open_parts = [_Cloze()]
    place = 0
    for token in _TOKEN.finditer(text):
        open_parts[-1].add(text[place : token.start()])
        place = token.end()
        if token[0] != "}}":
            part = _Cloze(frozenset(map(int, re.findall(r"\d+", token[0]))))
            open_parts[-1].parts.append(part)
            open_parts.append(part)
        elif len(open_parts) > 1:
            open_parts.pop()
        else:
            open_parts[-1].add(token[0])
        if len(open_parts) > _DEEPEST + 1:
            return None
    open_parts[-1].add(text[place:])
    return open_parts[0] if len(open_parts) == 1 else None


def _card(note: _Cloze, number: int, whole: str) -> Card | None:
    """Return what a number asks for; None where nothing but blanks would be left."""
    shown = " ".join(note.told(number).split())
    if not any(map(str.isalnum, shown)):
        return None
    *before, last = (part for part in note.parts if not isinstance(part, str) or part.strip())
    asked = " ".join("".join(part if isinstance(part, str) else part.shown(number) for part in before).split())
    if asked.endswith("?") and BLANK not in asked and isinstance(last, _Cloze) and number in last.numbers:
        return Card(asked, last.told().strip(), drafted=False)
    end = "" if shown.endswith((".", "!", "?")) else "."
    return Card(f"{shown}{end} {_ASKED}", whole, drafted=True)
