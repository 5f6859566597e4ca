"""What a list's own script asks for: sent as the page says, read, turned; nothing is asked that the page does not say."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qs

import pytest
from network.runs import run
from network.site import Answer, Asked, Site, article, listing

from crawler import families
from crawler.archive import Archive
from crawler.families import generic_static, hanweb_jpaas, hanweb_jpage, trs, ucap
from crawler.families import shapes as address_shapes
from crawler.families.base import Page, Request

URL = "https://www.yunshan.gov.cn/zwgk/czyjs/"
ROWS = "".join(
    f'<li><a href="./202602/t20260205_{number}.htm">云山县第{number}小学2026年单位预算</a><span>2026-02-05</span></li>'
    for number in range(1, 7)
)
SCRIPTS = """<script>var SiteInfo = { //was4doc: 290792,
 searchId: 200210, defaultPgTemp: "bar.html" };</script><script>
var pageChnlInfo = { quickMode: "动静结合", maxStaticIndex: 2, classsql: "" || "chnlid=893", recordCount: '14', sortfield: '-docorderpri,-docreltime', prepage: 3 };
require(['list2.trsapi'], function(listModel) { listModel({ maxStaticIndex: pageChnlInfo.maxStaticIndex,
 listArgs: { channelid: SiteInfo.searchId, classsql: pageChnlInfo.classsql, sortfield: pageChnlInfo.sortfield||'-docreltime' },
 listApi: { url: "/dzapp/search" }, pagebar: { recordCount: pageChnlInfo.recordCount, prepage: pageChnlInfo.prepage||15 } }) })
</script>"""


def shown(body: str) -> Page:
    html = f"<html><head><meta charset='utf-8'><title>单位预算公开</title></head><body>{body}</body></html>"
    return Page(URL, html.encode(), "text/html", Request(URL, page=1))


def answer(request: Request, entries: list[dict[str, str]], pages: int) -> Page:
    body = json.dumps({"data": entries, "pageCount": pages}, ensure_ascii=False)
    return Page(request.url, body.encode(), "application/json", request)


def test_what_the_static_pages_leave_out_is_asked_for_as_the_page_says() -> None:
    page = shown(f"<ul>{ROWS}</ul>{SCRIPTS}")
    assert families.detect(page).family == "trs"
    listing = trs.list_page(page)
    assert (len(listing.rows), listing.total_rows, listing.total_pages) == (6, 14, 3)
    request = listing.next_page
    assert request is not None
    assert (request.url, request.method, request.page) == (
        "https://www.yunshan.gov.cn/dzapp/search",
        "POST",
        2,
    )
    form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
    assert form == {
        "channelid": "200210",
        "classsql": "chnlid=893",
        "sortfield": "-docorderpri,-docreltime",
        "cache": "true",
        "prepage": "6",
        "page": "2",
    }

    entry = {
        "doctitle": "云山县<em>医院</em>2026年单位预算",
        "chnldocurl": "https://www.yunshan.gov.cn/zwgk/czyjs/202601/t20260130_9.htm",
        "docpuburl": "https://www.yunshan.gov.cn/zwgk/elsewhere/202601/t20260130_9.htm",
        "docreltime": "2026-01-30 09:12:00",
    }
    second = trs.list_page(answer(request, [entry, {"doctitle": "无址"}], 3))
    assert [(row.url, row.title, row.published_on) for row in second.rows] == [
        (entry["chnldocurl"], "云山县医院2026年单位预算", date(2026, 1, 30))
    ]
    assert second.next_page is not None
    assert second.next_page.page == 3
    assert b"page=3" in second.next_page.body
    assert trs.list_page(answer(second.next_page, [entry], 3)).next_page is None
    assert trs.list_page(answer(second.next_page, [], 9)).next_page is None


def test_a_list_that_shows_all_asks_nothing() -> None:
    listing = trs.list_page(shown(f"<ul>{ROWS}</ul>" + SCRIPTS.replace("'14'", "'6'")))
    assert (listing.next_page, listing.total_pages) == (None, 1)


def test_a_list_filled_only_by_the_search_begins_with_its_first_page() -> None:
    listing = trs.list_page(shown(SCRIPTS))
    assert listing.next_page is not None
    assert (listing.next_page.page, listing.needs_js) == (1, False)


def test_what_the_page_does_not_say_is_not_guessed() -> None:
    for said in ('"chnlid=893"', "searchId: 200210,", 'url: "/dzapp/search"', "recordCount: '14',"):
        assert trs.list_page(shown(f"<ul>{ROWS}</ul>" + SCRIPTS.replace(said, ""))).next_page is None


def asked_by(script: str, markup: str = "") -> Request | None:
    listing = generic_static.list_page(shown(f"<ul id='list'></ul>{markup}<script>{script}</script>"))
    assert listing.needs_js == (listing.next_page is None)
    return listing.next_page


@pytest.mark.parametrize(
    ("script", "method", "url", "body"),
    [
        (
            "var size = 15; function load(pageNum){ $.ajax({type: 'post', url: '/open/search', data: { pageNum: pageNum, pageSize: size, "
            "cid: 'c7' /* column */, title: $('#word').val(), top: true }, success: function(r){ show(r.list, 1); }}); }",
            "POST",
            "/open/search",
            b"pageNum=1&pageSize=15&cid=c7&title=&top=true",
        ),
        (
            "$.post('/api/list', {page, rows: 10, columnId: 77}, function(d){});",
            "POST",
            "/api/list",
            b"page=1&rows=10&columnId=77",
        ),
        (
            "function show(d){} $.getJSON('/api/list?cid=7&pageNo=' + pageNo, show);",
            "GET",
            "/api/list?cid=7&pageNo=1",
            b"",
        ),
        (
            "var param = {pageNo: 1, pageSize: 10, code: 'x'}; $.ajax({url: '/api', data: JSON.stringify(param), "
            "contentType: 'application/json;charset=utf-8', method: 'POST'});",
            "POST",
            "/api",
            b'{"pageNo": 1, "pageSize": 10, "code": "x"}',
        ),
        (
            "axios.get('/api', {params: {page: this.page, size: 20}}).then(show);",
            "GET",
            "/api?page=1&size=20",
            b"",
        ),
        (
            "$.post('/api/hot', {page: 1, cid: 3}); $.post('/api/list', 'page=' + page + '&size=5', show);",
            "POST",
            "/api/list",
            b"page=1&size=5",
        ),
    ],
)
def test_a_script_that_says_all_it_sends_is_followed(script: str, method: str, url: str, body: bytes) -> None:
    request = asked_by(script, "<input id='word' value=''>")
    assert request is not None
    assert (request.method, request.url, request.body) == (method, f"https://www.yunshan.gov.cn{url}", body)


@pytest.mark.parametrize(
    "script",
    [
        "$.ajax({url: context + '/api', data: {page: 1, size: 10}});",
        "$.post('/api', {page: 1, cid: column});",
        "$.post('/api', {page: 1, word: $('#nowhere').val(), size: 3});",
        "$.post('/api', {cid: 3, size: 10});",
        "$.post('/api', {page: 1});",
        "$.post('/api/hits', {page: 1, id: 3});",
        "$.post('/api', {page: 1, size: 10, password: 'x'});",
        "$.post('https://www.qingtan.gov.cn/api', {page: 1, size: 10});",
        "$.ajax({type: 'delete', url: '/api', data: {page: 1, size: 10}});",
        "$.post('/api?page=1&size=3', what);",
        "// $.post('/api', {page: 1, size: 10});",
    ],
)
def test_what_a_script_leaves_open_is_not_asked(script: str) -> None:
    assert asked_by(script) is None


def test_a_page_that_shows_its_entries_asks_nothing_more() -> None:
    page = shown(f"<ul>{ROWS}</ul><script>$.post('/api/list', {{page: 1, rows: 10, columnId: 77}});</script>")
    assert generic_static.list_page(page).next_page is None


def test_markup_in_an_answer_is_read() -> None:
    request = asked_by("$.post('/api/list', {page: page, rows: 2, columnId: 77}, show);")
    assert request is not None
    body = json.dumps({"code": 0, "data": {"html": ROWS, "totalPage": 2}}, ensure_ascii=False)
    first = generic_static.list_page(Page(request.url, body.encode(), "application/json", request))
    assert len(first.rows) == 6
    assert first.next_page is not None
    assert first.next_page.body == b"page=2&rows=2&columnId=77"
    assert generic_static.list_page(Page(request.url, body.encode(), "", first.next_page)).next_page is None


@pytest.mark.parametrize(
    ("script", "template", "shapes"),
    [
        (
            """h += '<li><a href="/info/' + item.id + '.html" title="' + item.title + '">';""",
            "",
            ("/info/{id}.html",),
        ),
        (
            """h += "<li><a href='/info/" + data[i].id + ".html'>" + data[i].title;""",
            "",
            ("/info/{id}.html",),
        ),
        ("""h += "<a href=\\"/i?id=" + v.no + "&c=" + v.cid + "\\">";""", "", ("/i?id={no}&c={cid}",)),
        ("""h += `<li><a href="/info/${item.id}.html">${item.title}</a></li>`;""", "", ("/info/{id}.html",)),
        ("", """<a :href="'/info/' + item.id + '.html'">{{item.title}}</a>""", ("/info/{id}.html",)),
        ("", """<a href="/e/{{x.id}}.html">{{x.title}}</a>""", ("/e/{id}.html",)),
        ("""h += '<a href="/x/' + made(item.id) + '">';""", "", ()),
        ("""h += '<a href="/x/' + id + '.html">';""", "", ()),
        ("""h += '<a href="javascript:open(' + item.id + ')">';""", "", ()),
        ("""h += `<a href="/x/${kind}/${item.id}.html">`;""", "", ()),
    ],
)
def test_the_shape_of_an_address_that_a_script_writes(
    script: str, template: str, shapes: tuple[str, ...]
) -> None:
    assert address_shapes.find(shown(f"{template}<script>{script}</script>")) == shapes


def test_entries_in_a_script_get_the_address_that_the_script_writes() -> None:
    script = """var list = [{id: 7001, title: "云山县水利局2026年部门预算", day: "2026-02-05"}];
    list.forEach(function(item){ html += '<a href="/info/' + item.id + '.html">' + item.title + '</a>'; });"""
    rows = generic_static.list_page(shown(f"<ul></ul><script>{script}</script>")).rows
    assert [(row.url, row.title) for row in rows] == [
        ("https://www.yunshan.gov.cn/info/7001.html", "云山县水利局2026年部门预算")
    ]


def portal_of(site: Site, count: int) -> list[dict[str, str]]:
    """Articles of one file each; returns them as an interface would."""
    for name in [name for name in site.routes if name.startswith("/zwgk/")]:
        del site.routes[name]
    entries = []
    for number in range(1, count + 1):
        title, day = f"测试区丁{number}局2024年部门预算", f"2024-02-{number:02}"
        path = f"/zwgk/czyjs/202402/t202402{number:02}_{number}.html"
        site.routes[path] = article(title, day, f'<a href="/files/d{number}.pdf">{title}.pdf</a>')
        site.routes[f"/files/d{number}.pdf"] = Answer(f"%PDF {number}", media_type="application/pdf")
        entries.append(
            {
                "title": title,
                "doctitle": title,
                "url": path,
                "chnldocurl": path,
                "docreltime": f"{day} 09:00:00",
            }
        )
    return entries


def serve(site: Site, path: str, entries: list[dict[str, str]], page: str, size: str, items: str) -> None:
    def answer(asked: Asked) -> Answer:
        form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        many, number = int(form[size]), int(form[page])
        rows = entries[(number - 1) * many : number * many]
        said = {items: rows, "pageCount": -(-len(entries) // many)}
        return Answer(json.dumps(said, ensure_ascii=False), media_type="application/json")

    site.routes[path] = answer


def test_a_trs_list_is_walked_on_in_its_search(site: Site, archive: Archive) -> None:
    entries = portal_of(site, 14)
    first = [(entry["url"], entry["title"], entry["docreltime"][:10]) for entry in entries[:6]]
    site.routes["/zwgk/czyjs/"] = listing(first, SCRIPTS)
    serve(site, "/dzapp/search", entries, "page", "prepage", "data")
    report = run(site, archive, site.portal(family="trs"), contact="mailto:a@example.org")
    assert (report.new_items, report.new_files, report.findings) == (14, 14, ())
    assert [asked.method for asked in site.asked if asked.path == "/dzapp/search"] == ["POST", "POST"]


@pytest.mark.parametrize("by_number", [False, True])
def test_a_list_that_only_its_script_fills_is_walked(by_number: bool, site: Site, archive: Archive) -> None:
    entries = portal_of(site, 5)
    script = "<script>function load(page){ $.post('/open/search', {page: page, size: 2, cid: 'c7'}, show); }</script>"
    if by_number:
        entries = [{"title": entry["title"], "id": entry["url"][12:-5]} for entry in entries]
        script += """<script>function show(r){ h += '<a href="/zwgk/czyjs/' + r.id + '.html">' + r.title; }</script>"""
    site.routes["/zwgk/czyjs/"] = listing([], script)
    serve(site, "/open/search", entries, "page", "size", "list")
    report = run(site, archive, contact="mailto:a@example.org")
    assert (report.new_items, report.new_files, report.findings) == (5, 5, ())
    assert len([asked for asked in site.asked if asked.path == "/open/search"]) == 3


def test_the_keys_of_what_is_sent_may_hold_brackets() -> None:
    script = """<ul id="l"></ul><script>function load(pageNumber){ $.ajax({url: "/igs/list.html", data: {"index": "a1", "pageSize": 20,
    "filter[SITEID]": 71, "pageNumber": pageNumber}, success: function(r){ }}); } load(1);</script>"""
    request = generic_static.list_page(shown(script)).next_page
    assert request is not None
    assert parse_qs(request.url.partition("?")[2])["filter[SITEID]"] == ["71"]


def test_a_ucap_list_that_names_another_interface_is_asked_there() -> None:
    script = """<ul id="l"></ul><script>var channelId="77aa"; $.ajax({url: "/inf/load", type: "post",
    data: {channelId: channelId, deptCode: "", pageSize: 10, pageIndex: 1}, success: function(r){ }});</script>"""
    request = ucap.list_page(shown(script)).next_page
    assert request is not None
    assert (request.url, request.method) == ("https://www.yunshan.gov.cn/inf/load", "POST")
    entry = {
        "TITLE": "云山县教育局2026年部门预算",
        "URL_COMMP": "/a/202602/1.shtml",
        "PUBLISHED_TIME_FORMAT": "2026-02-03",
    }
    body = json.dumps({"data": {"allRow": 25, "list": [entry]}}, ensure_ascii=False).encode()
    listing = ucap.list_page(Page(request.url, body, "application/json", request))
    assert [row.title for row in listing.rows] == ["云山县教育局2026年部门预算"]
    assert (listing.total_rows, listing.total_pages) == (25, 3)


TRUECMS = """<div id="initData"><datastore><totalrecord>42</totalrecord><recordset>{records}</recordset></datastore></div>
<script>$('#list').jpage({{dataStore: $('#initData').html(), totalRecord: 42, proxyUrl: '/truecms/messageController/getMessage.do',
perPage: 10, groupSize: 3, ajaxParam: {{columnId: '5a43294a-2028'}}}});</script>"""


def records(first: int, last: int) -> str:
    rows = (
        f'<li><a href="/czj/content/{number:08}.html" title="云山县第{number}小学2026年单位预算">…</a><span>2026-02-05</span></li>'
        for number in range(first, last + 1)
    )
    return "".join(f"<record><![CDATA[{row}]]></record>" for row in rows)


def test_truecms_goes_on_with_groups_of_records_inside_json() -> None:
    page = shown(TRUECMS.format(records=records(1, 30)))
    assert families.detect(page).family == "hanweb_jpage"
    listing = hanweb_jpage.list_page(page)
    assert (len(listing.rows), listing.total_rows, listing.total_pages) == (30, 42, 5)
    request = listing.next_page
    assert request is not None
    sent = {name: values[0] for name, values in parse_qs(request.url.partition("?")[2]).items()}
    assert sent == {"columnId": "5a43294a-2028", "startrecord": "31", "endrecord": "42", "perpage": "10"}
    assert dict(request.headers)["Referer"] == URL
    result = f"<datastore><totalrecord>42</totalrecord><recordset>{records(31, 42)}</recordset></datastore>"
    last = hanweb_jpage.list_page(
        Page(request.url, json.dumps({"result": result}).encode(), "application/json", request)
    )
    assert (len(last.rows), last.next_page) == (12, None)
    more = json.dumps({"result": result.replace("42<", "80<")}).encode()
    following = hanweb_jpage.list_page(Page(request.url, more, "application/json", request)).next_page
    assert following is not None
    assert "startrecord=43" in following.url


def test_the_unit_that_holds_a_list_is_none_of_the_pages_frame() -> None:
    units = "".join(
        f"""<script src="/unitbuild.js" queryData="{{'webId':'1','pageId':'2','tagId':'{tag}','tplSetId':'3'}}"></script>"""
        for tag in ("头部", "zw", "底部信息")
    )
    request = hanweb_jpaas.list_page(shown(units)).next_page
    assert request is not None
    assert parse_qs(request.url.partition("?")[2])["tagId"] == ["zw"]
