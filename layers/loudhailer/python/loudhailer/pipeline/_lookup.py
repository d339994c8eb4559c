"""From the reference that a post prints to its incident."""

from datetime import date, timedelta

from loudhailer.domain.alert import Alert
from loudhailer.domain.errors import NotFound
from loudhailer.ports import Archive

_SOURCES_NUMBERS = range(2, 31)
"""The numbers of their source that the release before gave to alerts; it wrote no index of days."""
_DAYS = 7


def alert_of(archive: Archive, reference: str, today: date) -> Alert:
    """Return an alert under the reference, from which its incident is known; raise `NotFound` where there is none.

    Ours begin at 1. For those of the release before the likely numbers are tried, then what was said these days.
    """
    first = archive.find(f"{reference}-1")
    if first is not None:
        return first
    for number in _SOURCES_NUMBERS:
        numbered = archive.find(f"{reference}-{number}")
        if numbered is not None:
            return numbered
    for back in range(_DAYS):
        for alert in archive.recent(today - timedelta(days=back)):
            if alert.reference == reference:
                return alert
    raise NotFound(f"there is no alert {reference}")
