"""A scratch home to hold scripted interviews in: a real log on disk, gone afterwards."""

import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

from interviewer.bank.load import Bank
from interviewer.evaluation.conduct.run import INTERVIEWS, Conduct, measure, play_all
from interviewer.evaluation.conduct.script import read_candidates, read_material
from interviewer.evaluation.subject import Progress
from interviewer.grading import Engine
from interviewer.interview.ports import PassageFinder
from interviewer.interview.session import Session
from interviewer.storage.database import Database
from interviewer.storage.event_log import EventLog


def measure_conduct(
    folder: Path,
    bank: Bank,
    engine: Engine,
    passages: PassageFinder,
    progress: Progress,
    *,
    candidates: Path | None = None,
    interviews: int | None = None,
    seed: int = 1,
) -> Conduct:
    """Hold the interviews and count; `folder` is `eval/`, `candidates` another script. Raises UsageError."""
    script = read_candidates(candidates or folder / "conduct" / "candidates.yaml")
    material = read_material(folder / "rubric_set" / "answers.jsonl", bank)
    clock = _clock()
    with tempfile.TemporaryDirectory(prefix="interviewer-conduct-") as home:
        database = Database(Path(home) / "log.sqlite3", writable=True, now=clock())
        try:
            session = Session(EventLog(database), Bank(material.questions), engine, passages, clock)
            played = play_all(session, script, material, progress, interviews=interviews or INTERVIEWS, seed=seed)
        finally:
            database.close()
    return measure(played, engine.name, seed)


def _clock() -> Callable[[], str]:
    """Return a clock that goes on by a microsecond at each look: the same run has the same times."""
    ticks = count()
    return lambda: f"2026-01-01T00:00:{next(ticks) / 1_000_000:09.6f}+00:00"
