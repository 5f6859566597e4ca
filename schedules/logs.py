"""Logging of a run: plain lines in `logs/gongkai.log`, rotated, with the time in UTC."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

MEGABYTE = 1 << 20


@contextmanager
def log_to(folder: Path) -> Iterator[None]:
    """Send the log of this process to the folder while the block runs."""
    handler = RotatingFileHandler(
        folder / "gongkai.log", maxBytes=10 * MEGABYTE, backupCount=10, encoding="utf-8"
    )
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
