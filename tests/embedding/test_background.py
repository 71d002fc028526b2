"""The model loads behind the scenes, once; whoever uses it waits, and a failure is told to every use."""

import subprocess
import sys
import threading

import pytest

from interviewer.domain.errors import EmbeddingUnavailable
from interviewer.embedding.background import BackgroundEncoder
from interviewer.embedding.langchain_adapter import MiniLMEmbeddings
from interviewer.embedding.model import MiniLM


def test_start_returns_at_once_and_a_use_waits(minilm: MiniLM) -> None:
    gate, loads = threading.Event(), list[int]()

    def load() -> MiniLM:
        gate.wait()
        loads.append(1)
        return minilm

    encoder = BackgroundEncoder(load)
    assert encoder.identity == minilm.identity
    encoder.start()
    encoder.start()
    assert not encoder.ready
    gate.set()
    assert encoder.encode(["one"]).tobytes() == minilm.encode(["one"]).tobytes()
    assert encoder.ready
    assert len(encoder.token_vectors(["one two"])[0].offsets) == 2
    assert loads == [1]


def test_a_use_begins_the_loading(minilm: MiniLM) -> None:
    encoder = BackgroundEncoder(lambda: minilm)
    encoder.wait()
    assert encoder.ready


@pytest.mark.parametrize("failure", [EmbeddingUnavailable("Install it."), RuntimeError("Install it.")])
def test_a_failure_is_raised_on_every_use(failure: Exception) -> None:
    def load() -> MiniLM:
        raise failure

    encoder = BackgroundEncoder(load)
    encoder.start()
    for _ in range(2):
        with pytest.raises(EmbeddingUnavailable, match="Install it"):
            encoder.encode(["one"])
    assert not encoder.ready


def test_many_threads_get_the_same_vectors(minilm: MiniLM) -> None:
    encoder = BackgroundEncoder(lambda: minilm)
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(encoder.encode(["one", "two"]).tobytes())) for _ in "1234"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert set(found) == {minilm.encode(["one", "two"]).tobytes()}


def test_langchain_sees_plain_lists(minilm: MiniLM) -> None:
    embeddings = MiniLMEmbeddings(minilm)
    documents = embeddings.embed_documents(["one", "two"])
    assert documents[0] == embeddings.embed_query("one") == minilm.encode(["one"])[0].tolist()
    assert len(documents) == 2


def test_an_orderly_exit_while_the_model_loads_is_no_abort() -> None:
    code = "from interviewer.embedding.background import BackgroundEncoder; BackgroundEncoder().start()"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
