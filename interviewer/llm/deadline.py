"""Bounds how long an iterator may take in all, whatever it waits for."""

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class _End:
    """The iterator is done."""


class Late(Exception):
    """The time is over."""


class Bounded(Generic[T]):
    """Iterates in a thread of its own and hands on what comes, until `seconds` are over or nobody listens any more.

    A host that sends a byte now and then never reaches a time limit on reading; this one it does. The thread ends
    with its next item or error: it is left alone, not waited for.
    """

    def __init__(self, make: Callable[[], Generator[T]], seconds: float) -> None:
        self._make = make
        self._until = time.monotonic() + seconds
        self._items: queue.SimpleQueue[T | _End | Exception] = queue.SimpleQueue()
        self._left = threading.Event()
        self._thread = threading.Thread(target=self._run, name="chat-model", daemon=True)

    def __iter__(self) -> Iterator[T]:
        """Yield the items; raises what the iterator raised, and Late."""
        self._thread.start()
        try:
            while True:
                try:
                    item = self._items.get(timeout=max(0.0, self._until - time.monotonic()))
                except queue.Empty:
                    raise Late from None
                if isinstance(item, _End):
                    return
                if isinstance(item, Exception):
                    raise item
                yield item
        finally:
            self._left.set()

    def _run(self) -> None:
        try:
            with contextlib.closing(self._make()) as items:
                for item in items:
                    if self._left.is_set():
                        return
                    self._items.put(item)
            self._items.put(_End())
        except Exception as error:  # noqa: BLE001 - whatever it is, it is raised again where somebody listens
            self._items.put(error)
