"""How often search finds the right question: by words, by meaning, and by both, side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from interviewer.domain.errors import UsageError
from interviewer.domain.question import Question
from interviewer.evaluation.intervals import Measure, Rows, clusters, resampled
from interviewer.evaluation.json_lines import always, read_json_lines
from interviewer.retrieval.retriever import questions_found
from interviewer.retrieval.search import Half, Searcher

DEPTH = 10
METHODS: Mapping[str, frozenset[Half]] = {
    "lexical": frozenset({"lexical"}),
    "dense": frozenset({"dense"}),
    "hybrid": frozenset({"lexical", "dense"}),
}
Part = Literal["dev", "held-back"]


class Query(BaseModel):
    """A query with the ids of the questions it asks for: twins, any one of which is right."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    query: Annotated[str, Field(min_length=1)]
    style: str
    relevant: Annotated[tuple[str, ...], Field(min_length=1)]
    part: Part = "dev"


@dataclass(frozen=True, slots=True)
class RetrievalScore:
    """What one method reached on `n` queries."""

    n: int
    recall_at_1: Measure
    recall_at_5: Measure
    mrr: Measure
    ndcg_at_10: Measure


def read_queries(file: Path, known: Iterable[str]) -> list[Query]:
    """Return the queries of a JSON Lines file. Raises UsageError naming line and field."""
    ids = frozenset(known)
    found: list[Query] = []
    for place, query in read_json_lines(file, always(Query)):
        if unknown := [one for one in query.relevant if one not in ids]:
            raise UsageError(f"{place}, relevant: the bank has no question {unknown[0]!r}.")
        found.append(query)
    return found


def first_ranks(searcher: Searcher, queries: Sequence[Query], halves: frozenset[Half]) -> list[int | None]:
    """Return the rank, from 1, of each query's first right question among the first ten; None when none is there."""
    ranks: list[int | None] = []
    for query in queries:
        hits = questions_found(searcher, query.query, DEPTH, halves=halves)
        right = (rank for rank, hit in enumerate(hits, 1) if hit.question_id in query.relevant)
        ranks.append(next(right, None))
    return ranks


def score(ranks: Sequence[int | None], queries: Sequence[Query]) -> RetrievalScore:
    """Return the measures; twins count as one item, so recall at k is the share of queries answered by rank k."""
    groups = clusters([query.relevant[0] for query in queries])
    place = np.array([rank or 0 for rank in ranks], dtype=np.float64)
    found = place > 0
    reciprocal = np.divide(1.0, place, out=np.zeros_like(place), where=found)
    gain = np.divide(1.0, np.log2(1 + place), out=np.zeros_like(place), where=found)

    def mean(values: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> Measure:
        def of(rows: Rows) -> float:
            return float(values[rows].mean())

        return resampled(of, groups)

    return RetrievalScore(
        n=len(queries),
        recall_at_1=mean((place == 1).astype(np.float64)),
        recall_at_5=mean((found & (place <= 5)).astype(np.float64)),
        mrr=mean(reciprocal),
        ndcg_at_10=mean(gain),
    )


def read_unrelated(file: Path) -> list[Question]:
    """Return the questions of other fields, one a line, as questions without a rubric."""
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Question(f"unrelated-{number}", line, "", ()) for number, line in enumerate(lines, 1)]
