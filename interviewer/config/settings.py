"""What a person may choose: flag over environment over file over default."""

import difflib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from interviewer.config.engines import engine_name
from interviewer.config.paths import Paths
from interviewer.domain.errors import UsageError

PREFIX = "INTERVIEWER_"
_NOT_SETTINGS = {"HOME", "MODEL_KEY"}
"""Where everything is, and a key, which is never kept in a setting."""


class Settings(BaseSettings):
    """The settings of one run. Unknown keys are refused with the nearest spelling."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    engine: Annotated[str, AfterValidator(engine_name)] | None = Field(
        None, description="which engine marks; where none is named, the best there is"
    )
    model: str | None = Field(
        None, min_length=1, description="which model talks: local, provider:model or none; unset, local where it is"
    )
    model_base_url: str | None = Field(None, min_length=1, description="where the model is, if not at its provider")
    model_cap_tokens: int = Field(200_000, ge=0, description="tokens that a session's calls to a host may use")
    model_cap_cost: float | None = Field(None, ge=0, description="dollars that they may cost, where prices are set")
    model_price_prompt: float = Field(0.0, ge=0, description="dollars for a million tokens read")
    model_price_reply: float = Field(0.0, ge=0, description="dollars for a million tokens written")
    mode: Literal["practice", "mock", "drill"] = Field("practice", description="how an interview is held")
    track: str = Field("deep-learning", description="which track is asked where none is named")
    count: int = Field(5, ge=1, le=100, description="questions in an interview")
    time_limit_s: int | None = Field(
        None, ge=10, le=7200, description="seconds for an answer, in mock mode and under pressure"
    )
    challenge: bool = Field(False, description="whether wrong claims are put on purpose after good answers")
    minutes: int | None = Field(None, ge=1, le=480, description="minutes of answering in all, after which it ends")
    style: Literal["neutral", "friendly", "pressure"] = Field("neutral", description="how the interviewer speaks")
    repeat_after_days: int = Field(7, ge=0, le=3650, description="days before a question is asked again")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="what goes into the log file")


def load(
    paths: Paths, flags: Mapping[str, object] | None = None, environment: Mapping[str, str] = os.environ
) -> Settings:
    """Return the settings. Raises UsageError that names the place, the key and the remedy."""
    named: dict[str, Any] = {key: value for key, value in (flags or {}).items() if value is not None}
    file_values = _read(paths.settings_file)
    _refuse_unknown(file_values, str(paths.settings_file))
    from_environment = {
        key[len(PREFIX) :].lower(): value for key, value in environment.items() if key.upper().startswith(PREFIX)
    }
    for name in _NOT_SETTINGS:
        from_environment.pop(name.lower(), None)
    _refuse_unknown(from_environment, "the environment", PREFIX)
    try:
        return _sourced(paths.settings_file, environment)(**named)
    except ValidationError as error:
        raise UsageError(_explain(error, named, from_environment, file_values, paths.settings_file)) from None


def _sourced(file: Path, environment: Mapping[str, str]) -> type[Settings]:
    """Return the settings as read from this file and this environment, which are arguments and no globals."""

    class Environment(EnvSettingsSource):
        def _load_env_vars(self) -> Mapping[str, str | None]:
            return {key.lower(): value for key, value in environment.items()}

    class Sourced(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is the library's
            dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
            file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return init_settings, Environment(settings_cls), TomlConfigSettingsSource(settings_cls, file)

    return Sourced


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
    error: ValidationError,
    flags: Mapping[str, object],
    environment: Mapping[str, str],
    file_values: Mapping[str, object],
    file: Path,
) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    key = str(first["loc"][0])
    where = f"--{key.replace('_', '-')}"
    if key not in flags and key in environment:
        where = f"{PREFIX}{key.upper()} in the environment"
    elif key not in flags and key in file_values:
        where = f"{key} in {file}"
    return f"{where}: {first['msg']}."
