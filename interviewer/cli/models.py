"""`interviewer models` and `models pull`: which models can be used here, and fetching the local one."""

import json
import string
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from interviewer.domain.errors import UsageError
from interviewer.domain.text import visible

if TYPE_CHECKING:
    from interviewer.llm.installed import Installed
    from interviewer.wiring_llm import ModelStatus

_as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
_SHA256_DIGITS = 64


@click.group(invoke_without_command=True)
@_as_json
@click.pass_context
def models(ctx: click.Context, as_json: bool) -> None:
    """Say which models can be used here and why not the rest; loads none of them."""
    if ctx.invoked_subcommand is not None:
        if as_json:
            raise UsageError(f"Put --json behind the command: interviewer models {ctx.invoked_subcommand} --json")
        return
    from interviewer.config.paths import paths
    from interviewer.config.settings import load
    from interviewer.wiring_llm import model_statuses

    found = model_statuses(paths(), load(paths()))
    if as_json:
        click.echo(json.dumps({"models": [asdict(one) for one in found]}))
        return
    _show(found)


@models.command()
@click.option("--file", type=click.Path(path_type=Path), help="Take this GGUF file instead of fetching one.")
@click.option("--sha256", help="The SHA-256 that the file must have; without it you are asked.")
@click.option("--yes", is_flag=True, help="Take the file whatever its SHA-256 is.")
@_as_json
def pull(file: Path | None, sha256: str | None, yes: bool, as_json: bool) -> None:
    """Fetch the local model once, about 1.1 GB, verified. Broken off, it goes on where it was."""
    from interviewer.config.paths import paths
    from interviewer.wiring_llm import adopt_model, hash_of_model, pull_model

    if file is None:
        if sha256 or yes:
            raise UsageError("--sha256 and --yes say something about --file PATH, which is missing.")
        with _Meter() as meter:
            found = pull_model(paths(), meter, _say)
    else:
        wanted = _sha256(sha256) if sha256 else None
        if wanted is None:
            with _Meter() as meter:
                wanted = hash_of_model(file, meter)
            if not yes:
                _confirm(file, wanted)
        with _Meter() as meter:
            found = adopt_model(paths(), file, wanted, meter)
    _report(found, paths().models, as_json=as_json)


@models.command()
@click.argument("model", metavar="PROVIDER:MODEL")
@click.option("--base-url", help="Where the model is, if not at its provider.")
@click.option("--yes", is_flag=True, help="Agree without being asked.")
def agree(model: str, base_url: str | None, yes: bool) -> None:
    """Say what is sent to a model's host, and record that you agree. Nothing is sent by this."""
    from interviewer.cli.agreeing import agree_to
    from interviewer.config.paths import paths
    from interviewer.config.settings import load
    from interviewer.wiring_chat import Chats
    from interviewer.wiring_llm import local_model

    settings = load(paths(), {"model": model, "model_base_url": base_url})
    agree_to(Chats(paths(), settings, lambda: local_model(paths())), yes=yes)


@models.command()
@click.argument("host")
def withdraw(host: str) -> None:
    """Take back your agreement to send anything to a host."""
    from interviewer.config.paths import paths
    from interviewer.wiring_chat import withdraw as take_back

    if not take_back(paths(), host):
        raise UsageError(f"You have not agreed to send anything to {host}. `interviewer models` lists the hosts.")
    click.echo(f"Nothing is sent to {visible(host)} any more.")


def _sha256(text: str) -> str:
    digits = text.strip().lower()
    if len(digits) != _SHA256_DIGITS or set(digits) - set(string.hexdigits):
        raise UsageError(f"--sha256: {text} is no SHA-256, which has {_SHA256_DIGITS} hexadecimal digits.")
    return digits


def _confirm(file: Path, sha256: str) -> None:
    """Ask whether the hash is the one that its publisher names. Raises UsageError where nobody can be asked."""
    if not sys.stdin.isatty():
        raise UsageError(f"{file} has the SHA-256 {sha256}. Confirm it with --sha256 {sha256}")
    click.echo(f"{file}\nSHA-256 {sha256}", err=True)
    if not click.confirm("Is that the file you mean?", err=True):
        raise click.Abort


class _Meter:
    """Progress on stderr: drawn over itself on a terminal, a line every tenth elsewhere."""

    _TENTHS = 10

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._shown = -1

    def __enter__(self) -> "_Meter":
        return self

    def __exit__(self, *_: object) -> None:
        if self._terminal and self._shown >= 0:
            click.echo(err=True)

    def __call__(self, done: int, of: int) -> None:
        """Show that `done` of `of` bytes are there."""
        step = done * (1000 if self._terminal else self._TENTHS) // max(of, 1)
        if step == self._shown:
            return
        self._shown = step
        text = f"{done // 1_000_000} of {of // 1_000_000} MB ({done / max(of, 1):.0%})"
        click.echo(f"\r{text}" if self._terminal else text, err=True, nl=not self._terminal)


def _say(line: str) -> None:
    click.echo(f"interviewer: {visible(line)}", err=True)


def _report(found: "Installed", folder: Path, *, as_json: bool) -> None:
    if as_json:
        shown = {"name": found.name, "file": str(folder / found.file), "size": found.size, "sha256": found.sha256}
        click.echo(json.dumps(shown))
        return
    click.echo(f"{found.name} is in {folder / found.file}, verified: SHA-256 {found.sha256}")


def _show(found: "list[ModelStatus]") -> None:
    names, titles = (max(map(len, column)) for column in zip(*((one.name, one.title) for one in found), strict=True))
    for one in found:
        state = "usable" if one.usable else f"not here: {one.reason}"
        click.echo(f"{one.name:<{names}} {one.title:<{titles}}  {state}")
        if one.file:
            click.echo(f"{'':<{names}} {one.file}")
        if one.host and one.usable:
            click.echo(f"{'':<{names}} {one.host}, {'agreed to' if one.agreed else 'nothing is sent before you agree'}")
