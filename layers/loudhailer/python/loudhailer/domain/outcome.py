"""The ledger's line for each thing that came in: exactly one, with its reason."""

from enum import StrEnum

from pydantic import AwareDatetime

from loudhailer.domain.incident import Status
from loudhailer.domain.record import Record


class Fate(StrEnum):
    """How an incoming event ended."""

    POSTED = "posted"
    HELD = "held"
    MERGED = "merged"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    REFUSED = "refused"
    REHEARSED = "rehearsed"  # it was no Actual, or its source is in shadow: the public hears nothing of it


class Outcome(Record):
    """One incoming event's end.

    `document` is where the refused original is kept for a person to read (empty where nothing was kept);
    `alert_id` is empty where the event led to no alert; `unfit` names channels too small for the words; `person` says
    that somebody must look at it; `status` is what it was sent as: where that is not Actual, `alert_id` is a drill's.
    Where a person spoke, `by` says who decided, `typed_by` who wrote it down for them and `means` how they asked;
    `request` is a digest of all that they asked for, which tells one request from another under the same key.
    """

    event_id: str
    received_at: AwareDatetime
    fate: Fate
    reason: str
    source: str = ""
    detail_type: str = ""
    incident_id: str = ""
    alert_id: str = ""
    document: str = ""
    unfit: tuple[str, ...] = ()
    person: bool = False
    status: Status = Status.ACTUAL
    by: str = ""
    typed_by: str = ""
    means: str = ""
    request: str = ""
