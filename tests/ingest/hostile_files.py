"""Builders of files made to break a reader, small and quick to write."""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence

import docx


def pdf_of(objects: Sequence[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """Return a PDF of these objects, numbered from 1, with a sound cross-reference table."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d %b >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object with its dictionary."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), entries, data)


def pdf_with_content(content: bytes) -> bytes:
    """Return a PDF of one page whose content is the given stream object."""
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>",
            content,
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )


def flate_bomb(size: int, times: int = 1) -> bytes:
    """Return a PDF whose page unpacks to `size` bytes, through `times` layers of compression."""
    data = b"BT /F1 9 Tf (a) Tj ET\n" + b" " * size
    for _ in range(times):
        data = zlib.compress(data, 9)
    filters = b"/FlateDecode " * times
    return pdf_with_content(stream(data, b"/Filter [ %b]" % filters))


def pdf_of_pages(count: int) -> bytes:
    """Return a PDF of many empty pages."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count),
            *[page] * count,
        ]
    )


def zip_of(entries: Mapping[str, bytes]) -> bytes:
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def word_parts() -> dict[str, bytes]:
    """Return the parts of a sound Word document of one question with its answer, and a header."""
    document = docx.Document()
    document.add_heading("What is a mutex?", 2)
    document.add_paragraph("A lock that one thread holds at a time.")
    document.add_heading("What is a deadlock?", 2)
    document.add_paragraph("Threads that wait for each other in a circle.")
    document.sections[0].header.paragraphs[0].text = "Notes"
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
