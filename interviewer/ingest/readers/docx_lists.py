"""The bullets, numbers and letters of a Word document's lists, counted as Word counts them."""

from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_DEEPEST = 8
_BULLET = "-"
_LETTERED, _LETTERS = frozenset({"lowerLetter", "upperLetter"}), 26


@dataclass(frozen=True, slots=True)
class _Level:
    bullet: bool
    start: int
    form: str = ""


class Numbering:
    """Gives each list paragraph its label in the order of the document: `-`, or a number with a full stop."""

    def __init__(self, document: WordDocument) -> None:
        self._levels = _levels(document)
        self._styles = {
            style.style_id: found
            for style in document.styles
            if (found := _reference(style.element)) is not None and found[0]
        }
        self._counts: dict[str, list[int | None]] = {}

    def label(self, paragraph: BaseOxmlElement, style: str) -> tuple[str, int]:
        """Return the label (empty for no list item) and how deep it stands."""
        number, depth = self._of(paragraph)
        if not number:
            named = style.lower()
            return (_BULLET, 0) if named.startswith("list bullet") else ("", 0)
        level = self._levels.get((number, depth), _Level(bullet=not style.lower().startswith("list number"), start=1))
        if level.bullet:
            return _BULLET, depth
        counts = self._counts.setdefault(number, [None] * (_DEEPEST + 1))
        before = counts[depth]
        counts[depth] = level.start if before is None else before + 1
        counts[depth + 1 :] = [None] * (_DEEPEST - depth)
        return f"{_counted(counts[depth] or 0, level.form)}.", depth

    def _of(self, paragraph: BaseOxmlElement) -> tuple[str, int]:
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        inherited = self._styles.get(str(style.get(qn("w:val"))), ("", 0)) if style is not None else ("", 0)
        own = _reference(paragraph)
        if own is None:
            return inherited
        number, depth = own
        return ("", 0) if number == "0" else (number or inherited[0], depth)


def _counted(number: int, form: str) -> str:
    """Return the number as a list of that form shows it; what is no letter is told in digits."""
    if form not in _LETTERED or not 0 < number <= _LETTERS:
        return str(number)
    letter = chr(ord("a") + number - 1)
    return letter.upper() if form.startswith("upper") else letter


def _reference(element: BaseOxmlElement) -> tuple[str, int] | None:
    found = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if found is None:
        return None
    number, depth = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
    deep = str(depth.get(qn("w:val"))) if depth is not None else "0"
    return (
        str(number.get(qn("w:val"))) if number is not None else "",
        min(int(deep), _DEEPEST) if deep.isdecimal() else 0,
    )


def _levels(document: WordDocument) -> dict[tuple[str, int], _Level]:
    """Return what each level of each list looks like."""
    part = next((rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None)
    root = getattr(part, "element", None)
    if root is None:
        return {}
    abstract = {str(one.get(qn("w:abstractNumId"))): one for one in root.iter(qn("w:abstractNum"))}
    found = {}
    for number in root.iter(qn("w:num")):
        reference = number.find(qn("w:abstractNumId"))
        kind = abstract.get(str(reference.get(qn("w:val")))) if reference is not None else None
        for level in kind.iter(qn("w:lvl")) if kind is not None else ():
            form, start = level.find(qn("w:numFmt")), level.find(qn("w:start"))
            first = str(start.get(qn("w:val"))) if start is not None else "1"
            bullet = form is not None and form.get(qn("w:val")) in ("bullet", "none")
            depth = str(level.get(qn("w:ilvl")))
            if depth.isdecimal():
                told = str(form.get(qn("w:val"))) if form is not None else ""
                one = _Level(bullet, int(first) if first.isdecimal() else 1, told)
                found[str(number.get(qn("w:numId"))), int(depth)] = one
    return found
