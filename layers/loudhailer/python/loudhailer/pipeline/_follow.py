"""What follows from a delivery on its own channel: a pointer, the post after it, earlier posts taken off, recipients.

Each is done again where it was left half done, and a second time changes nothing: a delivery is written only where
there is none, and a message that comes twice finds it final.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from loudhailer.domain.alert import Alert
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.delivery import POINTER, UNCLAIMED_AFTER, Delivery, Due, State, further
from loudhailer.domain.errors import ClaimLost, StateUnavailable
from loudhailer.domain.post import More, PostRef, Variant
from loudhailer.pipeline._freeze import following, point, under
from loudhailer.ports import Clock, DeliveryLog, Dossiers, Follow


@dataclass(frozen=True, slots=True)
class Follows:
    """What a channel still does about an alert once something of it is out.

    `replies` says that its posts hang under others, `retracts` that it takes a post off again.
    """

    dossiers: Dossiers
    log: DeliveryLog
    queue: Follow
    clock: Clock
    replies: bool = True
    retracts: bool = False

    def owed(self, alert: Alert, delivery: Delivery, ref: PostRef) -> bool:
        """Tell whether anything follows from this delivery's being out at `ref`."""
        if delivery.number > 1 or delivery.following:
            return True  # the last of them looks, too, whether the first is wanted off by now
        takes_down = alert.takes_down and self.retracts and delivery.part != POINTER
        return takes_down or self._points(alert, delivery, ref)

    def __call__(self, alert: Alert, delivery: Delivery) -> None:
        """Do all that follows, then note that it is done; raise a `Transient` where it is to be done again."""
        if delivery.number > 1 and (by := self.wanted_off(alert, delivery)):
            if delivery.state is State.SENT:
                self._take_off(delivery, by)
            else:
                self.log.save(delivery.model_copy(update={"due": None, "due_at": None}))
            return
        if delivery.ref and delivery.under and self._points(alert, delivery, delivery.ref):
            post = point(alert, delivery, delivery.under)
            self._begin(alert, part_of(delivery, POINTER, self.clock()).model_copy(update={"post": post}))
        self._go_on(alert, delivery)
        if alert.takes_down and self.retracts and delivery.number <= 1:
            for earlier in self._earlier(alert, delivery.platform):
                self._take_off(earlier, alert.by or alert.source)
        self.log.save(delivery.model_copy(update={"due": None, "due_at": None}))

    def wanted_off(self, alert: Alert, delivery: Delivery) -> str:
        """Return who wants the first post of an alert off, empty where nobody does: what follows it goes with it."""
        return self.dossiers.dossier(Announcement.of(alert), delivery.platform).delivery.retract_by

    def _go_on(self, alert: Alert, before: Delivery) -> None:
        """Begin the post that follows.

        Where `before` failed, what it begins is not told without its middle: the rest in its language has failed too,
        and the other language goes on, for its readers have nothing else.
        """
        if before.variant is None or not before.following:
            return
        draft = alert.drafts[before.platform][before.variant]
        failed = draft.more[before.number - 2].language if before.state is State.FAILED else ""
        for number, more in enumerate(draft.more[before.number - 1 :], before.number + 1):
            then = self._next(alert, before, number, more, link=draft.link)
            if more.language != failed:
                self._begin(alert, then)
                return
            with suppress(ClaimLost):  # it is there already
                self.log.save(then.settled(State.FAILED, f"post {before.number} failed, and it goes on from there"))

    def _next(self, alert: Alert, before: Delivery, number: int, more: More, *, link: str) -> Delivery:
        now = self.clock()
        parent = under(before) if self.replies else None
        post = following(alert, before.platform, number, more, now, link=link, parent=parent)
        # What a person released, they released whole: the same rule must not hold the rest of it.
        released = {"released_by": before.released_by, "alone": before.alone}
        same = {"variant": before.variant, "posts": before.posts, "post": post} | released
        return part_of(before, further(number), now).model_copy(update=same)

    def spread(self, alert: Alert, parent: Delivery, recipients: Sequence[str]) -> None:
        """Begin one delivery for each recipient of a list."""
        for each in recipients:
            self._begin(alert, part_of(parent, each, self.clock()))

    def _points(self, alert: Alert, delivery: Delivery, ref: PostRef) -> bool:
        words = alert.drafts.get(delivery.platform, {}).get(Variant.POINTER)
        anew = delivery.variant is Variant.ANEW and delivery.under is not None
        if alert.takes_down and self.retracts:
            return False  # nobody is left to be led from there
        # A pointer without the address that it was composed for would lead nowhere.
        return self.replies and anew and words is not None and (not words.room or 0 < len(ref.url) <= words.room)

    def _begin(self, alert: Alert, delivery: Delivery) -> None:
        with suppress(ClaimLost):  # it is there already
            self.log.save(delivery)
        self.queue.put(Announcement.of(alert, delivery.part))

    def _earlier(self, alert: Alert, platform: str) -> Iterator[Delivery]:
        """Yield what is out of the alert's episode on this channel, the newest first."""
        for alert_id in reversed(alert.references):
            if int(alert_id.rpartition("-")[2]) < alert.since:
                return
            ids, first = Announcement(alert_id=alert_id, source=alert.source, incident_id=alert.incident_id), None
            with suppress(StateUnavailable):  # there is no such delivery
                first = self.dossiers.dossier(ids, platform).delivery
                yield first
            for part in (POINTER, *map(further, range(2, first.posts + 1 if first else 2))):
                with suppress(StateUnavailable):
                    yield self.dossiers.dossier(ids, f"{platform}/{part}").delivery

    def _take_off(self, delivery: Delivery, by: str) -> None:
        """Have a post taken off by its own message, so that each is tried again by itself."""
        if delivery.state is not State.SENT or delivery.ref is None or delivery.retract_by:
            return
        wanted = {"retract_by": by, "due": Due.RETRACT, "due_at": self.clock() + UNCLAIMED_AFTER}
        self.log.save(delivery.model_copy(update=wanted))
        self.queue.put(
            Announcement(
                alert_id=delivery.alert_id,
                source=delivery.source,
                incident_id=delivery.incident_id,
                part=delivery.part,
            )
        )


def part_of(parent: Delivery, part: str, now: datetime) -> Delivery:
    """Return a new delivery of the same alert for one part of its channel."""
    return Delivery(
        alert_id=parent.alert_id,
        channel=f"{parent.platform}/{part}",
        source=parent.source,
        incident_id=parent.incident_id,
        revision=parent.revision,
        lane=parent.lane,
        message_class=parent.message_class,
        state=State.PENDING,
        committed_at=parent.committed_at,
        expires_at=parent.expires_at,
        due=Due.UNCLAIMED,
        due_at=now + UNCLAIMED_AFTER,
    )
