"""SIGTERM as an exception in the main thread, and as a flag for whoever met that exception in another shape.

A signal that arrives inside a library may come out as that library's own error (DuckDB says `Query interrupted`), or be swallowed by it;
so the run asks the flag too, at every step.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from schedules.errors import StoppedError

MESSAGE = "stopped by SIGTERM; the next harvest takes the run up where it was"


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """While the block runs, SIGTERM raises `StoppedError` in it; yields whether a signal has come."""
    came = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal came
        # a second signal must not break the tidying up after the first
        if not came:
            came = True
            raise StoppedError(MESSAGE)

    previous = signal.signal(signal.SIGTERM, stop)
    try:
        yield lambda: came
    finally:
        signal.signal(signal.SIGTERM, previous)
