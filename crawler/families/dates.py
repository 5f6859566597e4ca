"""Days as pages and interfaces write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8))

CENTURY = "20"
"""Every year that is read begins so: a text without it holds no day."""

_DATE = re.compile(r"(?<!\d)(20\d{2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)")
# a day that stands apart from its month: 05 | 2024-03, or 2024.03 | 05
_DAY_FIRST = re.compile(r"(?<![\d./-])(\d{2}|\d{1,2}日?\s+)(20\d{2})\s*[-./年]\s*(\d{1,2})月?(?![\d./-])")
_DAY_LAST = re.compile(r"(?<![\d./-])(20\d{2})\s*[-./年]\s*(\d{1,2})月?\s+(\d{1,2})日?(?![\d./-])")
# a day and month that stand apart from their year: 09-01 | 2026, or 2026 | 09-01
_YEAR_LAST = re.compile(r"(?<![\d./-])(\d{1,2})\s*[-./月]\s*(\d{1,2})日?\s+(20\d{2})年?(?![\d./-])")
_YEAR_FIRST = re.compile(r"(?<![\d./-])(20\d{2})年?\s+(\d{1,2})\s*[-./月]\s*(\d{1,2})日?(?![\d./-])")
_PARTED = ((_DAY_FIRST, (2, 3, 1)), (_DAY_LAST, (1, 2, 3)), (_YEAR_LAST, (3, 1, 2)), (_YEAR_FIRST, (1, 2, 3)))
_WHOLE = re.compile(
    r"[\[(（【]?(?:(?:发布|公开|发文|更新|发稿|上传)?(?:时间|日期)?\s*[:：])?\s*(?P<day>\d.*?)(?:[\sT]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)?\s*[\])）】]?"
)
_STAMP = re.compile(r"^1\d{9}(?:\d{3})?$")


def parse_date(value: str) -> date | None:
    """The first full date of a text (`2026-03-05`, `2026/3/5`, `2026年3月5日`, with line breaks inside), if it is a real one."""
    for match in _DATE.finditer(value) if CENTURY in value else ():
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
    return None


def parse_parted(value: str) -> date | None:
    """The date of a text whose parts stand apart, as in a list's calendar leaves (`05 2024-03`, `09-01 2026`)."""
    for pattern, order in _PARTED if CENTURY in value else ():
        for match in pattern.finditer(value):
            try:
                return date(*(int(match[group].strip("日 ")) for group in order))
            except ValueError:
                continue
    return None


def whole(value: str) -> date | None:
    """The day of a text that says nothing else (`[2024-03-05]`, `发布时间：2024年3月5日 10:00`, `05 2024-03`)."""
    match = _WHOLE.fullmatch(value) if CENTURY in value else None
    if match is None:
        return None
    said = match["day"]
    for pattern, order in ((_DATE, (1, 2, 3)), *_PARTED):
        if (found := pattern.match(said)) and not said[found.end() :].strip("日 "):
            try:
                return date(*(int(found[group].strip("日 ")) for group in order))
            except ValueError:
                continue
    return None


def nearest(around: date, month: int, number: int) -> date | None:
    """A day whose year is not said, as near to another as it can be and not over two months from it (`01-02` beside 2023-12-29)."""
    found = []
    for year in (around.year - 1, around.year, around.year + 1):
        try:
            found.append(date(year, month, number))
        except ValueError:
            continue
    best = min(found, key=lambda moment: abs(moment - around), default=None)
    return best if best is not None and abs(best - around) <= timedelta(days=62) else None


def day(value: str) -> date | None:
    """The day a date text names: `2026-04-28 18:20`, `2026年4月28日`, `20260428`, seconds or milliseconds since 1970 (Shanghai).

    ASP.NET wraps the latter (`/Date(1781053689730)/`).
    """
    if found := parse_date(value):
        return found
    digits = value.strip().removeprefix("/Date(").removesuffix(")/")
    if _STAMP.match(digits):
        return datetime.fromtimestamp(int(digits[:10]), UTC).astimezone(SHANGHAI).date()
    if re.fullmatch(r"20\d{6}(?:\d{6})?", digits):
        try:
            return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
        except ValueError:
            return None
    return None
