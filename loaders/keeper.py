"""The process that forks a confined child per file, waits for it, and kills it when its time is up. Started by `loaders.isolate`.

It never looks at a file itself. Frames on its standard streams are a length (8 bytes, big endian) and that many bytes; an answer
is the status word, a newline, and the payload: JSON of the `ParsedFile` after `done`, one sentence after any other word.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import pickle
import select
import signal
import struct
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from loaders import readers
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.sandbox import confine
from warehouse import records_json
from warehouse.records import ParsedFile

DONE = "done"

Target = Callable[[Path, object, Path, Limits], ParsedFile]


@dataclass(frozen=True, slots=True)
class Order:
    """One file for one child."""

    path: Path
    hints: object
    work: Path
    limits: Limits


def main(target: str) -> None:
    """Serve orders from standard input until it closes.

    `target` is `module:function`; a function `warm` of that module fills, once, the caches that all children then share.
    """
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # a native library that prints would garble the frames
    os.dup2(2, 1)
    module_name, _, name = target.partition(":")
    module = importlib.import_module(module_name)
    function: Target = getattr(module, name)
    readers.preload()
    getattr(module, "warm", lambda: None)()
    gc.freeze()
    while head := requests.read(8):
        order = pickle.loads(requests.read(struct.unpack("!Q", head)[0]))
        answer = serve(function, order)
        answers.write(struct.pack("!Q", len(answer)) + answer)
        answers.flush()


def receive(stream: IO[bytes]) -> tuple[str, bytes]:
    """Read one answer: (status word, payload).

    Raises:
        EOFError: the keeper is gone.
    """
    head = stream.read(8)
    if len(head) < 8:
        raise EOFError
    size = struct.unpack("!Q", head)[0]
    answer = stream.read(size)
    if len(answer) < size:
        raise EOFError
    word, _, payload = answer.partition(b"\n")
    return word.decode(), payload


def serve(function: Target, order: Order) -> bytes:
    """Fork, let the child work, and return its answer or what became of it."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _work(function, order, reader, writer)
    os.close(writer)
    try:
        answer, verdict = _collect(reader, order.limits)
    finally:
        os.close(reader)
    if verdict:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    _bury(child)
    _, code = os.waitpid(child, 0)
    if verdict:
        return verdict.encode()
    return (
        answer if os.waitstatus_to_exitcode(code) == 0 and answer else _obituary(code, order.limits).encode()
    )


def _collect(reader: int, limits: Limits) -> tuple[bytes, str]:
    """Everything the child writes, or the verdict on a child that takes too long or says too much."""
    chunks: list[bytes] = []
    size = 0
    deadline = time.monotonic() + limits.wall_seconds
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([reader], [], [], left)[0]:
            return b"", f"timed_out\nnot read within {limits.wall_seconds:g} seconds"
        chunk = os.read(reader, 1 << 20)
        if not chunk:
            return b"".join(chunks), ""
        chunks.append(chunk)
        size += len(chunk)
        if size > limits.result_bytes:
            return b"", f"too_large\nmore than {limits.result_bytes} bytes of results"


def _bury(child: int) -> None:
    """See the child and everything it started dead: an unpacker it left behind, or itself if it lives on after its answer."""
    patience = time.monotonic() + 5
    while time.monotonic() < patience and not os.waitid(
        os.P_PID, child, os.WEXITED | os.WNOWAIT | os.WNOHANG
    ):
        time.sleep(0.001)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)


def _obituary(code: int, limits: Limits) -> str:
    if not os.WIFSIGNALED(code):
        return f"corrupt\nthe reader ended without an answer (exit code {os.waitstatus_to_exitcode(code)})"
    number = os.WTERMSIG(code)
    if number == signal.SIGXCPU:
        return f"timed_out\nmore than {limits.cpu_seconds} seconds of processor time"
    if number == signal.SIGKILL:
        return "too_large\nkilled by the system, most likely for want of memory"
    return f"corrupt\nthe reader crashed ({signal.Signals(number).name})"


def _work(function: Target, order: Order, reader: int, writer: int) -> None:
    """The child's whole life; it never returns."""
    answer = b""
    try:
        os.close(reader)
        os.setpgid(0, 0)
        # orders are the keeper's to read
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.chdir(order.work)
        tempfile.tempdir = str(order.work)
        os.environ["TMPDIR"] = str(order.work)
        confine(order.work, order.limits)
        answer = _answer(function, order)
    finally:
        _write(writer, answer)
        os._exit(0 if answer else 70)


def _answer(function: Target, order: Order) -> bytes:
    try:
        if order.path.stat().st_size > order.limits.file_bytes:
            raise ReadError("too_large", f"more than {order.limits.file_bytes} bytes")
        parsed = function(order.path, order.hints, order.work, order.limits)
        return DONE.encode() + b"\n" + records_json.dumps(parsed).encode("utf-8", "replace")
    except ReadError as error:
        return f"{error.status}\n{error.detail}".encode("utf-8", "replace")
    except MemoryError:
        return f"too_large\nneeds more than {order.limits.memory_bytes} bytes of memory".encode()
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(where.filename).name}:{where.lineno}"
        return f"corrupt\nthe reader failed: {type(error).__name__}: {error} ({place})".encode(
            "utf-8", "replace"
        )


def _write(writer: int, answer: bytes) -> None:
    view = memoryview(answer)
    with contextlib.suppress(BrokenPipeError):
        while view:
            view = view[os.write(writer, view) :]
    os.close(writer)
