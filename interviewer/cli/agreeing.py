"""Shows which host a model is on and what is sent there, and asks whether that is meant; once for each host."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from interviewer.domain.errors import NotAgreed, UsageError
from interviewer.domain.text import visible
from interviewer.llm.consent import QUESTION, WITHOUT

if TYPE_CHECKING:
    from interviewer.llm.providers import Endpoint
    from interviewer.wiring_chat import Chats


def disclose(chats: "Chats", engine: str | None = None) -> list[str]:
    """Before anything is sent to the model that talks, or to the one that `engine` judges by: show, ask, or only show.

    Only a terminal is asked, a pipe is never waited for: returns for each model that nobody could be asked about how to
    agree. Raises UsageError and ModelUnavailable, with the remedy, where a model that is named cannot be used.
    """
    refused = [_disclose(chats), *_judges(chats, engine)]
    return [] if _can_ask() else [how for how in refused if how]


def check_named(chats: "Chats", engine: str | None) -> None:
    """Ask nothing: the full-screen front end does. Raises UsageError and ModelUnavailable as `disclose` does."""
    for one in chats.named(engine):
        one.check()


def disclose_judge(chats: "Chats", engine: str | None) -> None:
    """Do the same for the model that an engine judges by, where it has one."""
    _judges(chats, engine)


def _judges(chats: "Chats", engine: str | None) -> list[str | None]:
    return [_disclose(one) for one in chats.judging([engine] if engine else [])]


def _disclose(chats: "Chats") -> str | None:
    """Return how to agree, where the person did not."""
    if _agreed(chats) or chats.endpoint is None:
        return None
    click.echo(f"{WITHOUT} {_how(chats.endpoint)}", err=True)
    return _how(chats.endpoint)


def require_judges(chats: "Chats", engines: Sequence[str]) -> None:
    """Before a measurement of judges: show and ask as `disclose` does. Raises NotAgreed where nothing may be sent.

    Raises UsageError and ModelUnavailable, with the remedy, where a judge cannot be used.
    """
    for one in chats.judging(engines):
        require(one)


def require(chats: "Chats") -> None:
    """Do the same for one model, before a measurement in which it talks."""
    if not _agreed(chats) and chats.endpoint:
        raise NotAgreed(f"Nothing was sent to {visible(chats.endpoint.host)}. {_how(chats.endpoint)}")


def _agreed(chats: "Chats") -> bool:
    """Say whether the model may be sent to, after the person was shown what is sent and asked if they can be."""
    chats.check()
    told = chats.to_agree
    if told is None:
        return True
    click.echo(visible(told), err=True)
    if not _can_ask() or not click.confirm(QUESTION, err=True):
        return False
    chats.agree(_now())
    return True


def _how(endpoint: "Endpoint") -> str:
    return f"To agree: interviewer models agree {visible(endpoint.name)}"


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
        if not click.confirm(QUESTION, err=True):
            raise click.Abort
    chats.agree(_now())
    click.echo(f"Agreed to {host}. To take it back: interviewer models withdraw {host}")


def _can_ask() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _now() -> str:
    from interviewer.wiring import utc_now

    return utc_now()
