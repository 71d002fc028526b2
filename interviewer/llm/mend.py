"""Finds the one object that a model meant in what it wrote: fences, prose, loose quotes and cut ends included.

It never guesses between two, and of a reply that was cut off it drops the last value rather than complete it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from json_repair import repair_json
from pydantic import BaseModel, ValidationError

MOST_MENDED = 6_000
"""Characters: mending a hostile text takes time by the square of its length, half a second at this one."""
_MOST_NESTED = 100
"""Objects and lists in a text that is mended: more than any of our forms holds, and no recursion ends the program."""
_THINKING = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value that its schema accepts; `mended` where the text was no plain JSON object."""

    value: T
    mended: bool


class NotFound(ValueError):
    """There is no such object in the text, or more than one; the message says what is wrong with it."""


def find(text: str, schema: type[T]) -> Found[T]:
    """Return the one object of `schema` in a reply. Raises NotFound, whose message repeats nothing of the reply."""
    shown = _THINKING.sub("", text).strip()
    if not shown:
        raise NotFound("it was empty")
    if len(shown) > MOST_MENDED:
        raise NotFound(f"it had {len(shown)} characters, which is far too many")
    found, faults = list[Found[T]](), list[str]()
    for candidate in _candidates(_unwrapped(shown)):
        try:
            read = _read(candidate)
            value = schema.model_validate_json(json.dumps(read.value, allow_nan=False), strict=True)
        except ValidationError as error:
            faults.append(_fault(error))
        except ValueError as error:
            faults.append(str(error))
        else:
            absent = sorted(schema.model_fields.keys() - value.model_fields_set)
            if absent:
                faults.append(f"{absent[0]}: Field required")
            elif value not in [one.value for one in found]:
                found.append(Found(value, read.mended or candidate.text != text.strip()))
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFound(f"it held {len(found)} different objects")
    raise NotFound(faults[-1] if faults else "it held no JSON object")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A stretch from an opening brace to the closing one, or to the end of a reply that was cut off."""

    text: str
    closed: bool


@dataclass(frozen=True, slots=True)
class _Read:
    """What stands in a candidate."""

    value: object
    mended: bool


def _unwrapped(text: str) -> str:
    """Return an object that was written as a string of JSON; any other text as it is."""
    try:
        inner = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return inner if isinstance(inner, str) else text


def _candidates(text: str) -> Iterator[_Candidate]:
    """Yield the outermost stretches in braces, in order."""
    start = text.find("{")
    while start >= 0:
        end = _end(text, start)
        yield _Candidate(text[start:end], closed=end is not None)
        start = text.find("{", end) if end is not None else -1


def _end(text: str, start: int) -> int | None:
    """Return the place behind the brace that closes the one at `start`; None where nothing does."""
    depth, quoted, escaped = 0, False, False
    for place in range(start, len(text)):
        char = text[place]
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == '"':
            quoted = not quoted
        elif not quoted and char in "{}":
            depth += 1 if char == "{" else -1
            if depth == 0:
                return place + 1
    return None


def _read(candidate: _Candidate) -> _Read:
    """Return what stands in a candidate. Raises ValueError."""
    if candidate.closed:
        try:
            return _Read(json.loads(candidate.text, object_pairs_hook=_once, parse_constant=_no_number), mended=False)
        except json.JSONDecodeError:
            pass
    if sum(map(candidate.text.count, "{[")) > _MOST_NESTED:
        raise ValueError("it was nested too deep")
    mended = repair_json(candidate.text, return_objects=True)
    return _Read(mended if candidate.closed else _without_last(mended), mended=True)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object, none of whose fields is given twice: nobody can say which of two was meant."""
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("it gave a field twice")
    return dict(pairs)


def _no_number(name: str) -> object:
    raise ValueError(f"it held {name}, which is no number")


def _without_last(value: Any) -> Any:
    """Return a value without its last leaf, which a reply that was cut off may not have finished."""
    if isinstance(value, dict) and value:
        *_, last = value
        kept = {name: part for name, part in value.items() if name != last}
        inner = value[last]
        return kept | {last: _without_last(inner)} if inner and isinstance(inner, (dict, list)) else kept
    if isinstance(value, list) and value:
        inner = value[-1]
        return [*value[:-1], _without_last(inner)] if inner and isinstance(inner, (dict, list)) else value[:-1]
    return value


def _fault(error: ValidationError) -> str:
    """Return the first fault in a few words, without the value that was wrong."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(map(str, first["loc"]))
    return f"{place}: {first['msg']}" if place else first["msg"]
