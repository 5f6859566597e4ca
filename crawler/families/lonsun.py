"""Lonsun EX (龙讯): a shell per organ (`/public/column/<organ>?type=4&catId=…`), rows as an HTML fragment of `/site/label/8888`.

The site's id, the template file and the page size are read from the shell; the site's path prefix may stand before `/site/label`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlencode, urlsplit

from crawler import urls
from crawler.families import captions, generic_static, links, markup, paging, rows, scripts, signatures
from crawler.families.base import ListPage, Page, Request
from crawler.families.generic_static import article, attachments, first_requests

__all__ = ["NAME", "article", "attachments", "detect", "first_requests", "list_page"]

NAME = "lonsun"
PAGE_SIZE = 15

_SHELL = re.compile(r"^(?P<prefix>.*?)/(?:public|content)/column/(?P<organ>\d+)")
_LABEL = re.compile(r"""["'(]\s*([^"'()\s]*?/site/label/8888)""", re.I)
_PAGE_COUNT = re.compile(r"pageCount[\"']?\s*[:=]\s*[\"']?(\d+)", re.I)


def detect(page: Page) -> str | None:
    """The label interface in the source, or `/public/column/<organ>` addresses."""
    return signatures.match(NAME, page)


def list_page(page: Page) -> ListPage:
    """The shell of an organ's column, or one fragment of its rows."""
    if "/site/label/" in page.url:
        return _fragment(page)
    static = generic_static.static_list(page)
    return replace(
        static,
        rows=tuple(row for row in static.rows if not _SHELL.match(urlsplit(row.url).path)),
        next_page=_first_fragment(page) or static.next_page,
        columns=tuple(
            {urls.key(column.url): column for column in (*static.columns, *_organs(page))}.values()
        ),
        total_pages=_page_count(page) or static.total_pages,
        needs_js=False,
    )


def _page_count(page: Page) -> int | None:
    match = _PAGE_COUNT.search(markup.text(page))
    return int(match[1]) if match else None


def _first_fragment(page: Page) -> Request | None:
    site = scripts.meta(page, "SiteId") or scripts.value(page, "siteId")
    shell = _SHELL.match(urlsplit(page.url).path)
    if not site or shell is None:
        return None
    label = _LABEL.search(markup.text(page))
    prefix = shell["prefix"].removesuffix("/zfxxgk").removesuffix("/zwgk/grassroots")
    url = urls.join(page.url, label[1] if label else f"{prefix}/site/label/8888")
    size = scripts.value(page, "pageSize")
    query = {
        "IsAjax": "1",
        "dataType": "html",
        "labelName": scripts.value(page, "labelName") or "publicInfoList",
        "siteId": site,
        "pageSize": size if size.isdigit() else str(PAGE_SIZE),
        "pageIndex": "1",
        "action": "list",
        "fuzzySearch": "false",
        "fromCode": "title",
        "keyWords": "",
        "sortType": "1",
        "isDate": "true",
        "dateFormat": "yyyy-MM-dd",
        "length": "80",
        "organId": scripts.query_value(page.url, "organId") or shell["organ"],
        "type": scripts.query_value(page.url, "type") or "4",
        "catId": scripts.query_value(page.url, "catId"),
        "catIds": "",
        "cId": "",
        "result": "暂无相关信息",
        "file": scripts.value(page, "file") or "/xxgk/publicInfoList_newest2022",
    }
    return Request(f"{url}?{urlencode(query)}", page=1, headers=(("Referer", page.url),))


def _fragment(page: Page) -> ListPage:
    found = rows.find(page)
    number, pages = paging.own_number(page), _page_count(page) or paging.find(page).total_pages
    size = scripts.query_value(page.url, "pageSize")
    full = len(found) >= (int(size) if size.isdigit() else PAGE_SIZE)
    following = None
    if found and (number < pages if pages is not None else full):
        url = scripts.with_query(page.url, pageIndex=str(number + 1))
        following = Request(url, page=number + 1, headers=page.request.headers if page.request else ())
    return ListPage(rows=found, next_page=following, total_pages=pages)


def _organs(page: Page) -> tuple[Request, ...]:
    """The same category of other organs: departments are organs of their own."""
    category = scripts.query_value(page.url, "catId")
    own = _SHELL.match(urlsplit(page.url).path)
    found: dict[str, Request] = {}
    for anchor in markup.tree(page).iter("a"):
        url = links.address(page, anchor)
        shell = _SHELL.match(urlsplit(url).path) if url else None
        if url is None or shell is None or own is None or shell["organ"] == own["organ"]:
            continue
        if category and scripts.query_value(url, "catId") == category:
            found.setdefault(shell["organ"], Request(url, label=captions.title_of(anchor)))
    return tuple(found.values())
