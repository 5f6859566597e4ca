"""`gongkai rebuild`: the warehouse made again from the archive alone equals the one that grew; a changed one does not."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from crawler.archive import Archive
from loaders.load import import_paths, load_archive
from schedules.cli import app
from schedules.home import Home
from warehouse.checks import run_checks
from warehouse.store import Warehouse

RUN = CliRunner()
PAGE = """<html><head><meta charset="utf-8"><title>演示县{unit}{year}年度部门决算公开</title></head><body>
<h1>演示县{unit}{year}年度部门决算公开</h1>
<p>{year}年度收入总计{total}万元，支出总计{total}万元。{year}年度“三公”经费支出决算{sangong}万元。</p>
<p>一般公共预算财政拨款支出决算表</p><p>单位：万元</p>
<table border="1"><tr><td>功能分类科目编码</td><td>科目名称</td><td>本年支出合计</td><td>基本支出</td><td>项目支出</td></tr>
<tr><td></td><td>合计</td><td>{total}</td><td>{basic}</td><td>{project}</td></tr>
<tr><td>205</td><td>教育支出</td><td>{total}</td><td>{basic}</td><td>{project}</td></tr></table>
<p>财政拨款“三公”经费支出决算表</p><p>单位：万元</p>
<table border="1"><tr><td>项目</td><td>预算数</td><td>决算数</td></tr>
<tr><td>合计</td><td>{sangong}</td><td>{sangong}</td></tr><tr><td>公务接待费</td><td>{sangong}</td><td>{sangong}</td></tr></table>
</body></html>"""


def page(unit: str, year: int, basic: float, project: float, sangong: float) -> str:
    return PAGE.format(
        unit=unit, year=year, basic=basic, project=project, total=basic + project, sangong=sangong
    )


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that grew in three nights: two years, a correction of one of them, a copy under another name."""
    home = Home.create(tmp_path_factory.mktemp("grown"))
    nights = [
        {"b.html": page("教育局", 2023, 200.5, 30.25, 1.5)},
        {"a.html": page("教育局", 2022, 180.0, 20.75, 1.25), "copy.html": page("教育局", 2023, 200.5, 30.25, 1.5) + "<!-- -->"},
        {"c.html": page("教育局", 2023, 200.5, 31.25, 1.5).replace("决算公开", "决算公开（更正）")},
    ]  # fmt: skip
    for number, files in enumerate(nights):
        folder = home.root / f"night-{number}"
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        with Archive(home.archive) as archive, Warehouse.open(home.root) as warehouse:
            import_paths(archive, [folder])
            report = load_archive(archive, warehouse, workers=1)
            run_checks(warehouse.connection, sorted(report.touched))
    return home


def test_the_rebuilt_warehouse_equals_the_one_that_grew(grown: Home) -> None:
    with Warehouse.open(grown.root) as warehouse:
        held = warehouse.dump()
        standing = warehouse.connection.execute(
            "SELECT fiscal_year, revision, is_current, duplicate_of IS NOT NULL FROM core.document ORDER BY ALL"
        ).fetchall()
    assert (2023, 2, True, False) in standing
    assert any(duplicate for *_, duplicate in standing)
    assert held["core.check_result"]
    result = RUN.invoke(app, ["rebuild", "--home", str(grown.root), "--jobs", "1"])
    assert result.exit_code == 0, result.output
    assert "equals the present one" in result.output
    with Warehouse.open(grown.root) as warehouse:
        assert warehouse.dump() == held


def test_a_warehouse_changed_by_hand_is_named_and_replaced_only_when_asked(grown: Home) -> None:
    with Warehouse.open(grown.root) as warehouse:
        before = warehouse.dump()
        warehouse.connection.execute("UPDATE core.figure SET amount = amount + 1 WHERE amount > 0")
    refused = RUN.invoke(app, ["rebuild", "--home", str(grown.root), "--jobs", "1"])
    assert refused.exit_code != 0
    with Warehouse.open(grown.root) as warehouse:
        assert warehouse.dump() != before
    replaced = RUN.invoke(app, ["rebuild", "--home", str(grown.root), "--jobs", "1", "--replace"])
    assert "is in place" in replaced.output
    with Warehouse.open(grown.root) as warehouse:
        assert warehouse.dump() == before
