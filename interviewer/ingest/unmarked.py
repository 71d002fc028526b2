"""Questions that no mark opens: with nothing around them, or behind a decoration of the document's own."""

from collections.abc import Set
from dataclasses import replace

from interviewer.ingest.apart import apart, comments_start
from interviewer.ingest.candidates import Candidate
from interviewer.ingest.decorations import Decorated, decorated, parted, recurring
from interviewer.ingest.lines import indent_of, is_bullet
from interviewer.ingest.marks import Mark, bare_mark, is_bare_question, is_bare_task
from interviewer.ingest.page import Page
from interviewer.ingest.sentences import asks, is_question, opens_like_a_question, sentences

_LEAST_NAMED = 2
_LEAST_BODY = 4
_LONGEST_STATEMENT = 12
_LONGEST_LINE, _MOST_WRAPPED = 200, 3


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
        if one and one.before in named and _is_short(one.text) and _is_alone(page, index):
            found[index] = one
    kept: dict[int, Decorated] = {}
    groups: dict[tuple[str, str], dict[int, Decorated]] = {}
    for index, one in found.items():
        groups.setdefault((one.before, one.behind), {})[index] = one
    for group in groups.values():
        answered = {
            index: one
            for index, one in group.items()
            if _stands_answered(page, index, found.keys()) and not _is_step(page, index, one)
        }
        if 3 * len(answered) >= 2 * len(group):
            kept |= answered
    enough = min(least, _LEAST_NAMED) if any(one.is_named for one in kept.values()) else least
    return [_decorated_candidate(page, index, one) for index, one in kept.items()] if len(kept) >= enough else []


def _is_step(page: Page, index: int, one: Decorated) -> bool:
    """Whether a task has text of the same look right below it: it is one step of several, not what they answer."""
    following = page.next_text(index + 1)
    if is_question(one.text) or not one.before or following is None:
        return False
    below = parted(page.lines[following])
    return below is not None and below.before == one.before and not asks(below.text)


def _is_short(text: str) -> bool:
    return 0 < len(text.split()) <= _LONGEST_STATEMENT and not text.endswith((".", ":", ";", ","))


def _is_alone(page: Page, index: int) -> bool:
    return page.is_blank(index - 1) and page.is_blank(index + 1)


def _decorated_candidate(page: Page, index: int, one: Decorated) -> Candidate:
    mark = Mark(index, "bare", one.number, one.text, indent_of(page.lines[index]), "decorated")
    return Candidate(mark, one.text, index + 1, 0, False)


def _bare(page: Page, least: int) -> list[Candidate]:
    """Questions that stand alone; where there are enough of them, tasks that stand alone count too."""
    comments = comments_start(page)
    ends = {i: end for i in range(comments) if (end := _end_of_question(page, i)) is not None}
    questions = set(ends)
    if sum(_stands_answered(page, end, questions) for end in ends.values()) < least:
        return []
    ends = {i: end for i in range(comments) if i not in questions and (end := apart(page, i)) is not None} | ends
    questions = set(ends)
    tasks = {index: index for index in range(comments) if index not in ends and is_bare_task(page, index)}
    opening = questions | tasks.keys()
    asked = {index: end for index, end in (ends | tasks).items() if _stands_answered(page, end, opening)}
    return [_wrapped(page, index, asked[index]) for index in sorted(asked)]


def _end_of_question(page: Page, index: int) -> int | None:
    """Return the last line of the question that begins at a line, None where none does.

    One that runs over several lines opens a paragraph, or stands below a line without letters, as a page's number is.
    """
    if is_bare_question(page, index):
        return index
    line = page.lines[index].strip()
    opens = line[:1].isupper() and len(line) <= _LONGEST_LINE and opens_like_a_question(line)
    above = page.lines[index - 1] if index else ""
    if not opens or any(map(str.isalpha, above)) or line[-1] in ".?!:;" or not page.has_text(index):
        return None
    for end in range(index + 1, min(index + _MOST_WRAPPED, len(page.lines))):
        if not page.has_text(end) or page.code[end] or is_bullet(page.lines[end]):
            return None
        if is_question(page.lines[end]):
            return end if len(sentences(" ".join(page.lines[index : end + 1]))) == 1 else None
    return None


def _wrapped(page: Page, line: int, end: int) -> Candidate:
    found = bare_candidate(page, line)
    if end == line:
        return found
    asked = " ".join([found.question, *(page.lines[index].strip() for index in range(line + 1, end + 1))])
    return replace(found, question=asked, answer_line=end + 1)


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
