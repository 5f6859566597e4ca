"""Dates of workbooks: serial numbers to moments, and moments to the text that a number format shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def as_date(serial: Decimal, *, from_1904: bool = False) -> datetime | None:
    """The moment a serial number means; `None` outside the calendar. Excel's 29 February 1900 is kept at bay like Excel does."""
    if not 0 <= serial < 2_958_466:
        return None
    base = (
        datetime(1904, 1, 1)
        if from_1904
        else datetime(1899, 12, 30)
        if serial >= 60
        else datetime(1899, 12, 31)
    )
    days = int(serial)
    seconds = int(((serial - days) * 86400).to_integral_value(ROUND_HALF_UP))
    return base + timedelta(days=days, seconds=seconds)


def iso(moment: datetime) -> str:
    """A date as ISO text, with the time only when there is one."""
    return (
        moment.isoformat(" ")
        if moment.time() != datetime.min.time()
        else date(*moment.timetuple()[:3]).isoformat()
    )


def shown(tokens: Sequence[tuple[str, str]], serial: Decimal, moment: datetime) -> str:
    """The text that a format's tokens show for a moment and its serial number."""
    half_day = any(kind == "ampm" for kind, _ in tokens)
    parts: list[str] = []
    last_hour = False
    for position, (kind, text) in enumerate(tokens):
        if kind == "date":
            after = next((t for k, t in tokens[position + 1 :] if k == "date"), "")
            parts.append(
                _date_part(text.lower(), moment, serial, half_day, last_hour or after.lower().startswith("s"))
            )
            last_hour = text.lower().lstrip("[").startswith("h")
        elif kind == "ampm":
            parts.append(
                ("上午", "下午")[moment.hour >= 12] if "上午" in text else ("AM", "PM")[moment.hour >= 12]
            )
        elif kind in ("text", "other"):
            parts.append("" if text in (";", "@") else text)
        elif kind == "digits":
            parts.append(text if text.strip("0") else "0" * len(text))
    return "".join(parts).strip()


def _date_part(code: str, moment: datetime, serial: Decimal, half_day: bool, is_minute: bool) -> str:
    if code.startswith("["):
        return str(int(serial * {"h": 24, "m": 1440, "s": 86400}[code[1]]))
    letter, size = code[0], len(code)
    if letter in "ye":
        return f"{moment.year:04d}" if size > 2 or letter == "e" else f"{moment.year % 100:02d}"
    if letter == "m" and not is_minute:
        return _MONTHS[moment.month - 1] if size in (3, 4) else f"{moment.month:0{min(size, 2)}d}"
    hour = (moment.hour - 1) % 12 + 1 if half_day else moment.hour
    value = {"m": moment.minute, "d": moment.day, "h": hour, "s": moment.second}.get(letter)
    if value is None:
        return ""
    return (
        moment.strftime("%a")[: 3 if size == 3 else 9]
        if letter == "d" and size > 2
        else f"{value:0{min(size, 2)}d}"
    )
