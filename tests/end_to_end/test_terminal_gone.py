"""A terminal that is closed under the program: it ends, keeps what was typed and lets go of its lock."""

import os
import pty
import signal
import subprocess
import sys

import pytest

from interviewer.wiring import application

TYPED = "The hidden layers would collapse into one linear map."


@pytest.mark.timeout(180)
@pytest.mark.usefixtures("home")
def test_it_ends_with_its_terminal_though_nobody_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    ours, its = pty.openpty()
    # not the leader of the terminal's session, so that no signal reaches it: as under `make`
    process = subprocess.Popen(
        [sys.executable, "-m", "interviewer", "practice", "--count", "1"], stdin=its, stdout=its, stderr=its
    )
    os.close(its)
    shown = b""
    while b"Question 1 of 1" not in shown:
        shown += os.read(ours, 65536)
    os.write(ours, TYPED.encode())
    while b"linear map" not in shown:
        shown += os.read(ours, 65536)
    os.close(ours)
    try:
        assert process.wait(60) == -signal.SIGTERM
    finally:
        process.kill()
    with application() as app:  # which another program that is still there would not let in
        [stored] = app.interviews()
        assert app.resume_interview(stored.id).draft() == TYPED
