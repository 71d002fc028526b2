"""Which hosts a person has agreed to send to: a small private file that can be read and edited."""

import json
from pathlib import Path

from interviewer.domain.errors import UsageError

QUESTION = "Send that, now and from now on?"
WITHOUT = "Nothing is sent, and all goes on without this model."


class Consents:
    """Hosts with the time of agreement, in `file`."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def hosts(self) -> dict[str, str]:
        """Return the hosts agreed to, with the time. Raises UsageError for a file that cannot be read."""
        try:
            found = json.loads(self._file.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise UsageError(f"{self._file} cannot be read: {error}. Mend it or remove it.") from error
        if not isinstance(found, dict):
            raise UsageError(f"{self._file} should hold hosts with times. Mend it or remove it.")
        return {str(host): str(at) for host, at in found.items()}

    def given(self, host: str) -> bool:
        """Whether the person agreed to send to this host."""
        return host in self.hosts()

    def give(self, host: str, at: str) -> None:
        """Record that the person agrees to send to this host. Raises UsageError where it cannot be written."""
        self._write(self.hosts() | {host: at})

    def withdraw(self, host: str) -> bool:
        """Take an agreement back; False where there was none."""
        hosts = self.hosts()
        if hosts.pop(host, None) is None:
            return False
        self._write(hosts)
        return True

    def _write(self, hosts: dict[str, str]) -> None:
        draft = self._file.with_suffix(".part")
        try:
            draft.touch(mode=0o600)
            draft.write_text(json.dumps(hosts, indent=1) + "\n", "utf-8")
            draft.replace(self._file)
        except OSError as error:
            raise UsageError(f"{self._file} cannot be written: {error.strerror or error}.") from error
