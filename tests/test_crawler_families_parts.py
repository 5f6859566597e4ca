"""Parts that all families share: stubs, viewers, script values, paging evidence, dates, JSON in strings."""

from __future__ import annotations

import time
from datetime import date

import pytest

from crawler.families import (
    attachments,
    dates,
    files,
    generic_static,
    markup,
    metadata,
    paging,
    rows,
    scripts,
    signatures,
)
from crawler.families.base import Page, Request

URL = "http://www.yunshan.gov.cn/zwgk/czyjs/index.html"


def page(body: str, url: str = URL, request: Request | None = None) -> Page:
    return Page(
        url, f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode(), request=request
    )


@pytest.mark.parametrize(
    ("body", "target"),
    [
        ("<script>location='/attach/0/ab.pdf'</script>", "http://www.yunshan.gov.cn/attach/0/ab.pdf"),
        (
            '<script>window.location.href = "../files/b.doc";</script>',
            "http://www.yunshan.gov.cn/zwgk/files/b.doc",
        ),
        ("<script>location.replace('/c.xls')</script>", "http://www.yunshan.gov.cn/c.xls"),
        ("<meta http-equiv='refresh' content='0; url=/d.pdf'>", "http://www.yunshan.gov.cn/d.pdf"),
        ("<script>location='http://elsewhere.cn/x.pdf'</script>", "http://elsewhere.cn/x.pdf"),
        ("<form><img src='createimage.jsp'><input name='codeValue'></form>", None),
        ("请登录", None),
    ],
)
def test_a_stub_leads_where_it_sends_a_browser_and_the_guard_judges_the_host(
    body: str, target: str | None
) -> None:
    assert attachments.location_of_stub(page(body)) == target


def test_a_long_page_is_no_stub() -> None:
    assert (
        attachments.location_of_stub(page("<p>x</p>" * 2000 + "<script>location='/a.pdf'</script>")) is None
    )


@pytest.mark.parametrize(
    ("address", "is_file"),
    [
        ("http://a.cn/x/部门预算.PDF", True),
        ("http://a.cn/x.pdf?token=abc", True),
        ("http://a.cn/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=22", True),
        ("http://a.cn/module/download/downfile.jsp?filename=ab", True),
        ("http://a.cn/plus/download.php?file=x.xls", True),
        ("http://a.cn/pdfjs/web/viewer.html?file=%2Fx.pdf", False),
        ("http://a.cn/yjs/business/file/download/f1", True),
        ("http://a.cn/zwgk/index.html", False),
        ("http://a.cn/et/list", False),
    ],
)
def test_what_is_a_file(address: str, is_file: bool) -> None:
    assert files.is_file(address) is is_file


def test_the_file_of_a_viewer() -> None:
    assert (
        files.viewed("http://a.cn/web/viewer.html?file=%2Ffiles%2F%E9%A2%84%E7%AE%97.pdf")
        == "/files/预算.pdf"
    )
    assert files.viewed("http://a.cn/web/viewer.html?id=3") == ""


def test_an_address_is_listed_once_under_its_best_name() -> None:
    body = "<a href='/f/20260211.pdf'><img src='pdf.gif'></a><a href='/f/20260211.pdf' title='云山县教育局2026年部门预算.pdf'>点击下载</a>"
    (found,) = attachments.find(page(body))
    assert (found.name, found.name_evidence) == ("云山县教育局2026年部门预算.pdf", "title")


def test_files_of_the_frame_are_left_but_those_in_the_articles_foot_are_not() -> None:
    body = (
        "<div class='footer'><a href='/使用说明.pdf'>使用说明</a></div><div class='article-footer'><a href='/预算.pdf'>预算</a></div>"
        "<script>var robots = '/robots.txt';</script>"
    )
    assert [item.name for item in attachments.find(page(body))] == ["预算"]


def test_names_in_gbk_queries_are_read() -> None:
    body = "<a href='/module/download/downfile.jsp?showname=%B2%BF%C3%C5%D4%A4%CB%E3.doc&filename=1.doc'>下载</a>"
    assert attachments.find(page(body))[0].name == "部门预算.doc"


@pytest.mark.parametrize(
    ("body", "number", "following", "otherwise"),
    [
        ('<script>createPageHTML(9, 0, "index", "html")</script>', 1, "index_1.html", "index_2.html"),
        ('<script>createPageHTML(9, 1, "index", "html")</script>', 1, "index_2.html", "index_1.html"),
        (
            '<script>createPageHTML(9, 0, "index", "html")</script><a href="index_8.html">尾页</a>',
            1,
            "index_1.html",
            None,
        ),
        (
            '<script>createPageHTML(9, 0, "index", "html")</script><a href="index_9.html">尾页</a>',
            1,
            "index_2.html",
            None,
        ),
        ("<script>var currentPage = 0; var countPage = 4;</script>", 1, "index_1.html", "index_2.html"),
        ('<script>createPageHTML(9, 8, "index", "html")</script>', 9, None, None),
        ('<a href="list_3.html">下一页</a>', 2, "list_3.html", None),
        ('<a href="index.html">下一页</a> 共1条', 1, None, None),
        ('<a class="disabled" href="index_5.html">下一页</a>', 1, None, None),
        ("<a href='http://elsewhere.cn/2.html'>下一页</a>", 1, None, None),
    ],
)
def test_where_a_static_list_goes_on(
    body: str, number: int, following: str | None, otherwise: str | None
) -> None:
    found = paging.find(page(body, request=Request(URL, page=number))).next_page
    names = [
        request.url.rpartition("/")[2] if request else None
        for request in (found, found.otherwise if found else None)
    ]
    assert names == [following, otherwise]


def test_a_later_page_keeps_the_numbering_it_was_reached_by() -> None:
    body = '<script>createPageHTML(9, 1, "index", "html")</script>'
    second = page(body, URL.replace("index", "index_1"), Request(URL, page=2))
    assert paging.find(second).next_page == Request(URL.replace("index", "index_2"), page=3)


@pytest.mark.parametrize(
    "pager",
    [
        '<a href="./t20260302_7_1.html">2</a><a href="./t20260302_7_2.html">3</a><a href="t20260302_8.html">下一篇</a>',
        '<script>createPageHTML(3, 0, "t20260302_7", "html");</script>',
    ],
)
def test_a_long_article_names_its_further_pages(pager: str) -> None:
    first = page(pager, "http://www.yunshan.gov.cn/czyjs/202603/t20260302_7.html")
    found = generic_static.article(first).next_requests
    assert [(request.url.rpartition("/")[2], request.kind) for request in found] == [
        ("t20260302_7_1.html", "article"),
        ("t20260302_7_2.html", "article"),
    ]
    assert (
        generic_static.article(
            page(pager, "http://www.yunshan.gov.cn/czyjs/202603/t20260302_7_1.html")
        ).next_requests
        == ()
    )


@pytest.mark.parametrize("text", ["共1432条 1/144", "共 144 页 1432 条记录", "共1432条记录，共144页"])
def test_printed_totals(text: str) -> None:
    found = paging.find(page(f"<div>{text}</div>"))
    assert (found.total_pages, found.total_rows) == (144, 1432)


def test_a_link_completed_by_a_variable_is_not_half_read() -> None:
    body = "<script>document.write('<a href=\"'+name+'_'+i+'.html\">下一页</a><a href=\"/x/t20260101_1.html\">云山县2026年政府预算</a>')</script>"
    assert paging.find(page(body)).next_page is None
    assert [row.title for row in rows.find(page(body))] == ["云山县2026年政府预算"]


@pytest.mark.parametrize(
    ("markup_text", "title"),
    [
        (
            "<a href='/t20260101_1.html' title='云山县教育局2026年部门预算公开'>云山县教育局2026年…</a>",
            "云山县教育局2026年部门预算公开",
        ),
        ("<a href='/t20260101_1.html' title='点击查看'>云山县教育局部门预算</a>", "云山县教育局部门预算"),
        (
            "<a href='/t20260101_1.html'><span>·</span>云山县<b>教育局</b>部门预算 [2026-01-01]</a>",
            "云山县教育局部门预算",
        ),
        ("<a href='/t20260101_1.html'>2026-01-01 云山县教育局部门预算</a>", "云山县教育局部门预算"),
    ],
)
def test_the_full_title_of_a_row(markup_text: str, title: str) -> None:
    assert rows.find(page(f"<ul><li>{markup_text}</li></ul>"))[0].title == title


TABLE = """<table><tr><td>1</td><td>县教育局</td><td><a href='/f/1.pdf'>2026年部门预算</a></td><td><a href='/f/2.pdf'>决算</a></td>
<td><a href='/f/3.doc'>下载</a></td></tr></table>"""


def test_links_of_a_table_are_called_after_their_row() -> None:
    assert [(row.title, row.kind) for row in rows.find(page(TABLE))] == [
        ("县教育局2026年部门预算", "file"),
        ("县教育局决算", "file"),
        ("县教育局", "file"),
    ]


def test_rows_that_only_a_script_opens_are_found() -> None:
    body = "<li><a href='javascript:void(0)' onclick=\"window.open('/art/2026/3/2/art_1_2.html')\">云山县教育局2026年部门预算</a></li>"
    assert rows.find(page(body))[0].url == "http://www.yunshan.gov.cn/art/2026/3/2/art_1_2.html"


def test_a_numbered_folder_is_an_article_only_with_a_date() -> None:
    body = "<li><a href='/zwgk/326123456/index.html'>云山区教育局2026年部门预算</a> 2026-03-02</li><li><a href='/14890/36191/index.htm'>部门决算</a></li>"
    assert [row.title for row in rows.find(page(body))] == ["云山区教育局2026年部门预算"]


def test_a_list_in_a_frame_is_walked() -> None:
    body = "<iframe src='/zwgk/list_in.html'></iframe><iframe src='http://elsewhere.cn/x.html'></iframe><iframe src='/a.pdf'></iframe>"
    assert [request.url for request in generic_static.list_page(page(body)).columns] == [
        "http://www.yunshan.gov.cn/zwgk/list_in.html"
    ]


def test_columns_that_differ_by_their_query() -> None:
    body = "<a href='list.aspx?cid=81'>部门决算</a><a href='list.aspx?cid=80&page=2'>2</a><a href='list.aspx?cid=7'>机构职能</a>"
    found = generic_static.list_page(page(body, "http://www.yunshan.gov.cn/xxgk/list.aspx?cid=80")).columns
    assert [request.label for request in found] == ["部门决算"]


def test_a_home_page_opens_named_columns_only() -> None:
    body = "<a href='/zwgk/czyjs'>预决算公开</a><a href='/xwdt/'>更多></a><a href='/bm/jyj/'>县教育局</a>"
    assert [
        column.label for column in generic_static.list_page(page(body, "http://www.yunshan.gov.cn/")).columns
    ] == ["预决算公开"]


@pytest.mark.parametrize(
    "heading",
    [
        "<h3>部门预决算<a href='/zwgk/bmyjs/'>更多</a></h3>",
        "<div><span>部门预算</span><a href='/zwgk/bmyjs/'>更多>></a></div>",
    ],
)
def test_more_in_the_heading_of_a_budget_column_is_that_column(heading: str) -> None:
    rows = "<ul><li><a href='/art/2026/2/3/art_1_1.html'>云山县教育局2026年部门预算</a>2026-02-03</li></ul>"
    listing = generic_static.list_page(page(heading + rows, "http://www.yunshan.gov.cn/zwgk/czxx/"))
    assert [column.url for column in listing.columns] == ["http://www.yunshan.gov.cn/zwgk/bmyjs/"]
    assert listing.columns[0].label.startswith("部门预")


def test_a_menu_makes_its_addresses_of_its_values() -> None:
    body = """<select onchange="location.href='/zw/list.jsp?id=3&year='+this.value"><option value="2026">2026年</option>
    <option value="2025">2025年</option></select><select onchange="go(this)"><option value="7">2024年</option></select>"""
    listing = generic_static.list_page(page(body, "http://www.yunshan.gov.cn/zw/list.jsp?id=3"))
    assert [(column.label, column.url.partition("?")[2]) for column in listing.columns] == [
        ("2026年", "id=3&year=2026"),
        ("2025年", "id=3&year=2025"),
    ]


def test_static_pages_end_as_the_pagers_script_writes_them() -> None:
    script = """<script>var currentPage = 0; var countPage = 3;
    for (var i = 0; i < countPage; i++) document.write('<a href="index_' + i + '.shtml">' + i + '</a>');</script>"""
    assert paging.find(page(script, "http://www.yunshan.gov.cn/zw/index.shtml")).next_page.url.endswith(
        "index_1.shtml"
    )  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("script", "pages"),
    [
        ("$('#focus').slide({pageCount: 5, speed: 300});", None),
        ("$('#list').fill({pageCount: 5, pageSize: 20});", 5),
        ("$('#fenye').pagination({totalPage: 5, callback: go});", 5),
        ("var countPage = 5;", 5),
        ("var pageCount = 5;", None),
        ("var pageCount = 5, width = 300; $('.banner').animate({left: -width});", None),
        (
            "var currentPage = 0, pageCount = 5; setInterval(function(){ slideTo(currentPage++); }, 3000);",
            None,
        ),
        ("var pageCount = 5, pageSize = 20;", 5),
        ("if (pageCount > 5) { shorten(); }", None),
    ],
)
def test_a_count_of_pages_is_a_pagers(script: str, pages: int | None) -> None:
    assert paging.find(page(f"<script>{script}</script>")).total_pages == pages


@pytest.mark.parametrize(
    ("shown", "pages"),
    [
        ("<div class='list-foot'><a>上一页</a><a>下一页</a></div>", 5),
        ("<div id='fenye'></div>", 5),
        ("<div class='swiper-pagination'></div><ul><li>云山县教育局</li></ul>", None),
        ("<div class='page'>" + "云山县教育局的日常工作。" * 10 + "</div>", None),
    ],
)
def test_a_variable_counts_the_pages_where_the_page_shows_a_pager(shown: str, pages: int | None) -> None:
    assert paging.find(page(f"{shown}<script>var pageCount = 5;</script>")).total_pages == pages


def test_a_carousel_beside_a_pager_says_nothing_of_it() -> None:
    body = "<a>下一页</a><script>var pageCount = 5; $('#focus').play(pageCount);</script>"
    assert paging.find(page(body)).total_pages is None


def test_a_title_may_end_with_a_day_or_a_number_of_its_own() -> None:
    dated = metadata.article(
        page(
            "<h1>云山县财政局关于价格的通知（2026年9月24日）</h1><p class=title>来源：云山县财政局办公室 发布时间：2026-09-25</p>"
        )
    )
    assert dated.title == "云山县财政局关于价格的通知（2026年9月24日）"
    assert dated.published_on == date(2026, 9, 25)
    numbered = metadata.article(page("<h1>关于批复2026年部门预算的通知（云财预〔2026〕44号）</h1>"))
    assert numbered.document_number == "云财预〔2026〕44号"
    of_another = metadata.article(page("<h1>关于转发云财预〔2026〕44号文件的通知</h1>"))
    assert of_another.document_number is None


def test_an_article_title_goes_before_the_sites_name_in_the_window() -> None:
    body = (
        '<title>云山县公共资源交易平台</title><h3 class="article-title">云山县水库移民扶持项目结果公示</h3>'
    )
    assert metadata.article(page(body)).title == "云山县水库移民扶持项目结果公示"
    of_others = body + '<p class="article-title">另一篇文章的标题在旁边</p>'
    assert metadata.article(page(of_others)).title == "云山县公共资源交易平台"


def test_a_search_forms_channel_makes_no_ucap_page() -> None:
    form = '<form><input type="hidden" name="channelid" value="258715"></form>'
    assert signatures.match("ucap", page(form)) is None
    assert signatures.match(
        "ucap", page('<meta name="channelId" content="0123456789abcdef0123456789abcdef">')
    )


def test_milliseconds_as_aspnet_writes_them() -> None:
    assert dates.day("/Date(1781053689730)/") == date(2026, 6, 10)


def test_facts_that_run_on_are_told_apart() -> None:
    said = metadata.article(
        page("<h1>云山县2026年预算</h1><div><span>来源：预算股</span><span>发布时间：2026-09-24</span></div>")
    )
    assert (said.publisher, said.published_on) == ("预算股", date(2026, 9, 24))


@pytest.mark.parametrize("name", ["xl_title", "article_title", "show-title wide", "newsTitle", "detailbt"])
def test_an_element_called_a_title_is_the_title(name: str) -> None:
    body = f'<div class="{name}">云山县财政决算收支情况</div><div class="subtitle-box">云山县人民政府</div>'
    assert metadata.article(page(body)).title == "云山县财政决算收支情况"


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-04-28 18:20", date(2026, 4, 28)),
        ("2026年4月28日", date(2026, 4, 28)),
        ("20260428", date(2026, 4, 28)),
        ("1777334400", date(2026, 4, 28)),
        ("1777334400000", date(2026, 4, 28)),
        ("2026-13-40", None),
        ("今天", None),
    ],
)
def test_days(value: str, day: date | None) -> None:
    assert dates.day(value) == day


def test_a_site_name_in_the_heading_is_no_title() -> None:
    title = "<title>云山县教育局2026年部门预算公开_财政预决算_云山县人民政府</title>"
    logo, heading = "<h1>云山县人民政府网</h1>", "<div class='title'>云山县教育局2026年部门预算公开</div>"
    for body in (title + logo, title + logo + heading):
        assert metadata.article(page(body)).title == "云山县教育局2026年部门预算公开"


def test_json_inside_a_string_and_behind_a_callback() -> None:
    assert scripts.answer(Page(URL, b'"{\\"list\\":[1]}"')) == {"list": [1]}
    assert scripts.answer(Page(URL, b'callback({"list":[1]});')) == {"list": [1]}
    assert scripts.answer(Page(URL, b"<html>")) is None


def test_objects_with_bare_keys_are_read() -> None:
    source = "<script>window._CONFIG = {SID:'7', deep:[{name:'预算, 决算',}], link:\"a\\/b\", none: undefined,};</script>"
    assert scripts.embedded(page(source), "_CONFIG") == {
        "SID": "7",
        "deep": [{"name": "预算, 决算"}],
        "link": "a/b",
        "none": None,
    }
    assert scripts.embedded(page("<script>_CONFIG = {a: f(1)}</script>"), "_CONFIG") is None


def test_broken_pages_are_read_as_far_as_they_go() -> None:
    for body in (
        b"",
        b"\x00\x00",
        b"<html><a href='x",
        b"\xff\xfe<\x00a\x00",
        "<a href=/t20260101_1.html>预算".encode("gb18030"),
    ):
        assert rows.find(Page(URL, body)) is not None
        assert markup.tree(Page(URL, body)) is not None


@pytest.mark.parametrize(
    ("url", "family"),
    [
        ("https://czt.nmg.gov.cn/yjs/business/page/index?areaCode=150102", "plat_nmg"),
        ("http://yjsgk.jsczt.cn/#/overView?code=320102000", "plat_jiangsu"),
        ("http://a.czyjsgk.com:5000/", "plat_mofdiv"),
        ("http://www.a.gov.cn/col/col123/index.html", "hanweb_jpage"),
        ("http://www.a.gov.cn/public/column/6597421?type=4&catId=1", "lonsun"),
        ("http://www.a.gov.cn/zfxxgk/czyjs.htm", "vsb"),
        ("http://www.a.gov.cn/a/c100783/zfxxgk.shtml", "ucap"),
        ("http://www.a.gov.cn/zwgk/czyjs/", "trs"),
        ("http://www.a.gov.cn/columns/0a1b2c3d-1111-2222-3333-444455556666/index.html", "hb_uuid"),
        ("http://www.a.gov.cn/index.php?m=content&catid=362", "generic_static"),
    ],
)
def test_the_family_an_address_looks_like(url: str, family: str) -> None:
    assert signatures.guess(url) == family


@pytest.mark.parametrize(
    "source",
    [
        "<script>x = [" + "'a'   " * 3000 + "{</script>",
        "<script>" + "document.write('<a href=x.pdf>'" * 3000 + "</script>",
        "<script>var h=" + "0123456789abcdef" * 30000 + ";</script>",
        "<script>" + "f({a:'x/y'," * 3000 + "</script>",
        "<div class='" + "footer-" * 20000 + "'><a href='a.pdf'>x</a></div>",
        "<select>" + "".join(f"<option value='/a/{i}.html'>{i}</option>" for i in range(2000)) + "</select>",
        "<div>" * 1500 + "<a href='1.pdf'>x</a>",
    ],
    ids=["array", "writes", "digits", "objects", "class", "menu", "nesting"],
)
def test_an_odd_page_costs_no_more_than_its_length(source: str) -> None:
    page = Page("http://www.example.gov.cn/zwgk/czyjs/x.html", source.encode(), "text/html")
    started = time.process_time()
    generic_static.list_page(page)
    generic_static.article(page)
    generic_static.attachments(page)
    assert time.process_time() - started < 10


def test_labels_of_more_portals_are_read_and_dashes_are_no_value() -> None:
    said = metadata.article(
        page(
            "<table><tr><td>文件编号</td><td>云府发〔2026〕7号</td><td>制发机关</td><td>云山县财政局</td></tr></table>"
            "<div>（发稿时间：2026-05-29 16:07:01 来源：财政局 浏览：7）</div>"
        )
    )
    assert (said.document_number, said.publisher) == ("云府发〔2026〕7号", "云山县财政局")
    assert said.published_on == date(2026, 5, 29)
    empty = metadata.article(page("<table><tr><td>文件编号</td><td>—&nbsp;&nbsp;—</td></tr></table>"))
    assert empty.document_number is None


@pytest.mark.parametrize(
    ("url", "family"),
    [
        ("http://www.yunshan.gov.cn/search/0123456789abcdef0123456789abcdef?page=1", "ucap"),
        ("http://www.yunshan.gov.cn/searchList/0123456789abcdef0123456789abcdef?page=1", "ucap"),
        ("http://www.yunshan.gov.cn/art/2026/3/2/art_12_345.html", "hanweb_jpage"),
        ("http://www.yunshan.gov.cn/list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1021", "vsb"),
    ],
)
def test_an_address_alone_tells_a_family(url: str, family: str) -> None:
    assert signatures.match(family, page("", url))


def test_a_script_that_only_shows_answers_turns_no_page() -> None:
    body = "<script>var pageCount = 4; $.get('/x', {success: function(data){ location.href = 'list.html?page=' + data; }});</script>"
    assert paging.find(page(body)).next_page is None


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("[2024-03-05]", date(2024, 3, 5)),
        ("发布时间：2024年3月5日 10:00", date(2024, 3, 5)),
        ("05 2024-03", date(2024, 3, 5)),
        ("03-05 2024", date(2024, 3, 5)),
        ("截止时间：2024-03-05", None),
        ("2024-03-05起", None),
        ("2024-13-05", None),
    ],
)
def test_a_text_that_is_nothing_but_a_day(value: str, day: date | None) -> None:
    assert dates.whole(value) == day


def test_the_minute_a_page_was_generated_is_no_day_of_publication() -> None:
    metas = '<meta name="PubDate" content="2025-03-27 09:36:38"><meta name="others" content="页面生成时间 2025-03-27 09:36:38">'
    shown = metadata.article(page(metas + "<p>日期：2025-02-26 11:54</p>"))
    assert (shown.published_on, shown.conflicts) == (date(2025, 2, 26), ())
    assert metadata.article(page(metas + "<p>正文</p>")).published_on == date(2025, 3, 27)
