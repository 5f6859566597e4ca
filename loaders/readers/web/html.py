"""Web pages whose tables and text are the disclosure, and Word's and Excel's HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from loaders.document import Document, Page, Paragraph, Table
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers.captions import attach
from loaders.readers.encoding import decode
from loaders.readers.pdf.blocks import pages_of
from loaders.readers.pictures import Pictures, from_uri
from loaders.readers.positioned import unread
from loaders.readers.web import placed
from loaders.readers.web.content import article
from loaders.readers.web.markup import (
    BLOCKS,
    MAX_DEPTH,
    flowed,
    joined,
    lines,
    shows,
    squeeze,
    tree,
)
from loaders.readers.web.tables import grid, is_layout

_TITLE_METAS = frozenset(("articletitle", "og:title"))
_PARTING = BLOCKS | {"img"}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def read_html(path: Path, limits: Limits) -> Document:
    """Read a page: one page of kind `flow`; what stands outside the article is kept in its `artifacts`.

    Raises:
        ReadError: `corrupt`, `too_large`.
    """
    if path.stat().st_size > limits.part_bytes:
        raise ReadError("too_large", f"more than {limits.part_bytes} bytes of markup")
    return document(decode(path.read_bytes()), "html", limits)


def document(
    text: str, media_type: str, limits: Limits, sources: Callable[[str], bytes | None] = from_uri
) -> Document:
    """The document of a page's markup; `sources` gives the bytes of a picture's address where the file holds them."""
    root = tree(text)
    body = root.find("body")
    if body is None:
        body = root
    content = article(body)
    boxes = placed.page_boxes(body)
    if boxes:
        if len(boxes) > limits.max_pages:
            raise ReadError("too_large", f"more than {limits.max_pages} pages")
        drafts = list(placed.drafts(boxes))
        return Document(media_type, pages_of(drafts), title=_title(root), problems=unread(drafts))
    pictures = _Inline(Pictures(limits), sources)
    blocks = attach(list(_blocks(content, limits, pictures)))
    page = Page(1, None, None, "flow" if blocks else "blank", blocks, artifacts=_outside(body, content))
    return Document(media_type, (page,), title=_title(root), problems=pictures.read.problems)


@dataclass(frozen=True, slots=True)
class _Inline:
    """The pictures of a page and where their bytes come from."""

    read: Pictures
    sources: Callable[[str], bytes | None]

    def blocks(self, image: Any) -> list[Paragraph | Table]:
        """What a picture shows."""
        address = image.get("src") or ""
        return self.read.blocks(self.sources(address), address[:80])


def _blocks(node: Any, limits: Limits, pictures: _Inline, depth: int = 0) -> Iterator[Paragraph | Table]:
    """Blocks of a container: text between block elements is a paragraph, and so is each line a `<br>` ends."""
    if depth > MAX_DEPTH:
        raise ReadError("too_large", f"markup nested deeper than {MAX_DEPTH}")
    loose = [node.text or ""]
    for child in node:
        if shows(child):
            if child.tag == "br":
                loose.append("\n")
            elif child.tag == "img":
                yield from _paragraphs(loose)
                loose = []
                yield from pictures.blocks(child)
            elif child.tag in BLOCKS or any(inner.tag in _PARTING for inner in child.iter()):
                yield from _paragraphs(loose)
                loose = []
                yield from _block(child, limits, pictures, depth)
            else:
                loose.extend(flowed(child))
        loose.append(child.tail or "")
    yield from _paragraphs(loose)


def _block(node: Any, limits: Limits, pictures: _Inline, depth: int) -> Iterator[Paragraph | Table]:
    if node.tag == "table" and not is_layout(node):
        table = grid(node, limits)
        if table is not None:
            yield table
        for image in node.iter("img"):
            yield from pictures.blocks(image)
        return
    level = int(node.tag[1]) if node.tag in _HEADINGS else 0
    for block in _blocks(node, limits, pictures, depth + 1):
        yield replace(block, heading=level) if level and isinstance(block, Paragraph) else block


def _paragraphs(pieces: list[str]) -> Iterator[Paragraph]:
    for line in joined(pieces):
        yield Paragraph(line, 1)


def _outside(body: Any, content: Any) -> tuple[str, ...]:
    """The lines of the page around the article: breadcrumbs, dates, navigation, footers."""
    inside = set(lines(content))
    return tuple(dict.fromkeys(line for line in lines(body) if line not in inside))


def _title(root: Any) -> str | None:
    """The title of the article; as the page says it where that goes on with whose site it is."""
    metas = (
        (meta.get("name") or meta.get("property") or "", meta.get("content")) for meta in root.iter("meta")
    )
    named = next(
        (squeeze(text) for name, text in metas if name.lower() in _TITLE_METAS and squeeze(text or "")), None
    )
    found = root.find(".//title")
    whole = squeeze(found.text_content()) if found is not None else ""
    return whole if named and whole.startswith(named) else named or whole or None
