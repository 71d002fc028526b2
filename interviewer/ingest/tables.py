"""Markdown tables with a column of questions and one of answers, or of terms and definitions."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import islice

from interviewer.domain.document import FoundQuestion
from interviewer.ingest.broken import incomplete
from interviewer.ingest.page import Page
from interviewer.ingest.phrases import Phrases
from interviewer.ingest.readers.columns import SAMPLE, Columns, columns_in
from interviewer.ingest.sentences import asks, plain
from interviewer.ingest.tabbed import read_tabbed

ROW_EMPTY = "a table row without a question or without an answer"
_ASKED, DEFINED = 0.9, 0.75
_DIVIDER = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*$")
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_CELL_END = re.compile(r"(?<!\\)\|")
_QUESTION = re.compile(r"\W*(?:interview )?(?:questions?|q|prompts?|front|asked?)\W*$", re.IGNORECASE)
_ANSWER = re.compile(r"\W*(?:(?:sample |model |reference )?answers?|a|responses?|solutions?|back)\W*$", re.IGNORECASE)
_TERM = re.compile(r"\W*(?:terms?|concepts?|words?|names?)\W*$", re.IGNORECASE)
_MEANING = re.compile(r"\W*(?:definitions?|meanings?|explanations?|descriptions?)\W*$", re.IGNORECASE)
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Tables:
    """The questions of a page's tables, the lines of those tables, and the rows that gave none (lines from 0).

    `settings`: lines that told a program how to read the table.
    """

    questions: tuple[FoundQuestion, ...]
    lines: frozenset[int]
    refused: frozenset[int]
    settings: frozenset[int] = frozenset()


def read_tables(page: Page, phrases: Phrases, told: Set[int] = frozenset()) -> Tables:
    """Return what the tables of question and answer on a page hold.

    A table of terms at lines of `told` (from 0) is left alone: it is part of what a question is answered with.
    """
    found: list[FoundQuestion] = []
    lines: set[int] = set()
    refused: set[int] = set()
    for head in range(len(page.lines) - 1):
        columns = _columns(page, head) if head not in lines else None
        if columns is None or (columns.terms and head in told):
            continue
        lines.update((head, head + 1))
        for index in _rows(page, head + 2):
            lines.add(index)
            one = _question(_cells(page.lines[index]), columns, index, phrases)
            if one:
                found.append(one)
            else:
                refused.add(index)
    tabbed = read_tabbed(page, told)
    found += [_found(row.line, row.asked, row.told, phrases, is_term=row.is_term) for row in tabbed.rows]
    return Tables(tuple(found), frozenset(lines) | tabbed.lines, frozenset(refused) | tabbed.refused, tabbed.settings)


def _columns(page: Page, head: int) -> Columns | None:
    line, under = page.lines[head], page.lines[head + 1]
    if "|" not in line or page.code[head] or len(under) > _LONGEST or not _DIVIDER.match(under[:_LONGEST]):
        return None
    cells = _cells(line)
    for asked, told, terms in ((_QUESTION, _ANSWER, False), (_TERM, _MEANING, True)):
        one = next((place for place, cell in enumerate(cells) if asked.match(cell)), None)
        other = next((place for place, cell in enumerate(cells) if told.match(cell)), None)
        if one is not None and other is not None:
            return Columns(one, other, terms)
    return columns_in(cells, [_cells(page.lines[index]) for index in islice(_rows(page, head + 2), SAMPLE)])


def _rows(page: Page, start: int) -> Iterator[int]:
    for index in range(start, len(page.lines)):
        if "|" not in page.lines[index]:
            return
        yield index


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.replace("\\|", "|").strip() for cell in _CELL_END.split(inner)]


def _question(cells: Sequence[str], columns: Columns, index: int, phrases: Phrases) -> FoundQuestion | None:
    if max(columns.question, columns.answer) >= len(cells):
        return None
    asked, told = plain(cells[columns.question]), _BREAK.sub("\n", cells[columns.answer]).strip()
    if not asked or not told:
        return None
    return _found(index, asked, told, phrases, is_term=columns.terms and not asks(asked))


def _found(index: int, asked: str, told: str, phrases: Phrases, *, is_term: bool) -> FoundQuestion:
    answer = told.split("\n")
    return FoundQuestion(
        number="",
        question=phrases.what_is(asked) if is_term else asked,
        answer=told,
        first_line=index + 1,
        last_line=index + 1,
        question_line=index + 1,
        drafted=is_term,
        incomplete=incomplete(answer, [False] * len(answer)),
        confidence=DEFINED if is_term else _ASKED,
    )
