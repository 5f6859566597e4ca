"""Challenges and blocks: recognised, recorded, never solved, and the source rests."""

from __future__ import annotations

from datetime import timedelta

import pytest
from network.runs import NOW, codes, run
from network.site import Answer, Site, article, listing, small_portal

from crawler.archive import Archive
from crawler.middlewares.challenge import classify


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (412, b"", "ruishu"),
        (202, b"<html><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></html>", "ruishu"),
        (200, b"<html><script>$_ts = window['$_ts']</script></html>", "ruishu"),
        (521, b"<script>document.cookie=('_')</script>", "jiasule"),
        (200, b"<html><script>var x='__jsl_clearance_s=1';</script></html>", "jiasule"),
        (200, b"<html><script>var arg1='A1B2C3D4E5F60718293A4B5C6D7E8F90';</script></html>", "acw_sc"),
        (200, "<html><body>请开启JavaScript并刷新该页</body></html>".encode(), "wzws"),
        (200, "<html><head><title>访问异常页面</title></head></html>".encode(), "firewall"),
        (403, "<html><body>请求被WEB防火墙拦截</body></html>".encode("gbk"), "firewall"),
        (
            200,
            b"<html><form><img src='/system/resource/js/filedownload/createimage.jsp'></form></html>",
            "captcha",
        ),
        (200, b"<script>document.cookie='k='+n+';path=/';location.reload();</script><body></body>", "script"),
        (200, b"<ul><li><a href='/a'>a</a></ul><script>document.cookie='k';location.reload()</script>", None),
        (403, b"", "denied"),
        (461, b"<html>no</html>", "denied"),
        (200, b"%PDF-1.7 __jsl_clearance", None),
        (404, b"<html>not found</html>", None),
    ],
)
def test_challenges_are_recognised(status: int, body: bytes, kind: str | None) -> None:
    assert classify(status, body) == kind


def test_ordinary_pages_are_no_challenge() -> None:
    page = listing([("/a.html", "某局2024年部门预算", "2024-02-01")]).encode()
    assert classify(200, page, "text/html") is None
    login = article("某局2024年部门预算", "2024-02-01", "<form>验证码<input><a>下载</a></form>").encode()
    assert classify(200, login, "text/html") is None


def test_a_challenge_stops_the_source_for_a_day_then_for_a_week(archive: Archive, site: Site) -> None:
    site.routes["/zwgk/a/2.html"] = Answer("<script>var x='__jsl_clearance=1'</script>", status=521)
    first = run(site, archive)
    assert (first.status, first.reason, first.exit_code) == ("blocked", "jiasule", 1)
    assert "blocked:jiasule" in codes(first)
    later = run(site, archive, now=NOW + timedelta(hours=23))
    assert (later.status, later.exit_code, later.findings[0].severity) == ("resting", 0, "warning")
    assert run(site, archive, now=NOW + timedelta(hours=25)).status == "blocked"
    assert run(site, archive, now=NOW + timedelta(days=6)).status == "resting"
    blocked = [c for c in archive.captures() if c.outcome == "blocked"]
    assert len(blocked) == 2
    assert archive.page(blocked[0].page_sha256 or "") is not None
    site.routes["/zwgk/a/2.html"] = article("测试区单位2局2024年部门预算", "2024-02-03")
    assert run(site, archive, now=NOW + timedelta(days=9)).status == "ok"


def test_three_denials_stop_the_source_and_one_does_not(archive: Archive, site: Site) -> None:
    small_portal(site, count=6)
    site.routes["/files/1.pdf"] = Answer(status=403)
    assert run(site, archive).status == "ok"
    for number in range(2, 7):
        site.routes[f"/zwgk/b/{number}.html"] = Answer(status=403)
    rows = [
        (f"/zwgk/b/{number}.html", f"测试区乙{number}局2024年部门预算", "2024-03-01")
        for number in range(2, 7)
    ]
    site.routes["/zwgk/czyjs/"] = listing(rows)
    report = run(site, archive)
    assert (report.status, report.reason) == ("blocked", "denied")


def test_a_captcha_in_a_files_place_stops_the_source_and_is_never_stored(
    archive: Archive, site: Site
) -> None:
    form = "<html><body><form><img src='createimage.jsp'><input name='codeValue'></form></body></html>"
    site.routes["/files/1.pdf"] = Answer(form)
    report = run(site, archive)
    assert (report.status, report.reason) == ("blocked", "captcha")
    assert not [c for c in archive.captures() if c.file_sha256 and c.url.endswith("1.pdf")]
