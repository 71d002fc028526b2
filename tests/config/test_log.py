"""The log file tells what went wrong, and no secret."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewer.config.log import MAX_BYTES, redact, start_log

LOGGER = logging.getLogger("interviewer.tests")
SECRETS = [
    "sk-ant-api03-AbCdEf0123456789AbCdEf",
    "sk-proj-0123456789abcdefABCDEF",
    "ghp_0123456789abcdefABCDEF0123456789abcd",
    "hf_AbCdEfGhIjKlMnOpQrStUvWxYz",
    "xoxb-123456789012-abcdefABCDEF",
    "AIzaSyA0123456789abcdefABCDEF01234567",
]
CANARY = "c4n4ryS3cret"
SHAPES = [
    f"Authorization: Bearer {CANARY}",
    f"https://host/path?api_key={CANARY}&x=1",
    f"Client(api_key='{CANARY}')",
    f'{{"api_key": "{CANARY}"}}',
    f"{{'key': '{CANARY}'}}",
    f"password={CANARY}",
    f"token = {CANARY}",
    f'secret: "{CANARY}"',
]


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """A started log; stopped at the end of the test."""
    place = tmp_path / "logs" / "interviewer.log"
    start_log(place, "DEBUG")
    yield place
    logger = logging.getLogger("interviewer")
    for handler in tuple(logger.handlers):
        logger.removeHandler(handler)
        handler.close()


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("frame", ["{}", "the key {} was refused", "url/{}/x", "('{}',)"])
def test_what_is_shaped_like_a_key_is_taken_out(secret: str, frame: str) -> None:
    assert secret not in redact(frame.format(secret))
    assert "[redacted]" in redact(frame.format(secret))


@pytest.mark.parametrize("text", SHAPES)
def test_what_stands_where_a_key_stands_is_taken_out(text: str) -> None:
    assert CANARY not in redact(text)


@pytest.mark.parametrize("text", ["a key point has weight 3", "skip-connections", "the token count is 12", "risk 0.3"])
def test_ordinary_words_stay(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize("secret", [*SECRETS, *SHAPES])
def test_messages_arguments_and_tracebacks_are_redacted(file: Path, secret: str) -> None:
    LOGGER.debug("message %s", secret)
    try:
        raise ValueError(f"refused: {secret}")
    except ValueError:
        LOGGER.exception("failed with %r", {"header": secret})
    content = file.read_text("utf-8")
    assert "Traceback" in content
    assert content.count("[redacted]") >= 3
    assert secret not in content
    assert CANARY not in content


def test_nothing_in_the_log_moves_a_terminal(file: Path) -> None:
    LOGGER.warning("answer %s", "\x1b[2J\x07\r\u202e\x9b")
    content = file.read_bytes().decode("utf-8")
    assert "␛[2J␇␍" in content
    assert not {char for char in content if ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0} - {"\n", "\t"}
    assert "\u202e" not in content


def test_the_file_is_private_also_after_it_was_turned_over(file: Path) -> None:
    for _ in range(3):
        LOGGER.info("x" * (MAX_BYTES // 2))
    files = sorted(file.parent.iterdir())
    assert [one.name for one in files] == ["interviewer.log", "interviewer.log.1", "interviewer.log.2"]
    assert {one.stat().st_mode & 0o777 for one in files} == {0o600}
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_an_old_log_that_others_could_read_becomes_private(tmp_path: Path) -> None:
    place = tmp_path / "interviewer.log"
    place.write_text("old\n")
    place.chmod(0o644)
    start_log(place, "INFO")
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.read_text() == "old\n"


def test_starting_again_moves_the_log_and_sets_its_level(file: Path, tmp_path: Path) -> None:
    second = tmp_path / "second.log"
    start_log(second, "WARNING")
    LOGGER.info("quiet")
    LOGGER.warning("loud")
    assert file.read_text() == ""
    assert "loud" in second.read_text()
    assert "quiet" not in second.read_text()


def test_a_log_that_cannot_be_written_stops_nothing(file: Path) -> None:
    start_log(file / "below a file" / "log", "INFO")
    LOGGER.error("nobody hears this")
    assert file.read_text() == ""
