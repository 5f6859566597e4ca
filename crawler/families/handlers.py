"""Where a click leads when a script makes the address: the handler's call put into the page's own functions.

`onclick="openDoc('123')"` with `function openDoc(id){window.open('/art/'+id+'.html')}` on the page leads to `/art/123.html`. Only
what the page itself says is computed (literals, arguments, constants, its own address); anything else is not followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from cssselect import SelectorError
from lxml.cssselect import CSSSelector

from crawler.families import markup, scripts
from crawler.families.base import Page
from crawler.families.expressions import Reader, UnknownError, Value, code

_MAX_SOURCE = 400_000
_MAX_DEPTH = 3
_MAX_BODY = 6_000
_MAX_FUNCTIONS = 400
_MAX_ASSIGNED = 60
_GOES = re.compile(
    r"(?<![\w$])(?:location(?:\s*\.\s*href)?\s*=(?!=)|location\s*\.\s*(?:replace|assign)\s*\(|"
    r"window\s*\.\s*(?:open|navigate|showModalDialog)\s*\(|(?<!\.)open\s*\()|\.\s*href\s*=(?!=)"
)
_FUNCTION = re.compile(
    r"(?:function\s+(?P<name>[\w$]+)|(?P<assigned>[\w$]+)\s*[=:]\s*function\s*[\w$]*|function\s*)\s*\((?P<parameters>[\w$\s,]*)\)\s*(?=\{)|"
    r"(?:var|let|const)\s+(?P<arrow>[\w$]+)\s*=\s*\(?(?P<given>[\w$\s,]*)\)?\s*=>\s*(?=\{)"
)
_ASSIGNED = re.compile(r"(?<![\w$.])(?:(?:var|let|const)\s+)?([\w$]+)\s*(\+?=)(?!=)")
_CALL = re.compile(r"(?<![\w$.])([\w$]+)\s*\(")
_CONSTANT = re.compile(r"""(?:^|[;\n{]|\bvar\b|\blet\b|\bconst\b)\s*([\w$]+)\s*=(?!=)""")
_DELEGATED = re.compile(
    r"""\$\(\s*["']?(?P<outer>[^"'()]{1,80}?)["']?\s*\)\s*\.\s*(?:click\s*\(|on\s*\(\s*["']click["']\s*,\s*(?:["'](?P<inner>[^"']{1,80})["']\s*,\s*)?)\s*function\s*\(\w*\)\s*(?=\{)"""
)
_OWN = re.compile(
    r"""\$\(\s*this\s*\)\s*\.\s*(attr|data)\(\s*["']([\w-]+)["']\s*\)|this\s*\.\s*(?:(dataset)\s*\.\s*(\w+)|getAttribute\(\s*["']([\w-]+)["']\s*\))"""
)
_MAX_NODES = 500
_ANSWERS = ("success", "error", "complete", "done", "fail")


@dataclass(frozen=True, slots=True)
class Function:
    """A function of a page's scripts: its parameters' names and the source of its body."""

    name: str
    parameters: tuple[str, ...]
    body: str


def address(page: Page, handler: str) -> str:
    """The address, as printed, that a handler (`openDoc('123')`, `window.open('/a/'+7)`) opens; `""` when the page does not say."""
    known = _reached(page)
    if handler not in known:
        known[handler] = _of_source(page, handler, constants(page), (), _MAX_DEPTH)
    return known[handler]


@lru_cache(maxsize=8)
def _reached(page: Page) -> dict[str, str]:
    """What `address` has found on a page, by handler; a page prints the same one many times."""
    return {}


def calls(page: Page, handler: str) -> Iterator[tuple[str, list[Value | None]]]:
    """The calls of a handler with their arguments, `None` for an argument that the page does not say."""
    for call in _CALL.finditer(code(handler)):
        yield call[1], _arguments(handler, call.end(), constants(page))


def assigned(page: Page, function: Function, values: list[Value | None], name: str) -> str:
    """The text that a function called with these values gives a property (`form.action = …`), `""` when the page does not say."""
    known = {**constants(page), **dict.fromkeys(function.parameters)}
    known |= dict(zip(function.parameters, values, strict=False))
    match = re.search(rf"\.\s*{name}\s*=(?!=)", code(function.body))
    if match is None:
        return ""
    try:
        return str(Reader(function.body, match.end(), _with_locals(function.body, known)[0]).value())
    except UnknownError:
        return ""


@lru_cache(maxsize=8)
def delegated(page: Page) -> dict[Any, str]:
    """The addresses of elements whose clicks a script handles from afar, as printed, by element.

    `$(".row").click(function(){ window.open("/art/" + $(this).attr("data-id") + ".html"); })`, `$("ul").on("click", "li", …)`.
    """
    found: dict[Any, str] = {}
    for source in markup.scripts(page):
        if len(source) > _MAX_SOURCE or "this" not in source:
            continue
        for match in _DELEGATED.finditer(source):
            body = _body(source, match.end())
            if not goes(body):
                continue
            selector = " ".join(
                part for part in (match["outer"], match["inner"]) if part not in (None, "document", "body")
            )
            for node in _selected(page, selector):
                if opened := _of_node(page, node, body):
                    found.setdefault(node, opened)
    return found


def _selected(page: Page, selector: str) -> list[Any]:
    try:
        return list(CSSSelector(selector, translator="html")(markup.tree(page)))[:_MAX_NODES]
    except (SelectorError, ValueError):
        return []


def _of_node(page: Page, node: Any, body: str) -> str:
    """Where a click on a node goes: the function's body with the node's own attributes in it."""
    given: dict[str, Value | None] = {}

    def named(match: re.Match[str]) -> str:
        kind, name = (match[1] or match[3] or "attr"), match[2] or match[4] or match[5]
        name = f"data-{name}" if kind in ("data", "dataset") else name
        key = "own_" + re.sub(r"\W", "_", name)
        given[key] = node.get(name)
        return key

    filled = _OWN.sub(named, body)
    return _of_source(page, filled, constants(page) | given, tuple(given), _MAX_DEPTH) if given else ""


def goes(source: str) -> bool:
    """Whether a handler or function opens an address itself."""
    return bool(_GOES.search(code(source)))


def of_page(page: Page, number: int) -> str:
    """The address that a pager's function gives page `number`, `""` when the page holds no or several such functions.

    Pager plug-ins call back: `pagination("#p", function(index){location.href='/list?page='+index}, {pageCount: 9})`.
    """
    found = set()
    for function in functions(page):
        if not function.parameters or not goes(function.body):
            continue
        if function.name in _ANSWERS:
            continue
        first = function.parameters[0]
        given: dict[str, Value | None] = {name: None for name in function.parameters}
        given |= {first: number, f"{first}.curr": number, f"{first}.current": number}
        found.add(_of_source(page, function.body, constants(page) | given, (first,), _MAX_DEPTH))
    return found.pop() if len(found) == 1 else ""


def _of_source(
    page: Page, source: str, known: Mapping[str, Value | None], given: tuple[str, ...], depth: int
) -> str:
    """Where a piece of script goes with what is `known`; of several addresses the one that depends on the names in `given`."""
    local, origin = _with_locals(source, known)
    reached: dict[str, bool] = {}
    for match in _GOES.finditer(code(source)):
        reader = Reader(source, match.end(), local)
        try:
            found = str(reader.value())
        except UnknownError:
            return ""
        roots = {root for name in reader.used for root in origin.get(name, {name})}
        reached[found] = reached.get(found, False) or bool(
            {name.partition(".")[0] for name in roots} & set(given)
        )
    if not reached:
        return _of_calls(page, source, local, depth) if depth else ""
    telling = [found for found, depends in reached.items() if depends] or list(reached)
    return telling[0] if len(telling) == 1 and telling[0] not in ("", "#") else ""


def _of_calls(page: Page, source: str, known: Mapping[str, Value | None], depth: int) -> str:
    named = {function.name: function for function in functions(page) if function.name}
    for call in _CALL.finditer(code(source)):
        if (function := named.get(call[1])) is None:
            continue
        values = _arguments(source, call.end(), known)
        passed = dict(zip(function.parameters, values, strict=False))
        inside = {**constants(page), **{name: passed.get(name) for name in function.parameters}}
        if found := _of_source(page, function.body, inside, function.parameters, depth - 1):
            return found
    return ""


def _arguments(source: str, position: int, known: Mapping[str, Value | None]) -> list[Value | None]:
    """The arguments of a call whose parenthesis opens before `position`, `None` for what is not known."""
    values: list[Value | None] = []
    for piece in pieces(source, position):
        try:
            values.append(Reader(piece, 0, known).value())
        except UnknownError:
            values.append(None)
    return values


def pieces(source: str, position: int) -> Iterator[str]:
    """The sources of a call's arguments; its parenthesis opens before `position`."""
    depth, quoted, start = 0, "", position
    for index in range(position, min(len(source), position + 4000)):
        char = source[index]
        if quoted:
            quoted = "" if char == quoted and source[index - 1] != "\\" else quoted
        elif char in "'\"`":
            quoted = char
        elif char in "([{":
            depth += 1
        elif char in ")]}" and depth:
            depth -= 1
        elif char == ")" or (char == "," and not depth):
            yield source[start:index]
            start = index + 1
            if char == ")":
                return


def _with_locals(
    source: str, known: Mapping[str, Value | None]
) -> tuple[dict[str, Value | None], dict[str, set[str]]]:
    """`known` and what the source assigns before it goes somewhere, and which names each of these was made of.

    A name assigned in two places, in two branches of an `if`, has no value.
    """
    local, origin, seen = dict(known), dict[str, set[str]](), set[str]()
    for number, match in enumerate(_ASSIGNED.finditer(code(source))):
        if number >= _MAX_ASSIGNED:
            break
        name, adds = match[1], match[2] == "+="
        if name == "location" or _GOES.match(source, match.start()):
            continue
        reader = Reader(source, match.end(), local)
        try:
            value: Value | None = reader.value()
            if adds:
                before = local.get(name)
                value = None if before is None else f"{before}{value}"
        except UnknownError:
            value = None
        if not adds and name in seen:
            value = None
        seen.add(name)
        local[name] = value
        made_of = {root for used in reader.used for root in origin.get(used, {used})}
        origin[name] = made_of | (origin.get(name, set()) if adds else set())
    return local, origin


@lru_cache(maxsize=8)
def functions(page: Page) -> tuple[Function, ...]:
    """The functions that the page's own scripts define, nested and nameless ones too."""
    found = []
    for source in markup.scripts(page):
        if len(source) > _MAX_SOURCE or (not _GOES.search(code(source)) and "submit" not in source):
            continue
        for match in islice(_FUNCTION.finditer(code(source)), _MAX_FUNCTIONS):
            parameters = (match["parameters"] if match["arrow"] is None else match["given"]) or ""
            names = tuple(name for part in parameters.split(",") if (name := part.strip()))
            name = match["name"] or match["assigned"] or match["arrow"] or ""
            if body := _body(source, match.end()):
                found.append(Function(name, names, body))
    return tuple(found[:_MAX_FUNCTIONS])


def _body(source: str, start: int) -> str:
    """The function body that opens at `start`, `""` for one that is too long to be about an address."""
    body = scripts.balanced(source[start : start + _MAX_BODY], 0)
    return body if body.endswith("}") and len(body) < _MAX_BODY else ""


@lru_cache(maxsize=8)
def constants(page: Page) -> dict[str, Value | None]:
    """The page's own address, and the names that its scripts set once to a text or a number."""
    parts = urlsplit(page.url)
    known: dict[str, Value | None] = {
        "location.href": page.url,
        "location.pathname": parts.path,
        "location.host": parts.netloc,
        "location.hostname": parts.hostname or "",
        "location.protocol": f"{parts.scheme}:",
        "location.origin": f"{parts.scheme}://{parts.netloc}",
    }
    seen: set[str] = set()
    for source in markup.scripts(page):
        if len(source) > _MAX_SOURCE:
            continue
        for match in _CONSTANT.finditer(code(source)):
            try:
                value: Value | None = Reader(source, match.end(), known).value()
            except UnknownError:
                value = None
            known[match[1]] = None if match[1] in seen and known.get(match[1]) != value else value
            seen.add(match[1])
    return known
