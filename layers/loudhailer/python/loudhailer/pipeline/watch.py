"""Who has the watch: on call, handed over, lent, quiet. Read → may they, by what was read? → write over it → audit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import yaml

from loudhailer.domain.act import Act
from loudhailer.domain.caller import Caller, Deed, Leave, Role, same_person
from loudhailer.domain.crisis import MessageClass, Quiet
from loudhailer.domain.errors import ClaimLost, Conflict, FeedError, NotFound, PartlyWritten, Transient
from loudhailer.domain.watch import Delegation, Entry, Handover, OnCall, Watch, without_telephones
from loudhailer.gate_ports import GateKeeper
from loudhailer.pipeline.business import Matter
from loudhailer.pipeline.guard import Guard
from loudhailer.ports import Audit, Clock

CHAIN = "command"
"""The audit chain of who had the watch."""
LONGEST_LOAN = timedelta(hours=24)
SHORTEST_SUMMARY = 20
"""Signs of a handover's summary: fewer than these say nothing to somebody who was asleep."""
_TRIES = 3


class WatchKeeper(Protocol):
    """The watch and all its versions."""

    def watch(self) -> Watch:
        """Return the watch, read consistently; version 0 where nobody has ever taken it."""
        ...

    def keep(self, watch: Watch) -> Watch:
        """Write it over the version that was read and return it as written; raise `ClaimLost` where it has moved."""
        ...

    def history(self, limit: int) -> Sequence[Watch]:
        """Return at most so many versions, the newest first."""
        ...


Open = Callable[[], tuple[Matter, ...]]
"""What is open when the watch changes hands."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The watch as an act left it, without telephone numbers. `warnings` are what went wrong after it was written."""

    watch: Watch
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A handover: the watch, the roles in which calls go elsewhere now, and the business that is open."""

    watch: Watch
    roles: tuple[Role, ...]
    business: tuple[Matter, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quieted:
    """The quiet hours that hold on every channel. `warnings` are what went wrong after they were written."""

    hours: tuple[Quiet, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The watch as people see it: each channel's quiet hours too, and the newest versions where they were asked for."""

    watch: Watch
    quiet: Mapping[str, tuple[Quiet, ...]]
    versions: tuple[Watch, ...] = ()


@dataclass(frozen=True, slots=True)
class _AsRead:
    """A watch that was read, for a guard that must judge by it and by no other."""

    read: Watch

    def watch(self) -> Watch:
        return self.read


@dataclass(frozen=True, slots=True)
class Watchkeeping:
    """The acts on the watch.

    Each is decided on one version and written over just that version, the leave of whoever acts included: a role that
    was taken back in the meantime has moved the version, so that nothing is done in it.
    """

    guard: Guard
    watches: WatchKeeper
    gates: GateKeeper
    channels: Sequence[str]
    open: Open
    audit: Audit
    clock: Clock

    def show(self, caller: Caller, *, phones: bool = False, versions: int = 0) -> Shown:
        """Return the watch; its telephone numbers only to who may put people on call, and only once that is on record.

        Of the last `versions` it is told how they came about.
        """
        watch = self._seen(caller, phones=phones)
        gates = self.gates.gates(self.channels)
        older = tuple(each.masked() for each in self.watches.history(versions)) if versions else ()
        return Shown(watch, {name: gate.quiet if gate else () for name, gate in gates.items()}, older)

    def export(self, caller: Caller, *, phones: bool = False) -> str:
        """Return the watch as YAML, with its telephone numbers as in `show`. Nothing ever reads it back in."""
        watch = self._seen(caller, phones=phones)
        head = f"# Who has the watch, version {watch.version}, as of {self.clock().isoformat(timespec='seconds')}.\n"
        body = yaml.safe_dump(watch.model_dump(mode="json"), sort_keys=False, allow_unicode=True, width=120)
        return head + str(body)

    def put_on_call(self, caller: Caller, role: Role, people: Sequence[OnCall], reason: str = "") -> Kept:
        """Say who is called out in a role, first, second, …; nobody at all takes the role out of the chain."""

        def decide(watch: Watch, _: Leave, now: datetime) -> tuple[Watch, Entry]:
            names = [each.username for each in people]
            if len({name.casefold() for name in names}) != len(names):
                raise FeedError("people", "somebody stands there twice")
            what = f"put {', '.join(names) or 'nobody'} on call as {role}"
            return watch.with_on_call(role, tuple(people)), Entry(by=caller.username, at=now, what=what)

        return self._act(Deed.PUT_ON_CALL, caller, f"on call as {role}", decide, reason)

    def hand_over(self, caller: Caller, to: str, summary: str, phone: str = "") -> HandedOver:
        """Give the watch to somebody, in writing: wherever the caller is called out, they are from now on.

        `phone` is theirs, unless they are on call already. The same handover again is the one that was made.
        """
        written = summary.strip()

        def decide(watch: Watch, _: Leave, now: datetime) -> tuple[Watch, Entry] | None:
            roles = watch.called_as(caller.username)
            if not roles and _same_handover(watch.handover, caller.username, to, written):
                return None
            if same_person(to, caller.username):
                raise FeedError("to", "nobody hands the watch over to themselves")
            if len(" ".join(written.split())) < SHORTEST_SUMMARY:
                why = "who takes over was not there: say what is open, what is held and what to look at next"
                raise FeedError("summary", f"it takes at least {SHORTEST_SUMMARY} signs; {why}")
            incoming = OnCall(username=to, phone=phone or watch.phone_of(to))
            if roles and not incoming.phone:
                raise FeedError("phone", f"calls as {', '.join(roles)} go to {to} from now on; say on which number")
            handover = Handover(by=caller.username, to=to, at=now, summary=written, roles=roles)
            moved = watch.with_incoming(caller.username, incoming).model_copy(update={"handover": handover})
            what = f"handed the watch over to {to}: calls as {', '.join(roles) or 'nobody'}"
            return moved, Entry(by=caller.username, at=now, what=what)

        kept = self._act(Deed.HAND_OVER, caller, f"to {to}", decide)
        warnings = kept.warnings
        roles = kept.watch.handover.roles if kept.watch.handover else ()
        try:
            business = self.open()
        except Transient:
            business = ()
            warnings = (*warnings, "what is open could not be read: look at the alerts and the gates yourselves")
        return HandedOver(kept.watch, roles, business, warnings)

    def delegate(self, caller: Caller, role: Role, to: str, until: datetime, reason: str) -> Kept:
        """Lend a role that the caller's own directory gives them, for at most 24 hours; it counts at once.

        Lent again to the same person it is renewed, for longer or shorter. A role that was lent is not lent on.
        """

        def decide(watch: Watch, leave: Leave, now: datetime) -> tuple[Watch, Entry]:
            if role not in leave.roles or role in leave.caller.lent:
                lendable = [each for each in leave.roles if each not in leave.caller.lent]
                why = f"{role} is not yours to lend; by the directory and the plan: {', '.join(lendable) or 'none'}"
                self.guard.refuse(Deed.DELEGATE, caller, f"{role} to {to}", why)
            if same_person(to, caller.username):
                raise FeedError("to", "nobody lends a role to themselves")
            if not now < until <= now + LONGEST_LOAN:
                hours = LONGEST_LOAN // timedelta(hours=1)
                raise FeedError("until", f"a role is lent until a time that is to come, within {hours} hours")
            lender = watch.lent(to, now).get(role, caller.username)
            if not same_person(lender, caller.username):
                # Whose words somebody may not approve hangs on who lent them the role: there is one answer to that.
                raise Conflict(f"{lender} has lent {role} to {to}; it is to be taken back first")
            loan = Delegation(
                id=f"D{watch.version + 1}", role=role, by=caller.username, to=to, reason=reason, since=now, until=until
            )
            what = f"lent {role} to {to} until {until.isoformat(timespec='seconds')} ({loan.id})"
            return watch.with_delegation(loan), Entry(by=caller.username, at=now, what=what)

        return self._act(Deed.DELEGATE, caller, f"{role} to {to}", decide, reason)

    def take_back(self, caller: Caller, loan: str) -> Kept:
        """End a delegation now, as whoever lent it or as gold; raise `NotFound` where it is not in force."""

        def decide(watch: Watch, leave: Leave, now: datetime) -> tuple[Watch, Entry]:
            found = next((each for each in watch.delegations if each.id == loan and each.counts(now)), None)
            if found is None:
                raise NotFound(f"there is no delegation {loan} in force")
            if not same_person(found.by, caller.username) and Role.GOLD not in leave.roles:
                self.guard.refuse(Deed.DELEGATE, caller, f"take back {loan}", f"{found.by} lent it: they or gold may")
            others = tuple(each for each in watch.delegations if each.id != loan)
            what = f"took {found.role} back from {found.to}, lent by {found.by} ({loan})"
            return watch.model_copy(update={"delegations": others}), Entry(by=caller.username, at=now, what=what)

        return self._act(Deed.DELEGATE, caller, f"take back {loan}", decide)

    def set_quiet(self, caller: Caller, hours: Sequence[Quiet], reason: str = "") -> Quieted:
        """Set the quiet hours of every channel in the place of those that there were; none: there are none.

        Raise `FeedError` for life_safety, which is never quiet, and `PartlyWritten` with the channels of which it is
        not known.
        """
        leave = self.guard(Deed.QUIET, caller, "quiet hours")
        for each in hours:
            if MessageClass.LIFE_SAFETY in each.classes:
                raise FeedError("hours", "life_safety never waits for the morning")
            if each.start == each.end:
                raise FeedError("hours", f"from {each.start} to {each.end} is no time, or a whole day")
        unwritten: list[str] = []
        for channel in self.channels:
            try:
                self.gates.hush(channel, tuple(hours))
            except Transient:
                # One channel that cannot be written must not keep the others awake.
                unwritten.append(channel)
        told = "; ".join(f"{each.start} to {each.end}: {', '.join(each.classes)}" for each in hours) or "none"
        doubt = f"; perhaps not written: {', '.join(unwritten)}" if unwritten else ""
        warnings = self._noted(Deed.QUIET, leave, f"quiet hours of {', '.join(self.channels)}", reason, told + doubt)
        if unwritten:
            raise PartlyWritten(tuple(unwritten))
        return Quieted(tuple(hours), warnings)

    def _seen(self, caller: Caller, *, phones: bool) -> Watch:
        if not phones:
            self.guard(Deed.READ, caller, "the watch")
            return self.watches.watch().masked()
        subject = "the watch with its telephone numbers"
        leave = self.guard(Deed.PUT_ON_CALL, caller, subject)
        watch = self.watches.watch()
        # On record first: whoever cannot be written down sees no number.
        self.audit.append(self._line("look", leave, subject, "", f"version {watch.version}"))
        return watch

    def _act(
        self,
        deed: Deed,
        caller: Caller,
        subject: str,
        decide: Callable[[Watch, Leave, datetime], tuple[Watch, Entry] | None],
        reason: str = "",
    ) -> Kept:
        """Decide on the watch as it is read and write it over that version, up to three times; then audit.

        Where `decide` returns None, it is done already.
        """
        for remaining in reversed(range(_TRIES)):
            watch, now = self.watches.watch(), self.clock()
            leave = replace(self.guard, watches=_AsRead(watch))(deed, caller, subject)
            decided = decide(watch, leave, now)
            if decided is None:
                result = f"repeated: version {watch.version}"
                return Kept(watch.masked(), self._noted(deed, leave, subject, reason, result))
            changed, entry = decided
            standing = tuple(each for each in changed.delegations if each.until > now)
            try:
                kept = self.watches.keep(changed.model_copy(update={"delegations": standing, "entry": entry}))
            except ClaimLost:
                if not remaining:
                    raise
            else:
                result = f"version {kept.version}: {entry.what}"
                return Kept(kept.masked(), self._noted(deed, leave, subject, reason, result))
        raise AssertionError("unreachable: the last try returns or raises")

    def _noted(self, deed: Deed, leave: Leave, subject: str, reason: str, result: str) -> tuple[str, ...]:
        """Write the audit line. What is written must not look like a failure: the versions say who did it."""
        try:
            self.audit.append(self._line(deed, leave, subject, reason, result))
        except Transient:
            return ("the audit could not be written: note who did this, and when",)
        return ()

    def _line(self, deed: str, leave: Leave, subject: str, reason: str, result: str) -> Act:
        return Act(
            chain=CHAIN,
            at=self.clock(),
            by=leave.caller.username,
            deed=deed,
            subject=subject,
            reason=leave.signed(without_telephones(reason)),
            result=result,
        )


def _same_handover(last: Handover | None, by: str, to: str, summary: str) -> bool:
    if last is None:
        return False
    return same_person(last.by, by) and same_person(last.to, to) and last.summary == summary
