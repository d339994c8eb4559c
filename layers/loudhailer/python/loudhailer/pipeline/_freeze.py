"""The payload of a delivery, frozen at its first claim."""

from dataclasses import replace
from datetime import datetime

from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.delivery import POINTER, Delivery, Thread, platform_of
from loudhailer.domain.post import Parent, Post, Variant


def freeze(
    alert: Alert, channel: str, variant: Variant, thread: Thread, now: datetime, *, replies: bool = True, to: str = ""
) -> Post:
    """Return the payload that every attempt sends, byte for byte.

    `replies` says whether the platform hangs one post under another, `to` for which recipient of a list it is.
    """
    draft = alert.drafts[platform_of(channel)][variant]
    parent = thread.parent
    return Post(
        key=f"{alert.identifier}/{channel}",
        alert_id=alert.identifier,
        reference=alert.reference,
        revision=alert.revision,
        text=draft.leading_to(parent.root.url if parent else ""),
        link=draft.link,
        language=alert.language,
        headline=alert.headline,
        closed=alert.msg_type is MsgType.CANCEL,
        sent=alert.sent,
        created_at=now,
        parent=parent if variant is Variant.REPLY and replies else None,
        message_class=alert.message_class,
        recipient=to,
        quotes=parent.root if parent and variant is Variant.ANEW else None,
        picture=draft.picture,
    )


def point(alert: Alert, delivery: Delivery, parent: Parent) -> Post:
    """Return the few words under `parent` that lead to `delivery`'s own post, which was made anew."""
    if delivery.post is None or delivery.ref is None:
        raise AssertionError("only what is out can be pointed to")
    draft = alert.drafts[delivery.platform][Variant.POINTER]
    return replace(
        delivery.post,
        key=f"{delivery.post.key}/{POINTER}",
        text=draft.leading_to(delivery.ref.url),
        link=delivery.ref.url,
        parent=parent,
        quotes=delivery.ref,
        picture=None,
    )
