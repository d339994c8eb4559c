"""What officers send and are sent about deliveries: doubts, what comes off, how an alert stands everywhere."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints, model_validator

from loudhailer.desk.models import DeliveryView, Line, Typed
from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.delivery import State
from loudhailer.pipeline.deliveries import Doubt, Doubts, Settled
from loudhailer.pipeline.everywhere import Reach, Reached, Stand
from loudhailer.settling import Account, Word

ChannelPart = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z_]{1,64}(/[A-Za-z0-9_.-]{1,64})?$"),
    Field(description="As the delivery names it: a channel, or a part of one", examples=["bluesky", "sms/ward-3"]),
]
Seen = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^https?://[!-~]{4,480}$")]


class SettleRequest(Typed):
    """What somebody says of one delivery: `out` they have seen it, `again` send it again, `by_hand` they posted it."""

    word: Word = Field(examples=["out"])
    channel: ChannelPart
    link: Seen | None = Field(default=None, description="Where it is to be seen", examples=["https://x.com/i/status/1"])
    attempt: int | None = Field(
        default=None,
        ge=0,
        strict=True,
        description="The attempt that they know of, as the doubt names it; refused where another was made since",
    )
    reason: Line = Field(examples=["seen on the account at 18:40"])

    @model_validator(mode="after")
    def _fits(self) -> "SettleRequest":
        if self.word is Word.AGAIN and self.link is not None:
            raise ValueError("what is to be sent again has no link yet")
        return self

    def account(self) -> Account:
        """Return it in the pipeline's terms; who says it is for the guard to tell."""
        return Account(self.word, "", self.link or "", self.attempt)


class RetractRequest(Typed):
    """That an alert is to come off the channels, or that somebody took it off there."""

    channels: tuple[ChannelPart, ...] = Field(default=(), max_length=200, description="Only there; empty for all")
    by_hand: bool = Field(default=False, strict=True, description="Somebody has taken it off on the platform itself")
    reason: Line = Field(examples=["the wrong village"])

    @model_validator(mode="after")
    def _names(self) -> "RetractRequest":
        if self.by_hand and not self.channels:
            raise ValueError("say on which channels it was taken off by hand")
        return self


class DoubtView(BaseModel):
    """A post that may be out without our knowing."""

    identifier: str
    reference: str
    channel: str
    message_class: MessageClass = Field(serialization_alias="class")
    headline: str
    words: str = Field(description="The post as it was sent, or would have been")
    reason: str = Field(description="What the last look or attempt said")
    since: datetime = Field(description="When it was first sent, or begun to be")
    attempts: int = Field(description="Calls that left for the platform and were answered")
    attempt: int = Field(description="Which attempt this doubt is about; name it when you settle it")
    looked_for: bool = Field(description="Its sender still looks by itself; false where only a person can tell")
    retract_by: str = Field(description="Who wants it off; empty where nobody does")
    expires: datetime

    @classmethod
    def of(cls, doubt: Doubt) -> "DoubtView":
        """Return a doubt as people see it."""
        alert, delivery = doubt.alert, doubt.delivery
        return cls(
            identifier=alert.identifier,
            reference=alert.reference,
            channel=delivery.channel,
            message_class=alert.message_class,
            headline=alert.headline,
            words=doubt.words,
            reason=delivery.reason,
            since=doubt.since,
            attempts=delivery.attempts,
            attempt=delivery.claims,
            looked_for=doubt.looked_for,
            retract_by=delivery.retract_by,
            expires=delivery.expires_at,
        )


class DoubtsView(BaseModel):
    """What may be out, that which only a person can tell of first."""

    doubts: tuple[DoubtView, ...]
    more: bool = Field(description="There is more under way than was looked at; ask again when there is less")

    @classmethod
    def of(cls, doubts: Doubts) -> "DoubtsView":
        """Return doubts as people see them."""
        return cls(doubts=tuple(map(DoubtView.of, doubts.doubts)), more=doubts.more)


class SettledView(BaseModel):
    """What came of an act on one alert's deliveries."""

    identifier: str
    repeated: bool = Field(description="The same person had said the same already; nothing was done a second time")
    deliveries: tuple[DeliveryView, ...]
    refused: dict[str, str] = Field(description="By channel, why it was not done there")
    warnings: tuple[str, ...] = Field(description="What went wrong after it was written; do not send it again")

    @classmethod
    def of(cls, settled: Settled) -> "SettledView":
        """Return it as people see it."""
        return cls(
            identifier=settled.alert.identifier,
            repeated=settled.repeated,
            deliveries=tuple(map(DeliveryView.of, settled.deliveries)),
            refused=dict(settled.refused),
            warnings=settled.warnings,
        )


class EarlierView(BaseModel):
    """An earlier post of the same episode, and what became of it."""

    identifier: str
    channel: str
    state: State
    stand: Stand
    reason: str
    link: str


class ReachView(BaseModel):
    """One channel: the newest words there, and the posts before them."""

    channel: str
    under_way: bool = Field(description="Something is still to happen there by itself")
    well: bool = Field(description="Nobody has to do anything more there")
    deliveries: tuple[DeliveryView, ...]
    earlier: tuple[EarlierView, ...]

    @classmethod
    def of(cls, reach: Reach) -> "ReachView":
        """Return it as people see it."""
        earlier = tuple(
            EarlierView(
                identifier=each.delivery.alert_id,
                channel=each.delivery.channel,
                state=each.delivery.state,
                stand=each.stand,
                reason=each.delivery.reason,
                link=each.delivery.ref.url if each.delivery.ref else "",
            )
            for each in reach.earlier
        )
        return cls(
            channel=reach.channel,
            under_way=reach.under_way,
            well=reach.well,
            deliveries=tuple(map(DeliveryView.of, reach.deliveries)),
            earlier=earlier,
        )


class ReachedView(BaseModel):
    """How one alert stands on all channels."""

    identifier: str
    reference: str
    msg_type: MsgType
    headline: str
    takes_down: bool = Field(description="Earlier posts come off once it has landed, where the platform lets us")
    channels: tuple[ReachView, ...]

    @classmethod
    def of(cls, reached: Reached) -> "ReachedView":
        """Return it as people see it."""
        alert = reached.alert
        return cls(
            identifier=alert.identifier,
            reference=alert.reference,
            msg_type=alert.msg_type,
            headline=alert.headline,
            takes_down=alert.takes_down,
            channels=tuple(map(ReachView.of, reached.channels)),
        )
