"""Hostile text goes in as text and comes out as text: through ingest, answers, reports and a real terminal."""

import json
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from fcntl import ioctl
from pathlib import Path

import pytest

from interviewer.config.paths import paths
from interviewer.domain.text import storable
from interviewer.export.as_json import report_json
from interviewer.export.markdown import report_markdown
from interviewer.interview.plan import Wish
from interviewer.wiring import Application, application
from tests.end_to_end.commands import interviewer
from tests.hostile import dangerous_bytes, hostile_strings


def write_document(folder: Path) -> Path:
    """A document whose questions and answers are hostile."""
    lines = []
    for number, text in enumerate(hostile_strings(), 1):
        one_line = " ".join(text.split())
        lines += [f"{number}. What is the meaning of {one_line} here?", "", f"Answer: It means {text} and no more.", ""]
    file = folder / "hostile\x1b]0;x\x07.md"
    file.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    return file


def commit_all(app: Application, wish: Wish) -> list[str]:
    """Hold interviews in which every answer is hostile; return what was committed."""
    committed = []
    for start in range(0, 200, 20):
        live = app.start_interview(wish)
        for text in hostile_strings()[start : start + 20]:
            if live.state.phase == "between" and live.ask_next() is None:
                break
            live.save_draft(text)
            assert live.draft() == storable(text)
            committed.append(live.commit(text, 1.0).text)
            live.grade_pending()
            live.proceed()
            if live.state.phase == "answering":
                live.skip()
        summary = app.summary(live.state)
        report = report_markdown(live.id, live.state, summary)
        assert dangerous_bytes(report.encode()) == []
        assert dangerous_bytes(json.dumps(report_json(live.id, live.state, summary)).encode()) == []
    return committed


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_two_hundred_hostile_answers_are_kept_exactly_and_shown_harmlessly() -> None:
    with application() as app:
        wish = Wish(track="deep-learning", count=20, seed=1, repeat_after_days=0)
        assert commit_all(app, wish) == [storable(text) for text in hostile_strings()]
    for command in (["history"], ["report"], ["report", "--format", "json"], ["history", "--json"]):
        result = interviewer(*command)
        assert result.returncode == 0, result.stderr
        assert dangerous_bytes(result.stdout.encode("utf-8", "replace")) == []


@pytest.mark.soak
def test_hostile_document_is_read_and_printed_harmlessly(tmp_path: Path) -> None:
    file = write_document(tmp_path)
    for command in (
        ["ingest", str(file)],
        ["ingest", str(file), "--json"],
        ["bank", "list"],
        ["bank", "check", "--structure-only"],
    ):
        result = interviewer(*command)
        assert dangerous_bytes(result.stdout.encode("utf-8", "replace")) == []
        assert dangerous_bytes(result.stderr.encode("utf-8", "replace")) == []
    stored = "".join(file.read_text("utf-8") for file in paths().bank.rglob("*.md"))
    assert len(stored) > 1000
    assert dangerous_bytes(stored.encode()) == []
    assert "\u202e" not in stored
    assert not any(0xE0000 <= ord(char) <= 0xE007F for char in stored)


@pytest.mark.timeout(120)
def test_no_injected_escape_reaches_a_real_terminal(tmp_path: Path) -> None:
    file = tmp_path / "evil.md"
    file.write_text(
        "1. What is \x1b]52;c;ZXZpbA==\x07 [@click=app.bell]evil[/] here?\n\nAnswer: It is evil.\n", "utf-8"
    )
    assert interviewer("ingest", str(file)).returncode == 0
    output = run_in_terminal(
        ["practice", "--source", "evil.md"], until=b"evil", keys=b"\x1b[200~\x1b]52;c;YQ==\x07\x1b[201~"
    )
    assert b"evil" in output
    assert b"\x1b]52" not in output


def run_in_terminal(arguments: list[str], *, until: bytes, keys: bytes) -> bytes:
    """Run the full-screen front end on a pseudo-terminal until some bytes appear; type `keys`; then quit."""
    parent, child = pty.openpty()
    ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 34, 120, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "interviewer", *arguments],
        stdin=child,
        stdout=child,
        stderr=child,
        env={**os.environ, "TERM": "xterm-256color"},
        close_fds=True,
        start_new_session=True,
    )
    os.close(child)
    output = b""
    deadline = time.monotonic() + 60
    typed = False
    while time.monotonic() < deadline and process.poll() is None:
        if select.select([parent], [], [], 0.2)[0]:
            try:
                output += os.read(parent, 65536)
            except OSError:
                break
        elif until in output and not typed:
            os.write(parent, keys)
            typed = True
        elif typed:
            break
    process.kill()
    process.wait()
    os.close(parent)
    return output
