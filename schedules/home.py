"""The data directory: what lies where below `--home`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from schedules.errors import UsageError


@dataclass(frozen=True, slots=True)
class Home:
    """One data directory; see DESIGN "The data directory"."""

    root: Path

    @classmethod
    def existing(cls, root: Path) -> Home:
        """The home at `root`.

        Raises:
            UsageError: there is none yet.
        """
        home = cls(root)
        if not home.archive.is_dir() and not home.warehouse.is_file():
            raise UsageError(
                f"there is no Gongkai home at {root}: name one with --home or GONGKAI_HOME, "
                "or make one with `gongkai harvest` or `gongkai load`"
            )
        return home

    @classmethod
    def create(cls, root: Path) -> Home:
        """The home at `root`, made if it does not exist.

        Raises:
            UsageError: the folder cannot be made or written.
        """
        home = cls(root)
        try:
            for folder in (home.archive, home.published, home.runs, home.logs):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(
                f"cannot use {root} as home ({error.strerror}): choose a folder you may write"
            ) from error
        return home

    @property
    def archive(self) -> Path:
        """Originals and the capture ledger."""
        return self.root / "archive"

    @property
    def warehouse(self) -> Path:
        """The working database: one writer, nobody else opens it."""
        return self.root / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """Releases; `published/current` is what readers use."""
        return self.root / "published"

    @property
    def current(self) -> Path:
        """The release readers use (a link; may not exist yet)."""
        return self.published / "current"

    @property
    def runs(self) -> Path:
        """One JSON record per run."""
        return self.root / "runs"

    @property
    def logs(self) -> Path:
        """Log files."""
        return self.root / "logs"

    @property
    def configuration(self) -> Path:
        """The settings of this home."""
        return self.root / "gongkai.toml"
