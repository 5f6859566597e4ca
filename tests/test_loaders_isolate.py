"""Isolation: what a file does to its child process stays with that file."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import formats
import pytest

from loaders.errors import ReadError
from loaders.identity import Hints
from loaders.isolate import Job, parse_isolated
from loaders.limits import Limits
from warehouse.records import FileRow, ParsedFile
from warehouse.records_json import dumps

LIMITS = Limits(wall_seconds=30, cpu_seconds=10, memory_bytes=1024**3, result_bytes=1 << 20)


def misbehave(path: Path, hints: object, work: Path, limits: Limits) -> ParsedFile:
    """Do what the file's text says; runs in the child."""
    word, _, argument = path.read_text().partition(" ")
    detail = str(hints)
    match word:
        case "hang":
            time.sleep(3600)
        case "spin":
            while True:
                pass
        case "crash":
            os.abort()
        case "exit":
            os._exit(3)
        case "raise":
            raise KeyError(argument)
        case "status":
            raise ReadError("encrypted", argument)
        case "eat":
            held = []
            while True:
                held.append(bytearray(1 << 26))
        case "shout":
            detail = "x" * (2 << 20)
        case "print":
            print("noise on the result stream" * 1000, flush=True)
        case "recurse":
            misbehave(path, hints, work, limits)
        case "write":
            try:
                Path(argument).write_text("outside")
                detail = "written"
            except OSError as error:
                detail = type(error).__name__
        case "open-raw":
            try:
                os.open(argument, os.O_WRONLY | os.O_CREAT)
                detail = "written"
            except OSError as error:
                detail = type(error).__name__
        case "remove":
            try:
                Path(argument).unlink()
                detail = "removed"
            except OSError as error:
                detail = type(error).__name__
        case "work":
            (work / "inside").write_text("fine")
            detail = (work / "inside").read_text()
        case "connect":
            try:
                socket.create_connection(("127.0.0.1", int(argument)), timeout=2)
                detail = "connected"
            except OSError as error:
                detail = type(error).__name__
        case "start":
            try:
                subprocess.run([sys.executable, "-c", "pass"], check=False)
                detail = "started"
            except OSError as error:
                detail = type(error).__name__
        case "kill-keeper":
            # past Python's audit hook, as broken native code could
            ctypes.CDLL(None).kill(os.getppid(), signal.SIGKILL)
            time.sleep(5)
        case _:
            time.sleep(float(argument or 0))
    return ParsedFile(
        file=FileRow(
            file_sha256=word,
            byte_size=0,
            media_type="text",
            status="parsed",
            parser_version="1",
            status_detail=detail,
        )
    )


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Parse one file per instruction, in child processes."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))

    def parse(
        *instructions: str, workers: int = 1, limits: Limits = LIMITS, hints: object = None
    ) -> list[FileRow]:
        jobs = []
        for number, instruction in enumerate(instructions):
            path = tmp_path / f"{number}.txt"
            path.write_text(instruction)
            jobs.append(Job(path, hints))
        target = "test_loaders_isolate:misbehave"
        results = parse_isolated(jobs, workers=workers, limits=limits, target=target, parser_version="v")
        return [result.file for result in results]

    return parse


def test_every_kind_of_death_costs_only_its_own_file(run) -> None:
    rows = run("ok", "crash", "exit", "raise x", "status y", "eat", "shout", "print", "recurse", "ok")
    statuses = [row.status for row in rows]
    assert statuses == [
        "parsed", "corrupt", "corrupt", "corrupt", "encrypted", "too_large", "too_large", "parsed", "corrupt", "parsed"
    ]  # fmt: skip
    assert "SIGABRT" in (rows[1].status_detail or "")
    assert "exit code 3" in (rows[2].status_detail or "")
    assert "KeyError" in (rows[3].status_detail or "")
    assert rows[1].media_type == "text" and rows[1].parser_version == "v" and len(rows[1].file_sha256) == 64


def test_a_hang_ends_at_the_wall_clock_limit(run) -> None:
    began = time.monotonic()
    rows = run("hang", "ok", limits=Limits(wall_seconds=1.0))
    assert [row.status for row in rows] == ["timed_out", "parsed"]
    assert time.monotonic() - began < 15


def test_a_busy_loop_ends_at_the_processor_time_limit(run) -> None:
    (row,) = run("spin", limits=Limits(cpu_seconds=1, wall_seconds=30))
    assert row.status == "timed_out"
    assert "processor" in (row.status_detail or "")


def test_results_come_in_the_order_of_the_jobs(run) -> None:
    instructions = ["sleep 0.3", "a", "sleep 0.2", "b", "c", "sleep 0.1", "d"]
    assert [row.file_sha256 for row in run(*instructions, workers=3)] == [
        text.split()[0] for text in instructions
    ]


def test_a_child_writes_only_in_its_work_folder(run, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("here")
    rows = run(f"write {tmp_path / 'a'}", f"open-raw {tmp_path / 'b'}", f"remove {kept}", "work")
    assert [row.status_detail for row in rows] == ["PermissionError"] * 3 + ["fine"]
    assert kept.exists() and not (tmp_path / "a").exists() and not (tmp_path / "b").exists()


def test_a_child_has_no_network_and_starts_nothing(run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        rows = run(f"connect {server.getsockname()[1]}", "start")
    assert [row.status_detail for row in rows] == ["PermissionError"] * 2


def test_hints_reach_the_child(run) -> None:
    (row,) = run("ok", hints=("某县", 2024))
    assert row.status_detail == "('某县', 2024)"


def test_the_work_folder_is_gone_afterwards(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    run("work", "hang", limits=Limits(wall_seconds=0.3))
    assert list(scratch.iterdir()) == []


def test_a_child_that_kills_its_keeper_costs_only_its_file(run) -> None:
    assert [row.status for row in run("ok", "kill-keeper", "ok")] == ["parsed", "corrupt", "parsed"]


def test_the_same_files_give_the_same_bytes_on_one_worker_and_on_three(tmp_path: Path) -> None:
    jobs = [Job(formats.written(tmp_path, name), Hints()) for name in ("docx", "xls", "html", "zip", "rtf")]
    one, three = (
        [dumps(parsed) for parsed in parse_isolated(jobs, workers=workers, limits=LIMITS, parser_version="v")]
        for workers in (1, 3)
    )
    assert one == three
    assert all('"status":"parsed"' in text for text in one)
