"""Writes plain blocks (headings, paragraphs, lists, code, tables, folds) as text, Markdown, HTML, PDF or Word."""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import docx
from docx.text.paragraph import Paragraph as WordParagraph
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    ListFlowable,
    ListItem,
    PageBreak,
    PageTemplate,
    Paragraph,
    Preformatted,
    Table,
)

_BOLD, _CODE = re.compile(r"\*\*(.+?)\*\*"), re.compile(r"`(.+?)`")
_EDGE = 60


@dataclass(frozen=True, slots=True)
class Part:
    """A block: `kind`, its text, its rows (of a list, of code, of a table), and what folds away under it."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    inside: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A whole document: title, body, and what the site prints above and below it."""

    title: str
    body: tuple[Part, ...]
    top: tuple[str, ...] = ()
    bottom: tuple[str, ...] = ()
    foot: str = ""


def bare(text: str) -> str:
    """Return the text without marks of emphasis."""
    return _CODE.sub(r"\1", _BOLD.sub(r"\1", text))


def _tagged(text: str, bold: str, code: str) -> str:
    return _CODE.sub(rf"<{code}>\1</{code.split()[0]}>", _BOLD.sub(rf"<{bold}>\1</{bold}>", escape(text, quote=False)))


def markdown(page: Page) -> str:
    """Return the page as Markdown."""
    return "\n\n".join([f"# {page.title}", *(_markdown(part, "") for part in page.body)]) + "\n"


def _markdown(part: Part, indent: str) -> str:
    inside = [_markdown(one, "") for one in part.inside]
    return "\n".join(f"{indent}{line}" if line else "" for line in _as_markdown(part, inside).split("\n"))


def _as_markdown(part: Part, inside: Sequence[str]) -> str:
    match part.kind:
        case "h1" | "h2" | "h3":
            return "#" * int(part.kind[1]) + " " + part.text
        case "bullets":
            return "\n".join(f"- {row}" for (row,) in part.rows)
        case "code":
            return "\n".join(["```", *(row for (row,) in part.rows), "```"])
        case "table":
            rows = [f"| {' | '.join(row)} |" for row in part.rows]
            return "\n".join([rows[0], "|" + " --- |" * len(part.rows[0]), *rows[1:]])
        case "terms":
            return "\n\n".join(f"{term}\n:   {told}" for term, told in part.rows)
        case "caption":
            return f"![picture](1.png)\n*{part.text}*"
        case "strong":
            return f"**{part.text}**"
        case "break":
            return "---"
        case "toggle":
            return "\n".join([f"- {part.text}", "    ", *(_indented(one) + "\n    " for one in inside)]).rstrip()
        case "folded":
            return f"<details>\n<summary>{part.text}</summary>\n\n" + "\n\n".join(inside) + "\n\n</details>"
        case "folded-line":
            return f"<details><summary>{part.text}</summary><p>{bare(inside[0])}</p></details>"
        case "folded-open":
            return f"<details><summary>{part.text}</summary><p>\n\n" + "\n\n".join(inside) + "\n\n</p></details>"
        case "folded-item":
            told = "\n\n".join(inside)
            return "- " + _indented(f"<details>\n<summary>{part.text}</summary>\n\n{told}\n\n</details>", "  ").lstrip()
        case _:
            return part.text


def _indented(text: str, by: str = "    ") -> str:
    return "\n".join(by + line if line else "" for line in text.split("\n"))


def text(page: Page) -> str:
    """Return the page as it is copied from a browser or typed."""
    lines = [*page.top, "", page.title, ""]
    for part in page.body:
        lines += [_text(part), ""]
    return "\n".join([*lines, *page.bottom]) + "\n"


def _text(part: Part) -> str:
    inside = "\n\n".join(_text(one) for one in part.inside)
    match part.kind:
        case "bullets":
            return "\n".join(f"• {bare(row)}" for (row,) in part.rows)
        case "code":
            return "\n".join(row for (row,) in part.rows)
        case "table":
            return "\n".join("\t".join(map(bare, row)) for row in part.rows)
        case "terms":
            return "\n".join(f"{term}\n    {told}" for term, told in part.rows)
        case "toggle":
            return f"▾ {part.text}\n" + _indented(inside, "   ")
        case "folded" | "folded-line" | "folded-open" | "folded-item":
            return f"{part.text}\n{inside}"
        case "break":
            return ""
        case _:
            return bare(part.text)


def html(page: Page, body: Callable[[Part], str] | None = None) -> str:
    """Return the page as a site serves it, with what it prints around the article."""
    told = "\n".join((body or html_part)(part) for part in page.body)
    top = "".join(f'<a href="#">{escape(one)}</a>' for one in page.top)
    bottom = "".join(f"<p>{escape(one)}</p>" for one in page.bottom)
    return (
        f"<!doctype html><html><head><title>{escape(page.title)}</title></head><body><header><nav>{top}</nav></header>"
        f"<main><article><h1>{escape(page.title)}</h1>\n{told}\n</article></main><footer>{bottom}</footer></body></html>"
    )


def html_part(part: Part) -> str:
    """Return a block as HTML."""
    told = _tagged(part.text, "strong", "code")
    inside = "".join(html_part(one) for one in part.inside)
    cells = [[_tagged(cell, "b", "code") for cell in row] for row in part.rows]
    match part.kind:
        case "h1" | "h2" | "h3":
            return f"<{part.kind}>{told}</{part.kind}>"
        case "bullets":
            return "<ul>" + "".join(f"<li>{row}</li>" for (row,) in cells) + "</ul>"
        case "code":
            return "<pre><code>" + "\n".join(escape(row) for (row,) in part.rows) + "</code></pre>"
        case "table":
            head = "".join(f"<th>{cell}</th>" for cell in cells[0])
            body = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in cells[1:])
            return f'<table class="confluenceTable"><tbody><tr>{head}</tr>{body}</tbody></table>'
        case "terms":
            return "<dl>" + "".join(f"<dt>{term}</dt><dd>{answer}</dd>" for term, answer in cells) + "</dl>"
        case "caption":
            return f'<figure><img src="1.png" alt=""/><figcaption>{told}</figcaption></figure>'
        case "strong":
            return f"<p><strong>{told}</strong></p>"
        case "break":
            return "<hr/>"
        case "toggle":
            return f'<ul class="toggle"><li><details open=""><summary>{told}</summary>{inside}</details></li></ul>'
        case "folded" | "folded-line" | "folded-open":
            return f"<details><summary>{told}</summary>{inside}</details>"
        case "folded-item":
            return f"<ul><li><details><summary>{told}</summary>{inside}</details></li></ul>"
        case "small":
            return f'<p class="small">{told}</p>'
        case _:
            return f"<p>{told}</p>"


def word(page: Page) -> bytes:
    """Return the page as a Word document."""
    document = docx.Document()
    document.add_paragraph(page.title, style="Title")
    document.sections[0].footer.paragraphs[0].text = page.foot
    for part in page.body:
        for one in (part, *part.inside):
            if one.kind == "table":
                table = document.add_table(rows=0, cols=len(one.rows[0]))
                for row in one.rows:
                    for cell, told in zip(table.add_row().cells, row, strict=True):
                        cell.text = bare(told)
            elif one.kind == "code":
                for (line,) in one.rows:
                    document.add_paragraph().add_run(line).font.name = "Courier New"
            elif one.kind == "bullets":
                for (line,) in one.rows:
                    document.add_paragraph(bare(line), style="List Bullet")
            elif one.kind == "terms":
                for term, told in one.rows:
                    paragraph = document.add_paragraph()
                    paragraph.add_run(term).bold = True
                    paragraph.add_run(f" – {bare(told)}")
            elif one.kind in {"h1", "h2", "h3"}:
                document.add_paragraph(one.text, style=f"Heading {one.kind[1]}")
            elif one.kind != "break":
                _runs(document.add_paragraph(style="Caption" if one.kind == "caption" else None), one)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _runs(paragraph: WordParagraph, part: Part) -> None:
    for place, told in enumerate(re.split(r"\*\*", part.text)):
        strong = place % 2 == 1 or part.kind in {"strong", "toggle"} or part.kind.startswith("folded")
        if told:
            paragraph.add_run(told.replace("`", "")).bold = strong or None


def pdf(page: Page) -> bytes:
    """Return the page as a browser or a word processor prints it; slides have a page each."""
    styles = getSampleStyleSheet()
    names = {"h1": "Heading1", "h2": "Heading2", "h3": "Heading3", "caption": "Italic"}
    story: list[Flowable] = [Paragraph(escape(page.title), styles["Title"])]
    for part in page.body:
        for one in (part, *part.inside):
            told = _tagged(one.text, "b", 'font face="Courier"')
            if one.kind in {"strong", "toggle"} or one.kind.startswith("folded"):
                told = f"<b>{told}</b>"
            if one.kind == "break":
                story.append(PageBreak())
            elif one.kind == "bullets":
                rows = [ListItem(Paragraph(escape(bare(row)), styles["BodyText"])) for (row,) in one.rows]
                story.append(ListFlowable(rows, bulletType="bullet"))
            elif one.kind == "code":
                story.append(Preformatted("\n".join(row for (row,) in one.rows), styles["Code"]))
            elif one.kind == "table":
                cells = [[Paragraph(escape(bare(cell)), styles["BodyText"]) for cell in row] for row in one.rows]
                wide = {3: (150, 270, 50), 4: (25, 150, 240, 50)}.get(len(one.rows[0]))
                story.append(Table(cells, colWidths=wide))
            elif one.kind == "terms":
                story += [Paragraph(f"<b>{escape(a)}</b> – {escape(b)}", styles["BodyText"]) for a, b in one.rows]
            else:
                story.append(Paragraph(told, styles[names.get(one.kind, "BodyText")]))

    def edges(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(_EDGE, 25, page.foot or page.title)
        canvas.drawRightString(A4[0] - _EDGE, 25, str(document.page))

    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4)
    frame = Frame(_EDGE, _EDGE, A4[0] - 2 * _EDGE, A4[1] - 2 * _EDGE)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=edges))
    document.build(story)
    return out.getvalue()


WRITERS: Mapping[str, Callable[[Page], bytes]] = {
    "md": lambda page: markdown(page).encode(),
    "txt": lambda page: text(page).encode(),
    "html": lambda page: html(page).encode(),
    "docx": word,
    "pdf": pdf,
}
