"""Word documents: headings, lists, code, tables and Word's own numbering as questions with whole answers."""

import io
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from interviewer.domain.document import Document
from interviewer.ingest.readers import docx as reader
from tests.ingest.documents import pairs, read_data


def saved(document: WordDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read(folder: Path, document: WordDocument) -> Document:
    return read_data(folder, saved(document), "notes.docx")


def test_a_handout_with_headings(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Transport protocols", 0)
    document.add_paragraph("A short handout.")
    document.add_heading("What is a three-way handshake?", 2)
    document.add_paragraph("Three segments open a connection.")
    document.add_paragraph("SYN", style="List Bullet")
    document.add_paragraph("SYN and ACK", style="List Bullet")
    document.add_heading("How is a socket opened?", 2)
    document.add_paragraph("With one call:")
    for line in ("s = socket()", "    s.connect(host)"):
        document.add_paragraph().add_run(line).font.name = "Courier New"
    document.add_heading("Which ports are well known?", 2)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip([c for row in table.rows for c in row.cells], ["Name", "Port", "ssh", "22"], strict=True):
        cell.text = text
    assert pairs(read(tmp_path, document)) == [
        ("", "What is a three-way handshake?", "Three segments open a connection.\n\n- SYN\n- SYN and ACK"),
        ("", "How is a socket opened?", "With one call:\n\n```\ns = socket()\n    s.connect(host)\n```"),
        ("", "Which ports are well known?", "| Name | Port |\n| --- | --- |\n| ssh | 22 |"),
    ]


def test_numbered_questions_in_bold(tmp_path: Path) -> None:
    document = docx.Document()
    for number, (question, answer) in enumerate(
        [("What is a hash?", "A number for a key."), ("What is a bucket?", "Where keys of one hash wait.")], 1
    ):
        document.add_paragraph().add_run(f"{number}. {question}").bold = True
        paragraph = document.add_paragraph("Answer: ")
        paragraph.add_run(answer)
    assert [(number, q.strip("*"), a) for number, q, a in pairs(read(tmp_path, document))] == [
        ("1", "What is a hash?", "A number for a key."),
        ("2", "What is a bucket?", "Where keys of one hash wait."),
    ]


def test_words_own_numbering_is_written_out(tmp_path: Path) -> None:
    document = docx.Document()
    for question, answer in (
        ("What is a stack?", "Last in, first out."),
        ("What is a queue?", "First in, first out."),
        ("What is a deque?", "Both ends are open."),
    ):
        document.add_paragraph(question, style="List Number")
        document.add_paragraph(answer)
    assert pairs(read(tmp_path, document)) == [
        ("1", "What is a stack?", "Last in, first out."),
        ("2", "What is a queue?", "First in, first out."),
        ("3", "What is a deque?", "Both ends are open."),
    ]


def test_a_table_of_questions_and_answers(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for question, answer in (
        ("Question", "Answer"),
        ("What is a lock?", "One thread at a time."),
        ("What is a latch?", "Many wait for one signal."),
    ):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = question, answer
    assert pairs(read(tmp_path, document)) == [
        ("", "What is a lock?", "One thread at a time."),
        ("", "What is a latch?", "Many wait for one signal."),
    ]


def test_inserted_text_counts_deleted_and_hidden_text_does_not() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Kept")
    inserted, deleted = OxmlElement("w:ins"), OxmlElement("w:del")
    for holder, text in ((inserted, " and added"), (deleted, " and gone")):
        run = document.add_paragraph().add_run(text)
        holder.append(run._r)
        paragraph._p.append(holder)  # type: ignore[arg-type]  # lxml's stubs want children of one class
    paragraph.add_run(" SECRET").font.hidden = True
    control = OxmlElement("w:sdt")
    content = OxmlElement("w:sdtContent")
    content.append(document.add_paragraph("In a control.")._p)
    control.append(content)
    document.element.body.insert(1, control)
    assert control.tag == qn("w:sdt")
    assert reader.read(saved(document)).lines == ("Kept and added", "", "In a control.")


def test_a_document_without_text_says_so(tmp_path: Path) -> None:
    found = read(tmp_path, docx.Document())
    assert any("No text found" in note for note in found.notes)
