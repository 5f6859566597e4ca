"""Where a click leads when a script makes the address: the handler's call put into the page's own functions.

`onclick="openDoc('123')"` with `function openDoc(id){window.open('/art/'+id+'.html')}` on the page leads to `/art/123.html`. Only
what the page itself says is computed (literals, arguments, constants, its own address); anything else is not followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote, urlsplit

from crawler.families import markup, scripts
from crawler.families.base import Page

_MAX_SOURCE = 400_000
_MAX_DEPTH = 3
_TOKEN = re.compile(
    r"""\s*+(?:(?P<text>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)|(?P<number>\d+)(?![\w.])|"""
    r"""(?P<name>[A-Za-z_$][\w$]*(?:\s*\.\s*[A-Za-z_$][\w$]*)*)|(?P<mark>[-+()]))"""
)
_PLACE = re.compile(r"\$\{\s*([\w$.]+)\s*\}")
_ENDS = re.compile(r"\s*(?:[;,)}\n]|$)")
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
_TEXT = re.compile(r"""'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`""")
_ESCAPING = {"encodeURI": "/:?&=#%", "encodeURIComponent": "", "escape": "/:?&=#%"}
_ANSWERS = ("success", "error", "complete", "done", "fail")
_PASSING = ("String", "Number", "parseInt", "trim", "$.trim")

Value = str | int


@dataclass(frozen=True, slots=True)
class Function:
    """A function of a page's scripts: its parameters' names and the source of its body."""

    name: str
    parameters: tuple[str, ...]
    body: str


class _UnknownError(Exception):
    """An expression holds something the page does not say."""


@dataclass(slots=True)
class _Reader:
    """Computes one expression: texts and numbers, `+` and `-`, parentheses, names that `known` gives a value."""

    source: str
    position: int
    known: Mapping[str, Value | None]
    used: set[str] = field(default_factory=set)

    def value(self) -> Value:
        """The value of the expression that starts here.

        Raises:
            _UnknownError: it holds an operator or a name that is not known.
        """
        found = self._sum()
        if not _ENDS.match(self.source, self.position):
            raise _UnknownError
        return found

    def _sum(self) -> Value:
        total = self._term()
        while (match := _TOKEN.match(self.source, self.position)) and match["mark"] in ("+", "-"):
            self.position = match.end()
            other = self._term()
            if isinstance(total, int) and isinstance(other, int):
                total = total + other if match["mark"] == "+" else total - other
            elif match["mark"] == "+":
                total = f"{total}{other}"
            elif str(total).isdigit() and str(other).isdigit():
                total = int(total) - int(other)
            else:
                raise _UnknownError
        return total

    def _term(self) -> Value:
        match = _TOKEN.match(self.source, self.position)
        if match is None:
            raise _UnknownError
        self.position = match.end()
        if match["number"]:
            return int(match["number"])
        if match["text"]:
            return self._filled(match["text"])
        if match["name"]:
            return self._named(re.sub(r"\s", "", match["name"]))
        if match["mark"] == "(":
            inner = self._sum()
            self._close()
            return inner
        raise _UnknownError

    def _close(self) -> None:
        match = _TOKEN.match(self.source, self.position)
        if match is None or match["mark"] != ")":
            raise _UnknownError
        self.position = match.end()

    def _filled(self, quoted: str) -> str:
        text = markup.unescape(quoted[1:-1])
        if quoted[0] != "`":
            return text
        filled = _PLACE.sub(lambda place: str(self._known(place[1])), text)
        if "${" in filled:
            raise _UnknownError
        return filled

    def _named(self, name: str) -> Value:
        call = _TOKEN.match(self.source, self.position)
        if call is None or call["mark"] != "(":
            return self._known(name)
        if name not in _PASSING and name not in _ESCAPING:
            raise _UnknownError
        self.position = call.end()
        inner = self._sum()
        if (base := re.compile(r"\s*,\s*10").match(self.source, self.position)) and name == "parseInt":
            self.position = base.end()
        self._close()
        if name in _ESCAPING:
            return quote(str(inner), safe=_ESCAPING[name] + "~!*()'")
        return int(inner) if name in ("Number", "parseInt") and str(inner).isdigit() else inner

    def _known(self, name: str) -> Value:
        found = self.known.get(name.removeprefix("window.").removeprefix("document."))
        if found is None:
            raise _UnknownError
        self.used.add(name)
        return found


def address(page: Page, handler: str) -> str:
    """The address, as printed, that a handler (`openDoc('123')`, `window.open('/a/'+7)`) opens; `""` when the page does not say."""
    return _of_source(page, handler, _constants(page), (), _MAX_DEPTH)


def calls(page: Page, handler: str) -> Iterator[tuple[str, list[Value | None]]]:
    """The calls of a handler with their arguments, `None` for an argument that the page does not say."""
    for call in _CALL.finditer(_code(handler)):
        yield call[1], _arguments(handler, call.end(), _constants(page))


def goes(source: str) -> bool:
    """Whether a handler or function opens an address itself."""
    return bool(_GOES.search(_code(source)))


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
        found.add(_of_source(page, function.body, _constants(page) | given, (first,), _MAX_DEPTH))
    return found.pop() if len(found) == 1 else ""


def _of_source(
    page: Page, source: str, known: Mapping[str, Value | None], given: tuple[str, ...], depth: int
) -> str:
    """Where a piece of script goes with what is `known`; of several addresses the one that depends on the names in `given`."""
    local, origin = _with_locals(source, known)
    reached: dict[str, bool] = {}
    for match in _GOES.finditer(_code(source)):
        reader = _Reader(source, match.end(), local)
        try:
            found = str(reader.value())
        except _UnknownError:
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
    for call in _CALL.finditer(_code(source)):
        if (function := named.get(call[1])) is None:
            continue
        values = _arguments(source, call.end(), known)
        passed = dict(zip(function.parameters, values, strict=False))
        inside = {**_constants(page), **{name: passed.get(name) for name in function.parameters}}
        if found := _of_source(page, function.body, inside, function.parameters, depth - 1):
            return found
    return ""


def _arguments(source: str, position: int, known: Mapping[str, Value | None]) -> list[Value | None]:
    """The arguments of a call whose parenthesis opens before `position`, `None` for what is not known."""
    values: list[Value | None] = []
    for piece in _split(source, position):
        try:
            values.append(_Reader(piece, 0, known).value())
        except _UnknownError:
            values.append(None)
    return values


def _split(source: str, position: int) -> Iterator[str]:
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
    for match in _ASSIGNED.finditer(_code(source)):
        name, adds = match[1], match[2] == "+="
        if name == "location" or _GOES.match(source, match.start()):
            continue
        reader = _Reader(source, match.end(), local)
        try:
            value: Value | None = reader.value()
            if adds:
                before = local.get(name)
                value = None if before is None else f"{before}{value}"
        except _UnknownError:
            value = None
        if not adds and name in seen:
            value = None
        seen.add(name)
        local[name] = value
        made_of = {root for used in reader.used for root in origin.get(used, {used})}
        origin[name] = made_of | (origin.get(name, set()) if adds else set())
    return local, origin


@lru_cache(maxsize=512)
def _code(source: str) -> str:
    """The source with its texts blanked out, every character in its place."""
    return _TEXT.sub(lambda text: text[0][0] + " " * (len(text[0]) - 2) + text[0][-1], source)


@lru_cache(maxsize=8)
def functions(page: Page) -> tuple[Function, ...]:
    """The functions that the page's own scripts define, nested and nameless ones too."""
    found = []
    for source in markup.scripts(page):
        if len(source) > _MAX_SOURCE or (not _GOES.search(_code(source)) and "submit" not in source):
            continue
        for match in _FUNCTION.finditer(_code(source)):
            parameters = (match["parameters"] if match["arrow"] is None else match["given"]) or ""
            names = tuple(name for part in parameters.split(",") if (name := part.strip()))
            name = match["name"] or match["assigned"] or match["arrow"] or ""
            found.append(Function(name, names, scripts.balanced(source, match.end())))
    return tuple(found)


@lru_cache(maxsize=8)
def _constants(page: Page) -> dict[str, Value | None]:
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
        for match in _CONSTANT.finditer(_code(source)):
            try:
                value: Value | None = _Reader(source, match.end(), known).value()
            except _UnknownError:
                value = None
            known[match[1]] = None if match[1] in seen and known.get(match[1]) != value else value
            seen.add(match[1])
    return known
