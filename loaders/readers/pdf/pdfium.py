"""The dozen pdfium functions the fast path calls once per character or path, bound for speed.

pypdfium2 ships complete bindings; the same functions are bound again here with plain addresses instead of typed pointers, so that
`map()` reads a whole page into one numpy buffer without making a Python object per call. Signatures: pdfium's public headers
`fpdf_text.h` and `fpdf_edit.h`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as raw

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]
Entry = Callable[..., int]

TEXT, PATH, IMAGE, FORM = (
    raw.FPDF_PAGEOBJ_TEXT,
    raw.FPDF_PAGEOBJ_PATH,
    raw.FPDF_PAGEOBJ_IMAGE,
    raw.FPDF_PAGEOBJ_FORM,
)

_ADDRESS = ctypes.c_void_p
_INTEGER = ctypes.c_int
_FLOAT = ctypes.c_float


def _bind(name: str, *arguments: Any, result: Any = _INTEGER) -> Entry:
    """Bind a function of the loaded library again; `PYFUNCTYPE` keeps the interpreter lock, which halves the cost of a call."""
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value or 0
    bound: Entry = ctypes.PYFUNCTYPE(result, *arguments)(address)
    return bound


count_chars = _bind("FPDFText_CountChars", _ADDRESS)
get_text = _bind("FPDFText_GetText", _ADDRESS, _INTEGER, _INTEGER, _ADDRESS)
get_unicode = _bind("FPDFText_GetUnicode", _ADDRESS, _INTEGER, result=ctypes.c_uint)
get_loose_box = _bind("FPDFText_GetLooseCharBox", _ADDRESS, _INTEGER, _ADDRESS)
get_tight_box = _bind("FPDFText_GetCharBox", _ADDRESS, _INTEGER, *[_ADDRESS] * 4)
get_origin = _bind("FPDFText_GetCharOrigin", _ADDRESS, _INTEGER, _ADDRESS, _ADDRESS)
get_matrix = _bind("FPDFText_GetMatrix", _ADDRESS, _INTEGER, _ADDRESS)
get_font_size = _bind("FPDFText_GetFontSize", _ADDRESS, _INTEGER, result=ctypes.c_double)
get_text_object = _bind("FPDFText_GetTextObject", _ADDRESS, _INTEGER, result=_ADDRESS)

count_page_objects = _bind("FPDFPage_CountObjects", _ADDRESS)
get_page_object = _bind("FPDFPage_GetObject", _ADDRESS, _INTEGER, result=_ADDRESS)
count_form_objects = _bind("FPDFFormObj_CountObjects", _ADDRESS)
get_form_object = _bind("FPDFFormObj_GetObject", _ADDRESS, ctypes.c_ulong, result=_ADDRESS)
get_type = _bind("FPDFPageObj_GetType", _ADDRESS)
get_bounds = _bind("FPDFPageObj_GetBounds", _ADDRESS, *[_ADDRESS] * 4)
get_object_matrix = _bind("FPDFPageObj_GetMatrix", _ADDRESS, _ADDRESS)
get_fill_color = _bind("FPDFPageObj_GetFillColor", _ADDRESS, *[_ADDRESS] * 4)
get_stroke_color = _bind("FPDFPageObj_GetStrokeColor", _ADDRESS, *[_ADDRESS] * 4)
get_draw_mode = _bind("FPDFPath_GetDrawMode", _ADDRESS, _ADDRESS, _ADDRESS)
count_segments = _bind("FPDFPath_CountSegments", _ADDRESS)
get_segment = _bind("FPDFPath_GetPathSegment", _ADDRESS, _INTEGER, result=_ADDRESS)
get_segment_point = _bind("FPDFPathSegment_GetPoint", _ADDRESS, _ADDRESS, _ADDRESS)
get_segment_type = _bind("FPDFPathSegment_GetType", _ADDRESS)
get_segment_close = _bind("FPDFPathSegment_GetClose", _ADDRESS)
get_font = _bind("FPDFTextObj_GetFont", _ADDRESS, result=_ADDRESS)
is_embedded = _bind("FPDFFont_GetIsEmbedded", _ADDRESS)
get_render_mode = _bind("FPDFTextObj_GetTextRenderMode", _ADDRESS)


def run(entry: Entry, *columns: Iterable[Any]) -> list[int]:
    """Call an entry once per row of the columns."""
    return list(map(entry, *columns))


def fill(entry: Entry, handle: int, count: int, fields: int, kind: type, *, split: bool) -> npt.NDArray[Any]:
    """Read `fields` numbers for each of `count` characters of a text page into an array (count, fields).

    `split` passes one address per field (functions with separate output pointers) instead of one address per row (structures).
    Rows whose call fails stay zero.
    """
    out: npt.NDArray[Any] = np.zeros((count, fields), kind)
    _call(entry, repeat(handle, count), range(count), out=out, split=split)
    return out


def fill_objects(entry: Entry, handles: Sequence[int], fields: int, kind: type) -> npt.NDArray[Any]:
    """Read `fields` numbers for each page object into an array (objects, fields); failed calls leave zeros."""
    out: npt.NDArray[Any] = np.zeros((len(handles), fields), kind)
    _call(entry, handles, out=out, split=True)
    return out


def _call(entry: Entry, *leading: Iterable[Any], out: npt.NDArray[Any], split: bool) -> None:
    count, fields = out.shape
    if not count:
        return
    start, row, size = out.ctypes.data, out.strides[0], out.itemsize
    offsets = range(0, fields * size, size) if split else (0,)
    addresses = [range(start + offset, start + offset + row * count, row) for offset in offsets]
    for _ in map(entry, *leading, *addresses):
        pass


def matrix_of(handle: int) -> tuple[float, float, float, float, float, float]:
    """The transformation matrix (a, b, c, d, e, f) of a page object; the identity if it has none."""
    buffer = (_FLOAT * 6)()
    if not get_object_matrix(handle, ctypes.addressof(buffer)):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    a, b, c, d, e, f = buffer
    return (a, b, c, d, e, f)
