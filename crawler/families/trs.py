"""TRS WCM (拓尔思) and its look-alikes: static directories, `t20240115_123.html` articles, `createPageHTML` paging.

TRS numbers the second page `index_1`; look-alikes (Shanghai, Guangdong's NFCMS) number it `index_2`. `paging.find` settles which
from the page's own numbers and links and keeps the other as `otherwise`.
"""

from __future__ import annotations

import re

from crawler.families import generic_static, markup, paging, rows
from crawler.families.base import ListPage, Page
from crawler.families.generic_static import article, attachments, first_requests

__all__ = ["NAME", "article", "attachments", "detect", "first_requests", "list_page"]

NAME = "trs"

_ARTICLE = re.compile(r"/t20\d{6}_\d+\.s?html?$", re.I)
_MARKS = re.compile(
    r"createPage(?:HTML)?\s*\(|TRS_Editor|trs_editor_view|TRS_UEDITOR|TRS_DOCUMENT|appendix=\"true\"|OLDSRC=|/P0\d{18,}\.",
    re.I,
)
STUB_BYTES = 600


def detect(page: Page) -> str | None:
    """Article addresses `t<date>_<id>`, or the editor's and pager's names in the source."""
    if _ARTICLE.search(page.url.partition("?")[0]):
        return "address t<date>_<id>"
    if any(_ARTICLE.search(row.url) for row in rows.find(page)):
        return "links t<date>_<id>"
    if match := _MARKS.search(markup.text(page)):
        return match[0]
    return None


def list_page(page: Page) -> ListPage:
    """A static list; a later page that is only a stub (under 600 bytes) ends the walk but keeps the claimed total."""
    if paging.own_number(page) > 1 and len(page.body) < STUB_BYTES:
        return ListPage()
    return generic_static.list_page(page)
