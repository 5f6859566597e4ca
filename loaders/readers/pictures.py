"""Pictures inside documents that flow (Word, HTML, MHT): a table published as a picture is read where it stands.

A picture is read by OCR when it is large enough to be a page or a table, and taken when it says something: logos, photographs and
seals say nothing. What cannot be read is counted, never dropped in silence.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import unquote_to_bytes

from loaders.document import Paragraph, Table
from loaders.errors import ReadError
from loaders.limits import Limits

SMALLEST_SIDE, SMALLEST_AREA = 200, 150_000
"""Pixels: a smaller picture is an ornament."""

_FEWEST_CELLS = 6
_FEWEST_LETTERS = 40
_SURE = 0.8
_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_DATA_URI = re.compile(r"\s*data:image/[\w.+-]+(?:;[\w=.+-]+)*?(;base64)?,", re.I)

Block = Paragraph | Table


class Pictures:
    """The pictures of one document, read as they come, at most `limits.ocr_pages` of them."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.ocr_pages
        self._unread: list[str] = []

    def blocks(self, data: bytes | None, name: str = "") -> list[Block]:
        """What a picture says; nothing for an ornament. `data` is `None` for a picture that is not in the file."""
        if data is None or not data.startswith(_MAGIC):
            self._unread.append(name)
            return []
        from loaders.readers.ocr import recogniser
        from loaders.readers.ocr.files import read_picture, size_of

        try:
            width, height = size_of(data)
            if min(width, height) < SMALLEST_SIDE or width * height < SMALLEST_AREA:
                return []
            ocr = recogniser() if self._left > 0 else None
            self._left -= 1
            found = [_placeless(block) for block in read_picture(data, self._limits, ocr)] if ocr else []
        except ReadError:
            found = []
        if not _says_something(found):
            self._unread.append(name)
            return []
        return found

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        """One line for all pictures that were not read: a table may be among them."""
        return (("inline_images", str(len(self._unread))),) if self._unread else ()


def from_uri(uri: str) -> bytes | None:
    """The bytes of a `data:image/…` address; `None` for any other."""
    found = _DATA_URI.match(uri[:200])
    if not found:
        return None
    rest = uri[found.end() :]
    if not found.group(1):
        return unquote_to_bytes(rest)
    try:
        return base64.b64decode("".join(rest.split()) + "==")
    except (binascii.Error, ValueError):
        return b""


def inside(data: bytes) -> bytes | None:
    """The PNG or JPEG picture inside a wrapper (Office's drawing records), up to the wrapper's end."""
    places = [place for magic in _MAGIC[:2] if (place := data.find(magic)) >= 0]
    return data[min(places) :] if places else None


def _says_something(blocks: Sequence[Block]) -> bool:
    tables = [block for block in blocks if isinstance(block, Table)]
    if any(sum(bool(cell.text.strip()) for cell in table.cells) >= _FEWEST_CELLS for table in tables):
        return True
    lines = [block for block in blocks if isinstance(block, Paragraph)]
    letters = sum(len(line.text) for line in lines)
    return (
        letters >= _FEWEST_LETTERS
        and sum(len(line.text) * line.confidence for line in lines) >= _SURE * letters
    )


def _placeless(block: Block) -> Block:
    """A block of a picture as one of the document that flows around it: on its page, without a box."""
    if isinstance(block, Paragraph):
        return replace(block, page=1, box=None)
    cells = tuple(replace(cell, box=None, page=1) for cell in block.cells)
    return replace(block, cells=cells, page_first=1, page_last=1, box=None)
