"""Decides which candidates are the document's questions, convention by convention."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace

from interviewer.ingest.candidates import Candidate, find_candidates
from interviewer.ingest.chains import Node, best_chain, follows
from interviewer.ingest.decorations import Decorated, decorated, parted, recurring, undecorated
from interviewer.ingest.dialogue import dialogue
from interviewer.ingest.endings import is_closing_title
from interviewer.ingest.lines import indent_of, is_bullet, is_title
from interviewer.ingest.marks import Mark, bare_mark, is_bare_question, is_bare_task
from interviewer.ingest.nested import nested_questions
from interviewer.ingest.page import Page
from interviewer.ingest.sentences import is_question, opens_like_a_question
from interviewer.ingest.told import told_questions

_LEAST_CHAIN = 2
_LEAST_SECOND_CHAIN = 3
_LEAST_HEADINGS = 2
_LEAST_BARE = 3
# Beside another convention a short list of questions is more likely part of an answer.
_LEAST_NESTED = {False: 2, True: 3}
_LEAST_BARE_BODY = 4
_MOST_LONE = 2


def choose(page: Page) -> list[Candidate]:
    """Return the questions of a document in its order, also those that turn out to have no answer."""
    candidates = find_candidates(page)
    chosen = {candidate.line: candidate for candidate in candidates if candidate.evident and candidate.question}
    _add(chosen, _labelled(page, candidates))
    _add(chosen, _numbered(page, candidates, chosen))
    _add(chosen, _headings(candidates, _sorted(chosen)))
    _add(chosen, [one for one in nested_questions(page, _LEAST_NESTED[bool(chosen)]) if one.line not in chosen])
    _add(chosen, [one for one in told_questions(page) if one.line not in chosen])
    if not chosen:
        _add(chosen, dialogue(page) or _unmarked(page))
    if not chosen:
        _add(chosen, _lone(page, candidates))
    return _clean(_sorted(chosen))


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


def _unmarked(page: Page) -> list[Candidate]:
    """Questions that no mark opens: behind a decoration of the document's own, or with nothing around them."""
    plainly = {one.line: one for one in _bare(page)}
    return _sorted({one.line: one for one in _decorated(page)} | plainly)


def _decorated(page: Page) -> list[Candidate]:
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
    least = _LEAST_CHAIN if any(one.is_named for one in kept.values()) else _LEAST_BARE
    return [_decorated_candidate(page, index, one) for index, one in kept.items()] if len(kept) >= least else []


def _is_alone(page: Page, index: int) -> bool:
    return page.is_blank(index - 1) and page.is_blank(index + 1)


def _decorated_candidate(page: Page, index: int, one: Decorated) -> Candidate:
    mark = Mark(index, "bare", one.number, one.text, indent_of(page.lines[index]), "decorated")
    return Candidate(mark, one.text, index + 1, 0, False)


def _bare(page: Page) -> list[Candidate]:
    """Questions that stand alone; where there are enough of them, tasks that stand alone count too."""
    every = range(len(page.lines))
    questions = {index for index in every if is_bare_question(page, index)}
    if sum(_stands_answered(page, index, questions) for index in questions) < _LEAST_BARE:
        return []
    opening = questions | {index for index in every if is_bare_task(page, index)}
    lines = [index for index in sorted(opening) if _stands_answered(page, index, opening)]
    return [_bare_candidate(page, line) for line in lines]


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
    return [_bare_candidate(page, line) for line in heads if line is not None and is_bare_question(page, line)]


def _bare_candidate(page: Page, line: int) -> Candidate:
    mark = bare_mark(page, line)
    return Candidate(mark, mark.text, line + 1, 0, False)


def _stands_answered(page: Page, index: int, opening: Set[int]) -> bool:
    following = page.next_text(index + 1)
    if following is None or following in opening:
        return False
    text = page.lines[following]
    return len(text.split()) >= _LEAST_BARE_BODY or text.endswith(":")


def _is_answered(page: Page, one: Candidate, others: Set[int]) -> bool:
    """Whether text of an answer's length stands behind or below the question."""
    if one.answer_line == one.line:
        return True
    below = page.next_text(one.answer_line)
    if below is None or below in others:
        return False
    return page.code[below] or is_bullet(page.lines[below]) or len(page.lines[below].split()) >= _LEAST_BARE_BODY
