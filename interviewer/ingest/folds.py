"""Parts that fold away, in raw HTML inside Markdown: every spelling of them brought to one, line for line.

Afterwards a question stands alone in `<summary>…</summary>` at the start of its line, an answer that begins beside it
behind that, and the text of a fold has no tags of paragraphs, lists and code any more. A document keeps its lines.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from interviewer.ingest.code import code_lines
from interviewer.ingest.sentences import asks

FOLD_END = "</details>"
SUMMARY_END = "</summary>"
ANSWER_LABEL = "**Answer:**"
_FOLD = re.compile(r"</?(?:details|summary)\b", re.IGNORECASE)
_OPEN, _CLOSE = re.compile(r"<details\b", re.IGNORECASE), re.compile(r"</details\s*>", re.IGNORECASE)
_BULLET = re.compile(r"^(\s*)(?:[-*+]|\d{1,3}[.)])\s+(?=<(?:details|summary)\b)", re.IGNORECASE)
_DETAILS = re.compile(r"<details\b[^<>]{0,200}>", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary\b[^<>]{0,200}>", re.IGNORECASE)
_SUMMARY_CLOSE = re.compile(r"</summary\s*>", re.IGNORECASE)
_LONGEST_SUMMARY = 8
_REVEALS = re.compile(
    r"\W*(?:(?:show|view|see|reveal|check|click\b.{0,20})\s)?(?:the\s)?(?:answer|solution)\W*$", re.IGNORECASE
)
_PROGRAM = re.compile(
    r"^(\s*)(?:<pre\b[^<>]{0,200}>\s{0,9}(?:<code\b[^<>]{0,200}>)?|(?:</code>\s{0,9})?</pre>)\s*$", re.IGNORECASE
)
_LABELLED = re.compile(r"\W{0,8}(?:(?:correct|right)\s)?(?:answer|ans|solution)\b\W{0,4}[:.]", re.IGNORECASE)
_ITEM_MARK = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s")
_ITEM = re.compile(r"<li\b[^<>]{0,200}>", re.IGNORECASE)
_BOLD, _CODE = re.compile(r"</?(?:b|strong)>", re.IGNORECASE), re.compile(r"</?(?:code|kbd|tt)>", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|ul|ol|li|br|span|blockquote|section|article|h[1-6]|i|em|u|font|pre)\b[^<>]{0,200}>",
    re.IGNORECASE,
)


def unfolded(lines: Sequence[str]) -> tuple[str, ...]:
    """Return as many lines, with folds in the one spelling; the very lines where nothing folds."""
    if not any(_FOLD.search(line) for line in lines):
        return tuple(lines)
    code = code_lines(lines)
    bare = [line if inside else _BULLET.sub(r"\1", line) for line, inside in zip(lines, code, strict=True)]
    folds = _Folds()
    told = zip(_joined_summaries(bare), code, strict=True)
    cleaned = [line if inside and not folds.in_program else folds.cleaned(line) for line, inside in told]
    _join_labels(cleaned)
    return tuple(cleaned)


def _join_labels(lines: list[str]) -> None:
    """Leave one label where a fold that reveals an answer begins with a label of its own, often a heading."""
    for index in (place for place, line in enumerate(lines) if line == ANSWER_LABEL):
        reach = range(index + 1, min(index + _LONGEST_SUMMARY, len(lines)))
        below = next((place for place in reach if lines[place].strip()), index)
        if below != index and (label := _LABELLED.match(lines[below])):
            lines[index], lines[below] = "", f"{ANSWER_LABEL} {lines[below][label.end() :].lstrip('* ')}"


@dataclass(slots=True)
class _Folds:
    """The folds that are open at a line: for each, whether its summary asks."""

    asking: list[bool] = field(default_factory=list)
    in_program: bool = False
    below_item: bool = False  # an item of a list stood last, which a label below would make a question

    def cleaned(self, line: str) -> str:
        """Return a line of the document as it reads without tags."""
        if line.strip() and not line.lstrip().startswith("<"):
            self.below_item = _ITEM_MARK.match(line) is not None
        self.asking += [False] * len(_OPEN.findall(line))
        if not self.asking:
            return line
        summary = _summary(line)
        inside = any(self.asking[:-1])
        if summary:
            self.asking[-1] = asks(summary)
        told = self._told(line, inside=inside)
        for _ in _CLOSE.findall(line):
            if self.asking:
                self.asking.pop()
        return told

    def _told(self, line: str, *, inside: bool) -> str:
        if _PROGRAM.match(line):
            self.in_program = not self.in_program
            return f"{line[: len(line) - len(line.lstrip())]}```"
        if self.in_program:
            return html.unescape(line)
        if "<" not in line:
            return line
        if not self.below_item and _REVEALS.match(_summary(line)):
            return ANSWER_LABEL
        return _without_tags(line, inside=inside)


def _joined_summaries(lines: Sequence[str]) -> list[str]:
    """Bring a summary that runs over several lines to its first one, and what stands behind its end to the next."""
    found = list(lines)
    for index, line in enumerate(lines):
        opening = _SUMMARY.search(line)
        if not opening or _SUMMARY_CLOSE.search(line):
            continue
        end = next(
            (i for i in range(index + 1, min(index + _LONGEST_SUMMARY, len(lines))) if _SUMMARY_CLOSE.search(lines[i])),
            None,
        )
        if end is None:
            continue
        last, _, rest = _SUMMARY_CLOSE.sub(SUMMARY_END, found[end], count=1).partition(SUMMARY_END)
        parts = [line[opening.end() :], *found[index + 1 : end], last]
        asked = " ".join(part.strip() for part in parts if part.strip())
        found[index] = f"{line[: opening.end()]}{asked}{SUMMARY_END}"
        found[index + 1 : end] = [""] * (end - index - 1)
        found[end] = rest
    return found


def _summary(line: str) -> str:
    """Return the text of a summary that the line holds whole, empty where it holds none."""
    opening = _SUMMARY.search(line)
    closing = _SUMMARY_CLOSE.search(line, opening.end()) if opening else None
    return _text(line[opening.end() : closing.start()]) if opening and closing else ""


def _without_tags(line: str, *, inside: bool) -> str:
    """Return a line of a fold without tags, but for its summary and its end; a fold `inside` an answer is text."""
    shift = line[: len(line) - len(line.lstrip())]
    bare = _DETAILS.sub("", _CLOSE.sub("", line))
    asked = _summary(bare)
    rest = _SUMMARY_CLOSE.split(bare, maxsplit=1)[-1] if asked else _SUMMARY.sub("", bare)
    marked = f"**{asked}**" if inside else f"<summary>{asked}{SUMMARY_END}"
    end = FOLD_END if _CLOSE.search(line) and not inside else ""
    parts = [part for part in (marked if asked else "", _text(rest), end) if part]
    return shift + " ".join(parts) if parts else ""


def _text(piece: str) -> str:
    """Return what a piece of HTML says, as Markdown on one line."""
    marked = _CODE.sub("`", _BOLD.sub("**", _ITEM.sub("- ", piece.strip())))
    return html.unescape(" ".join(_BLOCK_TAG.sub(" ", marked).split()))
