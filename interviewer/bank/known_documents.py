"""Which document a person means: by the name that the bank gave it, or by the path it was read from."""

from collections.abc import Mapping
from pathlib import Path, PurePath

from interviewer.bank.names import folder_name
from interviewer.domain.errors import UsageError
from interviewer.domain.text import storable, visible_line
from interviewer.storage.documents import DocumentTable


def place_of(file: Path) -> str:
    """Return the path under which the bank notes a file."""
    return storable(str(file.resolve()))


def meant(given: str, folder: Path, documents: DocumentTable) -> str:
    """Return the name of the document that a name, a path or the end of a path stands for.

    `folder` is the bank's: it may hold a document whose first reading was interrupted, so that it was never noted.
    Raises UsageError where no document was read that is called so, and where several were, which it lists.
    """
    places = documents.places()
    found = _meant(given, places)
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(f"{visible_line(name)} ({visible_line(places[name])})" for name in found)
        raise UsageError(f"{visible_line(given)!r} may be several documents: {listed}. Give the path of one.")
    unnoted = next((one for one in (given, PurePath(given).name) if _is_unnoted(one, folder, places)), None)
    if unnoted is not None:
        return unnoted
    known = ", ".join(visible_line(name) for name in sorted(places)) or "none yet"
    raise UsageError(f"No document {visible_line(given)!r} was read. Known: {known}.")


def _meant(given: str, places: Mapping[str, str]) -> list[str]:
    """Return the names that fit: a path that leads to one means that one, unless it is another one's name."""
    place = _place(given)
    here = {name for name, one in places.items() if one == place}
    named = {given} & places.keys()
    if here and (named <= here or given.startswith(("/", "./", "../"))):
        return sorted(here)
    return sorted(here | named | {name for name, one in places.items() if _ends_with(one, given)})


def _place(given: str) -> str | None:
    try:
        return place_of(Path(given))
    except (OSError, ValueError, RuntimeError):
        return None


def _ends_with(place: str, given: str) -> bool:
    parts = PurePath(given).parts
    return bool(parts) and PurePath(place).parts[-len(parts) :] == parts


def _is_unnoted(name: str, folder: Path, places: Mapping[str, str]) -> bool:
    return name not in places and (folder / folder_name(name)).is_dir()
