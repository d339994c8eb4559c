"""BUDGET: who waits for whom, until when, and that nothing of ours ever keeps life-safety back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.budget import charges, dearest, ended, mark, over, within
from loudhailer.domain.alert import Lane
from loudhailer.domain.crisis import Action, Decision, GateState, MessageClass, Permit
from loudhailer.domain.delivery import Delivery
from loudhailer.domain.errors import (
    ChannelUnavailable,
    Doubtful,
    GateMoved,
    LoudhailerError,
    PostRejected,
    RateLimited,
)
from loudhailer.domain.spending import OPENS_AFTER, Charge, Circuit, Window
from loudhailer.purse import SHARES, Budget, Purse
from tests.builders import NOW, a_delivery, a_gate
from tests.fakes import MemoryState

SEND = Decision(Action.SEND, "level normal")
POST = {"posts": 1}
HOURLY = Purse(budget=(Budget(unit="posts", most=10, per=Window.HOUR),))
MINUTELY = Purse(budget=(Budget(unit="posts", most=10, per=Window.MINUTE),))
FALLING = [MessageClass.INCIDENT, MessageClass.STATUS, MessageClass.INFORMATION, MessageClass.PROMOTIONAL]


def post(message_class: MessageClass = MessageClass.INCIDENT, lane: Lane = Lane.ROUTINE) -> Delivery:
    return a_delivery(message_class=message_class, lane=lane)


def spent(purse: Purse, amount: int, **changes: object) -> GateState:
    """A gate on which so much of the purse's first budget is spent."""
    (first, *_) = charges(purse, POST, post(), NOW)
    return a_gate(spent={first.key: amount}, **changes)


def decided(gate: GateState, delivery: Delivery, purse: Purse = HOURLY) -> Decision:
    return within(SEND, gate, charges(purse, POST, delivery, NOW), delivery, NOW)


@pytest.mark.parametrize(
    ("window", "begun", "ends"),
    [
        (Window.MINUTE, "2026-11-22T17:30", datetime(2026, 11, 22, 17, 31, tzinfo=UTC)),
        (Window.QUARTER, "2026-11-22T17:30", datetime(2026, 11, 22, 17, 45, tzinfo=UTC)),
        (Window.HOUR, "2026-11-22T17:00", datetime(2026, 11, 22, 18, tzinfo=UTC)),
        (Window.THREE_HOURS, "2026-11-22T15:00", datetime(2026, 11, 22, 18, tzinfo=UTC)),
        (Window.DAY, "2026-11-22", datetime(2026, 11, 23, tzinfo=UTC)),
        (Window.MONTH, "2026-11", datetime(2026, 12, 1, tzinfo=UTC)),
    ],
)
def test_a_window_has_a_beginning_and_an_end(window: Window, begun: str, ends: datetime) -> None:
    now = NOW + timedelta(seconds=17)
    assert (window.begun(now), window.ends(begun)) == (begun, ends)


def test_days_and_months_are_those_of_who_reads_the_bill() -> None:
    midnight_in_london = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert Window.DAY.begun(midnight_in_london) == "2026-07-01"
    assert Window.MONTH.begun(midnight_in_london) == "2026-07"
    assert Window.MONTH.ends("2026-06") == datetime(2026, 6, 30, 23, tzinfo=UTC)
    long_day = Window.DAY.ends("2026-10-25") - Window.DAY.ends("2026-10-24").astimezone(UTC)
    assert long_day == timedelta(hours=25)


@given(st.sampled_from(Window), st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  # hypothesis adds the zone
def test_every_moment_lies_in_the_window_that_it_is_said_to(window: Window, now: datetime) -> None:
    begun = window.begun(now)
    assert now < window.ends(begun)
    assert window.begun(window.ends(begun)) != begun
    assert window.begun(window.ends(begun) - timedelta(seconds=1)) == begun


def test_a_post_is_charged_to_every_budget_that_counts_what_it_spends() -> None:
    purse = Purse.model_validate(
        {
            "budget": [
                {"unit": "posts", "most": 10, "per": "minute"},
                {"unit": "points", "most": 2500, "per": "hour"},
                {"unit": "pence", "most": 2000, "per": "month"},
            ],
            "pence_per": {"posts": 1.2},
        }
    )
    assert charges(purse, {"posts": 1}, post(), NOW) == (
        Charge("posts", Window.MINUTE, "2026-11-22T17:30", 1, 10, 7),
        Charge("pence", Window.MONTH, "2026-11", 2, 2000, 1598),
    )
    keys = [each.key for each in charges(purse, {"posts": 1, "points": 3}, post(), NOW)]
    assert keys == ["posts#minute#2026-11-22T17:30", "points#hour#2026-11-22T17:00", "pence#month#2026-11"]


def test_it_costs_what_the_dearest_of_its_words_cost() -> None:
    def spends(text: str) -> dict[str, int]:
        return {"posts": 1, "segments": len(text)}

    assert dearest(spends, ["aa", "a", "aaa"]) == {"posts": 1, "segments": 3}
    assert dearest(spends, []) == {}


@pytest.mark.parametrize(
    ("message_class", "goes", "waits"),
    [
        (MessageClass.PROMOTIONAL, 4, 5),
        (MessageClass.APPEAL, 5, 6),
        (MessageClass.INFORMATION, 5, 6),
        (MessageClass.STATUS, 6, 7),
        (MessageClass.INCIDENT, 7, 8),
    ],
)
def test_low_classes_stop_first(message_class: MessageClass, goes: int, waits: int) -> None:
    assert decided(spent(HOURLY, goes), post(message_class)) == SEND
    decision = decided(spent(HOURLY, waits), post(message_class))
    assert (decision.action, decision.until) == (Action.WAIT, datetime(2026, 11, 22, 18, tzinfo=UTC))


def test_the_record_says_what_it_waits_for_and_for_whom() -> None:
    assert (
        decided(spent(HOURLY, 8), post()).reason == "the budget of bluesky for this hour keeps the rest for life_safety"
    )
    assert decided(spent(HOURLY, 8), post(MessageClass.STATUS)).reason == (
        "the budget of bluesky for this hour keeps the rest for what matters more than status"
    )


@given(st.integers(min_value=0, max_value=10_000), st.sampled_from(Lane))
def test_nothing_of_our_own_counting_keeps_life_safety_back(amount: int, lane: Lane) -> None:
    outage = Circuit(outages=9, since=NOW, last=NOW)
    for purse in (HOURLY, MINUTELY):
        assert decided(spent(purse, amount, circuit=outage), post(MessageClass.LIFE_SAFETY, lane), purse) == SEND


def test_what_puts_right_waits_for_no_minute_and_has_what_an_incident_has_of_the_rest() -> None:
    correction = post(MessageClass.INFORMATION, Lane.URGENT)
    assert decided(spent(MINUTELY, 99), correction, MINUTELY) == SEND
    assert decided(spent(HOURLY, 7), correction) == SEND
    assert decided(spent(HOURLY, 8), correction).action is Action.WAIT
    assert charges(MINUTELY, POST, correction, NOW)[0].amount == 1, "it is counted all the same"


def test_a_post_that_waits_for_two_budgets_waits_for_the_later() -> None:
    purse = Purse(budget=(*MINUTELY.budget, *HOURLY.budget))
    both = {each.key: 9 for each in charges(purse, POST, post(), NOW)}
    decision = decided(a_gate(spent=both), post(), purse)
    assert (decision.until, "this hour" in decision.reason) == (datetime(2026, 11, 22, 18, tzinfo=UTC), True)


def test_what_the_gate_does_not_let_go_is_not_asked_for_its_budget() -> None:
    held, gate = Decision(Action.HOLD, "level crisis"), spent(HOURLY, 10)
    assert within(held, gate, charges(HOURLY, POST, post(), NOW), post(), NOW) == held
    blind = Decision(Action.SEND, "blind", blind=True)
    assert within(blind, None, (), post(), NOW) == blind


def test_buckets_go_once_their_window_is_surely_over_and_what_nobody_knows_stays() -> None:
    keys = [
        "posts#minute#2026-11-22T17:24",
        "posts#minute#2026-11-22T17:25",
        "pence#month#2026-10",
        "posts#day#2026-11-22",
    ]
    strange = ["posts", "posts#fortnight#2026-11", "posts#day#someday", "posts#month#2026-13", "a#b#c#d"]
    gate = a_gate(spent=dict.fromkeys([*keys, *strange], 1))
    assert ended(gate, NOW) == ("posts#minute#2026-11-22T17:24", "pence#month#2026-10")


class Fleet:
    """Senders of one channel that read the gate, decide, and take a permit, each perhaps on what it read long ago."""

    def __init__(self, purse: Purse) -> None:
        self.purse, self.state = purse, MemoryState()
        self.state.live("bluesky")
        self.by_class: dict[str, dict[MessageClass, int]] = {}

    def gate(self) -> GateState:
        found = self.state.gates(["bluesky"])["bluesky"]
        assert found is not None
        return found

    def send(self, delivery: Delivery, cost: int, seen: GateState, now: datetime) -> bool:
        charged = charges(self.purse, {"posts": cost}, delivery, now)
        if not within(SEND, seen, charged, delivery, now).sends:
            return False
        permit = Permit(alert_id=delivery.alert_id, at=now)
        try:
            self.state.take("bluesky", "one", permit, seen=seen.version, charges=charged, ended=ended(seen, now))
        except GateMoved:
            return False
        for each in charged:
            tally = self.by_class.setdefault(each.key, {})
            tally[delivery.message_class] = tally.get(delivery.message_class, 0) + each.amount
        return True


a_send = st.tuples(
    st.sampled_from(MessageClass),
    st.sampled_from(Lane),
    st.integers(min_value=1, max_value=4),
    st.integers(min_value=0, max_value=40),
    st.booleans(),
)


@given(
    st.lists(a_send, max_size=60),
    st.lists(
        st.builds(Budget, unit=st.just("posts"), most=st.integers(2, 30), per=st.sampled_from(Window)),
        min_size=1,
        max_size=3,
        unique_by=lambda each: each.per,
    ),
    st.sampled_from([0.05, 0.2, 0.5, 0.9]),
)
def test_no_class_spends_over_its_share_though_senders_decide_on_what_they_read_before(
    sends: list[tuple[MessageClass, Lane, int, int, bool]], budgets: list[Budget], reserve: float
) -> None:
    fleet, now, old = Fleet(Purse(budget=tuple(budgets), reserve=reserve)), NOW, None
    for message_class, lane, cost, seconds, stale in sends:
        now += timedelta(seconds=seconds)
        seen = old if stale and old is not None else fleet.gate()
        old = seen
        before = dict(fleet.gate().spent)
        delivery = post(message_class, lane)
        went = fleet.send(delivery, cost, seen, now)
        assert went or message_class is not MessageClass.LIFE_SAFETY, "life_safety always goes"
        for each in budgets:
            key = f"posts#{each.per}#{each.per.begun(now)}"
            took = fleet.gate().spent.get(key, 0)
            assert took >= before.get(key, 0), "a window that is not over is never begun again"
            if (
                not went
                or message_class is MessageClass.LIFE_SAFETY
                or (lane, each.per) == (Lane.URGENT, Window.MINUTE)
            ):
                continue
            share = MessageClass.INCIDENT if lane is Lane.URGENT else message_class
            assert took <= fleet.purse.allowed(each, share) <= each.most
    for key, tally in fleet.by_class.items():
        budget = next(each for each in budgets if f"#{each.per}#" in key)
        if budget.per is not Window.MINUTE:
            others = sum(amount for each, amount in tally.items() if each is not MessageClass.LIFE_SAFETY)
            assert others <= fleet.purse.allowed(budget, MessageClass.INCIDENT) < budget.most, (
                "the reserve is untouched"
            )


@given(st.integers(0, 30), st.integers(2, 30), st.integers(1, 5), st.sampled_from([0.05, 0.2, 0.5, 0.9]))
def test_where_a_class_waits_every_lower_one_waits_too(amount: int, most: int, cost: int, reserve: float) -> None:
    purse = Purse(budget=(Budget(unit="posts", most=most, per=Window.HOUR),), reserve=reserve)
    gate = spent(purse, amount)
    goes = [over(gate, charges(purse, {"posts": cost}, post(each), NOW), each) is None for each in FALLING]
    assert goes == sorted(goes, reverse=True)
    assert set(FALLING) < set(SHARES)


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (ChannelUnavailable("refused"), "out"),
        (Doubtful("503"), "out"),
        (RateLimited("429", 30), "nothing"),
        (PostRejected("400"), "nothing"),
        (GateMoved("moved"), "nothing"),
        (None, "answers"),
    ],
)
def test_an_outage_is_counted_and_a_pause_is_none(error: LoudhailerError | None, says: str) -> None:
    told = mark(a_gate(), error, NOW)
    assert ("nothing" if told is None else "answers" if told.answered else "out") == says


def after(*seconds: float, start: Circuit | None = None) -> Circuit:
    circuit = start or Circuit()
    for each in seconds:
        circuit = circuit.marked(circuit.outage(NOW + timedelta(seconds=each)))
    return circuit


def test_a_circuit_opens_with_the_fifth_outage_in_a_row_and_each_vain_try_doubles_it() -> None:
    assert after(0, 1, 2, 3).until is None
    circuit, at, pauses = after(0, 1, 2, 3, 4), 4.0, []
    for _ in range(7):
        assert circuit.until is not None
        pauses.append((circuit.until - (NOW + timedelta(seconds=at))).total_seconds())
        at += pauses[-1]
        circuit = after(at, start=circuit)
    assert pauses == [60, 64, 128, 256, 512, 900, 900]


def test_twenty_senders_that_fail_at_once_pause_the_channel_no_longer_than_five() -> None:
    assert after(*[0.0] * 20).until == after(*[0.0] * OPENS_AFTER).until == NOW + timedelta(seconds=60)


def test_an_answer_closes_a_circuit_and_is_remembered_where_it_was_open() -> None:
    later = NOW + timedelta(seconds=90)
    opened = after(0, 1, 2, 3, 4)
    assert opened.marked(opened.answer(later)) == Circuit(over=later)
    assert after(0).marked(after(0).answer(later)) == Circuit()
    closed = opened.marked(opened.answer(later))
    assert after(100, start=closed).over == later, "one outage forgets nothing"


def test_outages_of_long_ago_are_no_part_of_the_same_run() -> None:
    circuit = after(3700, start=after(0, 1, 2, 3))
    assert (circuit.outages, circuit.since, circuit.until) == (1, NOW + timedelta(seconds=3700), None)
    assert after(3500, start=after(0, 1, 2, 3)).until == NOW + timedelta(seconds=3500 + 900)


def test_an_open_circuit_keeps_what_is_routine_and_lets_what_is_urgent_try() -> None:
    circuit = after(0, 1, 2, 3, 4)
    gate = a_gate(circuit=circuit)
    decision = decided(gate, post())
    assert (decision.action, decision.reason, decision.until) == (
        Action.WAIT,
        "bluesky does not answer",
        circuit.until,
    )
    assert decided(gate, post(lane=Lane.URGENT)) == SEND
    assert decided(gate, post(MessageClass.LIFE_SAFETY)) == SEND
    later = NOW + timedelta(seconds=64)
    assert within(SEND, gate, (), post(), later) == SEND, "whoever comes first now is the one who tries it"
