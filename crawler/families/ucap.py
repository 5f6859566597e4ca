"""UCAP (开普云): static `.shtml` lists, the JSON search behind them, `<UCAPCONTENT>` articles with files in `files/<name>`.

A list page names its channel (32 hexadecimal digits); where it prints no next page, the JSON search of that channel goes on.
"""

from __future__ import annotations

import re
from typing import Any

from crawler import urls
from crawler.families import (
    captions,
    dates,
    files,
    generic_static,
    inquiries,
    markup,
    paging,
    scripts,
    signatures,
)
from crawler.families.base import Evidence, ListPage, Page, Request, Row
from crawler.families.generic_static import article, attachments, first_requests

__all__ = ["NAME", "article", "attachments", "detect", "first_requests", "list_page"]

NAME = "ucap"
PAGE_SIZE = 15

_SEARCH = re.compile(r"""["'(]\s*([^"'()\s]*?/(?:common/)?search(?:List)?/[0-9a-f]{32})""", re.I)
_CHANNEL = re.compile(r"[0-9a-f]{32}")
_EVIDENCE = {
    "refno": "document_number",
    "indexnumber": "index_number",
    "source": "publisher",
    "pubdate": "published_on",
    "writedate": "written_on",
}


def detect(page: Page) -> str | None:
    """UCAP's own elements, the channel's meta tag, its search, or `/<month>/<32 hex>.shtml` links."""
    return signatures.match(NAME, page)


def list_page(page: Page) -> ListPage:
    """A static list page, or one page of the JSON search."""
    if (answer := inquiries.answered(page)) is not None and answer.rows:
        return answer
    said = scripts.answer(page) if page.body.lstrip()[:1] in (b"{", b'"') else None
    if isinstance(said, dict):
        return _search_page(page, said.get("data") if isinstance(said.get("data"), dict) else said)
    static = generic_static.static_list(page)
    if static.next_page is not None or paging.own_number(page) > 1:
        return static
    complete = static.total_pages == 1 or (
        static.total_rows is not None and static.total_rows <= len(static.rows)
    )
    search = None if complete else _search_address(page)
    if search is None:
        return inquiries.continued(page, static)
    return ListPage(
        rows=static.rows,
        next_page=Request(
            search, page=1, headers=(("Referer", page.url), ("X-Requested-With", "XMLHttpRequest"))
        ),
        columns=static.columns,
        total_pages=static.total_pages,
        total_rows=static.total_rows,
        column=static.column,
        site_id_code=static.site_id_code,
    )


def _search_address(page: Page) -> str | None:
    """The channel's JSON search: the path the page itself names, else the common one with the page's channel id."""
    source = markup.text(page)
    match = _SEARCH.search(source)
    channel = scripts.meta(page, "channelId") or scripts.value(
        page, "channelId", "channelid", "data-channelid"
    )
    path = match[1] if match else f"/common/search/{channel}" if _CHANNEL.fullmatch(channel) else None
    url = urls.join(page.url, path) if path else None
    if url is None:
        return None
    return f"{url}?page=1&_pageSize={PAGE_SIZE}&_isAgg=true&_isJson=true&_template=index&_rangeTimeGte=&_channelName="


def _search_page(page: Page, data: Any) -> ListPage:
    results = scripts.objects(data.get("results") or data.get("list"))
    found = tuple(row for item in results if (row := _row(page, item)) is not None)
    total, number = (
        scripts.number(data.get("total")),
        scripts.number(data.get("page")) or paging.own_number(page),
    )
    size = scripts.number(data.get("rows")) or PAGE_SIZE
    pages = -(-total // size) if total is not None else None
    more = bool(found) and (pages is None or number < pages)
    following = scripts.with_query(page.url, page=str(number + 1))
    headers = page.request.headers if page.request else ()
    return ListPage(
        rows=found,
        next_page=Request(following, page=number + 1, headers=headers) if more else None,
        total_pages=pages,
        total_rows=total,
        column=next((str(item["channelName"]) for item in results if item.get("channelName")), ""),
    )


def _row(page: Page, item: dict[str, Any]) -> Row | None:
    url = urls.join(page.url, str(item.get("url") or ""))
    title = markup.content(markup.fragment(f"<p>{item.get('title') or ''}</p>"))
    if url is None or not title:
        return None
    stamp = str(item.get("publishedTimeStr") or item.get("publishedTime") or "")
    evidence = [Evidence("published_on", stamp, "api:publishedTimeStr")] if stamp else []
    for group in scripts.objects(item.get("domainMetaList")):
        for pair in scripts.objects(group.get("resultList")):
            field = _EVIDENCE.get(str(pair.get("key", "")).lower())
            if field and pair.get("value"):
                evidence.append(Evidence(field, str(pair["value"]), f"api:{pair['key']}"))
    published_on = dates.day(stamp) or urls.date_of(url)
    return Row(
        url, captions.bare(title), published_on, "file" if files.is_file(url) else "article", tuple(evidence)
    )
