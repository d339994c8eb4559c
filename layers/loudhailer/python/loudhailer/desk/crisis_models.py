"""What officers send about levels, channels and held posts, and what they are answered."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator

from loudhailer.desk.models import Code, DeliveryView, Line, SaidView, Sent, Time
from loudhailer.domain.crisis import Declared, GateState, MessageClass
from loudhailer.domain.delivery import State
from loudhailer.pipeline._picture import Kept, Left, Lift, Picture, Suggested, ToPause
from loudhailer.pipeline.held import Done, Folded, Waiting
from loudhailer.plan import Fate

SHOWN = 50
"""How many held posts an answer names; the counts are of all."""
Level = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,32}$")]
Scope = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=70),
    Field(description="`service`, `area:<name>` or `incident:<REF>`", examples=["service", "area:Stokeby"]),
]
Channels = Annotated[tuple[Code, ...], Field(max_length=50, description="Only these channels; empty for all")]
AlertIdText = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,32}-[0-9]{1,6}$"), AfterValidator(str.upper)]


class PreviewCrisisRequest(Sent):
    """A level that somebody thinks of declaring."""

    level: Level = Field(examples=["crisis"])
    scope: Scope = "service"


class CrisisRequest(PreviewCrisisRequest):
    """A level for all channels, or for those that are named."""

    reason: Line = Field(examples=["a fatal fire in Stokeby"])
    until: Time | None = Field(
        default=None, description="When it ends by itself, where the plan lets it; never later than the plan's own time"
    )
    channels: Channels = ()


class TickRequest(Sent):
    """Something of `also_pause`, or a platform of `revoke`, that somebody has seen to."""

    what: Line = Field(examples=["Paid adverts on every platform"])


class ChannelRequest(Sent):
    """One change of one channel: `live` false is Exercise, `stopped` true is the kill switch."""

    reason: Line
    live: bool | None = Field(default=None, strict=True)
    stopped: bool | None = Field(default=None, strict=True)

    @model_validator(mode="after")
    def _one(self) -> "ChannelRequest":
        if (self.live is None) == (self.stopped is None):
            raise ValueError("give live or stopped, and not both")
        return self


class HeldRequest(Sent):
    """Why, and on which channels."""

    reason: Line
    channels: Channels = ()


class DigestRequest(Sent):
    """Held alerts to be told in one. The title is the sender's own words, so another person approves the digest."""

    alerts: tuple[AlertIdText, ...] = Field(min_length=2, max_length=10, examples=[["J3BWW4D7C-1", "7KQ2MX9TA-2"]])
    title: Line = Field(examples=["What has happened since 6pm"])
    reason: Line


class ScopeView(BaseModel):
    """A level that is declared, for what, by whom, why and until when."""

    scope: str
    level: str
    by: str
    reason: str
    at: datetime
    until: datetime | None


class GateView(BaseModel):
    """One channel's gate. Where it makes no sense, `level` is empty and everything waits."""

    channel: str
    level: str
    live: bool
    stopped: bool
    outages: int = Field(default=0, description="How often in a row its platform did not answer")
    waits_until: datetime | None = Field(
        default=None, description="Until then only what is urgent tries a platform that does not answer"
    )
    spent: dict[str, int] = Field(
        default={}, description="What is spent of each budget, by its unit, its window and when that began"
    )
    declared: tuple[ScopeView, ...] = ()

    @classmethod
    def of(cls, channel: str, gate: GateState | None) -> "GateView":
        """Return a gate as people see it."""
        if gate is None:
            return cls(channel=channel, level="", live=False, stopped=True)
        declared = tuple(ScopeView(**each.model_dump(include=set(ScopeView.model_fields))) for each in _by_scope(gate))
        return cls(
            channel=channel,
            level=gate.level,
            live=gate.live,
            stopped=gate.stopped,
            outages=gate.circuit.outages,
            waits_until=gate.circuit.until,
            spent=gate.spent,
            declared=declared,
        )


class LeavingView(BaseModel):
    """A post that was leaving already when the gate was written."""

    channel: str
    identifier: str
    since: datetime
    state: State | None = Field(description="Where it stands now; empty where that could not be read")
    headline: str

    @classmethod
    def of(cls, left: Left) -> "LeavingView":
        """Return it as people see it."""
        return cls(
            channel=left.channel, identifier=left.alert_id, since=left.since, state=left.state, headline=left.headline
        )


class KeptView(BaseModel):
    """A post that does not leave."""

    identifier: str
    channel: str
    message_class: MessageClass = Field(serialization_alias="class")
    headline: str
    reason: str
    due: datetime | None = Field(description="When it would go, or when it expires where it is held")

    @classmethod
    def of(cls, kept: Kept) -> "KeptView":
        """Return it as people see it."""
        return cls(
            identifier=kept.alert_id,
            channel=kept.channel,
            message_class=kept.message_class,
            headline=kept.headline,
            reason=kept.reason,
            due=kept.due,
        )


class HandView(BaseModel):
    """What Loudhailer does not control: somebody does it by hand."""

    what: str
    owner: str
    link: str = Field(description="Where it is done")
    done_by: str = ""
    done_at: datetime | None = None

    @classmethod
    def of(cls, item: ToPause) -> "HandView":
        """Return it as people see it."""
        done = {"done_by": item.tick.by, "done_at": item.tick.at} if item.tick else {}
        return cls(what=item.what, owner=item.owner, link=item.link, **done)


class LiftView(BaseModel):
    """Somebody has asked to lift a level that two have to lift; another person agrees by declaring the same."""

    to: str
    by: str
    until: datetime
    channels: tuple[str, ...]

    @classmethod
    def of(cls, lift: Lift) -> "LiftView":
        """Return it as people see it."""
        return cls(to=lift.to, by=lift.by, until=lift.until, channels=lift.channels)


class SuggestedView(BaseModel):
    """A held alert that is still worth sending, and what the plan proposes. Nothing of it goes by itself."""

    identifier: str
    headline: str
    message_class: MessageClass = Field(serialization_alias="class")
    channels: tuple[str, ...]
    fate: Fate

    @classmethod
    def of(cls, one: Suggested) -> "SuggestedView":
        """Return it as people see it."""
        return cls(
            identifier=one.alert_id,
            headline=one.headline,
            message_class=one.message_class,
            channels=one.channels,
            fate=one.fate,
        )


class CrisisView(BaseModel):
    """The crisis state: what is declared, what leaves, what does not, and what is still to be done by hand."""

    gates: tuple[GateView, ...]
    leaving: tuple[LeavingView, ...] = ()
    held_count: int = Field(default=0, description="Posts that are held now")
    waiting_count: int = Field(default=0, description="Posts that will be held when their turn comes")
    more: bool = Field(default=False, description="There are more of them than were counted")
    held: tuple[KeptView, ...] = Field(default=(), description=f"The first {SHOWN}")
    waiting: tuple[KeptView, ...] = Field(default=(), description=f"The first {SHOWN}")
    also_pause: tuple[HandView, ...] = ()
    revoke: tuple[HandView, ...] = ()
    lift: LiftView | None = None
    suggested: tuple[SuggestedView, ...] = ()
    open_reviews: int = Field(default=0, description="How many reviews nobody has closed yet; where it is shown")
    warnings: tuple[str, ...] = ()

    @classmethod
    def of(cls, picture: Picture) -> "CrisisView":
        """Return the crisis state as people see it."""
        return cls(
            gates=tuple(GateView.of(name, gate) for name, gate in picture.gates.items()),
            leaving=tuple(map(LeavingView.of, picture.leaving)),
            held_count=len(picture.held),
            waiting_count=len(picture.waiting),
            more=picture.more,
            held=tuple(map(KeptView.of, picture.held[:SHOWN])),
            waiting=tuple(map(KeptView.of, picture.waiting[:SHOWN])),
            also_pause=tuple(map(HandView.of, picture.also_pause)),
            revoke=tuple(map(HandView.of, picture.revoke)),
            lift=LiftView.of(picture.lift) if picture.lift else None,
            suggested=tuple(map(SuggestedView.of, picture.suggested)),
            open_reviews=picture.open_reviews,
            warnings=picture.warnings,
        )


class WaitingView(BaseModel):
    """A held post."""

    identifier: str
    channel: str
    message_class: MessageClass = Field(serialization_alias="class")
    headline: str
    words: str
    reason: str = Field(description="Why it is held")
    by: str = Field(description="Who raised it; empty where a machine did")
    since: datetime = Field(description="Since when it could have been out")
    expires: datetime
    fate: Fate = Field(description="What the plan proposes; only a person does it")
    worth: bool = Field(description="It could be released now")
    why_not: str = ""

    @classmethod
    def of(cls, waiting: Waiting) -> "WaitingView":
        """Return it as people see it."""
        alert, delivery = waiting.alert, waiting.delivery
        return cls(
            identifier=alert.identifier,
            channel=delivery.channel,
            message_class=alert.message_class,
            headline=alert.headline,
            words=waiting.words,
            reason=delivery.reason,
            by=alert.by,
            since=max(filter(None, (delivery.committed_at, alert.publish_at))),
            expires=delivery.expires_at,
            fate=waiting.proposal.fate,
            worth=waiting.proposal.worth,
            why_not=waiting.proposal.why,
        )


class HeldView(BaseModel):
    """What is held, those that expire first at the top."""

    held: tuple[WaitingView, ...]


class DoneView(BaseModel):
    """What came of an act on one held alert."""

    identifier: str
    deliveries: tuple[DeliveryView, ...]
    refused: dict[str, str] = Field(description="By channel, why it was not done there")
    warnings: tuple[str, ...]

    @classmethod
    def of(cls, done: Done) -> "DoneView":
        """Return it as people see it."""
        return cls(
            identifier=done.alert.identifier,
            deliveries=tuple(map(DeliveryView.of, done.deliveries)),
            refused=dict(done.refused),
            warnings=done.warnings,
        )


class FoldedView(BaseModel):
    """A digest, and what it stands for now."""

    digest: SaidView
    folded: tuple[str, ...]
    warnings: tuple[str, ...]

    @classmethod
    def of(cls, folded: Folded) -> "FoldedView":
        """Return it as people see it."""
        return cls(digest=SaidView.of(folded.said), folded=folded.folded, warnings=folded.warnings)


def _by_scope(gate: GateState) -> list[Declared]:
    return [gate.declared[scope] for scope in sorted(gate.declared, key=lambda each: (each != "service", each))]
