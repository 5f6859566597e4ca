"""When nights begin: one cron expression in the settings, read alike by cron, the daemon and systemd. All times are Asia/Shanghai."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo

from apscheduler.triggers.cron import CronTrigger

from schedules.calendar import SHANGHAI

TIMEZONE = "Asia/Shanghai"
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES = ("minute", "hour", "day", "month", "day_of_week")


def fields(at: str) -> dict[str, str]:
    """The fields of a cron expression by name; weekdays as names, because cron counts from Sunday and APScheduler from Monday.

    Five fields, or six with seconds in front (for rehearsals; cron itself knows no seconds).

    Raises:
        ValueError: wrong number of fields, or both a day of the month and a weekday, which cron and systemd understand differently.
    """
    parts = at.split()
    if len(parts) not in (5, 6):
        raise ValueError(f"{at!r} has {len(parts)} fields, not five: minute hour day month weekday")
    named = dict(zip(_NAMES, parts[-5:], strict=True))
    if named["day"] != "*" and named["day_of_week"] != "*":
        raise ValueError(f"{at!r} names a day of the month and a weekday; name one of them")
    named["day_of_week"] = ",".join(_weekdays(part) for part in named["day_of_week"].lower().split(","))
    return ({"second": parts[0]} if len(parts) == 6 else {}) | named


def trigger(at: str) -> CronTrigger:
    """The nights of a cron expression.

    Raises:
        ValueError: it is none; the message says why.
    """
    named = fields(at)
    try:
        return CronTrigger(**named, timezone=TIMEZONE)
    except ValueError as error:
        raise ValueError(f"{at!r} is no cron expression (minute hour day month weekday): {error}") from error


def on_calendar(at: str) -> str:
    """The same nights as systemd writes them, e.g. `Mon..Fri *-*-* 22:30:00 Asia/Shanghai`.

    Raises:
        ValueError: as `trigger`.
    """
    trigger(at)
    named = {name: _systemd(name, text) for name, text in fields(at).items()}
    weekday = "" if named["day_of_week"] == "*" else named["day_of_week"].title() + " "
    second = named.get("second", "00")
    return f"{weekday}*-{named['month']}-{named['day']} {named['hour']}:{named['minute']}:{second} {TIMEZONE}"


def in_zone(at: str, zone: tzinfo | None, moment: datetime) -> str:
    """The nights of a cron expression in the local time of `zone` as it is at `moment`, for a cron that knows local time only.

    Raises:
        ValueError: the same nights have no expression in local time.
    """
    trigger(at)
    named = fields(at)
    here, there = (moment.astimezone(each).utcoffset() or timedelta() for each in (zone, SHANGHAI))
    shift = round((here - there).total_seconds() / 60)
    if not shift or (named["hour"] == "*" and shift % 60 == 0):
        return at
    refusal = ValueError(
        f"{at!r} cannot be said in this machine's time zone ({zone}): use systemd or the daemon, which know {TIMEZONE}"
    )
    minute = named["minute"]
    if shift % 60:
        if not minute.isdecimal():
            raise refusal
        shift += int(minute)
        minute = str(shift % 60)
    hours = [hour * 60 + shift // 60 * 60 for hour in _hours(named["hour"], refusal)]
    days = {hour // 1440 for hour in hours}
    daily = named["day"] == named["month"] == named["day_of_week"] == "*"
    if days != {0} and not daily and (len(days) > 1 or named["day_of_week"] == "*"):
        raise refusal
    weekday = named["day_of_week"]
    if weekday != "*":
        names = _WEEKDAYS[:7]
        if not set(weekday.split(",")) <= set(names):
            raise refusal
        weekday = ",".join(names[(names.index(name) + min(days)) % 7] for name in weekday.split(","))
    local = ",".join(str(hour // 60 % 24) for hour in hours)
    return f"{minute} {local} {named['day']} {named['month']} {weekday}"


def _hours(text: str, refusal: ValueError) -> list[int]:
    """The hours of a field: lists, ranges and steps."""
    found: list[int] = []
    for part in text.split(","):
        match = re.fullmatch(r"(?:\*|(\d+)(?:-(\d+))?)(?:/(\d+))?", part)
        if match is None:
            raise refusal
        first = int(match[1] or 0)
        last = int(match[2]) if match[2] else 23 if match[1] is None or match[3] else first
        found += range(first, last + 1, int(match[3] or 1))
    return found


def _weekdays(part: str) -> str:
    """`1-5` or `0` in names; ranges are written out, because APScheduler's week begins on Monday."""
    found = re.fullmatch(r"([0-7])(?:-([0-7]))?", part)
    if found is None:
        return part
    first, last = int(found[1]), int(found[2] or found[1])
    if last < first:
        raise ValueError(f"the weekdays {part} run backwards")
    return ",".join(_WEEKDAYS[first : last + 1])


def _systemd(name: str, text: str) -> str:
    """A field of cron in systemd's writing: ranges with two dots, steps with their beginning."""
    if text.startswith("*/"):
        return f"{1 if name in ('day', 'month') else 0}/{text[2:]}"
    return re.sub(r"\b(\d)\b", r"0\1", text.replace("-", ".."))
