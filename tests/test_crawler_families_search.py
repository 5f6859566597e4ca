"""The search behind a TRS list: asked as the page says, read, turned; nothing is asked that the page does not say."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qs

from crawler import families
from crawler.families import trs
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
