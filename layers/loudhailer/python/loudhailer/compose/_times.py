"""How a time is said to people."""

from datetime import datetime

from loudhailer.domain.text import LONDON
from loudhailer.phrases import Times

GOV_UK = Times()
_NOON = 12


def say_time(moment: datetime, relative_to: datetime, times: Times = GOV_UK) -> str:
    """Say a time as GOV.UK writes it, with the day where it is not today's: "5:30pm", "midday on Monday 2 March"."""
    local, today = moment.astimezone(LONDON), relative_to.astimezone(LONDON).date()
    return _clock(local, times) if local.date() == today else _dated(times.another_day, local, times)


def say_issued(moment: datetime, times: Times = GOV_UK) -> str:
    """Say when a post was issued: "5:30pm Sunday 22 November"."""
    return _dated(times.issued, moment.astimezone(LONDON), times)


def _dated(pattern: str, local: datetime, times: Times) -> str:
    weekday, month = times.weekdays[local.weekday()], times.months[local.month - 1]
    return pattern.format(clock=_clock(local, times), weekday=weekday, day=local.day, month=month)


def _clock(local: datetime, times: Times) -> str:
    if (local.hour, local.minute) == (_NOON, 0):
        return times.midday
    if (local.hour, local.minute) == (0, 0):
        return times.midnight
    hour = local.hour % _NOON or _NOON
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{hour}{minutes}{times.am if local.hour < _NOON else times.pm}"
