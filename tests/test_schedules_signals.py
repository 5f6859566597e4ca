"""SIGTERM in the middle of each stage: the run ends soon, and the next one ends where an undisturbed one would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from budget_site import UNITS, budgets, home_of
from network.site import Site

from schedules import runs
from schedules.home import Home
from warehouse.store import Warehouse

STAGES = runs.STAGES


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """Each file takes a moment to be answered, so that a signal comes in between."""
    with Site() as running:
        budgets(running, seconds=0.1)
        yield running


# a harvest that gets a SIGTERM so many seconds after it wrote that a stage is running
SIGNALLED = """
import os, signal, sys, threading
from schedules import cli, runs
stage, seconds = sys.argv[1], float(sys.argv[2])
sys.argv[1:] = sys.argv[3:]
write, armed = runs.RunRecord.write, []
def watched(record, folder):
    path = write(record, folder)
    if record.stages.get(stage) == "running" and not armed:
        armed.append(threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGTERM)))
        armed[0].start()
    return path
runs.RunRecord.write = watched
cli.main()
"""
SECONDS = {"crawl": 0.5, "load": 0.3, "check": 0.0, "publish": 0.2}
"""Less than each stage takes on the quickest machine, so that the signal comes in the middle of it."""


def start(home: Home, stage: str | None = None) -> subprocess.Popen[str]:
    program = ["-c", SIGNALLED, stage, str(SECONDS[stage])] if stage else ["-m", "schedules.cli"]
    return subprocess.Popen(
        [sys.executable, *program, "harvest", "--json", "--home", str(home.root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "GONGKAI_PUBLISH__FORMATS": "", "GONGKAI_HARVEST__JOBS": "1"},
    )


def rows(home: Home) -> dict[str, list[str]]:
    """What the warehouse and the release hold, without times and run names."""
    with Warehouse.open(home.root) as warehouse:
        held = {
            name: sorted(map(repr, rows))
            for name, rows in warehouse.dump().items()
            if name.startswith("core.")
        }
    with duckdb.connect(str(home.current / "gongkai.duckdb"), read_only=True) as release:
        held["release"] = [repr(row) for row in release.execute("FROM out.unit_year ORDER BY ALL").fetchall()]
    return held


@pytest.fixture(scope="module")
def undisturbed(site: Site, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    home = home_of(site, tmp_path_factory.mktemp("undisturbed"))
    output, errors = start(home).communicate(timeout=120)
    assert json.loads(output)["problems"] == [], errors
    found = rows(home)
    assert len(found["core.document"]) == len(UNITS)
    return found


@pytest.mark.parametrize("stage", STAGES)
def test_sigterm_in_a_stage_ends_the_run_and_the_next_one_takes_it_up(
    stage: runs.StageName, site: Site, undisturbed: dict[str, list[str]], tmp_path: Path
) -> None:
    home = home_of(site, tmp_path)
    process = start(home, stage)
    asked = _when_running(home, stage, process)
    _, errors = process.communicate(timeout=60)
    assert time.monotonic() - asked < 30 + SECONDS[stage]
    assert process.returncode == 143, errors
    assert "takes the run up" in errors
    assert not _alive(process.pid), "a process of the stopped run is still there"
    stopped = runs.latest(home.runs)
    assert stopped is not None and not stopped.finished
    assert stopped.stages[stage] == "interrupted"

    output, errors = start(home).communicate(timeout=120)
    record = json.loads(output)
    assert record["run_id"] == stopped.run_id, errors
    assert set(record["stages"].values()) == {"done"}
    assert any(f"in its {stage} stage" in event for event in record["between"])
    assert rows(home) == undisturbed


def _when_running(home: Home, stage: str, process: subprocess.Popen[str]) -> float:
    """The moment at which the stage was seen to run, or to have been interrupted."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        record = runs.latest(home.runs)
        if (record is not None and stage in record.stages) or process.poll() is not None:
            return time.monotonic()
        time.sleep(0.01)
    pytest.fail(f"the harvest never came to its {stage} stage")


def _alive(group: int) -> bool:
    """Whether any process of a process group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
