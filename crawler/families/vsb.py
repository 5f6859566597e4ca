"""博达 VSB: pages count down (`/slug.htm`, `/slug/143.htm` … `/slug/1.htm`), files come from `download.jsp?…wbfileid=`.

Page addresses shift as items are added, so a walk follows the 下页 link of the page it just read and never stores page addresses.
"""

from __future__ import annotations

import re
from dataclasses import replace

from crawler import urls
from crawler.families import generic_static, markup, paging, signatures
from crawler.families.base import Article, ListPage, Page, Request
from crawler.families.generic_static import attachments, first_requests

__all__ = ["NAME", "article", "attachments", "detect", "first_requests", "list_page"]

NAME = "vsb"

_NUMBER = re.compile(r"^(?P<slug>.*?)(?:/(?P<number>\d+))?\.htm$")
_LOGIN = re.compile(r"urltype=news\.NewsContentUrl", re.I)
_WALL = re.compile(r"请登录|用户登录|没有权限|无权访问|尚未发布|name=[\"']password", re.I)


def detect(page: Page) -> str | None:
    """VSB's element ids, its download servlet, or `/info/<tree>/<id>.htm` links."""
    return signatures.match(NAME, page)


def list_page(page: Page) -> ListPage:
    """A static list; without a 下页 link the next address is counted down from the printed 1/144."""
    static = generic_static.static_list(page)
    if static.next_page is not None or static.total_pages is None:
        return static
    return replace(static, next_page=_counted_down(page, static.total_pages))


def _counted_down(page: Page, total: int) -> Request | None:
    """Page P of T is `/slug/<T-P+1>.htm`, page 1 `/slug.htm`."""
    match = _NUMBER.match(page.url.partition("?")[0])
    number = paging.own_number(page)
    if match is None or number >= total:
        return None
    url = urls.join(page.url, f"{match['slug']}/{total - number}.htm")
    return Request(url, page=number + 1) if url else None


def article(page: Page) -> Article:
    """The article; `content.jsp?urltype=news.NewsContentUrl` behind a login is not published yet."""
    found = generic_static.article(page)
    if _LOGIN.search(page.url) and _WALL.search(markup.text(page)):
        return replace(found, unpublished=True)
    return found
