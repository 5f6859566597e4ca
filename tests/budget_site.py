"""Six departments' budgets as workbooks on a loopback site: a harvest of it takes seconds and ends in figures."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
from network.site import Answer, Asked, Site, article, listing

from schedules import demo
from schedules.home import Home

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


def budgets(site: Site, seconds: float = 0.0) -> None:
    """Lay the budgets out; a file takes `seconds` to be answered."""
    rows = []
    for number, unit in enumerate(UNITS, start=1):
        title = f"测试区{unit}2025年部门预算公开"
        rows.append((f"/a/{number}.html", title, f"2025-03-0{number}"))
        link = f'<a href="/files/{number}.xlsx">{title}.xlsx</a>'
        site.routes[f"/a/{number}.html"] = article(title, rows[-1][2], link)
        book = Answer(workbook(unit, number), media_type="application/vnd.ms-excel", etag=True)
        site.routes[f"/files/{number}.xlsx"] = _slowly(book, seconds)
    site.routes["/zwgk/czyjs/"] = Answer(listing(rows), etag=True)


def home_of(site: Site, root: Path) -> Home:
    """A home whose own registry holds the site alone."""
    home = Home.create(root)
    demo.register(home, site.portal(sample=True))
    return home


def _slowly(answer: Answer, seconds: float) -> Callable[[Asked], Answer]:
    def route(asked: Asked) -> Answer:
        time.sleep(seconds)
        return answer

    return route
