"""The option `--engine` of the commands that mark: one of the engines, or a chat model as judge."""

import click

from interviewer.config.engines import ENGINES, JUDGE, engine_name


def _named(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    try:
        return engine_name(value) if value is not None else None
    except ValueError as error:
        raise click.BadParameter(f"{error}.") from None


engine_option = click.option(
    "--engine", metavar=f"[{'|'.join(ENGINES)}|{JUDGE}:PROVIDER:MODEL]", callback=_named, help="Which engine marks."
)
