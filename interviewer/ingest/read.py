"""Turns a file into a Document: questions with their own answers, passages, and what was not used."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from interviewer.domain.document import Document, FoundQuestion, Refusal
from interviewer.domain.errors import DocumentError
from interviewer.ingest.characters import notes_on
from interviewer.ingest.commented import uncommented
from interviewer.ingest.files import check_regular, format_of, read_bytes, shown
from interviewer.ingest.finding import Found, drafted_note, find
from interviewer.ingest.folds import unfolded
from interviewer.ingest.lines import clean_line, decode
from interviewer.ingest.multiple_choice import answered_in_words, in_words
from interviewer.ingest.page import Page
from interviewer.ingest.passages import Line, passages
from interviewer.ingest.phrases import Phrases
from interviewer.ingest.printed import unprinted
from interviewer.ingest.quizzes import ungraded
from interviewer.ingest.readers.escapes import unescaped
from interviewer.ingest.readers.extract import Extract, Row, Unreadable
from interviewer.ingest.readers.registry import FORMATS, TEXT_LIMIT, Format, check_content, extract_rich, extract_rows
from interviewer.ingest.remarked import remarked
from interviewer.ingest.shortcodes import expanded
from interviewer.ingest.slides import undecked
from interviewer.ingest.subtitles import without_cues
from interviewer.ingest.tables import DEFINED
from interviewer.ingest.unrendered import rendered

MOST_QUESTION, MOST_ANSWER = 2_000, 100_000
"""Characters: of a question as many as its file may hold, of an answer more than anybody says."""
STDIN = "stdin"
_NAMED_BY = 8
"""Hexadecimal digits of the hash in the name of what came without one."""
TEXTS = ("text", "markdown", "html", "pdf", "docx")
"""Formats that hold running text."""
NO_TEXT = "No text found in this file."
NO_TEXT_IN_PDF = (
    "No text found: its pages may be pictures of text (a scan). Make them text first (OCR), or save as text."
)

NO_QUESTION = (
    "No question found. Looked for: questions that are numbered, labelled, headings, list items, folded or rows of a"
    " table, flash cards, transcripts, and terms or paragraphs that define something."
)
NO_QUESTION_IN_ROWS = (
    "No question found. Looked for: a question and its answer, a term and its definition, and the turns of a talk."
)


def read_document(path: Path) -> Document:
    """Read a file of any format in the registry; the same bytes always give the same Document.

    Raises DocumentError, naming the file, for what is no regular file, too large, of another format, or not
    what its suffix says, and for a file that is damaged, locked or made to break its reader.
    """
    form = format_of(path)
    check_regular(path, form.limit)
    return _read(read_bytes(path, form.limit), form, shown(path), str(path))


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a text document, sanitized. `places`: as in `Document`; `pages` says that they are pages."""

    name: str
    lines: tuple[str, ...]
    places: tuple[int, ...] = ()
    pages: bool = False


def read_lines(path: Path) -> Lines:
    """Return the text of a file that is no table. Raises DocumentError as `read_document` does, and for no text."""
    form = format_of(path)
    if form.name not in TEXTS:
        known = ", ".join(suffix for suffix, one in FORMATS.items() if one.name in TEXTS)
        raise DocumentError(f"{shown(path)}: no running text is read from this format ({known} are). Save it as text.")
    check_regular(path, form.limit)
    data, name = read_bytes(path, form.limit), shown(path)
    try:
        check_content(data, form)
        extract = _extract(data, form, name)
    except Unreadable as reason:
        raise DocumentError(f"{name}: {clean_line(str(reason))}") from reason
    lines = tuple(map(clean_line, extract.lines))
    if not any(lines):
        raise DocumentError(f"{name}: {NO_TEXT_IN_PDF if form.name == 'pdf' else NO_TEXT}")
    return Lines(name, lines, extract.places, form.name == "pdf")


def read_stream(data: bytes, name: str | None = None) -> Document:
    """Read text or Markdown that came without a file; without a name it is named by its hash.

    Raises DocumentError for what is no text, or too large.
    """
    form = FORMATS[".md"]
    name = name or f"{STDIN}-{hashlib.sha256(data).hexdigest()[:_NAMED_BY]}"
    if len(data) > form.limit:
        raise DocumentError(f"{name}: larger than {form.limit // 1_000_000} MB. Split it into smaller parts.")
    return _read(data, form, name, "-")


def _read(data: bytes, form: Format, name: str, path: str) -> Document:
    try:
        check_content(data, form)
        extract = _extract(data, form, name)
        found = _found(extract, form, name)
    except Unreadable as reason:
        raise DocumentError(f"{name}: {clean_line(str(reason))}") from reason
    return Document(
        name=name,
        path=path,
        format=form.name,
        sha256=hashlib.sha256(data).hexdigest(),
        questions=found.questions,
        passages=found.passages,
        refused=found.refused,
        notes=(
            *map(clean_line, (*extract.notes, *_hidden_characters(extract, form))),
            *(found.notes or _silent(form, found)),
        ),
        places=extract.places,
    )


def _hidden_characters(extract: Extract, form: Format) -> tuple[str, ...]:
    """Return what to say of characters that only now are dropped: those of text files were when they were decoded."""
    rows = extract.rows or ()
    texts = [line for row in rows for text in (row.question, row.answer) for line in text.split("\n")]
    if form.way == "apart":
        texts += extract.lines
    return notes_on(texts, [clean_line(text) for text in texts])


def _silent(form: Format, found: Found) -> tuple[str, ...]:
    """Return what was tried where no question was found."""
    if found.questions:
        return ()
    return (NO_QUESTION_IN_ROWS if form.way == "rows" or form.name == "apkg" else NO_QUESTION,)


def _extract(data: bytes, form: Format, name: str) -> Extract:
    if form.way == "apart":
        return extract_rich(form, data)
    decoded = decode(data, name)
    if form.name == "markdown":
        seen = rendered(decoded.lines)
        bare = expanded(seen.lines)
        told = remarked(unescaped(bare.lines), markdown=True)
        return Extract(told.lines, refused=(*seen.refused, *bare.refused, *told.refused), notes=decoded.notes)
    if form.way == "lines":
        told = remarked(without_cues(decoded.lines), markdown=False, markup=form.markup)
        return Extract(told.lines, markdown=told.markdown, refused=told.refused, notes=decoded.notes)
    rows = extract_rows(form, decoded.lines)
    return replace(rows, notes=(*decoded.notes, *rows.notes))


def _found(extract: Extract, form: Format, name: str) -> Found:
    if extract.rows is not None:
        return _of_rows(extract.rows, extract.refused, name)
    lines = extract.lines if form.way == "lines" else tuple(map(clean_line, extract.lines))
    if sum(map(len, lines)) > TEXT_LIMIT:
        raise Unreadable(f"it holds more than {TEXT_LIMIT // 1_000_000} MB of text. Split it into smaller files.")
    if form.way == "apart" and not any(lines):
        return Found(notes=(NO_TEXT_IN_PDF if form.name == "pdf" else NO_TEXT,))
    deck = undecked(unfolded(lines))
    told, printed = unprinted(deck.lines)
    told, comments = uncommented(told)
    quiz = answered_in_words(ungraded(told))
    found = find(Page(quiz.lines, extract.markdown), name)
    fitting, too_long = _fitting(found.questions)
    added = (*extract.refused, *printed, *comments, *deck.refused, *quiz.refused, *too_long)
    refused = sorted((*found.refused, *added), key=lambda one: one.first_line)
    return replace(found, questions=fitting, refused=tuple(refused)) if added else found


def _fitting(questions: Sequence[FoundQuestion]) -> tuple[tuple[FoundQuestion, ...], tuple[Refusal, ...]]:
    """Return the questions that a question file can hold, and why the others are refused."""
    faults = [_too_long(one) for one in questions]
    fitting = tuple(one for one, fault in zip(questions, faults, strict=True) if not fault)
    refused = (
        Refusal(min(one.question_line, one.first_line), one.last_line, fault)
        for one, fault in zip(questions, faults, strict=True)
        if fault
    )
    return fitting, tuple(refused)


def _too_long(found: FoundQuestion) -> str:
    for what, text, most in (("a question", found.question, MOST_QUESTION), ("an answer", found.answer, MOST_ANSWER)):
        if len(text) > most:
            return f"{what} of {len(text):,} characters; at most {most:,} are taken"
    return ""


def _of_rows(rows: tuple[Row, ...], refused: tuple[Refusal, ...], name: str) -> Found:
    """Return rows as questions; their texts are sanitized here, for escapes in them were resolved only now."""
    questions = []
    phrases = Phrases("\n".join(row.answer for row in rows))
    for row in rows:
        asked, told = in_words(row.question, row.answer)
        question = " ".join(clean_line(asked.replace("\n", " ")).split())
        answer = "\n".join(clean_line(line) for line in told.split("\n")).strip()
        if question and answer:
            questions.append(_of_row(row, question, answer, phrases))
        else:
            refused = (*refused, Refusal(row.first_line, row.last_line, "a row without visible text"))
    fitting, too_long = _fitting(questions)
    cut = [passage for question in fitting for passage in passages(name, _answer_lines(question))]
    left = tuple(Refusal(one.first_line, one.last_line, clean_line(one.reason)) for one in (*refused, *too_long))
    notes = (NO_TEXT,) if not fitting and not left else drafted_note(sum(one.drafted for one in fitting))
    return Found(fitting, tuple(cut), left, notes)


def _of_row(row: Row, question: str, answer: str, phrases: Phrases) -> FoundQuestion:
    lines = (row.first_line, row.last_line, row.first_line)
    if not (row.is_term or row.drafted):
        return FoundQuestion("", question, answer, *lines)
    asked = phrases.what_is(question) if row.is_term else question
    return FoundQuestion("", asked, answer, *lines, drafted=True, confidence=DEFINED)


def _answer_lines(question: FoundQuestion) -> list[Line]:
    """Return the answer's lines; a row's last line stands for those that the format writes inside one line."""
    return [
        Line(min(question.first_line + place, question.last_line), text)
        for place, text in enumerate(question.answer.split("\n"))
    ]
