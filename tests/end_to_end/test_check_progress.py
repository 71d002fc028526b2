"""`bank check` shows on a terminal how far it is; its results stay on stdout."""

import json
import os
import pty
import subprocess

from tests.end_to_end.commands import program


def test_a_check_shows_how_far_it_is_on_a_terminal() -> None:
    leader, follower = pty.openpty()
    with subprocess.Popen(
        program("bank", "check", "--structure-only", "--json"), stdout=subprocess.PIPE, stderr=follower
    ) as process:
        os.close(follower)
        shown = b""
        try:
            while piece := os.read(leader, 4096):
                shown += piece
        except OSError:  # how Linux says that the other side is closed
            pass
        finally:
            os.close(leader)
        out, _ = process.communicate()
    assert "hints and follow-ups" in shown.decode()
    total = json.loads(out)["questions"]
    assert f"{total}/{total}" in shown.decode()
