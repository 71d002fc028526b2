"""Writes PDFs of further layouts: tables with rules and without, boxes, slides that reveal, a book, a printed page."""

import io
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

Source = Mapping[str, Any]
_EDGE = 50
_GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")])
_PLAIN = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")])
_SHADED = TableStyle([("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke), ("BOX", (0, 0), (-1, -1), 0.8, colors.grey)])


def _cells(texts: Sequence[str], style: str = "BodyText", tag: str = "{}") -> list[Paragraph]:
    return [Paragraph(tag.format(escape(text)), getSampleStyleSheet()[style]) for text in texts]


def table(source: Source) -> bytes:
    """A table of all pairs, with a row of names that every page repeats."""
    rows = [_cells(source["names"], tag="<b>{}</b>")]
    for number, (question, answer) in enumerate(source["pairs"], 1):
        before, after = source.get("around", (str(number), ""))
        texts = [question, answer] if len(source["names"]) == 2 else [before, question, answer, after]
        rows.append(_cells(texts[: len(source["names"])]))
    grid = Table(rows, colWidths=source["widths"], repeatRows=1, style=_GRID if source["ruled"] else _PLAIN)
    out = io.BytesIO()
    size = landscape(A4) if source.get("landscape") else A4
    story: list[Flowable] = [*_cells([source["title"]], "Title"), grid]
    SimpleDocTemplate(out, pagesize=size, leftMargin=_EDGE, rightMargin=_EDGE).build(story)
    return out.getvalue()


def boxes(source: Source) -> bytes:
    """A box for each pair, written by another program: a shaded row for the question, a row for the answer."""
    page = FPDF()
    page.add_page()
    page.set_font("Helvetica", "B", 18)
    page.cell(0, 12, source["title"], new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.set_font("Helvetica", "", 11)
    for question, answer in source["pairs"]:
        with page.table(
            col_widths=(170,), first_row_as_headings=True, borders_layout=TableBordersLayout.ALL, line_height=6
        ) as grid:
            grid.row([question])
            grid.row([answer])
        page.ln(6)
    return bytes(page.output())


def reveal(source: Source) -> bytes:
    """Slides: one with the question, the next with the answer under the heading Answer."""
    out = io.BytesIO()
    width, height = landscape(A4)
    canvas = Canvas(out, pagesize=(width, height))
    for question, answer in source["pairs"]:
        for title, text in ((question, ""), ("Answer", answer)):
            canvas.setFont("Helvetica-Bold", 26)
            for place, line in enumerate(_wrapped(title, 50)):
                canvas.drawString(60, height - 100 - 32 * place, line)
            canvas.setFont("Helvetica", 18)
            for place, line in enumerate(_wrapped(text, 72)):
                canvas.drawString(60, height - 220 - 24 * place, line)
            canvas.setFont("Helvetica", 10)
            canvas.drawString(60, 30, source["foot"])
            canvas.drawRightString(width - 60, 30, str(canvas.getPageNumber()))
            canvas.showPage()
    canvas.save()
    return out.getvalue()


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) + 1 > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def book(source: Source) -> bytes:
    """Pages of a book: heads of left and right pages differ, questions are numbered and bold."""
    styles = getSampleStyleSheet()
    story: list[Flowable] = [Paragraph(f"{source['chapter']} Measuring and adapting models", styles["Heading1"])]
    for number, (question, answer) in enumerate(source["pairs"], 1):
        story.append(Paragraph(f"<b>{source['chapter']}.{number} {escape(question)}</b>", styles["BodyText"]))
        story.append(Paragraph(escape(answer), styles["BodyText"]))
        story.append(Spacer(1, 40))

    def edges(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica-Oblique", 9)
        if document.page % 2:
            canvas.drawRightString(A4[0] - _EDGE, A4[1] - 30, source["odd"].format(chapter=source["chapter"]))
        else:
            canvas.drawString(_EDGE, A4[1] - 30, source["even"])
        canvas.drawCentredString(A4[0] / 2, 25, str(110 + document.page))

    return _framed(story, [Frame(_EDGE, 350, A4[0] - 2 * _EDGE, 440)], edges)


def printed(source: Source) -> bytes:
    """A page as a browser prints it, the questions and answers labelled."""
    styles = getSampleStyleSheet()
    story: list[Flowable] = [Paragraph(escape(source["title"].split(" | ")[0]), styles["Title"])]
    for question, answer in source["pairs"]:
        story.append(Paragraph(f"<b>Q. {escape(question)}</b>", styles["BodyText"]))
        story.append(Paragraph(f"A. {escape(answer)}", styles["BodyText"]))

    def edges(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(24, A4[1] - 20, source["date"])
        canvas.drawCentredString(A4[0] / 2, A4[1] - 20, source["title"])
        canvas.drawString(24, 16, source["address"])
        canvas.drawRightString(A4[0] - 24, 16, f"{document.page}/3")

    return _framed(story, [Frame(_EDGE, 500, A4[0] - 2 * _EDGE, 300)], edges)


def run_in(source: Source) -> bytes:
    """Two columns of paragraphs, each of which begins with its question in bold."""
    styles = getSampleStyleSheet()
    story: list[Flowable] = [Paragraph(source["title"], styles["Title"])]
    for question, answer in source["pairs"]:
        story.append(Paragraph(f"<b>{escape(question)}</b> {escape(answer)}", styles["BodyText"]))

    def edges(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(_EDGE, 25, f"{source['foot']} - {document.page}")

    return _framed(story, [Frame(x, 200, 240, 590) for x in (_EDGE, _EDGE + 265)], edges)


def _framed(story: list[Flowable], frames: Sequence[Frame], edges: Callable[[Canvas, BaseDocTemplate], None]) -> bytes:
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4)
    document.addPageTemplates(PageTemplate(frames=list(frames), onPage=edges))
    document.build(story)
    return out.getvalue()


BUILDERS: Mapping[str, Callable[[Source], bytes]] = {
    "pdf_table": table,
    "pdf_boxes": boxes,
    "pdf_reveal": reveal,
    "pdf_book": book,
    "pdf_print": printed,
    "pdf_run_in": run_in,
}
