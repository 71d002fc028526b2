"""PDF: pages become paragraphs, running heads go, broken words are mended, headings and code are told by their look."""

import io
from pathlib import Path

from fpdf import FPDF
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    ListFlowable,
    ListItem,
    PageBreak,
    PageTemplate,
    Paragraph,
    Preformatted,
    SimpleDocTemplate,
)

from interviewer.ingest.readers import pdf
from interviewer.ingest.readers.pdf_lines import PdfLine, paragraphs
from tests.ingest.documents import pairs, read_data
from tests.ingest.hostile_files import pdf_with_content, stream

LONG = (
    "A page fault happens when a program touches a page that is not in memory; the kernel then finds a free frame, "
    "reads the page from disk, writes the entry of the table and lets the instruction run again."
)
SECOND = "Where no frame is free, another page has to leave, and which one is the question that replacement answers."


def text_of(found: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    return [(number, question, " ".join(answer.split())) for number, question, answer in found]


def handbook() -> bytes:
    """Return headings larger than the text, bullets, code, a head and a foot on every page."""
    styles = getSampleStyleSheet()

    def edges(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.drawString(72, 810, "Operating systems handbook")
        canvas.drawString(280, 30, f"Page {document.page} of 9")

    story = [Paragraph("Operating systems", styles["Title"])]
    for number in (1, 2, 3):
        story += [
            Paragraph(f"{number}. What happens at fault number {number} while a program runs?", styles["Heading2"]),
            Paragraph(LONG, styles["BodyText"]),
            Paragraph(SECOND, styles["BodyText"]),
            ListFlowable(
                [ListItem(Paragraph(text, styles["BodyText"])) for text in ("minor", "major")], bulletType="bullet"
            ),
            Preformatted("if fault:\n    load(page)", styles["Code"]),
            PageBreak(),
        ]
    out = io.BytesIO()
    SimpleDocTemplate(out).build(story, onFirstPage=edges, onLaterPages=edges)
    return out.getvalue()


def leaflet() -> bytes:
    """Return labelled questions and answers in letters of one size, a hyphen at a line's end, numbers at the foot."""
    page = FPDF()
    page.set_auto_page_break(auto=False)
    for first in (1, 3):
        page.add_page()
        for number in (first, first + 1):
            page.set_font("Times", "B", 11)
            page.multi_cell(0, 6, f"Q{number}. Why does cache number {number} matter?", new_x="LMARGIN", new_y="NEXT")
            page.set_font("Times", size=11)
            page.multi_cell(
                0,
                6,
                "A. It keeps what was used last near to the processor, so that most loads need not wait for main mem-\n"
                "ory, which is a hundred times slower. A write-back cache delays writes; a well-known price is that\n"
                "other cores must be told.",
                new_x="LMARGIN",
                new_y="NEXT",
            )
            page.ln(5)
        page.set_y(-20)
        page.cell(0, 5, str(page.page_no()), align="C")
    return bytes(page.output())


def test_a_handbook_with_large_headings(tmp_path: Path) -> None:
    found = read_data(tmp_path, handbook(), "handbook.pdf")
    expected = f"{LONG}\n\n{SECOND}\n\n- minor\n- major\n\n```\nif fault:\n    load(page)\n```"
    assert pairs(found) == [
        (str(number), f"What happens at fault number {number} while a program runs?", expected) for number in (1, 2, 3)
    ]
    assert [found.places[question.question_line - 1] for question in found.questions] == [1, 2, 3]


def test_a_leaflet_in_one_size(tmp_path: Path) -> None:
    found = read_data(tmp_path, leaflet(), "leaflet.pdf")
    answer = (
        "It keeps what was used last near to the processor, so that most loads need not wait for main memory, which is "
        "a hundred times slower. A write-back cache delays writes; a well-known price is that other cores must be told."
    )
    assert [(number, question.strip("*"), text) for number, question, text in text_of(pairs(found))] == [
        (str(number), f"Why does cache number {number} matter?", answer) for number in (1, 2, 3, 4)
    ]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    styles = getSampleStyleSheet()
    story = [
        Paragraph(text, styles[style])
        for number in range(1, 7)
        for style, text in (("Heading3", f"{number}. What is step {number}?"), ("BodyText", f"{LONG} {SECOND}"))
    ]
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=(600, 400))
    document.addPageTemplates(PageTemplate(frames=[Frame(40, 40, 250, 320), Frame(310, 40, 250, 320)]))
    document.build(story)
    found = text_of(pairs(read_data(tmp_path, out.getvalue(), "columns.pdf")))
    assert found == [(str(n), f"What is step {n}?", f"{LONG} {SECOND}") for n in range(1, 7)]


def line(text: str, y: float, page: int = 1, size: float = 10.0) -> PdfLine:
    return PdfLine(text, page, y, size)


def test_words_are_mended_and_compounds_kept() -> None:
    page = [
        line("The scheduler is a well-known part of each op-", 700),
        line("erating system and it is a well-", 688),
        line("known source of late-Novem-", 676),
        line("ber talks about Round-", 664),
        line("Robin.", 652),
    ]
    assert paragraphs([page])[0] == (
        "The scheduler is a well-known part of each operating system and it is a well-known source of late-November "
        "talks about Round-Robin.",
    )


def test_ligatures_are_parted() -> None:
    content = stream(b"BT /F1 12 Tf 50 700 Td (e\x81cient \x82ow) Tj ET")
    data = pdf_with_content(content).replace(
        b"/BaseFont /Helvetica",
        b"/BaseFont /Helvetica /Encoding << /Type /Encoding /Differences [129 /ffi 130 /fl] >>",
    )
    assert pdf.read(data).lines == ("efficient flow",)


def test_a_paragraph_goes_on_over_the_page() -> None:
    pages = [
        [line("Threads share one address space and so they", 80)],
        [line("see each other's writes.", 700, 2), line("Why?", 688, 2)],
    ]
    assert paragraphs(pages)[0] == ("Threads share one address space and so they see each other's writes.", "", "Why?")


def test_a_repeated_label_is_no_running_head() -> None:
    pages = [[line("Answer:", 700, n), line(f"Text number {n} of it all.", 688, n)] for n in (1, 2, 3)]
    assert paragraphs(pages)[0].count("Answer:") == 3


def test_a_scan_says_that_no_text_was_found(tmp_path: Path) -> None:
    page = FPDF()
    page.add_page()
    page.rect(10, 10, 100, 100, "F")
    found = read_data(tmp_path, bytes(page.output()), "scan.pdf")
    assert not found.questions
    assert not found.passages
    assert any("No text found" in note and "scan" in note for note in found.notes)
