"""Hanweb (大汉) information directory: a shell page whose list is the HTML fragment of `/module/xxgk/search_custom.jsp`."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlencode

from crawler import urls
from crawler.families import generic_static, markup, paging, scripts, signatures
from crawler.families.base import ListPage, Page, Request
from crawler.families.generic_static import article, attachments, first_requests

__all__ = ["NAME", "article", "attachments", "detect", "first_requests", "list_page"]

NAME = "hanweb_xxgk"

_SEARCH = re.compile(r"""["'(=]\s*([^"'()\s]*?/module/xxgk/search_custom\.jsp[^"'\s)]*)""", re.I)
_PAGE_COUNT = re.compile(
    r"共\s*<?[^>\d]{0,20}>?\s*(\d+)\s*(?:</?[^>]+>)?\s*页|totalpage[\"']?\s*[:=]\s*[\"']?(\d+)|(?:allPage|pagecount)[\"']?\s*[:=]\s*[\"']?(\d+)",
    re.I,
)


def detect(page: Page) -> str | None:
    """The directory's search in the source, or its area parameter in the address."""
    return signatures.match(NAME, page)


def list_page(page: Page) -> ListPage:
    """The shell (no rows, leads to the search) or one page of the search's fragment."""
    if "search_custom.jsp" not in page.url:
        static = generic_static.static_list(page)
        columns = tuple(column for column in static.columns if "search_custom.jsp" not in column.url)
        return replace(static, next_page=_search(page) or static.next_page, columns=columns, needs_js=False)
    static = generic_static.static_list(page)
    number = paging.own_number(page)
    match = _PAGE_COUNT.search(markup.text(page))
    pages = int(match[1] or match[2] or match[3]) if match else static.total_pages
    following = None
    if static.rows and pages is not None and number < pages and page.request is not None:
        url = scripts.with_query(page.url, currpage=str(number + 1))
        following = replace(page.request, url=url, page=number + 1)
    return ListPage(rows=static.rows, next_page=following, total_pages=pages, total_rows=static.total_rows)


def _search(page: Page) -> Request | None:
    """The fragment's first page: the address the shell names, with the directory number and area of the shell's own address."""
    match = _SEARCH.search(markup.text(page))
    url = urls.join(page.url, match[1] if match else "/module/xxgk/search_custom.jsp")
    if url is None:
        return None
    number = scripts.query_value(page.url, "number") or scripts.value(page, "infotypeId", "infotypeid")
    area = scripts.query_value(page.url, "vc_xxgkarea") or scripts.value(page, "area", "vc_xxgkarea")
    form = {
        "infotypeId": number,
        "jdid": scripts.value(page, "jdid") or "1",
        "area": area,
        "hasNoPages": "0",
        "infoCount": scripts.value(page, "infoCount") or "15",
    }
    if not (match or area):
        return None
    headers = (("Content-Type", "application/x-www-form-urlencoded"), ("Referer", page.url))
    return Request(
        scripts.with_query(url, currpage="1"),
        method="POST",
        body=urlencode(form).encode(),
        headers=headers,
        page=1,
    )
