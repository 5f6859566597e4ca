"""The dozen pdfium functions the fast path calls once per character or path, bound for speed.

pypdfium2 ships complete bindings; the same functions are bound again here with plain addresses instead of typed pointers, so that
`map()` reads a whole page into one numpy buffer without making a Python object per call. Signatures: pdfium's public headers
`fpdf_text.h` and `fpdf_edit.h`.
"""

from __future__ import annotations

import ctypes
from collections import deque
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
has_unicode_error = _bind("FPDFText_HasUnicodeMapError", _ADDRESS, _INTEGER)
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
get_object_font_size = _bind("FPDFTextObj_GetFontSize", _ADDRESS, _ADDRESS)
get_clip_path = _bind("FPDFPageObj_GetClipPath", _ADDRESS, result=_ADDRESS)
count_clip_paths = _bind("FPDFClipPath_CountPaths", _ADDRESS)
count_clip_segments = _bind("FPDFClipPath_CountPathSegments", _ADDRESS, _INTEGER)
get_clip_segment = _bind("FPDFClipPath_GetPathSegment", _ADDRESS, _INTEGER, _INTEGER, result=_ADDRESS)
get_render_mode = _bind("FPDFTextObj_GetTextRenderMode", _ADDRESS)

_get_rendered_image = _bind("FPDFImageObj_GetRenderedBitmap", _ADDRESS, _ADDRESS, _ADDRESS, result=_ADDRESS)
_get_format = _bind("FPDFBitmap_GetFormat", _ADDRESS)
_get_stride = _bind("FPDFBitmap_GetStride", _ADDRESS)
_get_height = _bind("FPDFBitmap_GetHeight", _ADDRESS)
_get_buffer = _bind("FPDFBitmap_GetBuffer", _ADDRESS, result=_ADDRESS)
_destroy_bitmap = _bind("FPDFBitmap_Destroy", _ADDRESS, result=None)

_STRUCTURES = (get_loose_box, get_matrix, get_object_matrix)


def run(entry: Entry, *columns: Iterable[Any]) -> list[int]:
    """Call an entry once per row of the columns."""
    return list(map(entry, *columns))


def fill(entry: Entry, handle: int, positions: Integers, fields: int, kind: type) -> npt.NDArray[Any]:
    """Read `fields` numbers for each of the characters at `positions` of a text page into an array (characters, fields).

    Rows whose call fails stay zero.
    """
    return _read(entry, fields, kind, repeat(handle), positions.tolist())


def fill_objects(entry: Entry, handles: Sequence[int], fields: int, kind: type) -> npt.NDArray[Any]:
    """Read `fields` numbers for each page object into an array (objects, fields); failed calls leave zeros."""
    return _read(entry, fields, kind, handles)


def _read(entry: Entry, fields: int, kind: type, *leading: Iterable[Any]) -> npt.NDArray[Any]:
    """Functions that fill one structure get one address a row, functions with separate outputs one address a field."""
    rows = list(leading[-1])
    out: npt.NDArray[Any] = np.zeros((len(rows), fields), kind)
    start, size = out.ctypes.data, out.itemsize
    row = fields * size
    outputs = 1 if entry in _STRUCTURES else fields
    addresses = [
        range(start + field * size, start + field * size + row * len(rows), row) for field in range(outputs)
    ]
    deque(map(entry, *leading[:-1], rows, *addresses), maxlen=0)
    return out


def matrix_of(handle: int) -> tuple[float, float, float, float, float, float]:
    """The transformation matrix (a, b, c, d, e, f) of a page object; the identity if it has none."""
    buffer = (_FLOAT * 6)()
    if not get_object_matrix(handle, ctypes.addressof(buffer)):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    a, b, c, d, e, f = buffer
    return (a, b, c, d, e, f)


def is_opaque(document: int, page: int, image: int) -> bool:
    """Whether an image hides what was drawn before it: nothing of it is transparent."""
    bitmap = _get_rendered_image(document, page, image)
    if not bitmap:
        return False
    opaque = True
    if _get_format(bitmap) == raw.FPDFBitmap_BGRA:
        size = _get_stride(bitmap) * _get_height(bitmap)
        opaque = bool(
            (np.frombuffer(ctypes.string_at(_get_buffer(bitmap), size), np.uint8)[3::4] == 255).all()
        )
    _destroy_bitmap(bitmap)
    return opaque
