"""Follow-ups that take up the answer: a model repeats a clause of it as reported speech, and the written words follow.

A small model that is asked for the whole follow-up in its own words leaves out half of what is asked, or answers it.
Here it turns one sentence round, in two or three seconds; code picks the sentence, and checks that nothing was added.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from interviewer.bank.leaks import STRICT, leaks
from interviewer.domain.state import Turn
from interviewer.embedding.model import TextEncoder
from interviewer.grading.words import Word, lexicon, likeness, words
from interviewer.interview.thread import thread_in
from interviewer.interview.wording import Errand, Line, Way, first_line
from interviewer.llm.prompts import neutral_line, untrusted

_MOST_CLAUSE = 200  # characters; the longest clause of eighteen words has fewer
_MOST_WORDS = 26
_OPENING = "You said "
_ADDRESS = frozenset(("said", "you", "your", "yourself", "yours"))
_SAME = 0.85  # likeness of a word that stands for another: a typo mended, an abbreviation written out
_KEPT = 0.75  # of the clause's content words: with fewer something else was said
_FIRST_PERSON = re.compile(r"\b(?:I am|I['’]m|I was|I|me|my|mine|myself)\b")
_SECOND_PERSON = {
    "I am": "you are", "I'm": "you're", "I’m": "you’re", "I was": "you were", "I": "you", "me": "you", "my": "your",
    "mine": "yours", "myself": "yourself",
}  # fmt: skip
"""A small model often leaves the first person as it is."""
_CAPITAL = re.compile(r"(?<=^You said that )[A-Z][a-z]+\b")
_QUOTE = re.compile(r"[?\"“”]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def take_up(encoder: Callable[[], TextEncoder]) -> Way:
    """Have the model see one clause of the answer, nothing more: for one that is small."""

    def way(turn: Turn, written: str) -> Errand | None:
        probe = turn.awaited_follow_up
        thread = thread_in(turn, probe.asks_for, encoder()) if probe else None
        if thread is None:
            return None
        field = untrusted(thread, _MOST_CLAUSE)
        inputs = {"clause": neutral_line(field.text, _MOST_CLAUSE), "nonce": field.nonce}
        return Errand(inputs, lambda said: _line(said, thread, turn, written))

    return way


def _line(said: str, thread: str, turn: Turn, written: str) -> Line:
    lead = _small(_turned(first_line(said).rstrip(".… ")), turn)
    line = f"{lead}. {written}"
    fault = fault_of_lead(lead, thread)
    if fault is None and leaks(line, turn.question, [turn.asked, *turn.wordings, *_answers(turn)], share=STRICT):
        fault = "gives the answer away"
    return Line(line, fault)


def fault_of_lead(lead: str, clause: str) -> str | None:
    """Return why `lead` may not stand for "You said" and `clause`, None where it may."""
    if not lead.startswith(_OPENING) or _QUOTE.search(lead):
        return "is no reported speech"
    if len(lead.split()) > _MOST_WORDS:
        return f"has more than {_MOST_WORDS} words"
    told, given = words(lead), words(clause)
    if _numbers(lead) != _numbers(clause) or _negations(told) != _negations(given):
        return "turns the answer round"
    own = [one for one in told if one.content and one.surface.split("'")[0] not in _ADDRESS]
    theirs = [one for one in given if one.content and not one.surface.startswith("i'")]
    if not all(_stands(one, theirs) for one in own):
        return "adds to the answer"
    if sum(_stands(one, own) for one in theirs) < _KEPT * len(theirs):
        return "leaves out what was said"
    return None


def _answers(turn: Turn) -> list[str]:
    return [one.text for one in turn.answers]


def _turned(lead: str) -> str:
    return _FIRST_PERSON.sub(lambda word: _SECOND_PERSON[word[0]], lead)


def _small(lead: str, turn: Turn) -> str:
    """Return `lead` with the clause's first word in small letters where the answer or the question's file has it so."""
    known = " ".join((*_answers(turn), turn.question.text, turn.question.reference)).split()
    return _CAPITAL.sub(lambda word: word[0].lower() if word[0].lower() in known else word[0], lead)


def _stands(word: Word, among: Sequence[Word]) -> bool:
    return any(max(likeness(word, one), likeness(one, word)) >= _SAME for one in among)


def _negations(told: Sequence[Word]) -> int:
    negators = lexicon().negators
    return sum(one.surface in negators for one in told)


def _numbers(text: str) -> Counter[str]:
    return Counter(_NUMBER.findall(text))
