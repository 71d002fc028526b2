"""Why two questions cannot ask the same, however alike they read, and what speaks against it."""

from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.bank.asked import Asked, lists
from interviewer.bank.telling import lacks, names_another, unsaid

_COMPARING = "comparison"
_ONE_PATTERN = 0.4  # share of subject words in common (Dice) from which two questions are cut to one pattern
_MOST_WORDS = 3
_SHORT_RUN = 2  # words that one question may have in the place of another's and still ask "the same of a sibling"


@dataclass(frozen=True, slots=True)
class Against:
    """What speaks against two questions asking the same, and does not settle it; None where there is nothing."""

    aspect: str | None
    """Only one asks when, or for an aspect: a remedy, a comparison, a computation."""
    narrowed: str | None
    """A word before one that both name makes it another thing."""
    substituted: str | None
    """The leading phrases have each a word that the other question lacks."""
    exchanged: str | None
    """Most words are the same, and each has one or two of its own."""
    unsettled: str | None = None
    """`aspect` or `exchanged`, where an answer that would settle it is missing."""
    lacking: float = 0.0
    """How many words of its subject the other lacks, for the one of which that is fewer; three at most, as a share."""
    another: float = 0.0
    """How many words of both stand for something that the other is not about; three at most, as a share."""

    @property
    def reason(self) -> str | None:
        """The first of them."""
        found = (self.aspect, self.narrowed, self.substituted, self.exchanged)
        return next((reason for reason in found if reason), None)


def forbidding(left: Asked, right: Asked) -> str | None:
    """Return why two questions cannot ask the same, None where nothing forbids it.

    `eval/fit_duplicates.py` prints how many pairs that ask the same it parts.
    """
    return (
        _rivals(left, right)
        or _opposites(left, right)
        or _numbers(left, right)
        or _negation(left, right)
        or _turned(left, right)
        or _unanswered(left, right)
    )


def _unanswered(left: Asked, right: Asked) -> str | None:
    """Without any answer, an aspect that one alone asks for decides, and so do words that change places."""
    bare = left.answer is None and right.answer is None
    return (_aspects(left, right) or _exchanged(left, right)) if bare else None


def against(left: Asked, right: Asked) -> Against:
    """Return what speaks against two questions asking the same."""
    mine = [word for word in left.subject if lacks(right, word)]
    its = [word for word in right.subject if lacks(left, word)]
    another = sum(names_another(right, word) for word in mine) + sum(names_another(left, word) for word in its)
    aspect, exchanged = _aspects(left, right), _exchanged(left, right)
    answered = left.answer is not None and right.answer is not None
    return Against(
        aspect=aspect,
        narrowed=_narrowed(left, right),
        substituted=_replaced(left, right, (left.core, right.core)),
        exchanged=exchanged,
        unsettled=None if answered else aspect or exchanged,
        lacking=min(len(mine), len(its), _MOST_WORDS) / _MOST_WORDS,
        another=min(another, _MOST_WORDS) / _MOST_WORDS,
    )


def _rivals(left: Asked, right: Asked) -> str | None:
    mine, its = left.words & lists().rival_words, right.words & lists().rival_words
    if mine <= its or its <= mine:
        return None
    for rivals in lists().rivals:
        one, other = (left.words & rivals) - right.words, (right.words & rivals) - left.words
        if one and other:
            return f"{min(one)} against {min(other)}"
    return None


def _opposites(left: Asked, right: Asked) -> str | None:
    if lists().opposite_words.isdisjoint(left.words) or lists().opposite_words.isdisjoint(right.words):
        return None
    for first, second in lists().opposites:
        for one, other in ((left.words, right.words), (right.words, left.words)):
            if one & first and other & second and not one & second and not other & first:
                return f"{min(one & first)} against {min(other & second)}"
    return None


def _numbers(left: Asked, right: Asked) -> str | None:
    apart = left.numbers ^ right.numbers
    return f"{min(apart)} in one alone" if apart and left.numbers and right.numbers else None


def _aspects(left: Asked, right: Asked) -> str | None:
    if left.when != right.when:
        return "only one asks when"
    apart = left.aspects ^ right.aspects
    if _COMPARING in apart and not _compares_more(left, right):
        apart -= {_COMPARING}
    besides = left.first_aspects <= right.aspects and right.first_aspects <= left.aspects
    return f"only one asks for {min(apart)}" if apart and not besides else None


def _compares_more(left: Asked, right: Asked) -> bool:
    """Whether the one that compares names something that the other does not: "L1 and L2" against "L1"."""
    comparing, plain = (left, right) if _COMPARING in left.aspects else (right, left)
    return any(lacks(plain, word) for word in comparing.subject)


def _negation(left: Asked, right: Asked) -> str | None:
    alike = set(left.subject) == set(right.subject)
    return "one of them is negated" if alike and left.negated != right.negated else None


def _turned(left: Asked, right: Asked) -> str | None:
    """ "A worse than B" against "B worse than A"."""
    if left.than is None or right.than is None:
        return None
    (one, over), (other, under) = left.than, right.than
    return "the comparison is turned round" if (one - other) & under and (other - one) & over else None


def _narrowed(left: Asked, right: Asked) -> str | None:
    """A word before one that both name makes it another thing: "truncated backpropagation"."""
    for one, other in ((left, right), (right, left)):
        for before, named in zip(one.core, one.core[1:], strict=False):
            if named in other.core and lacks(other, before) and unsaid(other, before):
                return f"{before} {named} in one alone"
    return None


def _exchanged(left: Asked, right: Asked) -> str | None:
    """Most words in common, and anywhere in each a word or two of its own: "for images" and "for text"."""
    alike = shared(left.subject, right.subject) >= _ONE_PATTERN
    return _replaced(left, right, (left.subject, right.subject)) if alike else None


def _replaced(left: Asked, right: Asked, parts: tuple[Sequence[str], Sequence[str]]) -> str | None:
    """Each part has a word or two that the other question lacks, and one of them names another thing."""
    one = [word for word in parts[0] if lacks(right, word)]
    other = [word for word in parts[1] if lacks(left, word)]
    if not one or not other or max(len(one), len(other)) > _SHORT_RUN:
        return None
    another = any(names_another(right, word) for word in one) or any(names_another(left, word) for word in other)
    return f"{one[0]} against {other[0]}" if another else None


def shared(left: Sequence[str], right: Sequence[str]) -> float:
    """Return the share of words in common (Dice), 0 for none on either side."""
    return 2 * len(set(left) & set(right)) / (len(left) + len(right)) if left or right else 0.0
