"""A stored number and its format → what the cell shows and what it holds, the same for every workbook format."""

from __future__ import annotations

from decimal import Decimal

from loaders.readers.sheet import dates, formats
from loaders.readers.sheet.layout import Value


def number_value(number: Decimal, code: str, *, from_1904: bool, shows_zeros: bool) -> Value:
    """A stored number as its cell shows it; dates are stored as ISO text."""
    if formats.is_date(code):
        moment = dates.as_date(number, from_1904=from_1904)
        stored = dates.iso(moment) if moment else formats.plain(number)
    else:
        stored = formats.plain(number)
    if not number and not shows_zeros:
        return Value("", stored)
    return Value(formats.shown(number, code, from_1904=from_1904), stored)
