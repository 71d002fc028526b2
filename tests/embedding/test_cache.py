"""A text is encoded once; what is kept comes back bit for bit, and damage is not believed."""

from collections.abc import Sequence

import numpy as np
import pytest

from interviewer.embedding.cache import CachedEncoder, MemoryStore, content_hash
from interviewer.embedding.model import DIMENSION, Asking, MiniLM, TokenVectors, Vectors


class Counting:
    """The real model, with a record of what it was asked."""

    def __init__(self, model: MiniLM) -> None:
        self._model = model
        self.identity = model.identity
        self.asked: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked.append(list(texts))
        return self._model.encode(texts)

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        return self._model.token_vectors(texts)

    def encode_asked(self, texts: Sequence[str]) -> Vectors:
        self.asked.append(list(texts))
        return self._model.encode_asked(texts)

    def same_asked(self, pairs: Sequence[tuple[Asking, Asking]]) -> Vectors:
        self.asked.append([" ".join(left + right) for left, right in pairs])
        return self._model.same_asked(pairs)


@pytest.fixture
def counting(minilm: MiniLM) -> Counting:
    return Counting(minilm)


def test_a_hit_is_not_encoded_again_and_is_the_same_to_the_bit(counting: Counting) -> None:
    cached = CachedEncoder(counting, MemoryStore())
    first = cached.encode(["one", "two", "one"])
    again = cached.encode(["two", "one", "three"])
    assert counting.asked == [["one", "two"], ["three"]]
    assert again[0].tobytes() == first[1].tobytes()
    assert again[1].tobytes() == first[0].tobytes() == first[2].tobytes()


def test_what_is_missing_is_counted_once_and_its_encoding_is_told(counting: Counting) -> None:
    cached = CachedEncoder(counting, MemoryStore())
    assert cached.missing(["one", "two", "one"]) == 2
    told: list[tuple[int, int]] = []
    cached.encode(["one", "two", "one"], lambda done, of: told.append((done, of)))
    assert told == [(2, 2)]
    assert cached.missing(["two", "three"]) == 1
    assert cached.missing([]) == 0


def test_another_model_shares_nothing(counting: Counting) -> None:
    store = MemoryStore()
    CachedEncoder(counting, store).encode(["one"])
    counting.identity = "another:1"
    CachedEncoder(counting, store).encode(["one"])
    assert counting.asked == [["one"], ["one"]]


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"short",
        bytes(DIMENSION * 4),
        np.full(DIMENSION, np.nan, "<f4").tobytes(),
        np.full(DIMENSION, 3e38, "<f4").tobytes(),
    ],
    ids=["empty", "short", "zero", "nan", "huge"],
)
def test_a_damaged_row_is_encoded_anew(counting: Counting, damage: bytes) -> None:
    store = MemoryStore()
    store.put(counting.identity, {content_hash("one"): damage})
    vectors = CachedEncoder(counting, store).encode(["one"])
    assert counting.asked == [["one"]]
    assert store.get(counting.identity, [content_hash("one")])[content_hash("one")] == vectors[0].tobytes()


def test_what_was_encoded_before_an_interruption_is_kept(counting: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interviewer.embedding.cache._AT_ONCE", 2)
    store = MemoryStore()
    whole = counting.encode

    def interrupted(texts: Sequence[str]) -> Vectors:
        if "c" in texts:
            raise KeyboardInterrupt
        return whole(texts)

    monkeypatch.setattr(counting, "encode", interrupted)
    with pytest.raises(KeyboardInterrupt):
        CachedEncoder(counting, store).encode(["a", "b", "c"])
    keys = [content_hash(text) for text in "abc"]
    assert list(store.get(counting.identity, keys)) == keys[:2]


MUTEX, LOCK = ("What is a mutex?", "A lock with one owner."), ("Explain a mutex.", "")


def test_what_was_read_of_a_pair_is_kept_whichever_comes_first(counting: Counting) -> None:
    cached = CachedEncoder(counting, MemoryStore())
    first = cached.same_asked([(MUTEX, LOCK), (LOCK, LOCK), (MUTEX, LOCK)])
    again = cached.same_asked([(LOCK, LOCK), (LOCK, MUTEX)])
    assert [len(pairs) for pairs in counting.asked] == [2]
    assert again.tobytes() == first[1:].tobytes()
    assert first[0] != first[1]
    assert cached.same_asked([(MUTEX, ("Explain a mutex.", "A lock."))]).shape == (1,)
    assert [len(pairs) for pairs in counting.asked] == [2, 1]


def test_vectors_of_what_is_asked_are_kept_apart_from_those_of_search(counting: Counting) -> None:
    cached = CachedEncoder(counting, MemoryStore())
    plain, asked = cached.encode(["one"]), cached.encode_asked(["one"])
    assert cached.encode_asked(["one"]).tobytes() == asked.tobytes() != plain.tobytes()
    assert counting.asked == [["one"], ["one"]]


def test_what_another_training_read_is_not_used(counting: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    cached = CachedEncoder(counting, MemoryStore())
    cached.same_asked([(MUTEX, LOCK)])
    cached.encode_asked(["one"])
    monkeypatch.setattr("interviewer.embedding.cache.revision", lambda file: f"new {file.name}")
    cached.same_asked([(MUTEX, LOCK)])
    cached.encode_asked(["one"])
    assert [len(asked) for asked in counting.asked] == [1, 1, 1, 1]


@pytest.mark.parametrize("damage", [b"", b"abc", np.array([np.nan], "<f4").tobytes()])
def test_a_damaged_reading_is_read_anew(counting: Counting, damage: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryStore()
    cached = CachedEncoder(counting, store)
    found = cached.same_asked([(MUTEX, LOCK)])
    whole = store.get
    monkeypatch.setattr(store, "get", lambda model, keys: dict.fromkeys(whole(model, keys), damage))
    assert cached.same_asked([(MUTEX, LOCK)]).tobytes() == found.tobytes()
    assert len(counting.asked) == 2


def test_nothing_gives_nothing_and_surrogates_have_a_key(counting: Counting) -> None:
    cached = CachedEncoder(counting, MemoryStore())
    assert cached.encode([]).shape == cached.encode_asked([]).shape == (0, DIMENSION)
    assert cached.same_asked([]).shape == (0,)
    assert cached.encode(["\ud800"]).shape == (1, DIMENSION)
    assert content_hash("\ud800") != content_hash("?")


def test_vectors_can_be_written_to(counting: Counting) -> None:
    assert CachedEncoder(counting, MemoryStore()).encode(["one"]).flags.writeable


def test_token_vectors_pass_through(counting: Counting, minilm: MiniLM) -> None:
    found = CachedEncoder(counting, MemoryStore()).token_vectors(["one two"])[0]
    assert found.vectors.tobytes() == minilm.token_vectors(["one two"])[0].vectors.tobytes()
