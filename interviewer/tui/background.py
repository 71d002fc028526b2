"""Runs a slow call off the event loop without holding the process open.

Textual's thread workers run in asyncio's executor, whose threads are joined when the loop closes, so
quitting would wait for a grade (textual #3966). A daemon thread is not waited for.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

Result = TypeVar("Result")
THREAD_NAME = "interviewer-background"
_LOOK_S = 0.05
"""Seconds until a person who does not wait is heard."""


class BackgroundFailure(Exception):
    """The call failed; the cause is chained. Never a BaseException, so that no failure ends the event loop."""


async def until_stopped(call: Callable[[], Result], stop: threading.Event) -> Result | None:
    """Return what `call` returns, computed as by `in_background`; None as soon as `stop` is set, the thread left alone.

    Raises BackgroundFailure.
    """
    task = asyncio.ensure_future(in_background(call))
    try:
        while not task.done() and not stop.is_set():
            await asyncio.wait({task}, timeout=_LOOK_S)
        return task.result() if task.done() else None
    finally:
        task.cancel()


async def in_background(call: Callable[[], Result]) -> Result:
    """Return what `call` returns, computed in a daemon thread. Raises BackgroundFailure for whatever it raises."""
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[Result] = loop.create_future()

    def settle(result: Result | None, error: BaseException | None) -> None:
        if outcome.done():
            return
        if error is not None:
            failure = BackgroundFailure(type(error).__name__)
            failure.__cause__ = error
            outcome.set_exception(failure)
        else:
            outcome.set_result(result)  # type: ignore[arg-type]  # no error, so there is a result

    def work() -> None:
        result, error = None, None
        try:
            result = call()
        except BaseException as raised:  # noqa: BLE001 - handed to the waiting coroutine
            error = raised
        with suppress(RuntimeError):  # the loop is closed: the person has left
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=work, name=THREAD_NAME, daemon=True).start()
    return await outcome
