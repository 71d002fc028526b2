"""Opens a zip archive only after its table of contents promises to be harmless."""

import io
import zipfile
from pathlib import PurePosixPath

from interviewer.ingest.readers.extract import Unreadable

# ASVS 5.2.3: uncompressed size and number of files are checked before anything is unpacked.
MOST_BYTES = 50_000_000
MOST_ENTRIES = 2_000
MOST_RATIO = 100
_REMEDY = "Save what you need of it as text."


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Return the archive, opened for reading in memory. Raises Unreadable for a damaged or a hostile one."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable(f"it is damaged ({error}). {_REMEDY}") from error
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Unreadable(f"it holds {len(entries)} files; more than {MOST_ENTRIES} are not unpacked. {_REMEDY}")
    size = sum(entry.file_size for entry in entries)
    if size > MOST_BYTES:
        raise Unreadable(f"it unpacks to more than {MOST_BYTES // 1_000_000} MB. {_REMEDY}")
    if size > MOST_RATIO * len(data):
        raise Unreadable(f"it unpacks to more than {MOST_RATIO} times its size. {_REMEDY}")
    names = [entry.filename for entry in entries]
    if any(_leads_outside(name) for name in names):
        raise Unreadable(f"it names a file outside itself. {_REMEDY}")
    if len({name.casefold() for name in names}) < len(names):
        raise Unreadable(f"it holds two files of one name. {_REMEDY}")
    return archive


def _leads_outside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name.split("/", 1)[0]


def member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return an entry's bytes, never more than its table of contents says. Raises Unreadable."""
    try:
        return archive.read(name)
    except (KeyError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise Unreadable(f"a part of it ({name}) is missing, locked or damaged. {_REMEDY}") from error
