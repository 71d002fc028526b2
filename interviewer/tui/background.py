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


class BackgroundFailure(Exception):
    """The call failed; the cause is chained. Never a BaseException, so that no failure ends the event loop."""


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
