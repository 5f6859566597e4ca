"""Plain text: paragraphs by line; runs of lines with the same separators are tables."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from loaders.document import Cell, Document, Page, Paragraph, Table
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers.captions import attach
from loaders.readers.encoding import decode

MIN_ROWS = 3


def read_text(path: Path, limits: Limits) -> Document:
    """Read a text or CSV file in UTF-8, UTF-16 or GB 18030."""
    if path.stat().st_size > limits.part_bytes:
        raise ReadError("too_large", f"more than {limits.part_bytes} bytes of text")
    lines = decode(path.read_bytes()).splitlines()
    separator = next((mark for mark in ("\t", ",") if _rows(lines, mark) >= MIN_ROWS), None)
    blocks = attach(list(_blocks(lines, separator)))
    return Document(media_type="text", pages=(Page(1, None, None, "flow" if blocks else "blank", blocks),))


def _rows(lines: list[str], separator: str) -> int:
    """The longest run of lines of two or more fields; commas, which prose has too, only where the lines agree on their number."""
    widths = [len(fields) for fields in _split(lines, separator)]
    runs = groupby(widths if separator == "," else [min(2, width) for width in widths])
    return max((len(list(run)) for width, run in runs if width > 1), default=0)


def _split(lines: list[str], separator: str) -> list[list[str]]:
    """Fields of every line; only CSV knows quotes."""
    if separator == ",":
        return [next(csv.reader([line]), []) for line in lines]
    return [line.split(separator) for line in lines]


def _blocks(lines: list[str], separator: str | None) -> Iterator[Paragraph | Table]:
    for tabular, run in groupby(lines, key=lambda line: bool(separator) and str(separator) in line):
        texts = list(run)
        if tabular and separator and len(texts) >= MIN_ROWS:
            yield _table(texts, separator)
            continue
        for line in texts:
            text = line.replace("\t", " ").strip()
            if text:
                yield Paragraph(text, 1)


def _table(lines: list[str], separator: str) -> Table:
    rows = _split(lines, separator)
    cells = tuple(Cell(r, c, text.strip()) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Table(cells, len(rows), max(map(len, rows)), 1, 1, "text")
