"""Hanweb (大汉) JCMS with jpage: rows embedded as XML records, further groups of three pages from `dataproxy.jsp`.

The first page carries `<record><![CDATA[<li>…]]></record>` rows; the next group is asked for with the numbers in the page's own
script (column, unit, site, rows per page), or at the address `<nextgroup>` gives where ids are encrypted. TrueCMS (Nantong, Lianyungang)
speaks the same with another proxy: `messageController/getMessage.do`, one `columnId`, the records inside JSON.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler import urls
from crawler.families import generic_static, links, markup, paging, rows, scripts, signatures
from crawler.families.base import ListPage, Page, Request, Row
from crawler.families.generic_static import article, attachments, first_requests

__all__ = ["NAME", "article", "attachments", "detect", "first_requests", "list_page"]

NAME = "hanweb_jpage"
PAGES_PER_GROUP = 3

_RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>", re.S | re.I)
_QUOTED_ROW = re.compile(r"""["'](<(?:li|tr|div|a)\b.*?)["']\s*[,\]]""", re.S | re.I)
_NEXT_GROUP = re.compile(r"<nextgroup>\s*<!\[CDATA\[(.*?)\]\]>", re.S | re.I)
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)|totalRecord\s*[:=]\s*[\"']?(\d+)", re.I)
_TOTAL_PAGES = re.compile(r"<totalpage>\s*(\d+)", re.I)
_PROXY = re.compile(r"""["'(]\s*([^"'()\s]*?/module/[\w/]*jpage/(?:more\w*)?dataproxy\.jsp)""", re.I)
_MESSAGES = re.compile(r"""proxyUrl\s*:\s*["']([^"']+/messageController/getMessage\.do)["']""", re.I)
_ANSWERS = ("dataproxy.jsp", "/messagecontroller/getmessage.do")
_FORM = (
    "col",
    "appid",
    "webid",
    "path",
    "columnid",
    "sourceContentType",
    "unitid",
    "webname",
    "permissiontype",
)


def detect(page: Page) -> str | None:
    """Embedded records, the data proxy or the download servlet in the source, `/art/y/m/d/` links."""
    return signatures.match(NAME, page)


def list_page(page: Page) -> ListPage:
    """The column page with its embedded records, or one group answered by the data proxy."""
    records = _records(page)
    if _is_answer(page):
        found = rows.find(page, [markup.fragment(record) for record in records])
        return ListPage(
            rows=found,
            next_page=_next_group(page, found),
            total_pages=_total_pages(page),
            total_rows=_total(page),
        )
    static = generic_static.static_list(page)
    found = (*rows.find(page, [markup.fragment(record) for record in records]), *static.rows)
    found = tuple({row.url: row for row in reversed(found)}.values())[::-1]
    return ListPage(
        rows=found,
        next_page=_first_group(page, len(records)) or static.next_page,
        columns=static.columns,
        total_pages=_total_pages(page) or static.total_pages,
        total_rows=_total(page) or static.total_rows,
        column=static.column,
        site_id_code=static.site_id_code,
        needs_js=static.needs_js and not found,
    )


def _is_answer(page: Page) -> bool:
    return any(mark in page.url.lower() for mark in _ANSWERS)


def _source(page: Page) -> str:
    """The page's text, or what the JSON of a proxy holds."""
    said = scripts.answer(page) if _is_answer(page) else None
    return str(said.get("result") or "") if isinstance(said, dict) else markup.text(page)


def _records(page: Page) -> list[str]:
    source = _source(page)
    return _RECORD.findall(source) or (
        [markup.unescape(row) for row in _QUOTED_ROW.findall(source)] if _is_answer(page) else []
    )


def _total(page: Page) -> int | None:
    match = _TOTAL.search(_source(page))
    return int(match[1] or match[2]) if match else None


def _total_pages(page: Page) -> int | None:
    if match := _TOTAL_PAGES.search(_source(page)):
        return int(match[1])
    total, size = _total(page), _per_page(page)
    return -(-total // size) if total is not None and size else None


def _per_page(page: Page) -> int:
    size = scripts.value(page, "perPage", "perpage") or scripts.query_value(page.url, "perpage")
    return int(size) if size.isdigit() and int(size) else 15


def _first_group(page: Page, embedded: int) -> Request | None:
    """What follows the embedded records: the group they end in when they do not fill it, else the next one."""
    total, size = _total(page), _per_page(page)
    group = size * PAGES_PER_GROUP
    if total is None or embedded >= total:
        return None
    if (encrypted := _encrypted(page)) is not None:
        return encrypted
    start = embedded // group * group + 1
    if (messages := _MESSAGES.search(markup.text(page))) and (column := scripts.value(page, "columnId")):
        url = urls.join(page.url, f"{messages[1]}?{urlencode({'columnId': column})}")
        return _messages(url, start, total, size, 2, page.url) if url else None
    proxy = _PROXY.search(markup.text(page))
    url = urls.join(page.url, proxy[1] if proxy else "/module/web/jpage/dataproxy.jsp")
    form = {name: scripts.value(page, name) for name in _FORM}
    if url is None or not form["columnid"] or not form["unitid"]:
        return None
    form["path"] = form["path"] or "/"
    return _group(url, form, start, total, size, page=2, referer=page.url)


def _messages(url: str, start: int, total: int, size: int, page: int, referer: str) -> Request:
    """A group of TrueCMS's records; it answers nobody who does not say where he comes from."""
    end = min(start + size * PAGES_PER_GROUP - 1, total)
    asked = scripts.with_query(url, startrecord=str(start), endrecord=str(end), perpage=str(size))
    return Request(asked, headers=(("Referer", referer),), page=page)


def _group(
    url: str, form: dict[str, str], start: int, total: int, size: int, page: int, referer: str
) -> Request:
    end = min(start + size * PAGES_PER_GROUP - 1, total)
    query = urlencode({"startrecord": start, "endrecord": end, "perpage": size})
    headers = (("Content-Type", "application/x-www-form-urlencoded"), ("Referer", referer))
    return Request(f"{url}?{query}", method="POST", body=urlencode(form).encode(), headers=headers, page=page)


def _next_group(page: Page, found: tuple[Row, ...]) -> Request | None:
    if not found:
        return None
    if (encrypted := _encrypted(page)) is not None:
        return encrypted
    end, total = scripts.query_value(page.url, "endrecord"), _total(page)
    if not end.isdigit() or total is None or int(end) >= total or page.request is None:
        return None
    if page.request.method == "GET":
        referer = dict(page.request.headers).get("Referer", page.url)
        number = paging.own_number(page) + 1
        return _messages(page.url, int(end) + 1, total, _per_page(page), number, referer)
    url = page.url.partition("?")[0]
    form = dict(parse_qsl(page.request.body.decode("utf-8", "replace"), keep_blank_values=True))
    return _group(
        url, form, int(end) + 1, total, _per_page(page), paging.own_number(page) + 1, links.base_address(page)
    )


def _encrypted(page: Page) -> Request | None:
    """The address in `<nextgroup>`: its ids are encrypted, only `page` counts on."""
    match = _NEXT_GROUP.search(markup.text(page))
    if match is None:
        return None
    for anchor in markup.fragment(match[1]).iter("a"):
        url = urls.join(page.url, anchor.get("href") or "")
        if url and urlsplit(url).query and urls.canonical(url) != urls.canonical(page.url):
            return Request(url, page=paging.own_number(page) + 1)
    return None
