"""What officers send and are sent about sources."""

from datetime import datetime
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import BaseModel, ConfigDict, Field

from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import Action, MessageClass
from loudhailer.domain.post import Variant
from loudhailer.domain.source import Mode, Shadow
from loudhailer.pipeline.modes import Changed, Shown, Trusted

SourceName = Annotated[
    str,
    Path(pattern=r"^[A-Za-z0-9._-]{1,64}$", description="As sources.yaml names it", examples=["national_highways"]),
]


class ModeRequest(BaseModel):
    """How far a source's words are to go, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Mode
    reason: str = Field(min_length=1, max_length=500)
    seen: str = Field(default="", max_length=64, description="As `GET /sources/{name}` gave it; needed to raise it")
    nothing_seen: bool = Field(
        default=False, description="Raise it to auto although it had nothing said in shadow; the audit keeps it"
    )


class SourceView(BaseModel):
    """One source, and how far its words go by themselves."""

    name: str
    mode: Mode = Field(description="The mode that holds")
    starts: Mode = Field(description="The mode that its policy starts it with")
    since: datetime | None = Field(description="Since when somebody has set it so; empty where nobody has")
    by: str
    reason: str
    licence: str = Field(description="Without one it is never auto")
    mobilising: bool
    went_today: dict[str, int] = Field(description="How many new alerts went by themselves, by channel")
    counted_on: str = Field(description="The day of that count (Europe/London), empty where none ever went")

    @classmethod
    def of(cls, source: Trusted) -> "SourceView":
        """Return a source as people see it."""
        state, counts = source.state, source.counts
        return cls(
            name=state.name,
            mode=source.mode,
            starts=source.starts,
            since=state.since,
            by=state.by,
            reason=state.reason,
            licence=source.licence,
            mobilising=source.mobilising,
            went_today=counts.channels,
            counted_on=counts.day,
        )


class SourcesView(BaseModel):
    """Every source that may speak at all."""

    sources: tuple[SourceView, ...]

    @classmethod
    def of(cls, sources: tuple[Trusted, ...]) -> "SourcesView":
        """Return sources as people see them."""
        return cls(sources=tuple(map(SourceView.of, sources)))


class WordsView(BaseModel):
    """One channel's words, and what its gate would have done with them."""

    channel: str
    text: str = Field(description="Empty where the words that must stay do not fit")
    action: Action
    reason: str


class ShadowView(BaseModel):
    """One thing that a source would have had said. Nothing of it was."""

    identifier: str = Field(examples=["SHADOW-J3BWW4D7C-1"])
    incident_id: str
    msg_type: MsgType
    message_class: MessageClass = Field(serialization_alias="class")
    headline: str
    sent: datetime
    channels: tuple[WordsView, ...]

    @classmethod
    def of(cls, shadow: Shadow) -> "ShadowView":
        """Return it as people see it."""
        return cls(
            identifier=shadow.identifier,
            incident_id=shadow.incident_id,
            msg_type=shadow.msg_type,
            message_class=shadow.message_class,
            headline=shadow.headline,
            sent=shadow.sent,
            channels=tuple(
                WordsView(
                    channel=each.channel, text=_text(shadow, each.channel), action=each.action, reason=each.reason
                )
                for each in shadow.would
            ),
        )


class ShownView(BaseModel):
    """One source, and what it would have had said while it was in shadow, newest first."""

    source: SourceView
    shadows: tuple[ShadowView, ...]
    seen: str = Field(description="Send it back to raise the source: it says that you were shown just this")

    @classmethod
    def of(cls, shown: Shown) -> "ShownView":
        """Return it as people see it."""
        return cls(
            source=SourceView.of(shown.source), shadows=tuple(map(ShadowView.of, shown.shadows)), seen=shown.seen
        )


class ChangedView(BaseModel):
    """What came of setting a mode."""

    source: SourceView
    repeated: bool = Field(description="It was so already; nothing was changed")
    warnings: tuple[str, ...] = Field(description="What went wrong after it was set")

    @classmethod
    def of(cls, changed: Changed) -> "ChangedView":
        """Return what came of it as people see it."""
        return cls(source=SourceView.of(changed.source), repeated=changed.repeated, warnings=changed.warnings)


def _text(shadow: Shadow, channel: str) -> str:
    drafts = shadow.drafts.get(channel, {})
    draft = drafts.get(Variant.REPLY) or drafts.get(Variant.FIRST)
    return draft.whole if draft else ""
