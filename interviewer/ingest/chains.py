"""Consecutive numbering: which numbered lines are the document's questions and which are lists inside answers.

The best chain is found by dynamic programming over weights: each candidate brings a weight by its
evidence, and leaving the order 1, 2, 3, … costs. The weights are a judgement, set on documents of each
convention; what matters is their order: an answer label outweighs any break in the numbering, the shape
of a question outweighs a missing number, and a list of a few items never pays for its restart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from interviewer.ingest.candidates import Candidate
from interviewer.ingest.sentences import is_question

_EVIDENT = 4.0
_QUESTION, _TASK = 2.0, 1.5
_NO_BODY = 0.5
_FILLER = 0.4
_LABELLED_PLAIN = 1.0
_SKIPPED, _FURTHEST_SKIP = 0.5, 3
_REPEATED = 1.0
_RESTART, _JUMP = 4.0, 2.5
_LATE_START = 0.5
_SAME_STYLE, _STYLES_KEPT = 0.3, 4
_LONGEST_FILLER = 25


@dataclass(frozen=True, slots=True)
class Node:
    """A numbered candidate with whether text follows before the next question."""

    candidate: Candidate
    has_body: bool

    @property
    def number(self) -> int:
        """The number, 0 where there is none."""
        return self.candidate.mark.number or 0

    @property
    def weight(self) -> float:
        """How much speaks for it; 0 when nothing does."""
        candidate = self.candidate
        if candidate.evident:
            return _EVIDENT
        if candidate.asks:
            shape = _QUESTION if is_question(candidate.question) else _TASK
            return shape if self.has_body else _NO_BODY
        if not self.has_body:
            return 0.0
        if candidate.mark.family == "labelled":
            return _LABELLED_PLAIN
        return _FILLER if len(candidate.question.split()) <= _LONGEST_FILLER else 0.0

    @property
    def is_filler(self) -> bool:
        """Whether only its number speaks for it."""
        return self.weight in (_FILLER, _NO_BODY)


@dataclass(frozen=True, slots=True)
class _Path:
    score: float
    node: Node
    before: "_Path | None"


@dataclass(slots=True)
class _Search:
    ends: dict[int, dict[str, _Path]] = field(default_factory=dict)
    best: _Path | None = None

    def add(self, node: Node) -> None:
        score, before = self._best_way(node)
        path = _Path(score + node.weight, node, before)
        held = self.ends.setdefault(node.number, {})
        style = node.candidate.mark.style
        if style not in held or path.score >= held[style].score:
            held[style] = path
        if len(held) > _STYLES_KEPT:
            del held[min(held, key=lambda each: held[each].score)]
        if self.best is None or path.score >= self.best.score:
            self.best = path

    def _best_way(self, node: Node) -> tuple[float, _Path | None]:
        ways: list[tuple[float, _Path | None]] = [(0.0 if node.number <= 1 else -_LATE_START, None)]
        for skipped in range(-1, _FURTHEST_SKIP):
            repeated = _REPEATED if node.candidate.evident else _JUMP
            cost = repeated if skipped < 0 else skipped * _SKIPPED
            for style, path in self.ends.get(node.number - 1 - skipped, {}).items():
                alike = _SAME_STYLE if style == node.candidate.mark.style else 0.0
                ways.append((path.score - cost + alike, path))
        if self.best:
            cost = _RESTART if node.number <= 1 and not node.candidate.evident else _JUMP
            ways.append((self.best.score - cost, self.best))
        return max(ways, key=lambda way: way[0])


def best_chain(nodes: Sequence[Node]) -> list[Node]:
    """Return the nodes, in order, that are most likely the numbered questions; [] when none asks anything."""
    search = _Search()
    for node in nodes:
        if node.weight > 0:
            search.add(node)
    chain: list[Node] = []
    path = search.best
    while path:
        chain.append(path.node)
        path = path.before
    return _trimmed(chain[::-1])


def _trimmed(chain: list[Node]) -> list[Node]:
    """Drop what hangs on at the end by its number alone, and fillers that look unlike the rest."""
    styles = {node.candidate.mark.style for node in chain if not node.is_filler}
    kept = [node for node in chain if not node.is_filler or node.candidate.mark.style in styles]
    while kept and kept[-1].is_filler and not kept[-1].candidate.asks:
        kept.pop()
    while kept and kept[0].is_filler and not kept[0].candidate.asks:
        kept.pop(0)
    return _without_foreign_ends(kept)


def _without_foreign_ends(chain: list[Node]) -> list[Node]:
    """Where nearly every question has an answer label, an end without one must look exactly like the rest."""
    evident = [node for node in chain if node.candidate.evident]
    if len(evident) < 3 or len(evident) < 0.6 * len(chain):
        return chain
    styles = {node.candidate.mark.style for node in evident}
    while chain and not chain[-1].candidate.evident and chain[-1].candidate.mark.style not in styles:
        chain = chain[:-1]
    while chain and not chain[0].candidate.evident and chain[0].candidate.mark.style not in styles:
        chain = chain[1:]
    return chain


def follows(before: Candidate, after: Candidate) -> bool:
    """Whether two numbered candidates are neighbours in the numbering, so that no question stands between them."""
    first, second = before.mark, after.mark
    if first.number is None or second.number is None or first.family != second.family:
        return False
    return 0 < second.number - first.number <= _FURTHEST_SKIP
