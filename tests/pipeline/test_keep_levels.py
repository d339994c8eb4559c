"""The clock keeps the levels: it warns, it lets fall, and it never overrules a person."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from loudhailer.domain.caller import Role
from loudhailer.domain.crisis import NORMAL, Declared, GateState
from loudhailer.domain.delivery import State
from loudhailer.domain.errors import StateUnavailable
from loudhailer.pipeline.keep_levels import KeepLevels
from tests.builders import NOW, a_delivery, an_alert, declared_level, shipped_config
from tests.fakes import Chain, Clock, MemoryState

ENDS = NOW + timedelta(minutes=720)
CHANNELS = ("page", "bluesky")


@dataclass
class Calls:
    """Who was called out, and why; `broken` fails the next call."""

    made: list[tuple[str, str, str, tuple[Role, ...]]] = field(default_factory=list)
    broken: bool = False

    def call(self, about: str, reference: str, reason: str, roles: Sequence[Role]) -> None:
        if self.broken:
            raise StateUnavailable("the queue does not answer")
        self.made.append((about, reference, reason, tuple(roles)))

    def over(self, about: str, why: str) -> None:
        raise AssertionError(f"a level's call is never taken back: {about}, {why}")


@dataclass
class Watch:
    """The clock's share of command with everything around it in memory."""

    state: MemoryState = field(default_factory=MemoryState)
    chain: Chain = field(default_factory=Chain)
    calls: Calls = field(default_factory=Calls)
    clock: Clock = field(default_factory=Clock)

    def crisis(self, *channels: str, scope: str = "service") -> None:
        for name in channels or CHANNELS:
            self.state.declare(name, declared_level("crisis", scope, until=ENDS))

    def look(self, at: object = None) -> dict[str, int]:
        if at is not None:
            self.clock.now = at  # type: ignore[assignment]  # a time
        keep = KeepLevels(shipped_config().plan, CHANNELS, self.state, self.chain, self.calls, self.clock)
        return {word: count for word, count in keep().items() if count}

    def levels(self, scope: str = "service") -> list[str]:
        gates = self.state.gates(CHANNELS).values()
        return [gate.declared[scope].level if scope in gate.declared else NORMAL for gate in gates if gate]


def test_somebody_is_told_once_half_an_hour_before_a_level_ends() -> None:
    watch = Watch()
    watch.crisis()
    assert watch.look(ENDS - timedelta(minutes=31)) == {}
    assert watch.look(ENDS - timedelta(minutes=30)) == {"Warned": 2}
    assert watch.look(ENDS - timedelta(minutes=1)) == {}
    ((about, _, reason, roles),) = watch.calls.made
    assert (about.split(":")[:3], roles) == (["level-end", "crisis", "service"], (Role.SILVER, Role.GOLD))
    assert reason == "crisis for service ends at 5:30am: stand it down, or declare it again"
    assert [act.by for act in watch.chain.acts] == ["clock"]
    assert watch.levels() == ["crisis", "crisis"]


def test_a_call_that_fails_is_made_again_the_next_minute() -> None:
    watch = Watch()
    watch.crisis()
    watch.calls.broken = True
    assert watch.look(ENDS - timedelta(minutes=30)) == {"Stuck": 2}
    watch.calls.broken = False
    assert watch.look(ENDS - timedelta(minutes=29)) == {"Warned": 2}
    assert len(watch.calls.made) == 1


def test_at_its_end_a_level_falls_and_what_is_held_stays_held() -> None:
    watch = Watch()
    alert = an_alert()
    watch.state.stored[alert.identifier, "bluesky"] = held = a_delivery(alert, state=State.HELD)
    watch.crisis()
    versions = {name: gate.version for name, gate in watch.state.gates(CHANNELS).items() if gate}
    assert watch.look(ENDS) == {"Fell": 2}
    assert watch.levels() == ["heightened", "heightened"]
    assert all(gate and gate.version > versions[name] for name, gate in watch.state.gates(CHANNELS).items())
    assert watch.state.stored[alert.identifier, "bluesky"] == held
    (act,) = watch.chain.acts
    assert (act.by, act.deed, act.subject) == ("clock", "set level heightened for service", "page, bluesky")
    assert act.reason == "nobody ended crisis before its time; g.officer had declared it"
    assert watch.look(ENDS + timedelta(days=365)) == {}, "a heightened that nobody ends stays"


def test_each_scope_ends_for_itself() -> None:
    watch = Watch()
    watch.crisis(scope="area:Stokeby")
    watch.state.level("lockdown", *CHANNELS)
    assert watch.look(ENDS) == {"Fell": 2}
    assert (watch.levels(), watch.levels("area:Stokeby")) == (["lockdown"] * 2, ["heightened"] * 2)


def test_a_channel_that_was_extended_does_not_fall_with_the_others() -> None:
    watch = Watch()
    watch.crisis()
    watch.state.declare("page", declared_level("crisis", until=ENDS + timedelta(hours=1)))
    assert watch.look(ENDS) == {"Fell": 1}
    assert watch.levels() == ["crisis", "heightened"]


def test_an_audit_that_does_not_answer_keeps_no_level_up() -> None:
    watch = Watch()
    watch.crisis()
    watch.chain.broken = True
    assert watch.look(ENDS) == {"Fell": 2, "Stuck": 1}


@dataclass
class Interrupted(MemoryState):
    """A state in which a person acts between what the clock reads and what it writes."""

    person: Callable[[], None] = lambda: None

    def gates(self, channels: Iterable[str]) -> Mapping[str, GateState | None]:
        read = dict(super().gates(channels))
        act, self.person = self.person, lambda: None
        act()
        return read


@given(
    acts=st.lists(
        st.tuples(st.sampled_from(CHANNELS), st.sampled_from(["normal", "heightened", "crisis", "lockdown"]))
    ),
    early=st.integers(0, 60),
)
def test_what_a_person_does_while_the_clock_looks_always_stands(acts: list[tuple[str, str]], early: int) -> None:
    state = Interrupted()
    watch = Watch(state=state)
    watch.crisis()
    said: dict[str, Declared] = {}

    def act() -> None:
        for channel, level in acts:
            said[channel] = declared_level(level, by="silver", until=ENDS + timedelta(hours=3))
            state.declare(channel, said[channel])

    state.person = act
    watch.look(ENDS - timedelta(minutes=early))
    for channel, declared in said.items():
        gate = state.gate_items[channel]
        assert gate is not None
        assert gate.declared.get("service") == (None if declared.level == NORMAL else declared)
    assert "normal" not in {act.deed.split()[2] for act in watch.chain.acts if act.deed.startswith("set level")}


def test_each_end_of_a_level_calls_anew() -> None:
    watch = Watch()
    watch.crisis()
    watch.crisis(scope="area:Stokeby")
    watch.look(ENDS - timedelta(minutes=20))
    ids = [about for about, *_ in watch.calls.made]
    assert len(set(ids)) == len(ids) == 2, "one id is one call-out: the second would wake nobody"
