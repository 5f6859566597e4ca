"""The request that a list page's own script sends for its entries: `$.ajax({url: "/search", data: {cid: "7", pageNo: page}})`.

Only a call that turns pages and says its address and everything it sends is repeated, on the page's own host. One value that the
page does not say, and nothing is asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler import urls
from crawler.families import handlers, links, markup, rows, scripts, shapes
from crawler.families.base import ListPage, Page, Request
from crawler.families.expressions import Reader, UnknownError, Value, code

_MAX_SOURCE = 400_000
_MAX_CALLS = 40
_NAME = re.compile(r"[\w$]++")
_CALL = re.compile(r"(?<![\w$])(?:(?:\$|jQuery)\s*\.\s*(ajax|post|get|getJSON)|axios\s*\.\s*(post|get))\s*\(")
_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'\w\\])//[^\n]*", re.S)
_KEY = re.compile(r"""\s*(?:["']([^"']+)["']|([\w$]+))\s*:(?!:)""")
_PAGE = re.compile(r"(?:page|current)|(?:page|cur|curr|current)_?(?:no|num|number|index|page)", re.I)
_FIELD = re.compile(r"""\s*\$\(\s*["']#([\w-]+)["']\s*\)\s*\.\s*val\(\s*\)\s*""")
_WORD = re.compile(r"\s*(true|false)\s*")
_SIZE = re.compile(r"(?:page_?)?(?:size|rows|limit)|per_?page", re.I)
_OTHER_USE = re.compile(
    r"hit|click|visit|login|user|comment|captcha|verif|weather|pass|counter|/log(?:$|[/.])", re.I
)
_PAGES = ("totalPage", "totalPages", "pageCount", "pages")
_ROWS = ("total", "totalCount", "allRow", "totalElements", "recordCount", "count")
_ASKED = ("X-Requested-With", "XMLHttpRequest")
_FORM = "application/x-www-form-urlencoded; charset=UTF-8"
_JSON = "application/json"


def continued(page: Page, static: ListPage) -> ListPage:
    """A list page without dated rows, with the request of its script as the next page."""
    if static.next_page is not None or any(row.published_on for row in static.rows):
        return static
    request = first(page)
    return static if request is None else replace(static, next_page=request, needs_js=False)


def answered(page: Page) -> ListPage | None:
    """What such a request was answered: JSON, JSON that holds markup, or markup; `None` for any other page."""
    if (
        page.request is None
        or _ASKED not in page.request.headers
        or (turned := _turned(page.request)) is None
    ):
        return None
    said = scripts.answer(page)
    pieces = [markup.fragment(text) for text in _texts(said) if "<a" in text]
    found = rows.find(page, pieces) if pieces else rows.find(page)
    pages, total = _count(said, _PAGES), _count(said, _ROWS)
    if pages is None and total is not None and (size := _size(page.request) or len(found)):
        pages = -(-total // size)
    more = found and (pages is None or (page.request.page or 1) < pages)
    return ListPage(rows=found, next_page=turned if more else None, total_pages=pages, total_rows=total)


@lru_cache(maxsize=8)
def first(page: Page) -> Request | None:
    """The request that asks for a number of entries, else the first that turns pages."""
    found = [request for source in markup.scripts(page) for request in _of_script(page, source)]
    return next(filter(_size, found), next(iter(found), None))


def _of_script(page: Page, source: str) -> Iterator[Request]:
    if len(source) > _MAX_SOURCE or not _CALL.search(source):
        return
    plain = _COMMENT.sub("", source)
    numbers = dict.fromkeys(filter(_is_page, _NAME.findall(plain)), 1)
    for match in islice(_CALL.finditer(code(plain)), _MAX_CALLS):
        try:
            request = _sent(page, plain, match, {**handlers.constants(page), **numbers})
        except UnknownError:
            continue
        if request is not None:
            yield request


def _sent(page: Page, source: str, match: re.Match[str], known: dict[str, Value | None]) -> Request | None:
    """The request of one call, `None` for one that turns no pages.

    Raises:
        UnknownError: a part of it is not said on the page.
    """
    call = _call(source, match, known)
    url = urls.join(links.base_address(page), _text(call.address, known))
    fields = _fields(page, source, call.sent, known)
    if url is None or call.method not in ("GET", "POST") or not _turns_pages(page, url, fields):
        return None
    headers = (_ASKED, ("Referer", page.url))
    if call.method == "GET":
        query = {name: str(value) for name, value in fields.items()}
        return Request(scripts.with_query(url, **query), page=1, headers=headers, shapes=shapes.find(page))
    body = json.dumps(fields, ensure_ascii=False) if call.as_json else urlencode(fields)
    kind = ("Content-Type", _JSON if call.as_json else _FORM)
    return Request(
        url, method="POST", body=body.encode(), headers=(*headers, kind), page=1, shapes=shapes.find(page)
    )


@dataclass(frozen=True, slots=True)
class _Call:
    """A call as it stands in the source: `address` and `sent` are expressions."""

    method: str
    address: str
    sent: str
    as_json: bool


def _call(source: str, match: re.Match[str], known: dict[str, Value | None]) -> _Call:
    """`$.ajax({…})`, `$.post(address, sent)`, `axios.get(address, {params: sent})`."""
    pieces = list(handlers.pieces(source, match.end()))
    if match[1] == "ajax":
        options = _pairs(pieces[0]) if pieces else {}
        method = _text(options.get("type") or options.get("method") or "'get'", known).upper()
        as_json = "json" in options.get("contentType", "").lower()
        return _Call(method, options.get("url", ""), options.get("data", ""), as_json)
    address, sent = (*pieces, "", "")[:2]
    axios = bool(match[2])
    if "post" in match[0]:
        return _Call("POST", address, sent, axios)
    return _Call("GET", address, _pairs(sent).get("params", "") if axios else sent, False)


def _turns_pages(page: Page, url: str, fields: dict[str, Value]) -> bool:
    """Whether a request on the page's own host sends a page's number and more, and is not about visitors and the like."""
    everything = {**dict(parse_qsl(urlsplit(url).query)), **fields}
    return (
        urlsplit(url).hostname == urlsplit(page.url).hostname
        and len(everything) >= 2
        and any(map(_is_page, everything))
        and not _OTHER_USE.search(urlsplit(url).path + " ".join(everything))
    )


def _fields(page: Page, source: str, sent: str, known: dict[str, Value | None]) -> dict[str, Value]:
    """What a call sends, by name; the number of the page is 1."""
    sent = re.sub(r"^\s*JSON\.stringify\((.*)\)\s*$", r"\1", sent, flags=re.S).strip()
    if sent.startswith("function") or not sent:
        return {}
    if re.fullmatch(r"[\w$]+", sent):
        given = re.search(rf"(?<![\w$.]){re.escape(sent)}\s*=\s*(?=\{{)", source)
        if given is None and re.search(rf"function\s+{re.escape(sent)}\s*\(", source):
            return {}  # the function that reads the answer
        if given is None:
            raise UnknownError
        sent = scripts.balanced(source, given.end())
    if not sent.startswith("{"):
        return dict(parse_qsl(_text(sent, known), keep_blank_values=True))
    return {name: 1 if _is_page(name) else _value(page, text, known) for name, text in _pairs(sent).items()}


def _value(page: Page, text: str, known: dict[str, Value | None]) -> Value:
    """A value that is sent: computed, or what a field of the page holds when nobody has typed."""
    if match := _WORD.fullmatch(text):
        return match[1]
    if match := _FIELD.fullmatch(text):
        node = next(iter(markup.tree(page).xpath(".//input[@id=$id]", id=match[1])), None)
        if node is None:
            raise UnknownError
        return str(node.get("value") or "")
    return Reader(text.strip(), 0, known).value()


def _text(expression: str, known: dict[str, Value | None]) -> str:
    return str(Reader(expression.strip(), 0, known).value())


def _pairs(source: str) -> dict[str, str]:
    """The keys of an object literal and the sources of their values."""
    source = source.strip()
    if not source.startswith("{"):
        return {}
    inner = scripts.balanced(source, 0)[1:-1] + ")"
    found = {}
    for piece in handlers.pieces(inner, 0):
        if match := _KEY.match(piece):
            found[match[1] or match[2]] = piece[match.end() :]
        elif piece.strip():
            found[piece.strip()] = piece  # {page, size}: the names are the values
    return found


def _is_page(name: str) -> bool:
    return bool(_PAGE.fullmatch(name))


def _turned(request: Request) -> Request | None:
    """The same request for the next page; `None` when it names no page."""
    number = (request.page or 1) + 1
    query, fields = _said_by(request)
    if named := next(filter(_is_page, query), None):
        return replace(request, url=scripts.with_query(request.url, **{named: str(number)}), page=number)
    if (named := next(filter(_is_page, fields), None)) is None:
        return None
    fields[named] = number
    body = json.dumps(fields, ensure_ascii=False) if request.body[:1] == b"{" else urlencode(fields)
    return replace(request, body=body.encode(), page=number)


def _said_by(request: Request) -> tuple[dict[str, Any], dict[str, Any]]:
    """The names and values in a request's address and in its body."""
    query = dict(parse_qsl(urlsplit(request.url).query, keep_blank_values=True))
    if request.body[:1] == b"{":
        return query, json.loads(request.body)
    return query, dict(parse_qsl(request.body.decode(), keep_blank_values=True))


def _size(request: Request) -> int | None:
    """How many entries a request asks for at once, where it says so."""
    query, fields = _said_by(request)
    asked = {**query, **fields}
    return next((scripts.number(value) for name, value in asked.items() if _SIZE.fullmatch(name)), None)


def _count(said: Any, names: tuple[str, ...]) -> int | None:
    """A count that an answer states, at its top or one step below."""
    if not isinstance(said, dict):
        return None
    for part in (said, *(value for value in said.values() if isinstance(value, dict))):
        for name in names:
            if (number := scripts.number(part.get(name))) is not None:
                return number
    return None


def _texts(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict):
        for value in said.values():
            yield from _texts(value)
