"""The rows that `cells` sends, their HTML made text; runs in the process where a stranger's HTML is parsed."""

import json
from dataclasses import replace

from interviewer.ingest.readers.extract import Extract, Row
from interviewer.ingest.readers.html_page import fragment
from interviewer.ingest.readers.unseen import Hidden, notes_of


def read(data: bytes) -> Extract:
    """Return the rows that were sent, the texts that hold HTML as its readers see them."""
    sent = json.loads(data)
    rows, hidden = list[Row](), list[Hidden]()
    for first, last, question, answer, is_term in sent["rows"]:
        texts = []
        for text, marked in ((question, sent["questions"]), (answer, sent["answers"])):
            piece = fragment(text) if marked else None
            hidden += [replace(one, place=first) for one in (piece.hidden if piece else ())]
            texts.append(piece.text.strip() if piece else text)
        rows.append(Row(first, last, texts[0], texts[1], is_term))
    return Extract(rows=tuple(rows), notes=notes_of(hidden, "line"))
