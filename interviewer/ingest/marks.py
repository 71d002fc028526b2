"""The lines that could open a question, and the labels that open an answer, each by its look alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from interviewer.ingest.lines import indent_of, is_bullet
from interviewer.ingest.page import Page
from interviewer.ingest.sentences import asks, compares, is_question, opens_like_a_question, plain, sentences

Family = Literal["labelled", "numbered", "heading", "bare"]
_LONGEST = 2000
_GAP = re.compile(r"\s{40}")
_BOLD_LEVEL = 7
_LONGEST_BARE = 40
_LEAST_RUN_IN, _LEAST_TASK_WORDS = 2, 3

_LEAD = r"(?:>\s?)*(?P<hash>#{1,6}\s+)?(?P<bullet>[•●○▪◦‣·*+–-]\s+)?(?P<bold>(?:\*\*|__)?)\s*"
_NUMBERED = re.compile(
    _LEAD + r"\(?(?P<number>\d{1,4})(?P<point>[.):]|\s+[–—-](?=\s))(?=\s|\*|_|$|[A-Z“\"`\[])(?:\*\*|__)?(?P<text>.*)$"
)
_WORD = r"(?:Q|q(?=\s*[.#-]?\s*\d)|(?:Ques?|QUES?|[Qq]uestion|QUESTION)\b)"
_LABELLED = re.compile(
    _LEAD + _WORD + r"\s*(?:[Nn]o\.?\s*)?[.#-]?\s*(?P<number>\d{1,4})(?P<point>(?:\*\*|__)?\s*[.:)\]–—-]+|(?=\s|\*|$))"
    r"(?:\*\*|__)?(?P<text>.*)$"
)
_UNNUMBERED = re.compile(
    _LEAD + r"(?:Q|Ques|[Qq]uestion|QUESTION)\s*(?:\*\*|__)?\s*(?P<point>[.:)])(?:\*\*|__)?(?=\s|$|[A-Z])(?P<text>.*)$"
)
_HEADING = re.compile(r" {0,3}(?P<hash>#{1,6})\s+(?P<text>\S.*)$")
_BOLD_LINE = re.compile(r"(?:[•*+-]\s+)?(?:\*\*|__)(?P<text>[^*_][^*]{0,300}?)(?:\*\*|__)\s*(?P<rest>[^*].*)?$")
# The heading over the answers of a thread: "3 Answers", "Answers (3)".
_COUNTED = re.compile(r"(?:#{1,6}\s+|\*\*)?(?:\d{1,4}\s+answers?|answers?\s*\(\d{1,4}\))(?:\*\*)?\s*:?$", re.IGNORECASE)
_VOTES = re.compile(r"[+-]?\d{1,6}$")
# What a page says of the answer that it shows: "✔ Accepted answer", "Model answer:".
_KIND = r"(?:(?i:accepted|best|top|chosen|correct|verified|model|sample|expected|suggested|ideal|good|my)\s+)?"
_ANSWER = re.compile(
    _LEAD + r"(?:\W?\s*" + _KIND + r"(?P<word>(?i:answers?|ans|solution|soln?))\s*\d{0,4}(?:\s+by\s+[\w.-]{1,40})?\s*"
    r"(?:(?:\*\*|__)?\s*[.:)–—-]+|(?:\*\*|__)?\s*$)"
    r"|(?P<letter>A)\s?\d{0,4}(?:\*\*|__)?[.:](?=\s|\*|_|$|[A-Z]))(?:\*\*|__)?\s*(?P<text>.*)$"
)
# An item of a definition list: "What is tar?", then ": An archive." on the next line.
DEFINITION = re.compile(r" {0,3}:\s+(?=\S)")
_INLINE_ANSWER = re.compile(r"(?<=[?.!*_)\s])(?:\*\*|__)?(?:A:|(?:Answer|Ans)\s?[:.])(?:\*\*|__)?\s+(?=\S)")
_OPTION = re.compile(r"\s*(?:[•*+-]\s+)?(?:\*\*)?\(?[Bb][.)]\s")
_OPTION_REACH = 8
_LONGEST_TITLE = 200
FOLDED, TOGGLED = "folded", "toggled"
# The triangle before a toggle; a square stands for it where a font lacks it.
# A digest of a news group heads each of its questions so: "Subject: 2.3) What …".
_SUBJECT = re.compile(r"Subject:\s{1,9}(?:\[?\d{1,3}(?:[.-]\d{1,3}){0,3}[\].):]{0,2}\s{1,9})?(?P<text>\S.*)$")
_TOGGLE = re.compile(r"(?:\*\*)?[▶▸►▼▾▿▹⏵⏷■]\ufe0f?\s+(?P<text>\S.*)$")
_SUMMARY = re.compile(r"<summary>(?P<text>.{1,400}?)</summary>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,100}>")
_HASH_OR_NUMBER = re.compile(r"\W{0,3}(?:Q(?:uestion)?\s?)?\d{1,3}[.):]\s+|#{1,6}\s+")
_INNER_HASH = re.compile(r"#{1,6}\s+(?=\S)")
_SECTION_NUMBER = re.compile(r"(?:§\s*)?\d{1,2}(?:\.\d{1,2}){1,3}[.):]?\s+(?=\W?[A-Z])")


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that may open a question: `text` follows the mark; `level` is a heading's (7: a bold line)."""

    line: int
    family: Family
    number: int | None
    text: str
    indent: int
    style: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """Where an answer says that it begins: the text starts at `column` of `line`.

    `title` is the line of the question where the label repeats it, as a reply's "Re:" does.
    """

    line: int
    column: int
    solution: bool = False
    title: int | None = None


def find_marks(page: Page) -> dict[int, Mark]:
    """Return the marks of a document by line."""
    found = {}
    for index, line in enumerate(page.lines):
        if not page.code[index] and page.has_text(index) and _is_plain(line):
            mark = _mark(index, line, page.markdown)
            if mark:
                found[index] = mark
    return found | _run_in_tasks(page, found)


def _run_in_tasks(page: Page, marks: Mapping[int, Mark]) -> dict[int, Mark]:
    """Return the tasks in bold that run into their answers, where at least two questions of the page do."""
    asked = [index for index in marks if (match := _run_in(page, index)) and is_question(match["text"])]
    if len(asked) < _LEAST_RUN_IN:
        return {}
    others = [index for index in range(len(page.lines)) if index not in marks and not page.code[index]]
    told = {index: match["text"] for index in others if page.has_text(index) and (match := _run_in(page, index))}
    return {
        index: _bold(page.lines[index], index)
        for index, text in told.items()
        if text.rstrip().endswith(".") and len(text.split()) >= _LEAST_TASK_WORDS and asks(without_section(text))
    }


def _run_in(page: Page, index: int) -> re.Match[str] | None:
    """Return the match of a line that begins in bold and goes on without it."""
    line = page.lines[index].strip()
    match = _BOLD_LINE.match(line) if len(line) <= _LONGEST and line[:1] in "*_•+-" else None
    return match if match and match["rest"] else None


def _bold(line: str, index: int) -> Mark:
    match = _BOLD_LINE.match(line.strip())
    text = line.strip()[match.start("text") if match else 0 :]
    return Mark(index, "heading", None, without_section(text), indent_of(line), "heading", _BOLD_LEVEL)


def bold_lines(page: Page) -> dict[int, Mark]:
    """Return by line what stands alone in bold at the start of a paragraph, whether it asks or not."""
    found = {}
    for index, line in enumerate(page.lines):
        told = line.strip() if page.has_text(index) and not page.code[index] and page.is_blank(index - 1) else ""
        match = _BOLD_LINE.match(told) if told[:1] in ("*", "_") and len(told) <= _LONGEST_TITLE else None
        if match and not match["rest"]:
            found[index] = _bold(line, index)
    return found


def _is_plain(line: str) -> bool:
    """Whether the line is short enough, and free of the long gaps that would cost a pattern its time."""
    return len(line) <= _LONGEST and not _GAP.search(line.strip())


def _mark(index: int, line: str, markdown: bool) -> Mark | None:
    text = line.strip()
    folded = _SUMMARY.match(text)
    if folded:
        told = _HASH_OR_NUMBER.sub("", _TAG.sub("", folded["text"]).strip(), count=1)
        return Mark(index, "heading", None, told, indent_of(line), FOLDED, _BOLD_LEVEL) if asks(told) else None
    labelled = _LABELLED.match(text)
    if labelled and (labelled["point"].strip() or not plain(labelled["text"]) or asks(labelled["text"])):
        return _built(index, "labelled", labelled, int(labelled["number"]), indent_of(line))
    unnumbered = _UNNUMBERED.match(text)
    if unnumbered:
        return _built(index, "labelled", unnumbered, None, indent_of(line))
    numbered = _NUMBERED.match(text)
    if numbered:
        return _built(index, "numbered", numbered, int(numbered["number"]), indent_of(line))
    heading = _HEADING.match(line)
    if heading and (markdown or asks(heading["text"])):
        return Mark(
            index, "heading", None, without_section(heading["text"].strip()), 0, "heading", len(heading["hash"])
        )
    subject = _SUBJECT.match(text)
    if subject and asks(subject["text"]):
        return Mark(index, "heading", None, subject["text"], indent_of(line), "heading", _BOLD_LEVEL)
    toggle = _TOGGLE.match(text)
    if toggle and asks(toggle["text"]):
        return Mark(index, "heading", None, toggle["text"], indent_of(line), TOGGLED, _BOLD_LEVEL)
    bold = _BOLD_LINE.match(text)
    if bold and asks(without_section(bold["text"])) and (not bold["rest"] or is_question(bold["text"])):
        return _bold(line, index)
    return None


def _built(index: int, family: Family, match: re.Match[str], number: int | None, indent: int) -> Mark:
    level = len(match["hash"].strip()) if match["hash"] else None
    style = f"{family}/{level}/{bool(match['bullet'])}/{match['point'].strip()[-1:]}/{indent}"
    told = (
        _INNER_HASH.sub("", match["text"].strip(), count=1) if match["text"].strip().startswith("#") else match["text"]
    )
    return Mark(index, family, number, told.strip(), indent, style, level)


def without_section(text: str) -> str:
    """Return a heading's text without the number of its section, as in "2.1 Why …"."""
    return _SECTION_NUMBER.sub("", text, count=1)


def find_labels(page: Page) -> dict[int, Label]:
    """Return the answer labels by line; "Solution" counts only where the document has no other label."""
    found = {}
    for index, line in enumerate(page.lines):
        if not page.code[index] and len(line) <= _LONGEST_TITLE and _COUNTED.match(line.strip()):
            label = _behind_votes(page, index)
            found[label.line] = label
        if page.code[index] or not page.has_text(index):
            continue
        defined = DEFINITION.match(line)
        if defined and _is_defined(page, index):
            found[index] = Label(index, defined.end())
            continue
        text = line.lstrip()
        match = _ANSWER.match(text[:_LONGEST]) if not _GAP.search(text[:_LONGEST]) else None
        if match and not (match["letter"] and _is_option(page, index)):
            solution = (match["word"] or "").lower().startswith("sol")
            found[index] = Label(index, len(line) - len(text) + match.start("text"), solution)
    found.update(_replies(page))
    if any(not label.solution for label in found.values()):
        return {line: label for line, label in found.items() if not label.solution}
    return found


def _is_defined(page: Page, index: int) -> bool:
    """Whether a question and nothing else stands right above a definition, an empty line between them aside."""
    above = index - 1 if not page.is_blank(index - 1) else index - 2
    if page.is_blank(above) or page.code[above]:
        return False
    asked = page.lines[above]
    return is_question(asked) or (page.is_blank(above - 1) and opens_like_a_question(asked) and asks(asked))


def _behind_votes(page: Page, index: int) -> Label:
    """Return the label of a thread's answers; the number right below it counts votes."""
    below = page.next_text(index + 1)
    votes = below is not None and _VOTES.match(page.lines[below].strip())
    last = below if votes and below is not None else index
    return Label(last, len(page.lines[last]))


def _replies(page: Page) -> dict[int, Label]:
    """Return the first reply to each title, where the reply repeats the title behind "Re:"."""
    titles: dict[str, int] = {}
    found: dict[int, Label] = {}
    for index, line in enumerate(page.lines):
        text = line.strip("#* ")
        if not text or len(text) > _LONGEST_TITLE or page.code[index]:
            continue
        replied = titles.pop(text[3:].strip().lower(), None) if text.lower().startswith("re:") else None
        if replied is not None:
            found[index] = Label(index, len(line), title=replied)
        elif page.is_blank(index - 1):
            titles[text.lower()] = index
    return found


def _is_option(page: Page, index: int) -> bool:
    reach = range(index + 1, min(index + _OPTION_REACH, len(page.lines)))
    return any(_OPTION.match(page.lines[other]) for other in reach)


def inline_label(line: str, index: int) -> Label | None:
    """Return the label of an answer that begins on the question's own line."""
    match = _INLINE_ANSWER.search(line[:_LONGEST])
    return Label(index, match.end()) if match and match.start() > 0 else None


def bare_mark(page: Page, index: int) -> Mark:
    """Return a mark for a question that stands without number or label."""
    line = page.lines[index]
    return Mark(index, "bare", None, without_section(line.strip()), indent_of(line), "bare")


def is_bare_question(page: Page, index: int) -> bool:
    """Whether a line of its own, without any mark, is a question and nothing else."""
    line = without_section(page.lines[index].strip())
    if page.code[index] or not page.has_text(index) or len(line.split()) > _LONGEST_BARE:
        return False
    return is_question(line) and opens_like_a_question(line) and line.strip()[:1].isupper()


def is_bare_task(page: Page, index: int) -> bool:
    """Whether a short line sets a task (explain this, compare those) between blank lines, or over text set deeper."""
    line = page.lines[index]
    if page.code[index] or not page.has_text(index) or len(line.split()) > _LONGEST_BARE or is_bullet(line):
        return False
    below = page.is_blank(index + 1) or indent_of(page.lines[index + 1]) > indent_of(line)
    alone = page.is_blank(index - 1) and below
    shaped = opens_like_a_question(line) or compares(line)
    return alone and len(sentences(line)) == 1 and shaped and asks(line)
