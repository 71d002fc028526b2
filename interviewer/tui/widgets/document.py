"""Markdown that a person or a document wrote, drawn as it was written: no HTML, no entities, no opened links."""

from markdown_it import MarkdownIt
from textual import on
from textual.widgets import Markdown

from interviewer.domain.text import visible, visible_line
from interviewer.export.latex import formulas_to_markdown


class Document(Markdown):
    """Markdown with formulas in Unicode. A link shows its address and is never opened."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(drawable(text), id=id, classes=classes, parser_factory=_parser, open_links=False)

    def show(self, text: str) -> None:
        """Replace the text."""
        self.update(drawable(text))

    @on(Markdown.LinkClicked)
    def _show_address(self, event: Markdown.LinkClicked) -> None:
        event.stop()
        self.notify(visible_line(event.href), title="This link points to", markup=False)


def drawable(text: str) -> str:
    """Return Markdown that is safe to draw, with its formulas in Unicode."""
    return visible(formulas_to_markdown(visible(text)))


def _parser() -> MarkdownIt:
    # HTML would vanish from the screen, and an entity such as &#x202e; would bring back
    # a control character after the text was cleaned.
    return MarkdownIt("gfm-like", {"html": False, "linkify": False}).disable(["linkify", "entity"])
