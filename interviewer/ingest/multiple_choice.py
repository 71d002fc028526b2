"""Multiple choice in running text: the right option, which a letter or a tick names, is the answer in words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from interviewer.domain.document import Refusal
from interviewer.ingest.option_blocks import Block, option_blocks

OPTION = "option of a multiple choice, whose question stands without it"
UNKEYED = "options, and nothing says which is right"
KEY = "key of a multiple choice, taken up in its answers"
_ASKS_FOR_ONE = re.compile(
    r"\b(?:following|these|those|below|above|listed|statements?|options?|choices?|except|least|NOT|most likely"
    r"|best (?:describes?|answer)|(?:in)?correct|true|false|[Ww]hich(?:\sones?|\sof|\sis|\sare)"
    r"|(?:one|two|three|several|all|multiple) (?:answers?|apply))\b"
)
_OF_OTHERS = re.compile(
    r"(?:all|none|both|neither|either)\b|.{0,40}\bonly\W*$|\W*[A-H](?:,| and| or) [A-H]\W*$", re.IGNORECASE
)
_LABEL = (
    r"(?:(?:the\s)?(?:correct|right|best)\s)?(?:answers?|ans|solution|options?|choices?|key)(?:\skey)?|correct|right"
)
_LETTERS = r"\(?[A-Ha-h]\)?(?:\s?(?:,|/|&|\+|\band\b)\s?\(?[A-Ha-h]\b\)?){0,6}(?!\w|['’]\w)"
_KEYED = re.compile(
    rf"\s{{0,12}}(?:(?:#{{1,6}}|>|[-*])\s+)?(?P<bold>\*\*|__)?(?:[✅✔☑]\ufe0f?\s?)?(?:{_LABEL})(?:\*\*|__)?\s?(?:[:.=–-]|is\b|are\b)"
    rf"\s{{0,3}}(?:is\s)?(?:\*\*|__)?\s?(?:option\s)?(?P<letters>{_LETTERS})(?P<rest>.*)$",
    re.IGNORECASE,
)
_SAID_APART = re.compile(r"(?:\s*(?:[.):,–—-]|\*\*|__))+\s*|\s*$")
# Between the options and the key a page may fold the answer away, or show it at a click.
_CURTAIN = re.compile(
    r"(?:(?:show|view|see|reveal|hide|check|click(?: \w+){0,4}) )?(?:the )?(?:answers?|solution|explanation)",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,100}>")
_LONGEST_CURTAIN = 200
_NAMED = re.compile(
    r"\b[a-hA-H]\)|\b(?:options?|choices?|answers?) \(?[A-Ha-h]\b"
    r"|\b[B-H]\b(?= (?:is|are|would|does|has|can|and|or)\b)"
)
_KEYS_BELOW = re.compile(
    r"\W{0,8}(?:correct |right )?(?:answers?|answer keys?|keys?|solutions?)\W{0,8}$", re.IGNORECASE
)
_KEY_BELOW = re.compile(
    r"(?:^|(?<=[\s,;|]))(?:Q\.?\s?)?(?P<number>\d{1,3})\s?[.):=–-]{0,2}\s?(?P<letters>\(?[A-Ha-h]\)?)(?![\w'’])"
)
_NUMBER = re.compile(
    r"\W{0,10}(?:Q(?:uestion)?\.?\s?)?(?P<number>\d{1,3})\s?[.):]|.{0,12}\bQuestion\s(?P<word>\d{1,3})\b", re.IGNORECASE
)
_PROGRAM = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_ANSWER = "Answer: "
_NEXT_OPTION = re.compile(r"(?<!\s)\s+(?=\(?[A-Ha-h][.)]\s)")
_BLANK = re.compile(r"_{3,}\.?")
_REACH, _STEM, _ENOUGH = 9, 30, 3


@dataclass(frozen=True, slots=True)
class Quiz:
    """The lines, as many as before, with right options as labelled answers; what that left unused, and why."""

    lines: tuple[str, ...]
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class _Keyed:
    """A block with the letters of what is right, the line that says so, if it stands below, and what it adds."""

    block: Block
    letters: tuple[str, ...] = ()
    line: int | None = None
    rest: str = ""


def answered_in_words(lines: Sequence[str]) -> Quiz:
    """Return the lines with each key, a letter or a tick, told as the text of what is right.

    Options go where the question stands by itself, as it is to be answered freely. A document whose questions ask for
    one of several options without a key has questions without answers.
    """
    blocks = list(option_blocks(lines))
    if not blocks:
        return Quiz(tuple(lines))
    below, key_lines = _keys_below(lines, blocks)
    ends = [*(block.first for block in blocks[1:]), len(lines)]
    keyed = [_keyed(lines, block, end) for block, end in zip(blocks, ends, strict=True)]
    if below and not any(one.letters for one in keyed):
        keyed = [_from_below(lines, one.block, below) for one in keyed]
    else:
        key_lines = ()
    told, reasons = list(lines), dict.fromkeys(key_lines, KEY)
    if not any(one.letters for one in keyed):
        reasons |= dict(_unkeyed(lines, blocks))
    for place, one in enumerate(keyed):
        if one.letters:
            start = blocks[place - 1].last + 1 if place else 0
            reasons |= dict.fromkeys(_tell(told, one, start, ends[place]), OPTION)
    for index in reasons:
        told[index] = ""
    return Quiz(tuple(told), tuple(_ranges(reasons)))


def in_words(question: str, answer: str) -> tuple[str, str]:
    """Return a question with options in it, and an answer that begins with the letter of one, both as they are told."""
    if not _KEYED.match(f"{_ANSWER}{answer.split(chr(10), 1)[0]}"):
        return question, answer
    asked = _NEXT_OPTION.sub("\n", question).split("\n")
    told = answered_in_words([*asked, *f"{_ANSWER}{answer}".split("\n")]).lines
    if not told[len(asked)].startswith(_ANSWER) or told[len(asked) :] == tuple(f"{_ANSWER}{answer}".split("\n")):
        return question, answer
    return "\n".join(told[: len(asked)]).strip(), "\n".join(told[len(asked) :]).removeprefix(_ANSWER)


def _ranges(reasons: Mapping[int, str]) -> Iterator[Refusal]:
    """Yield lines that follow each other and are left out for one reason as one."""
    for _, group in groupby(enumerate(sorted(reasons)), key=lambda one: (one[1] - one[0], reasons[one[1]])):
        rows = [index for _, index in group]
        yield Refusal(rows[0] + 1, rows[-1] + 1, reasons[rows[0]])


def _keyed(lines: Sequence[str], block: Block, end: int) -> _Keyed:
    """Return a block with the key that stands below it, or else with what is ticked below a question."""
    offered = {one.letter for one in block.options}
    for index in range(block.last + 1, min(block.last + _REACH, end)):
        match = _KEYED.match(lines[index])
        if match and set(letters := _letters(match["letters"])) <= offered:
            rest = _rest(match["rest"], bold=match.group().count("**") % 2 == 1 or bool(match["bold"]))
            apart = _SAID_APART.match(match["rest"]) or _same_start(rest, block.text_of(letters))
            return _Keyed(block, letters, index, rest) if apart else _Keyed(block)
        if not _is_curtain(lines[index]):
            break
    above = "\n".join(lines[max(block.first - 3, 0) : block.first])
    return _Keyed(block, block.ticked if "?" in above or _BLANK.search(above) else ())


def _is_curtain(line: str) -> bool:
    """Whether nothing stands in a line but tags, signs, and words that offer to show an answer."""
    said = " ".join(re.findall(r"\w+", _TAG.sub(" ", line[:_LONGEST_CURTAIN])))
    return len(line) <= _LONGEST_CURTAIN and (not said or _CURTAIN.fullmatch(said) is not None)


def _letters(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\b[a-h]\b", text.lower()))


def _rest(text: str, *, bold: bool) -> str:
    """Return what stands behind the letters, without what separates it and without the end of their emphasis."""
    separator = _SAID_APART.match(text)
    told = text[separator.end() :] if separator else text.strip()
    return told.replace("**", "", 1) if bold and told.count("**") % 2 else told


def _keys_below(
    lines: Sequence[str], blocks: Sequence[Block]
) -> tuple[Mapping[int, tuple[tuple[str, ...], str]], tuple[int, ...]]:
    """Return the keys that stand together below all blocks, by number of the question, and their lines."""
    top = next((i for i in range(blocks[-1].last + 1, len(lines)) if _KEYS_BELOW.match(lines[i])), None)
    if top is None:
        return {}, ()
    found: dict[int, tuple[tuple[str, ...], str]] = {}
    taken, number = [top], 0
    for index in range(top + 1, len(lines)):
        text = lines[index].strip(" -*•|")
        entries = list(_KEY_BELOW.finditer(text))
        if entries and entries[0].start() == 0:
            for entry, after in zip(entries, [*(one.start() for one in entries[1:]), len(text)], strict=True):
                number = int(entry["number"])
                found[number] = _letters(entry["letters"]), _rest(text[entry.end() : after].strip(" |"), bold=False)
        elif text and (not number or not lines[index - 1].strip() or lines[index].startswith("#")):
            break
        elif text:
            found[number] = found[number][0], f"{found[number][1]} {text}".strip()
        if text:
            taken.append(index)
    return (found, tuple(taken)) if 2 * len(found) >= len(blocks) and len(found) > 1 else ({}, ())


def _from_below(lines: Sequence[str], block: Block, keys: Mapping[int, tuple[tuple[str, ...], str]]) -> _Keyed:
    number = next(
        (_number(lines[i]) for i in range(block.first - 1, max(block.first - _STEM, -1), -1) if _number(lines[i])), None
    )
    letters, rest = keys.get(number or 0, ((), ""))
    return (
        _Keyed(block, letters, None, rest) if set(letters) <= {one.letter for one in block.options} else _Keyed(block)
    )


def _number(line: str) -> int | None:
    match = _NUMBER.match(line)
    return int(match["number"] or match["word"]) if match else None


def _unkeyed(lines: Sequence[str], blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """Yield the lines of options, where most questions of a document ask for one of several and none says which."""
    asking = [
        block
        for block in blocks
        if _ASKS_FOR_ONE.search(_stem(lines, 0, block)) or _BLANK.search(_stem(lines, 0, block))
    ]
    if len(blocks) >= _ENOUGH and 2 * len(asking) >= len(blocks):
        yield from (
            (index, UNKEYED) for block in blocks for index in range(block.first, block.last + 1) if lines[index].strip()
        )


def _stem(lines: Sequence[str], start: int, block: Block) -> str:
    """Return the lines of the question above a block: from its number or heading on, or the last paragraph."""
    start = max(start, block.first - _STEM)
    top = next(
        (i for i in range(block.first - 1, start - 1, -1) if _number(lines[i]) or lines[i].startswith("#")), None
    )
    if top is None:
        last = next((i for i in range(block.first - 1, start - 1, -1) if lines[i].strip()), start)
        top = next((i + 1 for i in range(last, start - 1, -1) if not lines[i].strip()), start)
    return "\n".join(lines[top : block.first]).strip()


def _tell(told: list[str], one: _Keyed, start: int, end: int) -> Iterator[int]:
    """Write the right option as the answer; yield the lines that are not needed any more."""
    block, right = one.block, one.block.text_of(one.letters)
    for index in range(start, block.first):
        told[index] = _BLANK.sub("…", told[index])
    stands = _stands_alone(
        _stem(told, start, block), right, "\n".join(told[(one.line or block.last) + 1 : end]) + one.rest
    )
    answer = f"{_ANSWER}{one.rest if _same_start(one.rest, right) else _joined(right, one.rest)}"
    line = one.line
    if line is None:
        line = (
            next(option.line for option in block.options if option.letter in one.letters)
            if stands
            else _room(told, block)
        )
    if stands:
        yield from (index for index in range(block.first, block.last + 1) if index != line and told[index].strip())
    else:
        _tidy(told, block)
    for index in range(block.last + 1, line):
        told[index] = ""
    told[line] = answer


def _stands_alone(stem: str, right: str, explained: str) -> bool:
    """Whether a question can be answered without its options, and nothing speaks of them by their letters."""
    asks = stem.rstrip("*` )").endswith("?") or "?" in stem.split("\n")[0] or "…" in stem
    said = _PROGRAM.sub("", stem)
    return asks and not (_ASKS_FOR_ONE.search(said) or _OF_OTHERS.match(right) or _NAMED.search(explained))


def _room(told: list[str], block: Block) -> int:
    """Return a line for the answer right below options that stay: an empty one, or that of the last option."""
    if block.last + 1 < len(told) and not told[block.last + 1].strip():
        return block.last + 1
    last = block.options[-1]
    above = next(index for index in range(last.line - 1, -1, -1) if told[index].strip())
    told[above] = f"{told[above]}  {last.letter}) {last.text}"
    return last.line


def _tidy(told: list[str], block: Block) -> None:
    """Write options that stay so that none looks like a label, and no box tells the right one."""
    for option in block.options:
        if not re.match(r"\s*(?:[-*+•]\s+)?(?:\*\*)?\(?[A-Ha-h][.)]", told[option.line]):
            told[option.line] = f"  {option.letter}) {option.text}"


def _joined(right: str, rest: str) -> str:
    if not rest:
        return right
    return f"{right} {rest}" if right[-1:] in ".!?:" else f"{right}. {rest}"


def _same_start(text: str, right: str) -> bool:
    plain, told = (re.sub(r"\W+", " ", one.lower()).strip() for one in (text, right))
    return bool(told) and f"{plain} ".startswith(f"{told} ")
