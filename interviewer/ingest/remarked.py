"""Texts in other markup languages than Markdown, and underlined headings, brought to Markdown line for line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from interviewer.domain.document import Refusal
from interviewer.ingest.code import code_lines
from interviewer.ingest.furniture import MARKUP
from interviewer.ingest.lines import indent_of, is_bullet
from interviewer.ingest.markups import ASCIIDOC, ORG, RESTRUCTUREDTEXT, WIKITEXT, Markup
from interviewer.ingest.rst_tables import with_tables
from interviewer.ingest.sentences import asks

_LEAST = 2
_BREAK = "***"
_UNDERLINE = re.compile(r"(?P<sign>[=\-~^\"'*+#:._`])(?P=sign){2,}$")
_MARKDOWN_LEVELS = {"=": 1, "-": 2}
_DEEPEST, _LONGEST_TITLE = 6, 300
_SHORT_OF = 0.6
_DIRECTIVE = re.compile(r"\.\. [\w-]+::|:[A-Za-z]+:\s|\.\. _")
_KEYWORD = re.compile(r"#\+\w+:", re.IGNORECASE)
_CELLS = re.compile(r"\s*(?:!!|\|\|)\s*")
_ATTRIBUTES = re.compile(r"[^|\[\]]*=[^|\[\]]*\|(?!\|)")


@dataclass(frozen=True, slots=True)
class Remarked:
    """As many lines as before, as Markdown where `markdown` says so, and the lines that held markup alone."""

    lines: tuple[str, ...]
    markdown: bool
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading's line with the lines of its rules, and its level from 1."""

    line: int
    level: int
    text: str
    rules: tuple[int, ...] = ()


def remarked(lines: Sequence[str], *, markdown: bool, markup: Markup | None = None) -> Remarked:
    """Return the lines of a text as Markdown; the very lines where they are plain text or Markdown already.

    `markup`: the language that the file's name promises; without it the headings tell, if there are enough of them.
    """
    code = code_lines(["" if _rules_title(lines, index) else line for index, line in enumerate(lines)])
    if markup is not None:
        told = _with_rules(lines) if markup is ASCIIDOC else lines
        return _written(told, list(_titles(told, code, markup)), markup)
    for markup, told in ((WIKITEXT, lines), (ASCIIDOC, _with_rules(lines))):
        if len(headings := list(_headings(told, code, markup))) >= _LEAST:
            return _written(told, headings, markup)
    underlined = list(_underlined(lines, code))
    if len(underlined) >= _LEAST or any(asks(one.text) for one in underlined):
        foreign = not markdown or any(_DIRECTIVE.match(line) for line in lines)
        return _written(lines, underlined, RESTRUCTUREDTEXT if foreign else None)
    outlined = list(_headings(lines, code, ORG))
    if len(outlined) >= _LEAST and _is_outline(lines, outlined):
        return _written(lines, outlined, ORG)
    return Remarked(tuple(lines), markdown)


def _titles(lines: Sequence[str], code: Sequence[bool], markup: Markup) -> Iterator[_Heading]:
    return _underlined(lines, code) if markup is RESTRUCTUREDTEXT else _headings(lines, code, markup)


def _with_rules(lines: Sequence[str]) -> list[str]:
    """Return the lines with Markdown's break for each line of hyphens that no program text follows at once."""
    found, fenced = list(lines), False
    for index, line in enumerate(lines):
        if ASCIIDOC.opens.match(line):
            if not fenced and not "".join(lines[index + 1 : index + 2]).strip():
                found[index] = _BREAK
            else:
                fenced = not fenced
    return found


def _rules_title(lines: Sequence[str], index: int) -> bool:
    """Whether a line of tildes, which opens code elsewhere, is the rule under a title."""
    below = _UNDERLINE.match(lines[index].rstrip()) if index and lines[index].startswith("~") else None
    above = lines[index - 2].strip() if index > 1 else ""
    return below is not None and above in ("", below[0]) and _is_title(lines[index - 1], below[0])


def _is_outline(lines: Sequence[str], headings: Sequence[_Heading]) -> bool:
    """Whether the headings are not the items of a list, which stars open as well."""
    if any(_KEYWORD.match(line) for line in lines):
        return True
    return sum(one.level > 1 and asks(one.text) for one in headings) >= _LEAST


def _headings(lines: Sequence[str], code: Sequence[bool], markup: Markup) -> Iterator[_Heading]:
    fenced = False
    for index, line in enumerate(lines):
        if (markup.closes if fenced else markup.opens).match(line):
            fenced = not fenced
        match = markup.heading.match(line) if not (fenced or code[index] or len(line) > 2 * _LONGEST_TITLE) else None
        if match:
            yield _Heading(index, min(len(match["marks"]), _DEEPEST), match["text"])


def _underlined(lines: Sequence[str], code: Sequence[bool]) -> Iterator[_Heading]:
    """Yield titles over a rule of their length, at the start of a paragraph or between two rules."""
    levels: dict[tuple[str, bool], int] = {}
    found: list[tuple[int, tuple[str, bool], tuple[int, ...]]] = []
    for index, line in enumerate(lines[:-1]):
        below = _UNDERLINE.match(lines[index + 1].rstrip())
        if below is None or code[index] or not _is_title(line, below[0]):
            continue
        above = lines[index - 1].rstrip() if index else ""
        over = above == below[0]
        if above and not over:
            continue
        found.append((index, (below["sign"], over), (index - 1, index + 1) if over else (index + 1,)))
        levels.setdefault(found[-1][1], len(levels) + 1)
    plainly = all(not over and sign in _MARKDOWN_LEVELS for sign, over in levels)
    for index, style, rules in found:
        level = _MARKDOWN_LEVELS[style[0]] if plainly else min(levels[style], _DEEPEST)
        yield _Heading(index, level, lines[index].strip(), rules)


def _is_title(line: str, rule: str) -> bool:
    text = line.strip()
    if not text or len(text) > _LONGEST_TITLE or _UNDERLINE.match(text) or "|" in text or text.startswith(("#", ">")):
        return False
    if is_bullet(line) and text[:1] in "-*+•":
        return False
    return asks(text) or (len(rule) >= _SHORT_OF * len(text) and not text.endswith((".", ":", ",", ";")))


def _written(lines: Sequence[str], headings: Sequence[_Heading], markup: Markup | None) -> Remarked:
    told = _Writer(markup)
    lines = with_tables(lines) if markup is RESTRUCTUREDTEXT else lines
    titles = {one.line: one for one in headings}
    rules = {rule for one in headings for rule in one.rules}
    for index, line in enumerate(lines):
        if index in titles:
            one = titles[index]
            told.heading(f"{'#' * one.level} {_worded(one.text, markup)}")
        elif index in rules:
            told.blank()
        else:
            told.line(line)
    return Remarked(tuple(told.ended()), True, tuple(told.refused))


def _worded(text: str, markup: Markup | None) -> str:
    """Return a piece of text with the language's emphasis, code and links as Markdown writes them."""
    for pattern, told in markup.words if markup else ():
        text = pattern.sub(told, text)
    return text


@dataclass(slots=True)
class _Writer:
    """Writes a language's lines as Markdown, one for one; rows of a table gather at its first line."""

    markup: Markup | None
    lines: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    _cells: list[str] = field(default_factory=list)
    _width: int = 0
    _table: int | None = None
    _fenced: bool = False
    _shift: int | None = None

    def heading(self, line: str) -> None:
        """Take in a heading, which ends what stands open."""
        self._end_table()
        self._end_block()
        self.lines.append(line)

    def blank(self) -> None:
        """Take in a line of which nothing is left."""
        self.lines.append("")

    def line(self, line: str) -> None:
        """Take in a line of text."""
        if self.markup is None:
            self.lines.append(line)
        elif self._fenced:
            self._program(line)
        elif match := self.markup.opens.match(line):
            self._end_table()
            self._fenced = True
            self._shift = indent_of(line) if self.markup is RESTRUCTUREDTEXT else None
            self.lines.append(f"{' ' * indent_of(line)}```{match.groupdict().get('language') or ''}")
        elif self._is_of_table(line):
            self._row(line)
        else:
            self._end_table()
            self._text(line)

    def ended(self) -> list[str]:
        """Return the lines, with what stands open closed."""
        self._end_table()
        self._end_block()
        return self.lines

    def _text(self, line: str) -> None:
        if self.markup is None or self.markup.dropped.match(line):
            self.refused.append(Refusal(len(self.lines) + 1, len(self.lines) + 1, MARKUP))
            self.lines.append("")
            return
        for pattern, told in self.markup.lines:
            match = pattern.match(line)
            if match:
                line = pattern.sub(told, line, count=1)
                break
        self.lines.append(_worded(line, self.markup).rstrip())

    def _program(self, line: str) -> None:
        if self._shift is not None and line.strip() and indent_of(line) <= self._shift:
            self._end_block()
            self.line(line)
        elif self.markup is not None and self.markup.closes.match(line):
            self._fenced = False
            self.lines.append(f"{' ' * indent_of(line)}```")
        else:
            self.lines.append(line)

    def _end_block(self) -> None:
        """Close program text that ended without a sign: the fence goes to the empty line behind it."""
        if self._fenced and self.lines and not self.lines[-1].strip():
            self.lines[-1] = f"{' ' * (self._shift or 0)}```"
        self._fenced, self._shift = False, None

    def _is_of_table(self, line: str) -> bool:
        text = line.strip()
        if self.markup is ASCIIDOC:
            return text.startswith("|===") or self._table is not None
        return self.markup is WIKITEXT and (text.startswith("{|") or (self._table is not None and text[:1] in "|!"))

    def _row(self, line: str) -> None:
        """Take in a line of a table: the cells of its first row tell how many a row has."""
        text = line.strip()
        opened = self._table is not None
        self._table = len(self.lines) if self._table is None else self._table
        self.lines.append("")
        if text.startswith(("{|", "|-", "|+", "|}", "|===")):
            self._width = self._width or len(self._cells)
            if opened and text.startswith(("|}", "|===")):
                self._end_table()
        elif text:
            parted = _CELLS.split(text[1:]) if self.markup is WIKITEXT else text.removeprefix("|").split("|")
            self._cells += [_worded(_ATTRIBUTES.sub("", cell), self.markup).strip() for cell in parted]
            if self.markup is ASCIIDOC:
                self._width = self._width or len(self._cells)

    def _end_table(self) -> None:
        """Write the rows, as far as the table had lines for them."""
        if self._table is not None and self._cells:
            width = self._width or len(self._cells)
            parts = [self._cells[start : start + width] for start in range(0, len(self._cells), width)]
            rows = [f"| {' | '.join(cells)} |" for cells in parts]
            rows.insert(1, f"|{' --- |' * width}")
            room = len(self.lines) - self._table
            self.lines[self._table :] = rows[:room] + [""] * (room - len(rows))
        self._table, self._cells, self._width = None, [], 0
