"""`interviewer bank new`, `edit` and `accept`: question files written by a person.

None of them takes the writer's lock: a file is replaced whole, as any editor would, and an interview that is being held
has its questions in the log.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from interviewer.cli.authoring import (
    check_slug,
    keep,
    obtain,
    on_terminal,
    part_beside,
    read_given,
    read_stdin,
)
from interviewer.domain.errors import BankError, UsageError
from interviewer.domain.question import PERSONAL_TRACK

if TYPE_CHECKING:
    from interviewer.bank.authoring import Checked, Place
    from interviewer.bank.lookup import Located
    from interviewer.domain.question import Question
    from interviewer.wiring import Application

_PART_MISSING = (
    "{0}: part of its answer is missing, and answers are marked against an incomplete reference from now on."
    " `interviewer bank edit {0}` fills it in."
)
_given = click.option(
    "--from",
    "given",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A whole question file, or one left as .part.",
)
_as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.command()
@click.option("--track", help="Its track; one of your own is in `personal` besides.")
@click.option("--topic", help="Its topic, a folder's name; `general` for your own.")
@click.option("--bundled", "corpus", metavar="DIR", type=click.Path(path_type=Path), help="A checkout's corpus.")
@_given
@_as_json
def new(track: str | None, topic: str | None, corpus: Path | None, given: Path | None, as_json: bool) -> None:
    """Add a question: in your editor, or a whole file from --from or a pipe.

    It becomes one of your own, or with --bundled one of a checkout's corpus. What is wrong is shown by line, and
    nothing that you typed is lost.
    """
    from interviewer.bank.template import template
    from interviewer.wiring import application

    with application(writable=False) as app:
        place = _place(app, track, topic, corpus)
        start = read_given(given) if given else None
        if start is None:
            start = template(bundled=place.bundled) if on_terminal() else read_stdin()
        _add(app, place, start, given, as_json=as_json)


@click.command()
@click.argument("question_id", metavar="ID")
@click.option("--copy", is_flag=True, help="Of a bundled question: make a copy of your own.")
@_given
@_as_json
def edit(question_id: str, copy: bool, given: Path | None, as_json: bool) -> None:
    """Edit one of your own questions: in your editor, or replaced by a whole file from --from or a pipe."""
    from interviewer.bank.authoring import copied, personal_place
    from interviewer.wiring import application

    with application(writable=False) as app:
        found = app.locate_question(question_id)
        if found.bundled and not copy:
            raise UsageError(
                f"{found.id!r} is bundled, and bundled files are never changed by the program. "
                f"`interviewer bank edit {found.id} --copy` makes a copy of your own."
            )
        if copy and not found.bundled:
            raise UsageError(f"{found.id!r} is your own already: leave --copy out.")
        if copy:
            place = personal_place(app.paths.bank, readable(found).topic)
            text = read_given(given) if given else copied(read_given(found.file), readable(found), app.taken_ids())
            _add(app, place, text, given, as_json=as_json, must_edit=given is None and on_terminal())
            return
        _change(app, found, given, as_json=as_json)


@click.command()
@click.argument("question_ids", metavar="ID...", nargs=-1, required=True)
@_as_json
def accept(question_ids: tuple[str, ...], as_json: bool) -> None:
    """Accept drafted or incomplete questions: from now on they are asked as any other.

    Of an incomplete one you are told that part of its answer is missing.
    """
    from interviewer.bank.authoring import accepted
    from interviewer.bank.personal import write_file
    from interviewer.wiring import application

    with application(writable=False) as app:
        located = [app.locate_question(question_id) for question_id in dict.fromkeys(question_ids)]
    fates: dict[str, list[str]] = {"accepted": [], "already": [], "incomplete": []}
    for found in located:
        status = readable(found).status
        text = None if found.bundled else accepted(read_given(found.file))
        fates["already" if text is None else "accepted"].append(found.id)
        if text is not None:
            write_file(found.file, text)
            if status == "incomplete":
                fates["incomplete"].append(found.id)
    for question_id in fates["incomplete"]:
        click.echo(_PART_MISSING.format(question_id), err=True)
    if as_json:
        click.echo(json.dumps(fates))
        return
    for name, words in (("accepted", "accepted"), ("already", "was accepted before")):
        for question_id in fates[name]:
            click.echo(f"{question_id}: {words}")


def readable(found: "Located") -> "Question":
    """Return the question of a file. Raises BankError where the file has faults."""
    if found.question is None:
        raise BankError(
            f"{found.file} has faults: `interviewer bank check --structure-only` names them,"
            f" `interviewer bank edit {found.id}` mends them."
        )
    return found.question


def _place(app: "Application", track: str | None, topic: str | None, corpus: Path | None) -> "Place":
    from interviewer.bank.authoring import Place, personal_place

    for name in (track, topic):
        if name is not None:
            check_slug(name)
    if corpus is None:
        return personal_place(app.paths.bank, topic or "general", track)
    if track is None or topic is None:
        raise UsageError("A bundled question needs --track and --topic.")
    if not corpus.is_dir():
        raise UsageError(f"{corpus} is no folder: name a checkout's corpus.")
    return Place(corpus / track / topic, track, topic, bundled=True)


def _add(
    app: "Application", place: "Place", start: str, given: Path | None, *, as_json: bool, must_edit: bool = False
) -> None:
    from interviewer.bank.authoring import check_new
    from interviewer.bank.lookup import asked_already
    from interviewer.bank.template import template

    app.paths.create()
    taken = app.taken_ids(place.folder.parents[1] if place.bundled else None)
    part = _part(given, place.folder / "new-question.md", "new-question")
    blank = start == template(bundled=place.bundled)
    if blank:
        for left in sorted(place.folder.glob("new-question*.part")):
            click.echo(f"An unfinished question is kept; go on with: interviewer bank new --from '{left}'", err=True)
    found = obtain(
        start,
        part,
        lambda text: check_new(text, place, taken),
        ["interviewer", "bank", "new", *_where(place)],
        must_edit=blank or must_edit,
        changed=not blank,
        piped=given is None,
    )
    if found is not None and found.question is not None:
        for other in asked_already(found.question, app.bank):
            click.echo(f"note: {other} asks the same already; `interviewer bank show {other}` shows it.", err=True)
    _save(found, part, as_json=as_json, done="added")


def _change(app: "Application", found: "Located", given: Path | None, *, as_json: bool) -> None:
    from interviewer.bank.authoring import check_edit, personal_place

    place = personal_place(app.paths.bank, found.file.parent.name)
    before = found.file.read_bytes()
    held = before.decode("utf-8", "replace")
    in_editor = given is None and on_terminal()
    start = read_given(given) if given else held if in_editor else read_stdin()
    part = _part(given, found.file, f"{found.id}.edit")
    checked = obtain(
        start,
        part,
        lambda text: check_edit(text, held, found.file, place),
        ["interviewer", "bank", "edit", found.id],
        must_edit=in_editor,
        changed=not in_editor,
        piped=given is None,
    )
    if checked is not None and found.file.read_bytes() != before:
        keep(part, checked.typed)
        raise BankError(f"{found.file} was changed by another program meanwhile. What you wrote is kept: {part}")
    _save(checked, part, as_json=as_json, done="changed")


def _part(given: Path | None, file: Path, name: str) -> Path:
    """Return where what is typed is kept: a leftover that the person names goes on as itself."""
    return given if given is not None and given.suffix == ".part" else part_beside(file, name)


def _where(place: "Place") -> list[str]:
    if place.bundled:
        return ["--bundled", str(place.folder.parents[1]), "--track", place.track, "--topic", place.topic]
    return ["--topic", place.topic, *(["--track", place.track] if place.track != PERSONAL_TRACK else [])]


def _save(found: "Checked | None", part: Path, *, as_json: bool, done: str) -> None:
    from interviewer.bank.personal import write_file

    if found is None or found.question is None:
        click.echo(json.dumps({"id": None, "file": None}) if as_json else "Nothing was written, nothing is changed.")
        return
    write_file(found.file, found.text)
    part.unlink(missing_ok=True)
    question = found.question
    if as_json:
        click.echo(json.dumps({"id": question.id, "file": str(found.file)}))
    else:
        click.echo(f"{question.id} {done}: {found.file}")
