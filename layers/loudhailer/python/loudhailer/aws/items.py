"""How our records lie in the state table: keys, and one body a record under the version that wrote it.

| pk                       | sk                 | what                                  |
| ALERT#<id>               | META               | the alert with all its words          |
| ALERT#<id>               | DELIVERY#<channel> | one delivery; in index `due` if owed  |
| INCIDENT#<source>#<id>   | HEAD               | what we said; in `due` for its status |
| THREAD#<source>#<id>     | <channel>          | order and lease                       |
| EVENT#<id>               | OUTCOME            | the end of what came in               |
| ALERT#<id>               | APPROVAL           | leave asked and given; in `due`       |
| REVIEW#<id>              | REVIEW             | what somebody must look at; in `due`  |
| GLASS#<username>         | GLASS              | somebody's broken glass, until        |
| GATE#<channel>           | GATE               | levels, switches, permits, spendings  |
| TICK#<declared>          | <what>             | who paused by hand what, since then   |
| FEED#<name>              | STATE              | how a polled feed is doing, validators|
| FEED#<name>              | KNOWN#<0..f>       | a share of what it has told           |
| FEED#<name>              | LINKS              | which linked documents were read      |
| FEED#<name>              | OUTBOX#<n>         | told and not yet surely on the queue  |
| HOOK#<source>#<digest>   | SEEN               | a webhook's body was taken in, until  |
| SOURCE#<name>            | STATE              | how far its words go by themselves    |
| COUNTS#<name>            | META               | what went of its new alerts of late   |
| SHADOW#<source>#<id>     | HEAD               | what a source in shadow told, until   |
| SHADOW#<id>              | META               | what it would have had said, until    |
| DRILL#<source>#<id>      | HEAD               | what an exercise knows of an incident |
| DRILL#<id>               | META               | a drill with all its words            |
| DRILL#<id>               | DELIVERY           | whether it is on the drill wall       |
| WATCH#CURRENT            | WATCH              | who has the watch, and what is lent   |
| WATCH#HISTORY            | <version>          | every watch that there was, 9 digits  |
| CALLOUT#<key>            | CALLOUT            | a call-out; in index `due` while open |
| WORDS#<digest>           | WORDS              | an act's reason and its salt, until   |
| REFRESH#<channel>        | LEASE              | somebody renews its credential, until |

An alert is in the index `timeline` too, under the day (UTC) on which it was committed; a drill is there
under `drill#` and its day, and what a source in shadow would have had said under `shadow#` and its source, for which no
list of alerts asks.
"""

from datetime import UTC, date, datetime
from typing import Any, TypeVar

from loudhailer.domain.alert import Alert
from loudhailer.domain.approval import Approval
from loudhailer.domain.callout import Callout
from loudhailer.domain.delivery import Delivery, Thread
from loudhailer.domain.drill import Drill
from loudhailer.domain.errors import StateUnavailable
from loudhailer.domain.glass import Glass
from loudhailer.domain.incident import IncidentHead
from loudhailer.domain.record import Record
from loudhailer.domain.review import Review

STATUS_DUE = "status"
"""The key in the index `due` of incidents whose status is owed; the other keys are those of deliveries."""
APPROVAL_DUE = "approval"
"""The key in the index `due` of approvals that wait for an answer, or whose answer has not been carried out."""
REVIEW_DUE = "review"
"""The key in the index `due` of reviews that nobody has closed."""
CALLOUT_DUE = "callout"
"""The key in the index `due` of call-outs that nobody has acknowledged."""
SCHEMA = 1
"""The item version this code writes. It reads SCHEMA and SCHEMA - 1."""

Item = dict[str, Any]
_Kind = TypeVar("_Kind", bound=Record)


def alert_key(alert_id: str) -> Item:
    """Return an alert's key."""
    return _key(f"ALERT#{alert_id}", "META")


def delivery_key(alert_id: str, channel: str) -> Item:
    """Return a delivery's key, beside its alert: one query shows both."""
    return _key(f"ALERT#{alert_id}", f"DELIVERY#{channel}")


def approval_key(alert_id: str) -> Item:
    """Return the key of the leave that an alert needs."""
    return _key(f"ALERT#{alert_id}", "APPROVAL")


def review_key(review_id: str) -> Item:
    """Return a review's key."""
    return _key(f"REVIEW#{review_id}", "REVIEW")


def glass_key(username: str) -> Item:
    """Return the key of somebody's broken glass; the pool does not look at the case of a name."""
    return _key(f"GLASS#{username.casefold()}", "GLASS")


def incident_key(source: str, incident_id: str) -> Item:
    """Return an incident's key."""
    return _key(f"INCIDENT#{source}#{incident_id}", "HEAD")


def thread_key(source: str, incident_id: str, channel: str) -> Item:
    """Return a thread's key."""
    return _key(f"THREAD#{source}#{incident_id}", channel)


def event_key(event_id: str) -> Item:
    """Return an outcome's key."""
    return _key(f"EVENT#{event_id}", "OUTCOME")


def gate_key(channel: str) -> Item:
    """Return a gate's key."""
    return _key(f"GATE#{channel}", "GATE")


def refresh_key(channel: str) -> Item:
    """Return the key of the lease on renewing a channel's credential."""
    return _key(f"REFRESH#{channel}", "LEASE")


def tick_key(declared: datetime, what: str) -> Item:
    """Return the key of what was ticked off since a level was declared."""
    return _key(f"TICK#{declared.astimezone(UTC).isoformat()}", what)


def feed_key(name: str) -> Item:
    """Return a polled feed's key."""
    return _key(f"FEED#{name}", "STATE")


def known_key(name: str, share: str) -> Item:
    """Return the key of a share of what a feed has told; all lie beside the feed itself."""
    return _key(f"FEED#{name}", share)


def outbox_key(name: str, number: int) -> Item:
    """Return the key of an item of a feed's outbox; in the order of the keys is the order of the bodies."""
    return _key(f"FEED#{name}", f"OUTBOX#{number:03}")


def hook_key(source: str, digest: str) -> Item:
    """Return the key of one body that came to the webhook."""
    return _key(f"HOOK#{source}#{digest}", "SEEN")


def source_key(name: str) -> Item:
    """Return the key of how far a source's words go."""
    return _key(f"SOURCE#{name}", "STATE")


def counts_key(name: str) -> Item:
    """Return the key of what went of a source's new alerts.

    Apart from its mode: neither delays the other, and whoever may count may set no mode, for a role is bound by this.
    """
    return _key(f"COUNTS#{name}", "META")


def shadow_head_key(source: str, incident_id: str) -> Item:
    """Return the key of what a source in shadow told of an incident."""
    return _key(f"SHADOW#{source}#{incident_id}", "HEAD")


def shadow_key(identifier: str) -> Item:
    """Return the key of what a source in shadow would have had said."""
    return _key(f"SHADOW#{identifier}", "META")


def shadow_day(source: str) -> str:
    """Return the key of a source's shadows in the index `timeline`."""
    return f"shadow#{source}"


def drill_head_key(source: str, incident_id: str) -> Item:
    """Return the key of what an exercise knows of its incident."""
    return _key(f"DRILL#{source}#{incident_id}", "HEAD")


def drill_key(drill_id: str) -> Item:
    """Return a drill's key."""
    return _key(f"DRILL#{drill_id}", "META")


def drill_delivery_key(drill_id: str) -> Item:
    """Return the key of where a drill stands."""
    return _key(f"DRILL#{drill_id}", "DELIVERY")


def drill_day(day: date) -> str:
    """Return the key of a day's drills in the index `timeline`."""
    return f"drill#{day.isoformat()}"


def watch_key() -> Item:
    """Return the key of the watch as it stands."""
    return _key("WATCH#CURRENT", "WATCH")


def callout_key(key: str) -> Item:
    """Return a call-out's key."""
    return _key(f"CALLOUT#{key}", "CALLOUT")


def watch_version_key(version: int) -> Item:
    """Return the key of a version of the watch; in the order of the keys is the order of the versions."""
    return _key("WATCH#HISTORY", f"{version:09}")


def words_key(digest: str) -> Item:
    """Return the key of an act's words, by the digest that stands for them in the audit chain."""
    return _key(f"WORDS#{digest}", "WORDS")


def _key(pk: str, sk: str) -> Item:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def packed(key: Item, record: Record, **extra: Item) -> Item:
    """Return the item of a record; `version` and the index's keys stand beside the body, where conditions see them."""
    return {**key, "v": {"N": str(SCHEMA)}, "body": {"S": record.model_dump_json()}, **extra}


def unpacked(item: Item, kind: type[_Kind]) -> _Kind:
    """Read an item's record; one of a version not read here is transient: a newer deploy may be half way out."""
    try:
        written = int(item.get("v", {"N": "0"})["N"])
        if written not in (SCHEMA, SCHEMA - 1):
            raise StateUnavailable(f"an item of version {written} is not read here; {SCHEMA - 1} and {SCHEMA} are")
        return kind.model_validate_json(item["body"]["S"])
    except (KeyError, ValueError) as exc:
        raise StateUnavailable(f"an item does not hold a {kind.__name__}: {type(exc).__name__}") from None


def packed_delivery(delivery: Delivery) -> Item:
    """Return a delivery's item, in the index only while it is owed."""
    owed: Item = {}
    if delivery.due is not None and delivery.due_at is not None:
        owed = {"due": {"S": delivery.due.value}, "due_at": {"N": f"{delivery.due_at.timestamp():.3f}"}}
    key = delivery_key(delivery.alert_id, delivery.channel)
    return packed(key, delivery, version=_number(delivery.version), state={"S": delivery.state.value}, **owed)


def packed_alert(alert: Alert) -> Item:
    """Return an alert's item, in the index of its day."""
    day = alert.sent.astimezone(UTC).date()
    at = {"N": f"{alert.sent.timestamp():.3f}"}
    return packed(alert_key(alert.identifier), alert, day={"S": day.isoformat()}, at=at)


def packed_drill(drill: Drill) -> Item:
    """Return a drill's item, in the index among the drills of its day."""
    day, at = drill.sent.astimezone(UTC).date(), {"N": f"{drill.sent.timestamp():.3f}"}
    return packed(drill_key(drill.identifier), drill, day={"S": drill_day(day)}, at=at)


def packed_head(head: IncidentHead) -> Item:
    """Return an incident's head, in the index only while the clock owes a status."""
    owed: Item = {}
    if head.status_at is not None:
        owed = {"due": {"S": STATUS_DUE}, "due_at": {"N": f"{head.status_at.timestamp():.3f}"}}
    return packed(incident_key(head.source, head.id), head, version=_number(head.version), **owed)


def packed_approval(approval: Approval) -> Item:
    """Return an approval's item, in the index only while an answer is owed, or has not been carried out."""
    owed: Item = {}
    if approval.is_owed:
        owed = {"due": {"S": APPROVAL_DUE}, "due_at": {"N": f"{approval.due_at.timestamp():.3f}"}}
    return packed(approval_key(approval.alert_id), approval, version=_number(approval.version), **owed)


def packed_review(review: Review) -> Item:
    """Return a review's item, in the index only while it is open."""
    owed: Item = {}
    if review.closed_at is None:
        owed = {"due": {"S": REVIEW_DUE}, "due_at": {"N": f"{review.opened_at.timestamp():.3f}"}}
    return packed(review_key(review.id), review, version=_number(review.version), **owed)


def packed_glass(glass: Glass) -> Item:
    """Return a broken glass's item."""
    return packed(glass_key(glass.username), glass, version=_number(glass.version))


def packed_callout(callout: Callout) -> Item:
    """Return a call-out's item, in the index only while somebody still has to be woken."""
    owed: Item = {}
    if callout.is_open:
        owed = {"due": {"S": CALLOUT_DUE}, "due_at": {"N": f"{callout.next_at.timestamp():.3f}"}}
    return packed(callout_key(callout.key), callout, version=_number(callout.version), **owed)


def packed_thread(thread: Thread) -> Item:
    """Return a thread's item."""
    key = thread_key(thread.source, thread.incident_id, thread.channel)
    return packed(key, thread, version=_number(thread.version))


def over(version: int) -> Item:
    """Return the condition that the stored item still has this version; 0 means that there is none yet."""
    if version == 0:
        return {"ConditionExpression": "attribute_not_exists(pk)"}
    return {
        "ConditionExpression": "#version = :seen",
        "ExpressionAttributeNames": {"#version": "version"},
        "ExpressionAttributeValues": {":seen": _number(version)},
    }


def _number(value: int) -> Item:
    return {"N": str(value)}
