"""Disclosures in traditional characters: they are understood as the same text in simplified ones."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, islice

from crawler.traditional import is_traditional
from crawler.traditional import simplified as _plain
from loaders.document import Document, Paragraph, Table
from loaders.identity.values import Hints

_LOOKED_AT = 2000


def simplified(document: Document, hints: Hints) -> tuple[Document, Hints]:
    """A document in traditional characters and what its captures say, in simplified ones; any other as it is."""
    if not is_traditional("".join(islice(chain.from_iterable(_texts(document)), _LOOKED_AT))):
        return document, hints
    pages = tuple(
        replace(page, blocks=tuple(_block(block) for block in page.blocks)) for page in document.pages
    )
    title = document.title and _plain(document.title)
    return replace(document, pages=pages, title=title), replace(
        hints,
        file_name=_all(hints.file_name),
        article_titles=_all(hints.article_titles),
        link_texts=_all(hints.link_texts),
        publishers=_all(hints.publishers),
    )


def _texts(document: Document) -> chain[str]:
    blocks = chain.from_iterable(page.blocks for page in document.pages)
    return chain.from_iterable(
        (block.text,) if isinstance(block, Paragraph) else (cell.text for cell in block.cells)
        for block in blocks
    )


def _block(block: Paragraph | Table) -> Paragraph | Table:
    if isinstance(block, Paragraph):
        return replace(block, text=_plain(block.text))
    return replace(
        block,
        cells=tuple(replace(cell, text=_plain(cell.text)) for cell in block.cells),
        captions=_all(block.captions),
        notes=_all(block.notes),
        sheet_name=block.sheet_name and _plain(block.sheet_name),
    )


def _all(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_plain(text) for text in texts)
