"""JSON Lines: an object a line with a question and its answer, or with the turns of a talk."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise

from interviewer.domain.document import Refusal
from interviewer.ingest.lines import is_bullet
from interviewer.ingest.readers.choices import LIST_NAMES, right_choice
from interviewer.ingest.readers.columns import (
    ANSWER_NAMES,
    NO_ANSWER,
    QUESTION_NAMES,
    SAMPLE,
    columns_in,
    columns_of,
    fault_of,
    names_answer,
)
from interviewer.ingest.readers.extract import Extract, Row
from interviewer.ingest.readers.objects import Turn, best_reply, fields_of, turns_in
from interviewer.ingest.requests import request_of, without_filler
from interviewer.ingest.sentences import asks

_LACKS = (
    "an object that lacks a question or an answer: expected are"
    f" a question ({', '.join(QUESTION_NAMES[:5])}) and an answer ({', '.join(ANSWER_NAMES[:5])}),"
    " or a term and its definition"
)
_ASKER = frozenset({"user", "human"})
# What belongs to an instruction besides its text.
_INPUTS = ("input", "code")
# What asks in a thread, or before choices, in this order.
_THREAD = ("question", "title", "prompt", "query", "text", "body", "content", "stem")
_ASKED_LABEL = re.compile(r"(?:question|q|user|human)\s{0,3}:\s+", re.IGNORECASE)
_TOLD_LABEL = re.compile(r"(?:(?:answer|a|assistant)\s{0,3}:|->|#{2,})$", re.IGNORECASE)
_MOST_SPOKEN = 60
_LEAST_SHARED, _MOST_SHARED, _SHARED_SHARE = 3, 60, 0.5
_RULE = re.compile(r"^[ \t]{0,3}-{3,}[ \t]*$", re.MULTILINE)
_NO_TEXT = "a question or an answer that is no text"
_Pair = tuple[str, str, bool]


def read(lines: Sequence[str]) -> Extract:
    """Return the rows; a line that is none is refused with its fault."""
    rows, refused = list[Row](), list[Refusal]()
    shared = _shared_names(lines)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        found = _pairs(line, shared)
        if isinstance(found, str):
            refused.append(Refusal(number, number, found))
        else:
            rows.extend(Row(number, number, *pair) for pair in found)
    return Extract(rows=tuple(rows), refused=tuple(refused))


def _shared_names(lines: Sequence[str]) -> tuple[str, str] | None:
    """Return the names of question and answer that the first objects tell together, None where they tell none.

    One object alone may not tell them: its question may be worded as a statement, its hint be longer than its answer.
    """
    objects = islice(filter(None, map(_fields, lines)), SAMPLE)
    told = [{name: value for name, value in fields.items() if value.strip()} for fields in objects]
    names = list(dict.fromkeys(name for fields in told for name in fields))
    if len(told) < _LEAST_SHARED or len(names) > _MOST_SHARED:
        return None
    places = columns_in(names, [[fields.get(name, "") for name in names] for fields in told])
    if places is None or places.terms:
        return None
    shared = names[places.question], names[places.answer]
    both = sum(all(name in fields for name in shared) for fields in told)
    return shared if both >= _SHARED_SHARE * len(told) else None


def _fields(line: str) -> dict[str, str] | None:
    """Return the texts of the object on a line, None where it holds none, or choices, replies or a talk instead."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or turns_in(found) is not None or right_choice(found) or best_reply(found):
        return None
    return fields_of(found)


def _pairs(line: str, shared: tuple[str, str] | None) -> list[_Pair] | str:
    """Return questions with their answers, or why there are none; `shared` names both where the file tells them."""
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        return f"no JSON: {error.msg} at column {error.colno}"
    except (ValueError, RecursionError):
        return "no JSON that can be read: a number too long, or nested too deeply"
    if not isinstance(found, dict):
        return "no JSON object"
    turns = turns_in(found)
    if turns is not None:
        return list(_asked(turns)) or NO_ANSWER
    pair = _pair(found, shared)
    return pair if isinstance(pair, str) else [pair]


def _pair(found: Mapping[str, object], shared: tuple[str, str] | None) -> _Pair | str:
    """Return the question and the answer of an object, or why there are none."""
    chosen = right_choice(found) or best_reply(found)
    fields = fields_of(found) | _listed(found) | {name: told for name, told in [chosen or ("", "")] if name}
    if chosen:
        names = [name for name in _THREAD if name in fields and name != chosen[0] and asks(fields[name])]
        return _told(fields, names[0], chosen[0]) if names else _LACKS
    if len(sides := _sides(fields)) == 2:
        return sides[0], sides[1], False
    fields = {name: _prompted(told) for name, told in fields.items()}
    if shared and shared[0] in fields and all(name in found for name in shared):
        return _told(dict.fromkeys(shared, "") | fields, *shared)
    names = list(fields)
    places = columns_in(names, [list(fields.values())])
    if places is not None:
        return _told(fields, names[places.question], names[places.answer], terms=places.terms)
    return _NO_TEXT if columns_of(list(found)) else _LACKS


def _listed(found: Mapping[str, object]) -> dict[str, str]:
    """Return the answers that an object holds as lists of texts; where it holds choices, such a list names some."""
    if any(name in found for name in LIST_NAMES):
        return {}
    return {name: told for name, value in found.items() if names_answer(name) and (told := _as_list(value))}


def _as_list(value: object) -> str:
    """Return a list of texts as the lines of one, each behind a mark if they differ; "" for anything else.

    An object may hold it as its text, as in data sets of reading comprehension.
    """
    if isinstance(value, dict):
        value = value.get("text")
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return ""
    items = list(dict.fromkeys(one.strip() for one in value if one.strip()))
    marked = (one if is_bullet(one) else "- " + one.replace("\n", "\n  ") for one in items)
    return "\n".join(marked) if len(items) > 1 else "".join(items)


def _told(fields: Mapping[str, str], asked: str, told: str, *, terms: bool = False) -> _Pair | str:
    question, answer = fields[asked], fields[told]
    fault = fault_of(question, answer)
    if fault:
        return fault
    inputs = [fields[name] for name in _INPUTS if fields.get(name) and name not in (asked, told)]
    return "\n".join([question.strip(), *inputs]), answer.strip(), terms and not asks(question)


def _prompted(text: str) -> str:
    """Return the question of a prompt that ends where the answer is to begin, at "Answer:", "->" or "###"."""
    asked, _, last = text.rstrip().rpartition("\n")
    if not asked.strip() or not _TOLD_LABEL.match(last.strip()):
        return text
    return _ASKED_LABEL.sub("", asked.strip(), count=1) if _ASKED_LABEL.match(asked.strip()) else asked.strip()


def _sides(fields: Mapping[str, str]) -> list[str]:
    """Return both sides of a card that is one text, parted by a rule; the first side has to ask."""
    told = [text for text in fields.values() if _RULE.search(text)]
    sides = [side.strip() for side in _RULE.split(told[0])] if len(told) == 1 else []
    front = sides[0].lstrip("# ") if sides else ""
    return [front, sides[1]] if len(sides) == 2 and sides[1] and asks(front) else []


def _asked(turns: Sequence[Turn]) -> Iterator[_Pair]:
    """Yield each turn that asks with the turn that answers it."""
    for one, other in pairwise(turns):
        asked = _request(one.text.strip()) if one.speaker.lower() in _ASKER and other.answers else ""
        if asked and other.text.strip():
            yield asked, other.text.strip(), False


def _request(text: str) -> str:
    """Return what a turn asks; of one in a few sentences without the talk around it."""
    spoken = "\n" not in text and len(text.split()) <= _MOST_SPOKEN
    return (request_of(text) if spoken else "") or (without_filler(text) if asks(text) else "")
