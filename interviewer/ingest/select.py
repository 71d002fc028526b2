"""Decides which candidates are the document's questions, convention by convention."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from interviewer.ingest.candidates import Candidate, find_candidates
from interviewer.ingest.chains import Node, best_chain, follows
from interviewer.ingest.decorations import undecorated
from interviewer.ingest.dialogue import dialogue
from interviewer.ingest.endings import is_closing_title
from interviewer.ingest.later import later_start
from interviewer.ingest.lines import heading_level, is_bullet, is_title
from interviewer.ingest.marks import FOLDED, bold_lines, is_bare_question
from interviewer.ingest.nested import nested_questions
from interviewer.ingest.page import Page
from interviewer.ingest.sentences import is_question, opens_like_a_question, plain
from interviewer.ingest.told import told_questions
from interviewer.ingest.unmarked import bare_candidate, unmarked_questions

_LEAST_CHAIN = 2
_LEAST_SECOND_CHAIN = 3
_LEAST_HEADINGS = 2
_LEAST_BARE = 3
_LEAST_OF_SECTION = 2
_LEAST_FURTHER = 4
"""Of a section's questions that do not open it: fewer may be part of a text."""
_LEAST_BOLD = 3
_DEEPEST = 6
# Beside another convention a short list of questions is more likely part of an answer.
_LEAST_NESTED = {False: 2, True: 3}
_LEAST_BARE_BODY = 4
_MOST_LONE = 2


def choose(page: Page) -> list[Candidate]:
    """Return the questions of a document in its order, also those that turn out to have no answer."""
    chosen = _marked(page)
    if chosen:
        _add(chosen, [one for start, end in _sections(page, _sorted(chosen)) for one in _of_section(page, start, end)])
        later = later_start(page, _sorted(chosen))
        if later is not None:
            _add(chosen, _of_section(page, later, len(page.lines)))
    else:
        _add(chosen, dialogue(page) or unmarked_questions(page, _LEAST_BARE))
    if not chosen:
        _add(chosen, _lone(page, find_candidates(page)))
    return _clean(_sorted(chosen))


def _marked(page: Page) -> dict[int, Candidate]:
    """Return by line the questions that a number, a label, a heading or a place in a list or a story marks."""
    candidates = find_candidates(page)
    chosen = {candidate.line: candidate for candidate in candidates if candidate.evident and candidate.question}
    _add(chosen, _labelled(page, candidates))
    _add(chosen, _numbered(page, candidates, chosen))
    _add(chosen, _headings(candidates, _sorted(chosen)))
    _add(chosen, _bold_statements(page, _sorted(chosen)))
    _add(chosen, [one for one in nested_questions(page, _LEAST_NESTED[bool(chosen)]) if one.line not in chosen])
    _add(chosen, [one for one in told_questions(page) if one.line not in chosen])
    return chosen


def _bold_statements(page: Page, chosen: Sequence[Candidate]) -> list[Candidate]:
    """Return the lines in bold that do not ask, where every question of the document is such a line.

    What stands there more than once, or announces what follows, is a label inside the answers.
    """
    bold = bold_lines(page)
    if len(chosen) < _LEAST_BOLD or not all(one.line in bold for one in chosen):
        return []
    times = Counter(mark.text.lower() for mark in bold.values())
    found = [
        Candidate(mark, plain(mark.text), line + 1, 0, False)
        for line, mark in bold.items()
        if times[mark.text.lower()] == 1
        and len(mark.text.split()) > 1
        and not mark.text.rstrip("* ").endswith((":", "."))
    ]
    added = {one.line for one in found} - {one.line for one in chosen}
    told = [one for one in found if one.line in added and _is_answered(page, one, bold.keys())]
    return told if 2 * len(told) <= len(chosen) else []


def _sections(page: Page, chosen: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Yield the stretches that none of the questions owns: before the first, and under headings behind each."""
    yield 0, chosen[0].line
    limits = [*(one.line for one in chosen[1:]), len(page.lines)]
    for one, limit in zip(chosen, limits, strict=True):
        depth = min(one.mark.level or _DEEPEST, _DEEPEST)
        opening = (
            index
            for index in range(one.answer_line + 1, limit)
            if not page.code[index] and (heading_level(page.lines[index]) or _DEEPEST + 1) <= depth
        )
        start = next(opening, None)
        if start is not None and not is_closing_title(page.lines[start].strip("# ")):
            yield start, limit


def _of_section(page: Page, start: int, end: int) -> list[Candidate]:
    """Return the questions of a section read by itself, where they open it and have answers of their own."""
    part = Page(page.lines[start:end], page.markdown)
    candidates = find_candidates(part)
    folded = [one for one in candidates if one.mark.style == FOLDED and one.asks]
    numbered = _numbered(part, candidates, {})
    headed = [one for one in candidates if one.mark.family == "heading" and one.asks]
    found = numbered or dialogue(part) or unmarked_questions(part, _LEAST_OF_SECTION) or headed
    lines = {one.line for one in found}
    answered = [one for one in found if _is_answered(part, one, lines)]
    least = _LEAST_OF_SECTION if answered and _opens_section(part, answered[0].line) else _LEAST_FURTHER
    if len(answered) < least:
        answered = []
    # A bold line that asks ends the answer before it, whether or not it has one of its own.
    own = headed if answered and found is headed else answered
    return [_shifted(one, start) for one in (*folded, *own)]


def _shifted(one: Candidate, lines: int) -> Candidate:
    mark = replace(one.mark, line=one.mark.line + lines)
    return replace(one, mark=mark, answer_line=one.answer_line + lines)


def _opens_section(page: Page, line: int) -> bool:
    """Whether nothing but headings stands before a line, back to the last of them."""
    above = next((text for text in reversed(page.lines[:line]) if text.strip()), "#")
    return above == "#" or heading_level(above) is not None


def _clean(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Return the questions without what stands around most of them: a label, a tag, a sign."""
    clean = undecorated(one.question for one in chosen)
    return [replace(one, question=clean.get(one.question, one.question)) for one in chosen]


def _add(chosen: dict[int, Candidate], more: Iterable[Candidate]) -> None:
    chosen.update({candidate.line: candidate for candidate in more if candidate.question})


def _sorted(chosen: dict[int, Candidate]) -> list[Candidate]:
    return [chosen[line] for line in sorted(chosen)]


def _labelled(page: Page, candidates: Sequence[Candidate]) -> list[Candidate]:
    family = [candidate for candidate in candidates if candidate.mark.family == "labelled"]
    chain = best_chain(_nodes(page, [one for one in family if one.mark.number is not None], candidates))
    strong = [node.candidate for node in chain]
    if len(strong) < _LEAST_CHAIN and not any(one.evident or one.asks for one in strong):
        strong = []
    return strong + [one for one in family if one.mark.number is None and (one.evident or one.asks)]


def _numbered(page: Page, candidates: Sequence[Candidate], chosen: dict[int, Candidate]) -> list[Candidate]:
    family = [candidate for candidate in candidates if candidate.mark.family == "numbered"]
    others = [line for line, one in chosen.items() if one.mark.family != "numbered"]
    if len(others) >= _LEAST_CHAIN:
        family = [one for one in family if one.evident or not min(others) < one.line < max(others)]
    chain = [node.candidate for node in best_chain(_nodes(page, family, candidates))]
    unlabelled = [one for one in chain if not one.evident]
    if len(others) >= _LEAST_CHAIN and len([one for one in unlabelled if one.asks]) < _LEAST_SECOND_CHAIN:
        return [one for one in chain if one.evident]
    asking = [one for one in chain if one.evident or one.asks]
    return chain if len(asking) >= _LEAST_CHAIN or len(asking) > len(unlabelled) else []


def _nodes(page: Page, family: Sequence[Candidate], candidates: Sequence[Candidate]) -> list[Node]:
    at = {candidate.line: candidate for candidate in candidates}
    return [Node(candidate, candidate.evident or _has_body(page, candidate, at)) for candidate in family]


def _has_body(page: Page, candidate: Candidate, at: dict[int, Candidate]) -> bool:
    """Whether text follows that does not itself open the next question."""
    if candidate.answer_line == candidate.line:
        return True
    following = page.next_text(candidate.answer_line)
    if following is None:
        return False
    other = at.get(following)
    if other is None or other.mark.family == "heading":
        return other is None or not other.asks
    same = other.mark.style == candidate.mark.style and other.mark.number == (candidate.mark.number or 0) + 1
    return not (same or other.asks or other.evident)


def _headings(candidates: Sequence[Candidate], chosen: Sequence[Candidate]) -> list[Candidate]:
    lines = [one.line for one in chosen]
    headings = [one for one in candidates if one.mark.family == "heading"]
    family = [one for one in headings if not one.evident and one.asks and not is_closing_title(one.mark.text)]
    outside = [one for one in family if not _inside(bisect_left(lines, one.line), chosen)]
    levels = Counter(one.mark.level for one in outside)
    taken = [one.mark.level for one in chosen if one.mark.level is not None]
    if taken:
        level: int | None = Counter(taken).most_common(1)[0][0]
    elif levels:
        level = min(levels, key=lambda each: (-levels[each], each or 0))
    else:
        return []
    here = [one for one in outside if (one.mark.level or 0) <= (level or 0)]
    here += _deeper(outside, here, headings)
    least = 1 if taken else _LEAST_HEADINGS
    return here if len(here) >= least else []


def _deeper(outside: Sequence[Candidate], here: Sequence[Candidate], headings: Sequence[Candidate]) -> list[Candidate]:
    """Return asking headings of a lower level, of which there are several, that stand under none of those taken."""
    taken = {one.line for one in here}
    above: dict[int, set[int]] = {}
    stack: list[Candidate] = []
    for one in headings:
        while stack and (stack[-1].mark.level or 0) >= (one.mark.level or 0):
            stack.pop()
        above[one.line] = {other.line for other in stack}
        stack.append(one)
    found = [one for one in outside if one.line not in taken and not above[one.line] & taken]
    levels = Counter(one.mark.level for one in found)
    return [one for one in found if levels[one.mark.level] >= _LEAST_HEADINGS]


def _inside(place: int, chosen: Sequence[Candidate]) -> bool:
    """Whether a line at that place of the order stands between two neighbours of the numbering."""
    return 0 < place < len(chosen) and follows(chosen[place - 1], chosen[place])


def _lone(page: Page, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the question of a document that asks one or two things: in a heading, numbered, or opening the text."""
    marked = [one for one in candidates if one.asks and _is_plain_question(one.question)]
    found = [one for one in marked if _is_answered(page, one, {other.line for other in marked})]
    found = found or [one for one in _opening(page) if _is_answered(page, one, set())]
    return [replace(one, lone=True) for one in found] if len(found) <= _MOST_LONE else []


def _is_plain_question(text: str) -> bool:
    return is_question(text) and opens_like_a_question(text)


def _opening(page: Page) -> list[Candidate]:
    """Return the question that a document begins with, below its title if it has one."""
    first = page.next_text(0)
    second = None if first is None else page.next_text(first + 1)
    heads = (
        [first] if first is None or second is None or not is_title(page.lines[first].strip("# ")) else [first, second]
    )
    return [bare_candidate(page, line) for line in heads if line is not None and is_bare_question(page, line)]


def _is_answered(page: Page, one: Candidate, others: Set[int]) -> bool:
    """Whether text of an answer's length stands behind or below the question."""
    if one.answer_line == one.line:
        return True
    below = page.next_text(one.answer_line)
    if below is None or below in others:
        return False
    return page.code[below] or is_bullet(page.lines[below]) or len(page.lines[below].split()) >= _LEAST_BARE_BODY
