"""The disk-space guard: a full disk stops the crawl before it stops the machine."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from schedules.errors import ScheduleError
from schedules.runs import NO_ROOM

GIGABYTE = 10**9


class DiskFullError(ScheduleError):
    """Too little space is left for a run."""


def free_gigabytes(path: Path) -> float:
    """Free space of the disk that holds `path`, in units of 10⁹ bytes."""
    return shutil.disk_usage(path).free / GIGABYTE


def require(path: Path, gigabytes: float) -> None:
    """Refuse to go on when less than `gigabytes` is free.

    Raises:
        DiskFullError: names what is left, what is wanted and the setting.
    """
    free = free_gigabytes(path)
    if free < gigabytes:
        raise DiskFullError(
            f"only {free:.1f} GB are free below {path} and harvest.free_gigabytes asks for {gigabytes:g}: "
            "free some space, move the home, or lower the setting"
        )


def written(path: Path, write: Callable[[], object]) -> None:
    """Do `write`; a disk without any room becomes one sentence.

    Raises:
        DiskFullError: there was no room.
    """
    try:
        write()
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise DiskFullError(
            f"the disk below {path} is full, not even the run record could be written: free some space; "
            "the next harvest takes the run up where it was"
        ) from error
