"""Programs for a process of its own, which the tests kill or starve."""

import subprocess
import sys

APPEND_FOREVER = """
import sys
from pathlib import Path
from interviewer.domain.events import AnswerCommitted
from interviewer.storage.database import Database
from interviewer.storage.event_log import EventLog
log = EventLog(Database(Path(sys.argv[1]), writable=True, now="2026-03-01T10:00:00+00:00"))
for seq in range(log.next_seq("i"), 1_000_000):
    log.append("i", seq, [AnswerCommitted(f"a{seq}", 0, f"text {seq}", "unaided", None, 1.0, "now")])
    print(seq, flush=True)
"""

HOLD_THE_LOCK = """
import sys
from pathlib import Path
from interviewer.storage.lock import WriterLock
lock = WriterLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""

TRY_THE_LOCK = """
import sys
from pathlib import Path
from interviewer.domain.errors import Locked
from interviewer.storage.lock import WriterLock
try:
    with WriterLock(Path(sys.argv[1])):
        print("taken")
except Locked as refusal:
    print(refusal)
"""

FILL_THE_DISK = """
import resource, sys
from pathlib import Path
from interviewer.domain.errors import StorageError
from interviewer.domain.events import InterviewFinished
from interviewer.storage.database import Database
from interviewer.storage.event_log import EventLog
log = EventLog(Database(Path(sys.argv[1]), writable=True, now="2026-03-01T10:00:00+00:00"))
log.append("i", 0, [InterviewFinished("before")])
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
size = max(file.stat().st_size for file in Path(sys.argv[1]).parent.glob("log.sqlite3*"))
resource.setrlimit(resource.RLIMIT_FSIZE, (size + int(sys.argv[2]), hard))
try:
    log.append("i", 1, [InterviewFinished("x" * 300_000)])
except StorageError as error:
    print(error)
print(log.next_seq("i"))
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
log.append("i", 1, [InterviewFinished("after")])
"""


def start(program: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a program with pipes on both sides."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def run(program: str, *arguments: str, timeout: float = 60) -> str:
    """Run a program to its end and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, timeout=timeout, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def kill(child: subprocess.Popen[str]) -> str:
    """Kill a child as a power cut would, and return what it had printed that nobody read."""
    child.kill()
    rest, _ = child.communicate(timeout=60)
    return rest
