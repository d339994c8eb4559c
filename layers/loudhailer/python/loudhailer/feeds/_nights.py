"""What recurs, as a source says it, day by day: the periods in which something is on."""

import re
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from loudhailer.domain.incident import Period
from loudhailer.domain.text import is_near

EVERY_DAY = frozenset(range(1, 8))
MOST_PERIODS = 60
_MOST_DAYS = 800
_HOUR = re.compile(r"\A\d(?=:)")
_MIDNIGHT = ("24:00", "24:00:00")
UNTOLD = "it recurs, and when it is on cannot be told"


def nights_of(
    first: date | None, last: date | None, hours: Sequence[tuple[time, time]], days: Collection[int], zone: tzinfo
) -> tuple[Period, ...] | None:
    """List when it is on, by the clocks of `zone`; None where that cannot be told: without a last day, or too many.

    `days` are 1 for Monday to 7 for Sunday; where none of them lies between the first and the last it is never on. What
    ends no later than it begins ends on the next day.
    """
    if first is None or last is None or not hours or not 0 <= (last - first).days < _MOST_DAYS:
        return None
    on = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    on = [each for each in on if each.isoweekday() in days]
    if len(on) * len(hours) > MOST_PERIODS:
        return None
    return tuple(_period(day, start, end, zone) for day in on for start, end in hours)


def date_of(text: object) -> date | None:
    """Read a day; None where it is none of ours."""
    try:
        day = date.fromisoformat(text[:10]) if isinstance(text, str) else None
    except ValueError:
        return None
    return day if day is not None and is_near(datetime.combine(day, time(), UTC)) else None


def time_of_day(text: object) -> time | None:
    """Read a clock's time without its offset; None where it is none. 9:00 is 09:00, and 24:00 the next midnight."""
    said = _HOUR.sub(r"0\g<0>", text.strip()) if isinstance(text, str) else ""
    if said in _MIDNIGHT:
        return time()
    try:
        return time.fromisoformat(said).replace(tzinfo=None) if said else None
    except ValueError:
        return None


def _period(day: date, start: time, end: time, zone: tzinfo) -> Period:
    until = day if end > start else day + timedelta(days=1)
    return Period(
        start=datetime.combine(day, start, zone).astimezone(UTC),
        end=datetime.combine(until, end, zone).replace(fold=1).astimezone(UTC),
    )
