"""The one module that runs the embedding model: all-MiniLM-L6-v2, its weights from an installed package.

Texts run one after another through blocks of one fixed size, so that a text's vectors do not depend on its company and
little is spent on padding: see `packed`.
"""

import hashlib
import importlib.util
import os
import threading
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from interviewer.domain.errors import EmbeddingUnavailable
from interviewer.embedding.adapter import ASKED, CLAIMS, HEAD, SAME, Change, changed, read_change
from interviewer.embedding.installed import REMEDY, WEIGHTS
from interviewer.embedding.packed import PackedBert

Vectors = npt.NDArray[np.float32]
"""Float32, (n, d), rows of length 1."""
Offsets = tuple[tuple[int, int], ...]
"""Of word pieces: start and end, in characters of the text."""

Asking = tuple[str, str]
"""A question and its answer, "" without one."""

DIMENSION = 384
MOST_PIECES = 256
"""The model was trained on at most 256 word pieces, two of them its own; longer texts are cut there."""
_PIPELINE = "2"
_AT_ONCE = 64  # texts that are tokenised and kept in memory together
_AT_A_CORE = 16  # of these, those that go through the layers together; the longest take 40 MB on their way
_PAIRS_AT_A_CORE = 4  # a pair is as long as several texts
_ASKED_PIECES = 80  # of a question and the beginning of its answer, as trained
_PAIRED_PIECES = (64, 48)  # of each question of a pair and of each answer, as trained
_LEAST_LENGTH = 1e-12  # as torch's own normalisation: a zero vector stays
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The word pieces of a text: piece i is `text[offsets[i][0]:offsets[i][1]]`, its vector `vectors[i]`.

    `claims[i]` is its vector by the weights that tell a claim from its opposite: see `adapter`.
    """

    offsets: Offsets
    vectors: Vectors
    claims: Vectors


class TextEncoder(Protocol):
    """What turns texts into vectors."""

    @property
    def identity(self) -> str:
        """Model, revision and pipeline: vectors of different identities are never compared."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), 384), rows of length 1. Raises EmbeddingUnavailable."""
        ...

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Return the contextual token vectors of each text. Raises EmbeddingUnavailable."""
        ...

    def encode_asked(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), 384), rows of length 1, near where texts ask the same.

        Raises EmbeddingUnavailable.
        """
        ...

    def same_asked(self, pairs: Sequence[tuple[Asking, Asking]]) -> Vectors:
        """Return float32 (len(pairs),): the log odds that two questions ask the same. Raises EmbeddingUnavailable."""
        ...


class MiniLM:
    """The model, loaded in the constructor. Raises EmbeddingUnavailable with the remedy. Safe in threads."""

    def __init__(self) -> None:
        folder = model_folder()
        self.identity = identity_of(folder)
        self._turn = threading.Lock()
        os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        # Spinning OpenMP threads cost a factor of ten when another process wants the same cores.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        try:
            self._load(folder)
        except Exception as error:  # the loaders of four libraries raise errors of their own for damaged files
            raise EmbeddingUnavailable(f"The embedding model cannot be loaded ({error}). {REMEDY}") from error

    def _load(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import torch
            from sentence_transformers import SentenceTransformer
            from threadpoolctl import threadpool_limits
            from transformers.utils import logging as transformers_logging

            transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        self._torch = torch
        self._model = model.eval()
        bert: Any = model.transformers_model
        weights = bert.state_dict()
        self._make: Callable[[Change], PackedBert] = lambda change: PackedBert(
            torch, bert, changed(torch, weights, change)
        )
        self._bert = PackedBert(torch, bert, weights)
        self._claims = self._make(read_change(CLAIMS))
        self._tokenizer: Any = model.tokenizer
        # A core does one block's product alone: two that share it take longer, for they wait for each other every time.
        self._workers = ThreadPoolExecutor(_allowed_cpus(), "embedding", torch.set_num_threads, (1,))
        # Nor is what numpy multiplies here ever large enough for two: they made an answer take half as long again.
        threadpool_limits(1, user_api="blas")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), 384), rows of length 1."""
        vectors = [made for _, (made,) in self._each(texts, (self._bert,), _pooled)]
        return np.stack(vectors) if vectors else np.empty((0, DIMENSION), np.float32)

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Return the contextual token vectors of each text, special tokens left out."""
        each = self._each(texts, (self._bert, self._claims), _without_special)
        return [TokenVectors(offsets, vectors, claims) for offsets, (vectors, claims) in each]

    def encode_asked(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), 384), rows of length 1: nearer than by `encode` where texts ask the same.

        A text is a question, or a question and its answer with a space between. Raises EmbeddingUnavailable.
        """
        vectors = [made for _, (made,) in self._each(texts, (self._asked,), _pooled, _ASKED_PIECES)]
        return np.stack(vectors) if vectors else np.empty((0, DIMENSION), np.float32)

    def same_asked(self, pairs: Sequence[tuple[Asking, Asking]]) -> Vectors:
        """Return float32 (len(pairs),): the log odds that two questions ask the same, whichever comes first.

        Raises EmbeddingUnavailable.
        """
        encoder, weight, bias = self._same
        ordered = [pair if pair[0] <= pair[1] else pair[::-1] for pair in pairs]
        odds: list[Vectors] = []
        for start in range(0, len(ordered), _AT_ONCE):
            some = self._paired(ordered[start : start + _AT_ONCE])
            parts = [some[at : at + _PAIRS_AT_A_CORE] for at in range(0, len(some), _PAIRS_AT_A_CORE)]
            with self._turn:
                works = [self._begin(encoder, part, _mean) for part in parts]
                odds += [vector @ weight + bias for work in works for vector in work.result()]
        return np.array(odds, np.float32)

    @cached_property
    def _asked(self) -> PackedBert:
        return self._loaded(ASKED)[0]

    @cached_property
    def _same(self) -> tuple[PackedBert, Vectors, np.float32]:
        encoder, head = self._loaded(SAME)
        return encoder, head["weight"][0], head["bias"][0]

    def _loaded(self, file: Path) -> tuple[PackedBert, dict[str, Vectors]]:
        """Return the encoder with a change of its weights, read when first needed, and the head beside it."""
        try:
            change = read_change(file)
        except Exception as error:  # as above
            raise EmbeddingUnavailable(f"{file} cannot be read ({error}): install the program anew.") from error
        head = {name.removeprefix(HEAD): change.pop(name) for name in list(change) if name.startswith(HEAD)}
        return self._make(change), head

    def _paired(self, pairs: Sequence[tuple[Asking, Asking]]) -> list[list[int]]:
        """Return each pair as one row of word pieces: both questions, then both answers."""
        pieces: list[dict[str, list[int]]] = []
        for place, most in enumerate(_PAIRED_PIECES):
            texts = sorted({_encodable(side[place]) for pair in pairs for side in pair})
            cut = {"add_special_tokens": False, "truncation": True, "max_length": most}
            pieces.append(dict(zip(texts, self._tokenizer(texts, **cut)["input_ids"] if texts else [], strict=True)))
        asked, answered = pieces
        first, last = self._tokenizer.cls_token_id, self._tokenizer.sep_token_id
        rows = []
        for (question, answer), (other, its) in pairs:
            parts = [asked[_encodable(text)] for text in (question, other)]
            parts += [answered[_encodable(text)] for text in (answer, its)]
            rows.append([first, *chain.from_iterable([*part, last] for part in parts)])
        return rows

    def _each(
        self,
        texts: Sequence[str],
        encoders: Sequence[PackedBert],
        kept: Callable[[Vectors], Vectors],
        most: int = MOST_PIECES,
    ) -> list[tuple[Offsets, list[Vectors]]]:
        """Return the offsets of each text's word pieces, and what is `kept` of the vectors that each encoder gives it.

        The model is asked for a few at a time: for a whole bank at once it needs gigabytes.
        """
        clean = [_encodable(text) for text in texts]
        different = sorted(set(clean))
        found: dict[str, tuple[Offsets, list[Vectors]]] = {}
        for start in range(0, len(different), _AT_ONCE):
            some = different[start : start + _AT_ONCE]
            with self._turn:
                found.update(zip(some, self._few(some, encoders, kept, most), strict=True))
        return [found[text] for text in clean]

    def _few(
        self, texts: list[str], encoders: Sequence[PackedBert], kept: Callable[[Vectors], Vectors], most: int
    ) -> list[tuple[Offsets, list[Vectors]]]:
        pieces = self._tokenizer(texts, truncation=True, max_length=most, return_offsets_mapping=True)
        ids = pieces["input_ids"]
        works = [
            [self._begin(encoder, ids[start : start + _AT_A_CORE], kept) for start in range(0, len(ids), _AT_A_CORE)]
            for encoder in encoders
        ]
        made = ([one for work in parts for one in work.result()] for parts in works)
        return [
            (tuple(offsets[1:-1]), list(vectors))
            for offsets, *vectors in zip(pieces["offset_mapping"], *made, strict=True)
        ]

    def _begin(
        self, encoder: PackedBert, ids: list[list[int]], kept: Callable[[Vectors], Vectors]
    ) -> "Future[list[Vectors]]":
        def work() -> list[Vectors]:
            with self._torch.inference_mode():
                return [kept(vectors) for vectors in encoder(ids)]

        try:
            return self._workers.submit(work)
        except RuntimeError:  # the interpreter is ending, and a thread that still marks an answer may finish
            done: Future[list[Vectors]] = Future()
            done.set_result(work())
            return done


def _pooled(vectors: Vectors) -> Vectors:
    """Pool as the model was trained: the mean of all pieces, the special ones too, at length 1."""
    return _unit(_mean(vectors))


def _mean(vectors: Vectors) -> Vectors:
    mean: Vectors = vectors.mean(axis=0)
    return mean


def _without_special(vectors: Vectors) -> Vectors:
    """Leave out the piece that the tokenizer sets before a text, and the one behind it."""
    return _unit(vectors[1:-1])


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    units: Vectors = vectors / np.maximum(lengths, np.float32(_LEAST_LENGTH))
    return units


def model_folder() -> Path:
    """Return the folder of the weights. Raises EmbeddingUnavailable when the package is not installed."""
    spec = importlib.util.find_spec(WEIGHTS)
    folder = Path(spec.origin).parent / "model" if spec and spec.origin else None
    if folder is None or not (folder / "model.safetensors").is_file():
        raise EmbeddingUnavailable(f"The embedding model is not installed. {REMEDY}")
    return folder


def english_words() -> frozenset[str]:
    """Return the whole words of the model's vocabulary, lower case: some 20,000 of the commonest; none without it."""
    try:
        pieces = (model_folder() / "vocab.txt").read_text(encoding="utf-8").split()
    except (EmbeddingUnavailable, OSError):
        return frozenset()
    return frozenset(piece for piece in pieces if piece.isalpha())


def commonest_words(most: int) -> frozenset[str]:
    """Return the `most` commonest English words, lower case: the model's vocabulary lists them so; none without it."""
    try:
        pieces = (model_folder() / "vocab.txt").read_text(encoding="utf-8").split()
    except (EmbeddingUnavailable, OSError):
        return frozenset()
    whole = (piece for piece in pieces if len(piece) > 1 and piece.isascii() and piece.isalpha())
    return frozenset(islice(whole, most))


def shared_model() -> MiniLM:
    """Return the model, loaded once in a process. Raises EmbeddingUnavailable."""
    return _shared(identity_of(model_folder()))


@lru_cache(maxsize=1)
def _shared(_identity: str) -> MiniLM:
    return MiniLM()


def identity_of(folder: Path) -> str:
    """Return the identity of the weights in `folder`: their size and the SHA-256 of their ends, which is quick."""
    weights = folder / "model.safetensors"
    digest = hashlib.sha256(str(weights.stat().st_size).encode())
    with weights.open("rb") as stream:
        digest.update(stream.read(_MEGABYTE))
        stream.seek(max(0, weights.stat().st_size - _MEGABYTE))
        digest.update(stream.read())
    return f"all-MiniLM-L6-v2:{digest.hexdigest()[:12]}:{_PIPELINE}"


def _encodable(text: str) -> str:
    """Replace lone surrogates, which the tokenizer refuses; the length stays."""
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text


def _allowed_cpus() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
