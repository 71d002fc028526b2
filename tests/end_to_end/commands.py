"""Runs the real command in a process of its own."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

STRONG = """Batch statistics are used while training: features are standardised by the mini-batch mean and variance.
At inference the stored running averages take their place, so an example does not depend on its batch."""

# Processes are forked from one that has imported what takes seconds and holds no state of ours.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    [
        "sentence_transformers",
        "transformers.models.bert.modeling_bert",
        "interviewer.wiring",
        "interviewer.cli.main",
        "interviewer.cli.plain",
        "interviewer.grading",
        "interviewer.retrieval.library",
        "interviewer.embedding.model",
    ]
)


def program(*arguments: str) -> list[str]:
    """Return the command line that runs `interviewer` with these arguments; sockets are closed to it."""
    return [sys.executable, "-c", "from tests.end_to_end.offline import main; main()", *arguments]


def interviewer(*arguments: str, stdin: str = "", timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run `interviewer` with these arguments; sockets are closed to it."""
    given, giving = _FORKS.Pipe(duplex=False)
    pipes = [_FORKS.Pipe(duplex=False) for _ in range(2)]
    here = os.environ | {"PWD": str(Path.cwd())}
    process = _FORKS.Process(target=_forked, args=(arguments, here, given, *(written for _, written in pipes)))
    process.start()
    for end in (given, *(written for _, written in pipes)):
        end.close()
    taken = [b"", b""]
    threads = [threading.Thread(target=_write, args=(giving, stdin.encode()))]
    threads += [threading.Thread(target=_read, args=(pipes[nth][0], taken, nth)) for nth in range(2)]
    for thread in threads:
        thread.start()
    process.join(timeout)
    if process.exitcode is None:
        process.kill()
        raise subprocess.TimeoutExpired(list(arguments), timeout)
    for thread in threads:
        thread.join()
    out, err = (text.decode("utf-8").replace("\r\n", "\n") for text in taken)
    return subprocess.CompletedProcess(list(arguments), process.exitcode, out, err)


def _write(pipe: Connection, data: bytes) -> None:
    with pipe, os.fdopen(pipe.fileno(), "wb", closefd=False) as stream:
        try:
            stream.write(data)
            stream.flush()
        except BrokenPipeError:
            return  # it has seen enough


def _read(pipe: Connection, taken: list[bytes], nth: int) -> None:
    with pipe, os.fdopen(pipe.fileno(), "rb", closefd=False) as stream:
        taken[nth] = stream.read()


def _forked(arguments: Sequence[str], environment: dict[str, str], *streams: Connection) -> None:
    """Become the command: its directory, environment and streams in place of the fork server's."""
    os.chdir(environment["PWD"])
    os.environ.clear()
    os.environ.update(environment)
    for number, stream in enumerate(streams):
        os.dup2(stream.fileno(), number)
        stream.close()
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, mode, encoding="utf-8") for number, mode in enumerate("rww"))
    from tests.end_to_end.offline import main

    main(arguments)


def popen(*arguments: str) -> "subprocess.Popen[str]":
    """Start `interviewer` with pipes, and heeding interruptions even where the tests run in a shell's background."""
    return subprocess.Popen(
        program(*arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        preexec_fn=_heeding,  # noqa: PLW1509 - it only resets a signal
    )


def _heeding() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def answers(texts: Sequence[str]) -> str:
    """Return a script for plain mode: each text as one answer."""
    return "".join(f"{text}\n.\n" for text in texts)
