"""The writer's lock: one process writes, every other is told so at once."""

from pathlib import Path
from types import TracebackType

import filelock

from interviewer.domain.errors import Locked, StorageError


class WriterLock:
    """An operating-system lock on a file, held until `release` or the end of the process, kill -9 included."""

    def __init__(self, file: Path) -> None:
        self._lock = filelock.FileLock(file, timeout=0, mode=0o600)

    def acquire(self) -> None:
        """Take the lock. Raises Locked at once when another process holds it."""
        try:
            self._lock.acquire()
        except filelock.Timeout:
            raise Locked(
                "Another interviewer is running and holds the log. Close it first; "
                "`interviewer history`, `report`, `search` and `grade` work meanwhile."
            ) from None
        except OSError as error:
            raise StorageError(f"The lock {self._lock.lock_file} cannot be taken: {error}.") from error

    def release(self) -> None:
        """Give the lock back; safe to call twice."""
        self._lock.release()

    def __enter__(self) -> "WriterLock":
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
