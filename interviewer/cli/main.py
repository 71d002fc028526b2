"""The command group; a command's module is imported only when it runs, so that `--help` stays light."""

import importlib
import sys

import click

from interviewer import __version__
from interviewer.cli.screen import screen_of
from interviewer.domain.errors import UsageError

_COMMANDS = {
    "practice": "Hold an interview.",
    "grade": "Grade answers.",
    "search": "Find questions.",
    "ingest": "Read documents into your own bank.",
    "history": "List the interviews held.",
    "report": "Show one interview.",
    "bank": "Check, list, show, add and edit the question files.",
    "index": "Say what the search index holds, or rebuild it.",
    "eval": "Measure the parts on samples with known answers.",
    "models": "Say which models can be used here, or fetch the local one.",
    "locate": "Say where things are.",
}
_MODULES = {"eval": "evaluate"}
"""Where a command's module has another name, for it would hide a built-in one."""


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        name = _MODULES.get(cmd_name, cmd_name)
        command = getattr(importlib.import_module(f"interviewer.cli.{name}"), name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(version)s")
@click.pass_context
def interviewer(ctx: click.Context) -> int | None:
    """A mock interviewer for technical interviews. Without a command it opens in the terminal.

    It runs on your own machine; nothing is sent anywhere unless you name a model on a host and agree.
    """
    if ctx.invoked_subcommand is not None:
        return None
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("There is no terminal here. Use `interviewer practice --plain`, or see `interviewer --help`.")
    from interviewer.cli.agreeing import check_named
    from interviewer.wiring import application

    with application() as app:
        check_named(app.chats, app.settings.engine)
        return screen_of(ctx)(app, None, None)
