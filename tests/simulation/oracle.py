"""What must hold, whatever breaks: looked at when a post begins to leave, when it becomes public, and at the end."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.crisis import GateState
from loudhailer.domain.delivery import FINAL, MAY_BE_OUT, Delivery, Due, State, platform_of
from loudhailer.domain.outcome import Outcome
from loudhailer.domain.post import Post
from loudhailer.gate import pauses
from loudhailer.pipeline._book import RATHER_TWICE
from loudhailer.pipeline.deliver import PERMIT_LASTS
from loudhailer.pipeline.received import Report
from loudhailer.plan import Doubt, Plan
from loudhailer.ports import Clock
from tests.builders import NOW
from tests.fakes import MemoryState
from tests.simulation.platforms import READABLE, Shown

SHORT = timedelta(minutes=20)
"""An alert that lives no longer than this may end before a platform's pause does: recovery is not always possible."""

_UNSENT = FINAL - {State.SENT, State.RETRACTED}
_OTHER_ENDS = {State.SUPERSEDED, State.HELD, State.FAILED, State.SUPPRESSED, State.RETRACTED}
_MAY_BE_OUT = MAY_BE_OUT | {State.CLAIMED}


class Promise(StrEnum):
    """What must hold."""

    ONCE = "one alert, one post"
    LOST = "nothing is lost"
    ORDER = "nothing is out of order"
    EXPIRED = "nothing expired is sent"
    OUTCOME = "every event has one outcome"
    ONLY_WHERE = "an all-clear goes only where the alert landed"
    WHEREVER = "an all-clear goes wherever the alert landed"
    RECORD = "the record is true"
    DOUBT = "a doubt is settled where it can be"
    PAUSE = "the pause is a fact"
    EXPECTED = "no error is unexpected"


@dataclass(frozen=True, slots=True)
class Violation:
    """A promise that was broken: which, of what, and how."""

    promise: Promise
    about: str
    how: str

    def __str__(self) -> str:
        return f"{self.promise}: {self.about}: {self.how}"


@dataclass(eq=False)
class Oracle:
    """Knows what is so, and compares it with what was promised."""

    plan: Plan
    state: MemoryState
    clock: Clock
    broken: list[Violation] = field(default_factory=list)
    events: set[str] = field(default_factory=set)
    asked: set[tuple[str, str]] = field(default_factory=set)
    leaving: dict[str, set[str]] = field(default_factory=dict)
    late_landings: int = 0
    unclear: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    landed: dict[tuple[str, str], list[Shown]] = field(default_factory=dict)
    _ends: dict[str, Outcome] = field(default_factory=dict)

    def broke(self, promise: Promise, about: str, how: str) -> None:
        """Note a broken promise, once."""
        violation = Violation(promise, about, how)
        if violation not in self.broken:
            self.broken.append(violation)

    # along the way

    def begins(self, channel: str, post: Post) -> None:
        """Look at a post whose request is about to leave."""
        now, alert = self.clock(), self.state.alerts[post.alert_id]
        about = f"{post.alert_id}/{channel}"
        if now >= alert.expires + PERMIT_LASTS:
            self.broke(Promise.EXPIRED, about, f"it expired at {alert.expires:%H:%M:%S}")
        gate = self.state.gate_items.get(channel)
        if gate is not None and self._paused(alert, gate) and post.alert_id not in self.leaving.get(channel, set()):
            self.broke(Promise.PAUSE, about, f"{alert.message_class} began to leave under level {gate.level}")

    def _paused(self, alert: Alert, gate: GateState) -> bool:
        if gate.stopped or not gate.live:
            return True
        return any(pauses(self.plan, each.level, scope, alert) for scope, each in gate.declared.items())

    def wrote(self, delivery: Delivery, *, claimed: bool) -> None:
        """Look at a delivery as it has just been written: from a claim on it may be out, as far as the ledger knows."""
        alert = self.state.alerts[delivery.alert_id]
        place = (delivery.incident_id, delivery.platform)
        if delivery.part:
            return  # what leads to another post is out after it
        if delivery.state in _MAY_BE_OUT or delivery.told_by == RATHER_TWICE:
            self.unclear.setdefault(place, set()).add(delivery.alert_id)
        else:
            self.unclear.get(place, set()).discard(delivery.alert_id)
        if claimed and alert.msg_type is MsgType.CANCEL and not self._may_have_landed(alert, place):
            about = f"{delivery.alert_id}/{delivery.platform}"
            self.broke(Promise.ONLY_WHERE, about, "nothing of it ever left")

    def seen(self, channel: str, shown: Shown) -> None:
        """Look at a post that has just become public."""
        post = shown.post
        alert = self.state.alerts[post.alert_id]
        about, place = f"{post.alert_id}/{channel}", (alert.incident_id, channel)
        before = self.landed.setdefault(place, [])
        twice = sum(each.post.key == post.key for each in before)
        if twice > self._allowed(alert, channel):
            self.broke(Promise.ONCE, about, f"it is public {twice + 1} times")
        newest = max((each.post.revision for each in before), default=0)
        if post.revision < newest:
            if shown.late:
                self.late_landings += 1
            else:
                self.broke(Promise.ORDER, about, f"revision {newest} is public already")
        before.append(shown)

    def _allowed(self, alert: Alert, channel: str) -> int:
        policy = self.plan.doubt.get(alert.message_class, {}).get(channel)
        return 1 if channel not in READABLE and policy is Doubt.RATHER_TWICE else 0

    def _may_have_landed(self, alert: Alert, place: tuple[str, str]) -> bool:
        earlier = (each.post.alert_id for each in self.landed.get(place, ()))
        return any(
            alert.since <= self.state.alerts[each].revision < alert.revision
            for each in (*earlier, *self.unclear.get(place, ()))
        )

    def reported(self, channel: str, report: Report) -> None:
        """Note for what a person was asked."""
        if report.person:
            self.asked.add((report.alert_id, channel))

    def declared(self, channel: str, was: GateState) -> None:
        """Note what was leaving already when command spoke."""
        self.leaving[channel] = {each.alert_id for each in was.leaving()}

    def ended(self, outcome: Outcome) -> None:
        """Look at an event's end in the ledger each time that somebody is told of it: it never changes."""
        kept = self.state.ends.get(outcome.event_id)
        if kept is None:
            self.broke(Promise.OUTCOME, outcome.event_id, f"{outcome.fate} is told and not in the ledger")
        elif self._ends.setdefault(outcome.event_id, kept) != kept:
            self.broke(Promise.OUTCOME, outcome.event_id, f"it has changed to {kept.fate}")

    # at the end

    def look_back(
        self, unreadable: Mapping[str, float], waiting: Iterable[str], dead: Iterable[tuple[str, str]]
    ) -> None:
        """Compare the ledger with what is public.

        `unreadable` is when a look failed last, in seconds and by key; `dead` are those for which a dead letter rang.
        """
        self.asked |= set(dead)
        for name in waiting:
            self.broke(Promise.LOST, name, "it still holds messages when all is quiet")
        self._outcomes()
        for delivery in self.state.stored.values():
            self._delivery(delivery, unreadable)

    def _outcomes(self) -> None:
        for event in sorted(self.events - set(self.state.ends)):
            self.broke(Promise.OUTCOME, event, "it has none")
        for event in sorted(set(self.state.ends) - self.events):
            if not event.startswith("status:"):
                self.broke(Promise.OUTCOME, event, "nobody sent it")
        told = Counter(each.alert_id for each in self.state.ends.values() if each.alert_id in self.state.alerts)
        for alert_id in sorted(self.state.alerts):
            if told[alert_id] != 1:
                self.broke(Promise.OUTCOME, alert_id, f"{told[alert_id]} outcomes name it")

    def _delivery(self, delivery: Delivery, unreadable: Mapping[str, float]) -> None:
        channel = platform_of(delivery.channel)
        about, key = f"{delivery.alert_id}/{channel}", f"{delivery.alert_id}/{delivery.channel}"
        public = self.landed.get((delivery.incident_id, channel), [])
        mine = [each for each in public if each.post.key == key]
        if delivery.state not in FINAL and delivery.state is not State.UNKNOWN:
            self.broke(Promise.LOST, about, f"it ends {delivery.state}, due {delivery.due}")
        listed = delivery.due is Due.DOUBT or (delivery.alert_id, channel) in self.asked
        if delivery.state is State.UNKNOWN and not listed:
            self.broke(Promise.LOST, about, "it ends in doubt, and no person was asked")
        words = delivery.post.text if delivery.post else ""
        if delivery.state is State.SENT and not mine and all(each.post.text != words for each in public):
            self.broke(Promise.LOST, about, "it is recorded as sent and is not public")
        if delivery.state in _UNSENT and mine:
            self.broke(Promise.RECORD, about, f"it is recorded as {delivery.state} and is public")
        expired = (delivery.expires_at - NOW).total_seconds()
        if delivery.state is State.UNKNOWN and channel in READABLE and unreadable.get(key, 0.0) < expired - 1:
            self.broke(Promise.DOUBT, about, f"it ends in doubt: {delivery.reason}")
        alert = self.state.alerts[delivery.alert_id]
        if alert.msg_type is MsgType.CANCEL and delivery.state is State.SUPERSEDED and not delivery.part:
            self._stands_for_ever(delivery, alert, public)

    def _stands_for_ever(self, delivery: Delivery, alert: Alert, public: list[Shown]) -> None:
        """An end that was left out, although what it ends is public, leaves the public with what is no longer so."""
        newest = max(each.revision for each in self.state.alerts.values() if each.incident_id == alert.incident_id)
        episode = [each for each in public if alert.since <= each.post.revision < alert.revision]
        if newest == alert.revision and episode:
            self.broke(
                Promise.WHEREVER,
                f"{delivery.alert_id}/{platform_of(delivery.channel)}",
                f"left out ({delivery.reason}) although {episode[-1].post.alert_id} is public",
            )


def recoverable(state: MemoryState) -> Iterator[Delivery]:
    """Yield the deliveries that could end SENT: nobody held them, nothing newer replaced them, nobody refused them.

    Where nobody can be asked, a doubt can only end with a person; and what lives for minutes may be over before a
    platform that asked for a pause takes it.
    """
    for each in state.stored.values():
        blind = each.state is State.UNKNOWN and each.platform not in READABLE
        lives = state.alerts[each.alert_id].expires - each.committed_at
        if each.state not in _OTHER_ENDS and not blind and lives > SHORT:
            yield each
