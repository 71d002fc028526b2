"""Which of its wordings a question is put in: never the words that this person has heard, while there are others."""

import random
import re
from collections.abc import Iterable, Iterator, Mapping

from interviewer.bank.leaks import leaks
from interviewer.domain.question import Question

_FIRST_PERSON = re.compile(r"\b(?:I|[Mm]y|[Mm]e|[Mm]ine)\b")
_FEWEST_WORDS = 5  # fewer are a query typed into a search box
_ASKS = re.compile(
    r"\b(?:what|which|why|how|when|where|who|compare|contrast|describe|derive|explain|name|show|walk)\b", re.IGNORECASE
)
_LEAST_ASKED = 0.5  # of what the text asks, counted in question words: a narrower wording hides what will be marked


def wording_for(question: Question, heard: Mapping[str, str], seed: int | None = None) -> str | None:
    """Return the words to put a question in, None for its own text.

    `heard` says of each wording when it was last put (ISO 8601). A text that was never put is put as it stands; after
    that the wording that was put longest ago is next, before it those that never were: in the file's order, or in one
    that the seed draws. The same arguments give the same words.
    """
    if question.text not in heard:
        return None
    others = list(spoken_wordings(question))
    if seed is not None:
        random.Random(f"{seed} {question.id}").shuffle(others)  # noqa: S311 - an order of wordings is no secret
    chosen = min((*others, question.text), key=lambda wording: heard.get(wording, ""))
    return None if chosen == question.text else chosen


def spoken_wordings(question: Question) -> Iterator[str]:
    """Yield the paraphrases that an interviewer can say, in the file's order.

    Left out are those that give part of the answer away and, while there are others, those that ask for much less and
    those that only a learner would say: in the first person, or as a bare query.
    """
    safe = [one for one in dict.fromkeys(question.paraphrases) if one != question.text and not leaks(one, question)]
    whole = [one for one in safe if len(_ASKS.findall(one)) >= _LEAST_ASKED * len(_ASKS.findall(question.text))]
    yield from _of_an_interviewer(whole) or _of_an_interviewer(safe) or safe


def _of_an_interviewer(wordings: Iterable[str]) -> list[str]:
    return [
        one
        for one in wordings
        if not _FIRST_PERSON.search(one) and len(one.split()) >= _FEWEST_WORDS and one.rstrip().endswith(("?", "."))
    ]
