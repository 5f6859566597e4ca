"""Turns: one crawl at a time per machine asked, across processes, so that a host never sees two of us at once."""

from __future__ import annotations

import fcntl
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from crawler.registry import Portal

_LOOK_AGAIN_SECONDS = 0.5


def machines(portal: Portal) -> tuple[str, ...]:
    """What a portal's crawl holds: the shared platform it stands on, and the hosts of its entries."""
    hosts = {urlsplit(entry.url).hostname or "" for entry in portal.entries}
    return tuple(sorted({name for name in (portal.platform, *hosts) if name}))


@contextmanager
def turn(archive_root: Path, portal: Portal, patience_seconds: float = 0.0) -> Iterator[bool]:
    """Hold a portal's machines; false when another process still has one after `patience_seconds`.

    The locks die with their process, also after `kill -9`. They are taken in one order everywhere, so two crawls cannot wait for
    each other.
    """
    folder = archive_root / "locks"
    folder.mkdir(exist_ok=True)
    until = time.monotonic() + patience_seconds
    with ExitStack() as held:
        for name in machines(portal):
            lock = held.enter_context((folder / re.sub(r"[^\w.-]", "_", name)).open("w"))
            while not _taken(lock):
                if time.monotonic() >= until:
                    yield False
                    return
                time.sleep(_LOOK_AGAIN_SECONDS)
        yield True


def _taken(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
