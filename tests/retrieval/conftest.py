"""The bundled bank with its vectors, computed once a worker."""

from dataclasses import dataclass

import pytest

from interviewer.config.paths import bundled
from interviewer.embedding.cache import CachedEncoder, MemoryStore
from interviewer.embedding.model import MiniLM, Vectors
from interviewer.embedding.shipped import ShippedVectors
from interviewer.retrieval.units import Unit, fingerprint
from interviewer.wiring import VECTORS
from tests.retrieval.samples import corpus_units


@dataclass(frozen=True)
class Embedded:
    """Units, their vectors, and the name of their index."""

    units: tuple[Unit, ...]
    vectors: Vectors
    name: str


@pytest.fixture(scope="session")
def bank(minilm: MiniLM) -> Embedded:
    units = corpus_units()
    encoder = CachedEncoder(minilm, ShippedVectors(bundled("corpus") / VECTORS, MemoryStore()))
    return Embedded(units, encoder.encode([unit.text for unit in units]), fingerprint(units, minilm.identity))


@pytest.fixture(scope="session")
def few(bank: Embedded) -> Embedded:
    """A small index, quick to build."""
    return Embedded(bank.units[:60], bank.vectors[:60], fingerprint(bank.units[:60], "few"))
