"""How figures and other people's words are drawn: as content, never as markup."""

from datetime import datetime

from rich.text import Text
from textual.content import Content

from interviewer.domain.text import visible_line
from interviewer.export.latex import in_unicode

GAUGE_WIDTH = 30


def line(text: str, longest: int | None = None) -> str:
    """Return data as one safe line, cut to `longest` characters."""
    one = visible_line(text)
    return one if longest is None or len(one) <= longest else one[: longest - 1] + "…"


def prose(text: str) -> str:
    """Return data as safe text with its formulas in Unicode."""
    return in_unicode(text)


def cell(text: str, longest: int = 200, style: str = "") -> Text:
    """Return data for a table cell or a list, one line."""
    return Text(line(text, longest), style=style, no_wrap=True)


def local_time(at: str) -> str:
    """Return an ISO 8601 time as the person's clock shows it."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return line(at, 16)


def clock(seconds: float) -> str:
    """Return a duration as minutes and seconds."""
    whole = max(0, int(seconds))
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes:02}:{whole % 60:02}"


def gauge(score: float | None, low: float | None, high: float | None, color: str) -> Content:
    """Return a bar filled up to the score, its interval drawn lighter; all in [0, 1]."""
    if score is None:
        return Content.styled("╌" * GAUGE_WIDTH, "$foreground 30%")
    cells = []
    for index in range(GAUGE_WIDTH):
        middle = (index + 0.5) / GAUGE_WIDTH
        within = low is not None and high is not None and low <= middle <= high
        filled = color if middle <= score else f"{color} 45%" if within else "$foreground 20%"
        cells.append(Content.styled("━" if middle <= score or within else "─", filled))
    return Content("").join(cells)
