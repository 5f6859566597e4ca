"""Values in a page's scripts: the numbers and names an interface is called with."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.families import markup
from crawler.families.base import Page


def value(page: Page, *names: str) -> str:
    """The first value given to one of the names in the source (`unitid:'67'`, `var webid = 3`, `data-siteid="9"`), `""` if none."""
    source = markup.text(page)
    for name in names:
        if match := re.search(
            rf"""(?<![\w]){re.escape(name)}["']?\s*[:=]\s*(?:"([^"]*)"|'([^']*)'|([\w\-./]+))""", source
        ):
            return next((group for group in match.groups() if group is not None), "")
    return ""


def meta(page: Page, wanted: str) -> str:
    """The content of `<meta name=…>`, names compared without case."""
    for node in markup.tree(page).iter("meta"):
        if markup.attribute(node, "name").lower() == wanted.lower():
            return markup.attribute(node, "content")
    return ""


def answer(page: Page) -> Any:
    """The JSON an interface answered, a string that holds JSON opened once more; `None` when it is not JSON."""
    text = markup.text(page).strip()
    if match := re.match(r"^[\w$.]+\((.*)\)\s*;?$", text, re.S):
        text = match[1]
    for _ in range(2):
        try:
            found = json.loads(text)
        except ValueError:
            return None
        if not isinstance(found, str):
            return found
        text = found
    return None


def embedded(page: Page, name: str) -> Any:
    """The object literal assigned to a name in a script (`window._CONFIG = {SID:'7', TREE:[…]}`), `None` when absent or not readable."""
    source = markup.text(page)
    match = re.search(rf"""(?<![\w]){re.escape(name)}["']?\s*[:=]\s*(?=[\[{{])""", source)
    if match is None:
        return None
    return literal(balanced(source, match.end()))


def literal(source: str) -> Any:
    """The value of a JSON or JavaScript literal; `None` when it is an expression.

    Bare keys, single quotes and trailing commas are accepted.
    """
    try:
        return json.loads(source)
    except ValueError:
        pass
    try:
        return json.loads(_as_json(source))
    except ValueError:
        return None


_BRACKET = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[\[{]|[\]}]""", re.S)


def balanced(source: str, start: int) -> str:
    """The bracketed text that opens at `start`, strings respected; the rest of the source when it never closes."""
    depth = 0
    for match in _BRACKET.finditer(source, start):
        mark = match[0]
        depth += (mark in "[{") - (mark in "]}")
        if depth == 0 and mark in "]}":
            return source[start : match.end()]
    return source[start:]


_TOKEN = re.compile(
    r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[A-Za-z_$][\w$]*(?=\s*:)|,(?=\s*[\]}])|undefined"""
)


def _as_json(source: str) -> str:
    def fixed(match: re.Match[str]) -> str:
        token = match[0]
        if token == ",":
            return ""
        if token == "undefined":
            return "null"
        if token[0] in "'\"":
            return json.dumps(markup.unescape(token[1:-1]), ensure_ascii=False)
        return f'"{token}"'

    return _TOKEN.sub(fixed, source)


def with_query(url: str, **changes: str) -> str:
    """The address with some query values replaced or added, the others and their order kept."""
    parts = urlsplit(url)
    pairs = dict(parse_qsl(parts.query, keep_blank_values=True))
    pairs.update(changes)
    return urlunsplit(parts._replace(query=urlencode(pairs)))


def query_value(url: str, name: str) -> str:
    """One query value of an address, `""` when absent; names compared without case."""
    return next((value for key, value in parse_qsl(urlsplit(url).query) if key.lower() == name.lower()), "")


def number(value: Any) -> int | None:
    """A count that an interface states, `None` when it states none (`"17"` and 17 alike)."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a JSON list, an empty list for anything else: what an interface leaves out may be null, 0 or missing."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
