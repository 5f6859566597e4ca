"""The network of portals: one synthetic site per family, crawled from empty, unchanged, and after things happened."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from network.county import County, Doc
from network.portals import RENDERERS, lay_out
from network.site import Answer, Asked, Site

from crawler.archive import Archive, Capture
from crawler.report import CrawlOptions, CrawlReport
from crawler.run import crawl

NOW = datetime(2026, 4, 20, 15, 0, tzinfo=UTC)
QUICK = CrawlOptions(allow_loopback=True, now=NOW, retry_base=0.01, contact="mailto:a@example.org")

READ_AS = {
    "trs_from_one": "trs",
    "asp": "generic_static",
    "webforms": "generic_static",
    "form_pager": "generic_static",
}


def expected(docs: list[Doc]) -> dict[str, tuple[str, str, date]]:
    """SHA-256 → (file name, article title, date) of everything that must be kept."""
    return {
        hashlib.sha256(content).hexdigest(): (name, doc.title, date.fromisoformat(doc.day))
        for doc in docs
        if doc.disclosure
        for name, content in doc.files
    }


def kept(archive: Archive) -> dict[str, Capture]:
    found: dict[str, Capture] = {}
    for capture in archive.captures():
        if capture.file_sha256 and capture.kind == "file":
            found.setdefault(capture.file_sha256, capture)
    return found


@pytest.mark.parametrize("family", RENDERERS)
def test_a_portal_of_each_family_is_harvested_and_followed(family: str, tmp_path: Path) -> None:
    with Site() as site, Archive(tmp_path / "archive") as archive:
        county = County(site)
        lay_out(county, family)
        read_as = READ_AS.get(family, family)
        portal = site.portal(county.entry, family=read_as)

        def run(days: int) -> CrawlReport:
            site.asked.clear()
            return crawl(portal, archive, replace(QUICK, now=NOW + timedelta(days=days)))

        first = run(0)
        wanted = expected(county.docs)
        found = kept(archive)
        assert {c.article_title for c in found.values()} == {title for _, title, _ in wanted.values()}
        assert set(found) == set(wanted)
        for sha256, (name, title, day) in wanted.items():
            capture = found[sha256]
            assert (capture.file_name, capture.article_title, capture.published_on) == (name, title, day)
            if family != "plat_nmg":
                assert capture.publisher == title[: title.index("局") + 1]
        assert {finding.code for finding in first.findings} <= (
            {"undated_rows"} if family == "lonsun" else set()
        )

        second = run(1)
        assert len(site.paths()) <= 3, site.paths()
        assert (second.downloads, second.new_items, second.articles) == (0, 0, 0)

        vanished = county.docs.pop(3)
        renewed = county.docs[0]
        county.docs[0] = replace(
            renewed, files=((renewed.files[0][0], renewed.files[0][1] + b" again"), *renewed.files[1:])
        )
        new = Doc(
            100,
            "测试县新设局2026年部门预算",
            "2026-05-18",
            "测试县新设局",
            (("新设局预算.pdf", b"%PDF new"),),
        )
        fixed = Doc(
            101,
            "测试县第1局2024年度部门决算（更正）",
            "2026-05-19",
            "测试县第1局",
            (("更正.xls", b"\xd0\xcf\x11\xe0 fixed"),),
        )
        county.docs[:0] = [fixed, new]
        lay_out(county, family)
        third = run(31)
        fresh = set(kept(archive)) - set(wanted)
        assert fresh == set(expected(county.docs)) - set(wanted)
        assert (third.new_items, third.replaced, third.missing) == (2, 1, 1)
        assert [f.message.endswith(vanished.title) for f in third.findings if f.code == "item_missing"] == [
            True
        ]
        assert archive.verify().damage == ()


@pytest.mark.parametrize(("uploaded", "asked_again"), [("2021-03-02", 1), ("2026-04-02", 13)])
def test_jiangsus_platform_is_harvested_by_its_interface_of_2021(
    uploaded: str, asked_again: int, tmp_path: Path
) -> None:
    """Departments, their templates and their files, each asked for by POST; the file's address says nothing of it.

    No answer of the interface says what is new: a department that uploaded in the last 120 days is asked every night, others weekly.
    """

    def said(value: object) -> Answer:
        return Answer(json.dumps(value, ensure_ascii=False), media_type="application/json")

    def form(asked: Asked, name: str) -> str:
        return parse_qs(asked.body.decode())[name][0]

    departments = {number: f"测试县第{number}局" for number in range(11, 23)}
    with Site() as site, Archive(tmp_path / "archive") as archive:
        site.routes["/yjsgk/front/department/getdepartmentname.do"] = said(
            [{"iid": number, "name": name, "pid": 122} for number, name in departments.items()]
        )
        site.routes["/yjsgk/front/budgetfinal/itemsandpag.do"] = lambda asked: said(
            {"budgetTemplates": [{"uuid": f"u{form(asked, 'groupid')}"}]}
        )
        site.routes["/yjsgk/front/budgetfinal/getTemporaryFiles.do"] = lambda asked: said(
            [
                {
                    "iid": form(asked, "uuid").strip("'u"),
                    "t_oldname": "2021年部门预算.doc",
                    "t_uploaddate": uploaded,
                }
            ]
        )
        site.routes["/yjsgk/front/budgetfinal/download.do"] = lambda asked: Answer(
            b"\xd0\xcf\x11\xe0" + asked.path.encode(), media_type="application/octet-stream"
        )
        portal = site.portal("/yjsgk/list.do?pid=122&date=2021&typeid=2", family="plat_jiangsu")
        report = crawl(portal, archive, QUICK)
        found = kept(archive)
        site.asked.clear()
        second = crawl(portal, archive, replace(QUICK, now=NOW + timedelta(days=1)))
        assert len(site.paths()) == asked_again, site.paths()
        assert (second.downloads, second.new_items, second.articles) == (0, 0, 0)
    assert (report.new_items, report.new_files, report.failed) == (12, 12, 0)
    assert {capture.file_name for capture in found.values()} == {"2021年部门预算.doc"}
    assert {(capture.article_title or "")[:6] for capture in found.values()} == {
        name[:6] for name in departments.values()
    }
