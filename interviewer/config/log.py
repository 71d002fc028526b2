"""The log file: everything a person should not have to read on the screen, without secrets."""

import logging
import os
import re
from io import FileIO, TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from interviewer.domain.text import visible

_SHAPED = re.compile(
    r"(?ix)(?:sk|pk|rk|xox[abp]|gh[pousr]|hf|glpat|AIza)[-_]?[A-Za-z0-9_\-]{16,}"
    r"|(?<=bearer\s)[A-Za-z0-9._\-]{8,}"
)
# a name, then an equals sign, or a colon and a quote
_PLACED = re.compile(
    r"""(?ix)((?:key|token|secret|password)\\*['"]?\s*(?:=\s*\\*['"]?|:\s*\\*['"]))"""
    r"""[^\s'"&\\]{6,}"""
)
MAX_BYTES = 1_000_000


def redact(text: str) -> str:
    """Return `text` with everything shaped like a key or token replaced."""
    return _PLACED.sub(r"\1[redacted]", _SHAPED.sub("[redacted]", text))


class _SafeFormatter(logging.Formatter):
    """Formats a record, then takes out secrets and control characters, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return visible(redact(super().format(record)))


def no_log() -> None:
    """Drop the package's log records: for commands that only read."""
    logging.getLogger("interviewer").addHandler(logging.NullHandler())


class _PrivateFile(RotatingFileHandler):
    """A rotating file that only the person can read, each time a new one is begun."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        os.fchmod(descriptor, 0o600)
        return TextIOWrapper(FileIO(descriptor, "a"), encoding=self.encoding, errors=self.errors)


def start_log(file: Path, level: str) -> None:
    """Send the package's log records to `file` (mode 0600, two old files kept). Never raises for a full disk."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler: logging.Handler = _PrivateFile(file, maxBytes=MAX_BYTES, backupCount=2, encoding="utf-8")
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(_SafeFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger = logging.getLogger("interviewer")
    for old in tuple(logger.handlers):
        logger.removeHandler(old)
        old.close()
    logger.addHandler(handler)
    logger.setLevel(level)
    logger.propagate = False
    logging.raiseExceptions = False
