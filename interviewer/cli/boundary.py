"""Turns every way of ending into an exit code and, where one is due, one or two lines on stderr."""

import contextlib
import logging
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from interviewer.cli.screen import OpenScreen
from interviewer.config.paths import paths
from interviewer.domain.errors import InterviewerError
from interviewer.domain.text import visible

INTERRUPTED = 130
logger = logging.getLogger("interviewer.cli")


def run(arguments: Sequence[str], open_screen: OpenScreen | None = None) -> int:
    """Run the command line on `arguments`. Returns 0 done, 1 failed, 2 wrong usage, 130 interrupted."""
    from interviewer.cli.main import interviewer

    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace"), (sys.stderr, "backslashreplace")):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=errors)
    try:
        code = interviewer.main(args=list(arguments), prog_name="interviewer", standalone_mode=False, obj=open_screen)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except InterviewerError as error:
        _say(str(error))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort, EOFError):
        _say("Interrupted. What was committed is kept.")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception:
        logger.exception("unexpected failure")
        _say(f"Something unexpected went wrong. The details are in {paths().log_file}.")
        return 1
    return code if isinstance(code, int) else 0


def leave(code: int) -> NoReturn:
    """End the process at once: native threads that still load a model would abort an orderly exit."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _say(message: str) -> None:
    click.echo(f"interviewer: {visible(message)}", err=True)
