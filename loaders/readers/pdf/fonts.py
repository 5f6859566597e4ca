"""A placeholder for East Asian fonts that a file names but does not bring.

pdfium leaves out text whose glyphs have no size, so a lone digit of a missing font would be lost, and what is lost would depend on the
fonts of the machine. While text is read, pdfium is given a font in which every character is a box (made by
`tests/pdfs/placeholder_font.py`); positions and widths come from the file itself. While pages are rendered, it is not.
"""

from __future__ import annotations

import base64
import ctypes
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2.raw as raw

_SHIFT_JIS, _HANGUL, _GB2312, _BIG5 = 128, 129, 134, 136
_FONT = zlib.decompress(
    base64.b64decode(
        "eNqNUT1Lw1AUPcnrlx9V6qBQHFJ0KDiIqXQSHMRVS8XFxT7T2AwvJsQW6ubg4FjwLwguHToVBwd/h7ODi5vdhHjSplgqigdecs69"
        "Nzfn3gcNwCyuIWAcHm2a+9rBGqAVGa1ZrvSRwzF1h7rYUFfng9Jgi/qZetuxZf0s3OuRd3nKDgPpE3FP/sqz7rjNdiIPk/W31Cnl"
        "WRJ5ZKkfI+3Kto8EUtQZauNCuvbTw3uS+oNa+d5lk74IvRblEXnlebnrbpwu7gwgxBumYYY90RcGmYAex/iN8EN6YL0JU/SHnSah"
        "DSM63Ywy+o++/Be3kGTFP5CZ4LsEX4UwjD34aE+VG2NnsRfBGwHmo00Rq99ToACEYcyz3GXExhNzUyu5Qs4UNxXhf3b+yIBTlONJ"
        "NczF/aKp01QCWmKGkWUsxVzHAooVJS3b8VTdDqp2o6VkgAoUJCzYcOCR18kCVPlsoDXMBaP7+x1fdL1UhQ=="
    )
)
_MEMBERS = dict(raw.FPDF_SYSFONTINFO._fields_)


def _map(_: Any, __: int, ___: int, charset: int, *____: Any) -> int | None:
    return 1 if charset in (_SHIFT_JIS, _HANGUL, _GB2312, _BIG5) else None


def _data(_: Any, __: Any, table: int, buffer: Any, size: int) -> int:
    if table:
        return 0
    if buffer and size >= len(_FONT):
        ctypes.memmove(buffer, _FONT, len(_FONT))
    return len(_FONT)


_CALLBACKS = {"MapFont": _MEMBERS["MapFont"](_map), "GetFontData": _MEMBERS["GetFontData"](_data)}
_PLACEHOLDER = raw.FPDF_SYSFONTINFO(version=1, **_CALLBACKS)


@contextmanager
def placeholder_fonts() -> Iterator[None]:
    """Documents opened inside draw missing East Asian fonts as boxes; afterwards the machine's own fonts are back."""
    use_placeholder_fonts()
    try:
        yield
    finally:
        use_system_fonts()


def use_placeholder_fonts() -> None:
    """Draw missing East Asian fonts as boxes, in documents opened from now on."""
    raw.FPDF_SetSystemFontInfo(ctypes.byref(_PLACEHOLDER))


def use_system_fonts() -> None:
    """Give pdfium back the fonts of the machine, for documents opened from now on."""
    raw.FPDF_SetSystemFontInfo(raw.FPDF_GetDefaultSystemFontInfo())
