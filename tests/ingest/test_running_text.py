"""The text of a document as lines, for what is no collection of questions."""

import io
from pathlib import Path

import docx
import pytest
from fpdf import FPDF

from interviewer.domain.errors import DocumentError
from interviewer.ingest import read_lines


def test_text_and_markdown_keep_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "job.md"
    file.write_text("# One\n\nTwo \x1b[31mred\n", "utf-8")
    read = read_lines(file)
    assert (read.name, read.places, read.pages) == ("job.md", (), False)
    assert len(read.lines) == 3
    assert "\x1b" not in read.lines[2]


def test_pages_of_a_pdf_and_paragraphs_of_word(tmp_path: Path) -> None:
    pdf = FPDF()
    for text in ("Train language models.", "Measure retrieval."):
        pdf.add_page()
        pdf.set_font("Helvetica", size=12)
        pdf.cell(text=text)
    (tmp_path / "cv.pdf").write_bytes(bytes(pdf.output()))
    read = read_lines(tmp_path / "cv.pdf")
    placed = dict(zip(read.lines, read.places, strict=True))
    assert read.pages
    assert (placed["Train language models."], placed["Measure retrieval."]) == (1, 2)
    word, stream = docx.Document(), io.BytesIO()
    word.add_paragraph("Train language models.")
    word.save(stream)
    (tmp_path / "cv.docx").write_bytes(stream.getvalue())
    assert "Train language models." in read_lines(tmp_path / "cv.docx").lines


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("cv.csv", b"a,b", "no running text"),
        ("cv.xyz", b"a", "not read"),
        ("cv.txt", b" \n\t\n", "No text found"),
        ("cv.pdf", b"plain words", "no pdf"),
        ("cv.txt", b"\0" * 100, "not UTF-8"),
        ("cv.txt", b"x" * 5_000_001, "larger than 5 MB"),
        ("cv.docx", b"PK\x03\x04 broken", "cv.docx"),
    ],
)
def test_what_cannot_be_read_says_so(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DocumentError, match=f"cv.*{reason}|{reason}"):
        read_lines(tmp_path / name)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "cv.txt", tmp_path):
        with pytest.raises(DocumentError, match=path.name):
            read_lines(path)
