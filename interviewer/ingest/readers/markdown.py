"""Collects the Markdown that readers of rich formats write, with each line's place in the source."""

import re
from collections.abc import Iterable, Sequence

from interviewer.ingest.readers.asking_tables import Pair, pairs_of

_BACKTICKS = re.compile(r"`{3,}")
_DEEPEST = 6
_PIPE = "\\|"


class Markdown:
    """Lines written so far; blocks are parted by one empty line. `level` is the last heading's."""

    def __init__(self, level: int = 1) -> None:
        self.lines: list[str] = []
        self.places: list[int] = []
        self.level = level

    def block(self, lines: Iterable[str], place: int, *, tight: bool = False) -> None:
        """Add lines as a block; a tight one follows without an empty line."""
        self.placed([(line, place) for line in lines], tight=tight)

    def placed(self, lines: Sequence[tuple[str, int]], *, tight: bool = False) -> None:
        """Add lines as a block, each with its own place."""
        if not any(line.strip() for line, _ in lines):
            return
        if self.lines and not tight:
            self.lines.append("")
            self.places.append(lines[0][1])
        self.lines.extend(line for line, _ in lines)
        self.places.extend(place for _, place in lines)

    def insert(self, index: int, lines: Sequence[str]) -> None:
        """Put a block behind the line at `index` - 1, with that line's place."""
        told = ["", *lines]
        self.lines[index:index] = told
        self.places[index:index] = [self.places[index - 1]] * len(told)

    def last_heading(self) -> int | None:
        """Return the place of the last heading, None where there is none."""
        return next((place for place in reversed(range(len(self.lines))) if self.lines[place].startswith("#")), None)

    def heading(self, text: str, place: int, level: int | None = None) -> None:
        """Add a heading; without a level, one below the last."""
        told = " ".join(text.split())
        depth = min(_DEEPEST, self.level + 1 if level is None else level)
        self.block([f"{'#' * depth} {told}" if told else ""], place)
        if level is not None and told:
            self.level = level

    def code(self, text: str, place: int, *, by_line: bool = False) -> None:
        """Add program text between fences longer than any fence in it; `by_line` where places count lines."""
        longest = max((len(run) for run in _BACKTICKS.findall(text)), default=2)
        fence = "`" * (longest + 1)
        lines = text.strip("\n").expandtabs(4).split("\n")
        if text.strip():
            self.placed(
                [(fence, place), *((line, place + n * by_line) for n, line in enumerate(lines)), (fence, place)]
            )

    def table(self, rows: Sequence[Sequence[str]], place: int, places: Sequence[int] = ()) -> None:
        """Add a table, `places` those of its rows; one that asks becomes a table of its questions and answers alone."""
        pairs = pairs_of(rows)
        if pairs is not None:
            self._pairs(pairs, places or [place] * len(rows))
            return
        told = [[" ".join(cell.split()) for cell in row] for row in rows]
        width = max(map(len, told), default=0)
        even = [[*row, *[""] * (width - len(row))] for row in told]
        piped = [f"| {' | '.join(cell.replace('|', '¦') for cell in row)} |" for row in even if any(row)]
        rule = f"|{' --- |' * width}"
        self.block([*piped[:1], rule, *piped[1:]] if len(piped) > 1 else piped, place)

    def _pairs(self, pairs: Sequence[Pair], places: Sequence[int]) -> None:
        """Add a table of questions and answers alone; a cell's lines are parted as Markdown's tables do it."""
        cells = [[" ".join(one.question.split()), "<br>".join(one.answer.strip("\n").split("\n"))] for one in pairs]
        told = [
            f"| {' | '.join(cell.replace('|', _PIPE) for cell in row)} |" for row in (["Question", "Answer"], *cells)
        ]
        rule = [(told[0], places[0]), ("| --- | --- |", places[0])]
        self.placed([*rule, *((line, places[one.row]) for line, one in zip(told[1:], pairs, strict=True))])

    def nest(self, inner: "Markdown", first: str) -> None:
        """Add another text as a list item: `first` before its first line, as much space before the others."""
        if inner.lines and inner.lines[0].startswith("#"):
            hashes, _, title = inner.lines[0].partition(" ")
            number = first if first[:1].isdigit() else ""
            self.placed([(f"{hashes} {number}{title}", inner.places[0])])
            self.placed(list(zip(inner.lines[1:], inner.places[1:], strict=True)), tight=True)
            return
        indent = " " * len(first)
        lines = [
            ((first if n == 0 else indent) + line if line or n == 0 else "", place)
            for n, (line, place) in enumerate(zip(inner.lines, inner.places, strict=True))
        ]
        self.placed(lines, tight=True)
