"""The one module that knows where things are."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP = "mock-interviewer"
_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Paths:
    """Every folder and file the program touches. All private to the person (mode 0700, files 0600)."""

    data: Path
    config: Path
    cache: Path
    logs: Path

    @property
    def database(self) -> Path:
        """The event log."""
        return self.data / "interviewer.sqlite3"

    @property
    def lock(self) -> Path:
        """The writer's lock."""
        return self.data / "interviewer.lock"

    @property
    def backups(self) -> Path:
        """Copies of the event log."""
        return self.data / "backups"

    @property
    def bank(self) -> Path:
        """The person's own questions."""
        return self.data / "bank"

    @property
    def settings_file(self) -> Path:
        """The settings, TOML."""
        return self.config / "settings.toml"

    @property
    def hosts_file(self) -> Path:
        """The hosts that the person agreed to send to."""
        return self.config / "hosts.json"

    @property
    def index(self) -> Path:
        """The vector store, a cache."""
        return self.cache / "index"

    @property
    def models(self) -> Path:
        """The local model's weights, a cache: they can be fetched again."""
        return self.cache / "models"

    @property
    def gradings(self) -> Path:
        """Gradings of samples by engine, a cache of the evaluation."""
        return self.cache / "gradings"

    @property
    def log_file(self) -> Path:
        """What went wrong, with tracebacks."""
        return self.logs / "interviewer.log"

    def create(self) -> None:
        """Make the folders, private."""
        for folder in (self.data, self.config, self.cache, self.logs, self.bank, self.backups):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if folder.stat().st_mode & 0o077:
                folder.chmod(0o700)


def paths(environment: Mapping[str, str] = os.environ) -> Paths:
    """Return the folders: all under INTERVIEWER_HOME where it is set, else the platform's own."""
    home = environment.get("INTERVIEWER_HOME")
    if home:
        root = Path(home).expanduser().absolute()
        return Paths(root, root, root / "cache", root / "logs")
    return Paths(
        platformdirs.user_data_path(APP, appauthor=False),
        platformdirs.user_config_path(APP, appauthor=False),
        platformdirs.user_cache_path(APP, appauthor=False),
        platformdirs.user_log_path(APP, appauthor=False),
    )


def bundled(name: str) -> Path:
    """Return the folder `corpus`, `prompts` or `eval`: in the installed package, else in the checkout."""
    packaged = _PACKAGE / "_data" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name
