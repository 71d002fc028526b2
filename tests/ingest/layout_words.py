"""Writes the parts of Word documents for which python-docx has no words: boxes, marked changes, controls, levels."""

from collections.abc import Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

_BOX = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" {w} {wp} {a}><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
    '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
    "<wps:txbx><w:txbxContent><w:p><w:r><w:t/></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></a:graphicData>"
    "</a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p>"
    "<w:r><w:t/></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
)
_LEVELS = (
    "<w:abstractNum {w} w:abstractNumId='91'><w:multiLevelType w:val='multilevel'/>"
    "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%2)'/></w:lvl>"
    "</w:abstractNum>"
)


def add_special(document: WordDocument, kind: str, content: Any) -> bool:
    """Write such a block; return whether it is one."""
    writer = {
        "box": _box,
        "tracked": _tracked,
        "control": _control,
        "broken": _broken,
        "levels": _levels,
        "spanned": _spanned,
    }.get(kind)
    if writer:
        writer(document, content)
    return writer is not None


def _parsed(xml: str) -> Any:
    """Return an element; python-docx has a type for each, which no parser tells."""
    return parse_xml(xml.format(w=nsdecls("w"), wp=nsdecls("wp"), a=nsdecls("a")))


def _box(document: WordDocument, text: str) -> None:
    """A text box anchored in an empty paragraph, written twice as Word does: as a drawing and for older programs."""
    box = _parsed(_BOX)
    for place in box.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"):
        place.text = text
    document.add_paragraph().add_run()._r.append(box)


def _tracked(document: WordDocument, content: Sequence[str]) -> None:
    """A paragraph: what was there, what was taken out, what was put in."""
    stays, gone, new = content
    paragraph = document.add_paragraph(stays)._p
    deleted = _parsed('<w:del {w} w:id="1" w:author="R"><w:r><w:delText xml:space="preserve"/></w:r></w:del>')
    deleted[0][0].text = gone
    inserted = _parsed('<w:ins {w} w:id="2" w:author="R"><w:r><w:t xml:space="preserve"/></w:r></w:ins>')
    inserted[0][0].text = new
    paragraph.extend([deleted, inserted])


def _control(document: WordDocument, text: str) -> None:
    control = _parsed("<w:sdt {w}><w:sdtPr><w:text/></w:sdtPr><w:sdtContent/></w:sdt>")
    paragraph = document.add_paragraph(text)._p
    paragraph.addprevious(control)
    control[1].append(paragraph)


def _broken(document: WordDocument, content: Sequence[str]) -> None:
    """Label, text, line break, label, text, the labels in bold."""
    paragraph = document.add_paragraph()
    for place, text in enumerate(content):
        run = paragraph.add_run(text)
        run.bold = place % 2 == 0
        if place == 1:
            run.add_break()


def _levels(document: WordDocument, content: Sequence[str]) -> None:
    """An item of the first level, the others below it on the second."""
    numbering = document.part.numbering_part.element
    if not numbering.xpath("w:abstractNum[@w:abstractNumId='91']"):
        numbering.insert(0, _parsed(_LEVELS))
        numbering.append(_parsed("<w:num {w} w:numId='91'><w:abstractNumId w:val='91'/></w:num>"))
    for place, text in enumerate(content):
        properties = document.add_paragraph(text, style="List Paragraph")._p.get_or_add_pPr()
        level = _parsed(f"<w:numPr {{w}}><w:ilvl w:val='{min(place, 1)}'/><w:numId w:val='91'/></w:numPr>")
        properties.append(level)


def _spanned(document: WordDocument, content: Sequence[str]) -> None:
    """A table whose first row spans both columns; below stand a label and a text."""
    question, label, answer = content
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = question
    table.cell(1, 0).text, table.cell(1, 1).text = label, answer
    document.add_paragraph("")
