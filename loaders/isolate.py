"""One child process per file, with wall clock, CPU and memory limits: a crash, hang or bomb costs that file and nothing else.

Each worker is a *keeper*: a single-threaded process that imports the readers once and forks a child per file (about ten
milliseconds). Parent to keeper speaks pickle (our own jobs); what comes back was made by a process that read untrusted bytes
and is JSON, decoded by declared types, never unpickled.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import struct
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from loaders import keeper
from loaders.limits import Limits
from loaders.sniff import HEAD_BYTES, by_magic
from warehouse import records_json
from warehouse.records import FileRow, ParsedFile

TARGET = "loaders.parse:parse_file"

_START = "import sys; from loaders.keeper import main; main(sys.argv[1])"


@dataclass(frozen=True, slots=True)
class Job:
    """One file to parse. `hints` is handed to the target as it is; it must pickle (only this process's own values travel there)."""

    path: Path
    hints: object = None


def parse_isolated(
    jobs: Iterable[Job],
    *,
    workers: int,
    limits: Limits,
    target: str = TARGET,
    parser_version: str = "",
) -> Iterator[ParsedFile]:
    """Parse every job in a child process of its own and yield the results in the order of the jobs.

    `target` is `module:function`, called in the child as `function(path, hints, work, limits) -> ParsedFile`. A child that hangs,
    crashes or raises yields a `ParsedFile` without documents, its `file.status` one of `timed_out`, `too_large`, `corrupt` and
    the cause in `status_detail`; `parser_version` goes into that row. `jobs` is read only a few jobs ahead of the results.
    """
    keepers: list[_Keeper] = []
    local = threading.local()

    def run(job: Job) -> ParsedFile:
        if not hasattr(local, "keeper"):
            local.keeper = _Keeper(target)
            keepers.append(local.keeper)
        return _run(local.keeper, job, limits, parser_version)

    pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="keeper")
    waiting: deque[Future[ParsedFile]] = deque()
    try:
        for job in jobs:
            waiting.append(pool.submit(run, job))
            if len(waiting) > workers * 4:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
        for each in keepers:
            each.stop()
        pool.shutdown(wait=True)


def _run(own: _Keeper, job: Job, limits: Limits, parser_version: str) -> ParsedFile:
    with tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as work:
        status, payload = own.ask(keeper.Order(job.path.resolve(), job.hints, Path(work), limits))
    if status == keeper.DONE:
        try:
            return records_json.loads(ParsedFile, payload)
        except ValueError as error:
            status, payload = "corrupt", f"the reader's answer is not a parsed file: {error}".encode()
    return _failed(job.path, status, payload.decode("utf-8", "replace"), parser_version)


def _failed(path: Path, status: str, detail: str, parser_version: str) -> ParsedFile:
    with path.open("rb") as stream:
        media_type = by_magic(stream.read(HEAD_BYTES))
        stream.seek(0)
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return ParsedFile(
        file=FileRow(
            file_sha256=digest,
            byte_size=path.stat().st_size,
            media_type=media_type,
            status=status,
            status_detail=detail,
            parser_version=parser_version,
        )
    )


class _Keeper:
    """The parent's end of one keeper process; started again when it is gone."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._stopped = False
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, order: keeper.Order) -> tuple[str, bytes]:
        """The status word and payload of one order; a dead keeper is `corrupt` and replaced for the next order."""
        try:
            process = self._started()
            assert process.stdin is not None and process.stdout is not None
            message = pickle.dumps(order)
            process.stdin.write(struct.pack("!Q", len(message)) + message)
            process.stdin.flush()
            return keeper.receive(process.stdout)
        except (OSError, EOFError):
            self._end()
            return "corrupt", b"the process that watches the reader ended"

    def stop(self) -> None:
        self._stopped = True
        self._end()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._stopped:
            raise EOFError
        if self._process is None:
            # one thread per process: the workers are the parallelism, and a child may fork only from a single thread
            single = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START, self._target],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, **single, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()
        try:
            process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
