"""Hebei's portal CMS (`/columns/<uuid>/…`): rows are in the page, the pager is a script whose interface is unknown.

The first page (20 rows) is read; `pagingProp` tells how many there are, so that the health gates report a list that is cut short.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace

from crawler.families import generic_static, markup, scripts, signatures
from crawler.families.base import ListPage, Page
from crawler.families.generic_static import article, attachments, first_requests

__all__ = ["NAME", "article", "attachments", "detect", "first_requests", "list_page"]

NAME = "hb_uuid"

_PAGING = re.compile(r"^pagingProp_")


def detect(page: Page) -> str | None:
    """`/columns/<uuid>/` addresses or the pager's hidden field."""
    return signatures.match(NAME, page)


def list_page(page: Page) -> ListPage:
    """The rows of the page and the totals of its hidden pager field."""
    static = generic_static.static_list(page)
    for node in markup.tree(page).iter("input"):
        if not _PAGING.match(node.get("id") or ""):
            continue
        try:
            said = json.loads(node.get("value") or "")
        except ValueError:
            continue
        if isinstance(said, dict):
            pages, rows = scripts.number(said.get("totalPages")), scripts.number(said.get("totalElements"))
            return replace(static, total_pages=pages, total_rows=rows)
    return static
