"""Writes a card into a folder: Markdown, self-contained HTML with the plots, JSON."""

import json
from pathlib import Path

from markdown_it import MarkdownIt

from interviewer.domain.errors import UsageError
from interviewer.evaluation.cards.card import JSON_FILE, Card, card_object
from interviewer.evaluation.cards.markdown import as_markdown, blocks
from interviewer.evaluation.cards.plots import plot_attacks, plot_set

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Card</title>
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }}
body {{ color: #222; background: #fff; }}
table {{ border-collapse: collapse; font-size: 13px; display: block; overflow-x: auto; }}
td {{ font-variant-numeric: tabular-nums; }}
th, td {{ border-bottom: 1px solid #ddd; padding: .15rem .6rem; text-align: right; white-space: nowrap; }}
th:first-child, td:first-child {{ text-align: left; }}
td code {{ white-space: normal; overflow-wrap: anywhere; }}
h2 {{ margin-top: 2.5rem; border-top: 2px solid #222; padding-top: .5rem; }}
svg {{ max-width: 100%; height: auto; }}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def write_card(card: Card, folder: Path) -> None:
    """Write `card.md`, `card.html` and `card.json`. Raises UsageError where that cannot be done."""
    files = {
        "card.md": as_markdown(card),
        "card.html": as_html(card),
        JSON_FILE: json.dumps(card_object(card), indent=1) + "\n",
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror}. The card cannot be written there.") from error


def as_html(card: Card) -> str:
    """Return the card as one page that needs nothing else. Raises UsageError without the plotting library."""
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    plots = {one.run.samples.name: plot_set(one.run) for one in card.sections}
    if card.attacked:
        plots["attacks"] = plot_attacks(card.attacked.engines)
    pieces: list[str] = []
    for block in blocks(card):
        pieces.append(renderer.render("\n".join(block.lines)))
        if block.plot:
            pieces.append(f"<figure>{plots[block.plot]}</figure>")
    return _PAGE.format(body="\n".join(pieces))
