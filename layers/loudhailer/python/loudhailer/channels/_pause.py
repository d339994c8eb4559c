"""https://www.rfc-editor.org/rfc/rfc9110#name-retry-after: how long a 429 asks us to wait, in every spelling in use.

`Retry-After` is seconds or an HTTP date; `ratelimit-reset` is Unix time on Bluesky and seconds in the IETF draft;
`X-RateLimit-Reset` is ISO 8601 on Mastodon. Moments are measured from the answer's own Date header: no clock of ours.
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

_UNSAID = 30.0  # seconds
_LONGEST = 3600.0  # asking again once an hour hurts nobody; an absurd header must not park an alert for days
_EARLIEST_EPOCH = 1e9  # a larger figure is a moment in Unix time, a smaller one a number of seconds


def pause(headers: httpx.Headers) -> float:
    """Return the seconds to wait: from the first header that says so, bounded and never negative."""
    now = _moment(headers.get("date", ""))
    for name in ("retry-after", "ratelimit-reset", "x-ratelimit-reset"):
        seconds = _seconds(headers.get(name, "").strip(), now)
        if seconds is not None:
            return bounded(seconds)
    return _UNSAID


def bounded(seconds: float) -> float:
    """Return a pause that a platform asks for as we believe it: never negative, never longer than an hour."""
    return min(max(seconds, 0.0), _LONGEST)


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
