"""Pagers that send a form: what is sent, what is left alone, how such a request is known and stored."""

from __future__ import annotations

import time
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from network.county import County
from network.portals import lay_out
from network.runs import DAY, NOW, codes, night
from network.site import Site

from crawler.archive import Archive
from crawler.families import generic_static, paging
from crawler.families.base import Page, Request
from crawler.known import is_fleeting, request_key

URL = "http://www.songyuan.gov.cn/gk/list.aspx?cid=3"


def page(form: str, link: str, script: str = "") -> Page:
    html = f"<html><head><script>{script}</script></head><body>{form.replace('LINK', link)}</body></html>"
    return Page(URL, html.encode(), "text/html; charset=utf-8", Request(URL, page=1))


STATE = '<form method="post" action="list.aspx?cid=3"><input type="hidden" name="__VIEWSTATE" value="a+b/="><input name="word" value=""><input type="submit" name="go" value="查">LINK</form>'


def test_a_post_back_sends_the_forms_fields_and_no_button() -> None:
    found = paging.find(page(STATE, "<a href=\"javascript:__doPostBack('ctl00$Pager','2')\">下一页</a>"))
    assert found.next_page is not None
    assert (found.next_page.method, found.next_page.url, found.next_page.page) == ("POST", URL, 2)
    sent = dict(parse_qsl(found.next_page.body.decode(), keep_blank_values=True))
    wanted = {"__VIEWSTATE": "a+b/=", "word": "", "__EVENTTARGET": "ctl00$Pager", "__EVENTARGUMENT": "2"}
    assert sent == wanted


def test_a_number_is_followed_where_no_link_says_next() -> None:
    found = paging.find(
        page(STATE, "<span>1</span><a href=\"javascript:__doPostBack('Grid','Page$2')\">2</a>")
    )
    assert found.next_page is not None and b"Page%242" in found.next_page.body


@pytest.mark.parametrize(
    "function",
    [
        "function turn(n){ document.getElementById('p').value = n; document.forms[0].submit(); }",
        "function turn(n){ document.f.pageNo.value = n; document.f.submit(); }",
        "function turn(n){ $('#p').val(n); $('form').submit(); }",
    ],
)
def test_a_function_that_sets_a_number_and_submits_is_read(function: str) -> None:
    form = '<form name="f" action="/gk/search.jsp"><input type="hidden" name="lm" value="31"><input type="hidden" id="p" name="pageNo" value="1">LINK</form>'
    found = paging.find(page(form, '<a href="#" onclick="turn(2)">下一页</a>', function))
    assert found.next_page is not None
    assert found.next_page.url == "http://www.songyuan.gov.cn/gk/search.jsp?lm=31&pageNo=2"


def test_a_function_that_gives_the_form_an_address_is_read() -> None:
    form = '<form id="pf" action="/gk/list.do" method="post"><input type="hidden" name="lm" value="8"></form>LINK'
    script = 'function turn(n){ var f = document.getElementById("pf"); f.action = "/gk/list.do?pageNo=" + n; f.submit(); }'
    found = paging.find(page(form, '<a href="#" onclick="turn(2)">下一页</a>', script))
    assert found.next_page is not None
    assert found.next_page.url == "http://www.songyuan.gov.cn/gk/list.do?pageNo=2"
    assert found.next_page.body == b"lm=8"


@pytest.mark.parametrize("field", ["password", "captcha", "txtYzm"])
def test_forms_that_ask_for_a_secret_are_left_alone(field: str) -> None:
    form = STATE.replace("LINK", f'<input name="{field}">LINK')
    assert (
        paging.find(page(form, "<a href=\"javascript:__doPostBack('P','2')\">下一页</a>")).next_page is None
    )


def test_a_post_back_without_its_form_is_not_invented() -> None:
    assert paging.find(page("LINK", "<a href=\"javascript:__doPostBack('P','2')\">2</a>")).next_page is None


def test_view_state_does_not_name_a_request_but_makes_it_fleeting() -> None:
    first = Request(URL, method="POST", body=b"__EVENTTARGET=P&__VIEWSTATE=abc&__EVENTARGUMENT=2")
    again = replace(first, body=first.body.replace(b"abc", b"xyz"))
    other = replace(first, body=first.body.replace(b"=2", b"=3"))
    assert request_key(first) == request_key(again) != request_key(other)
    assert is_fleeting(first) and not is_fleeting(Request(URL, method="POST", body=b"page=2"))


def test_a_cut_walk_of_posted_pages_starts_anew_and_ends(archive: Archive, site: Site) -> None:
    """A view state of last night is no place to go on from."""
    county = County(site)
    lay_out(county, "webforms")
    portal = site.portal(county.entry, family="generic_static", caps={"requests_per_day": 12})
    reports = [night(site, archive, portal, now=NOW + number * DAY) for number in range(6)]
    kept = archive.ledger.execute("SELECT count(*) FROM attachment WHERE state = 'done'").fetchone()[0]
    assert kept == sum(len(doc.files) for doc in county.docs if doc.disclosure)
    assert archive.ledger.execute("SELECT resume FROM walk WHERE resume LIKE '%VIEWSTATE%'").fetchall() == []
    assert reports[-1].status == "ok" and not codes(reports[-1]) & {"list_failed", "ended_early"}


def test_a_portal_that_hides_its_entries_behind_a_script_is_a_finding(archive: Archive, site: Site) -> None:
    row = "<tr><td><a onclick=\"openInfo('{0}')\">测试区第{0}局2026年部门预算</a></td><td>2026-02-0{0}</td></tr>"
    rows = "".join(row.format(number) for number in range(1, 4))
    site.routes["/zwgk/czyjs/"] = (
        f"<html><head><title>财政预决算</title><script src='/a.js'></script></head><body><table>{rows}</table></body></html>"
    )
    report = night(site, archive, site.portal("/zwgk/czyjs/"))
    message = next(finding.message for finding in report.findings if finding.code == "unfollowed_link")
    assert "3 disclosures" in message and "测试区第1局2026年部门预算" in message


HOSTILE = {
    "many_handlers": "<script>function openDoc(id){"
    + "var a=1;" * 500
    + "window.open('/x/'+id);}</script>"
    + "".join(f"<li onclick=\"openDoc('{n}')\">测试县{n}局2025年部门预算</li>" for n in range(1000)),
    "never_closed": "<script>function go(a){location.href='/x'+a;}" + "function(a){" * 20_000 + "</script>",
    "parentheses": "<script>function go(a){location.href="
    + "(" * 5000
    + "a;}</script><a onclick='go(1)'>预算</a>",
    "in_a_circle": "<script>function a(x){b(x)} function b(x){a(x);a(x)}</script><a onclick='a(1)'>预算</a>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_scripts_that_grow_without_end_are_left_in_time(name: str) -> None:
    made = Page(URL, f"<html><body>{HOSTILE[name]}</body></html>".encode(), "text/html; charset=utf-8")
    began = time.process_time()
    generic_static.list_page(made)
    generic_static.attachments(made)
    assert time.process_time() - began < 5
