"""Tells shuffled words from speech by the little words: nobody writes "the of", and no sentence ends in "a".

Where capitals and full stops were shuffled along, they tell as well: sentences begin and end in the middle of others.
"""

import re
from itertools import pairwise

_TOKEN = re.compile(r"[A-Za-z']+|[.,;:!?()]|\S")
_DETERMINERS = frozenset(("a", "an", "the"))
_PREPOSITIONS = frozenset(("of", "by", "with", "from", "into"))
_VERBS = frozenset(("is", "are", "was", "were", "has", "have"))
_LINKS = frozenset(("of", "by", "into", "so", "because", "than"))
_OTHERS = "with from in to at for and or but the an that it they if as on . , ; : ! ? )"
_NEVER_AFTER_DETERMINER = _VERBS | _LINKS | frozenset(_OTHERS.split())
_NEVER_AFTER_PREPOSITION = _VERBS | _LINKS
# Of 13,254 answers in the public sets that people marked, 20 go past either pair; of 200 references nine in ten do with
# their words shuffled, two in three with their pairs of words shuffled (`tests/grading/test_salad.py`).
_FEW, _OFTEN = 2, 0.2
_MORE, _SOMETIMES = 3, 0.08
_OPENERS = (
    "The An In On At For With From By To Of As If When While Since Because So But And Or It Its They This That These "
    "Those Then There Each Every After Before Without Under Over Such Next Here How What Why Which Where Thus Hence "
    "Also Once Two One Not We You Their Most Many Some All Both"
)
_STRAY_OPENER = re.compile(rf"(?<=[a-z0-9)]) +(?:{'|'.join(_OPENERS.split())})\b(?! ?[=(])")
_LOST_END = re.compile(r"(?<!e\.g)(?<!i\.e)[a-z)]{2}\. +[a-z]")
# No answer of those 13,254, and of our own sets none either, has both; of 200 references with pairs shuffled all have.
_STRAYS, _LOST = 1, 2
_FILLER = re.compile(r"\b(?:u[hm]+|erm?|hmm+|like|you know|i mean|sort of|kind of)\b,? *", re.IGNORECASE)
"""What speakers put between any two words, sentences too."""
_STUTTER = re.compile(r"\b([A-Za-z']+), +(?=\1\b)", re.IGNORECASE)
_LONG = 24  # words; a shorter text may repeat itself
_REPEATED = 0.2  # share of the commonest pair of words; tables in words come near it, joined key words reach 0.25


def is_word_salad(answer: str) -> bool:
    """Say whether little words stand where they cannot, or beginnings and ends of sentences: the text is shuffled."""
    said = _STUTTER.sub("", _FILLER.sub("", answer))
    if len(_STRAY_OPENER.findall(said)) >= _STRAYS and len(_LOST_END.findall(said)) >= _LOST:
        return True
    openers = broken = 0
    for word, following in pairwise([*_TOKEN.findall(said), "."]):
        small = word.lower()
        if small in _DETERMINERS and word != "A":  # "A" also names a matrix, or starts a list
            openers += 1
            named = small == "a" and not following.isalpha()  # the a of d(a, b)
            broken += following.lower() in _NEVER_AFTER_DETERMINER and not named
        elif small in _PREPOSITIONS:
            openers += 1
            broken += following.lower() in _NEVER_AFTER_PREPOSITION
    return (broken >= _FEW and broken >= _OFTEN * openers) or (broken >= _MORE and broken >= _SOMETIMES * openers)


def is_repetitive(answer: str) -> bool:
    """Say whether a few words come again and again: a phrase that joins key words, or one word fifty times."""
    spoken = [word.lower() for word in re.findall(r"[^\W\d_]{2,}", answer)]
    if len(spoken) < _LONG:
        return False
    pairs: dict[tuple[str, str], int] = {}
    for pair in pairwise(spoken):
        pairs[pair] = pairs.get(pair, 0) + 1
    return max(pairs.values()) > _REPEATED * len(spoken)
