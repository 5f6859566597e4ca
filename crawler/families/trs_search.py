"""The search behind a TRS list (all portals of Fujian): static first pages, the rest by a POST that the page's script spells out.

The page names the address (`listApi: {url: …}`), the columns (`classsql`), the order and the size; the script that sends them
(`list2.trsapi`) is everywhere the same. That it sends a form is known from public crawlers of these portals.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from crawler import urls
from crawler.families import captions, dates, files, markup, scripts
from crawler.families.base import Evidence, ListPage, Page, Request, Row

_ADDRESS = re.compile(r"""\blistApi\s*:\s*\{\s*url\s*:\s*["']([^"'\s]+)["']""")
_VALUE = (
    r"""\s*:\s*(?:(?:[\w.$]++|""|'')\s*\|\|\s*)*+(?:"([^"\n]+)"|'([^'\n]+)'|(\d+)|[\w$]+(?:\.([\w$]+))?)"""
)
_HEADERS = (
    ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),
    ("X-Requested-With", "XMLHttpRequest"),
)


def continued(page: Page, static: ListPage) -> ListPage:
    """A static list with the search as its next page, where the page names one and shows fewer entries than it counts."""
    source = markup.text(page)
    address = _ADDRESS.search(source)
    url = urls.join(page.url, address[1]) if address and static.next_page is None else None
    if url is None:
        return static
    channel, columns = _said(source, "channelid"), _said(source, "classsql")
    total = scripts.number(_said(source, "recordCount"))
    if not channel or not columns or total is None:
        return static
    # the script asks for as much at once as the static pages show
    size = int(_said(source, "prepage") or 15) * int(_said(source, "maxStaticIndex") or 1)
    form = {"channelid": channel, "sortfield": _said(source, "sortfield"), "classsql": columns}
    form |= {"cache": "true", "prepage": str(size)}
    following = None
    if total > len(static.rows):
        following = _asked(url, form, len(static.rows) // size + 1, page.url)
    return replace(
        static, next_page=following, total_pages=-(-total // size), total_rows=total, needs_js=False
    )


def answered(page: Page) -> ListPage | None:
    """One page of the search; `None` when the page is something else."""
    if page.request is None or page.request.method != "POST" or b"classsql=" not in page.request.body:
        return None
    said = scripts.answer(page)
    if not isinstance(said, dict):
        return None
    found = tuple(row for item in scripts.objects(said.get("data")) if (row := _row(page, item)) is not None)
    form = dict(parse_qsl(page.request.body.decode()))
    number, pages = int(form.pop("page", 1)), scripts.number(said.get("pageCount"))
    size = scripts.number(form.get("prepage")) or len(found)
    more = bool(found) and (number < pages if pages is not None else len(found) >= size)
    referer = dict(page.request.headers).get("Referer", "")
    return ListPage(rows=found, next_page=_asked(page.url, form, number + 1, referer) if more else None)


def _said(source: str, name: str) -> str:
    """What a script gives a name: the first text or number, also one that it keeps under another name (`SiteInfo.searchId`)."""
    elsewhere = ""
    for match in re.finditer(rf"(?<![\w.$/]){name}{_VALUE}", source):
        if literal := match[1] or match[2] or match[3]:
            return literal
        elsewhere = elsewhere or match[4] or ""
    return _said(source, elsewhere) if elsewhere and elsewhere != name else ""


def _asked(url: str, form: dict[str, str], number: int, referer: str) -> Request:
    body = urlencode({**form, "page": str(number)}).encode()
    return Request(url, method="POST", body=body, headers=(*_HEADERS, ("Referer", referer)), page=number)


def _row(page: Page, item: dict[str, Any]) -> Row | None:
    url = urls.join(page.url, str(item.get("chnldocurl") or item.get("docpuburl") or ""))
    title = markup.content(markup.fragment(f"<p>{item.get('doctitle') or ''}</p>"))
    if url is None or not title:
        return None
    stamp = str(item.get("docreltime") or "")
    return Row(
        url,
        captions.bare(title),
        dates.day(stamp) or urls.date_of(url),
        "file" if files.is_file(url) else "article",
        (Evidence("published_on", stamp, "api:docreltime"),) if stamp else (),
    )
