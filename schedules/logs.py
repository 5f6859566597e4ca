"""Logging of a run: plain lines in `logs/gongkai.log`, rotated, with the time in UTC."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

MEGABYTE = 1 << 20


class _Patient(RotatingFileHandler):
    """A log that a full disk interrupts without a traceback for every line."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Let a line go that could not be written; anything else is a defect and is shown."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)


@contextmanager
def log_to(folder: Path) -> Iterator[None]:
    """Send the log of this process to the folder while the block runs."""
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
