"""Times as people write them: 18:30, +2h, or ISO 8601."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_AHEAD = re.compile(r"\+(?=\d)(?:(\d{1,2})d)?(?:(\d{1,3})h)?(?:(\d{1,4})m)?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*")


def moment_of(text: str, now: datetime) -> datetime:
    """Return the aware moment that is meant, `now` being aware; raise `ValueError` that says how to write it.

    A clock time is its next such moment in Europe/London. `+2h` counts hours that pass, whatever the clocks do, to a
    whole minute: no post says more, and the same command given again in that minute says the same.
    """
    told = text.strip()
    if ahead := _AHEAD.fullmatch(told):
        days, hours, minutes = (int(part or 0) for part in ahead.groups())
        return (
            (now + timedelta(days=days, hours=hours, minutes=minutes))
            .astimezone(LONDON)
            .replace(second=0, microsecond=0)
        )
    if clock := _CLOCK.fullmatch(told):
        return _next(time(int(clock[1]), int(clock[2])), now)
    if _ISO.fullmatch(told):
        try:
            moment = datetime.fromisoformat(told)
        except ValueError:
            raise ValueError(f"there is no such time as {told!r}") from None
        return moment if moment.tzinfo else _in_london(moment)
    raise ValueError(f"{text!r} is no time; write 18:30, +2h or 2026-11-22T18:30+00:00")


def _next(clock: time, now: datetime) -> datetime:
    today = now.astimezone(LONDON).date()
    found = _in_london(datetime.combine(today, clock), nearest_after=now)
    if found > now:
        return found
    return _in_london(datetime.combine(today + timedelta(days=1), clock), nearest_after=now)


def _in_london(naive: datetime, *, nearest_after: datetime | None = None) -> datetime:
    """Place a wall clock's time in London.

    Where the clocks go forward it may not exist, where they go back it comes twice: then the next one that is not past,
    or the person says which.
    """
    first, second = (naive.replace(tzinfo=LONDON, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    if first.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != naive:
        raise ValueError(f"{naive:%H:%M on %d %B} does not exist: the clocks go forward then")
    if nearest_after is None:
        raise ValueError(f"{naive:%H:%M on %d %B} comes twice, for the clocks go back; write it with its offset")
    # Aware times of one zone compare by their wall clock, so in UTC.
    return first.astimezone(UTC).astimezone(LONDON) if first.astimezone(UTC) > nearest_after else second
