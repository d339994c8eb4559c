"""What people do with held posts, one alert at a time, never a flush: may they? → look → write → audit → announce."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from loudhailer import approvals, held
from loudhailer.config import Config
from loudhailer.domain.act import Act
from loudhailer.domain.alert import Alert
from loudhailer.domain.approval import Stand
from loudhailer.domain.caller import Behalf, Caller, Deed
from loudhailer.domain.crisis import Action, Decision, GateState
from loudhailer.domain.delivery import Delivery, Due, State
from loudhailer.domain.errors import ClaimLost, Conflict, FeedError, NotFound, StateUnavailable, Transient
from loudhailer.domain.outcome import Fate
from loudhailer.domain.post import Variant
from loudhailer.gate_ports import Gates
from loudhailer.pipeline._announce import announce
from loudhailer.pipeline._head import let_go
from loudhailer.pipeline._picture import Book
from loudhailer.pipeline.desk import Desk, Raising, Said
from loudhailer.pipeline.guard import Guard
from loudhailer.plan import Plan
from loudhailer.ports import Announcer, Archive, Audit, Clock, Deliveries

DIGEST = "digest"
"""The event type of what tells several held alerts in one."""
MOST_LISTED = 500
_FOLDS = range(2, 11)
"""How many alerts one digest may hold: more than that nobody reads, and nobody approves with care."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A held post, the words that it would say, and what the plan proposes for it."""

    alert: Alert
    delivery: Delivery
    words: str
    proposal: held.Proposal


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act on one alert: its deliveries as they are now, and by channel why it was not done there."""

    alert: Alert
    deliveries: tuple[Delivery, ...]
    refused: Mapping[str, str]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Folded:
    """A digest, and the alerts that it stands for now."""

    said: Said
    folded: tuple[str, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """List held posts; release, drop, fold them or have them approved again. There is no act that takes them all."""

    guard: Guard
    config: Config
    channels: Sequence[str]
    book: Book
    archive: Archive
    dealt: Deliveries
    gates: Gates
    announcer: Announcer
    audit: Audit
    desk: Desk
    clock: Clock

    def show(self, caller: Caller) -> tuple[Waiting, ...]:
        """Return what waits for a person, those that expire first at the top."""
        self.guard(Deed.READ, caller, "what is held")
        deliveries = self.book.waiting((Due.HELD,), MOST_LISTED)
        files, gates, now = self.book.files(deliveries), self.gates.gates(self.channels), self.clock()
        return tuple(
            Waiting(
                alert=file.alert,
                delivery=each,
                words=_words(file.alert, each),
                proposal=held.proposed(self._plan, file, each, gates.get(each.platform), now),
            )
            for each in deliveries
            if each.state is State.HELD and (file := files.get(each.alert_id))
        )

    def release(self, caller: Caller, alert_id: str, reason: str, channels: Sequence[str] = ()) -> Done:
        """Let one alert's held posts go, where gate and expiry let them now; its senders ask both once more.

        Raise `Conflict` where they hold all of it.
        """
        leave = self.guard(Deed.RELEASE, caller, f"release {alert_id}")
        file, found = self._find(alert_id, channels)
        gates, now = self.gates.gates([each.platform for each in found]), self.clock()
        refused: dict[str, str] = {}
        going: list[Delivery] = []
        for each in found:
            if why := held.keeps(self._plan, file, each, gates[each.platform], now):
                refused[each.channel] = why
                continue
            decision = held.decision_of(self._plan, file, gates[each.platform], now, released=True)
            going.append(held.released(each, caller.username, decision, now))
        if not going:
            raise Conflict(_all_refused(refused), file.alert.reference)
        minutes = self.config.words.status_after_minutes.get(file.alert.message_class)
        head = let_go(file.head, file.alert, now, timedelta(minutes=minutes) if minutes else None)
        self.book.let_go(going, None if head == file.head else head)
        warnings = self._note(
            caller, Deed.RELEASE, file.alert, [each.channel for each in going], leave.signed(reason), refused=refused
        )
        try:
            announce(self.announcer, file.alert, (each for each in going if each.due is Due.UNCLAIMED))
        except Transient:
            warnings = (*warnings, "it is released, but the channels were not told: that is tried again in two minutes")
        return self._done(file.alert, refused, warnings)

    def drop(self, caller: Caller, alert_id: str, reason: str, channels: Sequence[str] = ()) -> Done:
        """Decide that one alert's held posts never go."""
        leave = self.guard(Deed.RELEASE, caller, f"drop {alert_id}")
        file, found = self._find(alert_id, channels)
        why = f"dropped by {caller.username}: {reason}"
        self.book.let_go([each.settled(State.SUPERSEDED, why) for each in found], None)
        warnings = self._note(caller, "drop", file.alert, [each.channel for each in found], leave.signed(reason))
        return self._done(file.alert, {}, warnings)

    def reapprove(self, caller: Caller, alert_id: str, reason: str, channels: Sequence[str] = ()) -> Done:
        """Ask for leave anew for one alert's held posts: whoever approves them lets them go.

        Raise `Conflict` where leave is asked for already, or nothing of it may ever go.
        """
        leave = self.guard(Deed.RELEASE, caller, f"reapprove {alert_id}")
        file, found = self._find(alert_id, channels)
        known, now = file.approval, self.clock()
        if known is not None and known.stand is Stand.WAITING and now < known.expires_at:
            raise Conflict("leave is asked for already", file.alert.reference)
        refused = {each.channel: why for each in found if (why := self._never(file, each, now))}
        asking = [each for each in found if each.channel not in refused]
        if not asking:
            raise Conflict(_all_refused(refused), file.alert.reference)
        gates = self.gates.gates([each.platform for each in asking])
        decisions = {each.channel: self._asked(file, gates[each.platform], now) for each in asking}
        approval = approvals.asked(self._plan, file.alert, decisions, now)
        if approval is None:
            raise AssertionError("every decision asks for approval")
        # It is asked for from now on, whenever the words should have gone.
        patience = timedelta(minutes=self._plan.approvals.expire_after_minutes[file.alert.message_class])
        changes = {
            "reason": f"{caller.username} asks again: {reason}",
            "expires_at": min(file.alert.expires, now + patience),
            "version": known.version if known else 0,
        }
        self.book.ask(approval.model_copy(update=changes), [each.held(decisions[each.channel]) for each in asking])
        warnings = self._note(
            caller, "reapprove", file.alert, [each.channel for each in asking], leave.signed(reason), refused=refused
        )
        return self._done(file.alert, refused, warnings)

    def fold(self, caller: Caller, alert_ids: Sequence[str], title: str, reason: str, *, key: str = "") -> Folded:
        """Tell several held alerts in one new one, a line each; they are superseded once it is committed, not before.

        The digest is somebody's own words, so another person approves it. Raise `Conflict` where one may not be folded.
        """
        leave = self.guard(Deed.RELEASE, caller, f"fold {', '.join(alert_ids)}")
        ids = list(dict.fromkeys(alert_ids))
        if len(ids) not in _FOLDS:
            raise FeedError("alerts", f"a digest holds {_FOLDS.start} to {_FOLDS.stop - 1} alerts")
        files, now, gates = [self._find(each, ()) for each in ids], self.clock(), self.gates.gates(self.channels)
        for file, found in files:
            for each in found:
                if why := held.unfit(self._plan, file, each, gates.get(each.platform), now):
                    raise Conflict(f"{each.alert_id} on {each.channel}: {why}", file.alert.reference)
        lines = "\n".join(file.alert.headline for file, _ in files)
        sensitivities = tuple(sorted({each for file, _ in files for each in file.alert.sensitivities}))
        raising = Raising(
            DIGEST,
            {"title": title, "lines": lines},
            translations=self._other_lines([file.alert for file, _ in files]),
            sensitivities=sensitivities,
            hands=tuple(sorted({each for file, _ in files for each in file.alert.hands})),
            expires=min(file.alert.expires for file, _ in files),
        )
        said = self.desk.raise_(caller, Behalf(), raising, key=key)
        if said.fate not in {Fate.POSTED, Fate.HELD, Fate.MERGED}:
            raise Conflict(f"the digest was not committed: {said.reason}", said.alert.reference)
        folded, warnings = [], said.warnings
        for file, found in files:
            into = f"folded into {said.alert.identifier} by {caller.username}"
            try:
                self.book.let_go([each.settled(State.SUPERSEDED, into) for each in found], None)
            except (ClaimLost, StateUnavailable):
                # The digest stands; this one is still held, for a person to drop. It cannot leave by itself.
                warnings = (*warnings, f"{file.alert.identifier} is in the digest and still held: drop it")
                continue
            folded.append(file.alert.identifier)
            names = [each.channel for each in found]
            deed = f"fold into {said.alert.identifier}"
            warnings = (*warnings, *self._note(caller, deed, file.alert, names, leave.signed(reason)))
        return Folded(said, tuple(folded), warnings)

    def _other_lines(self, alerts: Sequence[Alert]) -> dict[str, dict[str, str]]:
        """Return the lines in the other languages; the title is somebody's own, and its translation theirs to give."""
        return {
            words.language: {"lines": "\n".join(each.headlines[words.language] for each in alerts)}
            for words in self.config.others
            if all(words.language in each.headlines for each in alerts)
        }

    @property
    def _plan(self) -> Plan:
        return self.config.plan

    def _find(self, alert_id: str, channels: Sequence[str]) -> tuple[held.File, list[Delivery]]:
        """Return what is known of an alert, and its held deliveries on these channels, or on all; read consistently."""
        if self.archive.find(alert_id) is None:
            raise NotFound(f"there is no alert {alert_id}")
        dealt = self.dealt.deliveries(alert_id)
        found = [each for each in dealt if each.state is State.HELD and (not channels or each.channel in channels)]
        missing = sorted(set(channels) - {each.channel for each in found})
        if missing or not found:
            stands = ", ".join(f"{each.channel} {each.state}" for each in dealt) or "no delivery"
            raise Conflict(f"it is not held {'on ' + ', '.join(missing) if missing else 'anywhere'}: {stands}")
        file = self.book.files(found).get(alert_id)
        if file is None:
            raise StateUnavailable(f"not all of alert {alert_id} is in the table")
        return file, found

    def _never(self, file: held.File, delivery: Delivery, now: datetime) -> str:
        dropped = f"the plan drops it: {delivery.reason}" if delivery.held_as is Action.DROP else ""
        return held.stale(file, delivery, now) or dropped

    def _asked(self, file: held.File, gate: GateState | None, now: datetime) -> Decision:
        """Return who is asked: whom the gate wants, or whoever approves free text where it wants nobody."""
        decision = held.decision_of(self._plan, file, gate, now)
        if decision.action is Action.APPROVE:
            return decision
        rule = self._plan.people.free_text
        return Decision(Action.APPROVE, "somebody asked for leave anew", roles=rule.roles, second=rule.second)

    def _note(
        self,
        caller: Caller,
        deed: str,
        alert: Alert,
        channels: Sequence[str],
        reason: str,
        *,
        refused: Mapping[str, str] | None = None,
    ) -> tuple[str, ...]:
        """Write it into the incident's chain. It is done: that the line is missing must not look like failure."""
        result = f"done on {', '.join(channels)}" + "".join(
            f"; {name} refused: {why}" for name, why in (refused or {}).items()
        )
        act = Act(
            chain=f"incident:{alert.reference}",
            at=self.clock(),
            by=caller.username,
            deed=deed,
            subject=alert.identifier,
            reason=reason,
            result=result,
        )
        try:
            self.audit.append(act)
        except Transient:
            return ("the audit could not be written: note who did this, and when",)
        return ()

    def _done(self, alert: Alert, refused: Mapping[str, str], warnings: tuple[str, ...]) -> Done:
        try:
            return Done(alert, tuple(self.dealt.deliveries(alert.identifier)), refused, warnings)
        except Transient:
            return Done(alert, (), refused, (*warnings, "how the deliveries stand could not be read"))


def _words(alert: Alert, delivery: Delivery) -> str:
    """Return the words that would be said: under the thread where there is one, else the whole alert.

    All its posts, a blank line between two; of a post that was frozen already, those of that one.
    """
    if delivery.post is not None:
        return delivery.post.text
    drafts = alert.drafts.get(delivery.platform, {})
    draft = drafts.get(Variant.REPLY) or drafts.get(Variant.FIRST)
    return draft.whole if draft else ""


def _all_refused(refused: Mapping[str, str]) -> str:
    return "; ".join(f"{name}: {why}" for name, why in refused.items())
