"""What officers send and are sent. What is sent may hold nothing that is not named here."""

import re
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from loudhailer.domain.alert import Lane, MsgType
from loudhailer.domain.caller import Behalf
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.delivery import Delivery, State
from loudhailer.domain.incident import Certainty, Sensitivity, Severity, Urgency
from loudhailer.domain.outcome import Fate
from loudhailer.domain.text import STEERING, near, written
from loudhailer.pipeline.desk import Change, Raising, Said
from loudhailer.pipeline.ledger import Dealt, Standing

_STEERING = re.compile(f"[{STEERING}]")
FACTS = ("road", "place", "cause", "title", "message", "area")
"""The facts that a person may give; the words of the event type say which it needs."""


def _steady(text: str) -> str:
    if _STEERING.search(text.replace("\n", "")):
        raise ValueError("it holds a sign that steers a screen, such as a control or a change of direction")
    text.encode()  # half a surrogate pair is JSON, but nobody can write it down
    return text


def _on_one_line(text: str) -> str:
    if "\n" in text:
        raise ValueError("it is one line")
    return _steady(text)


def _spaced(text: str) -> str:
    return " ".join(text.split())


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=160),
    AfterValidator(_on_one_line),
    AfterValidator(_spaced),
]
Lines = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000), AfterValidator(_steady)]
Emptied = Annotated[str, StringConstraints(strip_whitespace=True, max_length=160), AfterValidator(_on_one_line)]
EmptiedLines = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000), AfterValidator(_steady)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,64}$")]
EmptiedCode = Annotated[str, StringConstraints(pattern=r"^[a-z_]{0,64}$")]
Time = Annotated[
    AwareDatetime,
    BeforeValidator(written),
    AfterValidator(near),
    Field(description="With its offset, such as 2026-11-22T17:30:00Z", examples=["2026-11-22T17:30:00Z"]),
]

TakeDown = Annotated[
    bool, Field(strict=True, description="Earlier posts come off once this has landed, where the platform lets us")
]


class Means(StrEnum):
    """How an officer asked the control room."""

    PHONE = "phone"
    RADIO = "radio"
    IN_PERSON = "in_person"
    WRITTEN = "written"


class Sent(BaseModel):
    """What is sent may hold nothing that is not named."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Typed(Sent):
    """For whom it is typed."""

    requested_by: Line | None = Field(
        default=None,
        description="The officer who decided, where somebody else types; control must say",
        examples=["Station Commander R. Example"],
    )
    means: Means | None = Field(default=None, description="How that officer asked")

    def behalf(self) -> Behalf:
        """Return for whom it is typed."""
        return Behalf(requested_by=self.requested_by or "", means=self.means.value if self.means else "")


class TranslatedFacts(Sent):
    """Facts in another language. What is a name or a place in a known form needs none."""

    place: Line | None = Field(default=None, examples=["rhwng Aldermere a Stokeby"])
    title: Line | None = None
    message: Lines | None = None
    area: Line | None = None


Translations = Annotated[
    dict[Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")], TranslatedFacts],
    Field(
        max_length=1,
        description="By language, such as cy: your own words in the service's other language",
        examples=[{"cy": {"message": "Mae'r criwiau yno."}}],
    ),
]


class RaiseRequest(Typed):
    """What the public should hear. The type says which words are used and which facts they need."""

    type: Code = Field(description="A type that plan.yaml gives the desk", examples=["road_closure"])
    road: Line | None = Field(default=None, examples=["A4117"])
    place: Line | None = Field(
        default=None,
        description="As it is said after the road: no house number, no postcode",
        examples=["between Aldermere and Stokeby"],
    )
    cause: Code | None = Field(default=None, description="A code of words.yaml", examples=["collision"])
    title: Line | None = None
    message: Lines | None = None
    area: Line | None = None
    translations: Translations = Field(default_factory=dict)
    severity: Severity = Severity.UNKNOWN
    urgency: Urgency = Urgency.UNKNOWN
    certainty: Certainty = Certainty.UNKNOWN
    sensitivities: tuple[Sensitivity, ...] = Field(default=(), max_length=8)
    expected_end: Time | None = None
    expires: Time | None = None
    next_update: Time | None = None

    def raising(self) -> Raising:
        """Return it in the pipeline's terms."""
        return Raising(
            event_type=self.type,
            facts=_facts(self),
            translations=_translated(self.translations),
            severity=self.severity,
            urgency=self.urgency,
            certainty=self.certainty,
            sensitivities=self.sensitivities,
            expected_end=self.expected_end,
            expires=self.expires,
            next_update=self.next_update,
        )


class _Changed(Typed):
    """Facts in the place of those that were said. What is left out stays; an empty text takes a fact away."""

    road: Emptied | None = None
    place: Emptied | None = Field(default=None, examples=["between Aldermere and Harrow Moor"])
    cause: EmptiedCode | None = None
    title: Emptied | None = None
    message: EmptiedLines | None = None
    area: Emptied | None = None


class ChangeRequest(_Changed):
    """What has changed, or what was wrong."""

    translations: Translations = Field(default_factory=dict)
    sensitivities: tuple[Sensitivity, ...] = Field(
        default=(), max_length=8, description="Added to those that it has; none is ever taken away"
    )
    expected_end: Time | None = None
    expires: Time | None = None
    next_update: Time | None = Field(
        default=None, description="Promised anew each time: left out, no next update is promised any more"
    )

    def change(self) -> Change:
        """Return it in the pipeline's terms."""
        return Change(
            facts=_facts(self),
            translations=_translated(self.translations),
            sensitivities=self.sensitivities,
            expected_end=self.expected_end,
            expires=self.expires,
            next_update=self.next_update,
        )


class CorrectionRequest(ChangeRequest):
    """What was wrong, and whether the earlier posts are to come off once the correction has landed."""

    take_down: TakeDown = False

    def change(self) -> Change:
        """Return it in the pipeline's terms."""
        return replace(super().change(), takes_down=self.take_down)


class EndRequest(_Changed):
    """That it is over, or that it never was. Facts are needed only for what was said before the release of the desk."""

    translations: Translations = Field(default_factory=dict)
    withdrawn: bool = Field(default=False, strict=True, description="True takes back what was said in error")
    take_down: TakeDown = False

    @model_validator(mode="after")
    def _taken_back(self) -> "EndRequest":
        if self.take_down and not self.withdrawn:
            raise ValueError("take_down goes with withdrawn: what was true and is over stays where it was read")
        return self

    def change(self) -> Change:
        """Return it in the pipeline's terms."""
        return Change(
            facts=_facts(self),
            translations=_translated(self.translations),
            withdrawn=self.withdrawn,
            takes_down=self.take_down,
        )


class DeliveryView(BaseModel):
    """One alert on one channel."""

    identifier: str
    channel: str
    number: int = Field(
        default=1, description="Which of the alert's posts on its channel, from 1; 0 for a pointer, or one of a list"
    )
    posts: int = Field(default=0, description="How many posts its words are there; 0 until the first is being sent")
    state: State
    reason: str = ""
    link: str = Field(default="", description="The post, where it is out and the platform has an address for it")
    sent_at: datetime | None = None

    @classmethod
    def of(cls, delivery: Delivery) -> "DeliveryView":
        """Return the delivery as people see it."""
        return cls(
            identifier=delivery.alert_id,
            channel=delivery.channel,
            number=delivery.number,
            posts=delivery.posts,
            state=delivery.state,
            reason=delivery.reason,
            link=delivery.ref.url if delivery.ref else "",
            sent_at=delivery.sent_at,
        )


class SaidView(BaseModel):
    """What came of it."""

    reference: str = Field(examples=["J3BWW4D7C"])
    identifier: str = Field(examples=["J3BWW4D7C-2"])
    fate: Fate
    reason: str
    repeated: bool = Field(description="It was said already; nothing was said a second time")
    reopened: bool = Field(description="It had ended, and is open again by this correction")
    message_class: MessageClass = Field(serialization_alias="class")
    lane: Lane
    deliveries: tuple[DeliveryView, ...]
    findings: tuple[str, ...] = Field(description="What in the words should be looked at again")
    warnings: tuple[str, ...] = Field(description="What went wrong after it was committed; do not send it again")
    blind: bool = Field(
        default=False,
        description="It went out past our own records, which do not answer; it will stand there under another number",
    )

    @classmethod
    def of(cls, said: Said) -> "SaidView":
        """Return what came of a deed as people see it."""
        return cls(
            reference=said.alert.reference,
            identifier=said.alert.identifier,
            fate=said.fate,
            reason=said.reason,
            repeated=said.repeated,
            reopened=said.reopened,
            message_class=said.alert.message_class,
            lane=said.alert.lane,
            deliveries=tuple(map(DeliveryView.of, said.deliveries)),
            findings=said.findings,
            warnings=said.warnings,
            blind=said.blind,
        )


class AlertView(BaseModel):
    """One alert."""

    reference: str
    identifier: str
    type: str
    msg_type: MsgType
    message_class: MessageClass = Field(serialization_alias="class")
    headline: str
    source: str
    by: str
    sent: datetime
    expires: datetime
    is_open: bool = Field(
        serialization_alias="open",
        description="On some channel the last word about the incident, out or under way, is no all-clear",
    )
    state: Standing = Field(
        description="How the incident stands: open, held (nobody has heard of it; each delivery says why) or over"
    )
    deliveries: tuple[DeliveryView, ...] = ()

    @classmethod
    def of(cls, dealt: Dealt) -> "AlertView":
        """Return the alert as people see it."""
        alert = dealt.alert
        return cls(
            reference=alert.reference,
            identifier=alert.identifier,
            type=alert.event_type,
            msg_type=alert.msg_type,
            message_class=alert.message_class,
            headline=alert.headline,
            source=alert.source,
            by=alert.by,
            sent=alert.sent,
            expires=alert.expires,
            is_open=dealt.is_open,
            state=dealt.standing,
            deliveries=tuple(map(DeliveryView.of, dealt.deliveries)),
        )


class AlertsView(BaseModel):
    """Alerts, the newest first."""

    alerts: tuple[AlertView, ...]

    @classmethod
    def of(cls, dealt: tuple[Dealt, ...]) -> "AlertsView":
        """Return alerts with their deliveries, where they were asked for."""
        return cls(alerts=tuple(map(AlertView.of, dealt)))


class DeliveriesView(BaseModel):
    """Deliveries, those of the newest alert first."""

    deliveries: tuple[DeliveryView, ...]


class HookView(BaseModel):
    """A knock that was taken in."""

    id: str = Field(description="The event's id in the ledger")
    repeated: bool = Field(description="This very request was taken in before; nothing was done a second time")


class PushView(BaseModel):
    """What SNS brought was taken in."""

    id: str = Field(description="The event's id in the ledger")


def _translated(given: dict[str, TranslatedFacts]) -> dict[str, dict[str, str]]:
    return {language: facts for language, each in given.items() if (facts := each.model_dump(exclude_none=True))}


def _facts(request: Any) -> dict[str, str]:
    return {name: text for name in FACTS if (text := getattr(request, name)) is not None}
