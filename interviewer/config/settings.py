"""What a person may choose: flag over environment over file over default."""

import difflib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from interviewer.config.paths import Paths
from interviewer.domain.errors import UsageError

PREFIX = "INTERVIEWER_"
_NOT_SETTINGS = {"HOME"}


class Settings(BaseSettings):
    """The settings of one run. Unknown keys are refused with the nearest spelling."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    engine: Literal["fast"] = Field("fast", description="which engine marks")
    mode: Literal["practice", "mock", "drill"] = Field("practice", description="how an interview is held")
    track: str = Field("deep-learning", description="which track is asked where none is named")
    count: int = Field(5, ge=1, le=100, description="questions in an interview")
    time_limit_s: int | None = Field(None, ge=10, le=7200, description="seconds for an answer in mock mode")
    repeat_after_days: int = Field(7, ge=0, le=3650, description="days before a question is asked again")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="what goes into the log file")


def load(
    paths: Paths, flags: Mapping[str, object] | None = None, environment: Mapping[str, str] = os.environ
) -> Settings:
    """Return the settings. Raises UsageError that names the place, the key and the remedy."""
    named = {key: value for key, value in (flags or {}).items() if value is not None}
    file_values = _read(paths.settings_file)
    _refuse_unknown(file_values, str(paths.settings_file))
    from_environment = {
        key[len(PREFIX) :].lower(): value for key, value in environment.items() if key.upper().startswith(PREFIX)
    }
    for name in _NOT_SETTINGS:
        from_environment.pop(name.lower(), None)
    _refuse_unknown(from_environment, "the environment", PREFIX)
    merged: dict[str, object] = {**file_values, **from_environment, **named}
    try:
        return Settings.model_validate(merged)
    except ValidationError as error:
        raise UsageError(_explain(error, file_values, from_environment, paths.settings_file)) from None


def _read(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"The settings file {file} cannot be read: {error}. Mend it or remove it.") from None


def _refuse_unknown(values: Mapping[str, object], where: str, prefix: str = "") -> None:
    known = list(Settings.model_fields)
    for key in values:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
            shown, suggestion = _spell(key, prefix), _spell(near[0], prefix) if near else ""
            remedy = f"Did you mean {suggestion}?" if near else f"Known: {', '.join(_spell(k, prefix) for k in known)}."
            raise UsageError(f"Unknown setting {shown} in {where}. {remedy}")


def _spell(key: str, prefix: str) -> str:
    return prefix + key.upper() if prefix else key


def _explain(
    error: ValidationError, file_values: Mapping[str, object], environment: Mapping[str, str], file: Path
) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    key = str(first["loc"][0])
    if key in environment:
        where = f"{PREFIX}{key.upper()} in the environment"
    else:
        where = f"{key} in {file}" if key in file_values else f"--{key.replace('_', '-')}"
    return f"{where}: {first['msg']}."
