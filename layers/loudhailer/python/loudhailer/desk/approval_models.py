"""What officers send and are sent about approvals, reviews and broken glass."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from loudhailer.desk.models import DeliveryView, Line
from loudhailer.domain.approval import Approval, Stand
from loudhailer.domain.caller import Caller, Role
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.glass import Glass
from loudhailer.domain.post import Variant
from loudhailer.domain.review import Review, ReviewKind
from loudhailer.pipeline.approve import Answer, Approve, Asked

AlertId = Annotated[str, Path(pattern=r"^[A-Za-z0-9]{1,32}-[0-9]{1,9}$", examples=["J3BWW4D7C-1"])]
ReviewId = Annotated[str, Path(pattern=r"^[a-z]{1,16}-[A-Za-z0-9-]{1,80}$", examples=["after-J3BWW4D7C-1"])]


class _Sent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Answers(StrEnum):
    """What can be answered."""

    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"


class AnswerRequest(_Sent):
    """An answer: `approve` with the digest of the words that were seen, `return` and `reject` with a reason."""

    answer: Answers
    digest: Digest | None = Field(
        default=None, description="As the approval was shown; needed to approve: other words are another alert"
    )
    reason: Line | None = Field(default=None, description="For the author; needed to return or reject")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.digest is None) == (self.answer is Answers.APPROVE):
            raise ValueError("a digest goes with approve, and with nothing else")
        if (self.reason is None) == (self.answer is not Answers.APPROVE):
            raise ValueError("a reason goes with return and reject, and with nothing else")
        return self

    def put(self, approve: Approve, caller: Caller, alert_id: str) -> Answer:
        """Give the answer."""
        match self.answer:
            case Answers.APPROVE:
                return approve.approve(caller, alert_id, self.digest or "")
            case Answers.RETURN:
                return approve.return_(caller, alert_id, self.reason or "")
            case Answers.REJECT:
                return approve.reject(caller, alert_id, self.reason or "")


class VerdictRequest(_Sent):
    """What somebody found when they looked."""

    verdict: Line = Field(examples=["the evacuation was right; the area could have been smaller"])


class GlassRequest(_Sent):
    """Why the glass is broken."""

    reason: Line = Field(description="At least 10 characters", examples=["commander out of reach, plume moves south"])


class VoiceView(BaseModel):
    """One person's leave."""

    by: str
    role: Role
    lent_by: str = ""
    at: datetime


class ApprovalView(BaseModel):
    """What waits for an answer, or was answered."""

    identifier: str = Field(examples=["J3BWW4D7C-1"])
    reference: str
    headline: str
    message_class: MessageClass = Field(serialization_alias="class")
    author: str
    typed_by: str
    reason: str = Field(description="Why it waits")
    roles: tuple[Role, ...] = Field(description="Who may approve")
    second: tuple[Role, ...] = Field(description="Of whom another person must approve besides, where the plan asks")
    voices: tuple[VoiceView, ...]
    stand: Stand
    answer: str
    answered_by: str
    asked_at: datetime
    expires_at: datetime
    digest: str = Field(description="Of all the words; send it back to approve just these")

    @classmethod
    def of(cls, asked: Asked) -> Self:
        """Return an approval as people see it."""
        return cls(**_fields(asked.approval), headline=asked.alert.headline, message_class=asked.alert.message_class)


class ShownView(ApprovalView):
    """An approval with all the words that it is about: by channel, then by variant."""

    drafts: dict[str, dict[Variant, str]] = {}
    faults: dict[str, tuple[str, ...]] = Field(
        default={}, description="By channel, what is so wrong with its words that it would stop a machine's"
    )

    @classmethod
    def of(cls, asked: Asked) -> Self:
        """Return an approval with every word of its alert."""
        drafts = {
            name: {variant: draft.whole for variant, draft in variants.items()}
            for name, variants in asked.alert.drafts.items()
        }
        return super().of(asked).model_copy(update={"drafts": drafts, "faults": asked.alert.faults})


class ApprovalsView(BaseModel):
    """What waits for an answer, what expires first first."""

    approvals: tuple[ApprovalView, ...]
    open_reviews: int = Field(description="How many reviews nobody has closed yet")

    @classmethod
    def of(cls, asked: tuple[Asked, ...], open_reviews: int) -> "ApprovalsView":
        """Return what waits, and how much somebody still has to look at."""
        return cls(approvals=tuple(map(ApprovalView.of, asked)), open_reviews=open_reviews)


class AnswerView(BaseModel):
    """What came of an answer."""

    identifier: str
    stand: Stand
    answer: str
    deliveries: tuple[DeliveryView, ...]
    warnings: tuple[str, ...] = Field(description="What went wrong after it was written; do not answer again")

    @classmethod
    def of(cls, answer: Answer) -> "AnswerView":
        """Return what came of an answer as people see it."""
        return cls(
            identifier=answer.approval.alert_id,
            stand=answer.approval.stand,
            answer=answer.approval.answer,
            deliveries=tuple(map(DeliveryView.of, answer.deliveries)),
            warnings=answer.warnings,
        )


class ReviewView(BaseModel):
    """What somebody must look at, or has looked at."""

    id: str
    kind: ReviewKind
    about: str
    by: str
    typed_by: str
    reference: str
    opened_at: datetime
    verdict: str
    closed_by: str
    warnings: tuple[str, ...] = ()

    @classmethod
    def of(cls, review: Review, warnings: tuple[str, ...] = ()) -> "ReviewView":
        """Return a review as people see it."""
        return cls(**review.model_dump(include=set(cls.model_fields) - {"warnings"}), warnings=warnings)


class ReviewsView(BaseModel):
    """The reviews that nobody has closed, the oldest first."""

    reviews: tuple[ReviewView, ...]

    @classmethod
    def of(cls, reviews: tuple[Review, ...]) -> "ReviewsView":
        """Return the reviews as people see them."""
        return cls(reviews=tuple(map(ReviewView.of, reviews)))


class GlassView(BaseModel):
    """Somebody's broken glass."""

    id: str
    by: str
    until: datetime
    broken: bool
    warnings: tuple[str, ...]

    @classmethod
    def of(cls, told: tuple[Glass, tuple[str, ...]]) -> "GlassView":
        """Return broken glass as its owner sees it."""
        glass, warnings = told
        broken = glass.closed_at is None
        return cls(id=glass.id, by=glass.username, until=glass.until, broken=broken, warnings=warnings)


def _fields(approval: Approval) -> dict[str, object]:
    shown = {"reference", "author", "typed_by", "reason", "roles", "second", "stand", "answer", "answered_by"}
    told = approval.model_dump(include=shown | {"asked_at", "expires_at", "digest", "voices"})
    return told | {"identifier": approval.alert_id}
