"""The text of a Word paragraph: inserted text counts, deleted text does not; bold as Markdown."""

import re

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_OFF = frozenset({"0", "false", "off", "none"})
_DROPPED = frozenset(map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:txbxContent")))
_MONO = re.compile(r"courier|mono|consol|menlo", re.IGNORECASE)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_FORMULA_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
_RUN = qn("w:r")


def text_of(paragraph: BaseOxmlElement, *, plain: bool) -> str:
    """Return the paragraph's text with its line breaks; unless `plain`, runs in bold stand between asterisks."""
    parts: list[tuple[str, bool]] = []
    for run in paragraph.iter(_RUN, _FORMULA_TEXT):
        if any(above.tag in _DROPPED or above.tag == _FALLBACK for above in _between(run, paragraph)):
            continue
        if run.tag == _FORMULA_TEXT:
            parts.append((run.text or "", False))
        else:
            parts.append((_run_text(run), _has(run, "w:b") and not plain))
    return _with_bold(parts)


def _between(element: BaseOxmlElement, paragraph: BaseOxmlElement) -> list[BaseOxmlElement]:
    found: list[BaseOxmlElement] = []
    for above in element.iterancestors():
        if above is paragraph:
            return found
        found.append(above)
    return found


def _run_text(run: BaseOxmlElement) -> str:
    return "".join((child.text or "") if child.tag == qn("w:t") else _BREAKS.get(str(child.tag), "") for child in run)


def _has(run: BaseOxmlElement, name: str) -> bool:
    found = run.find(f"{qn('w:rPr')}/{qn(name)}")
    return found is not None and str(found.get(qn("w:val"), "1")).lower() not in _OFF


def _with_bold(parts: list[tuple[str, bool]]) -> str:
    joined: list[tuple[str, bool]] = []
    for text, bold in parts:
        if joined and (joined[-1][1] == bold or not text.strip()):
            joined[-1] = (joined[-1][0] + text, joined[-1][1])
        else:
            joined.append((text, bold))
    return "".join(_marked(text) if bold else text for text, bold in joined)


def _marked(text: str) -> str:
    """Mark each line by itself, for emphasis does not cross lines."""
    return "\n".join(
        line.replace(line.strip(), f"**{line.strip()}**") if line.strip() else line for line in text.split("\n")
    )


def is_code(paragraph: BaseOxmlElement) -> bool:
    """Whether every run with text is set in a font of one width."""
    runs = [run for run in paragraph.iter(_RUN) if _run_text(run).strip()]
    return bool(runs) and all(_is_mono(run) for run in runs)


def _is_mono(run: BaseOxmlElement) -> bool:
    fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    return fonts is not None and bool(_MONO.search(str(fonts.get(qn("w:ascii"), ""))))


def is_heading_like(text: str) -> bool:
    """Whether a list item opens a paragraph of its own: a question, or in bold."""
    return text.strip().endswith("?") or text.strip().startswith("**")
