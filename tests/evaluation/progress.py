"""A sign of progress that nobody sees."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def silent(_label: str, _steps: int) -> Iterator[Callable[[int], None]]:
    """Tell nobody."""
    yield lambda _: None
