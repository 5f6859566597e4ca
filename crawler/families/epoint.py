"""新点 Epoint, static sites: the page number is the file name (`…/1.html`, `…/2.html`), articles `/<category>/<day>/<guid>.html`.

The dynamic interface (`EpointWebBuilder/rest/…`) wants a short-lived token and sometimes an image code: it is not used.
"""

from __future__ import annotations

import re
from dataclasses import replace

from crawler.families import generic_static, markup, paging, signatures
from crawler.families.base import ListPage, Page, Request
from crawler.families.generic_static import article, attachments, first_requests

__all__ = ["NAME", "article", "attachments", "detect", "first_requests", "list_page"]

NAME = "epoint"

_NUMBER = re.compile(r"/(\d{1,4})\.html$")
_TOTAL = re.compile(
    r"""(?:pageCount|totalPage|pagecount|sumPage)["']?\s*[:=(]\s*["']?(\d+)|(?<![\d/])(\d{1,4})\s*/\s*(\d{1,4})(?![\d/])""",
    re.I,
)


def detect(page: Page) -> str | None:
    """Epoint's names in the source, or its article addresses."""
    return signatures.match(NAME, page)


def list_page(page: Page) -> ListPage:
    """A static list; without a link to the next page its number is counted up to the printed total."""
    static = generic_static.static_list(page)
    own = _NUMBER.search(page.url.partition("?")[0])
    if static.next_page is not None or own is None:
        return static
    number = int(own[1])
    total = static.total_pages
    if total is None and (match := _TOTAL.search(markup.text(page))):
        total = int(match[1] or match[3])
    if total is None or number >= total or not static.rows:
        return replace(static, total_pages=total)
    url = page.url[: own.start()] + f"/{number + 1}.html"
    return replace(static, total_pages=total, next_page=Request(url, page=paging.own_number(page) + 1))
