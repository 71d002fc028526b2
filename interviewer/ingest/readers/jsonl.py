"""JSON Lines: an object a line with a question and its answer, or with the turns of a talk."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from interviewer.domain.document import Refusal
from interviewer.ingest.readers.columns import ANSWER_NAMES, NO_ANSWER, QUESTION_NAMES, columns_in, fault_of
from interviewer.ingest.readers.extract import Extract, Row
from interviewer.ingest.sentences import asks

_EXPECTED = (
    f"a question ({', '.join(QUESTION_NAMES[:5])}) and an answer ({', '.join(ANSWER_NAMES[:5])}),"
    " or a term and its definition"
)
# Where tools keep the turns of a talk, and how they name speaker and text.
_TALKS = ("messages", "conversations", "conversation", "turns", "dialogue")
_SPEAKERS, _TEXTS = ("role", "from", "speaker"), ("content", "value", "text")
_ASKER, _ANSWERER = frozenset({"user", "human"}), frozenset({"assistant", "gpt", "model", "bot"})
# What belongs to an instruction besides its text.
_INPUTS = ("input", "code")
_NO_TEXT = "a question or an answer that is no text"
_Pair = tuple[str, str, bool]


def read(lines: Sequence[str]) -> Extract:
    """Return the rows; a line that is none is refused with its fault."""
    rows, refused = list[Row](), list[Refusal]()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        found = _pairs(line)
        if isinstance(found, str):
            refused.append(Refusal(number, number, found))
        else:
            rows.extend(Row(number, number, *pair) for pair in found)
    return Extract(rows=tuple(rows), refused=tuple(refused))


def _pairs(line: str) -> list[_Pair] | str:
    """Return questions with their answers, or why there are none."""
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        return f"no JSON: {error.msg} at column {error.colno}"
    except (ValueError, RecursionError):
        return "no JSON that can be read: a number too long, or nested too deeply"
    if not isinstance(found, dict):
        return "no JSON object"
    talk = next((found[name] for name in _TALKS if isinstance(found.get(name), list)), None)
    if talk is not None:
        return list(_turns(talk)) or NO_ANSWER
    pair = _pair(found)
    return pair if isinstance(pair, str) else [pair]


def _pair(found: Mapping[str, object]) -> _Pair | str:
    names = list(found)
    places = columns_in(names, [[_text(found[name]) or "" for name in names]])
    if places is None:
        return f"an object that lacks a question or an answer: expected are {_EXPECTED}"
    question, answer = (_text(found[names[place]]) for place in (places.question, places.answer))
    if question is None or answer is None:
        return _NO_TEXT
    fault = fault_of(question, answer)
    if fault:
        return fault
    inputs = [text for name in _INPUTS if name in found and name not in (names[places.question], names[places.answer])
              and (text := _text(found[name]))]  # fmt: skip
    return "\n".join([question.strip(), *inputs]), answer.strip(), places.terms and not asks(question)


def _text(value: object) -> str | None:
    """Return the text of a value: itself, of a list that holds one text alone, or of an object that names it."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        value = next((value[name] for name in _TEXTS if name in value), None)
    return value if isinstance(value, str) else None


def _turns(talk: Sequence[object]) -> Iterator[_Pair]:
    """Yield each turn that asks with the turn that answers it."""
    turns = [(_named(turn, _SPEAKERS), _named(turn, _TEXTS)) for turn in talk if isinstance(turn, dict)]
    for (asker, question), (answerer, answer) in pairwise(turns):
        if asker.lower() in _ASKER and answerer.lower() in _ANSWERER and asks(question) and answer.strip():
            yield question.strip(), answer.strip(), False


def _named(turn: Mapping[str, object], names: Sequence[str]) -> str:
    return next((value for name in names if isinstance(value := turn.get(name), str)), "")
