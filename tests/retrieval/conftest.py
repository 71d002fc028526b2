"""The bundled bank with its vectors, computed once a worker."""

from dataclasses import dataclass

import pytest

from interviewer.embedding.model import MiniLM, Vectors
from interviewer.retrieval.units import Unit, fingerprint
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
    return Embedded(units, minilm.encode([unit.text for unit in units]), fingerprint(units, minilm.identity))


@pytest.fixture(scope="session")
def few(bank: Embedded) -> Embedded:
    """A small index, quick to build."""
    return Embedded(bank.units[:60], bank.vectors[:60], fingerprint(bank.units[:60], "few"))
