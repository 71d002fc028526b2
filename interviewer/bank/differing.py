"""Why two questions cannot ask the same, however alike they read."""

from collections.abc import Sequence

from interviewer.bank.asked import Asked, lists
from interviewer.bank.telling import lacks, names_another, unsaid

_COMPARING = "comparison"
_ONE_PATTERN = 0.4  # share of subject words in common (Dice) from which two questions are cut to one pattern
_SHORT_RUN = 2  # words that one question may have in the place of another's and still ask "the same of a sibling"


def differing(left: Asked, right: Asked, *, strictly: bool = False) -> str | None:
    """Return why two questions cannot ask the same, None where nothing forbids it.

    `strictly`, what only one of them asks besides forbids it too, and so do words of everyday English.
    """
    return (
        _rivals(left, right)
        or _opposites(left, right)
        or _numbers(left, right)
        or _aspects(left, right, strictly=strictly)
        or _negation(left, right)
        or _turned(left, right)
        or _narrowed(left, right)
        or _substituted(left, right, strictly=strictly)
        or _exchanged(left, right, strictly=strictly)
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


def _aspects(left: Asked, right: Asked, *, strictly: bool) -> str | None:
    if left.when != right.when:
        return "only one asks when"
    apart = left.aspects ^ right.aspects
    if _COMPARING in apart and not _compares_more(left, right):
        apart -= {_COMPARING}
    besides = left.first_aspects <= right.aspects and right.first_aspects <= left.aspects
    return f"only one asks for {min(apart)}" if apart and (strictly or not besides) else None


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


def _substituted(left: Asked, right: Asked, *, strictly: bool) -> str | None:
    """Two phrases, each with a word that the other question does not have at all."""
    return _replaced(left, right, (left.core, right.core), strictly=strictly)


def _exchanged(left: Asked, right: Asked, *, strictly: bool) -> str | None:
    """Most words in common, and anywhere in each a word or two of its own: "for images" and "for text"."""
    alike = shared(left.subject, right.subject) >= _ONE_PATTERN
    return _replaced(left, right, (left.subject, right.subject), strictly=strictly) if alike else None


def _replaced(left: Asked, right: Asked, parts: tuple[Sequence[str], Sequence[str]], *, strictly: bool) -> str | None:
    one = [word for word in parts[0] if lacks(right, word)]
    other = [word for word in parts[1] if lacks(left, word)]
    if not one or not other or max(len(one), len(other)) > _SHORT_RUN:
        return None
    tells = unsaid if strictly else names_another
    another = any(tells(right, word) for word in one) or any(tells(left, word) for word in other)
    return f"{one[0]} against {other[0]}" if another else None


def shared(left: Sequence[str], right: Sequence[str]) -> float:
    """Return the share of words in common (Dice), 0 for none on either side."""
    return 2 * len(set(left) & set(right)) / (len(left) + len(right)) if left or right else 0.0
