"""Whatever people do with the watch, and whoever overtakes whom: no role acts that is not held or lent just then."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from loudhailer.authority import acting_roles
from loudhailer.domain.caller import Caller, Deed, Role
from loudhailer.domain.errors import LoudhailerError, NotAllowed, StateUnavailable
from loudhailer.domain.watch import OnCall, Watch
from loudhailer.pipeline.watch import HandedOver, Kept
from tests.builders import shipped_config
from tests.pipeline.officers import Officers

PLAN = shipped_config().plan
DIRECTORY: Mapping[str, frozenset[Role]] = {
    "g.gold": frozenset({Role.GOLD}),
    "s.one": frozenset({Role.SILVER}),
    "s.two": frozenset({Role.SILVER, Role.BRONZE}),
    "c.comms": frozenset({Role.COMMS}),
    "d.duty": frozenset({Role.DUTY}),
    "x.control": frozenset({Role.CONTROL}),
    "n.obody": frozenset(),
}
SUMMARY = "Nothing is held; the closure at Stokeby is open."
people, roles, deeds = st.sampled_from(list(DIRECTORY)), st.sampled_from(Role), st.sampled_from(Deed)
spans = st.sampled_from([-60, 0, 1, 60, 3600, 86_400, 86_401, 200_000])


@dataclass
class Loan:
    """A delegation that was accepted, as whoever watches from outside would note it down."""

    id: str
    role: Role
    by: str
    to: str
    since: datetime
    until: datetime
    ended: datetime | None = None

    def counts(self, now: datetime) -> bool:
        return self.since <= now < self.until and self.ended is None


class TheWatch(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.at = Officers()
        self.loans: list[Loan] = []
        self.accepted = 0
        self.seen: list[Watch] = []

    @property
    def now(self) -> datetime:
        return self.at.way_in.clock()

    def caller(self, name: str) -> Caller:
        """Whoever calls brings a token of before all this: the directory's roles, and no other."""
        return Caller(name, DIRECTORY[name])

    def held(self, name: str) -> frozenset[Role]:
        return DIRECTORY[name] | {each.role for each in self.loans if each.to == name and each.counts(self.now)}

    def may(self, name: str, deed: Deed) -> bool:
        return bool(set(PLAN.may[deed]) & self.held(name))

    def tried(self, deed: Deed, by: str, act: Callable[[], Kept | HandedOver]) -> Kept | HandedOver | None:
        """Do it; what is accepted was theirs to do at that moment."""
        try:
            done = act()
        except LoudhailerError:
            return None
        assert self.may(by, deed), f"{by} did {deed} as {sorted(self.held(by))}"
        self.accepted += 1
        return done

    def lend(self, by: str, role: Role, to: str, seconds: int) -> None:
        until = self.now + timedelta(seconds=seconds)
        watch = self.at.watch()
        done = self.tried(Deed.DELEGATE, by, lambda: watch.delegate(self.caller(by), role, to, until, "leave"))
        if done is None:
            return
        assert role in DIRECTORY[by], "a lent role was lent on"
        assert by != to
        assert timedelta(0) < until - self.now <= timedelta(hours=24)
        for old in self.loans:
            if (old.by, old.role, old.to) == (by, role, to) and old.counts(self.now):
                old.ended = self.now
        self.loans.append(Loan(done.watch.delegations[-1].id, role, by, to, self.now, until))

    def take(self, by: str, number: int) -> None:
        if not self.loans:
            return
        loan = self.loans[number % len(self.loans)]
        if self.tried(Deed.DELEGATE, by, lambda: self.at.watch().take_back(self.caller(by), loan.id)):
            assert loan.counts(self.now), "what had ended was ended again"
            assert loan.by == by or Role.GOLD in self.held(by)
            loan.ended = self.now

    def roster(self, by: str, role: Role, name: str) -> None:
        person = OnCall(username=name, phone="+441632960123")
        self.tried(Deed.PUT_ON_CALL, by, lambda: self.at.watch().put_on_call(self.caller(by), role, (person,)))

    def meanwhile(self, by: str, number: int, turn: int, role: Role, to: str) -> Callable[[], None]:
        """Return what somebody does between another's look and their write."""
        return (lambda: self.take(by, number + turn)) if turn % 2 else (lambda: self.roster(by, role, to))

    @rule(by=people, role=roles, to=people, seconds=spans)
    def somebody_lends(self, by: str, role: Role, to: str, seconds: int) -> None:
        self.lend(by, role, to, seconds)

    @rule(by=people, number=st.integers(0, 20))
    def somebody_takes_back(self, by: str, number: int) -> None:
        self.take(by, number)

    @rule(by=people, role=roles, name=people)
    def somebody_is_put_on_call(self, by: str, role: Role, name: str) -> None:
        self.roster(by, role, name)

    @rule(by=people, to=people)
    def the_watch_is_handed_over(self, by: str, to: str) -> None:
        number = "+441632960124"
        self.tried(Deed.HAND_OVER, by, lambda: self.at.watch().hand_over(self.caller(by), to, SUMMARY, number))

    @rule(first=people, number=st.integers(0, 20), then=st.tuples(people, roles, people), times=st.integers(1, 4))
    def somebody_is_overtaken(self, first: str, number: int, then: tuple[str, Role, str], times: int) -> None:
        """One changes the roster and takes roles back, each time between another's look and their write."""
        by, role, to = then
        self.at.watches.meanwhile.extend(self.meanwhile(first, number, turn, role, to) for turn in range(times))
        self.lend(by, role, to, 3600)
        self.roster(by, role, to)
        self.at.watches.meanwhile.clear()

    @rule(seconds=st.sampled_from([1, 59, 3600, 86_400]))
    def time_passes(self, seconds: int) -> None:
        self.at.way_in.clock.pass_(seconds)

    @precondition(lambda self: any(each.counts(self.now) for each in self.loans))
    @rule()
    def the_next_loan_runs_out(self) -> None:
        """At the very moment of its end it counts no more, whatever it would have allowed."""
        loan = min((each for each in self.loans if each.counts(self.now)), key=lambda each: each.until)
        for seconds in (-1, 0):
            self.at.way_in.clock.now = max(self.now, loan.until + timedelta(seconds=seconds))
            for deed in Deed:
                self.somebody_acts(loan.to, deed)

    @rule(name=people, deed=deeds)
    def somebody_acts(self, name: str, deed: Deed) -> None:
        """A deed is let through in just the roles that count at this moment, and says who lent each."""
        try:
            leave = self.at.guard(deed, self.caller(name), "anything")
        except NotAllowed:
            assert not self.may(name, deed)
            return
        expected = acting_roles(PLAN, deed, Caller(name, self.held(name)))
        assert leave.roles == expected
        for role, lender in leave.caller.lent.items():
            assert role not in DIRECTORY[name]
            assert role in DIRECTORY[lender], "the lender never held it"
            assert any(each.counts(self.now) for each in self.loans if (each.by, each.role) == (lender, role))

    @rule(name=people, deed=deeds)
    def somebody_acts_while_the_watch_cannot_be_read(self, name: str, deed: Deed) -> None:
        self.at.watches.broken = True
        try:
            leave = self.at.guard(deed, self.caller(name), "anything")
            assert set(leave.roles) <= DIRECTORY[name]
        except NotAllowed:
            assert not set(PLAN.may[deed]) & DIRECTORY[name]
        finally:
            self.at.watches.broken = False

    @rule(by=people, role=roles)
    def the_audit_fails(self, by: str, role: Role) -> None:
        """Then the act is told with a warning, and its version says who did it."""
        self.at.chain.broken = True
        try:
            kept = self.at.watch().put_on_call(self.caller(by), role, ())
        except StateUnavailable:
            assert not self.may(by, Deed.PUT_ON_CALL), "a refusal that cannot be written lets nobody in"
        else:
            assert kept.warnings
            entry = kept.watch.entry
            assert entry is not None
            assert entry.by == by
        finally:
            self.at.chain.broken = False

    @invariant()
    def no_version_is_lost_or_changed(self) -> None:
        kept = self.at.watches.versions
        assert kept[: len(self.seen)] == self.seen
        assert [each.version for each in kept] == list(range(1, len(kept) + 1))
        assert all(each.entry for each in kept)
        self.seen = list(kept)

    @invariant()
    def every_accepted_act_is_in_the_audit_without_a_number(self) -> None:
        chain = [act for act in self.at.chain.acts if act.chain == "command"]
        assert len(chain) == self.accepted
        assert not any("1632" in act.model_dump_json() for act in chain)


def test_whatever_people_do_with_the_watch() -> None:
    run_state_machine_as_test(TheWatch, settings=settings(max_examples=3 * settings().max_examples))
