"""People at the desk of a service in memory: what they say, who gives leave, and what becomes of what is held."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ClassVar, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)

from loudhailer.domain.alert import Alert
from loudhailer.domain.caller import Behalf, Caller, Deed
from loudhailer.domain.crisis import Declared, MessageClass
from loudhailer.domain.delivery import State
from loudhailer.domain.errors import ChannelUnavailable, Doubtful, LoudhailerError, ParentGone, RateLimited
from loudhailer.domain.incident import Sensitivity, Status
from loudhailer.pipeline.desk import Change, Raising
from tests.pipeline.command_notes import DIRECTORY, Acting, Notes
from tests.pipeline.command_room import LEASE, ProcessDied, Room, config_of
from tests.pipeline.drills import drill_desk

Answer = TypeVar("Answer")
PLACES = ("between Aldermere and Stokeby", "at Harrow Moor")
SPOKEN = {
    "Group Manager S. One": "s.one",
    "Watch Commander D. Duty": "d.duty",
    "g.gold": "g.gold",
    "C.COMMS": "c.comms",
}
WHY = "somebody has to do it"
people, numbers = st.sampled_from(list(DIRECTORY)), st.integers(0, 5)
officers = st.sampled_from(["g.gold", "s.one", "s.two", "b.bronze", "c.comms"])
behalf = st.sampled_from(["", "", "", *SPOKEN])
flags = st.sampled_from([(), (), (), ("children",), ("fatal",)])
kinds = st.sampled_from(["road_closure", "fire", "evacuation", "own evacuation", "information", "appeal", "campaign"])


_SPEAKS = frozenset({Deed.RAISE, Deed.UPDATE, Deed.CORRECT, Deed.END, Deed.APPROVE, Deed.RELEASE})


class People(RuleBasedStateMachine):
    reached: ClassVar[Counter[str]] = Counter()

    @initialize(two=st.booleans(), opening=st.lists(st.tuples(officers, kinds), min_size=1, max_size=4))
    def a_service_begins(self, two: bool, opening: list[tuple[str, str]]) -> None:  # noqa: FBT001  # a drawn value
        self.room = Room(config_of(two=two))
        state, clock = self.room.state, self.room.way_in.clock
        self.notes = Notes(self.room.config.plan, state, clock)
        state.committed, state.moved, state.answered = self.notes.committed, self.notes.moved, self.notes.answered
        for name, platform in self.room.platforms.items():
            platform.during = lambda post, name=name: self.notes.published(name, post)  # type: ignore[misc]
        self.raisings: list[Raising] = []
        self.looks: list[tuple[str, str, frozenset[str]]] = []
        self.lifts: list[tuple[str, str, object]] = []
        self.told = self.numbers = 0
        self.slow = self.failed = False
        for by, kind in opening:
            self.somebody_raises(by, kind, PLACES[0], "", ())

    def teardown(self) -> None:
        if hasattr(self, "notes") and not self.failed:
            for _ in range(2):
                self.a_minute_goes_by_and_everything_runs()
            self.reached.update(self.notes.seen)

    # --- how anybody does anything ---

    def does(self, deed: Deed, by: str, act: Callable[[Caller], Answer], **known: object) -> Answer | None:
        """Let somebody do it: what was accepted was theirs to do at that moment, and is on the record."""
        behalf = str(known.pop("behalf", ""))
        roles, glass = self.notes.may(by, deed), not behalf and self.notes.glass(by)
        self.notes.acting = Acting(deed, by, SPOKEN.get(behalf, behalf), roles, glass=glass, **known)  # type: ignore[arg-type]
        lines, gates = len(self.room.chain.acts), self._gates()
        try:
            done = act(Caller(by, DIRECTORY[by]))
        except (LoudhailerError, ProcessDied):
            return None
        except AssertionError:
            self.failed = True
            raise
        finally:
            self.room.state.fuse = None
            self.notes.acting = Acting("nobody")
        assert roles, f"{by} did {deed} as {sorted(self.notes.holds(by))}"
        self.notes.seen[deed] += 1
        if deed not in {Deed.DECLARE, Deed.BREAK_GLASS} or self._gates() != gates:
            fresh = self.room.chain.acts[lines:]
            assert any(by in {each.by, each.typed_by} and not each.deed.startswith("refused") for each in fresh)
        if deed in _SPEAKS and self.numbers % 3 and not self.slow:
            # Else the senders come much later, when all may have changed.
            self.the_senders_work()
        return done

    def alone(self, deed: str, act: Callable[[], object]) -> None:
        """Let the clock or a sender do its work; it may die."""
        self.notes.acting = Acting(deed)
        try:
            with suppress(ProcessDied):
                act()
        except AssertionError:
            self.failed = True
            raise
        finally:
            self.room.state.fuse = None
            self.notes.acting = Acting("nobody")

    def _gates(self) -> dict[str, dict[str, Declared]]:
        return {name: dict(gate.declared) for name, gate in self.room.state.gate_items.items() if gate}

    def alert(self, number: int) -> Alert | None:
        """Return one of the alerts, rather a new one than an old one."""
        known = list(self.room.state.alerts.values())
        return known[-1 - number % len(known)] if known else None

    def held(self, number: int) -> Alert | None:
        known = [each for each in self.room.state.stored.values() if each.state is State.HELD]
        return self.room.state.alerts[known[-1 - number % len(known)].alert_id] if known else None

    def words(self) -> str:
        """Return words that nobody has written before."""
        self.numbers += 1
        return f"notice-{self.numbers}"

    # --- what people say ---

    @rule(by=people, kind=kinds, place=st.sampled_from(PLACES), spoken=behalf, flagged=flags)
    def somebody_raises(self, by: str, kind: str, place: str, spoken: str, flagged: tuple[str, ...]) -> None:
        event_type, own = kind.removeprefix("own "), self.words()
        facts = {"title": f"Please read {own}", "message": f"It says {own} and no more"}
        if event_type in {"road_closure", "fire", "evacuation"}:
            facts = {"road": "A4117", "place": place} | ({"message": own} if kind != event_type else {})
        self.raise_(by, spoken, Raising(event_type, facts, sensitivities=tuple(map(Sensitivity, flagged))))

    @precondition(lambda self: self.raisings)
    @rule(by=people, number=numbers, spoken=behalf)
    def somebody_raises_the_same_again(self, by: str, number: int, spoken: str) -> None:
        self.raise_(by, spoken, self.raisings[number % len(self.raisings)])

    def raise_(self, by: str, spoken: str, raising: Raising) -> None:
        self.raisings.append(raising)
        means = Behalf(spoken, "radio") if spoken else Behalf()
        flagged = frozenset(map(str, raising.sensitivities))
        self.notes.place = raising.facts.get("place", "")
        desk = self.room.desk()
        self.does(Deed.RAISE, by, lambda who: desk.raise_(who, means, raising), behalf=spoken, flags=flagged)
        self.notes.place = ""

    @rule(
        by=people,
        deed=st.sampled_from([Deed.UPDATE, Deed.CORRECT, Deed.END]),
        number=numbers,
        how=st.sampled_from(["", "cause", "own", "withdrawn"]),
        spoken=behalf,
        flagged=flags,
    )
    def somebody_amends(  # noqa: PLR0917  # drawn by name
        self, by: str, deed: Deed, number: int, how: str, spoken: str, flagged: tuple[str, ...]
    ) -> None:
        alert = self.alert(number)
        if alert is None:
            return
        facts = {"cause": "collision"} if how == "cause" else {}
        facts = {"message": f"It now says {self.words()}"} if how == "own" else facts
        change = Change(facts, sensitivities=tuple(map(Sensitivity, flagged)), withdrawn=how == "withdrawn")
        means, desk = Behalf(spoken, "telephone") if spoken else Behalf(), self.room.desk()

        self.does(
            deed,
            by,
            lambda who: desk.amend(deed, who, means, alert.reference, change),
            behalf=spoken,
            flags=frozenset(flagged),
        )

    @rule(by=people, number=numbers, agency=st.sampled_from(["police", "us"]))
    def the_lead_is_given_or_taken_back(self, by: str, number: int, agency: str) -> None:
        if alert := self.alert(number):
            lead = self.room.lead()
            self.does(Deed.LEAD, by, lambda who: lead.hand(who, Behalf(), alert.reference, agency, WHY))

    @rule(by=people, number=numbers)
    def somebody_passes_on_the_lead_s_words_or_lifts_it(self, by: str, number: int) -> None:
        if alert := self.alert(number):
            lead, own = self.room.lead(), f"They say {self.words()}"
            link = "https://news.police.westshire.example/7"
            self.does(Deed.UPDATE, by, lambda who: lead.amplify(who, Behalf(), alert.reference, own, link))
            self.lift(by, number)

    def lift(self, by: str, number: int, spoken: str = "") -> None:
        if alert := self.alert(number):
            lead, grave = self.room.lead(), MessageClass.LIFE_SAFETY
            means = Behalf(spoken, "radio") if spoken else Behalf()
            self.does(Deed.LIFT, by, lambda who: lead.lift(who, means, alert.reference, grave, WHY), behalf=spoken)

    @rule(number=st.integers(1, 3), closed=st.booleans(), flagged=flags, status=st.sampled_from(Status))
    def a_feed_tells(self, number: int, closed: bool, flagged: tuple[str, ...], status: Status) -> None:  # noqa: FBT001
        """In earnest, or as an exercise of the same incident: only the place tells them apart."""
        self.told += 1
        kind = "incident.closed" if closed else "incident.reported"
        place = PLACES[0] if status is Status.ACTUAL else "at Drillton"
        about: dict[str, Any] = {
            "type": ("road_closure", "flood", "fire")[number - 1],
            "place": place,
            "sensitivities": list(flagged),
        }
        self.notes.place = place
        put = self.room.way_in.put
        self.alone("feed", lambda: put(kind, id=f"CTL-{number}", revision=self.told, status=status, **about))
        self.notes.place = ""

    @rule(by=people, status=st.sampled_from([Status.EXERCISE, Status.TEST, Status.DRAFT, Status.SYSTEM]))
    def somebody_raises_a_drill(self, by: str, status: Status) -> None:
        self.numbers += 1
        desk, raising = drill_desk(self.room), Raising("evacuation", {"place": "at Drillton"})
        key = f"drill-{self.numbers}"
        self.does(Deed.DRILL, by, lambda who: desk.raise_(who, Behalf(), raising, status, key=key))  # type: ignore[arg-type]

    # --- the clock, the senders and mishaps ---

    @rule(minutes=st.sampled_from([1, 1, 5, 11, 31, 61, 241, 721]))
    def time_passes(self, minutes: int) -> None:
        self.room.way_in.clock.pass_(minutes * 60)
        if minutes > 5:
            self.the_clock_keeps_watch()

    @rule()
    def the_clock_keeps_watch(self) -> None:
        before = self._gates()
        keep = self.room.keep()
        self.alone("keep", keep)
        self.alone("keep", self.room.keep_levels())
        for name, gates in self._gates().items():
            assert before[name].keys() <= gates.keys(), "a level fell to normal by the clock"
            self.notes.seen["a level fell"] += sum(gates[at].level != was.level for at, was in before[name].items())

    @rule()
    def the_clock_sweeps(self) -> None:
        self.alone("sweep", self.room.sweep())
        self.alone("status", self.room.status())

    @rule()
    def a_minute_goes_by_and_everything_runs(self) -> None:
        self.room.way_in.clock.pass_(60)
        self.the_clock_keeps_watch()
        self.the_clock_sweeps()
        self.the_senders_work()

    @rule()
    def the_senders_work(self) -> None:
        """Every message that was ever announced is in the queues: they deliver at least once."""
        for announcement, channels, _ in self.room.topic.said[-40:]:
            for name in channels:
                self.alone("send", lambda a=announcement, n=name: self.room.send(a, n))  # type: ignore[misc]

    @rule(channel=st.sampled_from(["page", "bluesky"]), kind=st.integers(0, 3), after=st.booleans())
    def a_platform_has_trouble(self, channel: str, kind: int, after: bool) -> None:  # noqa: FBT001  # a drawn value
        platform = self.room.platforms[channel]
        troubles = (RateLimited("slow", 60), ChannelUnavailable("down"), Doubtful("no answer"), ParentGone("gone"))
        (platform.after if after else platform.before).append(troubles[2] if after else troubles[kind])

    @rule(writes=st.integers(0, 4))
    def the_next_process_dies(self, writes: int) -> None:
        self.room.state.fuse = writes

    @rule()
    def a_lease_runs_out(self) -> None:
        self.room.way_in.clock.pass_(LEASE.total_seconds() + 1)
