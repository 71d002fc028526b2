"""Shows which host a model is on and what is sent there, and asks whether that is meant; once for each host."""

import sys
from typing import TYPE_CHECKING

import click

from interviewer.domain.errors import UsageError
from interviewer.domain.text import visible

if TYPE_CHECKING:
    from interviewer.wiring_chat import Chats


def disclose(chats: "Chats") -> None:
    """Before an interview: show and ask on a terminal, only show elsewhere. Never waits for a pipe.

    Raises UsageError and ModelUnavailable, with the remedy, where the model that is named cannot be used.
    """
    chats.check()
    told = chats.to_agree
    if told is None or chats.endpoint is None:
        return
    click.echo(visible(told), err=True)
    if _can_ask() and click.confirm("Send that, now and from now on?", err=True):
        chats.agree(_now())
        return
    click.echo(
        "Nothing is sent, and the interview is held without this model. "
        f"To agree: interviewer models agree {visible(chats.endpoint.name)}",
        err=True,
    )


def agree_to(chats: "Chats", *, yes: bool) -> None:
    """Show, ask, and record. Raises UsageError where nobody can be asked, and for a model that is on no host."""
    if chats.endpoint is None:
        raise UsageError("That model runs in this program; nothing is sent anywhere.")
    host, told = visible(chats.endpoint.host), chats.to_agree
    if told is None:
        click.echo(f"You have agreed to {host} already.")
        return
    click.echo(visible(told), err=True)
    if not yes:
        if not _can_ask():
            raise UsageError("Nobody can be asked here. If that is what you want, add --yes.")
        if not click.confirm("Send that, now and from now on?", err=True):
            raise click.Abort
    chats.agree(_now())
    click.echo(f"Agreed to {host}. To take it back: interviewer models withdraw {host}")


def _can_ask() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _now() -> str:
    from interviewer.wiring import utc_now

    return utc_now()
