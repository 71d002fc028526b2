"""What every test gets: a home of its own, no settings from outside, and one embedding model for all."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from interviewer.config.paths import bundled
from interviewer.embedding.cache import CachedEncoder, MemoryStore
from interviewer.embedding.model import MiniLM, shared_model
from interviewer.embedding.shipped import ShippedVectors
from interviewer.wiring import VECTORS

# Machines are noisy, so no test has a deadline; on CI the examples are the same every time.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All state of the program under test, empty; its environment holds no other setting."""
    for name in list(os.environ):
        if name.startswith("INTERVIEWER_"):
            monkeypatch.delenv(name)
    folder = tmp_path / "home"
    monkeypatch.setenv("INTERVIEWER_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def minilm() -> MiniLM:
    """The real embedding model, loaded once a worker."""
    return shared_model()


@pytest.fixture(scope="session")
def shipped(minilm: MiniLM) -> CachedEncoder:
    """The real embedding model with the vectors that are shipped beside the bundled questions."""
    return CachedEncoder(minilm, ShippedVectors(bundled("corpus") / VECTORS, MemoryStore()))
