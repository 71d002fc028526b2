"""The process that holds the local model: takes calls from stdin, answers on stdout, ends with its parent."""

import contextlib
import os
import queue
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from interviewer.llm.llama import Llama, Refused, TooLong
from interviewer.llm.wire import Message, receive, send


def main() -> None:
    """Serve as the arguments say: package root, weights, window in tokens, threads, a private folder for the socket."""
    _no_core_dump()
    replies = _claim_stdout()
    folder = Path(sys.argv[5])
    calls = Calls(sys.stdin.buffer, folder)
    try:
        llama = Llama(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), folder)
    except Refused as reason:
        send(replies, {"error": "refused", "why": str(reason)})
        calls.leave()
    send(replies, {"ready": True})
    while True:
        call = calls.next()
        try:
            for reply in answer(llama, call, calls):
                send(replies, reply)
        except TooLong as fault:
            send(replies, {"error": "too long", "tokens": fault.tokens, "window": fault.window})
        except Refused as reason:
            send(replies, {"error": "refused", "why": str(reason)})


class Calls:
    """Reads stdin in a thread, so that its end is noticed in the midst of a call: then the process ends at once."""

    def __init__(self, stream: IO[bytes], folder: Path) -> None:
        self._stream = stream
        self._folder = folder
        self._waiting: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._cancel = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def next(self) -> Message:
        """Return the next call, when there is one."""
        call = self._waiting.get()
        self._cancel.clear()
        return call

    def cancelled(self) -> bool:
        """Whether the parent wants no more of the call at hand."""
        return self._cancel.is_set()

    def leave(self) -> None:
        """End the process, leaving no socket behind; llama.cpp's own threads are not waited for."""
        shutil.rmtree(self._folder, ignore_errors=True)
        os._exit(0)

    def _read(self) -> None:
        with contextlib.suppress(ValueError):
            while call := receive(self._stream):
                if call.get("do") == "cancel":
                    self._cancel.set()
                else:
                    self._waiting.put(call)
        self.leave()


def answer(llama: Llama, call: Message, calls: Calls) -> Iterator[Message]:
    """Yield the replies to one call; the last of them has `done`. Raises Refused and TooLong."""
    asked: dict[str, Any] = dict(call)
    if asked["do"] == "probabilities":
        yield {"done": True, "readings": _readings(llama, asked, calls)}
        return
    prompt = llama.opening_tokens(asked["messages"]) + llama.closing_tokens(asked["messages"], "", asked["opening"])
    for piece in llama.generate(prompt, asked["most"], asked["stop"], asked["form"], calls.cancelled):
        yield {
            "text": piece.text,
            "done": piece.finish is not None,
            "finish": piece.finish,
            "prompt_tokens": piece.prompt_tokens,
            "reply_tokens": piece.reply_tokens,
        }


def _readings(llama: Llama, asked: dict[str, Any], calls: Calls) -> list[list[float]]:
    """Return the probabilities after each suffix. Every prompt is measured before the first is evaluated.

    The first is evaluated whole, the others from where they differ: so the same call gives the same numbers.
    """
    choices = [llama.single_token(choice) for choice in asked["choices"]]
    shared = llama.opening_tokens(asked["messages"])
    prompts = [
        shared + llama.closing_tokens(asked["messages"], suffix, asked["opening"]) for suffix in asked["suffixes"]
    ]
    llama.check(max(map(len, prompts), default=0), 1)
    readings = []
    for number, prompt in enumerate(prompts):
        if calls.cancelled():
            break
        readings.append(llama.next_token(prompt, choices, share=number > 0))
    return readings


def _claim_stdout() -> IO[bytes]:
    """Return stdout for messages alone; whatever else is printed, by native code too, goes to stderr."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return replies


def _no_core_dump() -> None:
    """A crash leaves no copy of what was answered on the disk."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
