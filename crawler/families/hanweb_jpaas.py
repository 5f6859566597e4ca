"""Hanweb (大汉) JPAAS: a shell that names its unit in `queryData`, rows as HTML inside the JSON of `…/front/page/build/unit`.

`tagId` is the template's Chinese tag name and differs by site: it is always read from the page. The parameter value really is
spelt `bulidstatic`. Some hosts ignore `pageNo` and answer page 1 for ever: the engine compares pages.
"""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler import urls
from crawler.families import generic_static, markup, paging, rows, scripts, signatures
from crawler.families.base import ListPage, Page, Request
from crawler.families.generic_static import article, attachments, first_requests

__all__ = ["NAME", "article", "attachments", "detect", "first_requests", "list_page"]

NAME = "hanweb_jpaas"
PAGE_SIZE = 15

_QUERY = re.compile(r"""queryData\s*=\s*(?:"(\{.*?\})"|'(\{.*?\})')""", re.S | re.I)
_UNIT = re.compile(r"""url\s*=\s*["']([^"']*?/front/page/build/unit[^"']*)["']""", re.I)
_LIST_TAG = re.compile(r"列表|list|新闻|信息|文章|目录|当前栏目", re.I)
_FRAME_TAG = re.compile(r"导航|头部|底部|面包屑|当前位置|轮播|链接|header|footer|nav|banner|logo|menu", re.I)
_ATTRIBUTES = re.compile(r"""\b(rows|count|pageNo|pageSize|total|totalPage)\s*=\s*["']?(\d+)""", re.I)


def detect(page: Page) -> str | None:
    """`queryData` of a unit, the publish gateway, or the unit builder's script."""
    return signatures.match(NAME, page)


def list_page(page: Page) -> ListPage:
    """The shell (leads to its list unit) or one page that the unit interface answered."""
    if "/build/unit" in page.url:
        return _unit_page(page)
    static = generic_static.static_list(page)
    if static.next_page is not None:
        return static
    return replace(static, next_page=_unit_request(page), needs_js=False)


def _unit_request(page: Page) -> Request | None:
    units = [unit for match in _QUERY.finditer(markup.text(page)) if (unit := _unit(match[1] or match[2]))]
    inner = [unit for unit in units if not _FRAME_TAG.search(unit.get("tagId", ""))] or units
    listing = [unit for unit in inner if _LIST_TAG.search(unit.get("tagId", ""))] or inner
    if not listing:
        return None
    address = _UNIT.search(markup.text(page))
    url = urls.join(
        page.url, address[1] if address else "/api-gateway/jpaas-publish-server/front/page/build/unit"
    )
    unit = listing[0]
    query = {
        "parseType": unit.get("parseType", "bulidstatic"),
        "webId": unit.get("webId", ""),
        "tplSetId": unit.get("tplSetId", ""),
        "pageType": unit.get("pageType", "column"),
        "tagId": unit.get("tagId", ""),
        "editType": unit.get("editType", "null"),
        "pageId": unit.get("pageId", ""),
        "paramJson": json.dumps({"pageNo": 1, "pageSize": PAGE_SIZE}, separators=(",", ":")),
    }
    return Request(f"{url}?{urlencode(query)}", page=1, headers=(("Referer", page.url),))


def _unit(literal: str) -> dict[str, str]:
    text = literal.replace("&quot;", '"').replace("'", '"')
    try:
        return {str(name): str(value) for name, value in json.loads(text).items()}
    except (ValueError, AttributeError):
        return {}


def _unit_page(page: Page) -> ListPage:
    said = scripts.answer(page)
    data = said.get("data") if isinstance(said, dict) else None
    html = str((data.get("html") if isinstance(data, dict) else data) or "")
    root = markup.fragment(html)
    found = rows.find(page, [root])
    numbers = {name.lower(): int(value) for name, value in _ATTRIBUTES.findall(html)}
    total, size = (
        numbers.get("count") or numbers.get("total"),
        numbers.get("rows") or numbers.get("pagesize") or PAGE_SIZE,
    )
    pages = numbers.get("totalpage") or (-(-total // size) if total is not None else None)
    number = paging.own_number(page)
    following = None
    if found and pages is not None and number < pages:
        query = dict(parse_qsl(urlsplit(page.url).query, keep_blank_values=True))
        parameters: dict[str, Any] = {"pageSize": size}
        with contextlib.suppress(ValueError):
            parameters = json.loads(query.get("paramJson", "{}"))
        parameters["pageNo"] = number + 1
        url = scripts.with_query(page.url, paramJson=json.dumps(parameters, separators=(",", ":")))
        following = Request(url, page=number + 1, headers=page.request.headers if page.request else ())
    return ListPage(rows=found, next_page=following, total_pages=pages, total_rows=total)
