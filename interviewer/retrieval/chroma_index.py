"""The one module that talks to Chroma: a cache of immutable index folders, rebuilt whenever in doubt.

An index is built beside and published by one rename; nobody writes to it afterwards. Chroma writes into every
database that it opens, and does not survive two processes in one folder (chroma-core/chroma #421, #3792). So each
reader opens a copy of its own, whose every byte is checked before Chroma sees it: its Rust core would print a panic.
"""

import hashlib
import json
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from interviewer.embedding.model import Vectors
from interviewer.retrieval.units import Unit

logger = logging.getLogger("interviewer.retrieval")

_COLLECTION = "units"
_MANIFEST = "manifest.json"
_BATCH = 250
_SENTINELS = 20
_SEARCH_EF = 400
"""Breadth of the graph search: with the default some vectors do not find themselves."""
# Everything goes into the graph's files at once: by default the last thousand rows stay in a log in
# chroma.sqlite3, and the graph's files then hold uninitialised memory that differs at every opening.
_GRAPH = {"space": "cosine", "ef_construction": 200, "ef_search": _SEARCH_EF, "batch_size": 1, "sync_threshold": 1}
_SAME = 0.999
_PUBLISHED = re.compile(r"[0-9a-f]{32}(\.bad-.+)?")
_AT_WORK = re.compile(r"[0-9a-f]{32}\.(building|reading)-(\d+)(-.*)?")
"""A folder that a process, named by its number, builds or reads; what a killed one left is swept up."""


Progress = Callable[[int, int], None]
"""Told how many of how many units are in the index."""


def _unheard(done: int, of: int) -> None:
    """Nobody watches."""


class ChromaIndex:
    """A published index, opened and verified. Raises DamagedIndex when it does not hold what it should."""

    name = "chroma"

    def __init__(self, folder: Path, units: Sequence[Unit], vectors: Vectors) -> None:
        self._ids = [unit.id for unit in units]
        self._places = {unit_id: place for place, unit_id in enumerate(self._ids)}
        self._client: Any = None
        self._copy = Path(tempfile.mkdtemp(prefix=f"{folder.name}.reading-{os.getpid()}-", dir=folder.parent))
        try:
            shutil.copytree(folder, self._copy, dirs_exist_ok=True)
            _verify_files(self._copy, units)
            self._client = _client(self._copy)
            self._collection = self._client.get_collection(_COLLECTION, embedding_function=None)
            self._verify(vectors)
        except BaseException as error:
            self.close()
            raise _damage(error) from error

    def rank(self, vector: Vectors, count: int, among: Collection[int] | None = None) -> list[tuple[int, float]]:
        """Return (place, cosine) of the `count` nearest, best first; only places in `among`, where given.

        Raises DamagedIndex when Chroma fails.
        """
        candidates = None if among is None else [self._ids[place] for place in sorted(among)]
        count = min(count, len(self._ids) if candidates is None else len(candidates))
        if count < 1:
            return []
        try:
            found = self._collection.query(
                query_embeddings=[vector.tolist()], ids=candidates, n_results=count, include=["distances"]
            )
            pairs = list(zip(found["ids"][0], found["distances"][0], strict=True))
            ranked = [(self._places[unit_id], round(1.0 - float(distance), 5)) for unit_id, distance in pairs]
        except BaseException as error:
            raise _damage(error) from error
        return sorted(ranked, key=lambda pair: (-pair[1], pair[0]))

    def close(self) -> None:
        """Let go of the copy; safe to call twice."""
        _release(self._client)
        self._client = None
        shutil.rmtree(self._copy, ignore_errors=True)

    def _verify(self, vectors: Vectors) -> None:
        present = self._collection.get(include=[])["ids"]
        if sorted(present) != sorted(self._ids):
            raise DamagedIndex(f"it holds {len(present)} units, not the {len(self._ids)} it was built from")
        for place in _sentinels(len(self._ids)):
            best = self.rank(vectors[place], 1)
            # Of two units with the same text either may come first.
            if not best or best[0][1] < _SAME or float(vectors[best[0][0]] @ vectors[place]) < _SAME:
                raise DamagedIndex("a unit does not find itself")


class DamagedIndex(Exception):
    """The index does not hold what it should; it is rebuilt or done without."""


def _damage(error: BaseException) -> BaseException:
    """Return what to raise for `error`: Chroma's Rust core panics with a BaseException that no handler expects."""
    if isinstance(error, KeyboardInterrupt | SystemExit | OSError | DamagedIndex):
        return error
    return DamagedIndex(f"{type(error).__name__}: {error}")


def open_chroma(
    home: Path,
    name: str,
    units: Sequence[Unit],
    vectors: Vectors,
    *,
    writable: bool,
    now: str,
    progress: Progress = _unheard,
) -> ChromaIndex:
    """Open the index `name` below `home`, building it first where it is missing or damaged and `writable`.

    A damaged one is moved aside to `<name>.bad-<now>`. Raises DamagedIndex when there is none to be had, and
    OSError where `home` cannot be used.
    """
    folder = home / name
    _sweep(home)
    if folder.is_dir():
        try:
            return ChromaIndex(folder, units, vectors)
        except DamagedIndex as damage:
            if not writable:
                raise
            logger.warning("the search index is damaged (%s); it is rebuilt", damage)
            _move_aside(folder, now)
    if not writable:
        raise DamagedIndex("it is not built yet")
    if not units:
        raise DamagedIndex("there is nothing to build it from")
    try:
        build(home, name, units, vectors, progress)
    except BaseException as error:
        raise _damage(error) from error
    return ChromaIndex(folder, units, vectors)


def build(home: Path, name: str, units: Sequence[Unit], vectors: Vectors, progress: Progress = _unheard) -> None:
    """Build an index beside, then publish it by one rename; older ones are removed, damaged ones of this name kept."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = home / f"{name}.building-{os.getpid()}"
    shutil.rmtree(part, ignore_errors=True)
    try:
        client = _client(part)
        try:
            _fill(client, units, vectors, progress)
        finally:
            _release(client)
        manifest = {"count": len(units), "sentinels": _sentinel_ids(units), "files": _hashes(part)}
        (part / _MANIFEST).write_text(json.dumps(manifest), "utf-8")
        part.rename(home / name)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    for old in home.iterdir():
        if _PUBLISHED.fullmatch(old.name) and not old.name.startswith(name):
            shutil.rmtree(old, ignore_errors=True)


def drop(home: Path) -> None:
    """Remove every published index, damaged ones too; who reads one has a copy of its own."""
    for old in home.glob("*"):
        if _PUBLISHED.fullmatch(old.name):
            shutil.rmtree(old)
    _sweep(home)


def published_fault(home: Path, name: str, units: Sequence[Unit]) -> str | None:
    """Return why the published index is not the one of these units, None where it is; opens nothing of Chroma's."""
    folder = home / name
    if not folder.is_dir():
        others = any(_PUBLISHED.fullmatch(old.name) for old in home.glob("*"))
        return "it was built from other texts or by another version" if others else "it is not built yet"
    try:
        _verify_files(folder, units)
    except DamagedIndex as damage:
        return f"it is damaged: {damage}"
    return None


def _sweep(home: Path) -> None:
    """Remove what processes that are gone were building or reading."""
    for folder in home.glob("*.*ing-*"):
        match = _AT_WORK.fullmatch(folder.name)
        if match and not _alive(int(match.group(2))):
            shutil.rmtree(folder, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _move_aside(folder: Path, now: str) -> None:
    """Rename a damaged folder, in place of one that was moved aside before."""
    for old in folder.parent.glob(f"{folder.name}.bad-*"):
        shutil.rmtree(old, ignore_errors=True)
    folder.rename(folder.with_name(f"{folder.name}.bad-{now.replace(':', '')}"))


def _fill(client: Any, units: Sequence[Unit], vectors: Vectors, progress: Progress) -> None:
    collection = client.create_collection(_COLLECTION, embedding_function=None, configuration={"hnsw": _GRAPH})
    for start in range(0, len(units), _BATCH):
        batch = units[start : start + _BATCH]
        collection.add(
            ids=[unit.id for unit in batch],
            embeddings=np.asarray(vectors[start : start + _BATCH]),
            metadatas=[
                {
                    "kind": unit.kind,
                    "question_id": unit.question_id or "",
                    "track": unit.track,
                    "topic": unit.topic,
                    "source": unit.source,
                    "difficulty": unit.difficulty or 0,
                }
                for unit in batch
            ],
        )
        progress(min(start + _BATCH, len(units)), len(units))


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _release(client: Any) -> None:
    """Close a client. Chroma keeps open systems by path: a stale one would answer for a folder that is gone."""
    try:
        if client is not None:
            client.close()
            return
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a panic; the client is given up either way
        logger.debug("closing Chroma failed: %r", error)
    from chromadb.api.shared_system_client import SharedSystemClient

    SharedSystemClient.clear_system_cache()


def _hashes(folder: Path) -> dict[str, str]:
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file != folder / _MANIFEST)
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def _verify_files(folder: Path, units: Sequence[Unit]) -> None:
    try:
        manifest = json.loads((folder / _MANIFEST).read_text("utf-8"))
        count, sentinels, known = manifest["count"], manifest["sentinels"], manifest["files"]
        present = _hashes(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedIndex(f"its files cannot be read: {error}") from error
    if known != present:
        raise DamagedIndex("its files are not those that were written")
    if count != len(units) or sentinels != _sentinel_ids(units):
        raise DamagedIndex("it was built from other units")


def _sentinels(count: int) -> list[int]:
    step = max(1, count // _SENTINELS)
    return list(range(0, count, step))[:_SENTINELS]


def _sentinel_ids(units: Sequence[Unit]) -> list[str]:
    return [units[place].id for place in _sentinels(len(units))]
