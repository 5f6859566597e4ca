"""How a script makes an entry's address of its values: `'<a href="/info/' + item.id + '.html">'`, `href="/info/${item.id}.html"`.

A shape is the address with the names of the values in braces (`/info/{id}.html`). It is kept only where nothing else is in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import quote

from crawler.families import markup
from crawler.families.base import Page

_MAX_SOURCE = 400_000
_MAX_LINKS = 60
_MAX_LENGTH = 300
_HREF = re.compile(r"""(?<![\w:@-])href\s*=\s*(\\?)(["'])""")
_VALUE = r"[\w$]+(?:\[\w+\])?\.(\w+)"
_JOINED = re.compile(rf"""\s*\+\s*{_VALUE}\s*\+\s*(["'])""")
_PLACE = re.compile(rf"\$\{{\s*{_VALUE}\s*\}}|\{{\{{\s*{_VALUE}\s*\}}\}}")
_PIECE = re.compile(rf"""\s*(?:'([^']*)'|"([^"]*)"|`([^`]*)`|{_VALUE})\s*(\+|$)""")
_NAME = re.compile(r"\{(\w+)\}")
_START = re.compile(r"(?!javascript|#)[\w./{]", re.I)


@lru_cache(maxsize=8)
def find(page: Page) -> tuple[str, ...]:
    """The shapes of the addresses that a page's scripts and templates write, in order, each once."""
    found: dict[str, None] = {}
    for node in markup.tree(page).iter("a"):
        bound, href = node.get(":href") or node.get("v-bind:href") or "", node.get("href") or ""
        if shape := _of_expression(bound) if bound else _filled(href) if "{{" in href else "":
            found[shape] = None
    for source in markup.scripts(page):
        if len(source) <= _MAX_SOURCE and "href" in source:
            found.update(dict.fromkeys(_of_script(source)))
    return tuple(shape for shape in found if _NAME.search(shape) and _START.match(shape))


def address(shapes: tuple[str, ...], item: Mapping[str, Any]) -> str:
    """The address of an entry: the first shape of which it has all values, `""` for none."""
    values = {
        name: str(value)
        for name, value in item.items()
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip()
    }
    for shape in shapes:
        if all(name in values for name in _NAME.findall(shape)):
            if match := _NAME.fullmatch(shape):
                return values[match[1]]
            return _NAME.sub(lambda match: quote(values[match[1]]), shape)
    return ""


def _of_script(source: str) -> Iterator[str]:
    for match in islice(_HREF.finditer(source), _MAX_LINKS):
        end = match[1] + match[2]
        if shape := _concatenated(source, match.end(), end):
            yield shape


def _concatenated(source: str, position: int, end: str) -> str:
    """The value of an attribute that begins within a script's text and goes on in the next ones, `""` when other things are in it."""
    closes = end[-1] if len(end) == 2 else {'"': "'", "'": '"'}[end]
    written = ""
    while len(written) < _MAX_LENGTH:
        stop = re.compile(rf"{re.escape(end)}|{closes}|[<>\n`]").search(source, position)
        if stop is None:
            return ""
        written += source[position : stop.start()]
        if stop[0] == end:
            return _filled(written)
        joined = _JOINED.match(source, stop.end())
        if stop[0] != closes or joined is None or joined[2] != closes:
            return ""
        written += f"{{{joined[1]}}}"
        position = joined.end()
    return ""


def _filled(text: str) -> str:
    """A template's text as a shape; `""` when something else than a value stands in it."""
    shape = _PLACE.sub(lambda match: f"{{{match[1] or match[2]}}}", text)
    rest = _NAME.sub("", shape)
    return "" if re.search(r"[{}$\s+]", rest) else shape


def _of_expression(source: str) -> str:
    """The shape of an expression of texts and values (`'/info/' + item.id + '.html'`)."""
    shape, position = "", 0
    while match := _PIECE.match(source, position):
        text = next((group for group in match.groups()[:3] if group is not None), None)
        shape += f"{{{match[4]}}}" if text is None else _filled(text) if "$" in text else text
        position = match.end()
        if not match[5]:
            return shape
    return ""
