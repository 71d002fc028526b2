"""Transcripts: one speaker asks, the next one answers, each turn behind its speaker's name."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from interviewer.ingest.candidates import Candidate
from interviewer.ingest.lines import heading_level, indent_of, is_rule
from interviewer.ingest.marks import Mark
from interviewer.ingest.page import Page
from interviewer.ingest.requests import is_small_talk, request_of
from interviewer.ingest.sentences import is_question, opens_like_a_question, plain
from interviewer.ingest.turns import ASKERS, Turn, turns_of

TURN = "turn"
INTERJECTED = "said or noted in the middle of an answer"
_LEAST, _LEAST_OF_TWO = 3, 2
_LEAST_WORDS, _MOST_NOD_WORDS, _LEAST_FURTHER_WORDS = 4, 4, 6
_MOST_ECHOED = 8
_SELF = {"you": "i", "your": "my", "yourself": "myself"}
_FAREWELL = re.compile(r"\b(?:thanks?|thank|bye|goodbye|done|cheers)\b", re.IGNORECASE)
_PUT_OFF = re.compile(
    r"\b(?:(?:out of|no|not enough) time|time is up|time['’]s up|(?:keep|save|leave) (?:that|it|this)(?: one)? for"
    r"|skip (?:that|it|this))\b",
    re.I,
)
# Not on the subject: "[18:55 - alarm]", "*(no answer)*", "> Note (SR): …", "[Observer] …", "Break of ten minutes".
_ASIDE = re.compile(
    r"[\s>*_]*(?:[\[(][^\[\]()]{1,200}[\])][*_.\s]*$"
    r"|(?:(?:short|coffee|tea|lunch) )?(?:break|pause|recess|interruption|interrupted|fire (?:alarm|drill))\b"
    r"|\[(?:note|remark|observer|comment)[^\]]{0,30}\][*_]{0,3}:?\s"
    r"|(?:he|she|they|(?:the )?candidate) (?:asked to (?:come back|return|skip|pass)|did not answer|had no answer)\b"
    r"|(?:note|remark|observer|comment)s?(?:\s*\([^)]{1,30}\))?\s*:)",
    re.IGNORECASE,
)


def dialogue(page: Page) -> list[Candidate]:
    """Return the turns that ask and that another speaker answers, where at least three do.

    Fewer count where the one who asks is named for it, or where two speakers take turns through all of the text.
    A question on which nobody speaks any more is returned without an answer.
    """
    turns = turns_of(page)
    names = frozenset(name for turn in turns for name in (turn.who, turn.who.split()[0]))
    leading = _leading(turns)
    found: list[Candidate] = []
    answered: list[Turn] = []
    for place, one in enumerate(turns):
        said = turns[place - 1] if place else None
        other = turns[place + 1] if place + 1 < len(turns) else None
        request = request_of(one.text, names, leads=one.who in leading)
        if other and _PUT_OFF.search(one.text.rpartition("?")[2]):
            other = None
        if (
            not request
            or _echoes(said, one)
            or (other and not _is_aside(other.text) and not _answers(one, other, request))
        ):
            continue
        told = other if other and not _is_aside(other.text) else None
        answered += [one] if told else []
        found.append(_candidate(page, one, request, told))
    least = 1 if any(one.who in ASKERS for one in answered) else _LEAST_OF_TWO if _of_two(page, turns) else _LEAST
    return found if len(answered) >= least else []


def _leading(turns: Sequence[Turn]) -> frozenset[str]:
    """Return who is named for asking, and the one who asks more often than all others together."""
    times = Counter(turn.who for turn in turns if is_question(turn.text))
    most = [who for who, count in times.items() if count >= _LEAST_OF_TWO and 2 * count > times.total()]
    return ASKERS | frozenset(most)


def _of_two(page: Page, turns: Sequence[Turn]) -> bool:
    """Whether two speakers alternate from the first line of the text on, a title aside."""
    alternate = all(one.who != other.who for one, other in pairwise(turns))
    first = page.next_text(0)
    second = None if first is None else page.next_text(first + 1)
    return alternate and len({turn.who for turn in turns}) == 2 and bool(turns) and turns[0].line in (first, second)


def _answers(one: Turn, other: Turn, request: str) -> bool:
    told = one.who != other.who and not is_question(other.text) and len(other.text.split()) >= _LEAST_WORDS
    return told and not is_small_talk(request, other.text)


def _echoes(said: Turn | None, turn: Turn) -> bool:
    """Whether a turn only repeats as a question what was said right before it: "Before you understand it?"."""
    if said is None or said.who == turn.who or opens_like_a_question(turn.text):
        return False
    words = _words(turn.text)
    return bool(words) and len(words) <= _MOST_ECHOED and f" {' '.join(words)} " in f" {' '.join(_words(said.text))} "


def _words(text: str) -> list[str]:
    return [_SELF.get(word, word) for word in re.findall(r"\w+", text.lower())]


def _is_aside(text: str) -> bool:
    return bool(_ASIDE.match(text))


def _candidate(page: Page, one: Turn, request: str, other: Turn | None) -> Candidate:
    mark = Mark(one.line, "bare", None, "", indent_of(page.lines[one.line]), TURN)
    if other is None:
        return Candidate(mark, request, one.text_line + 1, 0, False)
    return Candidate(mark, request, other.text_line, other.column, False)


def ends_of_turns(page: Page, candidates: Sequence[Candidate]) -> Mapping[int, int]:
    """Return by its line where the answer to each candidate that is a turn ends.

    It ends at a rule, a heading, or another speaker's turn, unless that is a nod ("Mm-hm.") and the answer goes on.
    """
    spoken = [one for one in candidates if one.mark.style == TURN]
    if not spoken:
        return {}
    turns = turns_of(page)
    places = {turn.text_line: place for place, turn in enumerate(turns)}
    return {one.line: _end(page, turns, places.get(one.answer_line), one) for one in spoken}


def _end(page: Page, turns: Sequence[Turn], place: int | None, candidate: Candidate) -> int:
    if place is None:
        return candidate.answer_line
    last = place + 1
    while last < len(turns) and (last == place + 1 or turns[last - 1].who == turns[place].who):
        further = turns[last : last + 2]
        if further[0].who == turns[place].who:
            last += 1
        elif (
            len(further) > 1
            and further[1].who == turns[place].who
            and (_is_nod(*further) or _echoes(turns[last - 1], further[0]))
        ):
            last += 2
        else:
            break
    limit = turns[last].line if last < len(turns) else len(page.lines)
    lines = range(candidate.answer_line + 1, limit)
    return next(
        (i for i in lines if not page.code[i] and (is_rule(page.lines[i]) or heading_level(page.lines[i]))), limit
    )


def _is_nod(turn: Turn, following: Turn) -> bool:
    """Whether one only shows that he listens, and the other goes on."""
    if is_question(turn.text) or _FAREWELL.search(turn.text):
        return False
    goes_on = len(following.text.split()) >= _LEAST_FURTHER_WORDS
    return goes_on and len(plain(turn.text).split()) <= _MOST_NOD_WORDS


def within_turns(page: Page, answers: Mapping[int, range]) -> Mapping[int, int | None]:
    """Return what to do with lines of answers, each given by the line where it begins: drop them, or cut their speaker.

    By line: the column at which its text begins, None where nothing of it belongs to the answer.
    """
    if not answers:
        return {}
    turns = turns_of(page)
    speakers = {turn.text_line: turn.who for turn in turns}
    named = {turn.line: turn for turn in turns}
    found: dict[int, int | None] = {}
    for start, lines in answers.items():
        for index in lines:
            turn = named.get(index)
            if turn is None:
                if not page.code[index] and _stands_aside(page, index):
                    found[index] = None
            elif index != start:
                own = turn.who == speakers.get(start)
                found[index] = turn.column if own and turn.text_line == index else None
                if not own:
                    found[turn.text_line] = None
    return found


def _stands_aside(page: Page, index: int) -> bool:
    """Whether a paragraph of one line is an aside."""
    return page.is_blank(index - 1) and page.is_blank(index + 1) and _is_aside(page.lines[index])
