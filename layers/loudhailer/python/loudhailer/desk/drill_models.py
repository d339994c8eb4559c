"""What officers send and are sent about drills."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, Field

from loudhailer.desk.models import RaiseRequest
from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import Action, MessageClass
from loudhailer.domain.drill import DrillPost, DrillStatus
from loudhailer.domain.incident import Status
from loudhailer.pipeline.drill_desk import Practised, Rehearsed


class Practice(StrEnum):
    """As what a drill is raised: Exercise and Test go to the drill wall, Draft is only composed and kept."""

    EXERCISE = "Exercise"
    TEST = "Test"
    DRAFT = "Draft"


_STATUSES: dict[Practice, DrillStatus] = {
    Practice.EXERCISE: Status.EXERCISE,
    Practice.TEST: Status.TEST,
    Practice.DRAFT: Status.DRAFT,
}


class DrillRequest(RaiseRequest):
    """What the public would hear, were it no drill."""

    status: Practice = Practice.EXERCISE

    def as_status(self) -> DrillStatus:
        """Return its status, which is never Actual."""
        return _STATUSES[self.status]


class BoardView(BaseModel):
    """One channel's words, and what its gate would have done with them."""

    channel: str
    text: str = Field(description="Empty where the words that must stay do not fit")
    action: Action
    reason: str


class DrillView(BaseModel):
    """One drill. Nothing of it is public."""

    reference: str = Field(examples=["DRILL-J3BWW4D7C"])
    identifier: str = Field(examples=["DRILL-J3BWW4D7C-1"])
    status: Status
    msg_type: MsgType
    message_class: MessageClass = Field(serialization_alias="class")
    headline: str
    by: str
    sent: datetime
    shown_at: datetime | None = Field(description="When it was put on the drill wall")
    place: str = Field(description="Where on the drill wall; empty while it is not there")
    boards: tuple[BoardView, ...]

    @classmethod
    def of(cls, practised: Practised) -> "DrillView":
        """Return a drill as people see it."""
        post, delivery = DrillPost.of(practised.drill), practised.delivery
        return cls(
            reference=post.reference,
            identifier=post.identifier,
            status=post.status,
            msg_type=post.msg_type,
            message_class=post.message_class,
            headline=post.headline,
            by=post.said_by,
            sent=post.sent,
            shown_at=delivery.shown_at if delivery else None,
            place=delivery.place if delivery else "",
            boards=tuple(
                BoardView(channel=each.channel, text=each.text, action=each.action, reason=each.reason)
                for each in post.boards
            ),
        )


class DrillsView(BaseModel):
    """Drills, the newest first."""

    drills: tuple[DrillView, ...]

    @classmethod
    def of(cls, practised: tuple[Practised, ...]) -> "DrillsView":
        """Return drills as people see them."""
        return cls(drills=tuple(map(DrillView.of, practised)))


class RehearsedView(BaseModel):
    """What came of raising a drill."""

    drill: DrillView
    reason: str
    repeated: bool = Field(description="It was raised already; nothing was said a second time")
    findings: tuple[str, ...] = Field(description="What in the words should be looked at again")
    warnings: tuple[str, ...] = Field(description="What went wrong after it was committed")

    @classmethod
    def of(cls, rehearsed: Rehearsed) -> "RehearsedView":
        """Return what came of it as people see it."""
        return cls(
            drill=DrillView.of(rehearsed.practised),
            reason=rehearsed.reason,
            repeated=rehearsed.repeated,
            findings=rehearsed.findings,
            warnings=rehearsed.warnings,
        )
