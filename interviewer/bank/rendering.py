"""An ingested question as the text of its file, and whether a file is still as it was written."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from interviewer.bank.drafts import fields_as_drafted, relinked_fields
from interviewer.bank.files import FENCE, load_file
from interviewer.domain.document import FoundQuestion
from interviewer.domain.question import PERSONAL_TRACK, Question

# Alternatives have a provenance too, which is none of the question's.
_SOURCE_LINE = re.compile(
    r"(?m)^provenance:[ \t]*\n(?:[ \t]+(?!sha256:).*\n)*?(?P<indent>[ \t]+)sha256: *['\"]?[0-9a-f]{64}['\"]?[ \t]*\n"
)
_LINK_LINE = re.compile(r"(?m)^same_as:[ \t]*['\"]?[a-z0-9-]+['\"]?[ \t]*(?:#.*)?\n")
_MARK_LINE = re.compile(r"(?m)^[ \t]+gone: *true[ \t]*\n")


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A question file of a document. `edited`: a person changed it since, or it holds no question any more.

    `accepted`: it is as it was written, but for a person's word that it may be asked.
    """

    id: str
    file: Path
    question: Question | None
    edited: bool
    accepted: bool = False

    @property
    def marked(self) -> bool:
        """Whether it says that its document lost it."""
        return bool(self.question and self.question.provenance and self.question.provenance.gone)


def own_files(home: Path) -> list[OwnFile]:
    """Return the question files in a document's folder, those of the first lines first."""
    return sorted(map(own_file, home.glob("*.md")), key=lambda own: (_first_line(own.question), own.id))


def render(
    question_id: str,
    found: FoundQuestion,
    document: str,
    drafted: Mapping[str, object],
    *,
    track: str = PERSONAL_TRACK,
    accepted: bool = False,
    gone: bool = False,
) -> str:
    """Return the text of the file of a question that was found in a document, with its `drafted` front matter.

    `accepted`: a person said that it may be asked, whatever it was found as.
    """
    fields: dict[str, object] = {"id": question_id, "question": found.question.strip()}
    if track != PERSONAL_TRACK:
        fields["track"] = track
    if accepted or found.status != "found":
        fields["status"] = "accepted" if accepted else found.status
    fields["provenance"] = {
        "document": document,
        "lines": f"{found.first_line}-{found.last_line}",
        "sha256": source_hash(found),
    } | ({"gone": True} if gone else {})
    fields |= drafted
    front = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=110)
    return f"{FENCE}\n{front}{FENCE}\n{found.answer.strip()}\n"


def marked_gone(text: str, *, gone: bool) -> str:
    """Return a file's text with or without the mark that its document lost it; all else stays to the letter.

    A person may have written the provenance in another form: then there is no place for the mark.
    """
    end = text.find(f"\n{FENCE}", len(FENCE)) + 1
    front = _MARK_LINE.sub("", text[:end])
    if gone:
        front = _SOURCE_LINE.sub(lambda line: f"{line.group()}{line['indent']}gone: true\n", front, count=1)
    return front + text[end:]


def with_link(own: OwnFile, same_as: str | None) -> str:
    """Return a file's text with another link or none: of an edited one all else stays to the letter.

    A person may have written the link in another form: then it stays too.
    """
    if own.question and not own.edited:
        rendered = _rendered(own.question, relinked_fields(own.question, same_as), accepted=own.accepted)
        if rendered is not None:
            return rendered.decode("utf-8")
    text = own.file.read_text("utf-8")
    end = text.find(f"\n{FENCE}", len(FENCE)) + 1
    line = yaml.safe_dump({"same_as": same_as}) if same_as else ""  # in quotes where it would be read as a number
    return _LINK_LINE.sub(line, text[:end], count=1) + text[end:]


def source_hash(found: FoundQuestion) -> str:
    """Return the hash of question and answer as their document holds them."""
    return text_hash(f"{found.question.strip()}\n\n{found.answer.strip()}")


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def own_file(file: Path) -> OwnFile:
    """Return a question file of a document."""
    question = load_file(file, track=PERSONAL_TRACK, topic=file.parent.name, bundled=False).question
    if question is None:
        return OwnFile(file.stem, file, None, edited=True)
    held = file.read_bytes()
    if held == _as_written(question):
        return OwnFile(file.stem, file, question, edited=False)
    accepted = question.status == "accepted" and held == _as_written(question, accepted=True)
    return OwnFile(file.stem, file, question, edited=not accepted, accepted=accepted)


def _as_written(question: Question, *, accepted: bool = False) -> bytes | None:
    """Return the file as this module would write such a question: what a person edited differs from it."""
    drafted = fields_as_drafted(question)
    return None if drafted is None else _rendered(question, drafted, accepted=accepted)


def _rendered(question: Question, drafted: Mapping[str, object], *, accepted: bool) -> bytes | None:
    origin = question.provenance
    if origin is None:
        return None
    found = FoundQuestion(
        "",
        question.text,
        question.reference,
        origin.first_line,
        origin.last_line,
        origin.first_line,
        drafted=question.status == "drafted",
        incomplete="as its file says" if question.status == "incomplete" else None,
    )
    text = render(
        question.id, found, origin.document, drafted, track=question.track, accepted=accepted, gone=origin.gone
    )
    return text.encode("utf-8")


def _first_line(question: Question | None) -> int:
    return question.provenance.first_line if question and question.provenance else 0
