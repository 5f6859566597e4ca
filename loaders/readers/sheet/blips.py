"""The pictures of a binary workbook: the files it stores once, and which of them a sheet shows.

Source: [MS-ODRAW] OfficeArtBStoreContainer, OfficeArtFBSE, and the property pib of a shape.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from loaders.readers.pictures import inside

_CONTAINERS = (0xF000, 0xF001)
_ENTRY = 0xF007
_PIB = re.compile(rb"\x04\x41(....)", re.S)


def stored(group: bytes) -> list[bytes | None]:
    """The PNG and JPEG files of a drawing group in their order; `None` for a picture of another kind."""
    return [inside(body) for kind, body in _records(group, 0) if kind == _ENTRY]


def shown(drawing: bytes, files: list[bytes | None]) -> Iterator[bytes | None]:
    """The pictures that the shapes of a sheet's drawing show."""
    for match in _PIB.finditer(drawing):
        (number,) = struct.unpack("<I", match[1])
        if 1 <= number <= len(files):
            yield files[number - 1]


def _records(data: bytes, depth: int) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 8 <= len(data) and depth < 4:
        kind, size = struct.unpack_from("<HI", data, at + 2)
        body = data[at + 8 : at + 8 + size]
        if kind in _CONTAINERS:
            yield from _records(body, depth + 1)
        else:
            yield kind, body
        at += 8 + size
