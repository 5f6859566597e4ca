"""What a person can click on a page, and where it leads: links, image maps, year menus, and what handlers and data attributes open."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from lxml import etree

from crawler import urls
from crawler.families import handlers, markup
from crawler.families.base import Page

_DATA = ("data-url", "data-href", "data-link", "data-path")
_OWN_VALUE = re.compile(r"this\s*\.\s*(?:value|options\s*\[\s*this\s*\.\s*selectedIndex\s*\]\s*\.\s*value)")
_ACTING = ("onclick", *_DATA)
_LINKS = ("a", "area")
_NO_LINKS = ("body", "html", "script", "img", "iframe")
_PAGE_NAME = re.compile(r"\.\w{3,5}(?:$|[?#])")
_LOOKS_LIKE_ADDRESS = re.compile(
    r"^(?:https?:/|\.{0,2}/|[\w./-]+\.(?:s?html?|jhtml|jspx?|aspx?|php)(?:$|[?#]))", re.I
)


@lru_cache(maxsize=8)
def clickable(page: Page) -> tuple[Any, ...]:
    """Everything that leads somewhere, in page order, also in what scripts write: links first of all, then whatever acts as one.

    An element with a handler of its own counts only when no link stands inside it.
    """
    handled = handlers.delegated(page)
    return tuple(
        node
        for root in (markup.tree(page), *markup.written(page))
        for node in root.iter(etree.Element)
        if node.tag in _LINKS or (node.tag not in _NO_LINKS and _leads(page, node, node in handled))
    )


def _leads(page: Page, node: Any, handled: bool) -> bool:
    """Whether an element that is no link acts as one; `handled` when a script handles its clicks from afar."""
    if node.tag == "option":
        return bool(_LOOKS_LIKE_ADDRESS.match((node.get("value") or "").strip()) or _chosen(page, node))
    if not handled and not any(map(node.attrib.has_key, _ACTING)):
        return False
    return bool(handled or _elsewhere(page, node)) and next(node.iter("a"), None) is None


def address(page: Page, node: Any) -> str | None:
    """The absolute address a click on an element leads to, `None` when it stays on the page."""
    known = _addresses(page)
    if node not in known:
        base = base_address(page)
        if node.tag == "option":
            known[node] = urls.join(base, _chosen(page, node) or node.get("value") or "")
        else:
            known[node] = urls.join(base, node.get("href") or "") or urls.join(base, _elsewhere(page, node))
    return known[node]


@lru_cache(maxsize=8)
def _addresses(page: Page) -> dict[Any, str | None]:
    """What `address` has found on a page, by element: each is asked for by several readers."""
    return {}


def is_script(href: str) -> bool:
    """Whether an address is a script to run (`javascript:openDoc(7)`)."""
    return href.lstrip()[:11].lower() == "javascript:"


def _elsewhere(page: Page, node: Any) -> str:
    """The address that a data attribute or a handler (`onclick="window.open('/art/1.html')"`) names, as printed; `""` for none."""
    for name in _DATA:
        if value := (node.get(name) or "").strip():
            return str(value)
    href = node.get("href") or ""
    for handler in (node.get("onclick"), unquote(href.partition(":")[2]) if is_script(href) else None):
        if handler and (found := handlers.address(page, handler) or _literal(handler)):
            return found
    return handlers.delegated(page).get(node, "")


def _chosen(page: Page, option: Any) -> str:
    """The address that a menu makes of an entry's value (`onchange="location.href='/list?year='+this.value"`), `""` for none."""
    menu = next(option.iterancestors("select"), None)
    handler = menu.get("onchange") if menu is not None else None
    value = option.get("value")
    if not handler or not value or not _OWN_VALUE.search(handler):
        return ""
    return handlers.address(page, _OWN_VALUE.sub(lambda _: json.dumps(value), handler))


def _literal(handler: str) -> str:
    """The argument of a handler that is an address itself, whatever the function does with it; `""` for a part of one."""
    for literal in markup.strings(handler):
        if ("/" in literal or _PAGE_NAME.search(literal)) and not is_piece(handler, literal):
            return literal
    return ""


def is_piece(handler: str, literal: str) -> bool:
    """Whether something is added to a literal, before or behind it, to make the address."""
    before, found, behind = handler.partition(literal)
    return bool(found) and "+" in (before[:-1].rstrip()[-1:], behind[1:].lstrip()[:1])


@lru_cache(maxsize=64)
def base_address(page: Page) -> str:
    """The address relative links start from: `<base href>`, else the column page that an interface was asked for, else the page."""
    for node in markup.tree(page).iter("base"):
        if href := node.get("href"):
            return urls.join(page.url, href) or page.url
    headers = dict(page.request.headers) if page.request is not None else {}
    return headers.get("Referer", page.url)
