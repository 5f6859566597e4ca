"""Articles and files: what an answer means, what is kept, under which name."""

from __future__ import annotations

from urllib.parse import quote

from network.runs import DAY, NOW, codes, night
from network.site import Answer, Site, article, listing

from crawler.archive import Archive
from crawler.replay import replay


def test_a_file_that_two_articles_link_is_fetched_once_and_known_to_both(
    archive: Archive, site: Site
) -> None:
    for number in (1, 2):
        title = f"测试区单位{number}局2024年部门预算"
        site.routes[f"/zwgk/a/{number}.html"] = article(
            title, "2024-02-02", '<a href="/files/1.pdf">预算.pdf</a>'
        )
    night(site, archive)
    assert site.paths().count("/files/1.pdf") == 1
    sha256 = next(
        c.file_sha256 for c in archive.captures() if c.url.endswith("/files/1.pdf") and c.outcome == "ok"
    )
    titles = {c.article_title for c in archive.captures(sha256)}
    assert titles == {"测试区单位1局2024年部门预算", "测试区单位2局2024年部门预算"}


def test_a_failed_file_is_tried_again_and_then_left_alone(archive: Archive, site: Site) -> None:
    site.routes["/files/1.pdf"] = Answer(status=404)
    assert night(site, archive).failed == 1
    for number in range(1, 8):
        night(site, archive, now=NOW + number * DAY)
    asked = archive.ledger.execute("SELECT count(*) FROM capture WHERE url LIKE '%/files/1.pdf'").fetchone()[
        0
    ]
    assert asked == 5


def test_an_unpublished_article_is_read_when_it_is_published(archive: Archive, site: Site) -> None:
    site.routes["/zwgk/a/1.html"] = Answer("<html><title>404</title><body>您访问的页面不存在</body></html>")
    assert night(site, archive).new_files == 2
    site.routes["/zwgk/a/1.html"] = article(
        "测试区单位1局2024年部门预算", "2024-02-02", '<a href="/files/1.pdf">1.pdf</a>'
    )
    assert night(site, archive, now=NOW + DAY).new_files == 1


def test_a_row_that_leads_straight_to_a_file_is_kept_as_one(archive: Archive, site: Site) -> None:
    site.routes["/zwgk/a/1.html"] = Answer("%PDF direct", media_type="application/octet-stream")
    report = night(site, archive)
    assert report.new_files == 3
    assert [c.article_title for c in archive.captures() if c.url.endswith("/a/1.html") and c.file_sha256]


def test_a_stub_that_sends_a_browser_to_the_file_is_followed(archive: Archive, site: Site) -> None:
    site.routes["/files/1.pdf"] = "<script>window.location='/attach/0/real.pdf'</script>"
    site.routes["/attach/0/real.pdf"] = Answer("%PDF real", media_type="application/pdf")
    assert night(site, archive).new_files == 3


def test_a_page_in_a_files_place_is_recorded_and_never_stored(archive: Archive, site: Site) -> None:
    site.routes["/files/1.pdf"] = "<html><body>请先登录</body></html>"
    report = night(site, archive)
    assert report.new_files == 2
    assert "html_for_file" in codes(report)


def test_names_come_from_the_page_then_from_the_server(archive: Archive, site: Site) -> None:
    body = '<a href="/d?wbfileid=1">附件</a><a href="/system/_content/download.jsp?wbfileid=2" download="部门预算表.xls">点击下载</a>'
    site.routes["/zwgk/a/1.html"] = article("测试区单位1局2024年部门预算", "2024-02-02", body)
    named = "attachment; filename=单位1局预算公开.doc".encode("gbk").decode("latin-1")
    site.routes["/d"] = Answer(b"\xd0\xcf\x11\xe0 1", headers={"Content-Disposition": named})
    site.routes["/system/_content/download.jsp"] = Answer(
        b"\xd0\xcf\x11\xe0 2", headers={"Content-Disposition": "attachment; filename=x.bin"}
    )
    night(site, archive)
    names = {c.file_name for c in archive.captures() if c.kind == "file" and c.outcome == "ok"}
    assert {"单位1局预算公开.doc", "部门预算表.xls"} <= names


def test_the_articles_that_a_disclosure_links_are_harvested_too(archive: Archive, site: Site) -> None:
    links = "".join(
        f'<p><a href="./d{number}.html">测试区丁{number}局2025年部门预算</a></p>' for number in range(4)
    )
    links += '<p><a href="./news.html">我区召开财政工作会议</a></p><a href="http://elsewhere.gov.cn/zwgk/a/x.html">外地局2025年部门预算</a>'
    hub = ("/zwgk/a/hub.html", "测试区2025年部门预算公开", "2026-02-20")
    site.routes["/zwgk/czyjs/"] = Answer(listing([hub]), etag=True)
    site.routes[hub[0]] = article(hub[1], hub[2], links)
    for number in range(4):
        title = f"测试区丁{number}局2025年部门预算"
        deeper = '<a href="./e.html">测试区戊局2025年部门预算</a>' if number == 0 else ""
        body = f'{deeper}<a href="/files/d{number}.pdf">{title}.pdf</a>'
        site.routes[f"/zwgk/a/d{number}.html"] = article(title, "2026-02-21", body)
        site.routes[f"/files/d{number}.pdf"] = Answer(f"%PDF d{number}", etag=True)
    first = night(site, archive)
    assert (first.new_items, first.new_files) == (5, 4)
    assert not {"/zwgk/a/news.html", "/zwgk/a/e.html"} & set(site.paths())
    found = [c for c in archive.captures() if c.kind == "file"]
    assert {c.list_url for c in found} == {f"{site.url}/zwgk/a/hub.html"}
    second = night(site, archive, now=NOW + DAY)
    assert (second.new_items, second.missing, second.downloads) == (0, 0, 0)
    assert replay(site.portal(), archive).new_items == 0


def test_an_index_is_followed_where_it_links_disclosures_and_kept_as_none(
    archive: Archive, site: Site
) -> None:
    lists = listing(
        [
            ("/zwgk/a/31.html", "测试区2024年部门预算公开一览表", "2024-02-03"),
            ("/zwgk/a/32.html", "测试区预算公开专栏", "2024-02-02"),
        ]
    )
    site.routes["/zwgk/czyjs/"] = lists
    link = '<p><a href="/zwgk/b/5.html">测试区教育局2024年部门预算</a></p>'
    site.routes["/zwgk/a/31.html"] = article("测试区2024年部门预算公开一览表", "2024-02-03", link)
    site.routes["/zwgk/a/32.html"] = article("测试区预算公开专栏", "2024-02-02", "<p>敬请期待</p>")
    site.routes["/zwgk/b/5.html"] = article(
        "测试区教育局2024年部门预算", "2024-02-01", '<a href="/files/5.pdf">预算.pdf</a>'
    )
    site.routes["/files/5.pdf"] = Answer(b"%PDF 5", media_type="application/pdf")
    night(site, archive)
    assert [c.url.rpartition("/")[2] for c in archive.captures() if c.file_sha256] == ["5.pdf"]
    states = dict(archive.ledger.execute("SELECT title, state FROM item").fetchall())
    assert states["测试区预算公开专栏"] == "rejected"


def test_a_server_that_wants_gbk_addresses_gets_them(archive: Archive, site: Site) -> None:
    body = '<a href="/附件/单位1局预算 公开.xls">附件</a>'
    site.routes["/zwgk/a/1.html"] = article("测试区单位1局2024年部门预算", "2024-02-02", body)
    wanted = "/" + quote("附件/单位1局预算 公开.xls".encode("gbk"), safe="/")
    site.routes[wanted] = Answer(b"\xd0\xcf\x11\xe0 gbk", media_type="text/html")
    report = night(site, archive)
    assert report.new_files == 3
    asked = [path for path in site.paths() if path.endswith(".xls")]
    assert asked == [quote("/附件/单位1局预算 公开.xls"), wanted]


def test_a_name_in_the_form_of_rfc_5987_is_read(archive: Archive, site: Site) -> None:
    site.routes["/zwgk/a/1.html"] = article(
        "测试区单位1局2024年部门预算", "2024-02-02", '<a href="/x/download.do?id=7">附件</a>'
    )
    said = f"attachment; filename=x.bin; filename*=UTF-8''{quote('单位1局决算（终稿）.pdf')}"
    site.routes["/x/download.do"] = Answer(b"%PDF-1.7", headers={"Content-Disposition": said})
    night(site, archive)
    assert "单位1局决算（终稿）.pdf" in {c.file_name for c in archive.captures() if c.kind == "file"}
