"""Takes the layout of a reference apart: titles, code and labels go, a row of a table becomes a statement."""

import re
from collections.abc import Iterator, Sequence

_FENCE = re.compile(r"^\s*(```|~~~).*?^\s*\1\s*$", re.MULTILINE | re.DOTALL)
_HEADING_OR_RULE = re.compile(r"\s*(?:#{1,6}\s.*|[-=*_]{3,})$")
_ITEM = re.compile(r"\s*(?:[-*•–+>]|\(?\d{1,2}[.)])\s+")
_ENDED = re.compile(r"[.?!:;…,][\"”’)\]*_]*$")
_SENTENCE_END = re.compile(r"[.?!:…][\"”’)\]*_]*$")
_MOST_TITLE_WORDS, _LONGEST_TITLE = 9, 90
_CODE = re.compile(
    r"\s*(?:(?:import|from)\s+[\w.]+(?:\s+(?:import|as)\s+[\w*,. ]+)?$|(?:def|class)\s+\w+.*:$"
    r"|(?:for|while|if|elif|with|else|try)\b[^.?!]*:$|return\b[^.?!]*[\w\])}'\"]$|(?:print|[\w]+(?:\.\w+)+)\s*\(.*\)[,;]?$"
    r"|[A-Za-z_][\w.\[\], ]*\s[-+*/|&]?=\s\S.*[\])\w'\";}(\[{,]$|[)\]}]+[;,]?$|#\s?\S|//\s|\w+\(.*\)[,;]$)"
)
_WORDY = re.compile(r"(?:\b[a-z]{2,}\s+){4}")
_LABEL = re.compile(
    r"^(\s*)(?:\*\*|__)?(?:TL;?\s?DR|(?:short |quick |long )?answer)(?:\*\*|__)?\s*[:–—-]\s*(?:\*\*|__)?\s*", re.I
)
_NAMED_BY_DASH = re.compile(
    r"^(?P<item>\s*(?:[-*•+]|\(?\d{1,2}[.)])\s+)?(?P<bold>\*\*|__)?(?P<name>[^*_\n–—:.]{2,60}?)(?P=bold)?\s[–—-]\s(?=\S)"
)
_DELIMITER_ROW = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?$")
_CELL = re.compile(r"(?<!\\)\|")


def told(text: str) -> str:
    """Return a reference without fenced code, titles, lines of code and labels; rows of tables as `statement` lines."""
    lines = _FENCE.sub("", text).split("\n")
    return "\n".join(_named(line) for line in _without_code(_without_titles(_without_tables(lines))))


def table_rows(text: str) -> list[str]:
    """Return each row of the tables as one statement: "Writes: LSM tree: in sequence, B-tree: in place"."""
    lines = _FENCE.sub("", text).split("\n")
    found: list[str] = []
    for place in range(1, len(lines)):
        if _DELIMITER_ROW.match(lines[place]) and "|" in lines[place - 1]:
            header = _cells(lines[place - 1])
            for line in lines[place + 1 :]:
                if "|" not in line:
                    break
                found.append(_statement(header, _cells(line)))
    return [row for row in found if row]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _CELL.split(line.strip().strip("|"))]


def _statement(header: Sequence[str], cells: Sequence[str]) -> str:
    said = [f"{name}: {cell}" if name else cell for name, cell in zip(header[1:], cells[1:], strict=False) if cell]
    if not said or not cells[0]:
        return ""
    whole = said[0].removeprefix(f"{header[1]}: ") if len(header) == 2 else ", ".join(said)
    return f"{cells[0]}: {whole}"


def _without_tables(lines: Sequence[str]) -> list[str]:
    return ["" if line.lstrip().startswith("|") or _HEADING_OR_RULE.match(line) else line for line in lines]


def _without_titles(lines: Sequence[str]) -> list[str]:
    return ["" if _is_title(lines, place) else line for place, line in enumerate(lines)]


def _is_title(lines: Sequence[str], place: int) -> bool:
    """Whether a short line that ends in no mark stands by itself above other text."""
    line = lines[place].strip()
    if not line or len(line) > _LONGEST_TITLE or len(line.split()) > _MOST_TITLE_WORDS:
        return False
    if _ITEM.match(lines[place]):
        return _heads_items(lines, place)
    if not line[0].isupper() or _ENDED.search(line) or re.search(r"[$\\=|`]", line):
        return False
    below = next((after.strip() for after in lines[place + 1 :] if after.strip()), "")
    above = lines[place - 1].strip() if place else ""
    starts = not lines[place + 1].strip() if place + 1 < len(lines) else False
    alone = not above or bool(_SENTENCE_END.search(above)) or bool(_ITEM.match(above))
    return bool(below) and alone and (starts or below[0].isupper() or bool(_ITEM.match(below)))


def _heads_items(lines: Sequence[str], place: int) -> bool:
    """Whether an item of a list only names what the items nested in it tell."""
    below = next((after for after in lines[place + 1 :] if after.strip()), "")
    deeper = len(below) - len(below.lstrip()) > len(lines[place]) - len(lines[place].lstrip())
    return deeper and bool(_ITEM.match(below)) and not _SENTENCE_END.search(lines[place])


def _without_code(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield "" if _CODE.match(line) and not _WORDY.search(line) else line


def _named(line: str) -> str:
    """Return a line without its label; what a dash names in bold or in a list item, a colon names."""
    bare = _LABEL.sub(r"\1", line)
    match = _NAMED_BY_DASH.match(bare)
    if not match or not (match["item"] or match["bold"]) or len(match["name"].split()) > _MOST_TITLE_WORDS:
        return bare
    return f"{match['item'] or ''}{match['name']}: {bare[match.end() :]}"
