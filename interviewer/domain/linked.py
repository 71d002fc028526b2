"""Chains of links between questions that ask the same."""

from collections.abc import Mapping


def root(question_id: str, links: Mapping[str, str]) -> str:
    """Return where a chain of links ends; a chain in a circle ends at its least id."""
    met: list[str] = []
    while question_id not in met:
        met.append(question_id)
        question_id = links.get(question_id, question_id)
    return min(met[met.index(question_id) :])
