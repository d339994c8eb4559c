"""From the reference that a post prints to its incident."""

from loudhailer.domain.alert import Alert
from loudhailer.domain.errors import NotFound
from loudhailer.ports import Archive

_FIRST_NUMBERS = range(1, 41)
"""Which numbers an incident's first alert may have.

Ours begin at 1. The release before took the number of the source, which may be any, and it wrote no index by reference
or by day. So the likely ones are tried; behind them its source still ends what it began.
"""


def alert_of(archive: Archive, reference: str) -> Alert:
    """Return an alert under the reference, from which its incident is known; raise `NotFound` where there is none."""
    for number in _FIRST_NUMBERS:
        alert = archive.find(f"{reference}-{number}")
        if alert is not None:
            return alert
    raise NotFound(f"there is no alert {reference}")
