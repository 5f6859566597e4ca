"""Joining, encoding and naming addresses; reading bytes whose labels lie."""

from __future__ import annotations

from datetime import date
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import urls
from crawler.decode import disposition_name, to_text

BASE = "https://www.yunshan.gov.cn/zwgk/czyjs/index.html"


@pytest.mark.parametrize(
    ("href", "path"),
    [
        ("./202401/t20240115_1.html", "/zwgk/czyjs/202401/t20240115_1.html"),
        (" ../../../../P01.pdf\r\n", "/P01.pdf"),
        ("\\upload\\a.pdf", "/upload/a.pdf"),
        ("a b/附件1：《预算》.pdf", "/zwgk/czyjs/a b/附件1：《预算》.pdf"),
        ("增长5%.pdf", "/zwgk/czyjs/增长5%.pdf"),
        ("%E9%83%A8%E9%97%A8.pdf", "/zwgk/czyjs/部门.pdf"),
    ],
)
def test_what_pages_print_becomes_a_plain_address(href: str, path: str) -> None:
    joined = urls.join(BASE, href)
    assert joined is not None
    assert joined.isascii()
    assert unquote(urlsplit(joined).path) == path


@pytest.mark.parametrize(
    "href", ["", "#", "javascript:void(0)", "mailto:a@b.cn", "ftp://a.cn/x", "data:text/html,x", "//[bad"]
)
def test_what_is_no_web_address_is_none(href: str) -> None:
    assert urls.join(BASE, href) is None


def test_leftover_entities_and_international_hosts() -> None:
    assert urls.join(BASE, "?a=1&amp;b=2") == BASE + "?a=1&b=2"
    assert urls.join(BASE, "http://例子.中国/x") == "http://xn--fsqu00a.xn--fiqs8s/x"


def test_the_gbk_twin_of_an_address() -> None:
    url = urls.join(BASE, "部门预算.pdf")
    assert url is not None
    twin = urls.gbk_twin(url)
    assert twin.endswith("/%B2%BF%C3%C5%D4%A4%CB%E3.pdf")
    assert urls.last_name(twin) == urls.last_name(url) == "部门预算.pdf"
    assert urls.gbk_twin(BASE) == ""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("http://www.a.gov.cn/x/", "https://a.gov.cn/x/index.html"),
        ("http://a.gov.cn/x?b=2&a=1", "http://a.gov.cn:80/x?a=1&b=2&_t=99#top"),
        ("http://a.gov.cn/x;jsessionid=AB12", "http://a.gov.cn/x"),
        ("http://a.gov.cn/art_1.html?xxgkhide=1", "http://a.gov.cn/art_1.html"),
        ("http://a.gov.cn/content/mpost_1.html", "http://a.gov.cn/content/post_1.html"),
        ("http://a.gov.cn/file/部门.pdf?token=x", "http://a.gov.cn/file/%E9%83%A8%E9%97%A8.pdf?token=y"),
    ],
)
def test_one_page_has_one_key(first: str, second: str) -> None:
    assert urls.key(first) == urls.key(second)


def test_an_applications_route_is_part_of_the_key() -> None:
    assert urls.key("http://a.cn/#/overView?code=1") != urls.key("http://a.cn/#/overView?code=2")


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("/zwgk/202401/t20240115_123.html", date(2024, 1, 15)),
        ("/art/2024/1/5/art_1_2.html", date(2024, 1, 5)),
        ("/2026/03-16/1047434.html", date(2026, 3, 16)),
        ("/columns/x/202602/09/y.html", date(2026, 2, 9)),
        ("/zwgk/202401/abc.shtml", None),
        ("/t20241399_1.html", None),
    ],
)
def test_the_day_an_address_carries(url: str, day: date | None) -> None:
    assert urls.date_of("http://a.gov.cn" + url) == day


@given(st.text(max_size=60))
def test_joining_never_fails_and_gives_ascii(href: str) -> None:
    joined = urls.join(BASE, href)
    assert joined is None or (joined.isascii() and urls.join(BASE, joined) == joined)


@given(st.text(alphabet="abc/.%?&=#部门 ：", max_size=40))
def test_the_key_is_stable(href: str) -> None:
    joined = urls.join(BASE, href)
    if joined is not None:
        assert urls.key(urls.canonical(joined)) == urls.key(joined)


PAGE = "<html><head><meta charset='{label}'></head><body>云山县部门预算</body></html>"


@pytest.mark.parametrize(
    ("label", "encoding", "header"),
    [
        ("gb2312", "gb18030", ""),
        ("utf-8", "utf-8", "text/html; charset=gb2312"),
        ("gb2312", "utf-8", ""),
        ("", "gb18030", "text/html; charset=GBK"),
        ("utf-8", "gb18030", ""),
        ("no-such-charset", "gb18030", "text/html"),
        ("", "utf-8-sig", ""),
    ],
)
def test_text_is_read_whatever_the_labels_claim(label: str, encoding: str, header: str) -> None:
    assert "云山县部门预算" in to_text(PAGE.format(label=label).encode(encoding), header)


@pytest.mark.parametrize(
    "header",
    [
        b"attachment; filename*=UTF-8''%E9%83%A8%E9%97%A8%E9%A2%84%E7%AE%97.pdf; filename=x.pdf",
        b"attachment; filename*=gbk''%B2%BF%C3%C5%D4%A4%CB%E3.pdf",
        'attachment;filename="部门预算.pdf"'.encode("gb18030"),
        'attachment;filename="部门预算.pdf"'.encode(),
        'attachment;filename="部门预算.pdf"'.encode().decode("latin-1"),
        'attachment;filename="部门预算.pdf"'.encode("gb18030").decode("latin-1"),
        b"attachment; filename=%E9%83%A8%E9%97%A8%E9%A2%84%E7%AE%97.pdf",
        ";filename=C:\\files\\部门预算.pdf".encode(),
    ],
)
def test_file_names_of_headers(header: bytes | str) -> None:
    assert disposition_name(header) == "部门预算.pdf"


def test_a_header_without_a_name() -> None:
    assert disposition_name("inline") is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("/a.html?sid=91CD9762ab", "/a.html?sid=4B7AF048cd", True),
        ("/api/all/7?sid=755031", "/api/all/7?sid=755032", False),
        ("/(S(lit3py55t21z5v55vlm25s55))/a.aspx", "/(S(abcdefghij0123456789xyzt))/a.aspx", True),
        ("/a.asp?id=7&r=0.8463527182", "/a.asp?id=7&r=0.1234567891", True),
        ("/list?page=1&_=1772463600123", "/list?page=1&_=1772463700456", True),
        ("/list?page=1&v=2", "/list?page=1&v=3", False),
        ("/download?id=5&token=9f8e7d6c5b4a", "/download?id=5&token=1a2b3c4d5e6f", True),
        ("/download?token=9f8e7d6c5b4a", "/download?token=1a2b3c4d5e6f", False),
        ("/download?siteid=5&token=9f8e7d6c5b4a", "/download?siteid=5&token=1a2b3c4d5e6f", False),
    ],
)
def test_what_differs_at_every_visit_names_no_document(one: str, other: str, same: bool) -> None:
    """A signature may be the only name of a file: it counts unless another value names the document."""
    host = "http://www.yunshan.gov.cn"
    assert (urls.key(host + one) == urls.key(host + other)) is same
