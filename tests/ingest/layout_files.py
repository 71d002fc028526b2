"""Builds PDF, DOCX and Anki documents from the readable sources in `layouts/`."""

import io
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import docx
import yaml
import zstandard
from docx.document import Document as WordDocument
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, ListFlowable, ListItem, PageTemplate, Paragraph

from tests.ingest import layout_pdfs, layout_words
from tests.ingest.hostile_files import zip_of

Source = Mapping[str, Any]
SUFFIXES = {"docx": ".docx", "apkg": ".apkg"}
_PDF_STYLES = {"title": "Title", "h1": "Heading1", "h2": "Heading3", "p": "BodyText", "caption": "Italic"}
_COLUMN, _GAP, _EDGE = 240, 25, 50


def built(path: Path, folder: Path) -> Path:
    """Return the document of that source: itself, or one built into `folder`."""
    if not path.name.endswith(".source.yaml"):
        return path
    source = yaml.safe_load(path.read_text(encoding="utf-8"))
    target = folder / (path.name.removesuffix(".source.yaml") + SUFFIXES.get(source["build"], ".pdf"))
    target.write_bytes(_BUILDERS[source["build"]](source))
    return target


def _two_columns(source: Source) -> bytes:
    styles = getSampleStyleSheet()
    story: list[Flowable] = []
    for block in source["blocks"]:
        ((kind, text),) = block.items()
        if kind == "li":
            item = ListItem(Paragraph(escape(text), styles["BodyText"]))
            story.append(ListFlowable([item], bulletType="bullet"))
        else:
            story.append(Paragraph(escape(text), styles[_PDF_STYLES[kind]]))

    def edges(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(_EDGE, A4[1] - 30, source["head"])
        canvas.drawCentredString(A4[0] / 2, 25, source["foot"].format(page=document.page))

    height = A4[1] - 2 * _EDGE
    frames = [Frame(x, _EDGE, _COLUMN, height) for x in (_EDGE, _EDGE + _COLUMN + _GAP)]
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4)
    document.addPageTemplates(PageTemplate(frames=frames, onPage=edges))
    document.build(story)
    return out.getvalue()


def _slides(source: Source) -> bytes:
    out = io.BytesIO()
    width, height = landscape(A4)
    canvas = Canvas(out, pagesize=(width, height))
    for number, slide in enumerate(source["slides"], 1):
        canvas.setFont("Helvetica-Bold", 28)
        canvas.drawString(60, height - 90, slide["title"])
        canvas.setFont("Helvetica", 18)
        texts = [f"• {text}" for text in slide.get("bullets", ())] + list(slide.get("lines", ()))
        for place, text in enumerate(texts):
            canvas.drawString(80, height - 160 - 42 * place, text)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(60, 30, source["foot"])
        canvas.drawRightString(width - 60, 30, str(number))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _docx(source: Source) -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = source["head"]
    document.sections[0].footer.paragraphs[0].text = source["foot"]
    for block in source["blocks"]:
        ((kind, content),) = block.items()
        _add(document, kind, content)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add(document: WordDocument, kind: str, content: Any) -> None:
    if layout_words.add_special(document, kind, content):
        return
    if kind == "table":
        _add_table(document, content)
    elif kind == "code":
        for line in content:
            document.add_paragraph().add_run(line).font.name = "Courier New"
    elif kind == "toc":
        for line in content:
            document.add_paragraph(line)
    elif kind in {"bullets", "numbers"}:
        for line in content:
            document.add_paragraph(line, style="List Bullet" if kind == "bullets" else "List Number")
    else:
        names = {
            "title": "Title",
            "subtitle": "Subtitle",
            "h1": "Heading 1",
            "h2": "Heading 2",
            "caption": "Caption",
            "continued": "List Continue",
        }
        document.add_paragraph(content, style=names.get(kind))


def _add_table(document: WordDocument, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph("")


def apkg(source: Source) -> bytes:
    """Return a package as older versions of Anki write it, or as newer ones do where its `schema` is new."""
    numbers = {name: number for number, name in enumerate(source["types"], 1001)}
    new = source.get("schema") == "new"
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, guid TEXT, mid INTEGER, flds TEXT, sfld TEXT)")
    connection.execute("CREATE TABLE col (id INTEGER PRIMARY KEY, models TEXT, decks TEXT)")
    connection.execute("CREATE TABLE cards (id INTEGER PRIMARY KEY, nid INTEGER, did INTEGER, ord INTEGER)")
    models = {} if new else {str(numbers[name]): _model(fields) for name, fields in source["types"].items()}
    decks = {str(number): {"name": name} for number, name in enumerate(source.get("decks", ["Default"]), 1)}
    connection.execute("INSERT INTO col VALUES (1, ?, ?)", (json.dumps(models), json.dumps(decks)))
    if new:
        connection.execute("CREATE TABLE fields (ntid INTEGER, ord INTEGER, name TEXT)")
        rows = [(numbers[kind], *field) for kind, fields in source["types"].items() for field in enumerate(fields)]
        connection.executemany("INSERT INTO fields VALUES (?, ?, ?)", rows)
    for number, (kind, *fields) in enumerate(source["notes"], 1):
        row = (number, numbers[kind], "\x1f".join(fields))
        connection.execute("INSERT INTO notes VALUES (?, 'g', ?, ?, '')", row)
        connection.execute("INSERT INTO cards VALUES (?, ?, ?, 0)", (number, number, number % len(decks) + 1))
    connection.commit()
    data = connection.serialize()
    connection.close()
    if new:
        return zip_of({"media": b"{}", "collection.anki21b": zstandard.ZstdCompressor().compress(data)})
    return zip_of({"media": b"{}", "collection.anki2": data})


def _model(fields: Sequence[str]) -> Mapping[str, object]:
    return {"flds": [{"name": one} for one in fields]}


_BUILDERS: Mapping[str, Callable[[Source], bytes]] = {
    "two_columns": _two_columns,
    "slides": _slides,
    "docx": _docx,
    "apkg": apkg,
    **layout_pdfs.BUILDERS,
}
