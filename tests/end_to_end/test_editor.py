"""`bank new` on a terminal with a real editor: faults are shown, it opens again, and the question is there."""

import os
import pty
import shlex
import sys
from pathlib import Path

import pytest

from tests.end_to_end.commands import interviewer

# An editor of two rounds: the first leaves the answer out, the second writes it.
_EDITOR = """
import sys
from pathlib import Path
file = Path(sys.argv[1])
text = file.read_text("utf-8")
if "mutex" not in text:
    file.write_text(text.replace("question:\\n", "question: What is a mutex for?\\n", 1), "utf-8")
else:
    file.write_text(text + "It lets one thread at a time into a critical section.\\n", "utf-8")
"""


def on_a_terminal(*arguments: str, typed: str) -> tuple[int, str]:
    """Run `interviewer` on a terminal of its own; return its exit code and what it showed."""
    process, terminal = pty.fork()
    if process == 0:
        os.execv(sys.executable, [sys.executable, "-m", "interviewer", *arguments])  # noqa: S606 - our own command
    os.write(terminal, typed.encode())
    shown = b""
    try:
        while piece := os.read(terminal, 4096):
            shown += piece
    except OSError:  # how Linux says that the other side is closed
        pass
    finally:
        os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), shown.decode("utf-8", "replace")


def test_a_question_is_written_in_two_rounds(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = tmp_path / "editor.py"
    editor.write_text(_EDITOR, "utf-8")
    monkeypatch.setenv("VISUAL", f"{shlex.quote(sys.executable)} {shlex.quote(str(editor))}")
    code, shown = on_a_terminal("bank", "new", "--topic", "threads", typed="y\n")
    assert code == 0, shown
    assert "no reference answer" in shown
    assert "Edit it again?" in shown
    text = (home / "bank" / "threads" / "what-is-a-mutex-for.md").read_text("utf-8")
    assert "#" not in text
    assert not list(home.rglob("*.part"))
    assert interviewer("bank", "show", "what-is-a-mutex-for").returncode == 0
