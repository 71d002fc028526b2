"""Has a file parsed in a process of its own, with limits, so that a hostile file harms nothing but that process."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from dataclasses import astuple, dataclass
from pathlib import Path

from interviewer.ingest.readers.extract import Extract, Unreadable, from_wire

_LENGTH_BYTES = 8
# What an interpreter needs to start. Nothing else of the environment, keys above all, is handed on.
_ENVIRONMENT = ("PATH", "PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "VIRTUAL_ENV")
# Run from a text and with -P, so that no file beside the documents is ever taken for a module.
_PROGRAM = "import sys; sys.path.append(sys.argv[1]); from interviewer.ingest.readers.child import main; main()"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: bytes of address space, seconds of processor and of waiting, bytes of reply."""

    memory: int = 1_000_000_000
    processor: int = 20
    waiting: int = 60
    reply: int = 30_000_000


LIMITS = Limits()


def extract_apart(kind: str, data: bytes, limits: Limits = LIMITS) -> Extract:
    """Return what the reader of format `kind` finds in `data`. Raises Unreadable with the reason."""
    root = str(Path(__file__).resolve().parents[3])
    arguments = [sys.executable, "-P", "-B", "-c", _PROGRAM, root, kind, *map(str, astuple(limits))]
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    child = subprocess.Popen(  # noqa: S603 - our own interpreter on our own program
        arguments,
        env=environment | {"PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # a ctrl-C is the parent's to handle
    )
    late = threading.Event()
    timer = threading.Timer(limits.waiting, _end, (child, late))
    timer.daemon = True
    timer.start()
    try:
        reply = _exchange(child, data, limits.reply)
    finally:
        timer.cancel()
        child.kill()
        code = child.wait()
    return _understood(reply, code, late=late.is_set(), kind=kind)


def _exchange(child: "subprocess.Popen[bytes]", data: bytes, most: int) -> bytes:
    """Send the file, then read the reply: first its length, so that a torn one is known for what it is."""
    if child.stdin is None or child.stdout is None:
        raise Unreadable("its reader could not be started. Try again.")
    with child.stdout:
        with contextlib.suppress(BrokenPipeError), child.stdin:
            child.stdin.write(data)
        length = int.from_bytes(child.stdout.read(_LENGTH_BYTES))
        reply = child.stdout.read(length) if 0 < length <= most else b""
        if len(reply) == length:
            child.wait()
        return reply if len(reply) == length else b""


def _end(child: "subprocess.Popen[bytes]", late: threading.Event) -> None:
    late.set()
    child.kill()


def framed(reply: bytes) -> bytes:
    """Return a reply with its length before it."""
    return len(reply).to_bytes(_LENGTH_BYTES) + reply


def _understood(reply: bytes, code: int, *, late: bool, kind: str) -> Extract:
    if reply:
        try:
            return from_wire(reply)
        except ValueError:
            code = 1
    if late or code == -getattr(signal, "SIGXCPU", 0):
        raise Unreadable(f"reading it as {kind} takes too long. Save what you need of it as text.")
    raise Unreadable(f"it cannot be read as {kind}: damaged, or made to break its reader. Save what you need as text.")
