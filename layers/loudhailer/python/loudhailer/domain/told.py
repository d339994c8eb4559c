"""What the poller puts on the ingest queue: one telling of one incident, in an event's envelope."""

import json

from pydantic import ValidationError

from loudhailer.domain.errors import UnreadableBody
from loudhailer.domain.incident import Incident, Unlisted
from loudhailer.domain.record import Record

VERSION = 1
"""The version this code writes. It reads VERSION and VERSION - 1, so that a rolling deploy strands nothing."""

DETAIL_TYPE = "feed.told"

FIRST_POLL = "first poll of "
"""How the hold of what a first poll learned begins; by nothing else is it told from a list that lost too much."""


class Told(Record):
    """One telling: an incident as a feed has it now, or that its list no longer holds it.

    `hold` is why nothing of it may go out by itself, empty where it may.
    """

    v: int = VERSION
    incident: Incident | None = None
    unlisted: Unlisted | None = None
    hold: str = ""

    @property
    def telling(self) -> Incident | Unlisted:
        """Return the one that is set."""
        one = self.incident or self.unlisted
        if one is None:
            raise UnreadableBody("it tells of nothing")
        return one


def told_body(event_id: str, told: Told) -> str:
    """Return the queue body; `event_id` is the same for the same telling, so that a repeat ends as its first."""
    envelope = {"id": event_id, "source": told.telling.source, "detail-type": DETAIL_TYPE}
    return json.dumps(envelope | {"detail": told.model_dump(mode="json", exclude_defaults=True) | {"v": told.v}})


def read_told(detail: object) -> Told:
    """Read the envelope's detail; raise `UnreadableBody`, which is transient: a neighbouring deploy may read it."""
    try:
        told = Told.model_validate(detail)
    except ValidationError:
        raise UnreadableBody("the detail tells of no incident") from None
    if told.v not in (VERSION, VERSION - 1):
        raise UnreadableBody(f"version {told.v} is not read here; {VERSION - 1} and {VERSION} are")
    return told
