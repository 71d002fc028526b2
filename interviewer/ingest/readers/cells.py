"""HTML in the cells of a table or the texts of objects: told here, made text where a stranger's HTML is parsed."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from interviewer.ingest.readers.extract import Extract

_BLOCK = r"(?:p|div|ul|ol|dl|pre|blockquote|h[1-6]|table|section|article)"
_OPENS = re.compile(rf"<{_BLOCK}\b[^<>]{{0,300}}>", re.IGNORECASE)
_CLOSES = re.compile(rf"</{_BLOCK}>$", re.IGNORECASE)
_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_SHARE = 0.5


def holds_markup(texts: Sequence[str]) -> bool:
    """Whether at least half of the texts are HTML: blocks from their first sign to the last, or with breaks of lines.

    A text about HTML names tags in the middle of its sentences.
    """
    told = [text.strip() for text in texts]
    marked = sum(bool(_OPENS.match(text) and _CLOSES.search(text[-20:])) or bool(_BREAK.search(text)) for text in told)
    return bool(told) and marked >= _SHARE * len(told)


def without_markup(extract: Extract, apart: Callable[[str, bytes], Extract]) -> Extract:
    """Return the rows with their HTML as text; `apart` has it parsed in a process of its own."""
    rows = extract.rows or ()
    questions, answers = (holds_markup([getattr(row, side) for row in rows]) for side in ("question", "answer"))
    if not questions and not answers:
        return extract
    sent = [[row.first_line, row.last_line, row.question, row.answer, row.is_term] for row in rows]
    found = apart("cells", json.dumps({"rows": sent, "questions": questions, "answers": answers}).encode("ascii"))
    return replace(extract, rows=found.rows, notes=(*extract.notes, *found.notes))
