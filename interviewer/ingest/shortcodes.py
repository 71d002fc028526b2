"""What site generators and note tools write between Markdown: their folds become `<details>`, their other marks go."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from interviewer.domain.document import Refusal
from interviewer.ingest.code import code_lines
from interviewer.ingest.folds import FOLD_END
from interviewer.ingest.furniture import MARKUP
from interviewer.ingest.lines import heading_level
from interviewer.ingest.unrendered import Rendered

_FOLDING = r"(?:details|expand(?:er)?|collaps(?:e|ible)|accordion(?:-item)?|spoiler|fold(?:ing)?|toggle|faq(?:-item)?)"
# Hugo's {{< … >}} and {{% … %}}, Liquid's {% … %}, and kramdown's list of attributes {: … }.
_SHORTCODE = re.compile(
    r"(?P<indent>\s{0,12})(?:\{\{(?P<sign>[<%])\s*(?P<name>/?\s{0,3}[\w./-]{1,60})(?P<told>[^{}]{0,600}?)(?P=sign)?[>%]\}\}"
    r"|\{%-?\s*(?P<tag>\w{1,40})(?P<rest>[^{}]{0,600}?)-?%\}|\{:(?P<attributes>[^{}]{0,300})\})\s*$"
)
_HUGO_FOLD = re.compile(rf"{_FOLDING}$", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:^|\s)(?:(?:title|summary|label|question|header)\s*=\s*)?(?:\"([^\"]{1,500})\"|“([^”]{1,500})”)"
)
_PROGRAM = frozenset({"highlight", "code"})
_PROGRAM_END = frozenset({"endhighlight", "endcode", "/highlight", "/code"})
# ::: details Title, and :::details[Title]{open}; three colons or more alone close what was opened last.
_BOX = re.compile(
    r"\s{0,12}:{3,8}\s?\{?\.?(?P<kind>[A-Za-z][\w-]{0,30})(?:\[(?P<named>[^\[\]]{1,500})\])?\s*(?P<title>[^{}]{0,500}?)"
    r"\s*(?:\{[^{}]{0,200})?\}?\s*$"
)
_BOX_END = re.compile(r"\s{0,12}:{3,8}\s*$")
_FOLDING_BOX = re.compile(rf"{_FOLDING}$", re.IGNORECASE)
_BLOCK_ID = re.compile(r"(?:(?<=\s)|^)\^(?=[\w-]{0,60}[A-Za-z])[A-Za-z0-9][\w-]{2,60}\s*$")
_TAG = (
    r"#(?!(?:include|define|undef|ifdef|ifndef|endif|if|else|elif|pragma|error|region|endregion)\b)[A-Za-z][\w/-]{1,60}"
)
_ONE_TAG = re.compile(_TAG)
_TAGS_ALONE = re.compile(rf"\s*(?:>\s?)*{_TAG}(?:[\s,]+{_TAG})*\s*$")
_TAGS_BEHIND = re.compile(rf"(?<=[.?!:)*_`\"”’])(?:\s+{_TAG})+\s*$")
_TAGS_AT_END = re.compile(rf"(?:\s+{_TAG})+\s*$")
_LONGEST = 2_000
_SIGNS = ("{{", "{%", "{:", ":::", "^", "#")


def expanded(lines: Sequence[str]) -> Rendered:
    """Return the lines of a Markdown file, as many as before, without marks that no reader of the page sees.

    Program text stays as it is. A box that folds (`::: details`, a shortcode) becomes `<details>` with its title as the
    summary; the lines that held a mark alone are refused.
    """
    if not any(sign in line for line in lines for sign in _SIGNS):
        return Rendered(tuple(lines), ())
    code, told = code_lines(lines), _Expander(known=_tags(lines))
    for line, is_code in zip(lines, code, strict=True):
        told.line(line, is_code=is_code)
    return Rendered(tuple(told.lines), tuple(told.refused))


@dataclass(slots=True)
class _Expander:
    """Takes in the lines one by one; of the boxes that are open it knows which fold."""

    known: frozenset[str]
    lines: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    _boxes: list[bool] = field(default_factory=list)
    _in_program: bool = False

    def line(self, line: str, *, is_code: bool) -> None:
        """Take in a line."""
        shortcode = _SHORTCODE.match(line) if "{" in line and (not is_code or self._in_program) else None
        if self._in_program and not (shortcode and _name(shortcode) in _PROGRAM_END):
            self.lines.append(line)
        elif shortcode:
            self._shortcode(shortcode)
        elif is_code:
            self.lines.append(line)
        elif ":::" in line and (box := _BOX.match(line)):
            self._open(box)
        elif self._boxes and _BOX_END.match(line):
            self._mark(FOLD_END if self._boxes.pop() else "")
        elif _TAGS_ALONE.match(line) or _BLOCK_ID.match(line):
            self._mark("")
        else:
            self.lines.append(_without_marks(line, self.known))

    def _mark(self, told: str) -> None:
        """Write what stands for a line that held a mark alone."""
        if not told:
            self.refused.append(Refusal(len(self.lines) + 1, len(self.lines) + 1, MARKUP))
        self.lines.append(told)

    def _shortcode(self, match: re.Match[str]) -> None:
        name, told = _name(match), match["told"] or match["rest"] or ""
        if name in _PROGRAM or name in _PROGRAM_END:
            self._in_program = name in _PROGRAM
            language = re.match(r"\s*(\w{1,20})", told) if self._in_program else None
            self._mark(f"{match['indent']}```{language[1] if language else ''}")
        elif name.startswith("/"):
            self._mark(FOLD_END if _HUGO_FOLD.match(name.lstrip("/ ")) else "")
        else:
            title = _TITLE.search(told) if _HUGO_FOLD.match(name) else None
            self._mark(_fold(title[1] or title[2]) if title else "")

    def _open(self, box: re.Match[str]) -> None:
        title, folds = (box["named"] or box["title"]).strip(), bool(_FOLDING_BOX.match(box["kind"]))
        self._boxes.append(folds and bool(title))
        self._mark(_fold(title) if self._boxes[-1] else f"**{title}**" if title else "")


def _name(shortcode: re.Match[str]) -> str:
    return "".join((shortcode["name"] or shortcode["tag"] or "").split()).lower()


def _fold(title: str) -> str:
    return f"<details><summary>{title}</summary>"


def _tags(lines: Sequence[str]) -> frozenset[str]:
    """Return the tags that stand behind a sentence or alone somewhere in the file."""
    found = (match for line in lines if "#" in line and (match := _TAGS_ALONE.match(line) or _tags_behind(line)))
    return frozenset(tag for match in found for tag in _ONE_TAG.findall(match[0]))


def _tags_behind(line: str) -> re.Match[str] | None:
    return _TAGS_BEHIND.search(line) if len(line) <= _LONGEST else None


def _without_marks(line: str, known: frozenset[str]) -> str:
    """Return a line without the id of its block and the tags behind its last word.

    Behind a word that ends no sentence and no heading, only tags that are `known` from elsewhere go.
    """
    if len(line) > _LONGEST or ("^" not in line and "#" not in line):
        return line
    bare = _BLOCK_ID.sub("", line)
    behind = _TAGS_AT_END.search(bare)
    if behind and (heading_level(bare) or _TAGS_BEHIND.search(bare) or known.issuperset(_ONE_TAG.findall(behind[0]))):
        bare = bare[: behind.start()]
    return line if bare == line else bare.rstrip()
