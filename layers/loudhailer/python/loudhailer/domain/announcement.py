"""What crosses the topic and the channel queues: ids and a version, never words."""

import json

from pydantic import Field, ValidationError

from loudhailer.domain.alert import Alert
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import UnreadableBody
from loudhailer.domain.record import Record

VERSION = 1
"""The version this code writes. It reads VERSION and VERSION - 1, so that a rolling deploy strands nothing."""


class Announcement(Record):
    """There is an alert to deliver; everything else is read from the table at claim.

    `part` names the one of a channel's deliveries that is meant, empty for its first (`Delivery.part`). The class is
    for the topic's filters and in no body: nobody decides by it.
    """

    v: int = VERSION
    alert_id: str
    source: str
    incident_id: str
    part: str = ""
    message_class: MessageClass | None = Field(default=None, exclude=True)

    @classmethod
    def of(cls, alert: Alert, part: str = "") -> "Announcement":
        """Return the ids of an alert."""
        return cls(
            alert_id=alert.identifier,
            source=alert.source,
            incident_id=alert.incident_id,
            part=part,
            message_class=alert.message_class,
        )


def read_announcement(body: str) -> Announcement:
    """Read a queue body.

    Raise `UnreadableBody`, which is transient: a neighbouring deploy may read what this one cannot, so the message
    goes back to its queue with an alarm, never away.
    """
    try:
        announcement = Announcement.model_validate(json.loads(body))
        announcement.model_dump_json()  # half a surrogate pair is JSON, but no key of the table can hold it
    except (ValueError, RecursionError, ValidationError):
        # Deep nesting is a RecursionError to some Pythons and a missing field to others.
        raise UnreadableBody("the body is not an announcement") from None
    if announcement.v not in (VERSION, VERSION - 1):
        raise UnreadableBody(f"version {announcement.v} is not read here; {VERSION - 1} and {VERSION} are")
    return announcement
