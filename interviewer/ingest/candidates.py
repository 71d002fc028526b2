"""Joins marks and answer labels into candidates: what is asked, and where its answer would begin."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from interviewer.ingest.folds import FOLD_END, SUMMARY_END
from interviewer.ingest.lines import dedent, indent_of, is_bullet
from interviewer.ingest.marks import FOLDED, Label, Mark, bare_mark, find_labels, find_marks, inline_label
from interviewer.ingest.page import Page
from interviewer.ingest.sentences import asking_part, asks, is_question, opens_like_a_question, plain, sentences

_LABEL_REACH, _FARTHEST = 25, 100
_WRAPPED_LINES = 3
_LEAST_THREADS = 3
# A thread's title stands just above its question; a question further up belongs to something else.
_TITLE_REACH = 8
_LEAST_INLINE_WORDS = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible question: its text, and the line and column where its answer would begin.

    `lone`: it is the only one of its document, so no other speaks for the way in which it is written.
    """

    mark: Mark
    question: str
    answer_line: int
    answer_column: int
    evident: bool
    lone: bool = False

    @property
    def line(self) -> int:
        """The line of the mark."""
        return self.mark.line

    @property
    def asks(self) -> bool:
        """Whether the text reads as a question or a task."""
        return asks(self.question)


def find_candidates(page: Page) -> list[Candidate]:
    """Return every candidate of a document in its order; those with an answer label are `evident`."""
    marks = find_marks(page)
    labels = find_labels(page)
    owners = _owners(page, marks, labels)
    all_marks = {**marks, **{mark.line: mark for mark in owners if mark.line not in marks}}
    found = [_candidate(page, mark, owners.get(mark), marks) for mark in all_marks.values()]
    return sorted(found, key=lambda candidate: candidate.line)


def _owners(page: Page, marks: Mapping[int, Mark], labels: Mapping[int, Label]) -> dict[Mark, Label]:
    found: dict[Mark, Label] = {}
    latest: Mark | None = None
    floor = 0
    threads = _threads(marks, labels)
    for index in sorted({*marks, *labels}):
        if index in labels:
            title = labels[index].title
            owner = _owner(page, index, latest, floor, threads) if title is None else _titled(page, title, marks)
            if owner:
                found[owner] = labels[index]
                latest, floor = None, index + 1
        else:
            latest = marks[index]
    return _without_lone_titles(page, found, marks)


def _without_lone_titles(page: Page, owners: dict[Mark, Label], marks: Mapping[int, Mark]) -> dict[Mark, Label]:
    """Drop questions over text of their own where hardly any is built so: there the label has lost its question."""
    marked = set(marks.values())
    above = [one for one, label in owners.items() if one not in marked and _is_apart(page, one, label)]
    return owners if len(above) >= _LEAST_THREADS else {one: owners[one] for one in owners if one not in above}


def _is_apart(page: Page, mark: Mark, label: Label) -> bool:
    """Whether an empty line stands between the question and the text above its label."""
    last = page.previous_text(label.line, mark.line)
    return label.title is None and last is not None and page.paragraph_start(last, mark.line) > mark.line


def _titled(page: Page, title: int, marks: Mapping[int, Mark]) -> Mark:
    return marks.get(title) or bare_mark(page, title)


def _threads(marks: Mapping[int, Mark], labels: Mapping[int, Label]) -> frozenset[int]:
    """Return the headings over one answer label each, as over the threads of a forum: there a title is the question."""
    headings = sorted(line for line, mark in marks.items() if mark.family == "heading")
    counts = Counter(headings[place - 1] for line in labels if (place := bisect_left(headings, line)))
    per_level: dict[int | None, list[int]] = {}
    for line in counts:
        per_level.setdefault(marks[line].level, []).append(line)
    alone = (lines for lines in per_level.values() if all(counts[line] == 1 for line in lines))
    return frozenset(line for lines in alone if len(lines) >= _LEAST_THREADS for line in lines)


def _owner(page: Page, label: int, mark: Mark | None, floor: int, threads: frozenset[int]) -> Mark | None:
    last = page.previous_text(label, floor)
    if last is None:
        return None
    start = page.paragraph_start(last, max(floor, last - _LABEL_REACH))
    if mark is None:
        line = start if _could_be_bare(page, start, last) else _title_above(page, start, floor)
        return None if line is None else bare_mark(page, line)
    if mark.line >= start:
        return mark
    between = sum(page.has_text(index) for index in range(mark.line + 1, min(label, mark.line + _FARTHEST)))
    if between > _LABEL_REACH or label - mark.line > _FARTHEST:
        return bare_mark(page, start) if _could_be_bare(page, start, last) else None
    question_follows = _could_be_bare(page, start, last) and is_question(page.lines[last])
    if mark.line in threads and not _stands_as_question(page, start, last):
        return mark
    own = not mark.text or mark.family == "labelled" or asks(mark.text)
    if question_follows and (not own or _tells(page, mark, start)):
        return bare_mark(page, start)
    return mark if own or between <= last - start + 1 else None


def _title_above(page: Page, start: int, floor: int) -> int | None:
    """Return the nearest line above that opens a paragraph and asks: a thread's title over the text of its question."""
    for index in range(start - 1, max(floor, start - _TITLE_REACH) - 1, -1):
        line = page.lines[index].strip()
        opens = page.has_text(index) and (index == 0 or page.is_blank(index - 1)) and line[:1].isupper()
        if opens and not page.code[index] and is_question(line) and len(sentences(line)) == 1:
            return index
    return None


def _stands_as_question(page: Page, start: int, last: int) -> bool:
    """Whether the paragraph is a question and nothing else."""
    text = " ".join(page.lines[start : last + 1])
    return is_question(text) and len(sentences(text)) == 1 and opens_like_a_question(text)


def _tells(page: Page, mark: Mark, start: int) -> bool:
    """Whether text that is no part of a question stands between the mark's own line and `start`."""
    return bool(mark.text) and any(page.has_text(index) for index in range(mark.line + 1, start))


def _could_be_bare(page: Page, start: int, last: int) -> bool:
    if last - start >= _WRAPPED_LINES or any(page.code[start : last + 1]) or is_bullet(page.lines[start]):
        return False
    text = " ".join(page.lines[start : last + 1])
    return asks(text)


def _candidate(page: Page, mark: Mark, label: Label | None, marks: Mapping[int, Mark]) -> Candidate:
    if label is None:
        label = inline_label(page.lines[mark.line], mark.line) if mark.family in ("labelled", "numbered") else None
        if label:
            head = page.lines[mark.line][: label.column]
            text = mark.text[: max(len(mark.text) - (len(page.lines[mark.line]) - len(head)), 0)]
            return Candidate(mark, _without_label(text), label.line, label.column, True)
        return _unlabelled(page, mark, marks)
    return Candidate(mark, _spoken(page, mark, label.line), label.line, label.column, True)


def _without_label(text: str) -> str:
    bare = plain(text).rstrip(": ")
    for word in ("Answer", "Ans.", "Ans", "A"):
        if bare.endswith(" " + word):
            return bare.removesuffix(word).strip()
    return bare


def _spoken(page: Page, mark: Mark, end: int) -> str:
    """Return the question's text from the mark to the line before `end`."""
    rest = [index for index in range(mark.line + 1, end) if page.has_text(index)]
    if not any(page.code[index] or is_bullet(page.lines[index]) for index in rest):
        return plain(" ".join([mark.text, *(page.lines[index] for index in rest)]))
    shift = min(indent_of(page.lines[index]) for index in rest)
    kept = [dedent(page.lines[index], shift) if page.has_text(index) else "" for index in range(mark.line + 1, end)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join([plain(mark.text), *kept])).strip()


def _folded(page: Page, mark: Mark) -> Candidate:
    """A summary is the question and nothing else; its answer may begin behind it."""
    head, _, rest = page.lines[mark.line].partition(SUMMARY_END)
    if not rest.removesuffix(FOLD_END).strip():
        return Candidate(mark, plain(mark.text), mark.line + 1, 0, False)
    return Candidate(mark, plain(mark.text), mark.line, len(head) + len(SUMMARY_END), False)


def _unlabelled(page: Page, mark: Mark, marks: Mapping[int, Mark]) -> Candidate:
    if mark.style == FOLDED:
        return _folded(page, mark)
    first = mark.line
    text = mark.text
    if not plain(text):
        following = page.next_text(first + 1)
        if following is None or following in marks:
            return Candidate(mark, "", first + 1, 0, False)
        first, text = following, page.lines[following]
    end = _wrapped_end(page, first, text, marks)
    if end > first:
        joined = plain(" ".join([text, *page.lines[first + 1 : end + 1]]))
        return Candidate(mark, joined, end + 1, 0, False)
    asked = asking_part(text)
    rest = text[len(asked) :].strip(" *_")
    if asks(asked) and len(rest.split()) >= _LEAST_INLINE_WORDS and not rest.startswith("("):
        return Candidate(
            mark, plain(asked), first, len(page.lines[first]) - len(text[len(asked) :].lstrip(" *_")), False
        )
    return Candidate(mark, plain(text), first + 1, 0, False)


def _wrapped_end(page: Page, first: int, text: str, marks: Mapping[int, Mark]) -> int:
    """Return the last line of a question that runs over a few lines without a break, else `first`."""
    if text.rstrip("*_ ").endswith((".", "?", "!", ":")) or not text:
        return first
    for index in range(first + 1, min(first + 1 + _WRAPPED_LINES, len(page.lines))):
        if not page.has_text(index) or index in marks or is_bullet(page.lines[index]) or page.code[index]:
            return first
        if is_question(page.lines[index]):
            return index
    return first
