"""A scratch home to hold scripted interviews in: a real log on disk, gone afterwards."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from interviewer.bank.load import Bank
from interviewer.evaluation.conduct.run import AS_WRITTEN, INTERVIEWS, INTERVIEWS_SPOKEN, Conduct, measure, play_all
from interviewer.evaluation.conduct.script import read_candidates, read_material
from interviewer.evaluation.conduct.speaker import Speaker
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
    speaker: Speaker | None = None,
) -> Conduct:
    """Hold the interviews and count; `folder` is `eval/`, `candidates` another script. Raises UsageError."""
    script = read_candidates(candidates or folder / "conduct" / "candidates.yaml")
    material = read_material(folder / "rubric_set" / "answers.jsonl", bank)
    each = interviews or (INTERVIEWS_SPOKEN if speaker else INTERVIEWS)
    with scratch_session(Bank(material.questions), engine, passages, speaker) as session:
        played = play_all(session, script, material, progress, interviews=each, seed=seed, speaker=speaker)
    return measure(played, engine.name, seed, material.questions, speaker.name if speaker else AS_WRITTEN)


@contextlib.contextmanager
def scratch_session(
    bank: Bank, engine: Engine, passages: PassageFinder, speaker: Speaker | None = None
) -> Iterator[Session]:
    """Hold interviews on questions of `bank`, follow-ups in the words of `speaker`; nothing of them is left."""
    clock = _clock()
    with tempfile.TemporaryDirectory(prefix="interviewer-conduct-") as home:
        database = Database(Path(home) / "log.sqlite3", writable=True, now=clock())
        try:
            yield Session(EventLog(database), bank, engine, passages, clock, speaker.wording if speaker else None)
        finally:
            database.close()


def _clock() -> Callable[[], str]:
    """Return a clock that goes on by a microsecond at each look: the same run has the same times."""
    ticks = count()
    return lambda: f"2026-01-01T00:00:{next(ticks) / 1_000_000:09.6f}+00:00"
