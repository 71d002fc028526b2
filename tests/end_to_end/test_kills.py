"""kill -9 at random moments: no committed answer or event is lost, and every interview goes on where it was."""

import os
import random
import threading
from pathlib import Path

import pytest

from interviewer.config.paths import paths
from interviewer.domain.machine import fold
from interviewer.storage.database import Database
from interviewer.storage.event_log import EventLog
from interviewer.wiring import application
from tests.end_to_end.commands import answers, popen

KILLS = 50 if os.environ.get("SOAK", "full") == "full" else 8
TEXTS = [f"Answer number {n}: gradients shrink layer by layer, so early layers learn slowly." for n in range(12)]
ACKNOWLEDGED = "Your answer is saved"


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_nothing_committed_is_lost_by_kill_9(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(20261121)
    for kill in range(KILLS):
        monkeypatch.setenv("INTERVIEWER_HOME", str(tmp_path / f"home{kill}"))
        acknowledged = _run_and_kill(after_s=chance.uniform(0.3, 12.0))
        _check(acknowledged)


def _run_and_kill(after_s: float) -> int:
    """Hold a scripted interview, kill it after a while, and return how many answers it said were saved."""
    process = popen("practice", "--plain", "--count", "4", "--seed", "7")
    killer = threading.Timer(after_s, process.kill)
    killer.start()
    output, _ = process.communicate(answers(TEXTS))
    killer.cancel()
    return output.count(ACKNOWLEDGED)


def _check(acknowledged: int) -> None:
    places = paths()
    if not places.database.exists():
        assert acknowledged == 0
        return
    with application() as app:
        database = Database(places.database, writable=False)
        assert database.check() == []
        log = EventLog(database)
        for stored in app.interviews():
            committed = [answer for turn in stored.state.turns for answer in turn.answers]
            assert len(committed) >= acknowledged
            assert [answer.text for answer in committed] == TEXTS[: len(committed)]
            assert fold(log.events(stored.id)) == stored.state
            live = app.resume_interview(stored.id)
            assert live.state == stored.state
            if live.state.phase == "between":
                live.ask_next()
            elif live.state.phase == "answering":
                live.commit("after the kill", 1.0)
                assert live.turn.answers[-1].text == "after the kill"
        database.close()
