"""HTML: what a reader of the page sees, as Markdown; each line keeps the source line of its element."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from interviewer.ingest.readers.extract import Extract
from interviewer.ingest.readers.faq import (
    ANSWER_LABEL,
    Faq,
    fill,
    find_faq,
    is_accepted,
    is_answer,
    is_answered_below,
    plain,
)
from interviewer.ingest.readers.html_hidden import strip
from interviewer.ingest.readers.html_tree import decoded, main_of, parsed
from interviewer.ingest.readers.inline import (
    beside,
    collapsed,
    formula_of,
    inline,
    inline_child,
    is_text,
    program,
    tidy,
)
from interviewer.ingest.readers.machinery import heads_a_panel, is_machinery, is_panel_title
from interviewer.ingest.readers.markdown import Markdown
from interviewer.ingest.readers.panels import panel_title
from interviewer.ingest.readers.unseen import Hidden, notes_of
from interviewer.ingest.sentences import asks

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCK_TAGS = (
    "address article blockquote body button center dd details dialog div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul aside"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_MOST_LETTERS = 8
_PILCROW = re.compile(r"\s*[¶#§]\s*$")


def read(data: bytes) -> Extract:
    """Return the page's text. Raises Unreadable for what nests too deeply."""
    root = parsed(decoded(data))
    if root is None:
        return Extract()
    faq = find_faq(root)
    stripped = strip(root)
    out = Markdown()
    _Page(faq).content(main_of(root), out)
    pairs = {question: fragment(answer) for question, answer in faq.pairs.items()}
    added = fill(out, {question: one.text for question, one in pairs.items()})
    hidden = [*stripped.hidden, *(one for question in added for one in pairs[question].hidden)]
    notes = (*notes_of(hidden, "line"), *stripped.notes, *_added_note(added))
    return Extract(lines=tuple(out.lines), places=tuple(out.places), notes=notes)


def _added_note(added: Sequence[str]) -> tuple[str, ...]:
    if not added:
        return ()
    count = f"{len(added)} answer{'s' if len(added) > 1 else ''}"
    return (f"{count} come from what the page tells search engines (JSON-LD); the page itself does not show them.",)


@dataclass(frozen=True, slots=True)
class Fragment:
    """The text of a piece of HTML, and what of the piece nobody sees."""

    text: str
    hidden: tuple[Hidden, ...] = ()


def fragment(text: str) -> Fragment:
    """Return the text of a piece of HTML, as on a flash card."""
    root = parsed(f"<div>{text}</div>") if text.strip() else None
    if root is None:
        return Fragment("")
    stripped = strip(root)
    out = Markdown()
    _Page(Faq()).content(root, out)
    return Fragment("\n".join(out.lines), tuple(replace(one, place=0) for one in stripped.hidden))


class _Page:
    """Writes elements as Markdown."""

    def __init__(self, faq: Faq) -> None:
        self.faq = faq
        self._settled: int | None = None

    def content(self, element: HtmlElement, out: Markdown) -> None:
        """Write what stands inside an element: runs of text as paragraphs, blocks each in its way."""
        run = [collapsed(element.text)]
        place = element.sourceline or 0
        for child in element:
            if not is_text(child):
                run.append(collapsed(child.tail))
                continue
            if self._left_out(child):
                run.append(collapsed(child.tail))
            elif self._is_block(child):
                self._paragraph(run, place, out)
                self.block(child, out)
                run, place = [collapsed(child.tail)], child.sourceline or place
            else:
                run += beside(run[-1], child, inline_child(child))
                run.append(collapsed(child.tail))
        self._paragraph(run, place, out)

    def _is_block(self, element: HtmlElement) -> bool:
        if element.tag in _BLOCKS or element in self.faq.headings:
            return True
        return any(one.tag in _BLOCKS or one in self.faq.headings for one in element.iterdescendants())

    def _left_out(self, element: HtmlElement) -> bool:
        return formula_of(element) is None and is_machinery(element) and element not in self.faq.headings

    def _paragraph(self, run: list[str], place: int, out: Markdown) -> None:
        lines = tidy("".join(run))
        if len(lines) == 1 and plain(lines[0]) in self.faq.names:
            out.heading(lines[0].strip("*"), place)
            out.block([ANSWER_LABEL] if not asks(lines[0]) else [], place)
            return
        out.block(lines, place)

    def block(self, element: HtmlElement, out: Markdown) -> None:
        """Write one block."""
        tag, place = str(element.tag), element.sourceline or 0
        if tag in _HEADINGS or element in self.faq.headings:
            text = _title(element)
            out.heading(text, place, _HEADINGS.get(tag))
            if self._is_marked(element, text) and not asks(text):
                out.block([ANSWER_LABEL], place)
        elif tag == "dl" and not any(asks(one.text_content()) for one in element.iter("dt")):
            self._terms(element, out)
        elif tag in {"summary", "dt"} or (tag in {"div", "li"} and heads_a_panel(element)):
            out.heading(panel_title(inline(element, plain=True)), place)
        elif tag == "button":  # only one that opens a panel comes so far
            told = panel_title(inline(element, plain=True))
            if is_panel_title(told):
                out.heading(told, place)
            else:
                out.block([told], place)
        elif tag == "pre":
            out.code(program(element), place, by_line=True)
        elif tag in {"ul", "ol"}:
            self._list(element, out)
        elif tag == "hr":
            out.block(["---"], place)
        elif tag == "table":
            self._table(element, out)
        elif tag == "details":
            level = out.level
            self.content(element, out)
            out.level = level
        elif is_answer(element):
            self._answer(element, out)
        else:
            self.content(element, out)

    def _is_marked(self, element: HtmlElement, text: str) -> bool:
        """Whether the page marks it as a question for search engines, with the answer right below."""
        marked = next((one for one in (element, *element.iterdescendants()) if one in self.faq.headings), None)
        return plain(text) in self.faq.names or (marked is not None and is_answered_below(marked))

    def _answer(self, element: HtmlElement, out: Markdown) -> None:
        """Write an answer of a thread: labelled where the question's own text stands between title and answer.

        Below an accepted answer the others of its thread are left out.
        """
        heading = out.last_heading()
        if self._settled is not None and self._settled == heading and not is_accepted(element):
            return
        if out.lines and not out.lines[-1].startswith("#") and out.lines[-1] != ANSWER_LABEL and is_accepted(element):
            out.block([ANSWER_LABEL], element.sourceline or 0)
        if is_accepted(element):
            self._settled = heading
        self.content(element, out)

    def _terms(self, element: HtmlElement, out: Markdown) -> None:
        """Write a list of terms as a glossary, a term in bold before its definition."""
        term = ""
        for one in element.iter("dt", "dd"):
            if self._left_out(one):
                continue
            if one.tag == "dt":
                term = " ".join(inline(one, plain=True).split())
                continue
            inner = Markdown(out.level)
            self.content(one, inner)
            if term and inner.lines:
                inner.lines[0] = f"**{term}**: {inner.lines[0]}"
            out.placed(list(zip(inner.lines, inner.places, strict=True)))

    def _list(self, element: HtmlElement, out: Markdown) -> None:
        number = _number(element.get("start"), 1)
        parent = element.getparent()
        tight = parent is not None and parent.tag == "li"
        for item in element:
            if not is_text(item) or self._left_out(item):
                continue
            inner = Markdown(out.level)
            if item.tag == "li":
                self.content(item, inner)
            else:
                self.block(item, inner)
            number = _number(item.get("value"), number)
            opening = _mark(number, element.get("type")) if element.tag == "ol" else "- "
            number += 1
            if not inner.lines:
                continue
            if tight and "" not in inner.lines:
                out.nest(inner, opening)
            else:
                apart = Markdown(out.level)
                apart.nest(inner, opening)
                out.placed(list(zip(apart.lines, apart.places, strict=True)))
            tight = "" not in inner.lines

    def _table(self, element: HtmlElement, out: Markdown) -> None:
        """Write a table of data as rows; one that only lays out the page, or code, cell by cell."""
        rows = [row for row in element.iter("tr") if _own_table(row) is element and not self._left_out(row)]
        cells = [[cell for cell in row if cell.tag in {"td", "th"} and not self._left_out(cell)] for row in rows]
        laid_out = next(element.iter("pre", "h1", "h2", "h3", "h4", "h5", "h6"), None) is not None
        nested = any(True for inner in element.iter("table") if inner is not element)
        # One row alone compares nothing: its cells stand beside each other as a menu and a text do.
        if laid_out or nested or len(rows) == 1 or max(map(len, cells), default=0) < 2:
            for cell in (cell for row in cells for cell in row):
                if not re.fullmatch(r"[\s\d]*", cell.text_content()):  # line numbers beside code
                    self.content(cell, out)
            return
        out.table([[self._cell(cell) for cell in row] for row in cells], element.sourceline or 0)

    def _cell(self, cell: HtmlElement) -> str:
        inner = Markdown()
        self.content(cell, inner)
        return "\n".join(inner.lines)


def _title(element: HtmlElement) -> str:
    """Return the text of a heading without the sign of its link, and of its panel where it asks."""
    text = _PILCROW.sub("", inline(element, plain=True).replace("\n", " "))
    bare = panel_title(text)
    return bare if asks(bare) else text


def _own_table(row: HtmlElement) -> HtmlElement | None:
    return next(row.iterancestors("table"), None)


def _mark(number: int, kind: str | None) -> str:
    """Return what a browser sets before an item: its number, or its letter, which a key below may name."""
    if kind in {"a", "A"} and 0 < number <= _MOST_LETTERS:
        return f"{chr(ord(kind) + number - 1)}. "
    return f"{number}. "


def _number(value: str | None, otherwise: int) -> int:
    return int(value) if value and re.fullmatch(r"\d{1,6}", value) else otherwise
