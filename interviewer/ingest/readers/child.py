"""The process that parses one file: takes its bytes from stdin, gives one reply, may do little else."""

import contextlib
import importlib
import sys
from collections.abc import Callable

from interviewer.ingest.readers.apart import Limits, framed
from interviewer.ingest.readers.extract import Extract, Unreadable, refusal_to_wire, to_wire

_READERS = {"html": "html_page", "pdf": "pdf", "docx": "docx", "apkg": "apkg", "cells": "cell_texts"}
# A page's elements nest at most NESTING deep (see html_tree), two frames each.
_FRAMES = 3_000
_GRACE = 1
"""Seconds between the signal that says why a process ends, and the one that does not."""
TOO_MUCH_MEMORY = "reading it takes more memory than is allowed. Save what you need of it as text."


def main() -> None:
    """Read as the arguments say: package root, format, then the limits in their order."""
    limits = Limits(*map(int, sys.argv[3:]))
    restrict(limits)
    sys.setrecursionlimit(_FRAMES)
    data = sys.stdin.buffer.read()
    reply = answer(sys.argv[2], data, limits.reply)
    sys.stdout.buffer.write(framed(reply))
    sys.stdout.buffer.flush()


def restrict(limits: Limits) -> None:
    """Set what the system offers of limits: no more memory, processor time, files written or core dumps."""
    try:
        import resource
    except ImportError:  # Windows; the parent's clock still ends the process
        return
    wanted = (("RLIMIT_AS", limits.memory), ("RLIMIT_CPU", limits.processor), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0))
    for name, most in wanted:
        number = getattr(resource, name, None)
        if number is not None:
            # macOS knows RLIMIT_AS and refuses it; the other limits and the parent's clock remain.
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(number, (most, most + _GRACE if name == "RLIMIT_CPU" else most))


def answer(kind: str, data: bytes, most: int) -> bytes:
    """Return the reply for a file: its text, or why there is none. What else goes wrong ends the process."""
    try:
        module = importlib.import_module(f"interviewer.ingest.readers.{_READERS[kind]}")
        read: Callable[[bytes], Extract] = module.read
        reply = to_wire(read(data))
    except Unreadable as reason:
        return refusal_to_wire(str(reason))
    except MemoryError:
        return refusal_to_wire(TOO_MUCH_MEMORY)
    if len(reply) > most:
        return refusal_to_wire(f"it holds more than {most // 1_000_000} MB of text. Split it into smaller files.")
    return reply
