"""Events to and from JSON, generic over the dataclasses, so that a new field needs a default and no code."""

import json
import types
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from interviewer.domain import events
from interviewer.domain.errors import StorageError

_Value = TypeVar("_Value")
_KINDS: dict[str, type[events.Event]] = {kind.__name__: kind for kind in get_args(events.Event)}


def kind_of(event: events.Event) -> str:
    """Return the stored name of an event's kind."""
    return type(event).__name__


def encode(event: events.Event) -> str:
    """Return the event's fields as one line of JSON, keys sorted; default values are left out."""
    return json.dumps(_plain(event), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def decode(kind: str, payload: str) -> events.Event:
    """Return the event stored as `kind` and `payload`. Raises StorageError when it cannot be read."""
    try:
        event: events.Event = _build(_KINDS[kind], json.loads(payload))
    except (KeyError, TypeError, ValueError) as error:
        raise StorageError(f"A stored {kind!r} event cannot be read: {error!r}. Restore a backup.") from error
    return event


def to_plain(value: object) -> dict[str, Any]:
    """Return a dataclass as a JSON object, defaults included."""
    plain = _plain(value, keep_defaults=True)
    if not isinstance(plain, dict):
        raise TypeError(f"{type(value).__name__} is not a dataclass")
    return plain


def from_plain(kind: type[_Value], plain: object) -> _Value:
    """Return the dataclass that `to_plain` gave. Raises KeyError, TypeError or ValueError when it does not fit."""
    built: _Value = _build(kind, plain)
    return built


def _plain(value: object, *, keep_defaults: bool = False) -> Any:
    if is_dataclass(value):
        return {
            f.name: _plain(getattr(value, f.name), keep_defaults=keep_defaults)
            for f in fields(value)
            if keep_defaults or f.default is MISSING or getattr(value, f.name) != f.default
        }
    if isinstance(value, tuple | list):
        return [_plain(item, keep_defaults=keep_defaults) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item, keep_defaults=keep_defaults) for key, item in value.items()}
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _build(kind: Any, value: Any) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if value is None else _build(next(a for a in arguments if a is not type(None)), value)
    if is_dataclass(kind) and isinstance(kind, type):
        _expect(value, dict)
        known = _hints(kind)
        return kind(**{name: _build(known[name], item) for name, item in value.items() if name in known})
    if origin is tuple:
        _expect(value, list)
        if arguments[-1] is Ellipsis:
            return tuple(_build(arguments[0], item) for item in value)
        return tuple(_build(a, item) for a, item in zip(arguments, value, strict=True))
    if origin is dict:
        _expect(value, dict)
        return {key: _build(arguments[1], item) for key, item in value.items()}
    return _scalar(kind, origin, arguments, value)


def _scalar(kind: Any, origin: Any, arguments: tuple[Any, ...], value: Any) -> Any:
    if origin is Literal:
        if value not in arguments:
            raise ValueError(f"{value!r} is none of {arguments}")
        return value
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    _expect(value, kind)
    return value


def _expect(value: object, kind: type) -> None:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is not of type {kind.__name__}")
