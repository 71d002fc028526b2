"""PDF: tables that ask, told by where their cells stand; what only looks like a table stays text."""

import io
from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from interviewer.ingest.readers import pdf
from tests.ingest.documents import pairs, read_data
from tests.ingest.hostile_files import pdf_with_content, stream

ROWS = [
    ("What is tin?", "A soft metal that melts at little more than two hundred degrees and coats other metals well."),
    (
        "Why is lead heavy?",
        "Its atoms are heavy and packed closely, so a litre of it weighs more than eleven kilograms.",
    ),
    (
        "How does zinc protect iron?",
        "It is less noble and gives its electrons first, so that it rusts in the place of iron.",
    ),
]


def document(*parts: object) -> bytes:
    out = io.BytesIO()
    SimpleDocTemplate(out).build(list(parts))
    return out.getvalue()


def words(text: str) -> Paragraph:
    return Paragraph(text, getSampleStyleSheet()["BodyText"])


def grid(rows: Sequence[tuple[str, ...]]) -> Table:
    return Table([[words(cell) for cell in row] for row in rows], colWidths=[300 // len(rows[0])] * len(rows[0]))


def told(folder: Path, data: bytes) -> list[tuple[str, str]]:
    found = pairs(read_data(folder, data, "table.pdf"))
    return [(question, " ".join(answer.split())) for _, question, answer in found]


def test_a_table_without_names_is_told_by_its_cells(tmp_path: Path) -> None:
    assert told(tmp_path, document(grid(list(ROWS)))) == ROWS


def test_the_sentence_above_a_table_is_in_none_of_its_cells(tmp_path: Path) -> None:
    data = document(words("These three are asked first."), grid([("Question", "Answer"), *ROWS]))
    assert told(tmp_path, data) == ROWS


def test_a_table_goes_on_over_the_page_and_each_row_has_its_own(tmp_path: Path) -> None:
    head = ("Question", "Answer")
    data = document(
        grid([head, *ROWS[:2]]), PageBreak(), grid([head, ROWS[2], (ROWS[0][0][:-1] + " good for?", "Cans.")])
    )
    found = read_data(tmp_path, data, "table.pdf")
    assert [answer for _, _, answer in pairs(found)] == [*(row[1] for row in ROWS), "Cans."]
    assert [found.places[one.question_line - 1] for one in found.questions] == [1, 1, 2, 2]


def test_cells_that_are_set_in_one_stretch_of_text_are_parted_by_their_places(tmp_path: Path) -> None:
    """As TeX writes them: one text object a page, moved from cell to cell."""
    lines, here = [], (0, 0)
    for row, (question, answer) in enumerate(ROWS):
        half = len(answer) // 2
        for x, y, text in ((60, 0, question), (220, 0, answer[:half]), (220, -12, answer[half:])):
            place = (x, 700 - 40 * row + y)
            lines.append(f"{place[0] - here[0]} {place[1] - here[1]} Td ({text}) Tj")
            here = place
    data = pdf_with_content(stream(f"BT /F1 10 Tf {' '.join(lines)} ET".encode()))
    assert [question for question, _ in told(tmp_path, data)] == [question for question, _ in ROWS]


def test_a_table_that_asks_nothing_stays_lines() -> None:
    rows = [("Metal", "Melts at", "Weighs"), ("Tin", "232 degrees", "7.3"), ("Lead", "327 degrees", "11.3")]
    text = "\n".join(pdf.read(document(grid(rows))).lines)
    assert "| " not in text
    assert all(cell in text for row in rows for cell in row)


def test_two_columns_of_text_are_no_table(tmp_path: Path) -> None:
    """Their paragraphs stand beside each other, but they are written one column after the other."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for left in (50, 310):
        for block, (question, answer) in enumerate(ROWS):
            canvas.setFont("Helvetica-Bold", 12)
            canvas.drawString(left, 780 - 90 * block, question)
            canvas.setFont("Helvetica", 9)
            for line in range(3):
                part = answer.split()[line * 7 : line * 7 + 7]
                canvas.drawString(left, 764 - 90 * block - 11 * line, " ".join(part))
    canvas.showPage()
    canvas.save()
    assert told(tmp_path, out.getvalue()) == [*ROWS, *ROWS]


def test_bullets_drawn_apart_are_no_column() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for place, (question, _) in enumerate(ROWS):
        canvas.drawString(60, 700 - 20 * place, "•")
        canvas.drawString(80, 700 - 20 * place, question)
    canvas.showPage()
    canvas.save()
    assert not any(line.startswith("|") for line in pdf.read(out.getvalue()).lines)


def test_hidden_words_are_in_no_cell(tmp_path: Path) -> None:
    rows = [(question, f'{answer} <font color="white">SECRET</font>') for question, answer in ROWS]
    found = read_data(tmp_path, document(grid([("Question", "Answer"), *rows])), "table.pdf")
    assert len(found.questions) == len(ROWS)
    assert not any("SECRET" in one.answer for one in found.questions)
    assert any("SECRET" in note for note in found.notes)
