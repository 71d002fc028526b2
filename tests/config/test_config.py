"""Settings come from the right place, folders are private, and the log holds no secret."""

import logging
import stat
from pathlib import Path

import pytest

from interviewer.config.log import redact, start_log
from interviewer.config.paths import bundled, paths
from interviewer.config.settings import load
from interviewer.domain.errors import UsageError

KEY = "sk-proj-abcdefghijklmnop1234567890"


def write_settings(home: Path, text: str) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "settings.toml").write_text(text, "utf-8")


def test_flag_beats_environment_beats_file_beats_default(home: Path) -> None:
    assert load(paths(), {}, {}).count == 5
    write_settings(home, "count = 6\n")
    assert load(paths(), {"count": None}, {}).count == 6
    assert load(paths(), {}, {"INTERVIEWER_COUNT": "7", "INTERVIEWER_HOME": "x"}).count == 7
    assert load(paths(), {"count": 8}, {"INTERVIEWER_COUNT": "7"}).count == 8


@pytest.mark.parametrize(
    ("text", "environment", "said"),
    [
        ("coutn = 3\n", {}, ["coutn", "settings.toml", "count"]),
        ("zzzzzz = 3\n", {}, ["zzzzzz", "Known:", "engine"]),
        ("", {"INTERVIEWER_ENGIN": "fast"}, ["INTERVIEWER_ENGIN", "environment", "INTERVIEWER_ENGINE"]),
        ("count = 0\n", {}, ["count", "settings.toml", "greater than or equal to 1"]),
        ("", {"INTERVIEWER_COUNT": "many"}, ["INTERVIEWER_COUNT", "integer"]),
        ("count = \n", {}, ["settings.toml", "cannot be read"]),
    ],
)
def test_what_is_wrong_is_named(home: Path, text: str, environment: dict[str, str], said: list[str]) -> None:
    write_settings(home, text)
    with pytest.raises(UsageError) as caught:
        load(paths(), {}, environment)
    assert [word for word in said if word not in str(caught.value)] == []


def test_a_wrong_flag_is_named() -> None:
    with pytest.raises(UsageError, match="--count"):
        load(paths(), {"count": 1000}, {})


def test_home_holds_everything_and_is_private(home: Path) -> None:
    places = paths()
    places.create()
    places.create()
    for folder in (places.data, places.cache, places.logs, places.bank, places.backups):
        assert folder.is_relative_to(home)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert places.index.is_relative_to(home)


def test_without_home_the_platform_decides() -> None:
    places = paths({})
    assert places.data.name == places.config.name == "mock-interviewer"


def test_folder_that_others_may_read_is_closed(home: Path) -> None:
    home.mkdir(mode=0o755)
    home.chmod(0o755)
    paths().create()
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_bundled_folders_are_there() -> None:
    assert [name for name in ("corpus", "prompts", "eval") if not bundled(name).is_dir()] == []


@pytest.mark.parametrize("text", [KEY, f"Authorization: Bearer {KEY}", f"?key={KEY}&x=1", f"{{'api_key': '{KEY}'}}"])
def test_keys_are_redacted(text: str) -> None:
    assert KEY not in redact(text)


def test_the_log_has_no_key_and_no_escape_even_in_a_traceback(tmp_path: Path) -> None:
    file = tmp_path / "logs" / "x.log"
    start_log(file, "DEBUG")
    logger = logging.getLogger("interviewer.test")
    try:
        raise ValueError(f"refused {KEY} \x1b]52;c;x\x07")
    except ValueError:
        logger.exception("call with %s failed", KEY)
    logger.debug("second line")
    text = file.read_text("utf-8")
    assert "ValueError" in text
    assert "second line" in text
    assert KEY not in text
    assert "\x1b" not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    start_log(tmp_path / "file" / "x.log", "INFO")
    logging.getLogger("interviewer.test").error("goes nowhere")
