"""Says what object a reply should be: as a JSON schema, and in words for the host that takes or heeds none."""

from collections.abc import Mapping
from typing import Any

from langchain_core.utils.function_calling import convert_to_json_schema
from pydantic import BaseModel

_NAMES = {"string": "text", "boolean": "true or false", "number": "number", "integer": "whole number", "null": "null"}
_Schema = Mapping[str, Any]


def form_of(schema: type[BaseModel]) -> str:
    """Return the form of a schema on one line, as in `{"verdict": "covered" or "missing", "quote": text}`."""
    whole = schema.model_json_schema()
    return _form(whole, whole.get("$defs", {}))


def _form(part: _Schema, named: _Schema) -> str:
    if "$ref" in part:
        return _form(named[part["$ref"].removeprefix("#/$defs/")], named)
    if "enum" in part or "const" in part:
        return " or ".join(_literal(one) for one in part.get("enum", [part.get("const")]))
    if "anyOf" in part:
        return " or ".join(_form(one, named) for one in part["anyOf"])
    match part.get("type"):
        case "object":
            fields = part.get("properties", {})
            return "{" + ", ".join(f'"{name}": {_field(one, named)}' for name, one in fields.items()) + "}"
        case "array":
            return f"[{_form(part['items'], named)}, …]"
        case kind:
            return _NAMES[str(kind)] + _limits(part)


def _field(part: _Schema, named: _Schema) -> str:
    said = part.get("description")
    return _form(part, named) + (f" ({said})" if said else "")


def _limits(part: _Schema) -> str:
    if "minimum" in part and "maximum" in part:
        return f" from {part['minimum']:g} to {part['maximum']:g}"
    return f" of at most {part['maxLength']} characters" if "maxLength" in part else ""


def _literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def wire_schema(schema: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON schema as hosts take it: every field required, nothing else allowed, no defaults."""
    found: dict[str, Any] = _without_defaults(convert_to_json_schema(schema, strict=True))
    return found


def _without_defaults(value: Any) -> Any:
    if isinstance(value, dict):
        # a field may itself be called `default`: among the properties every name is a field's
        return {
            name: {field: _without_defaults(one) for field, one in part.items()}
            if name == "properties"
            else _without_defaults(part)
            for name, part in value.items()
            if name != "default"
        }
    if isinstance(value, list):
        return [_without_defaults(one) for one in value]
    return value
