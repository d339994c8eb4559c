"""What people do about deliveries: say what became of one, have it sent again, take it off.

May they? → look → write → audit → announce.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from loudhailer import settling
from loudhailer.domain.act import Act
from loudhailer.domain.alert import Alert, Lane
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.caller import Behalf, Caller, Deed
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.delivery import Delivery, Due, Thread
from loudhailer.domain.errors import ClaimLost, Conflict, NotFound, StateUnavailable, Transient
from loudhailer.domain.incident import IncidentHead
from loudhailer.pipeline._head import let_go
from loudhailer.pipeline._picture import Book
from loudhailer.pipeline._speaker import Speaker, speaker_of
from loudhailer.pipeline.guard import Guard
from loudhailer.ports import Announcer, Archive, Audit, Clock, Deliveries, Dossier, Dossiers
from loudhailer.settling import Account, Word

MOST_LISTED = 500
_DOUBTED = (Due.DOUBT, Due.RETRACT, Due.LEASE, Due.RETRY)
"""Where a doubt lies in the index `due`: what waits for a person first, for a look must not leave that out."""
_DEEDS = {Word.OUT: "it is out", Word.AGAIN: "send again", Word.BY_HAND: "posted by hand"}
_OVERTAKEN = "it changed in this moment; look again"
_SILENT = "our own state did not answer; ask again"


class Settlements(Protocol):
    """What a person says of a delivery is written with its thread, and with its incident's head where that changes."""

    def settle(self, delivery: Delivery, thread: Thread | None, head: IncidentHead | None) -> None:
        """Write all or none over the versions that were read; raise `ClaimLost` where any has moved."""
        ...


@dataclass(frozen=True, slots=True)
class Doubt:
    """A post that may be out without our knowing: its words, since when, and whether anybody but a person looks."""

    alert: Alert
    delivery: Delivery
    words: str
    since: datetime
    looked_for: bool


@dataclass(frozen=True, slots=True)
class Doubts:
    """Doubts, those that wait for a person first; `more` says that there are more deliveries than were looked at."""

    doubts: tuple[Doubt, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of an act on one alert: its deliveries as they are now, and by channel why it was not done there."""

    alert: Alert
    deliveries: tuple[Delivery, ...]
    refused: Mapping[str, str]
    repeated: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Off:
    """What came of taking deliveries off, one after the other."""

    done: list[Delivery] = field(default_factory=list)
    repeated: list[Delivery] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    trouble: Transient | None = None


@dataclass(frozen=True, slots=True)
class Settling:
    """List doubts; settle one delivery; take an alert off. `retracts` are the channels that take a post off for us."""

    guard: Guard
    retracts: frozenset[str]
    status_after: Mapping[MessageClass, int]
    book: Book
    archive: Archive
    dealt: Deliveries
    dossiers: Dossiers
    settlements: Settlements
    announcer: Announcer
    audit: Audit
    clock: Clock

    def doubts(self, caller: Caller) -> Doubts:
        """Return what may be out without our knowing."""
        self.guard(Deed.READ, caller, "doubts")
        now = self.clock()
        owed = self.book.waiting(_DOUBTED, MOST_LISTED)
        doubtful = [each for each in owed if each.doubtful(now)]
        files = self.book.files(doubtful)
        found = [_doubt(file.alert, each) for each in doubtful if (file := files.get(each.alert_id))]
        found.sort(key=lambda each: (each.looked_for, each.since))
        return Doubts(tuple(found), more=len(owed) >= MOST_LISTED)

    def settle(
        self, caller: Caller, behalf: Behalf, alert_id: str, channel: str, said: Account, *, reason: str
    ) -> Settled:
        """Take down what somebody says of one delivery; `said.by` is whoever decides, so it is set here.

        Raise `Conflict` where it cannot be so.
        """
        voice = speaker_of(self.guard(Deed.SETTLE, caller, f"{said.word} {alert_id} on {channel}"), behalf)
        said = Account(said.word, voice.by, said.link, said.attempt)
        alert, (delivery,) = self._find(alert_id, (channel,))
        dossier, now = self._dossier(delivery), self.clock()
        if settling.repeated(said, dossier.delivery):
            return self._answer(alert, {}, self._announce([dossier.delivery]), repeated=True)
        if why := settling.refusal_of(said, dossier.delivery, dossier.head, now):
            raise Conflict(f"{channel}: {why}", alert.reference)
        written = settling.settled(said, dossier.delivery, dossier.thread, now)
        head = None if said.word is Word.AGAIN else self._heard(dossier, now)
        self.settlements.settle(written.delivery, written.thread, head)
        result = f"{dossier.delivery.state} is {written.delivery.state} on {channel}"
        warnings = self._note(voice, _DEEDS[said.word], alert, reason, result)
        return self._answer(alert, {}, (*warnings, *self._announce([written.delivery])))

    def retract(
        self,
        caller: Caller,
        behalf: Behalf,
        alert_id: str,
        reason: str,
        channels: Sequence[str] = (),
        *,
        by_hand: bool = False,
    ) -> Settled:
        """Take an alert off the channels, or all; `by_hand` says that somebody has done so there.

        What never left is a tombstone at once; what is out, or may be, its sender takes off. What follows a channel's
        first post goes with it. Raise `Conflict` where none of it can be.
        """
        voice = speaker_of(self.guard(Deed.RETRACT, caller, f"take off {alert_id}"), behalf)
        alert, found = self._find(alert_id, channels)
        off = _Off()
        for each in found:
            self._take(off, each, voice.by, reason, by_hand=by_hand)
        warnings: tuple[str, ...] = ()
        try:
            # Looked for last: what is begun after this look finds by itself that its first post is to come off.
            for each in self._behind(alert_id, channels, {each.channel for each in found}):
                # Who deletes the first post by hand has not deleted those under it.
                self._take(off, each, voice.by, reason, by_hand=False)
        except Transient:
            warnings = ("what follows it there could not be read: take it off once more",)
        done, repeated, refused = off.done, off.repeated, off.refused
        if not done and not repeated:
            raise off.trouble or Conflict(_joined(refused) or "nothing of it is out, or to come", alert.reference)
        if done:
            result = ", ".join(f"{each.channel} {'off' if each.final and not each.due else 'owed'}" for each in done)
            result += "".join(f"; {name} refused: {why}" for name, why in refused.items())
            deed = "taken off by hand" if by_hand else "take off"
            warnings = (*warnings, *self._note(voice, deed, alert, reason, result))
        return self._answer(alert, refused, (*warnings, *self._announce([*done, *repeated])), repeated=not done)

    def _behind(self, alert_id: str, channels: Sequence[str], known: Collection[str]) -> list[Delivery]:
        """Return what follows the first post on these channels, or on all, beside what is `known`."""
        now = self.clock()
        return [
            each
            for each in self.dealt.deliveries(alert_id)
            if each.number > 1 and each.channel not in known and (not channels or each.platform in channels)
            if settling.concerned(each, now)
        ]

    def _take(self, off: "_Off", each: Delivery, by: str, why: str, *, by_hand: bool) -> None:
        """Write that one delivery is to come off, and note in `off` what came of it."""
        try:
            taken = self._off(each, by, why, by_hand=by_hand)
        except Conflict as refusal:
            off.refused[each.channel] = str(refusal)
        except Transient as passing:
            # What is written elsewhere stands, so this one is named rather than all of it called failed.
            overtaken = isinstance(passing, ClaimLost)
            off.trouble, off.refused[each.channel] = passing, _OVERTAKEN if overtaken else _SILENT
        else:
            (off.repeated if taken is None else off.done).append(taken or each)

    def _off(self, known: Delivery, by: str, why: str, *, by_hand: bool) -> Delivery | None:
        """Write that one delivery is to come off and return it; None where the same person has said so already."""
        dossier, now = self._dossier(known), self.clock()
        delivery, thread = dossier.delivery, dossier.thread
        if settling.wanted_off(delivery, by, by_hand=by_hand):
            return None
        retracts = delivery.platform in self.retracts
        keeps = settling.never_out(delivery, now) if by_hand else settling.keeps(delivery, now, retracts=retracts)
        if keeps:
            raise Conflict(keeps)
        written = (
            settling.gone(delivery, thread, by, why) if by_hand else settling.taken_off(delivery, thread, by, why, now)
        )
        self.settlements.settle(written.delivery, written.thread, None)
        return written.delivery

    def _find(self, alert_id: str, channels: Sequence[str]) -> tuple[Alert, list[Delivery]]:
        """Return an alert and its deliveries on these channels; where none is named, all that may be out or to come."""
        alert = self.archive.find(alert_id)
        if alert is None:
            raise NotFound(f"there is no alert {alert_id}")
        dealt, now = self.dealt.deliveries(alert_id), self.clock()
        if not channels:
            return alert, [each for each in dealt if settling.concerned(each, now)]
        missing = sorted(set(channels) - {each.channel for each in dealt})
        if missing:
            there = ", ".join(each.channel for each in dealt)
            raise NotFound(f"{alert_id} has no delivery on {', '.join(missing)}; it has {there or 'none'}")
        return alert, [each for each in dealt if each.channel in channels]

    def _dossier(self, delivery: Delivery) -> Dossier:
        """Read all that is known of a delivery at once, as its sender does."""
        dossier = self.dossiers.dossier(_announcement(delivery), delivery.channel)
        if dossier.delivery.channel != delivery.channel:
            raise StateUnavailable(f"not all of {delivery.alert_id} on {delivery.channel} is in the table")
        return dossier

    def _heard(self, dossier: Dossier, now: datetime) -> IncidentHead | None:
        """Return the incident's head where the public hears of it only now, because somebody posted it by hand."""
        minutes = self.status_after.get(dossier.alert.message_class)
        head = let_go(dossier.head, dossier.alert, now, timedelta(minutes=minutes) if minutes else None)
        return None if head == dossier.head else head

    def _announce(self, deliveries: Sequence[Delivery]) -> tuple[str, ...]:
        """Tell the senders what is owed now; what should come off waits behind no campaign."""
        told: tuple[str, ...] = ()
        for each in deliveries:
            if each.due not in {Due.RETRY, Due.RETRACT, Due.FOLLOW}:
                continue
            lane = Lane.URGENT if each.due is Due.RETRACT else each.lane
            try:
                self.announcer.announce(_announcement(each), [each.platform], lane)
            except Transient:
                told = ("it is written, but the channels were not told: that is tried again in two minutes",)
        return told

    def _note(self, voice: Speaker, deed: str, alert: Alert, reason: str, result: str) -> tuple[str, ...]:
        """Write it into the incident's chain. It is done: that the line is missing must not look like failure."""
        act = Act(
            chain=f"incident:{alert.reference}",
            at=self.clock(),
            by=voice.by,
            deed=deed,
            subject=alert.identifier,
            reason=voice.signed(reason),
            result=result,
            typed_by=voice.typed_by,
            means=voice.means,
        )
        try:
            self.audit.append(act)
        except Transient:
            return ("the audit could not be written: note who did this, and when",)
        return ()

    def _answer(
        self, alert: Alert, refused: Mapping[str, str], warnings: tuple[str, ...], *, repeated: bool = False
    ) -> Settled:
        try:
            dealt = tuple(self.dealt.deliveries(alert.identifier))
        except Transient:
            return Settled(alert, (), refused, repeated, (*warnings, "how the deliveries stand could not be read"))
        return Settled(alert, dealt, refused, repeated, warnings)


def _doubt(alert: Alert, delivery: Delivery) -> Doubt:
    post = delivery.post
    return Doubt(
        alert=alert,
        delivery=delivery,
        words=post.text if post else "",
        since=post.created_at if post else delivery.committed_at,
        looked_for=delivery.due is not Due.DOUBT,
    )


def _announcement(delivery: Delivery) -> Announcement:
    return Announcement(
        alert_id=delivery.alert_id,
        source=delivery.source,
        incident_id=delivery.incident_id,
        part=delivery.part,
        message_class=delivery.message_class,
    )


def _joined(refused: Mapping[str, str]) -> str:
    return "; ".join(f"{name}: {why}" for name, why in refused.items())
