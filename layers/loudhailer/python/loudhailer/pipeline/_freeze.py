"""The payload of a delivery, frozen at its first claim."""

from datetime import datetime

from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.delivery import Thread
from loudhailer.domain.post import Post, Variant


def freeze(alert: Alert, channel: str, variant: Variant, thread: Thread, now: datetime) -> Post:
    """Return the payload that every attempt sends, byte for byte."""
    draft = alert.drafts[channel][variant]
    return Post(
        key=f"{alert.identifier}/{channel}",
        alert_id=alert.identifier,
        reference=alert.reference,
        revision=alert.revision,
        text=draft.text,
        link=draft.link,
        language=alert.language,
        headline=alert.headline,
        closed=alert.msg_type is MsgType.CANCEL,
        sent=alert.sent,
        created_at=now,
        parent=thread.parent if variant is Variant.REPLY else None,
    )
