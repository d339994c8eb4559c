"""What is shown of words that nobody has said yet: one set of names, whoever composed them (docs/preview.md)."""

import base64
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, Field

from loudhailer.desk.models import RaiseRequest
from loudhailer.domain.alert import Lane, MsgType
from loudhailer.domain.caller import Role
from loudhailer.domain.crisis import Action, MessageClass
from loudhailer.domain.errors import PostRejected
from loudhailer.domain.incident import Sensitivity, Status
from loudhailer.domain.post import ADDRESS, Draft, Limits, Picture, Variant
from loudhailer.domain.text import SOMEWHERE, language_name
from loudhailer.gate import without_a_language
from loudhailer.lint import Finding
from loudhailer.pipeline.preview import Preview, Price
from loudhailer.privacy import Kind

Drawn = Callable[[Picture], bytes]
"""Returns a picture's bytes; raises `PostRejected` where there are none."""


class PreviewRequest(RaiseRequest):
    """What the public should hear, and whether its picture is wanted as well."""

    picture: bool = Field(
        default=False, strict=True, description="Answer with the picture's bytes too, in base64, where one goes with it"
    )


class PictureKind(StrEnum):
    """What a picture is."""

    MAP = "map"  # where it is, drawn from the incident's own place
    DRAWING = "drawing"  # what it is, a file of config/pictures


class PictureView(BaseModel):
    """The picture of a post: what it shows, in words, and its size in pixels."""

    kind: PictureKind
    alt: str
    width: int
    height: int


class ShownPicture(PictureView):
    """The picture itself, where it was asked for."""

    media_type: str
    base64: str = Field(default="", description="Empty where it was not asked for, or cannot be drawn")


class PostView(BaseModel):
    """One post. Its `size` counts in the channel's own unit; `costs` are those of the post, by unit, beside itself."""

    text: str
    language: str
    size: int
    costs: dict[str, int] = Field(description="Such as segments, pence (of each recipient of a list), points")


class DraftView(PostView):
    """The words of one variant on one channel: its first post, and those that follow it."""

    limit: int
    unit: str
    link: str
    also: str = Field(description="The second language where one post holds both, else empty")
    foreign: tuple[int, ...] = Field(description="The numbers of its lines, from 0, that are in the second language")
    fell: tuple[str, ...] = Field(description="What fell away to make it fit, in that order")
    more: tuple[PostView, ...]


class FindingView(BaseModel):
    """What the lint says of a channel's posts (docs/lint.md)."""

    code: str
    where: str
    reason: str
    fix: str
    hard: bool = Field(description="It stops words that no person wrote")


class ChannelLook(BaseModel):
    """What one channel would carry. Without drafts, `refused` says why it has no words."""

    drafts: dict[Variant, DraftView]
    refused: str
    lint: tuple[FindingView, ...]
    picture: PictureView | None


class ChannelPreview(ChannelLook):
    """What one channel would carry, and what its gate would do with it."""

    action: Action
    reason: str
    roles: tuple[Role, ...] = Field(description="Who may approve it, where the gate asks for that")


class OwedView(BaseModel):
    """A language in which it cannot be said yet, and what becomes of the alert for that."""

    language: str
    name: str
    action: Action = Field(description="wait: for so many seconds, then it goes without; hold; send: at once, without")
    seconds: int


class FoundView(BaseModel):
    """What one fact holds that must not be published by itself; never the words."""

    fact: str
    kind: Kind
    reason: str


class PrivacyView(BaseModel):
    """What was found in the facts, and what follows from it."""

    found: tuple[FoundView, ...]
    coarsened: tuple[str, ...] = Field(description="Facts of which a house number or half a postcode was taken out")
    taken_out: tuple[str, ...] = Field(description="Facts that are not said at all")
    flags: tuple[Sensitivity, ...] = Field(description="For these a person decides, on every channel")
    reduced: bool = Field(description="Nothing is said but the state of the road")
    roles: tuple[Role, ...] = Field(description="Who may approve what has flags")


class _Look(BaseModel):
    """What is the same on every channel."""

    reference: str
    headline: str
    headlines: dict[str, str] = Field(description="By language")
    message_class: MessageClass = Field(serialization_alias="class")
    msg_type: MsgType
    status: Status = Field(description="What is not Actual goes to the drill wall only")
    lane: Lane
    owes: tuple[OwedView, ...]
    unreviewed: tuple[str, ...] = Field(description="Languages whose words nobody who speaks them well has read")
    silent: dict[str, str] = Field(description="Channels that never say its class")
    picture: ShownPicture | None
    privacy: PrivacyView
    findings: tuple[str, ...] = Field(description="What in the facts should be looked at again")


class PreviewView(_Look):
    """What would be said, channel by channel."""

    channels: dict[str, ChannelPreview]

    @classmethod
    def of(cls, preview: Preview, drawn: Drawn | None = None) -> "PreviewView":
        """Return a preview as people see it; `drawn` gives the picture's bytes where they are wanted."""
        channels = {
            name: ChannelPreview(
                action=decision.action, reason=decision.reason, roles=decision.roles, **_channel(preview, name)
            )
            for name, decision in preview.decisions.items()
        }
        return cls(channels=channels, **_whole(preview, channels, drawn))


class ComposedView(_Look):
    """The same where no service was asked: it has no gates."""

    composed: Literal["here"] = "here"
    channels: dict[str, ChannelLook]

    @classmethod
    def of(cls, preview: Preview, drawn: Drawn | None = None) -> "ComposedView":
        """Return a preview as people see it; `drawn` gives the picture's bytes where they are wanted."""
        refuses = preview.config.channels
        names = [name for name in preview.limits if preview.alert.message_class not in refuses.of(name).refuses]
        channels = {name: ChannelLook(**_channel(preview, name)) for name in names}
        return cls(channels=channels, **_whole(preview, channels, drawn))


def _whole(preview: Preview, channels: Mapping[str, ChannelLook], drawn: Drawn | None) -> dict[str, Any]:
    alert, config, composed = preview.alert, preview.config, preview.proof.composed
    flagged = bool(alert.sensitivities)
    action, seconds = without_a_language(config.plan, alert)
    return {
        "reference": alert.reference,
        "headline": alert.headline,
        "headlines": dict(composed.headlines),
        "message_class": alert.message_class,
        "msg_type": alert.msg_type,
        "status": preview.proof.incident.status,
        "lane": alert.lane,
        "owes": tuple(
            OwedView(language=each, name=language_name(each), action=action, seconds=seconds) for each in alert.owes
        ),
        "unreviewed": tuple(each for each in composed.headlines if alert.event_type in config.unread.get(each, ())),
        "silent": {name: f"it never says {alert.message_class}" for name in preview.limits if name not in channels},
        "picture": _shown(preview, drawn),
        "privacy": PrivacyView(
            found=tuple(
                FoundView(fact=each.fact, kind=each.kind, reason=each.reason) for each in preview.discretion.found
            ),
            coarsened=preview.discretion.coarsened,
            taken_out=preview.discretion.taken_out,
            flags=alert.sensitivities,
            reduced=preview.proof.reduced,
            roles=config.plan.sensitive.roles if flagged else (),
        ),
        "findings": preview.findings,
    }


def _channel(preview: Preview, name: str) -> dict[str, Any]:
    composed, drafts = preview.proof.composed, preview.alert.drafts.get(name, {})
    picture = drafts[Variant.FIRST].picture if Variant.FIRST in drafts else None
    fell = composed.fell.get(name, {})
    return {
        "drafts": {variant: _draft(preview, name, draft, fell.get(variant, ())) for variant, draft in drafts.items()},
        "refused": composed.refused.get(name, "") if drafts else composed.refused.get(name, "it says nothing of this"),
        "lint": tuple(map(_finding, preview.proof.findings.get(name, ()))),
        "picture": _picture(picture) if picture else None,
    }


def _draft(preview: Preview, name: str, draft: Draft, fell: tuple[str, ...]) -> DraftView:
    limits, price = preview.limits[name], preview.prices.get(name)
    return DraftView(
        **_post(draft.text, preview.alert.language, limits, price),
        limit=limits.size,
        unit=limits.unit,
        link=draft.link,
        also=draft.also,
        foreign=draft.foreign,
        fell=fell,
        more=tuple(PostView(**_post(each.text, each.language, limits, price)) for each in draft.more),
    )


def _post(text: str, language: str, limits: Limits, price: Price | None) -> dict[str, Any]:
    # Room is kept for the address of another post, which is known only when it is sent.
    whole = text.replace(ADDRESS, SOMEWHERE.ljust(limits.address, "x"))
    costs = {unit: amount for unit, amount in (price(whole) if price else {}).items() if unit != "posts" and amount}
    return {"text": text, "language": language, "size": limits.measure(whole), "costs": costs}


def _finding(found: Finding) -> FindingView:
    return FindingView(code=found.code, where=found.where, reason=found.reason, fix=found.fix, hard=found.hard)


def _picture(picture: Picture) -> PictureView:
    kind = PictureKind.DRAWING if picture.card is None else PictureKind.MAP
    return PictureView(kind=kind, alt=picture.alt, width=picture.width, height=picture.height)


def _shown(preview: Preview, drawn: Drawn | None) -> ShownPicture | None:
    """Return the picture that goes with it, on some channel at least; a map before a drawing, as the channels do."""
    picture = min(_pictures(preview), key=lambda each: each.card is None, default=None)
    if picture is None:
        return None
    body = b""
    if drawn is not None:
        try:
            body = drawn(picture)
        except PostRejected:
            body = b""  # the words are what matters; they are shown without it
    return ShownPicture(
        **_picture(picture).model_dump(),
        media_type=picture.media_type,
        base64=base64.b64encode(body).decode("ascii"),
    )


def _pictures(preview: Preview) -> Iterator[Picture]:
    for drafts in preview.alert.drafts.values():
        yield from (draft.picture for draft in drafts.values() if draft.picture)
