"""What the after-action bundle holds, and how it is collected from what the service kept.

Every part names its times; nothing in it is asked of anybody while it is rendered.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum

from pydantic import AwareDatetime

from loudhailer.domain.alert import Alert
from loudhailer.domain.audit import Entry
from loudhailer.domain.delivery import Delivery, State, number_of, thread_of
from loudhailer.domain.record import Record

COMMAND = "command"
"""The chain of orders to the gates; those given while the incident ran are in its report."""
ALERTS = "alerts"
"""The timeline's lane of what was said; the other lanes are those of the channels and of `command`."""
APPROVALS = ("submit", "approve", "second", "return", "reject")
"""How the deeds of an approval begin."""
_AROUND = timedelta(hours=1)
"""How long before its first alert, and after its last word, an order still concerns an incident."""
_POSTED = frozenset({State.SENT, State.UNKNOWN})


class Kind(StrEnum):
    """What a moment of the timeline is."""

    ALERT = "alert"
    POSTED = "posted"
    DOUBT = "doubt"
    NOT_POSTED = "not_posted"
    ACT = "act"


class PlatformCopy(Record):
    """What the platform itself shows of a post, where it can be read without a credential.

    `same` says whether it has the words that we sent; `why` says what stood in the way where it could not be read.
    """

    read: bool = False
    text: str = ""
    same: bool = False
    why: str = ""


class Said(Record):
    """One alert."""

    identifier: str
    sent: AwareDatetime
    expires: AwareDatetime
    msg_type: str
    manner: str
    message_class: str
    headline: str
    by: str
    plan_digest: str


class Done(Record):
    """One act of the audit chains. `erased` says that its reason is gone."""

    chain: str
    number: int
    at: AwareDatetime
    by: str
    typed_by: str
    means: str
    deed: str
    subject: str
    reason: str
    erased: bool
    result: str
    plan_digest: str
    code: str


class Decided(Record):
    """What became of one alert on one channel, by which plan and which code; empty where nobody recorded it."""

    identifier: str
    channel: str
    at: AwareDatetime
    message_class: str
    state: str
    reason: str
    plan_digest: str
    code: str


class Posted(Record):
    """A post that is out, or may be: a doubt counts as out."""

    identifier: str
    channel: str
    at: AwareDatetime
    doubtful: bool
    link: str
    text: str
    platform: PlatformCopy


class NotPosted(Record):
    """A post that is not out, and why."""

    identifier: str
    channel: str
    at: AwareDatetime
    state: str
    reason: str
    attempts: int


class Moment(Record):
    """One mark of the timeline, in the lane of a channel, of the alerts or of command."""

    at: AwareDatetime
    lane: str
    kind: Kind
    what: str
    detail: str


class Integrity(Record):
    """Whether the record that this was made from is as it was written."""

    lines: int
    findings: tuple[str, ...]
    last_anchor: AwareDatetime | None
    unanchored: int
    erased: int


class Bundle(Record):
    """All that is known of one incident after it."""

    v: int = 1
    reference: str
    source: str
    incident_id: str
    headline: str
    made_at: AwareDatetime
    made_by: str
    code: str
    alerts: tuple[Said, ...]
    timeline: tuple[Moment, ...]
    decisions: tuple[Decided, ...]
    approvals: tuple[Done, ...]
    posted: tuple[Posted, ...]
    not_posted: tuple[NotPosted, ...]
    acts: tuple[Done, ...]
    integrity: Integrity

    @property
    def lanes(self) -> tuple[str, ...]:
        """Return the timeline's lanes: the alerts, every channel by name, and command."""
        found = {each.lane for each in self.timeline} - {ALERTS, COMMAND}
        return (ALERTS, *sorted(found), COMMAND)


def collect(
    alerts: Sequence[Alert],
    deliveries: Sequence[Delivery],
    copies: Mapping[tuple[str, str], PlatformCopy],
    entries: Iterable[Entry],
    integrity: Integrity,
    *,
    made_at: AwareDatetime,
    made_by: str,
    code: str,
) -> Bundle:
    """Return the bundle of an incident's alerts, oldest first.

    `copies` are the platforms' own, by alert and channel; `entries` the lines of its own chain and of `command`.
    """
    newest = alerts[-1]
    deliveries = sorted(deliveries, key=lambda each: (each.committed_at, each.alert_id, each.channel))
    acts = tuple(_acts(alerts, deliveries, entries))
    codes = {each.subject: each.code for each in acts if each.code}
    posted = tuple(_posted(deliveries, copies))
    unposted = tuple(_not_posted(deliveries))
    said = tuple(map(_said, alerts))
    return Bundle(
        reference=newest.reference,
        source=newest.source,
        incident_id=newest.incident_id,
        headline=newest.headline,
        made_at=made_at,
        made_by=made_by,
        code=code,
        alerts=said,
        timeline=tuple(sorted(_moments(said, posted, unposted, acts), key=lambda each: (each.at, each.lane))),
        decisions=tuple(_decisions(alerts, deliveries, codes)),
        approvals=tuple(each for each in acts if each.deed.startswith(APPROVALS)),
        posted=posted,
        not_posted=unposted,
        acts=acts,
        integrity=integrity,
    )


def _said(alert: Alert) -> Said:
    return Said(
        identifier=alert.identifier,
        sent=alert.sent,
        expires=alert.expires,
        msg_type=alert.msg_type,
        manner=alert.manner,
        message_class=alert.message_class,
        headline=alert.headline,
        by=alert.by or alert.source,
        plan_digest=alert.plan_digest,
    )


def _acts(alerts: Sequence[Alert], deliveries: Sequence[Delivery], entries: Iterable[Entry]) -> Iterator[Done]:
    """Yield the incident's own acts, and the orders that were given while it ran, in the order of their time."""
    ends = [alert.sent for alert in alerts] + [each.sent_at for each in deliveries if each.sent_at is not None]
    first, last = min(ends) - _AROUND, max(ends) + _AROUND
    for entry in sorted(entries, key=lambda each: (each.body.at, each.number)):
        body = entry.body
        if body.chain == COMMAND and not first <= body.at <= last:
            continue
        told = body.model_dump(include=set(Done.model_fields) - {"number", "reason", "erased"})
        yield Done(number=entry.number, reason=entry.text, erased=entry.erased, **told)


def _decisions(alerts: Sequence[Alert], deliveries: Sequence[Delivery], codes: Mapping[str, str]) -> Iterator[Decided]:
    plans = {alert.identifier: alert.plan_digest for alert in alerts}
    for each in deliveries:
        yield Decided(
            identifier=each.alert_id,
            channel=each.channel,
            at=each.committed_at,
            message_class=each.message_class,
            state=each.state,
            reason=each.reason,
            plan_digest=each.plan_digest or plans.get(each.alert_id, ""),
            code=each.code or codes.get(each.alert_id, ""),
        )


def _posted(deliveries: Sequence[Delivery], copies: Mapping[tuple[str, str], PlatformCopy]) -> Iterator[Posted]:
    for each in deliveries:
        if each.state in _POSTED:
            yield Posted(
                identifier=each.alert_id,
                channel=each.channel,
                at=each.sent_at or (each.post.created_at if each.post else each.committed_at),
                doubtful=each.state is State.UNKNOWN,
                link=each.ref.url if each.ref else "",
                text=each.post.text if each.post else "",
                platform=copies.get((each.alert_id, each.channel), PlatformCopy(why="nobody knows where it is")),
            )


def _not_posted(deliveries: Sequence[Delivery]) -> Iterator[NotPosted]:
    for each in deliveries:
        if each.state not in _POSTED:
            yield NotPosted(
                identifier=each.alert_id,
                channel=each.channel,
                at=each.committed_at,
                state=each.state,
                reason=each.reason,
                attempts=each.attempts,
            )


def _moments(
    said: Sequence[Said], posted: Sequence[Posted], unposted: Sequence[NotPosted], acts: Sequence[Done]
) -> Iterator[Moment]:
    for alert in said:
        what = f"{alert.identifier} {alert.msg_type}"
        yield Moment(at=alert.sent, lane=ALERTS, kind=Kind.ALERT, what=what, detail=alert.headline)
    for post in posted:
        kind = Kind.DOUBT if post.doubtful else Kind.POSTED
        what = f"{_which(post.identifier, post.channel)} {'may be out' if post.doubtful else 'posted'}"
        yield Moment(at=post.at, lane=thread_of(post.channel), kind=kind, what=what, detail=post.link)
    for each in unposted:
        what = f"{_which(each.identifier, each.channel)} {each.state.lower()}"
        yield Moment(at=each.at, lane=thread_of(each.channel), kind=Kind.NOT_POSTED, what=what, detail=each.reason)
    for act in acts:
        by = f"{act.by} (typed by {act.typed_by})" if act.typed_by else act.by
        what = f"{act.deed}: {act.subject}"
        yield Moment(at=act.at, lane=COMMAND, kind=Kind.ACT, what=what, detail=f"{by}: {act.result}")


def _which(identifier: str, channel: str) -> str:
    """Name an alert's post on a channel: posts that follow the first are in the channel's own lane."""
    number = number_of(channel)
    return f"{identifier} post {number}" if number > 1 else identifier
