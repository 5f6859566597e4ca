"""Expressions of scripts, computed as far as the page itself says what is in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote

from crawler.families import markup

_TOKEN = re.compile(
    r"""\s*+(?:(?P<text>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)|(?P<number>\d+)(?![\w.])|"""
    r"""(?P<name>[A-Za-z_$][\w$]*(?:\s*\.\s*[A-Za-z_$][\w$]*)*)|(?P<mark>[-+()]))"""
)
_PLACE = re.compile(r"\$\{\s*([\w$.]+)\s*\}")
_ENDS = re.compile(r"\s*(?:[;,)}\n]|$)")
_TEXT = re.compile(r"""'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`""")
_ESCAPING = {"encodeURI": "/:?&=#%", "encodeURIComponent": "", "escape": "/:?&=#%"}
_MAX_DEPTH = 30
_PASSING = ("String", "Number", "parseInt", "trim", "$.trim")

Value = str | int


class UnknownError(Exception):
    """An expression holds something the page does not say."""


@dataclass(slots=True)
class Reader:
    """Computes one expression: texts and numbers, `+` and `-`, parentheses, names that `known` gives a value."""

    source: str
    position: int
    known: Mapping[str, Value | None]
    used: set[str] = field(default_factory=set)
    depth: int = 0

    def value(self) -> Value:
        """The value of the expression that starts here.

        Raises:
            UnknownError: it holds an operator or a name that is not known.
        """
        found = self._sum()
        if not _ENDS.match(self.source, self.position):
            raise UnknownError
        return found

    def _sum(self) -> Value:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise UnknownError
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
                raise UnknownError
        self.depth -= 1
        return total

    def _term(self) -> Value:
        match = _TOKEN.match(self.source, self.position)
        if match is None:
            raise UnknownError
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
        raise UnknownError

    def _close(self) -> None:
        match = _TOKEN.match(self.source, self.position)
        if match is None or match["mark"] != ")":
            raise UnknownError
        self.position = match.end()

    def _filled(self, quoted: str) -> str:
        text = markup.unescape(quoted[1:-1])
        if quoted[0] != "`":
            return text
        filled = _PLACE.sub(lambda place: str(self._known(place[1])), text)
        if "${" in filled:
            raise UnknownError
        return filled

    def _named(self, name: str) -> Value:
        call = _TOKEN.match(self.source, self.position)
        if call is None or call["mark"] != "(":
            return self._known(name)
        if name not in _PASSING and name not in _ESCAPING:
            raise UnknownError
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
            raise UnknownError
        self.used.add(name)
        return found


@lru_cache(maxsize=512)
def code(source: str) -> str:
    """The source with its texts blanked out, every character in its place."""
    return _TEXT.sub(lambda text: text[0][0] + " " * (len(text[0]) - 2) + text[0][-1], source)
