"""What is true of every incident, whatever document it was read from and however broken that was."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from loudhailer.domain.incident import Incident
from loudhailer.domain.text import STEERING
from loudhailer.domain.told import Told, told_body
from loudhailer.feeds._shape import MOST_POINTS
from loudhailer.feeds.envelope import MAX_BYTES
from loudhailer.privacy import address_in

_STEERING = re.compile(f"[{STEERING}]")
_LONGEST_ID, _LONGEST_LINE = 128, 1_000


def flaws(incident: Incident) -> list[str]:
    """List what no incident may be, whatever was read."""
    return list(_flaws(incident))


def _flaws(incident: Incident) -> Iterator[str]:
    if not 0 < len(incident.id) <= _LONGEST_ID or _STEERING.search(incident.id):
        yield "its id is empty, too long, or steers a screen"
    if not 1 <= incident.revision < 2**53:
        yield f"its revision is {incident.revision}"
    for name in ("publish_at", "expires", "expected_end", "next_update", "starts", "updated"):
        yield from _of_time(name, getattr(incident, name))
    for number, period in enumerate(incident.periods):
        yield from _of_time(f"periods.{number}.start", period.start)
        yield from _of_time(f"periods.{number}.end", period.end)
    for name, words in _texts(incident):
        if _STEERING.search(words.replace("\n", "")) or words.encode(errors="replace").decode() != words:
            yield f"{name} steers a screen or cannot be written down"
        if len(words) > _LONGEST_LINE:
            yield f"{name} has {len(words)} signs"
    for name, words in _said(incident):
        if address_in(words):
            yield f"{name} holds an address"
    yield from _placed(incident)
    yield from _written(incident)


def _placed(incident: Incident) -> Iterator[str]:
    points = [*incident.shape, *((incident.point,) if incident.point else ())]
    if not all(-90 <= north <= 90 and -180 <= east <= 180 for north, east in points):
        yield "a point is not on the earth"
    if len(incident.shape) > MOST_POINTS:
        yield f"its shape has {len(incident.shape)} points"


def _of_time(name: str, moment: datetime | None) -> Iterator[str]:
    if moment is not None and (moment.utcoffset() is None or moment.utcoffset() != UTC.utcoffset(moment)):
        yield f"{name} is not in UTC"


def _texts(incident: Incident) -> Iterator[tuple[str, str]]:
    yield from (("source", incident.source), ("withheld", incident.withheld), ("doubt", incident.doubt))
    yield from (("identifier", incident.identifier), *(("references", each) for each in incident.references))
    yield from _said(incident)


def _said(incident: Incident) -> Iterator[tuple[str, str]]:
    """Yield what the public may come to read."""
    yield from (("headline", incident.headline), ("area", incident.area))
    yield from (("roads", each) for each in incident.roads)
    # Comms write a campaign's words and title themselves, and a mobilising system's own place is refused at the door.
    yield from ((f"facts.{name}", words) for name, words in incident.facts.items() if name not in {"message", "title"})


def _written(incident: Incident) -> Iterator[str]:
    try:
        again = Incident.model_validate_json(incident.model_dump_json())
        size = len(told_body("feed:x:1", Told(incident=incident)).encode())
    except (ValueError, UnicodeError) as exc:
        yield f"it cannot be written down: {type(exc).__name__}"
        return
    if again != incident:
        yield "it is another one when it has been written down and read"
    if size > MAX_BYTES:
        yield f"it takes {size:,} bytes on the queue"
