"""One writer at a time: an advisory lock that dies with its process.

The kernel drops a `flock` when the process that holds it ends, `kill -9` included, so no stale lock ever has to be removed by hand.
The file's text only says who holds it.
"""

from __future__ import annotations

import fcntl
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from warehouse.errors import LockHeldError


class WriterLock:
    """The writer lock of one data directory, held from construction until `release`.

    Raises:
        LockHeldError: another process (or another warehouse of this process) holds it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._descriptor: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._descriptor)
            self._descriptor = None
            raise LockHeldError(
                f"{path.parent} is being written by {_holder(path)}; wait until it has finished, or stop it."
            ) from None
        note = {
            "pid": os.getpid(),
            "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200],
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        os.ftruncate(self._descriptor, 0)
        os.write(self._descriptor, json.dumps(note, ensure_ascii=False).encode())

    def release(self) -> None:
        """Give the lock back; harmless when already given back."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None


def held_by(path: Path) -> str:
    """Who holds the lock at `path` at this moment, `""` when nobody does; asks without taking it."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _holder(path)
    return ""


def _holder(path: Path) -> str:
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
        return f"process {note['pid']} (`{note['command']}`, since {note['since']})"
    except (OSError, ValueError, KeyError):
        return "another process"
