"""TRS WCM (拓尔思) and its look-alikes: static directories, `t20240115_123.html` articles, `createPageHTML` paging.

TRS numbers the second page `index_1`; look-alikes (Shanghai, Guangdong's NFCMS) number it `index_2`. `paging.find` settles which
from the page's own numbers and links and keeps the other as `otherwise`.
"""

from __future__ import annotations

from crawler.families import generic_static, paging, signatures, trs_search
from crawler.families.base import ListPage, Page
from crawler.families.generic_static import article, attachments, first_requests

__all__ = ["NAME", "article", "attachments", "detect", "first_requests", "list_page"]

NAME = "trs"

STUB_BYTES = 600


def detect(page: Page) -> str | None:
    """Article addresses `t<date>_<id>`, or the editor's and pager's names in the source."""
    return signatures.match(NAME, page)


def list_page(page: Page) -> ListPage:
    """A static list and the search behind it; a later page that is only a stub (under 600 bytes, no row) ends the walk."""
    if (answer := trs_search.answered(page)) is not None:
        return answer
    found = generic_static.static_list(page)
    if paging.own_number(page) > 1 and len(page.body) < STUB_BYTES and not found.rows:
        return ListPage()
    return trs_search.continued(page, found)
