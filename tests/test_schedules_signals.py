"""SIGTERM in the middle of each stage: the run ends soon, and the next one ends where an undisturbed one would."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import openpyxl
import pytest
from network.site import Answer, Asked, Site, article, listing

from schedules import demo, runs
from schedules.home import Home
from warehouse.store import Warehouse

STAGES = runs.STAGES
UNITS = ("档案馆", "文化馆", "水利局", "财政局", "教育局", "民政局")


def workbook(unit: str, amount: int) -> bytes:
    """A department's budget of two lines."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["收支预算总表"],
        [f"部门：测试区{unit}", None, None, "单位：万元"],
        ["收入", None, "支出", None],
        ["项目", "预算数", "项目", "预算数"],
        ["一、一般公共预算拨款收入", amount + 0.5, "一、一般公共服务支出", amount + 0.5],
        ["本年收入合计", amount + 0.5, "本年支出合计", amount + 0.5],
    ):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """Six departments' budgets as workbooks; each answer takes a moment, so that a signal comes in between."""
    with Site() as running:
        rows = []
        for number, unit in enumerate(UNITS, start=1):
            title = f"测试区{unit}2025年部门预算公开"
            rows.append((f"/a/{number}.html", title, f"2025-03-0{number}"))
            link = f'<a href="/files/{number}.xlsx">{title}.xlsx</a>'
            running.routes[f"/a/{number}.html"] = article(title, rows[-1][2], link)
            running.routes[f"/files/{number}.xlsx"] = slowly(
                Answer(workbook(unit, number), media_type="application/vnd.ms-excel")
            )
        running.routes["/zwgk/czyjs/"] = listing(rows)
        yield running


def slowly(answer: Answer) -> Callable[[Asked], Answer]:
    def route(asked: Asked) -> Answer:
        time.sleep(0.1)
        return answer

    return route


def home_of(site: Site, root: Path) -> Home:
    home = Home.create(root)
    demo.register(home, site.portal(sample=True))
    return home


def start(home: Home) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "schedules.cli", "harvest", "--json", "--home", str(home.root)]
    return subprocess.Popen(
        command,
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
    process = start(home)
    _wait_for(home, stage, process)
    asked = time.monotonic()
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=60)
    assert time.monotonic() - asked < 30
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


def _wait_for(home: Home, stage: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        record = runs.latest(home.runs)
        if record is not None and record.stages.get(stage) == "running":
            return
        time.sleep(0.002)
    pytest.fail(f"the harvest never came to its {stage} stage")


def _alive(group: int) -> bool:
    """Whether any process of a process group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
