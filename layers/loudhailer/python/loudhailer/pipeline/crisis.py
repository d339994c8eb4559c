"""The crisis level, as people at the desk see and change it. May they? → judge → write → audit → what that means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from loudhailer import levels
from loudhailer.domain.act import Act
from loudhailer.domain.alert import Alert
from loudhailer.domain.caller import Caller, Deed, Role
from loudhailer.domain.crisis import Declared, GateState, Leaving, Tick
from loudhailer.domain.delivery import Delivery
from loudhailer.domain.errors import (
    Conflict,
    FeedError,
    GateMoved,
    PartlyWritten,
    StateUnavailable,
    Transient,
)
from loudhailer.gate import pauses
from loudhailer.gate_ports import Gates
from loudhailer.pipeline._lookup import alert_of
from loudhailer.pipeline._picture import Book, Lift, Look, Picture, to_pause, to_revoke
from loudhailer.pipeline.command import Command, Order
from loudhailer.pipeline.guard import Guard
from loudhailer.pipeline.review import OpenReviews
from loudhailer.plan import Plan
from loudhailer.ports import Archive, Deliveries

_TRIES = 3
"""How often an act is judged anew because somebody else changed a gate in between."""


class Ticks(Protocol):
    """Who has paused by hand what, since the newest level was declared."""

    def ticks(self, declared: datetime) -> Sequence[Tick]:
        """Return what was ticked off since a level was declared at this moment."""
        ...

    def tick(self, declared: datetime, tick: Tick) -> None:
        """Tick it off; who was first stays."""
        ...


@dataclass(frozen=True, slots=True)
class Crisis:
    """Show the gates, declare and end levels on them, take channels live and stop them."""

    guard: Guard
    gates: Gates
    command: Command
    book: Book
    dealt: Deliveries
    archive: Archive
    ticks: Ticks
    reviews: OpenReviews

    def show(self, caller: Caller) -> Picture:
        """Return the gates, what is leaving, what they hold, and what is still to be done by hand."""
        self.guard(Deed.READ, caller, "the crisis level")
        gates, look = self.gates.gates(self.command.channels), self._look()

        def keeps(delivery: Delivery, alert: Alert) -> bool:
            gate = gates.get(delivery.platform)
            return gate is None or any(pauses(self._plan, each.level, at, alert) for at, each in gate.declared.items())

        held, waiting, more = look.kept(keeps)
        leaving = look.left(post for gate in gates.values() if gate for post in gate.leaving())
        count = self._open_reviews(look)
        return self._picture(look, gates, leaving=leaving, held=held, waiting=waiting, more=more, open_reviews=count)

    def _open_reviews(self, look: Look) -> int:
        """Return how many reviews nobody has closed; where that cannot be read, say so."""
        try:
            return len(self.reviews.left_open())
        except Transient:
            look.warnings.append("how many reviews are open could not be read")
            return 0

    def preview(self, caller: Caller, level: str, scope: str) -> Picture:
        """Return what declaring it would hold and what is leaving, and change nothing."""
        self.guard(Deed.PREVIEW, caller, f"level {level} for {scope}")
        written, _ = levels.check(self._plan, level, scope, None, self.command.clock())
        gates, look = self.gates.gates(self.command.channels), self._look()
        held, waiting, more = look.kept(lambda _, alert: pauses(self._plan, level, written, alert))
        leaving = look.left(post for gate in gates.values() if gate for post in gate.leaving())
        return Picture(
            gates=gates,
            leaving=leaving,
            held=held,
            waiting=waiting,
            more=more,
            also_pause=to_pause(self._plan, {}),
            revoke=to_revoke(self._plan.levels[level].revoke, {}),
            warnings=tuple(look.warnings),
        )

    def declare(
        self,
        caller: Caller,
        level: str,
        reason: str,
        channels: Sequence[str] = (),
        *,
        scope: str = "service",
        until: datetime | None = None,
    ) -> Picture:
        """Declare a level on the named channels, or on all of them, and say what that means.

        Raise `FeedError` where it cannot be declared, `NotAllowed` where the level's own list lacks the caller,
        `PartlyWritten` with the channels of which it is not known.
        """
        leave = self.guard(Deed.DECLARE, caller, f"level {level} for {scope}")
        scope, _ = levels.check(self._plan, level, scope, until, self.command.clock())
        unknown = sorted(set(channels) - set(self.command.channels))
        if unknown:
            raise FeedError("channels", f"the service has no channel {', '.join(unknown)}")
        # An order without a reason is refused, so a lent role must not make one.
        why = leave.signed(reason) if reason.strip() else reason
        act = _Act(caller, leave.roles, level, scope, until, why)
        targets = tuple(channels) or tuple(self.command.channels)
        done = _Done()
        for _ in range(_TRIES):
            targets = self._act(act, targets, done)
            if not targets:
                break
        if targets or done.unwritten:
            raise PartlyWritten((*done.unwritten, *targets))
        return self._told(act, done)

    def tick(self, caller: Caller, what: str) -> Picture:
        """Tick off what somebody has paused or revoked by hand; it stands until the next declaration."""
        leave = self.guard(Deed.DECLARE, caller, f"tick {what}")
        gates = self.gates.gates(self.command.channels)
        declared = _newest(gates)
        if declared is None:
            raise Conflict("no level is declared, so there is nothing to tick off")
        known = {each.what for each in self._plan.also_pause}
        known |= {each.platform for level in self._plan.levels.values() for each in level.revoke}
        if what not in known:
            raise FeedError("what", f"the plan has no such thing; it has {'; '.join(sorted(known))}")
        tick = Tick(what=what, by=caller.username, at=self.command.clock())
        self.ticks.tick(declared, tick)
        self._note(caller.username, "tick", what, leave.signed("paused by hand, or revoked"), "done")
        return self._picture(self._look(), gates)

    def switch(
        self, caller: Caller, channel: str, *, live: bool | None = None, stopped: bool | None = None, reason: str
    ) -> Picture:
        """Take one channel live or into Exercise, stop or start it.

        Whatever makes it fall silent is anybody's to do who is on duty; whatever lets it speak is not.
        """
        speaks = live is True or stopped is False
        leave = self.guard(Deed.GO_LIVE if speaks else Deed.STOP, caller, channel)
        why = leave.signed(reason) if reason.strip() else reason
        order = Order(by=caller.username, reason=why, live=live, stopped=stopped, channels=(channel,))
        effect = self.command(order)
        if effect.refused:
            raise FeedError("channel", effect.refused)
        if effect.unwritten:
            raise PartlyWritten(effect.unwritten)
        look = self._look()
        gates = {gate.channel: gate for gate in effect.written}
        return Picture(gates=gates, leaving=look.left(effect.leaving), warnings=tuple(look.warnings))

    @property
    def _plan(self) -> Plan:
        return self.command.plan

    def _look(self) -> Look:
        return Look(self._plan, self.book, self.dealt, self.archive)

    def _act(self, act: "_Act", targets: tuple[str, ...], done: "_Done") -> tuple[str, ...]:
        """Judge and write what can be written; return the channels on which somebody else was quicker."""
        urgent = levels.tightest(self._plan, act.level) and self._plan.levels[act.level].ends is None
        if urgent:
            # Nothing leaves by it that any level keeps. So nothing has to be read first, and nothing can delay it.
            if not set(act.roles) & set(self._plan.levels[act.level].declare):
                self._refuse(act, self._plan.levels[act.level].declare)
            return self._write(act, targets, {}, done)
        gates = self._read(targets)
        if act.scope not in {at for gate in gates.values() if gate for at in gate.declared}:
            self._exists(act.scope)
        asked = {
            name: levels.asks(self._plan, gate, act.scope, act.level, act.until)
            for name, gate in gates.items()
            if gate is not None
        }
        for name, asks in list(asked.items()):
            if lacking := asks.lacks(act.roles):
                if not done.gates:
                    self._refuse(act, lacking)
                # Somebody declared more there after the others were written: what is done must not look refused.
                del asked[name]
        # A gate that makes no sense lets nothing leave; whether this would loosen it nobody can say.
        done.unwritten.extend(name for name in targets if name not in asked)
        judged: dict[str, int] = {}
        moved: list[str] = []
        for name, asks in asked.items():
            gate = gates[name]
            if gate is None:
                continue
            if asks.two and not levels.agreed(
                gate.declared[act.scope], act.caller.username, act.level, self.command.clock()
            ):
                moved.extend(self._ask_to_lift(act, gate, done))
                continue
            done.lowers = done.lowers or asks.lowers
            judged[name] = gate.version
        return (*moved, *self._write(act, tuple(judged), judged, done)) if judged else tuple(moved)

    def _read(self, targets: tuple[str, ...]) -> Mapping[str, GateState | None]:
        try:
            return self.gates.gates(targets)
        except StateUnavailable as silent:
            raise PartlyWritten(targets) from silent

    def _write(
        self, act: "_Act", targets: tuple[str, ...], judged: Mapping[str, int], done: "_Done"
    ) -> tuple[str, ...]:
        order = Order(
            by=act.caller.username,
            reason=act.reason,
            level=act.level,
            scope=act.scope,
            until=act.until,
            channels=targets,
        )
        effect = self.command(order, seen=judged)
        if effect.refused:
            raise FeedError("reason", effect.refused)
        done.gates.update({gate.channel: gate for gate in effect.written})
        done.leaving.extend(effect.leaving)
        done.unwritten.extend(each for each in effect.unwritten if each not in effect.moved)
        return effect.moved

    def _ask_to_lift(self, act: "_Act", gate: GateState, done: "_Done") -> tuple[str, ...]:
        """Note the first of two who lift a level; the level itself stays. Return the channel where it has moved."""
        present, now, username = gate.declared[act.scope], self.command.clock(), act.caller.username
        asked = present
        same = (present.lift_by, present.lift_to) == (username, act.level)
        if not same or present.lift_at is None or now >= present.lift_at + levels.LIFT_WITHIN:
            changes = {"lift_by": username, "lift_to": act.level, "lift_at": now}
            asked = present.model_copy(update=changes)
            try:
                _, gate = self.command.gates.declare(gate.channel, asked, seen=gate.version)
            except GateMoved:
                return (gate.channel,)
            except StateUnavailable:
                done.unwritten.append(gate.channel)
                return ()
            self._note(username, f"ask to lift {present.level} for {act.scope}", gate.channel, act.reason, "waits")
        done.gates[gate.channel] = gate
        done.asked.append((gate.channel, asked))
        return ()

    def _told(self, act: "_Act", done: "_Done") -> Picture:
        """Say what the act means, now that it is written."""
        look, declares = self._look(), not done.asked
        held, waiting, more = look.kept(lambda _, alert: pauses(self._plan, act.level, act.scope, alert))
        suggested = look.suggested(self._all(done.gates), self.command.clock()) if done.lowers else ()
        lift = None
        if done.asked:
            until = min(each.lift_at or self.command.clock() for _, each in done.asked) + levels.LIFT_WITHIN
            lift = Lift(act.level, act.caller.username, until, tuple(channel for channel, _ in done.asked))
        return Picture(
            gates=done.gates,
            leaving=look.left(done.leaving),
            held=held if declares else (),
            waiting=waiting if declares else (),
            more=more,
            also_pause=to_pause(self._plan, {}) if declares else (),
            revoke=to_revoke(self._plan.levels[act.level].revoke, {}),
            lift=lift,
            suggested=suggested,
            warnings=tuple(look.warnings),
        )

    def _all(self, written: Mapping[str, GateState]) -> Mapping[str, GateState | None]:
        try:
            return {**self.gates.gates(self.command.channels), **written}
        except Transient:
            return dict(written)  # a gate that is not there holds

    def _picture(self, look: Look, gates: Mapping[str, GateState | None], **parts: object) -> Picture:
        """Return a picture with what is still to be done by hand, and who waits for a second to lift a level."""
        declared = _newest(gates)
        ticks: dict[str, Tick] = {}
        if declared is not None:
            try:
                ticks = {each.what: each for each in self.ticks.ticks(declared)}
            except Transient:
                look.warnings.append("what was ticked off could not be read")
        names = {each.level for gate in gates.values() if gate for each in gate.declared.values()}
        revoke = [each for name in sorted(names & set(self._plan.levels)) for each in self._plan.levels[name].revoke]
        return Picture(
            gates=gates,
            also_pause=to_pause(self._plan, ticks) if names else (),
            revoke=to_revoke(revoke, ticks),
            lift=_lift(gates, self.command.clock()),
            warnings=tuple(look.warnings),
            **parts,  # type: ignore[arg-type]  # the picture's own fields, as `show` names them
        )

    def _exists(self, scope: str) -> None:
        """Raise `NotFound` for the scope of an incident that nobody has heard of: a slip would pause nothing."""
        kind, _, reference = scope.partition(":")
        if kind == "incident":
            alert_of(self.archive, reference)

    def _refuse(self, act: "_Act", lacking: tuple[Role, ...]) -> None:
        why = f"level {act.level} for {act.scope} is here for {', '.join(lacking)}; you act as {', '.join(act.roles)}"
        self.guard.refuse(Deed.DECLARE, act.caller, f"level {act.level} for {act.scope}", why)

    def _note(self, by: str, deed: str, subject: str, reason: str, result: str) -> None:
        now = self.command.clock()
        self.command.audit.append(
            Act(chain="command", at=now, by=by, deed=deed, subject=subject, reason=reason, result=result)
        )


@dataclass(frozen=True, slots=True)
class _Act:
    caller: Caller
    roles: tuple[Role, ...]
    level: str
    scope: str
    until: datetime | None
    reason: str


class _Done:
    """What of an act is written so far."""

    def __init__(self) -> None:
        self.gates: dict[str, GateState] = {}
        self.leaving: list[Leaving] = []
        self.unwritten: list[str] = []
        self.asked: list[tuple[str, Declared]] = []
        self.lowers = False


def _newest(gates: Mapping[str, GateState | None]) -> datetime | None:
    """Return when the newest level that stands was declared."""
    return max((each.at for gate in gates.values() if gate for each in gate.declared.values()), default=None)


def _lift(gates: Mapping[str, GateState | None], now: datetime) -> Lift | None:
    asked = [
        (name, each, each.lift_at)
        for name, gate in gates.items()
        if gate
        for each in gate.declared.values()
        if each.lift_by and each.lift_at is not None and now < each.lift_at + levels.LIFT_WITHIN
    ]
    if not asked:
        return None
    _, first, at = asked[0]
    return Lift(first.lift_to, first.lift_by, at + levels.LIFT_WITHIN, tuple(name for name, _, _ in asked))
