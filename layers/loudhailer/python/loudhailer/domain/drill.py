"""What is said in an exercise: words of a type that no public channel takes, kept where no public sender may read.

Exercise and Test run the whole path to the drill wall, Draft is composed and kept, System is only written down.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, ValidationError

from loudhailer.domain.alert import MsgType, Worded
from loudhailer.domain.announcement import VERSION
from loudhailer.domain.caller import Role
from loudhailer.domain.crisis import Action, Decision, MessageClass
from loudhailer.domain.errors import UnreadableBody
from loudhailer.domain.incident import IncidentHead, Status
from loudhailer.domain.outcome import Outcome
from loudhailer.domain.post import Variant
from loudhailer.domain.record import Record

DrillStatus = Literal[Status.EXERCISE, Status.TEST, Status.DRAFT, Status.SYSTEM]
"""Every status but the one that is public."""
SHOWN = frozenset({Status.EXERCISE, Status.TEST})
"""Those that run the path to the drill wall; nobody is told of the others."""


class Would(Record):
    """What a channel's gate would have done with it, were it no drill; `roles` may then have approved it."""

    channel: str
    action: Action
    reason: str
    roles: tuple[Role, ...] = ()

    @classmethod
    def of(cls, channel: str, decision: Decision) -> "Would":
        """Return a decision that nothing follows from."""
        return cls(channel=channel, action=decision.action, reason=decision.reason, roles=decision.roles)


class Drill(Worded):
    """One committed drill: the words as they would be, in the frame of its status, and what each gate would have done.

    It is no `Alert` and cannot become one: it has another status by type.
    """

    status: DrillStatus
    would: tuple[Would, ...]


class DrillDelivery(Record):
    """Where one drill stands: `shown_at` is when it was put on the wall, None while it is not, and `place` is where."""

    drill_id: str
    committed_at: AwareDatetime
    shown_at: AwareDatetime | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class DrillCommit:
    """All that one revision of an exercise writes, in one transaction. `head.version` is the version that was read.

    `drill` is None for a revision that says nothing new; `delivery` is there where it goes to the wall.
    """

    head: IncidentHead
    outcome: Outcome
    drill: Drill | None = None
    delivery: DrillDelivery | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """One channel's words on the drill wall, empty where they do not fit it, and what its gate would have done."""

    channel: str
    text: str
    action: Action
    reason: str


@dataclass(frozen=True, slots=True)
class DrillPost:
    """A drill as its wall shows it: every channel's words side by side. No public channel takes this type."""

    identifier: str
    reference: str
    status: DrillStatus
    headline: str
    msg_type: MsgType
    message_class: MessageClass
    said_by: str
    sent: datetime
    boards: tuple[Board, ...]

    @classmethod
    def of(cls, drill: Drill) -> "DrillPost":
        """Return a drill's payload; what it said before is taken to be out, so an update shows its reply."""
        return cls(
            identifier=drill.identifier,
            reference=drill.reference,
            status=drill.status,
            headline=drill.headline,
            msg_type=drill.msg_type,
            message_class=drill.message_class,
            said_by=drill.by or drill.source,
            sent=drill.sent,
            boards=tuple(
                Board(each.channel, _text(drill, each.channel), each.action, each.reason) for each in drill.would
            ),
        )


class DrillAnnouncement(Record):
    """There is a drill to show. It names no alert, so no public sender reads it as one of its own."""

    v: int = VERSION
    drill_id: str


def read_drill_announcement(body: str) -> DrillAnnouncement:
    """Read a body of the drill queue; raise `UnreadableBody`, which is transient, for whatever else lies there."""
    try:
        announcement = DrillAnnouncement.model_validate(json.loads(body))
        announcement.model_dump_json()  # half a surrogate pair is JSON, but no key of the table can hold it
    except (ValueError, RecursionError, ValidationError):
        raise UnreadableBody("the body is not the announcement of a drill") from None
    if announcement.v not in (VERSION, VERSION - 1):
        raise UnreadableBody(f"version {announcement.v} is not read here; {VERSION - 1} and {VERSION} are")
    return announcement


def _text(drill: Drill, channel: str) -> str:
    drafts = drill.drafts.get(channel, {})
    draft = drafts.get(Variant.REPLY) or drafts.get(Variant.FIRST)
    return draft.whole if draft else ""
