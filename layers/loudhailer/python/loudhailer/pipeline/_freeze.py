"""The payload of a delivery, frozen at its first claim; of what follows from another, once that is out."""

from dataclasses import replace
from datetime import datetime

from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.delivery import POINTER, Delivery, State, Thread, further, platform_of
from loudhailer.domain.post import ADDRESS, Draft, More, Parent, Post, Variant, unled

_LONGEST_HEADLINE = 150
"""As long as a subject or a title may be: cut there, both languages would lose what the second one says."""


def freeze(
    alert: Alert, channel: str, variant: Variant, thread: Thread, now: datetime, *, replies: bool = True, to: str = ""
) -> Post:
    """Return the payload that every attempt sends, byte for byte.

    `replies` says whether the platform hangs one post under another, `to` for which recipient of a list it is.
    """
    draft = alert.drafts[platform_of(channel)][variant]
    parent = thread.parent
    url = parent.root.url if parent else ""
    return Post(
        key=f"{alert.identifier}/{channel}",
        alert_id=alert.identifier,
        reference=alert.reference,
        revision=alert.revision,
        text=draft.leading_to(url),
        link=draft.link,
        language=alert.language,
        headline=_headline(alert),
        closed=alert.msg_type is MsgType.CANCEL,
        sent=alert.sent,
        created_at=now,
        parent=parent if variant is Variant.REPLY and replies else None,
        message_class=alert.message_class,
        recipient=to,
        quotes=parent.root if parent and variant is Variant.ANEW else None,
        picture=draft.picture,
        also=draft.also,
        foreign=_foreign(draft, url),
    )


def following(
    alert: Alert, channel: str, number: int, more: More, now: datetime, *, link: str = "", parent: Parent | None = None
) -> Post:
    """Return an alert's further post of that number on a channel, under `parent` or on its own.

    `link` is the service's own link in the alert's words: it goes with the post that it stands in.
    """
    return Post(
        key=f"{alert.identifier}/{channel}/{further(number)}",
        alert_id=alert.identifier,
        reference=alert.reference,
        revision=alert.revision,
        text=more.text,
        link=link if link in more.text else "",
        language=more.language,
        headline=alert.headline,
        closed=alert.msg_type is MsgType.CANCEL,
        sent=alert.sent,
        created_at=now,
        parent=parent,
        message_class=alert.message_class,
    )


def _headline(alert: Alert) -> str:
    """Return the headline in every language that there is one in, in the first alone where all are too long."""
    every = " / ".join(dict.fromkeys((alert.headline, *alert.headlines.values())))
    return every if len(every) <= _LONGEST_HEADLINE else alert.headline


def under(before: Delivery) -> Parent | None:
    """Return what the post after `before` hangs on: on it, or beside it where it did not land or nobody knows where."""
    parent = before.post.parent if before.post else None
    if before.state is State.SENT and before.ref is not None and before.ref.id:
        return Parent(root=parent.root if parent else before.ref, last=before.ref)
    return parent


def _foreign(draft: Draft, url: str) -> tuple[int, ...]:
    """Return which lines are in the other language, counted without those that fall away with the address."""
    leads = draft.room and ADDRESS in draft.text and not 0 < len(url) <= draft.room
    kept = [number for number, line in enumerate(draft.text.split("\n")) if not leads or unled(line) is not None]
    return tuple(kept.index(number) for number in draft.foreign if number in kept)


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
        also=draft.also,
        foreign=_foreign(draft, delivery.ref.url),
    )
