"""How much two stretches of text talk of the same thing, measured by the words they share."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_][\w+#]*(?:[-'’][^\W\d_]\w*)*")
_COMMON_WORDS = (
    "a about above according across after again all almost also although always am among an and another any are "
    "as at back basic be because become becomes been before being below best better between both but by call "
    "called can case common come could did different do does doing done down due during each either else even "
    "ever every example few first follow following follows for from get gets give given gives go goes good had "
    "has have having here how however i if in instead into is it its itself just keep kind known last less let "
    "like likely made main mainly make makes making many may mean means might more most much must near need needs "
    "never new next no non nor not now of off often on once one ones only onto or other others our out over own "
    "per place point popular put rather really refer referred refers right same say second see several shall she "
    "should similar simply since single small so some something still such take taken takes term than that the "
    "their them then there these they thing things third this those though three through thus to together too "
    "towards two type types under until up upon us use used useful uses using usually various very via want was "
    "way ways we well were what when where whether which while who whole whose why will with within without would "
    "yet you your yours there's it's you're don't"
)
_COMMON = frozenset(_COMMON_WORDS.split(" "))
_POSSESSIVE = re.compile(r"['’]s?$")


def stem(word: str) -> str:
    """Return a word in lower case without its possessive and plural endings."""
    bare = _POSSESSIVE.sub("", word.lower()).replace("-", "")
    if len(bare) > 4 and bare.endswith("ies"):
        return bare[:-3] + "y"
    if len(bare) > 3 and bare.endswith("s") and not bare.endswith(("ss", "us", "is")):
        return bare[:-1]
    return bare


def content(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order."""
    return [stem(word) for word in _WORD.findall(text) if word.lower().replace("’", "'") not in _COMMON]


@dataclass(frozen=True, slots=True)
class Rarity:
    """How telling each stem is: the inverse document frequency over the paragraphs of one document."""

    weights: Mapping[str, float]
    unknown: float

    def of(self, stems: Iterable[str]) -> float:
        """Return the summed weight of `stems`."""
        return sum(self.weights.get(one, self.unknown) for one in stems)

    def shared(self, paragraph: Collection[str], before: Collection[str]) -> float:
        """Return the weighted share, in [0, 1], of the paragraph's stems that stand in `before` too."""
        own = set(paragraph)
        total = self.of(own)
        return self.of(own & set(before)) / total if total else 0.0


def rarity(paragraphs: Sequence[str]) -> Rarity:
    """Return the weights log(1 + N/n): N paragraphs, n of which hold the stem."""
    counts = Counter(one for text in paragraphs for one in set(content(text)))
    total = max(len(paragraphs), 1)
    return Rarity({one: math.log1p(total / count) for one, count in counts.items()}, math.log1p(total))
