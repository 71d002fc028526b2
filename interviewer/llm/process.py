"""Starts, stops and talks to the model's child process; whatever happens to it is an error here and no more."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

from interviewer.domain.errors import ModelUnavailable
from interviewer.llm.wire import Message, is_last, receive, send

_ROOT = Path(__file__).resolve().parents[2]
# What an interpreter needs to start. Nothing else of the environment, keys above all, is handed on.
_ENVIRONMENT = ("PATH", "PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "VIRTUAL_ENV", "TMPDIR")
# Spinning OpenMP threads made a token take 3 s instead of 15 ms where another process wanted the same two cores.
_QUIET_THREADS = {"OMP_WAIT_POLICY": "PASSIVE", "PYTHONUTF8": "1"}
_PROGRAM = "import sys; sys.path.append(sys.argv[1]); from interviewer.llm.child import main; main()"
_LEAVING = 2.0
"""Seconds for a child to end when nobody talks to it any more."""
_SOCKET_FOLDER = 90
"""Bytes of a folder's path that leave room for a socket's name: a socket's path has 104 on macOS, 108 on Linux."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How the child runs: weights, context window in tokens, threads."""

    model: Path
    window: int
    threads: int


class ModelProcess:
    """One child with the weights loaded. Not for threads: one call at a time."""

    def __init__(self, setup: Setup, within: float) -> None:
        """Start it and wait until the weights are loaded, `within` seconds. Raises ModelUnavailable."""
        self._folder = _private_folder()
        arguments = [str(_ROOT), str(setup.model), str(setup.window), str(setup.threads), str(self._folder)]
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        self._child = subprocess.Popen(  # noqa: S603 - our own interpreter on our own program
            [sys.executable, "-P", "-B", "-c", _PROGRAM, *arguments],
            env=environment | _QUIET_THREADS,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # a ctrl-C is the parent's to handle
        )
        try:
            reply = next(self._replies(within))
        except BaseException:
            self.kill()
            raise
        if "error" in reply:
            self.kill()
            raise ModelUnavailable(f"llama.cpp cannot load {setup.model}: {reply['why']}")

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._child.pid

    @property
    def alive(self) -> bool:
        """Whether the child still runs."""
        return self._child.poll() is None

    def call(self, message: Message, within: float) -> Generator[Message]:
        """Send a call and yield its replies; the one with `done` or `error` is the last.

        Raises ModelUnavailable, the child then being gone, when it crashes or `within` seconds have passed.
        """
        self._tell(message)
        yield from self._replies(within)

    def cancel(self, within: float) -> None:
        """Have the call at hand broken off and read what is left of it. Raises ModelUnavailable."""
        self._tell({"do": "cancel"})
        for _ in self._replies(within):
            pass

    def close(self) -> None:
        """Let the child end, and see that it does; safe to call twice."""
        if self._child.stdin is not None:
            with contextlib.suppress(OSError):
                self._child.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(_LEAVING)
        self.kill()

    def kill(self) -> int:
        """End the child at once and return its exit code; safe to call twice."""
        self._child.kill()
        code = self._child.wait()
        for stream in (self._child.stdin, self._child.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        return code

    def _tell(self, message: Message) -> None:
        try:
            if self._child.stdin is not None:
                send(self._child.stdin, message)
        except (OSError, ValueError):
            raise self._gone() from None

    def _replies(self, within: float) -> Iterator[Message]:
        """Yield replies up to the last one of a call; a clock ends the child when time is up."""
        late = threading.Event()
        clock = threading.Timer(within, self._end, (late,))
        clock.daemon = True
        clock.start()
        try:
            while True:
                reply = self._next()
                if reply is None:
                    raise self._late(within) if late.is_set() else self._gone()
                yield reply
                if is_last(reply):
                    return
        finally:
            clock.cancel()

    def _next(self) -> Message | None:
        if self._child.stdout is None:
            return None
        try:
            return receive(self._child.stdout)
        except (OSError, ValueError):
            return None

    def _end(self, late: threading.Event) -> None:
        late.set()
        self._child.kill()

    def _late(self, within: float) -> ModelUnavailable:
        self.kill()
        return ModelUnavailable(
            f"The local model gave no answer within {within:g} s and was stopped; the next call starts it again."
        )

    def _gone(self) -> ModelUnavailable:
        code = self.kill()
        cause = signal.Signals(-code).name if -code in set(signal.Signals) else f"exit code {code}"
        return ModelUnavailable(f"The local model's process ended ({cause}); the next call starts it again.")


def _private_folder() -> Path:
    folder = tempfile.mkdtemp(prefix="interviewer-")
    if len(os.fsencode(folder)) <= _SOCKET_FOLDER:
        return Path(folder)
    Path(folder).rmdir()
    return Path(tempfile.mkdtemp(prefix="interviewer-", dir="/tmp"))
