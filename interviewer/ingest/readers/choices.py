"""Multiple choice: the text of the right answer, where a row or an object names it by its number or its letter."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

LIST_NAMES = ("choices", "options", "candidates", "alternatives")
_KEY_NAMES = ("answer", "answerkey", "answer_key", "correct", "correct_answer", "correct_option", "label", "gold")
_KEY_WORDS = frozenset({"correct", "right", "key"})
_KEY = re.compile(r"\W*([A-Za-z]|\d{1,2})\W*$")
_NAME = re.compile(r"(?P<stem>answers?|options?|choices?|alternatives?|opt)[\s_-]*(?P<mark>[A-Ha-h]|\d{1,2})\b", re.I)
_LEAST_CHOICES = 2
_FIRST_LETTER = ord("a")


@dataclass(frozen=True, slots=True)
class Choices:
    """The columns of the choices by their marks ("2", "b"), and the column that names the right one."""

    places: Mapping[str, int]
    key: int

    def right(self, cells: Sequence[str]) -> str | None:
        """Return the text of a row's right choice; None where the row names none that it has."""
        told = _KEY.match(cells[self.key].strip()) if self.key < len(cells) else None
        place = self.places.get(told[1].lower()) if told else None
        return cells[place].strip() if place is not None and place < len(cells) else None


def choices_in(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Choices | None:
    """Return the columns of a multiple choice by their names; None where a row's key is no mark of a choice."""
    marked = [(match["stem"].lower(), match["mark"].lower(), place)
              for place, name in enumerate(names) if (match := _NAME.match(name.strip()))]  # fmt: skip
    for _, group in groupby(sorted(marked), key=lambda one: one[0]):
        places = {mark: place for _, mark, place in group}
        for key, name in enumerate(names):
            words = set(re.sub(r"[\W_]+", " ", name).lower().split())
            if len(places) < _LEAST_CHOICES or key in places.values() or not words & {*_KEY_WORDS, "answer"}:
                continue
            found = Choices(places, key)
            if rows and all(found.right(row) for row in rows):
                return found
    return None


def right_choice(found: Mapping[str, object]) -> tuple[str, str] | None:
    """Return the name under which an object tells its right choice, and the text of that; None where it has none.

    A number counts from 0, as in the common sets of questions; a letter from A; labels of its own come first.
    """
    texts, labels = _listed(next((found[name] for name in LIST_NAMES if name in found), None))
    name = next((one for one in found if one.lower() in _KEY_NAMES), None)
    if len(texts) < _LEAST_CHOICES or name is None:
        return None
    place = _place(found[name], labels)
    return (name, texts[place]) if place is not None and 0 <= place < len(texts) else None


def _listed(value: object) -> tuple[list[str], list[str]]:
    """Return the texts of the choices and their labels, where they have any."""
    if isinstance(value, dict):
        texts, labels = value.get("text"), value.get("label")
        if isinstance(texts, list):
            return _listed(texts)[0], [str(one) for one in labels] if isinstance(labels, list) else []
        return _listed(list(value.values()))[0], [str(one) for one in value]
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return [], []
    return list(value), []


def _place(key: object, labels: Sequence[str]) -> int | None:
    if isinstance(key, int) and not isinstance(key, bool):
        return key
    if not isinstance(key, str):
        return None
    if key in labels:
        return labels.index(key)
    told = _KEY.match(key.strip())
    return ord(told[1].lower()) - _FIRST_LETTER if told and told[1].isalpha() else None
