"""Drafts key points where a row has only a reference answer: one for each sentence that says something."""

from interviewer.domain.question import KeyPoint
from interviewer.grading.clauses import Cut, Span, cut
from interviewer.grading.words import content_words

MOST_POINTS = 7
_FEWEST_WORDS = 2  # content words that the question does not already say
_SPLIT_FROM = 14  # content words from which a lone sentence is taken clause by clause


def draft_key_points(reference: str, question: str = "") -> tuple[KeyPoint, ...]:
    """Return at most seven key points of weight 1, in the reference's order; none for an empty reference."""
    known = frozenset(word.key for word in content_words(question))
    spans = _candidates(reference, cut(reference))
    telling = [(len(_own(span.of(reference), known)), span) for span in spans]
    kept = [pair for pair in telling if pair[0] >= _FEWEST_WORDS]
    chosen = sorted(kept, key=lambda pair: (-pair[0], pair[1].start))[:MOST_POINTS]
    texts = [" ".join(span.of(reference).split()) for _, span in sorted(chosen, key=lambda pair: pair[1].start)]
    if not texts and reference.strip():
        texts = [" ".join(reference.split())]
    return tuple(KeyPoint(f"point-{number}", 1, text) for number, text in enumerate(texts, 1))


def _candidates(reference: str, pieces: Cut) -> list[Span]:
    if len(pieces.sentences) == 1 and len(content_words(reference)) >= _SPLIT_FROM:
        return [clause.span for clause in pieces.clauses]
    return list(pieces.sentences)


def _own(text: str, known: frozenset[str]) -> frozenset[str]:
    return frozenset(word.key for word in content_words(text)) - known
