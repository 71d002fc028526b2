"""Real Chroma: agrees with exact search, notices every damage, and is never seen half built."""

import contextlib
import json
import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from interviewer.embedding.model import MiniLM, Vectors
from interviewer.retrieval import chroma_index
from interviewer.retrieval.chroma_index import ChromaIndex, DamagedIndex, open_chroma
from interviewer.retrieval.exact import ExactIndex
from interviewer.retrieval.units import Unit
from tests.retrieval.conftest import Embedded

EVAL = Path(__file__).resolve().parents[2] / "eval"
NOW = "2026-03-01T10:00:00+00:00"


@pytest.fixture
def index_home(tmp_path: Path) -> Path:
    return tmp_path / "index"


def opened(home: Path, bank: Embedded, *, writable: bool = True, now: str = NOW) -> ChromaIndex:
    return open_chroma(home, bank.name, bank.units, bank.vectors, writable=writable, now=now)


@pytest.fixture
def built(index_home: Path, few: Embedded) -> Path:
    """A published index that nobody has open."""
    opened(index_home, few).close()
    return index_home / few.name


@pytest.fixture
def sealed(built: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A published index; none may be built from now on."""
    monkeypatch.setattr(chroma_index, "build", _refuse)
    return built


def _refuse(*_: object) -> None:
    raise AssertionError("nothing should be built")


def shown(home: Path) -> list[str]:
    return sorted(folder.name for folder in home.iterdir())


def overlap(one: Sequence[tuple[int, float]], other: Sequence[tuple[int, float]]) -> int:
    return len({place for place, _ in one} & {place for place, _ in other})


def development_queries() -> list[str]:
    """Return what people asked, in their words: 272 queries in six styles."""
    rows = map(json.loads, (EVAL / "retrieval" / "queries.jsonl").read_text("utf-8").splitlines())
    return [row["query"] for row in rows if row["part"] == "dev"]


def test_agrees_with_exact_search_on_what_people_ask(index_home: Path, bank: Embedded, minilm: MiniLM) -> None:
    chroma, exact = opened(index_home, bank), ExactIndex(bank.vectors)
    queries = minilm.encode(development_queries())
    assert len(queries) == 272
    common = sum(overlap(chroma.rank(query, 10), exact.rank(query, 10)) for query in queries)
    assert common / (10 * len(queries)) >= 0.99
    assert chroma.rank(queries[0], 10)[0][1] == pytest.approx(exact.rank(queries[0], 1)[0][1], abs=1e-4)
    chroma.close()


def test_agrees_with_exact_search_among_some(index_home: Path, bank: Embedded) -> None:
    chroma, exact = opened(index_home, bank), ExactIndex(bank.vectors)
    random = np.random.default_rng(8)
    agreed = wanted = 0
    for size in (1, 3, 40, 200):
        among = set(map(int, random.choice(len(bank.units), size, replace=False)))
        for vector in bank.vectors[::40]:
            found = chroma.rank(vector, 10, among)
            assert {place for place, _ in found} <= among
            agreed += overlap(found, exact.rank(vector, 10, among))
            wanted += min(10, size)
    assert agreed >= 0.99 * wanted
    assert chroma.rank(bank.vectors[0], 10, set()) == exact.rank(bank.vectors[0], 10, set()) == []
    chroma.close()


def test_a_published_index_is_opened_again_and_again(sealed: Path, few: Embedded) -> None:
    for _ in range(3):
        index = opened(sealed.parent, few)
        assert index.rank(few.vectors[5], 1)[0][0] == 5
        index.close()
        index.close()
    assert shown(sealed.parent) == [few.name]


@pytest.mark.parametrize("count", [1, 2, 251])
def test_any_size_survives_reopening(
    index_home: Path, bank: Embedded, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = Embedded(bank.units[:count], bank.vectors[:count], "c" * 32)
    opened(index_home, some).close()
    monkeypatch.setattr(chroma_index, "build", _refuse)
    for _ in range(2):
        opened(index_home, some).close()


def test_two_readers_in_one_process_outlive_each_other(sealed: Path, few: Embedded) -> None:
    one, other = opened(sealed.parent, few), opened(sealed.parent, few, writable=False)
    one.close()
    assert other.rank(few.vectors[3], 1)[0][0] == 3
    other.close()


def test_equal_texts_are_no_damage(index_home: Path, few: Embedded) -> None:
    vectors = np.repeat(few.vectors[:1], len(few.units), axis=0)
    index = open_chroma(index_home, few.name, few.units, vectors, writable=True, now=NOW)
    assert len(index.rank(vectors[0], 10)) == 10
    index.close()


def _truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _zero(file: Path) -> None:
    file.write_bytes(b"")


def _blank(file: Path) -> None:
    file.write_bytes(bytes(file.stat().st_size))


def _flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)


FILES = ["data_level0.bin", "header.bin", "length.bin", "link_lists.bin", "index_metadata.pickle", "manifest.json"]


DAMAGES = [_truncate, _zero, _blank, _flip, Path.unlink]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", [*FILES, "chroma.sqlite3"])
def test_damage_is_noticed_and_mended(built: Path, few: Embedded, name: str, damage: Callable[[Path], None]) -> None:
    damage(next(built.rglob(name)))
    with pytest.raises(DamagedIndex):
        opened(built.parent, few, writable=False)
    index = opened(built.parent, few)
    assert [index.rank(few.vectors[place], 1)[0][0] for place in (0, 17, 42)] == [0, 17, 42]
    index.close()
    aside = built.with_name(f"{few.name}.bad-2026-03-01T100000+0000")
    assert shown(built.parent) == sorted([few.name, aside.name])


def test_a_file_too_many_is_noticed(built: Path, few: Embedded) -> None:
    (built / "chroma.sqlite3-wal").write_bytes(b"left behind")
    with pytest.raises(DamagedIndex):
        opened(built.parent, few, writable=False)


def test_nobody_writes_into_a_published_index(built: Path, few: Embedded) -> None:
    before = {file: file.read_bytes() for file in built.rglob("*") if file.is_file()}
    index = opened(built.parent, few)
    index.rank(few.vectors[0], 5)
    index.close()
    assert {file: file.read_bytes() for file in built.rglob("*") if file.is_file()} == before


def test_an_index_that_swapped_its_ids_is_noticed(index_home: Path, few: Embedded) -> None:
    open_chroma(index_home, few.name, few.units, few.vectors[::-1].copy(), writable=True, now=NOW).close()
    with pytest.raises(DamagedIndex, match="find itself"):
        opened(index_home, few, writable=False)


def test_damage_twice_leaves_one_folder_aside(built: Path, few: Embedded) -> None:
    for now in ("one", "one", "two"):
        _truncate(next(built.rglob("data_level0.bin")))
        opened(built.parent, few, now=now).close()
    assert shown(built.parent) == sorted([few.name, f"{few.name}.bad-two"])


class PanicException(BaseException):
    """As pyo3 raises it: no Exception."""


def test_a_panic_while_opening_is_damage(built: Path, few: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, panics = chroma_index._client, iter([PanicException("range start index 10 out of range")])

    def client(folder: Path) -> Any:
        for panic in panics:
            raise panic
        return whole(folder)

    monkeypatch.setattr(chroma_index, "_client", client)
    opened(built.parent, few).close()
    assert list(built.parent.glob("*.bad-*"))


def test_a_panic_while_searching_is_damage(built: Path, few: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    index = opened(built.parent, few)

    def panic(**_: object) -> None:
        raise PanicException

    monkeypatch.setattr(index._collection, "query", panic)
    with pytest.raises(DamagedIndex, match="PanicException"):
        index.rank(few.vectors[0], 1)
    index.close()


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_the_person_may_still_stop_it(
    built: Path, few: Embedded, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]
) -> None:
    def client(_: Path) -> None:
        raise stop

    monkeypatch.setattr(chroma_index, "_client", client)
    with pytest.raises(stop):
        opened(built.parent, few)
    assert built.is_dir()


@pytest.mark.parametrize("failure", [OSError("disk full"), PanicException(), KeyboardInterrupt()])
def test_an_interrupted_build_publishes_nothing(
    index_home: Path, few: Embedded, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    def hashes(_: Path) -> None:
        raise failure

    with monkeypatch.context() as patched:
        patched.setattr(chroma_index, "_hashes", hashes)
        with pytest.raises((DamagedIndex, OSError, KeyboardInterrupt)):
            opened(index_home, few)
    assert list(index_home.iterdir()) == []
    opened(index_home, few).close()


def _build_and_die(home: Path, units: Sequence[Unit], vectors: Vectors, name: str) -> None:
    def die(_: Path) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(chroma_index, "_hashes", die)
        chroma_index.build(home, name, units, vectors)


def test_a_killed_build_publishes_nothing_and_is_swept_up(index_home: Path, few: Embedded) -> None:
    process = multiprocessing.get_context("spawn").Process(
        target=_build_and_die, args=(index_home, few.units, few.vectors, few.name)
    )
    process.start()
    process.join()
    assert process.exitcode == -9
    assert shown(index_home) == [f"{few.name}.building-{process.pid}"]
    with pytest.raises(DamagedIndex, match="not built yet"):
        opened(index_home, few, writable=False)
    opened(index_home, few).close()
    assert shown(index_home) == [few.name]


def test_the_copy_of_a_killed_reader_is_swept_up_and_that_of_a_living_one_kept(sealed: Path, few: Embedded) -> None:
    living = opened(sealed.parent, few)
    (sealed.parent / f"{few.name}.reading-99999999-abc").mkdir()
    opened(sealed.parent, few, writable=False).close()
    assert [name.split("-")[0] for name in shown(sealed.parent)] == [few.name, f"{few.name}.reading"]
    assert living.rank(few.vectors[2], 1)[0][0] == 2
    living.close()
    assert shown(sealed.parent) == [few.name]


def test_a_build_removes_what_is_old_and_nothing_else(built: Path, few: Embedded) -> None:
    home = built.parent
    (home / "notes").mkdir()
    (home / f"{'a' * 32}.bad-1").mkdir()
    newer = Embedded(few.units[:9], few.vectors[:9], "b" * 32)
    opened(home, newer).close()
    assert shown(home) == ["b" * 32, "notes"]


def test_a_reader_never_builds(index_home: Path, few: Embedded) -> None:
    with pytest.raises(DamagedIndex, match="not built yet"):
        opened(index_home, few, writable=False)
    assert not index_home.exists()


def test_an_index_of_nothing_is_not_built(index_home: Path) -> None:
    with pytest.raises(DamagedIndex):
        open_chroma(index_home, "d" * 32, [], np.empty((0, 384), np.float32), writable=True, now=NOW)


def test_a_folder_removed_while_open_does_no_harm(built: Path, few: Embedded) -> None:
    index = opened(built.parent, few)
    shutil.rmtree(built)
    assert index.rank(few.vectors[4], 1)[0][0] == 4
    index.close()
    opened(built.parent, few).close()
    assert shown(built.parent) == [few.name]


def test_everything_removed_while_open_ends_in_an_answer_or_in_damage(built: Path, few: Embedded) -> None:
    index = opened(built.parent, few)
    shutil.rmtree(built.parent)
    with contextlib.suppress(DamagedIndex):
        assert index.rank(few.vectors[4], 1)[0][0] == 4
    index.close()
    opened(built.parent, few).close()


@pytest.fixture(autouse=True)
def silent(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Chroma prints nothing, whatever happens."""
    yield
    assert capfd.readouterr() == ("", "")
