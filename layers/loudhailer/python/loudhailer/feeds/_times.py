"""Times in the spellings that feeds use, each with its zone or of its source's clocks."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from loudhailer.domain.text import is_near

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{1,2}:\d{2}.*)?")
_NUMERIC = re.compile(
    r"(?P<one>\d{1,2})(?P<mark>[/.])(?P<two>\d{1,2})[/.](?P<year>\d{4}),?\s+"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<offset>\S+)?"
)
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})(?::?\d{2})?")
_NAMED = {"Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3}
"""Offsets in hours. What a source calls CET in May is CET: it said so."""
_MILLISECONDS_FROM = 100_000_000_000
"""What is larger counts milliseconds: as seconds it would be the year 5138."""


def moment_of(text: object, zone: ZoneInfo, *, month_first: bool = False, later: bool = False) -> datetime | None:
    """Read a time and return it in UTC; None where it is missing, broken, or further off than any incident.

    A time without an offset is of the clocks in `zone`. In the hour that comes twice in October it is the first one, or
    with `later` the second: what ends something never ends it early. `month_first` reads 10/6/2021 as 6 October.
    """
    if isinstance(text, bool):
        return None
    if isinstance(text, int | float):
        return epoch_of(text)
    if not isinstance(text, str):
        return None
    words = " ".join(text.split())
    try:
        moment = _read(words, month_first=month_first)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    if moment is None:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone, fold=int(later))
    try:
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if is_near(moment) else None


def epoch_of(number: float) -> datetime | None:
    """Read seconds or milliseconds since 1970; None where that is no time of ours, such as 0 or -62135596800."""
    try:
        seconds = number / 1000 if abs(number) >= _MILLISECONDS_FROM else number
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except (ValueError, OverflowError):
        return None
    return moment if is_near(moment) else None


def _read(words: str, *, month_first: bool) -> datetime | None:
    if _ISO.fullmatch(words):
        return datetime.fromisoformat(words.replace(" UTC", "+00:00").replace(" GMT", "+00:00"))
    if found := _NUMERIC.fullmatch(words):
        return _numeric(found, month_first=month_first)
    if re.fullmatch(r"\d{9,14}", words):
        return epoch_of(int(words))
    # RFC-822 and ctime both begin with a day or its name.
    if re.match(r"(?:[A-Za-z]{3,9},? |\d{1,2} [A-Za-z]{3})", words) is None:
        return None
    # Traffic Scotland writes a dash between the day and the time.
    moment = parsedate_to_datetime(words.replace(" - ", " "))
    # By RFC 5322 -0000 is universal time, of a clock that nobody names; it is none of the source's zone.
    named = 0 if words.endswith("-0000") else _NAMED.get(words.rpartition(" ")[2].upper())
    return moment if named is None else moment.replace(tzinfo=timezone(timedelta(hours=named)))


def _numeric(found: re.Match[str], *, month_first: bool) -> datetime | None:
    one, two, hour = int(found["one"]), int(found["two"]), int(found["hour"])
    day, month = (two, one) if month_first and found["mark"] == "/" else (one, two)
    if half := (found["half"] or "").replace(".", "").casefold():
        if not 1 <= hour <= 12:  # noqa: PLR2004  # a clock's face
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    moment = datetime(int(found["year"]), month, day, hour, int(found["minute"]), int(found["second"] or 0))  # noqa: DTZ001  # the zone follows
    offset = found["offset"] or ""
    if not offset:
        return moment
    if offset.upper() in _NAMED:
        return (moment - timedelta(hours=_NAMED[offset.upper()])).replace(tzinfo=UTC)
    shift = _OFFSET.fullmatch(offset)
    if shift is None:
        return None
    ahead = timedelta(hours=int(shift["hours"]), minutes=int(shift["minutes"]))
    return (moment - (ahead if shift["sign"] == "+" else -ahead)).replace(tzinfo=UTC)
