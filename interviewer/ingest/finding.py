"""What the lines of a document hold: questions with answers, or prose; and an account of the lines not used."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import takewhile

from interviewer.domain.document import FoundQuestion, Refusal
from interviewer.domain.question import Passage
from interviewer.ingest.answers import AFTER, TITLE, Answer, answers
from interviewer.ingest.broken import incomplete
from interviewer.ingest.candidates import Candidate
from interviewer.ingest.cards import Cards, read_cards
from interviewer.ingest.endings import closes_at, is_closing_title, talks_of_interviews
from interviewer.ingest.headless import after_preamble, drafted, is_announced
from interviewer.ingest.lines import heading_level
from interviewer.ingest.page import Page
from interviewer.ingest.passages import ENOUGH_WORDS, Line, passages
from interviewer.ingest.phrases import Phrases
from interviewer.ingest.select import choose
from interviewer.ingest.tabbed import SETTING
from interviewer.ingest.tables import ROW_EMPTY, Tables, read_tables
from interviewer.ingest.terms import unasked

BEFORE = "before the first question"
NO_ANSWER = "a question without an answer"
CLOSING = "closing words of the page"
ABOUT_INTERVIEWS = "about the reader's interview, not about the subject"
EMPTY_NOTE = "This file holds no text."
DRAFTED_NOTE = (
    "{count} drafted from answers without a question of their own; interview on them by naming this document, and set "
    "`status: accepted` in the files of those that are right."
)
_EVIDENT, _MARKED, _BARE, _NOT_ASKING, _LONE = 0.95, 0.85, 0.7, 0.6, 0.5
_TAIL_SHARE = 2 / 3
_LEAST_ANSWERED = 3
# Where text stands that no question claims, and that may answer without one.
_UNUSED = frozenset({BEFORE, AFTER, TITLE})


@dataclass(frozen=True, slots=True)
class Found:
    """The contents of a document; lines count from 1."""

    questions: tuple[FoundQuestion, ...] = ()
    passages: tuple[Passage, ...] = ()
    refused: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()


def find(page: Page, name: str) -> Found:
    """Return what the page holds; `name` names the document in its passages."""
    if not any(line.strip() for line in page.lines):
        return Found(notes=(EMPTY_NOTE,))
    phrases = Phrases("\n".join(page.lines))
    tables, cards = read_tables(page, phrases), read_cards(page, phrases)
    if any(one.drafted for one in tables.questions):
        tables = read_tables(page, phrases, _told_under_questions(page))
    if tables.questions or cards.questions:
        return _with_entries(page, name, phrases, tables, cards)
    return _find(page, name, phrases)


def _find(page: Page, name: str, phrases: Phrases) -> Found:
    chosen = choose(page)
    found = [answer for answer in answers(page, chosen) if answer.kept or answer.candidate.asks]
    if any(answer.kept for answer in found):
        return _questions(page, name, phrases, found)
    return _prose(page, name, phrases, [answer.candidate for answer in found])


def _told_under_questions(page: Page) -> frozenset[int]:
    """Return the lines (from 0) between a question and the next heading in its answer, on a page of several."""
    found = [answer for answer in answers(page, choose(page)) if answer.kept and answer.candidate.asks]
    told: set[int] = set()
    for answer in found:
        told.update(takewhile(lambda index: page.code[index] or not heading_level(page.lines[index]), answer.kept))
    return frozenset(told) if len(found) >= _LEAST_ANSWERED else frozenset()


def _with_entries(page: Page, name: str, phrases: Phrases, tables: Tables, cards: Cards) -> Found:
    """Read rows of tables and cards, then the rest of the page as if they were not there."""
    taken = (tables.lines if tables.questions else frozenset()) | cards.lines
    rest = Page(tuple("" if i in taken else line for i, line in enumerate(page.lines)), page.markdown)
    other = _find(rest, name, phrases) if any(line.strip() for line in rest.lines) else Found()
    entries = (*tables.questions, *cards.questions)
    rows = [Line(one.first_line, f"{one.question}\n{one.answer}") for one in entries]
    empty = (
        *(Refusal(index + 1, index + 1, ROW_EMPTY) for index in tables.refused),
        *(Refusal(index + 1, index + 1, SETTING) for index in tables.settings),
    )
    cut = [passage for row in rows for passage in passages(name, [row])]
    return Found(
        tuple(sorted((*other.questions, *entries), key=lambda one: (one.question_line, one.first_line))),
        tuple(sorted((*other.passages, *cut), key=lambda one: one.first_line)),
        tuple(sorted((*_without(other.refused, taken), *empty), key=lambda one: one.first_line)),
        (*drafted_note(sum(one.drafted for one in entries)), *other.notes),
    )


def _without(refusals: Sequence[Refusal], taken: Set[int]) -> Iterator[Refusal]:
    """Yield the refusals without the lines `taken` (from 0): these were blank when refusals were joined over blanks."""
    for refusal in refusals:
        start = refusal.first_line
        for line in range(start, refusal.last_line + 2):
            if line > refusal.last_line or line - 1 in taken:
                if start < line:
                    yield Refusal(start, line - 1, refusal.reason)
                start = line + 1


def _questions(page: Page, name: str, phrases: Phrases, found: Sequence[Answer]) -> Found:
    first = found[0].candidate.line
    reasons = {index: page.furniture[index] or BEFORE for index in range(first)}
    cut: list[Passage] = []
    for answer in found:
        reasons.update(answer.left_out)
        if answer.kept:
            cut.extend(passages(name, _answer_lines(page, answer)))
        else:
            reasons[answer.candidate.line] = NO_ANSWER
    kept = [_question(page, answer) for answer in found if answer.kept]
    unused = [index for index in sorted(reasons) if reasons[index] in _UNUSED]
    more = unasked(page, unused, phrases, frozenset(_levels(found)))
    cut.extend(passage for one in more.questions for passage in passages(name, _lines_of(one)))
    notes = (*drafted_note(len(more.questions)), *_missing_note(len(found) - len(kept)))
    return Found(
        tuple(sorted((*kept, *more.questions), key=lambda one: one.question_line)),
        tuple(sorted(cut, key=lambda one: one.first_line)),
        _refusals(page, {index: why for index, why in reasons.items() if index not in more.lines}),
        notes,
    )


def _levels(found: Sequence[Answer]) -> Iterator[int]:
    """Yield the levels of the headings that ask."""
    for answer in found:
        mark = answer.candidate.mark
        if mark.level and mark.family == "heading":
            yield mark.level


def _lines_of(one: FoundQuestion) -> list[Line]:
    texts = one.answer.split("\n")
    return [Line(one.first_line + place, text) for place, text in enumerate(texts)]


def _question(page: Page, answer: Answer) -> FoundQuestion:
    candidate = answer.candidate
    return FoundQuestion(
        number="" if candidate.mark.number is None else str(candidate.mark.number),
        question=candidate.question,
        answer=answer.text,
        first_line=answer.kept[0] + 1,
        last_line=answer.kept[-1] + 1,
        question_line=candidate.line + 1,
        incomplete=incomplete(answer.texts, [page.code[index] for index in answer.kept]),
        confidence=_confidence(candidate),
    )


def _confidence(candidate: Candidate) -> float:
    if candidate.lone:
        return _LONE
    if candidate.evident:
        return _EVIDENT
    if not candidate.asks:
        return _NOT_ASKING
    return _BARE if candidate.mark.family == "bare" else _MARKED


def _answer_lines(page: Page, answer: Answer) -> list[Line]:
    return [Line(index + 1, text, page.code[index]) for index, text in zip(answer.kept, answer.texts, strict=True)]


def _missing_note(missing: int) -> tuple[str, ...]:
    if not missing:
        return ()
    return (f"{missing} question{'s' if missing > 1 else ''} without an answer left out; see what was refused.",)


def _prose(page: Page, name: str, phrases: Phrases, unanswered: Sequence[Candidate]) -> Found:
    announced = is_announced(page) and not unanswered
    reasons = {index: why for index, why in enumerate(page.furniture) if why}
    reasons.update(
        {index: page.furniture[index] or BEFORE for index in range(after_preamble(page) if announced else 0)}
    )
    reasons.update({candidate.line: NO_ANSWER for candidate in unanswered})
    end = _end_of_prose(page)
    reasons.update({index: page.furniture[index] or CLOSING for index in range(end, len(page.lines))})
    reasons.update({index: ABOUT_INTERVIEWS for index in range(end) if _is_aside(page, index, reasons)})
    lines = [
        Line(index + 1, "" if index in reasons else text, page.code[index])
        for index, text in enumerate(page.lines[:end])
    ]
    cut = tuple(passages(name, lines, ENOUGH_WORDS))
    left = [index for index in range(end) if index not in reasons and page.lines[index].strip()]
    found = drafted(page, left, phrases, announced=announced)
    notes = (*drafted_note(len(found)), *_missing_note(len(unanswered)))
    return Found(tuple(found), cut, _refusals(page, reasons), notes)


def drafted_note(count: int) -> tuple[str, ...]:
    """Return what a person is told of so many drafted questions."""
    return (DRAFTED_NOTE.format(count=f"{count} question{'s' if count > 1 else ''}"),) if count else ()


def _end_of_prose(page: Page) -> int:
    """Closing words are looked for in the last third only."""
    total = len(page.lines)
    tail = int(total * _TAIL_SHARE)
    indexes = range(tail, total)
    return next((i for i in indexes if closes_at(page, i) or is_closing_title(page.lines[i])), total)


def _is_aside(page: Page, index: int, reasons: Mapping[int, str]) -> bool:
    return index not in reasons and page.has_text(index) and talks_of_interviews(page.lines[index])


def _refusals(page: Page, reasons: Mapping[int, str]) -> tuple[Refusal, ...]:
    """Join neighbouring lines that have one reason; blank lines between them do not part them."""
    found: list[Refusal] = []
    nearest = -1
    for index in sorted(reasons):
        if not page.lines[index].strip():
            continue
        between = range(nearest + 1, index)
        joined = found and found[-1].reason == reasons[index] and not any(page.lines[i].strip() for i in between)
        start = found.pop().first_line if joined else index + 1
        found.append(Refusal(start, index + 1, reasons[index]))
        nearest = index
    return tuple(found)
