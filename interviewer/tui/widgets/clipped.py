"""Text that may take only so many lines: what does not fit ends with an ellipsis instead of in the middle."""

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget


class Clipped(Widget):
    """A paragraph, wrapped, at most `max-height` of its style high."""

    DEFAULT_CSS = "Clipped { height: auto; }"

    def __init__(self, content: Content, *, classes: str | None = None, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(classes=classes, id=id)
        self._content = content

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's own signature
        """Return the lines of the whole; the style cuts them."""
        return self._content.get_height({}, width)

    def render(self) -> Content:
        """Return as much as fits."""
        width, height = self.content_size
        if not width or not height or self._content.get_height({}, width) <= height:
            return self._content
        fits, too_long = 0, len(self._content)
        while too_long - fits > 1:
            middle = (fits + too_long) // 2
            if _cut(self._content, middle).get_height({}, width) <= height:
                fits = middle
            else:
                too_long = middle
        return _cut(self._content, fits)


def _cut(content: Content, length: int) -> Content:
    return content[:length].rstrip() + "…"
