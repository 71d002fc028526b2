"""Questions back: told from answers, and replied to without a point being given away.

What counts as one is short, asks the interviewer something, and says nothing of the subject: every sentence asks or is
polite, and few words of the rubric stand in it. Whatever else there is makes it an answer, to be marked as one.
"""

import re
from dataclasses import dataclass

from interviewer.bank.leaks import STRICT, leaks
from interviewer.domain.giving_up import says_not_knowing
from interviewer.domain.machine import MAX_CLARIFICATIONS
from interviewer.domain.state import Turn
from interviewer.grading.words import content_words, words
from interviewer.ingest.sentences import sentences
from interviewer.interview.rewording import spoken_wordings

_MOST_WORDS = 30
_MOST_RUBRIC_WORDS = 3  # "do you mean at inference, or while training?" has two or three; a guess at the answer more
_LEAST_ECHO = 4  # words of a line of the interviewer's that is only repeated
_SENTENCE = re.compile(r"[^.?!\n]+[.?!]*")
_ASKS = re.compile(
    r"\b(?:do|did|would) you mean\b(?! that\b)|\bwhat (?:exactly |precisely )?(?:do|did|would|are) you"
    r" (?:mean|expect|want|looking|after|referring)\b|\bwhat (?:is|was) meant\b|\bwhat does .{1,60}\bmean\b"
    r"|\b(?:are|were) you (?:asking|talking|referring|thinking|interested|after|looking)\b"
    r"|(?<!what )\b(?:is|are) (?:this|that|it|the question|your question|we) (?:about|asking|meant|talking|referring)\b"
    r"|\b(?:can|could|would|will) you\b[^?]{0,25}\b(?:repeat|rephrase|reword|restate|clarify|explain|elaborate|say|tell"
    r"|give|define|specify|be more)\b"
    r"|\b(?:can|could|may|should|shall|do) (?:i|we) (?:assume|take it|suppose|answer|talk|focus|hear|have)\b"
    r"|\bin (?:what|which) (?:sense|context|setting|case)\b|\bhow would you (?:answer|put|define)\b"
    r"|\bwhat (?:is|would be|'s) (?:the|a) (?:right|correct|expected|good|best) answer\b"
    r"|^\W*(?:sorry|pardon|excuse me|come again|what|huh|again)\W*\?"
    r"|^\W*(?:please |sorry,? |hm,? )*(?:repeat|rephrase|reword|clarify|say)\b[^.?!]{0,30}"
    r"\b(?:that|it|again|question)\b|[,;] (?:please )?(?:say|repeat) (?:that|it|the question)\b[^,;]{0,15}$"
)
_TURNED = re.compile(
    r"\b(?:not sure|don't (?:quite |really |fully )?(?:know|understand|get|follow)|do not (?:quite |really )?understand"
    r"|didn't (?:quite |really )?(?:get|hear|catch|understand)|unclear to me)\b.{0,40}"
    r"\b(?:you|question|wording|that|this)\b"
)
_POLITE = re.compile(
    r"sorry|please|thanks?|interesting|good|great|question|hm+|well|okay|ok|sure|right|understand|understood|moment|excuse"
    r"|hello|hi|just|quick|quickly|clarify|before|answer|ah|oh|see"
)
_AGAIN = re.compile(r"\b(?:repeat|again|pardon|come again|didn't (?:hear|catch)|have the question)\b")
_TERM = re.compile(r"\b(?:mean|meant) by (.{1,80}?)\W*\?|\bwhat does (.{1,80}?) mean\b", re.IGNORECASE)
_OPEN = (
    "Where that leaves something open, choose an assumption and say which.",
    "I can't say more without giving points away: state what you assume, and answer for that case.",
)
ENOUGH = "Please answer as you understand it; what you hand in next counts as your answer."


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say to a question back, and the wording of the question that it uses, if it uses one."""

    text: str
    wording: str | None = None


def reply_to(text: str, turn: Turn) -> Reply | None:
    """Return the reply to a question back; None where `text` is an answer, or has been replied to often enough."""
    given = len(turn.clarifications)
    if given > MAX_CLARIFICATIONS or not asks_back(text, turn):
        return None
    if given == MAX_CLARIFICATIONS:
        return Reply(ENOUGH)
    asked = text.lower().replace("’", "'")
    wording = None if turn.awaited_follow_up or _AGAIN.search(asked) else _another(turn)
    said = f"In other words: {wording}" if wording else f"{_lead(asked, given)}: {turn.put}"
    term = _in_the_question(text, turn)
    about = f"“{term}” is meant as it stands in the question. " if term else ""
    reply = Reply(f"{about}{said} {_OPEN[given]}", wording)
    free = (turn.put, *(answer.text for answer in turn.answers))
    return Reply(_OPEN[given]) if leaks(reply.text, turn.question, free) else reply


def asks_back(text: str, turn: Turn) -> bool:
    """Say whether `text` only asks something back."""
    if not 0 < len(text.split()) <= _MOST_WORDS or says_not_knowing(text) or _echoes(text, turn):
        return False
    said = [match.group() for match in _SENTENCE.finditer(text.lower().replace("’", "'"))]
    said = [one for one in said if any(char.isalnum() for char in one)]
    asking = [_ASKS.search(one) for one in said]
    before = [one[: ask.start()] if ask else one for ask, one in zip(asking, said, strict=True)]
    return any(asking) and all(map(_is_polite, before)) and not _says_something(text, turn)


def _is_polite(sentence: str) -> bool:
    return _TURNED.search(sentence) is not None or all(
        _POLITE.fullmatch(word.surface) for word in content_words(sentence)
    )


def _says_something(text: str, turn: Turn) -> bool:
    """Say whether words of the rubric stand in it that nobody has put to the candidate, or a claim of it."""
    question = turn.question
    heard = " ".join((question.text, turn.put, *turn.wordings, *turn.hints_put))
    free = {word.key for word in words(heard)}
    claims = [text for point in question.key_points for text in (point.text, *point.accept)]
    claims += [text for wrong in question.misconceptions for text in (wrong.text, wrong.correction)]
    rubric = {word.key for claim in claims for word in content_words(claim)}
    own = {word.key for word in content_words(text)} - free
    return len(own & rubric) > _MOST_RUBRIC_WORDS or leaks(text, question, (heard,), share=STRICT)


def _echoes(text: str, turn: Turn) -> bool:
    """Say whether a whole sentence of the interviewer's stands in it."""
    spoken = " ".join(re.findall(r"\w+", text.casefold()))
    replies = (one.reply for one in turn.clarifications)
    lines = (turn.question.text, turn.asked, *(probe.text for probe in turn.follow_ups), *turn.hints_put, *replies)
    heard = (re.findall(r"\w+", one.casefold()) for line in lines for one in sentences(line))
    return any(len(one) >= _LEAST_ECHO and " ".join(one) in spoken for one in heard)


def _another(turn: Turn) -> str | None:
    put = {turn.asked, turn.question.text, *turn.wordings}
    return next((words for words in spoken_wordings(turn.question) if words not in put), None)


def _lead(asked: str, given: int) -> str:
    if _AGAIN.search(asked):
        return "Once more"
    return "I am asking this" if not given else "What I want to know is this"


def _in_the_question(text: str, turn: Turn) -> str | None:
    """Return the term that is asked about as the question spells it; None where it does not stand there."""
    match = _TERM.search(text)
    term = ((match[1] or match[2]) if match else "").strip(" \"'“”‘’")
    found = re.search(re.escape(term), turn.put, re.IGNORECASE) if term else None
    return found.group() if found else None
