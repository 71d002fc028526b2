"""Fetches the local model's weights once: resumable, verified, and only when a person asked for it."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import filelock

from interviewer.domain.errors import PullError
from interviewer.llm.installed import PULL, Installed, Progress, hash_of, is_gguf, record
from interviewer.llm.sources import SourceFailed, fetch
from interviewer.llm.weights import Weights

SPARE = 64_000_000
"""Bytes of disk left free beside the weights and the largest part, for the log and the system."""
Notice = Callable[[str], None]
"""Is told, in a line, what a person may want to know meanwhile."""
_LOCK = "pull.lock"
_SCRATCH = "incoming"
_MB = 1_000_000


def pull(weights: Weights, folder: Path, report: Progress, notice: Notice) -> Installed:
    """Fetch `weights` into `folder`, trying their sources in order, and return what is installed then.

    What a broken-off pull fetched is in `FILE.partial` and is gone on with; a partial file is the same from
    every source, so its length is all that needs remembering. Raises PullError.
    """
    with _alone(folder):
        target = folder / weights.file
        if target.exists() and target.stat().st_size == weights.size and hash_of(target) == weights.sha256:
            return record(folder, weights.name, target, weights.sha256)
        partial = partial_of(weights, folder)
        _check_space(folder, weights.size - _size(partial) + max(source.scratch for source in weights.sources))
        _fetch_all(weights, partial, folder / _SCRATCH, report, notice)
        notice("verifying")
        found = hash_of(partial)
        if found != weights.sha256:
            partial.unlink()
            raise PullError(
                f"What was fetched for {target} is not the file that was asked for (SHA-256 {found}, expected "
                f"{weights.sha256}), and was removed. Try again: {PULL}; or name a file you have: {PULL} --file PATH"
            )
        partial.replace(target)
        return record(folder, weights.name, target, weights.sha256)


def partial_of(weights: Weights, folder: Path) -> Path:
    """Return where what came of `weights` is kept until it is whole."""
    return folder / f"{weights.file}.{weights.sha256[:8]}.partial"


def adopt(file: Path, sha256: str, weights: Weights, folder: Path, report: Progress) -> Installed:
    """Copy a file of the person's, whose SHA-256 they confirmed, into `folder`, and return what is installed then.

    Raises PullError where the file is no GGUF, changed meanwhile, or does not fit on the disk.
    """
    check_gguf(file)
    pinned = sha256 == weights.sha256
    target = folder / (weights.file if pinned else f"own-{sha256[:16]}.gguf")
    with _alone(folder):
        size = file.stat().st_size
        _check_space(folder, size)
        partial = folder / f"{target.name}.copy"
        try:
            _copy(file, partial, report, size)
            if hash_of(partial) != sha256:
                raise PullError(f"{file} does not have the SHA-256 {sha256}. Name the right file, or the right hash.")
            partial.replace(target)
        except OSError as error:
            raise PullError(f"{file} cannot be copied to {target}: {error}.") from error
        finally:
            partial.unlink(missing_ok=True)
        return record(folder, weights.name if pinned else file.name, target, sha256)


def check_gguf(file: Path) -> None:
    """Raise PullError unless `file` can be read and begins as a GGUF file does."""
    try:
        right = is_gguf(file)
    except OSError as error:
        raise PullError(f"{file} cannot be read: {error.strerror or error}.") from error
    if not right:
        raise PullError(f"{file} is no GGUF file, the format of llama.cpp. Name one that is.")


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the lock of the models folder; a second pull is told so at once."""
    lock = filelock.FileLock(folder / _LOCK, timeout=0, mode=0o600)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock.acquire()
    except filelock.Timeout:
        raise PullError("Another process fetches the model already. Wait for it, or stop it and try again.") from None
    except OSError as error:
        raise PullError(f"{folder} cannot be written: {error.strerror or error}.") from error
    try:
        yield
    finally:
        lock.release()


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _check_space(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed + SPARE:
        raise PullError(
            f"There is too little room in {folder}: {free // _MB} MB free, {(needed + SPARE) // _MB} MB needed. "
            "Free some, or set INTERVIEWER_HOME to a folder on another disk."
        )


def _fetch_all(weights: Weights, partial: Path, scratch: Path, report: Progress, notice: Notice) -> None:
    """Append to `partial` from one source after the other until it is whole."""
    failures = []
    for source in weights.sources:
        if _size(partial) >= weights.size:
            break
        notice(f"fetching from {source.title}")
        # What an end by force left there is worth nothing.
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(mode=0o700)
        try:
            _append(fetch(source, weights.size, _size(partial), scratch), partial, weights.size, report)
        except SourceFailed as failure:
            failures.append(str(failure))
            notice(str(failure))
        except OSError as error:
            raise PullError(
                f"{partial} cannot be written: {error.strerror or error}. Then try again: {PULL}"
            ) from error
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    if _size(partial) < weights.size:
        raise PullError(
            f"The model cannot be fetched now: {' '.join(failures)} What came is kept; try again: {PULL}. "
            f"Or name a file you have: {PULL} --file PATH"
        )


def _append(chunks: Iterator[bytes], partial: Path, whole: int, report: Progress) -> None:
    partial.touch(mode=0o600)
    with partial.open("ab") as stream:
        done = stream.tell()
        report(done, whole)
        for chunk in chunks:
            stream.write(chunk[: whole - done])
            done += len(chunk)
            if done > whole:
                raise SourceFailed("The source gave more than the file's size.")
            report(done, whole)
    if done < whole:
        raise SourceFailed(f"The source ended after {done // _MB} of {whole // _MB} MB.")


def _copy(file: Path, partial: Path, report: Progress, size: int) -> None:
    done = 0
    partial.touch(mode=0o600)
    with file.open("rb") as source, partial.open("wb") as target:
        while chunk := source.read(1 << 20):
            target.write(chunk)
            done += len(chunk)
            report(done, size)
