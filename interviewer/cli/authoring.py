"""A question written in the person's editor, or read whole from a pipe. Nothing that was typed is lost."""

import re
import shlex
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from interviewer.domain.errors import BankError, UsageError
from interviewer.domain.text import visible_line

if TYPE_CHECKING:
    from interviewer.bank.authoring import Checked
    from interviewer.bank.files import Fault


_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_SLUG = 80


def check_slug(name: str) -> None:
    """Raise UsageError for what cannot name a track or a topic."""
    if not _SLUG.fullmatch(name) or len(name) > _LONGEST_SLUG:
        raise UsageError(
            f"{visible_line(name[:_LONGEST_SLUG])!r} cannot name a track or topic:"
            f" take lower-case letters, digits and hyphens, at most {_LONGEST_SLUG}."
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a person writes: opens an editor on a file and returns when it is closed, asks, says."""

    edit: Callable[[Path], None]
    ask: Callable[[str], bool]
    say: Callable[[str], None]


def terminal_desk() -> Desk:
    """Return the editor of $VISUAL or $EDITOR, and questions on the terminal."""
    return Desk(
        edit=lambda file: click.edit(filename=str(file)),
        ask=lambda question: click.confirm(question, default=True, err=True),
        say=lambda line: click.echo(line, err=True),
    )


def on_terminal() -> bool:
    """Whether there is somebody to open an editor for."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def read_stdin() -> str:
    """Return what is piped in. Raises UsageError where nothing is."""
    text = "" if sys.stdin.isatty() else sys.stdin.read()
    if not text.strip():
        raise UsageError(
            "There is no terminal to open an editor on: pipe in a whole question file, or name it: --from."
        )
    return text


def read_given(file: Path) -> str:
    """Return the text of a file that the person names. Raises UsageError."""
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(f"{visible_line(str(file))} cannot be read: {reason}.") from None


def obtain(
    start: str,
    part: Path,
    check: Callable[[str], "Checked"],
    go_on: Sequence[str],
    *,
    must_edit: bool = False,
    changed: bool = True,
    piped: bool = False,
) -> "Checked | None":
    """Return the question that `start` becomes: as it stands where it is sound, else from the editor.

    Raises BankError with the faults where there is no terminal; what was `piped` is then kept in `part`.
    """
    found = check(start)
    if found.question is not None and not must_edit:
        return found
    lines = fault_lines(found.faults)
    if not on_terminal():
        if piped:
            keep(part, found.typed)
            lines.append(f"What was read is kept: {part}")
        raise BankError("\n".join(["The question is not saved:", *lines]))
    desk = terminal_desk()
    for line in lines if changed else ():
        desk.say(line)
    keep(part, start)
    return compose(desk, part, check, go_on, changed=changed)


def compose(
    desk: Desk, part: Path, check: Callable[[str], "Checked"], go_on: Sequence[str], *, changed: bool
) -> "Checked | None":
    """Edit `part` until it is sound; None when nothing was typed. What is typed lies in `part` all the time.

    `changed`: it already differs from what there was, so that leaving the editor at once is no refusal. `go_on` is the
    command that takes an unfinished one up again. Raises BankError when the person gives up or the editor fails.
    """
    kept = f"What you wrote is kept: {part}\nGo on with: {shlex.join([*go_on, '--from', str(part)])}"
    try:
        while True:
            before = part.read_bytes()
            desk.edit(part)
            if part.read_bytes() == before and not changed:
                part.unlink()
                return None
            changed = True
            found = check(part.read_bytes().decode("utf-8", "replace"))
            if found.question is not None:
                return found
            keep(part, found.typed)
            for line in fault_lines(found.faults):
                desk.say(line)
            if not desk.ask("Edit it again?"):
                raise BankError(f"Not saved. {kept}")
    except (click.ClickException, OSError) as error:
        reason = error.format_message() if isinstance(error, click.ClickException) else str(error)
        raise BankError(f"{reason}. $VISUAL or $EDITOR names the editor. {kept}") from error
    except (KeyboardInterrupt, click.Abort):
        desk.say(f"Not saved. {kept}")
        raise


def keep(part: Path, text: str) -> None:
    """Write what may not be lost, for the person alone."""
    part.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part.touch(0o600)
    part.write_text(text, "utf-8")


def part_beside(file: Path, name: str) -> Path:
    """Return a file for what is being written that is not there yet; leftovers of other days stay."""
    names = (file.with_name(f"{name}.part"), *(file.with_name(f"{name}-{number}.part") for number in range(2, 1000)))
    return next(part for part in names if not part.exists())


def fault_lines(faults: Iterable["Fault"]) -> list[str]:
    """Return one line a fault, in the file's order."""
    return [f"line {one.line}: {visible_line(one.fault)}" for one in sorted(faults, key=lambda one: one.line)]
