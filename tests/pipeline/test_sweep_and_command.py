"""The clock's share, and the acts on the gates."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from loudhailer.domain.crisis import Declared, GateState, MessageClass
from loudhailer.domain.delivery import Due, State
from loudhailer.domain.errors import ClaimLost, StateUnavailable
from loudhailer.domain.incident import IncidentHead
from loudhailer.pipeline.command import Command, Effect, Order
from loudhailer.pipeline.sweep import Sweep
from tests.blind_fakes import Copies
from tests.builders import NOW, a_delivery, an_alert, shipped_config
from tests.fakes import Announcements, Chain, Clock, MemoryState


def a_state(**changes: object) -> MemoryState:
    state = MemoryState()
    alert = an_alert(**{name: changes[name] for name in ("message_class",) if name in changes})
    state.alerts[alert.identifier] = alert
    state.stored[alert.identifier, "bluesky"] = a_delivery(alert, **changes)
    state.live("bluesky")
    return state


def sweep(state: MemoryState, topic: Announcements, clock: Clock) -> dict[str, int]:
    plan = shipped_config().plan
    sweeper = Sweep(
        plan=plan,
        due=state,
        incidents=state,
        alerts=state,
        gates=state,
        approvals=state,
        outcomes=state,
        log=state,
        announcer=topic,
        clock=clock,
    )
    return {word: count for word, count in sweeper().items() if count}


def test_what_was_never_claimed_is_announced_again_ever_more_rarely() -> None:
    state, topic, clock = a_state(due=Due.UNCLAIMED, due_at=NOW), Announcements(), Clock()
    gaps = []
    for _ in range(6):
        assert sweep(state, topic, clock) == {"Announced": 1}
        due_at = next(iter(state.stored.values())).due_at
        assert due_at is not None
        gaps.append((due_at - clock.now).total_seconds())
        assert sweep(state, topic, clock) == {}
        clock.now = due_at
    assert gaps == [90, 180, 360, 720, 900, 900]
    assert len(topic.said) == 6


def test_a_planned_post_is_announced_when_its_time_has_come() -> None:
    state, topic, clock = a_state(due=Due.PLANNED, due_at=NOW + timedelta(minutes=5)), Announcements(), Clock()
    assert sweep(state, topic, clock) == {}
    clock.pass_(300)
    assert sweep(state, topic, clock)["Announced"] == 1
    assert next(iter(state.stored.values())).due is Due.UNCLAIMED


def test_a_campaign_that_comes_due_in_a_crisis_is_held_and_stays_held() -> None:
    state = a_state(due=Due.PLANNED, due_at=NOW, message_class=MessageClass.PROMOTIONAL)
    topic, clock = Announcements(), Clock()
    state.level("crisis", "bluesky")
    assert sweep(state, topic, clock) == {"HeldAtFanOut": 1}
    state.level("normal", "bluesky")
    assert sweep(state, topic, clock) == {}
    assert (topic.said, next(iter(state.stored.values())).state) == ([], State.HELD)


def test_a_planned_post_that_was_changed_while_it_waited_never_goes_out() -> None:
    state, topic = a_state(due=Due.PLANNED, due_at=NOW), Announcements()
    alert = an_alert()
    state.heads[alert.source, alert.incident_id] = IncidentHead(
        source=alert.source, id=alert.incident_id, revision=2, spoken=2
    )
    assert sweep(state, topic, Clock()) == {"SupersededAtFanOut": 1}
    assert (topic.said, next(iter(state.stored.values())).state) == ([], State.SUPERSEDED)


def test_a_claim_that_ran_out_is_brought_back_without_asking_the_gate() -> None:
    state = a_state(state=State.CLAIMED, lease_until=NOW, due=Due.LEASE, due_at=NOW)
    topic = Announcements()
    state.level("lockdown", "bluesky")
    assert sweep(state, topic, Clock())["Announced"] == 1


def test_one_delivery_that_cannot_be_moved_stops_none_behind_it() -> None:
    state, topic = a_state(due=Due.UNCLAIMED, due_at=NOW), Announcements()
    broken = an_alert(revision=2)
    state.stored[broken.identifier, "bluesky"] = a_delivery(broken, due=Due.LEASE, due_at=NOW, state=State.CLAIMED)
    assert sweep(state, topic, Clock()) == {"Announced": 1, "Stuck": 1}


def test_a_planned_post_whose_source_repeats_itself_still_goes_out() -> None:
    state, topic = a_state(due=Due.PLANNED, due_at=NOW), Announcements()
    alert = an_alert()
    head = IncidentHead(source=alert.source, id=alert.incident_id, revision=2, spoken=1)
    state.heads[alert.source, alert.incident_id] = head
    assert sweep(state, topic, Clock()) == {"Announced": 1}


@pytest.mark.parametrize("wrong", [{"channel": ["bluesky"]}, {"live": "yes"}, {"stopped": 1}])
def test_a_slip_of_the_keyboard_is_refused_and_widens_nothing(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Order.model_validate({"by": "gold", "reason": "a major incident"} | wrong)


def test_a_delivery_taken_between_index_and_write_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    state, topic = a_state(due=Due.UNCLAIMED, due_at=NOW), Announcements()

    def taken(*_: object) -> None:
        raise ClaimLost("taken")

    monkeypatch.setattr(MemoryState, "save", taken)
    assert sweep(state, topic, Clock()) == {}
    assert topic.said == []


def command(state: MemoryState, chain: Chain, **order: object) -> Effect:
    plan = shipped_config().plan
    act = Command(plan=plan, channels=("page", "bluesky"), gates=state, copies=Copies(), audit=chain, clock=Clock())
    return act(Order.model_validate({"by": "gold", "reason": "a major incident"} | order))


def test_a_level_is_declared_on_every_channel_and_in_the_audit() -> None:
    state, chain = MemoryState(), Chain()
    effect = command(state, chain, level="crisis")
    assert {gate.level for gate in effect.written} == {"crisis"}
    assert [(act.by, act.deed, act.subject, act.reason, act.result) for act in chain.acts] == [
        ("gold", "set level crisis for service", "page, bluesky", "a major incident", "done")
    ]


def test_declaring_twice_is_the_same_as_once_but_for_the_version() -> None:
    state, chain = MemoryState(), Chain()
    command(state, chain, level="crisis")
    effect = command(state, chain, level="crisis", channels=("page",))
    assert [(each.channel, each.level, each.version) for each in effect.written] == [("page", "crisis", 2)]


def test_one_gate_that_cannot_be_written_is_named_and_the_others_are_paused(monkeypatch: pytest.MonkeyPatch) -> None:
    state, chain = MemoryState(), Chain()
    declare = MemoryState.declare

    def failing(
        self: MemoryState, channel: str, declared: Declared, *, seen: int | None = None
    ) -> tuple[GateState, GateState]:
        if channel == "page":
            raise StateUnavailable("no answer")
        return declare(self, channel, declared, seen=seen)

    monkeypatch.setattr(MemoryState, "declare", failing)
    effect = command(state, chain, level="crisis")
    assert (effect.unwritten, [gate.channel for gate in effect.written]) == (("page",), ["bluesky"])
    assert chain.acts[0].result == "perhaps not written: page"


@pytest.mark.parametrize(
    ("order", "why"),
    [
        ({"by": " ", "level": "crisis"}, "names who"),
        ({"reason": "", "level": "crisis"}, "says why"),
        ({}, "changes one thing"),
        ({"level": "crisis", "live": True}, "changes one thing"),
        ({"level": "panic"}, "no level 'panic'"),
        ({"live": True, "channels": ("myspace",)}, "no channel myspace"),
        ({"live": True}, "going live names its channels"),
    ],
)
def test_an_order_that_makes_no_sense_changes_nothing_and_says_why(order: dict[str, object], why: str) -> None:
    state, chain = MemoryState(), Chain()
    effect = command(state, chain, **order)
    assert why in effect.refused
    assert (state.gate_items, chain.acts) == ({}, [])
