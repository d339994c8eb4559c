"""One publish for all that goes on a channel at once, and one more for each part of a channel."""

from collections.abc import Iterable

from loudhailer.domain.alert import Alert
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.delivery import Delivery
from loudhailer.ports import Announcer


def announce(announcer: Announcer, alert: Alert, going: Iterable[Delivery]) -> None:
    """Announce an alert's deliveries to the queues of their channels."""
    parts: dict[str, list[str]] = {}
    for each in going:
        parts.setdefault(each.part, []).append(each.platform)
    for part, platforms in parts.items():
        announcer.announce(Announcement.of(alert, part), platforms, alert.lane)
