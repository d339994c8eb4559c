"""What is shown of words that nobody has said yet."""

from pydantic import BaseModel, Field

from loudhailer.domain.alert import Lane
from loudhailer.domain.crisis import Action, MessageClass
from loudhailer.domain.post import Variant
from loudhailer.pipeline.desk import Preview


class DraftView(BaseModel):
    """The words of one variant on one channel."""

    text: str
    size: int
    limit: int
    unit: str


class ChannelPreview(BaseModel):
    """What one channel would carry, and what its gate would do with it."""

    action: Action
    reason: str
    drafts: dict[Variant, DraftView]


class PreviewView(BaseModel):
    """What would be said, channel by channel; a channel without drafts cannot carry the words that must stay."""

    headline: str
    message_class: MessageClass = Field(serialization_alias="class")
    lane: Lane
    channels: dict[str, ChannelPreview]
    findings: tuple[str, ...]

    @classmethod
    def of(cls, preview: Preview) -> "PreviewView":
        """Return a preview as people see it."""
        channels = {}
        for name, decision in preview.decisions.items():
            limits = preview.limits[name]
            drafts = {
                variant: DraftView(
                    text=draft.text, size=limits.measure(draft.text), limit=limits.size, unit=limits.unit
                )
                for variant, draft in preview.alert.drafts.get(name, {}).items()
            }
            channels[name] = ChannelPreview(action=decision.action, reason=decision.reason, drafts=drafts)
        return cls(
            headline=preview.alert.headline,
            message_class=preview.alert.message_class,
            lane=preview.alert.lane,
            channels=channels,
            findings=preview.findings,
        )
