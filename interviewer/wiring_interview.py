"""Plans an interview from a person's wish, the bank, what retrieval finds and what was held before."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from interviewer.bank.load import Bank
from interviewer.domain.events import Plan
from interviewer.domain.state import Interview
from interviewer.domain.text import storable
from interviewer.ingest import read_lines
from interviewer.ingest.read import Lines
from interviewer.interview.demands import Demand, demands
from interviewer.interview.plan import FOUND_FOR_A_TOPIC, Order, Wish, as_found, make_plan
from interviewer.interview.target import Match, Paper, Target, quoted
from interviewer.learning.record import record_of
from interviewer.retrieval.library import Library
from interviewer.retrieval.search import NEAR_ENOUGH, Filter

FOUND_BESIDE_A_TARGET = 60
"""The same where only those count that a job description or a CV leads to as well."""
FOUND_FOR_A_LINE = 6
MOST_DEMANDS = 80
"""Of a document; each costs a search. Two densely written pages have fewer."""


def plan_of(wish: Wish, bank: Bank, library: Callable[[], Library], held: Sequence[Interview], now: str) -> Plan:
    """Return the plan for a wish. Raises UsageError when there is nothing to ask."""
    wish = replace(wish, topic=storable(wish.topic) if wish.topic else None, source=_document(wish.source, bank))
    candidates = bank.askable(track=wish.track, source=wish.source)
    found: list[str] | None = None
    varied: Order = as_found
    if wish.topic:
        count = max(wish.count, FOUND_BESIDE_A_TARGET if wish.target else FOUND_FOR_A_TOPIC)
        levels = None if wish.difficulty is None else {wish.difficulty}
        which = Filter(question_ids={question.id for question in candidates}, difficulty=levels)
        found = library().questions_about(wish.topic, count, which)
        varied = library().varied
    return make_plan(wish, candidates, found, record_of(held, bank.current_id), now, varied)


def _document(source: str | None, bank: Bank) -> str | None:
    """Return the document that is meant: its name, or the path that it was read from."""
    if source is None or source in bank.documents:
        return source
    name = Path(source).name
    return name if name in bank.documents else source


def aimed(wish: Wish, job: Path | None, cv: Path | None, bank: Bank, library: Library) -> Wish:
    """Return the wish with the questions found for a job description and a CV; as it was where neither is named.

    Both are read and searched with on this machine; of their text only the short quotes in `Match` are kept. Raises
    DocumentError for a file that cannot be read, and EmbeddingUnavailable.
    """
    papers: dict[Paper, Path | None] = {"job": job, "cv": cv}
    texts = {paper: read_lines(path) for paper, path in papers.items() if path is not None}
    if not texts:
        return wish
    askable = {
        question.id
        for question in bank.askable(track=wish.track, source=wish.source)
        if wish.difficulty in (None, question.difficulty)
    }
    matches = [match for paper, text in texts.items() for match in _matches(paper, text, askable, library)]
    names = {paper: text.name for paper, text in texts.items()}
    return replace(wish, target=Target(tuple(matches), names.get("job"), names.get("cv")))


def _matches(paper: Paper, text: Lines, askable: set[str], library: Library) -> list[Match]:
    return [
        Match(hit.question_id, paper, demand.line, _place(text, demand), quoted(demand.text), hit.score)
        for demand in demands(text.lines)[:MOST_DEMANDS]
        for hit in library.search(demand.text, FOUND_FOR_A_LINE, Filter(question_ids=askable))
        if hit.cosine is not None and hit.cosine >= NEAR_ENOUGH
    ]


def _place(text: Lines, demand: Demand) -> str:
    return f"page {text.places[demand.line - 1]}" if text.pages and text.places else f"line {demand.line}"
