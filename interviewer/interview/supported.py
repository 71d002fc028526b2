"""Whether each sentence of a debrief is backed: looked up anew in the transcript, whoever wrote the sentence.

What is quoted stands word for word where the citation says; a verdict is the one that the marks give; every number is
counted again; a key point, a correction or a place is named only where it is cited.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from interviewer.domain.events import Help
from interviewer.domain.grade import Verdict
from interviewer.domain.outcome import outcome_of
from interviewer.domain.state import Interview, Turn
from interviewer.domain.text import visible_line
from interviewer.interview.cited import Citation, Figure, Kind, Sentence, ended, excerpt, in_quotes, number, topic_of
from interviewer.interview.debrief_turns import changed_nothing, verdict_after

_QUESTIONS = re.compile(r"questions? (\d+(?:(?:, | and )\d+)*)", re.IGNORECASE)
_NUMBER = re.compile(rf"\d+|\b(?:{'|'.join(number(value) for value in range(1, 13))})\b", re.IGNORECASE)
_VERDICTS: Mapping[Kind, frozenset[Verdict]] = {
    "strong": frozenset({"covered"}),
    "gap": frozenset({"missing", "contradicted", "partial"}),
}
"""What a sentence of this kind may say of a key point."""
_IF_SAID: Mapping[str, Callable[[Turn], bool]] = {
    "skipped": lambda turn: not turn.answers and turn.closed is not None,
    "waits for its mark": lambda turn: any(answer.grade is None for answer in turn.answers),
    "could not mark": lambda turn: bool(turn.answers) and outcome_of(turn).raw is None,
    "still open": lambda turn: turn.closed is None,
    "nothing new": changed_nothing,
    "with the reason": lambda turn: turn.challenge is not None and turn.challenge.reason is True,
    "held to it": lambda turn: turn.challenge is not None and turn.challenge.held is True,
    "gave in": lambda turn: turn.challenge is not None and turn.challenge.held is False,
    "objected": lambda turn: turn.challenge is not None and turn.challenge.position == "objected",
    "agreed": lambda turn: turn.challenge is not None and turn.challenge.position == "agreed",
}
"""What must hold of every question cited where these words are said."""
_MOST_WEIGHT = ("core", "heart of it", "most of all")
"""What is said of nothing but a question's weightiest key point."""
_LEAST_WORDS = 4
"""A shorter key point or correction may stand in any sentence by chance."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A sentence that is not backed, and why."""

    sentence: Sentence
    why: str


def unsupported(sentences: Sequence[Sentence], state: Interview) -> list[Fault]:
    """Return the faults of a debrief on this interview; each sentence with its first one only."""
    found = ((one, next(_faults(one, state), None)) for one in sentences)
    return [Fault(sentence, why) for sentence, why in found if why]


def _faults(sentence: Sentence, state: Interview) -> Iterator[str]:
    if not sentence.citations:
        yield "nothing is cited"
    for citation in sentence.citations:
        if not 1 <= citation.question <= len(state.turns):
            yield f"there is no question {citation.question}"
            return
        turn = state.turns[citation.question - 1]
        yield from _cited_wrongly(citation, turn, sentence.kind)
    yield from _said_wrongly(sentence, state)


def _cited_wrongly(citation: Citation, turn: Turn, kind: Kind) -> Iterator[str]:
    if citation.answer is not None and not 1 <= citation.answer <= len(turn.answers):
        yield f"question {citation.question} has no answer {citation.answer}"
        return
    if citation.key_point is not None and citation.key_point not in {one.id for one in turn.question.key_points}:
        yield f"question {citation.question} has no key point {citation.key_point}"
        return
    if citation.verdict and citation.verdict != _verdict(citation, turn):
        yield f"{citation.key_point} is {_verdict(citation, turn)}, not {citation.verdict}"
    if citation.verdict and citation.verdict not in _VERDICTS.get(kind, {citation.verdict}):
        yield f"a {kind} sentence cites what is {citation.verdict}"
    if citation.help and citation.help != _help(citation, turn):
        yield f"the answer was not {citation.help}"
    if citation.quote and citation.quote not in _source(citation, turn):
        yield f"{citation.quote!r} does not stand there"
    if citation.misconception and not any(one.id == citation.misconception for one in turn.question.misconceptions):
        yield f"question {citation.question} has no misconception {citation.misconception}"
    if (citation.reply or citation.position) and (
        not turn.challenge or citation.position != turn.challenge.position or citation.reply is None
    ):
        yield "the reply is another"
    passage = turn.question.passages.get(citation.key_point or "")
    place = (passage.document, passage.first_line, passage.last_line) if passage else None
    read = citation.passage
    if read and (read.document, read.first_line, read.last_line) != place:
        yield "no such passage was found for the key point"


def _verdict(citation: Citation, turn: Turn) -> Verdict:
    answers = len(turn.answers) if citation.answer is None else citation.answer
    return verdict_after(turn, answers, citation.key_point or "")


def _help(citation: Citation, turn: Turn) -> Help | None:
    return turn.answers[citation.answer - 1].help if citation.answer else None


def _source(citation: Citation, turn: Turn) -> str:
    """Return the text that a citation points at."""
    if citation.answer is not None:
        return turn.answers[citation.answer - 1].text
    return next((one.text for one in turn.question.misconceptions if one.id == citation.misconception), "")


def _said_wrongly(sentence: Sentence, state: Interview) -> Iterator[str]:
    """Yield what the words say beyond the citations: what is backed is taken out, and the rest looked at."""
    rest = sentence.text
    for quote in (citation.quote for citation in sentence.citations if citation.quote):
        if in_quotes(quote) not in sentence.text:
            yield f"{excerpt(quote)!r} is cited but not said"
        rest = rest.replace(in_quotes(quote), "")
    for citation in sentence.citations:
        for told in _told(citation, state.turns[citation.question - 1]):
            rest = rest.replace(told, "")
    if re.search("[“”]", rest):
        yield "a quote has no citation"
    yield from (f"{words!r} is said but not cited" for words in _rubric(state) if words in rest)
    cited = {citation.question for citation in sentence.citations}
    named = {int(digits) for match in _QUESTIONS.finditer(rest) for digits in re.findall(r"\d+", match[1])}
    yield from (f"question {one} is named but not cited" for one in sorted(named - cited))
    yield from _numbered_wrongly(sentence, _QUESTIONS.sub("", rest), state, cited)
    for words, holds in _IF_SAID.items():
        if words in rest and not all(holds(state.turns[place - 1]) for place in cited):
            yield f"{words!r} is said of what it is not"
    if any(words in rest for words in _MOST_WEIGHT) and not _heaviest(sentence, state):
        yield "another key point weighs more"


def _numbered_wrongly(sentence: Sentence, rest: str, state: Interview, cited: set[int]) -> Iterator[str]:
    said = [_value(match.group()) for match in _NUMBER.finditer(rest)]
    if said != [figure.value for figure in sentence.figures if figure.value]:
        yield f"the numbers {said} are not those cited"
    for figure in sentence.figures:
        if (value := counted(figure, state, cited)) != figure.value:
            yield f"{figure.name} is {value}, not {figure.value}"


def _heaviest(sentence: Sentence, state: Interview) -> bool:
    turns = [(state.turns[one.question - 1].question, one.key_point) for one in sentence.citations if one.key_point]
    return all(asked.key_point(one).weight == max(p.weight for p in asked.key_points) for asked, one in turns)


def _told(citation: Citation, turn: Turn) -> Iterator[str]:
    """Yield what of the bank a citation allows to be said: its key point, its correction, its place, its topic."""
    if citation.key_point and citation.verdict:
        yield ended(turn.question.key_point(citation.key_point).text)
    if citation.misconception:
        yield ended(turn.question.misconception(citation.misconception).correction)
    if citation.passage:
        yield citation.passage.shown
    if topic := topic_of(turn):
        yield from (f" {before} {topic}" for before in ("on", "comes"))


def _rubric(state: Interview) -> Iterator[str]:
    for turn in state.turns:
        texts = [point.text for point in turn.question.key_points]
        texts += [wrong.correction for wrong in turn.question.misconceptions]
        yield from (visible_line(text) for text in texts if len(text.split()) >= _LEAST_WORDS)


def _value(word: str) -> int:
    return int(word) if word.isdigit() else [number(value) for value in range(13)].index(word.lower())


def counted(figure: Figure, state: Interview, cited: set[int]) -> int:
    """Return the number that a figure stands for, counted anew; of the interview, over the questions cited."""
    numbers = {figure.question} if figure.question else cited
    turns = [turn for place, turn in enumerate(state.turns, 1) if place in numbers]
    points = [point for turn in turns for point in outcome_of(turn).points]
    match figure.name:
        case "answered":
            return sum(bool(turn.answers) and outcome_of(turn).raw is not None for turn in turns)
        case "planned":
            return len(state.plan.question_ids) if state.plan else 0
        case "left":
            return (len(state.plan.question_ids) if state.plan else 0) - len(state.turns)
        case "points":
            return len(points)
        case "own":
            return sum(point.verdict == "covered" and point.help == "unaided" for point in points)
        case "helped":
            return sum(point.verdict == "covered" and point.help != "unaided" for point in points)
        case "not own":
            return sum(point.verdict != "covered" or point.help != "unaided" for point in points)
        case "claims":
            return sum(turn.challenge is not None and turn.challenge.position == "objected" for turn in turns)
