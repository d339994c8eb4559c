"""https://www.rfc-editor.org/rfc/rfc9110#name-retry-after: how long a 429 asks us to wait, in every spelling in use.

`Retry-After` is seconds or an HTTP date; Discord adds `X-RateLimit-Reset-After` in seconds, Facebook the minutes until
it takes calls again in `X-Business-Use-Case-Usage` and `X-App-Usage`. All others say when a window is full again:
`ratelimit-reset` is Unix time on Bluesky and seconds in the IETF draft, `X-RateLimit-Reset` ISO 8601 on Mastodon, X has
two windows, `x-rate-limit-reset` and `x-user-limit-24hour-reset`, in Unix time. Moments are measured from the answer's
own Date header: no clock of ours. A pause in a body is the channel's business, by `bounded`.
"""

import json
import math
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

_UNSAID = 30.0  # seconds
_LONGEST = 3600.0  # asking again once an hour hurts nobody; an absurd header must not park an alert for days
_EARLIEST_EPOCH = 1e9  # a larger figure is a moment in Unix time, a smaller one a number of seconds
_PLAIN = ("retry-after", "x-ratelimit-reset-after")
_WINDOWS = ("ratelimit", "x-ratelimit", "x-rate-limit", "x-user-limit-24hour", "x-app-limit-24hour")
"""What stands before `-reset` and `-remaining`."""
_USAGE = ("x-business-use-case-usage", "x-app-usage", "x-page-usage")
_REGAIN = "estimated_time_to_regain_access"  # minutes


def pause(headers: httpx.Headers) -> float:
    """Return the seconds to wait, bounded and never negative.

    What says plainly how long we are to wait comes first: a window that is full again later than that is no reason to
    keep an alert back. Without it the windows decide, and without those it is half a minute.
    """
    now = _moment(headers.get("date", ""))
    for name in _PLAIN:
        seconds = _seconds(headers.get(name, "").strip(), now)
        if seconds is not None:
            return bounded(seconds)
    seconds = regain(headers)
    if seconds is None:
        seconds = _reset(headers, now)
    return _UNSAID if seconds is None else bounded(seconds)


def bounded(seconds: float) -> float:
    """Return a pause that a platform asks for as we believe it: never negative, never longer than an hour."""
    return _UNSAID if math.isnan(seconds) else min(max(seconds, 0.0), _LONGEST)


def regain(headers: httpx.Headers) -> float | None:
    """Return the seconds until Facebook takes calls again, the longest that its headers say; None where none do."""
    minutes = [each for name in _USAGE for each in _estimates(headers.get(name, ""))]
    return max(minutes) * 60.0 if minutes else None


def _estimates(usage: str) -> Iterator[float]:
    """Yield each estimate above zero: in the object itself, or in its lists, one for each business."""
    try:
        told = json.loads(usage) if usage else {}
    except (ValueError, RecursionError):
        return
    told = told if isinstance(told, dict) else {}
    entries = [told, *(each for value in told.values() if isinstance(value, list) for each in value)]
    for entry in entries:
        minutes = entry.get(_REGAIN) if isinstance(entry, dict) else None
        if isinstance(minutes, int | float) and not isinstance(minutes, bool) and minutes > 0:
            yield min(float(minutes), _LONGEST) if math.isfinite(minutes) else _LONGEST


def _reset(headers: httpx.Headers, now: datetime | None) -> float | None:
    """Return the seconds until the window that refused us is full again, None where none says.

    One that has something left did not refuse us. Of those that say they have nothing the last decides: before that
    another try is refused too. Where none says what it has left, the first: a try too early costs one refused call.
    """
    empty: list[float] = []
    silent: list[float] = []
    for name in _WINDOWS:
        seconds = _seconds(headers.get(f"{name}-reset", "").strip(), now)
        left = _seconds(headers.get(f"{name}-remaining", "").strip(), None)
        if seconds is not None and (left is None or left <= 0):
            (silent if left is None else empty).append(seconds)
    return max(empty) if empty else min(silent, default=None)


def _seconds(value: str, now: datetime | None) -> float | None:
    if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,9})?", value):
        number = float(value)
        if number < _EARLIEST_EPOCH:
            return number
        return number - now.timestamp() if now else None
    moment = _moment(value)
    return (moment - now).total_seconds() if moment and now else None


def _moment(value: str) -> datetime | None:
    for reader in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = reader(value)
            # Both formats name their zone; one that does not is UTC by either standard's custom.
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
