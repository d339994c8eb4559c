"""What we say about an incident: one alert a revision, committed once."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Self

from pydantic import AwareDatetime, Field

from loudhailer.domain.caller import Role
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.incident import Certainty, Manner, Sensitivity, Severity, Status, Urgency
from loudhailer.domain.post import Draft, Variant
from loudhailer.domain.record import Record


class MsgType(StrEnum):
    """CAP 1.2 msgType."""

    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"


class Lane(StrEnum):
    """Which of a channel's two queues carries a delivery; an evacuation never waits behind a campaign."""

    URGENT = "urgent"
    ROUTINE = "routine"


class Worded(Record):
    """What is said about an incident, with the words of every variant for every channel; for the public, or as a drill.

    `identifier` is `<reference>-<revision>`; `reference` is the short code that every post prints. `revision` is our
    own count of what we said about the incident, from 1; its source counts for itself. `drafts` maps a channel to its
    variants. `references` are the identifiers of the earlier alerts on the same incident, oldest first. `publish_at` is
    set where the alert waits for its time. `since` is the alert that began the episode: what was posted before it
    belongs to an earlier one. A status `confirms` the alert of that number, so it goes only where that one, or a later
    one, landed.

    `by` is the person who raised it, empty where a machine did; `typed_by` typed it for them, `roles` are those in
    which they acted. `authors` are all who had a hand in what is said of the incident in this episode. `free_text` says
    that somebody's own words are in it, `amplifies` that it only passes on the words of the agency that leads. `glass`
    is the break-glass under which it was raised. `areas` are the places it is about, in the words of its source, as far
    as they are known. `anew` says that its words are to be a post of their own where a thread is there: a correction,
    other advice, the end of a danger. `takes_down` says that the earlier posts go once it is out. `headlines` are those
    of the other languages (BCP 47) it is said in, `owes` the languages in which the service publishes too and of which
    the words were not ready. `faults` says by channel what is so wrong with the words that a person must let them go,
    where no person wrote them. `lacks` says by channel which other language a post of it is without, for want of room.
    `reduced` says that it says no more than the state of its road.
    """

    identifier: str
    reference: str
    revision: int
    source: str
    incident_id: str
    msg_type: MsgType
    manner: Manner = Manner.PLAIN
    by: str = ""
    typed_by: str = ""
    authors: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    free_text: bool = False
    amplifies: bool = False
    glass: str = ""
    areas: tuple[str, ...] = ()
    anew: bool = False
    takes_down: bool = False
    message_class: MessageClass
    event_type: str
    severity: Severity
    urgency: Urgency
    certainty: Certainty
    sensitivities: tuple[Sensitivity, ...]
    headline: str
    language: str
    headlines: dict[str, str] = Field(default_factory=dict)
    owes: tuple[str, ...] = ()
    faults: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    lacks: dict[str, str] = Field(default_factory=dict)
    reduced: bool = False
    sent: AwareDatetime
    expires: AwareDatetime
    publish_at: AwareDatetime | None = None
    since: int = 0
    confirms: int = 0
    references: tuple[str, ...]
    lane: Lane
    plan_digest: str
    drafts: dict[str, dict[Variant, Draft]]

    @property
    def hands(self) -> frozenset[str]:
        """Return everybody whose words may be in it: none of them can approve it."""
        return frozenset({self.by, self.typed_by, *self.authors} - {""})

    @property
    def earlier(self) -> tuple[str, ...]:
        """Return the earlier alerts of its own episode, oldest first: what it corrects or takes back."""
        return tuple(each for each in self.references if int(each.rsplit("-", 1)[-1]) >= self.since)

    def waits(self, now: datetime) -> bool:
        """Tell whether its time is still to come."""
        return self.publish_at is not None and now < self.publish_at


class Alert(Worded):
    """One committed alert: what is said in earnest, and the one thing of which a public post is made (`freeze`).

    Its status is a type of one value. So no other can be made, read from the table, or copied from one; a drill is a
    type of its own (domain/drill.py), which no public channel takes (ADR 0018).
    """

    status: Literal[Status.ACTUAL]

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy that is validated again: pydantic's own copy would take any status."""
        return self.model_validate({**dict(super().model_copy(deep=deep)), **(update or {})})


def lane_of(message_class: MessageClass, msg_type: MsgType, manner: Manner = Manner.PLAIN) -> Lane:
    """Return the lane: life-safety, every all-clear, and corrections but those of a campaign are urgent."""
    if message_class is MessageClass.LIFE_SAFETY or msg_type is MsgType.CANCEL:
        return Lane.URGENT
    corrects = manner is Manner.CORRECTION and message_class is not MessageClass.PROMOTIONAL
    return Lane.URGENT if corrects else Lane.ROUTINE
