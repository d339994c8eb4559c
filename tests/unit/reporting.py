"""An incident after it, as the service kept it: what every test of the report is about."""

from datetime import datetime, timedelta

from loudhailer.domain.act import Act
from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.audit import FIRST, Body, Entry, body_of
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.delivery import Delivery, State
from loudhailer.domain.incident import Manner
from loudhailer.domain.post import Post, PostRef
from loudhailer.report import Bundle, PlatformCopy
from loudhailer.report.bundle import Integrity, collect
from tests.builders import NOW, a_delivery, an_alert

REFERENCE = "J3BWW4D7C"
PLAN = "9f2c1d0e8b7a6543"


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def alerts() -> list[Alert]:
    """A fire: raised, corrected, updated and ended."""
    told = (
        (0.0, MsgType.ALERT, Manner.PLAIN, "Fire at Mill Street, Stokeby"),
        (11, MsgType.UPDATE, Manner.CORRECTION, "Fire at Mill Lane, Stokeby"),
        (48, MsgType.UPDATE, Manner.PLAIN, "Fire at Mill Lane, Stokeby"),
        (122, MsgType.CANCEL, Manner.PLAIN, "Ended: fire at Mill Lane, Stokeby"),
    )
    return [
        an_alert(
            identifier=f"{REFERENCE}-{number}",
            reference=REFERENCE,
            revision=number,
            msg_type=kind,
            manner=manner,
            headline=headline,
            sent=at(minutes),
            by="officer-silver",
            event_type="fire",
            message_class=MessageClass.LIFE_SAFETY,
            plan_digest=PLAN,
        )
        for number, (minutes, kind, manner, headline) in enumerate(told, 1)
    ]


def posted(alert: Alert, channel: str, seconds: float, text: str = "") -> Delivery:
    post = Post(
        key=f"{alert.identifier}:{channel}",
        alert_id=alert.identifier,
        reference=REFERENCE,
        revision=alert.revision,
        text=text or f"{alert.headline}. Close your windows.\n\nRef {REFERENCE}",
        link="",
        language="en-GB",
        headline=alert.headline,
        closed=alert.msg_type is MsgType.CANCEL,
        sent=alert.sent,
        created_at=alert.sent,
    )
    ref = PostRef(id=f"id-{alert.revision}", url=f"https://{channel}.example/{alert.identifier}")
    sent_at = alert.sent + timedelta(seconds=seconds)
    return a_delivery(alert, channel=channel, state=State.SENT, post=post, ref=ref, sent_at=sent_at, attempts=1)


def deliveries() -> list[Delivery]:
    first, second, third, last = alerts()
    found = [posted(alert, name, delay) for alert in alerts() for name, delay in (("page", 2), ("bluesky", 5))]
    found += [posted(alert, "mastodon", 9 * alert.revision) for alert in (first, third, last)]
    found += [
        a_delivery(
            second, channel="mastodon", state=State.FAILED, reason="Unauthorized: the platform refuses", attempts=1
        ),
        a_delivery(first, channel="telegram", state=State.UNKNOWN, reason="nobody can tell", attempts=1),
        a_delivery(second, channel="telegram", state=State.HELD, reason="level crisis asks for approval"),
        a_delivery(third, channel="telegram", state=State.SUPERSEDED, reason="a newer one was said"),
        a_delivery(last, channel="telegram", state=State.HELD, reason="the channel is stopped | <by> *gold*"),
    ]
    return found


def entry(number: int, minutes: float, deed: str, **changes: str) -> Entry:
    values = {
        "chain": f"incident:{REFERENCE}",
        "by": "officer-silver",
        "subject": REFERENCE,
        "reason": "as silver",
        "result": "posted: it is new",
        "plan_digest": PLAN,
    }
    act = Act.model_validate({"at": at(minutes), "deed": deed} | values | changes)
    body = body_of(act, words="", code="0.1.0+3f2a90bc41d7", written=at(minutes))
    return Entry(number, FIRST, Body.model_validate_json(body), act.reason)


def entries() -> list[Entry]:
    gone = entry(1, -600, "set level heightened", chain="command", subject="page, bluesky")
    erased = entry(4, 49, "update", subject=f"{REFERENCE}-3")
    return [
        gone,
        entry(2, 4, "set level crisis", chain="command", by="officer-gold", subject="every channel", result="done"),
        entry(3, 131, "set level normal", chain="command", by="officer-gold", subject="every channel", result="done"),
        entry(1, 0, "raise", subject=f"{REFERENCE}-1"),
        entry(2, 10.5, "submit", subject=f"{REFERENCE}-2", result="waits for silver"),
        entry(3, 11, "approve", by="officer-gold", subject=f"{REFERENCE}-2", typed_by="control", means="radio"),
        Entry(erased.number, erased.digest, erased.body, "", erased=True),
        entry(5, 122, "end", subject=f"{REFERENCE}-4"),
    ]


def copies() -> dict[tuple[str, str], PlatformCopy]:
    found = {}
    for each in deliveries():
        if each.post is not None:
            same = (each.channel, each.revision) != ("mastodon", 3)
            text = each.post.text if same else "Something else altogether"
            found[each.alert_id, each.channel] = PlatformCopy(read=True, text=text, same=same)
    return found


def a_bundle() -> Bundle:
    """Return the incident's bundle."""
    return collect(
        alerts(),
        deliveries(),
        copies(),
        entries(),
        Integrity(lines=8, findings=(), last_anchor=at(120), unanchored=2, erased=1),
        made_at=at(600),
        made_by="officer-gold",
        code="0.1.0+3f2a90bc41d7",
    )
