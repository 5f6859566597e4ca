"""Markup to a tree, and the questions every web module asks of its nodes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree, html

from loaders.errors import ReadError

_SKIPPED = "script style noscript template head select iframe svg button textarea object embed"
_BLOCKS = (
    "address article aside blockquote body center dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "li main nav ol p pre section table tbody td tfoot th thead tr ul"
)
SKIPPED = frozenset(_SKIPPED.split())
BLOCKS = frozenset(_BLOCKS.split())
MAX_DEPTH = 400

_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.I)
_ENDS = re.compile(r"</(body|html)\s*>", re.I)
_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0\u200b\ufeff]+")


def tree(text: str) -> Any:
    """The root of an HTML page.

    Raises:
        ReadError: `corrupt` when there is no markup at all in it.
    """
    # the text is decoded already: a declared charset must not decode it again
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""))
    # what stands behind a premature end of the page is shown by browsers and dropped by the parser
    text = _ENDS.sub("", text)
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ReadError("corrupt", f"no markup to read: {error}") from error
    return root


def shows(node: Any) -> bool:
    """Whether a node is an element that can show something."""
    return isinstance(node.tag, str) and node.tag not in SKIPPED and not is_hidden(node)


def is_hidden(node: Any) -> bool:
    """Whether the element itself says that it is not shown."""
    return bool(_HIDDEN.search(node.get("style") or "")) or node.get("hidden") is not None


def squeeze(text: str) -> str:
    """Runs of white space as one blank, ends trimmed (the ideographic indent too)."""
    return _SPACE.sub(" ", text).strip(" \u3000")


def flowed(node: Any, depth: int = 0) -> Iterator[str]:
    """The text pieces of a node in order; a line break or block boundary is a piece of its own, a bare newline."""
    if depth > MAX_DEPTH:
        raise ReadError("too_large", f"markup nested deeper than {MAX_DEPTH}")
    if node.text:
        yield node.text
    for child in node:
        if shows(child):
            if child.tag == "br":
                yield "\n"
            else:
                edge = child.tag in BLOCKS
                if edge:
                    yield "\n"
                yield from flowed(child, depth + 1)
                if edge:
                    yield "\n"
        if child.tail:
            yield child.tail


def lines(node: Any) -> list[str]:
    """The lines a node shows, without the empty ones."""
    return joined(flowed(node))


def joined(pieces: Iterable[str]) -> list[str]:
    """Lines of text pieces: white space in the source is no line break, a newline piece (`<br>`, a block's edge) is."""
    text = "".join("\n" if piece == "\n" else _SPACE.sub(" ", piece) for piece in pieces)
    return [line for line in map(squeeze, text.split("\n")) if line]
