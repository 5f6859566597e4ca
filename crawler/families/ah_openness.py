"""The Anhui "Openness" code base: `/OpennessContent/showList/<branch>/<category>/page_1.html`, articles `/OpennessContent/show/<id>.html`."""

from __future__ import annotations

import re
from dataclasses import replace

from crawler import urls
from crawler.families import captions, generic_static, markup, paging, signatures
from crawler.families.base import ListPage, Page, Request
from crawler.families.generic_static import article, attachments, first_requests

__all__ = ["NAME", "article", "attachments", "detect", "first_requests", "list_page"]

NAME = "ah_openness"

_NUMBER = re.compile(r"/page_(\d+)\.html", re.I)
_LIST = re.compile(r"/Openness(?:Content/showList|Finance|Annual\w*)/", re.I)
_BUDGET = re.compile(r"预决算|预算|决算|三公|财政资金|20\d\d年")


def detect(page: Page) -> str | None:
    """Addresses of the Openness modules."""
    return signatures.match(NAME, page)


def list_page(page: Page) -> ListPage:
    """A static list; the last page is the highest `page_N` linked."""
    static = generic_static.static_list(page)
    own = _NUMBER.search(page.url)
    linked = _linked_pages(page)
    last = max(linked, default=0)
    number = int(own[1]) if own else paging.own_number(page)
    following = static.next_page
    if following is None and own and number < max(last, static.total_pages or 0):
        url = _NUMBER.sub(f"/page_{number + 1}.html", page.url)
        following = Request(url, page=number + 1)
    columns = static.columns if paging.own_number(page) > 1 else (*static.columns, *_panels(page))
    return replace(
        static, next_page=following, columns=columns, total_pages=static.total_pages or last or None
    )


def _linked_pages(page: Page) -> list[int]:
    own = _NUMBER.sub("", page.url)
    addresses = (
        urls.join(page.url, anchor.get("href") or "") or "" for anchor in markup.tree(page).iter("a")
    )
    return [
        int(match[1]) for url in addresses if (match := _NUMBER.search(url)) and _NUMBER.sub("", url) == own
    ]


def _panels(page: Page) -> tuple[Request, ...]:
    """Lists of other branches or years that the finance panel links."""
    own = _NUMBER.sub("", page.url)
    found: dict[str, Request] = {}
    for anchor in markup.tree(page).iter("a"):
        url = urls.join(page.url, anchor.get("href") or "")
        if (
            url
            and _LIST.search(url)
            and _NUMBER.sub("", url) != own
            and _BUDGET.search(label := captions.title_of(anchor))
        ):
            found.setdefault(_NUMBER.sub("", url), Request(url, label=label))
    return tuple(found.values())
