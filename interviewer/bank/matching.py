"""Which question of a document is which file: an edited source question keeps its id, a reordered one is the same."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

SAME_QUESTION = 75.0
"""Character ratio of questions from which they may be one; of the pairs of bundled questions none reaches it."""
RELATED_ANSWER = 60.0
"""Ratio that answers need besides: what an edit left of the old answer. No two bundled references exceed 46."""
SAME_ANSWER = 90.0
"""Ratio of answers from which the question was reworded, however much."""
_TELLING_ANSWER = 40
"""Characters from which an answer speaks for itself; "It depends." answers many questions."""
_MOST_PAIRS = 1_000_000
"""Pairs compared letter by letter, some seconds' work; a document that changed in more is matched by equality alone."""


@dataclass(frozen=True, slots=True)
class Text:
    """A question and its answer, with the hash of the source they came from."""

    question: str
    answer: str
    sha256: str


def match(found: Sequence[Text], known: Sequence[Text]) -> dict[int, int]:
    """Return for places in `found` their places in `known`, each at most once.

    In this order: the same source, the same question, the nearest question whose answer is related, the nearest answer.
    """
    pairs: dict[int, int] = {}
    _pair_equal(pairs, found, known, lambda text: text.sha256, ambiguous=True)
    _pair_equal(pairs, found, known, lambda text: " ".join(text.question.casefold().split()), ambiguous=False)
    _pair_nearest(pairs, found, known)
    return pairs


def left(count: int, taken: Iterable[int]) -> list[int]:
    """Return the places below `count` that are not taken."""
    gone = set(taken)
    return [place for place in range(count) if place not in gone]


def _pair_equal(
    pairs: dict[int, int],
    found: Sequence[Text],
    known: Sequence[Text],
    key: Callable[[Text], Hashable],
    *,
    ambiguous: bool,
) -> None:
    """Pair what has the same key; where several have it, in their order if `ambiguous`, else not at all."""
    ours, theirs = defaultdict[Hashable, list[int]](list), defaultdict[Hashable, list[int]](list)
    for place in left(len(found), pairs):
        ours[key(found[place])].append(place)
    for place in left(len(known), pairs.values()):
        theirs[key(known[place])].append(place)
    for one, places in ours.items():
        others = theirs.get(one, [])
        if ambiguous or len(places) == len(others) == 1:
            pairs.update(zip(places, others, strict=False))


def _pair_nearest(pairs: dict[int, int], found: Sequence[Text], known: Sequence[Text]) -> None:
    ours, theirs = left(len(found), pairs), left(len(known), pairs.values())
    if not theirs or len(ours) * len(theirs) > _MOST_PAIRS:
        return
    questions = {place: known[place].question for place in theirs}
    answers = {place: known[place].answer for place in theirs}
    by_question = []
    for ours_at in ours:
        near = process.extract(
            found[ours_at].question, questions, scorer=fuzz.ratio, score_cutoff=SAME_QUESTION, limit=None
        )
        for _, ratio, theirs_at in near:
            related = fuzz.ratio(found[ours_at].answer, answers[theirs_at])
            if ratio == 100 or related >= RELATED_ANSWER:
                by_question.append((-ratio, -related, ours_at, theirs_at))
    by_answer = [
        (-ratio, 0.0, ours_at, theirs_at)
        for ours_at in ours
        if len(found[ours_at].answer) >= _TELLING_ANSWER
        for _, ratio, theirs_at in process.extract(
            found[ours_at].answer, answers, scorer=fuzz.ratio, score_cutoff=SAME_ANSWER, limit=None
        )
    ]
    used = set(pairs.values())
    for _, _, ours_at, theirs_at in (*sorted(by_question), *sorted(by_answer)):
        if ours_at not in pairs and theirs_at not in used:
            pairs[ours_at] = theirs_at
            used.add(theirs_at)
