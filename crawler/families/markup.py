"""A fetched page as a tree: decoded, parsed leniently, and the fragments that scripts write or hide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from lxml import etree

from crawler.decode import to_text
from crawler.families.base import Page

_SPACES = re.compile(r"[\s\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff]+")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENDINGS = re.compile(r"</(?:html|body)\s*>", re.I)
_WRITE = re.compile(
    r"(?:document\s*\.\s*write(?:ln)?|\.\s*(?:append|prepend|html|after|before|insertAdjacentHTML))\s*\(|\.\s*innerHTML\s*\+?="
)
_CONSTANT = re.compile(
    r"""\b(?:var|let|const)\s+(\w+)\s*=\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")\s*[;,\n]"""
)
_STRING = re.compile(r"""'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`""")
_MAX_CALL = 400_000
_PLACE = re.compile(r"\$\{[^{}]*\}")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.S)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)
_BLOCKS = {
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "tr",
    "td",
    "th",
    "table",
    "dt",
    "dd",
    "dl",
    "h1",
    "h2",
    "h3",
    "h4",
    "section",
}
_LISTS = {"ul", "ol", "dl", "table", "tbody", "div"}
_COMMENTED_LIST = re.compile(
    r"<(?:li|tr|dd)\b[^<>]*>\s*<(?:td|a|span|p)\b[\s\S]*?20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}", re.I
)
_HOLE = "\ue000"
_HOLLOW = re.compile(
    rf"""\b[\w-]+\s*=\s*(?:"[^"<>]*{_HOLE}[^"<>]*"|'[^'<>]*{_HOLE}[^'<>]*'|[^\s"'<>]*{_HOLE}[^\s"'<>]*)"""
)
_SIMPLE_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "", "0": ""}


@lru_cache(maxsize=8)
def text(page: Page) -> str:
    """The page's text, decoded (`crawler.decode.to_text`), without NUL characters."""
    return to_text(page.body, page.content_type).replace("\x00", "")


@lru_cache(maxsize=8)
def tree(page: Page) -> Any:
    """The parsed page (an lxml element), never `None`; treat it as read-only."""
    return fragment(text(page))


def fragment(markup: str) -> Any:
    """Parse a piece of HTML leniently; an empty piece becomes an empty element."""
    # what stands behind </html> is shown by browsers and dropped by the parser
    markup = _ENDINGS.sub("", _XML_DECLARATION.sub("", markup))
    # not lxml.html: looking up its element classes costs more than parsing
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    return etree.Element("div") if root is None else root


def squeeze(value: str | None) -> str:
    """Collapse all white space (no-break, full-width and zero-width included) to single spaces, trimmed."""
    return _SPACES.sub(" ", value or "").strip()


def content(node: Any) -> str:
    """The visible text below a node, squeezed; scripts and styles left out, a space between blocks but none between spans."""
    if len(node) == 0:
        return "" if node.tag in ("script", "style") else squeeze(node.text)
    return _collected(node)


@lru_cache(maxsize=4096)
def _collected(root: Any) -> str:
    # a stack and no recursion: pages nest deeper than Python's calls may
    parts: list[str] = []
    stack: list[Any] = [root]
    while stack:
        piece = stack.pop()
        if isinstance(piece, str):
            parts.append(piece)
            continue
        if not isinstance(piece.tag, str) or piece.tag in ("script", "style"):
            continue
        block = piece.tag in _BLOCKS
        parts.append((" " if block else "") + (piece.text or ""))
        if block:
            stack.append(" ")
        for child in reversed(piece):
            stack += (child.tail or "", child)
    return squeeze("".join(parts))


@lru_cache(maxsize=8)
def anchors(page: Page) -> tuple[Any, ...]:
    """Every link of the page and of what its scripts write, in order."""
    return tuple(anchor for root in (tree(page), *written(page)) for anchor in root.iter("a"))


@lru_cache(maxsize=8)
def scripts(page: Page) -> tuple[str, ...]:
    """The source of every inline script."""
    roots = (tree(page), *hidden(page))
    return tuple(node.text for root in roots for node in root.iter("script") if node.text)


def strings(source: str) -> Iterator[str]:
    """Every string literal of a script, unescaped."""
    for match in _STRING.finditer(source):
        yield unescape(_inner(match))


def _inner(match: re.Match[str]) -> str:
    """What stands between the quotes of a string literal."""
    return next((group for group in match.groups() if group is not None), "")


def unescape(literal: str) -> str:
    r"""A JavaScript string literal's value (`\/`, `\u4e00`, `\x26`, `\n`)."""
    return _ESCAPE.sub(_escape_value, literal)


def _escape_value(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] in "ux" and len(code) > 1:
        return chr(int(code[1:], 16))
    return _SIMPLE_ESCAPES.get(code, code)


@lru_cache(maxsize=8)
def written(page: Page) -> tuple[Any, ...]:
    """Trees of the markup that scripts write into the page: `document.write(…)` and its like, CDATA sections (Hanweb records), templates."""
    fragments: list[str] = []
    for source in scripts(page):
        fragments.extend(_CDATA.findall(source))
        constants = {match[1]: unescape(match[2] or match[3] or "") for match in _CONSTANT.finditer(source)}
        fragments.extend(value for value in constants.values() if "<a" in value and "href" in value)
        calls, end = [], 0
        for call in _WRITE.finditer(source):
            if call.start() < end:
                continue
            end = _end_of_call(source, call.end())
            calls.append(_literal_markup(source[call.end() : end], constants))
        if any("<" in piece for piece in calls):
            fragments.append("".join(calls))
    # templates and fields that a script turns into markup
    filled = [source for source in scripts(page) if source.lstrip()[:1] == "<"]
    filled.extend(node.text for node in tree(page).iter("textarea") if node.text and "<a" in node.text)
    return (*_parsed(fragments), *hidden(page), *_parsed(filled))


def _parsed(pieces: Iterable[str]) -> tuple[Any, ...]:
    return tuple(fragment(piece) for piece in pieces if "<" in piece)


@lru_cache(maxsize=8)
def hidden(page: Page) -> tuple[Any, ...]:
    """Trees of the lists that stand in a comment, alone in their element: a script shows them (and pages through them)."""
    return _parsed(node.text for node in tree(page).iter(etree.Comment) if _is_list(node))


def _is_list(comment: Any) -> bool:
    holder = comment.getparent()
    if holder is None or holder.tag not in _LISTS or len(holder) > 1:
        return False
    alone = not squeeze((holder.text or "") + (comment.tail or ""))
    return alone and bool(_COMMENTED_LIST.search(comment.text or ""))


def _literal_markup(argument: str, constants: dict[str, str]) -> str:
    """The literals of `"<a href='" + path + "a.pdf'>"` joined, with what `constants` knows of the variables.

    An attribute that another variable completes is dropped, not half read.
    """
    pieces, end = [], None
    for match in _STRING.finditer(argument):
        between = argument[end : match.start()].strip(" +\n\r\t") if end is not None else ""
        if between:
            pieces.append(constants.get(between, _HOLE))
        piece = unescape(_PLACE.sub(_HOLE, _inner(match)))
        pieces.append(unquote(piece) if "%3C" in piece[:400] else piece)
        end = match.end()
    return _HOLLOW.sub("", "".join(pieces)).replace(_HOLE, "")


def _end_of_call(source: str, start: int) -> int:
    """Where the parenthesis opened before `start` closes, or the statement ends; strings respected; far on if neither."""
    depth, quote, position = 1, "", start
    limit = min(len(source), start + _MAX_CALL)
    while position < limit:
        char = source[position]
        if quote:
            if char == "\\":
                position += 1
            elif char == quote:
                quote = ""
        elif char in "'\"`":
            quote = char
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth == 0:
                return position
        elif char == ";" and depth == 1:
            return position
        position += 1
    return limit


def attribute(node: Any, name: str) -> str:
    """An attribute's value, squeezed, `""` when absent."""
    return squeeze(node.get(name))
