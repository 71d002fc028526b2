"""Questions that no mark opens: with nothing around them, or behind a decoration of the document's own."""

from collections.abc import Set

from interviewer.ingest.candidates import Candidate
from interviewer.ingest.decorations import Decorated, decorated, parted, recurring
from interviewer.ingest.lines import indent_of
from interviewer.ingest.marks import Mark, bare_mark, is_bare_question, is_bare_task
from interviewer.ingest.page import Page

_LEAST_NAMED = 2
_LEAST_BODY = 4


def unmarked_questions(page: Page, least: int) -> list[Candidate]:
    """Return the questions that text stands below, where at least `least` are written alike."""
    found = {one.line: one for one in (*_decorated(page, least), *_bare(page, least))}
    return [found[line] for line in sorted(found)]


def _decorated(page: Page, least: int) -> list[Candidate]:
    """Return the lines that ask behind a decoration that recurs, and those that it names as questions without asking.

    A decoration whose lines mostly stand right above one another is that of a list, not of questions with answers.
    """
    lines = [index for index in range(len(page.lines)) if page.has_text(index) and not page.code[index]]
    found = recurring({index: one for index in lines if (one := decorated(page.lines[index]))})
    named = {one.before for one in found.values() if one.is_named}
    for index in lines:
        one = parted(page.lines[index]) if index not in found else None
        if one and one.before in named and one.is_named and one.text and _is_alone(page, index):
            found[index] = one
    kept: dict[int, Decorated] = {}
    for shape in {(one.before, one.behind) for one in found.values()}:
        group = {index: one for index, one in found.items() if (one.before, one.behind) == shape}
        answered = {index: one for index, one in group.items() if _stands_answered(page, index, set(found))}
        if 3 * len(answered) >= 2 * len(group):
            kept |= answered
    enough = min(least, _LEAST_NAMED) if any(one.is_named for one in kept.values()) else least
    return [_decorated_candidate(page, index, one) for index, one in kept.items()] if len(kept) >= enough else []


def _is_alone(page: Page, index: int) -> bool:
    return page.is_blank(index - 1) and page.is_blank(index + 1)


def _decorated_candidate(page: Page, index: int, one: Decorated) -> Candidate:
    mark = Mark(index, "bare", one.number, one.text, indent_of(page.lines[index]), "decorated")
    return Candidate(mark, one.text, index + 1, 0, False)


def _bare(page: Page, least: int) -> list[Candidate]:
    """Questions that stand alone; where there are enough of them, tasks that stand alone count too."""
    every = range(len(page.lines))
    questions = {index for index in every if is_bare_question(page, index)}
    if sum(_stands_answered(page, index, questions) for index in questions) < least:
        return []
    opening = questions | {index for index in every if is_bare_task(page, index)}
    lines = [index for index in sorted(opening) if _stands_answered(page, index, opening)]
    return [bare_candidate(page, line) for line in lines]


def bare_candidate(page: Page, line: int) -> Candidate:
    """Return a candidate for a question without any mark."""
    mark = bare_mark(page, line)
    return Candidate(mark, mark.text, line + 1, 0, False)


def _stands_answered(page: Page, index: int, opening: Set[int]) -> bool:
    following = page.next_text(index + 1)
    if following is None or following in opening:
        return False
    text = page.lines[following]
    return len(text.split()) >= _LEAST_BODY or text.endswith(":")
