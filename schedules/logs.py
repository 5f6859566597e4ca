"""Logging of a run: plain lines in `logs/gongkai.log`, rotated, with the time in UTC."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

MEGABYTE = 1 << 20


class _Patient(RotatingFileHandler):
    """A log that a full disk interrupts without a traceback for every line."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Let a line go that could not be written; anything else is a defect and is shown."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)


def roll(path: Path) -> None:
    """Set a log aside that others append to (cron's) once it is long; the one set aside before gives way to it.

    Who still writes to it goes on in the file that was set aside.
    """
    with suppress(OSError):
        if path.stat().st_size > 10 * MEGABYTE:
            path.replace(path.with_suffix(".log.1"))


@contextmanager
def log_to(folder: Path) -> Iterator[None]:
    """Send the log of this process to the folder while the block runs; cron's own log is kept short."""
    roll(folder / "cron.log")
    handler = _Patient(folder / "gongkai.log", maxBytes=10 * MEGABYTE, backupCount=10, encoding="utf-8")
    formatter = logging.Formatter("%(asctime)sZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        handler.close()
