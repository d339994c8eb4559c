"""Levels at the desk: who may, for what, what it means, and how two lift a lockdown."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.channels import CHANNELS
from loudhailer.channels.kind import Audience
from loudhailer.domain.caller import Caller, Role
from loudhailer.domain.crisis import Declared, GateState, MessageClass, Permit
from loudhailer.domain.delivery import Due, State
from loudhailer.domain.errors import (
    Conflict,
    FeedError,
    GateMoved,
    NotAllowed,
    NotFound,
    PartlyWritten,
    StateUnavailable,
)
from tests.builders import NOW, a_delivery, an_alert, declared_level, shipped_config
from tests.pipeline.officers import COMMS, SILVER, Officers, somebody

DUTY, BRONZE, GOLD = somebody(Role.DUTY), somebody(Role.BRONZE), somebody(Role.GOLD)
PLAN = shipped_config().plan


@pytest.fixture
def at() -> Officers:
    return Officers()


def planned(at: Officers, number: int = 1, **changes: object) -> str:
    """Commit a planned campaign on both channels."""
    told = {"message_class": MessageClass.PROMOTIONAL, "revision": number, "references": ()} | changes
    alert = an_alert(incident_id=f"CTL-{number}", **told)
    state = at.way_in.state
    state.alerts[alert.identifier] = alert
    for channel in at.way_in.channels:
        later = {"channel": channel, "due": Due.PLANNED, "due_at": NOW + timedelta(hours=number)}
        state.stored[alert.identifier, channel] = a_delivery(alert, **later)
    return alert.identifier


def levels(at: Officers, scope: str = "service") -> set[str]:
    gates = at.way_in.state.gates(at.way_in.channels).values()
    return {gate.declared[scope].level if scope in gate.declared else "normal" for gate in gates if gate}


def test_the_answer_says_what_will_not_leave_and_what_was_leaving_with_its_state(at: Officers) -> None:
    campaign, going = planned(at), planned(at, 2, message_class=MessageClass.APPEAL)
    at.way_in.state.take("bluesky", "p1", Permit(alert_id=going, at=NOW), seen=1)
    told = at.crisis().declare(SILVER, "crisis", "a fatal fire in Stokeby")
    assert {(each.alert_id, each.channel) for each in told.waiting} == {
        (alert, channel) for alert in (campaign, going) for channel in ("page", "bluesky")
    }
    (left,) = told.leaving
    assert (left.channel, left.alert_id, left.state) == ("bluesky", going, State.PENDING)
    assert f"already leaving: {going} on bluesky" in at.chain.acts[-1].result
    assert [each.what for each in told.also_pause] == [each.what for each in PLAN.also_pause]
    assert (told.revoke, told.lift, told.suggested, told.warnings) == ((), None, (), ())


def test_what_cannot_be_read_back_does_not_undo_a_level(at: Officers, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object) -> None:
        raise StateUnavailable("query due: ThrottlingException")

    monkeypatch.setattr(at.way_in.state, "waiting", silent)
    told = at.crisis().declare(SILVER, "crisis", "a fatal fire")
    assert levels(at) == {"crisis"}
    assert told.warnings == ("what is held could not be read; look again with `crisis show`",)


@pytest.mark.parametrize(
    ("who", "level", "may"),
    [
        (DUTY, "heightened", True),
        (COMMS, "heightened", True),
        (DUTY, "crisis", False),
        (COMMS, "crisis", False),
        (BRONZE, "crisis", True),
        (DUTY, "lockdown", True),
        (somebody(Role.CONTROL), "lockdown", False),
        (somebody(), "heightened", False),
    ],
)
def test_the_level_s_own_list_says_who_declares_it(at: Officers, who: Caller, level: str, *, may: bool) -> None:
    if may:
        at.crisis().declare(who, level, "a test")
        assert levels(at) == {level}
        return
    with pytest.raises(NotAllowed):
        at.crisis().declare(who, level, "a test")
    assert levels(at) == {"normal"}
    assert [act.deed for act in at.chain.acts] == ["refused: declare"]


def test_who_may_declare_a_level_may_not_therefore_end_it(at: Officers) -> None:
    at.crisis().declare(BRONZE, "crisis", "a fatal fire")
    for lower in ("heightened", "normal"):
        with pytest.raises(NotAllowed, match="for silver, gold"):
            at.crisis().declare(BRONZE, lower, "it is over")
    at.crisis().declare(SILVER, "normal", "it is over")
    assert levels(at) == {"normal"}


def test_the_stricter_of_the_levels_that_the_channels_are_at_decides(at: Officers) -> None:
    at.crisis().declare(GOLD, "heightened", "a test", ["page"])
    at.crisis().declare(GOLD, "crisis", "a test", ["bluesky"])
    with pytest.raises(NotAllowed):
        at.crisis().declare(BRONZE, "normal", "it is over")
    assert levels(at) == {"heightened", "crisis"}
    at.crisis().declare(BRONZE, "normal", "it is over", ["page"])
    assert levels(at) == {"normal", "crisis"}


def test_a_level_for_an_area_holds_what_is_about_it_and_what_may_be(at: Officers) -> None:
    there, elsewhere = planned(at, 1, areas=("Stokeby",)), planned(at, 2, areas=("Aldermere",))
    unknown = planned(at, 3)
    told = at.crisis().declare(SILVER, "crisis", "a fatal fire", scope="area:stokeby")
    assert {each.alert_id for each in told.waiting} == {there, unknown}
    assert elsewhere not in {each.alert_id for each in told.waiting}
    assert (levels(at), levels(at, "area:Stokeby")) == ({"normal"}, {"crisis"})
    at.crisis().declare(SILVER, "normal", "it is over", scope="area:STOKEBY")
    assert levels(at, "area:Stokeby") == {"normal"}


def test_a_level_for_an_incident_needs_the_incident(at: Officers) -> None:
    said = at.raised()
    with pytest.raises(NotFound):
        at.crisis().declare(SILVER, "crisis", "a slip", scope="incident:NOSUCH")
    at.crisis().declare(SILVER, "crisis", "a fatal fire", scope=f"incident:{said.alert.reference.lower()}")
    assert levels(at, f"incident:{said.alert.reference}") == {"crisis"}
    with pytest.raises(FeedError) as refusal:
        at.crisis().declare(SILVER, "lockdown", "a stolen phone", scope=f"incident:{said.alert.reference}")
    assert refusal.value.place == "scope"


def test_a_level_ends_at_the_plan_s_time_or_earlier_but_never_later(at: Officers) -> None:
    at.crisis().declare(SILVER, "crisis", "a fatal fire")
    gate = at.way_in.state.gates(["page"])["page"]
    assert gate
    assert gate.declared["service"].until == NOW + timedelta(minutes=720)
    with pytest.raises(FeedError, match="720 minutes at most"):
        at.crisis().declare(SILVER, "crisis", "a fatal fire", until=NOW + timedelta(days=1))
    with pytest.raises(NotAllowed):
        at.crisis().declare(BRONZE, "crisis", "it will be over soon", until=NOW + timedelta(minutes=20))
    at.crisis().declare(SILVER, "crisis", "it will be over soon", until=NOW + timedelta(minutes=20))


def test_a_preview_changes_nothing(at: Officers) -> None:
    campaign = planned(at)
    before = dict(at.way_in.state.gate_items)
    told = at.crisis().preview(COMMS, "heightened", "service")
    assert {each.alert_id for each in told.waiting} == {campaign}
    assert (at.way_in.state.gate_items, at.chain.acts) == (before, [])
    assert {each.platform for each in PLAN.levels["lockdown"].revoke} == {
        each.what for each in at.crisis().preview(COMMS, "lockdown", "service").revoke
    }


def test_one_pulls_and_two_lift(at: Officers) -> None:
    told = at.crisis().declare(DUTY, "lockdown", "a stolen phone")
    needing = [name for name, kind in CHANNELS.items() if kind.secret_fields and kind.audience is not Audience.LISTED]
    assert [each.what for each in told.revoke] == [*needing, "webhook"]
    with pytest.raises(NotAllowed):
        at.crisis().declare(DUTY, "normal", "found it again")
    asked = at.crisis().declare(GOLD, "normal", "all credentials are new")
    assert asked.lift
    assert (asked.lift.by, asked.lift.to, set(asked.lift.channels)) == ("gold", "normal", {"page", "bluesky"})
    assert levels(at) == {"lockdown"}
    at.crisis().declare(GOLD, "normal", "I said so")
    assert levels(at) == {"lockdown"}, "nobody lifts it alone, however often they ask"
    shown = at.crisis().show(DUTY).lift
    assert shown
    assert shown.by == "gold"
    done = at.crisis().declare(SILVER, "normal", "agreed")
    assert (levels(at), done.lift) == ({"normal"}, None)
    deeds = [act.deed for act in at.chain.acts if act.chain == "command"]
    assert deeds == [
        "set level lockdown for service",
        *["ask to lift lockdown for service"] * 2,
        "set level normal for service",
    ]


def test_the_second_comes_within_half_an_hour_and_agrees_to_the_same(at: Officers) -> None:
    at.crisis().declare(DUTY, "lockdown", "a stolen phone")
    at.crisis().declare(GOLD, "normal", "all is well")
    at.crisis().declare(SILVER, "heightened", "not quite")
    assert levels(at) == {"lockdown"}
    at.way_in.clock.pass_(30 * 60)
    at.crisis().declare(GOLD, "heightened", "agreed, but too late")
    assert levels(at) == {"lockdown"}
    at.crisis().declare(SILVER, "heightened", "agreed")
    assert levels(at) == {"heightened"}


def test_pulling_again_forgets_who_asked_to_lift(at: Officers) -> None:
    at.crisis().declare(DUTY, "lockdown", "a stolen phone")
    at.crisis().declare(GOLD, "normal", "all is well")
    at.crisis().declare(DUTY, "lockdown", "another one")
    at.crisis().declare(SILVER, "normal", "agreed")
    assert levels(at) == {"lockdown"}


@given(
    acts=st.lists(
        st.tuples(
            st.sampled_from([DUTY, BRONZE, SILVER, GOLD, COMMS]),
            st.sampled_from(["normal", "heightened", "crisis", "lockdown"]),
            st.integers(0, 40),
        ),
        max_size=12,
    )
)
def test_nobody_lifts_a_lockdown_alone(acts: list[tuple[Caller, str, int]]) -> None:
    at = Officers()
    at.crisis().declare(DUTY, "lockdown", "a stolen phone")
    asked: dict[str, set[str]] = {}
    for who, level, minutes in acts:
        at.way_in.clock.pass_(60 * minutes)
        if level != "lockdown":
            asked.setdefault(level, set()).add(who.username)
        else:
            asked = {}
        try:
            at.crisis().declare(who, level, "a test")
        except NotAllowed:
            asked.get(level, set()).discard(who.username)
        if levels(at) != {"lockdown"}:
            assert len(asked[level]) >= 2
            assert asked[level] <= {"silver", "gold"}
            return


def test_a_lockdown_needs_no_reading_first(at: Officers, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object) -> None:
        raise StateUnavailable("get gates: ThrottlingException")

    monkeypatch.setattr(at.way_in.state, "gates", silent)
    at.crisis().declare(DUTY, "lockdown", "a stolen phone")
    assert {gate.level for gate in at.way_in.state.gate_items.values() if gate} == {"lockdown"}
    with pytest.raises(PartlyWritten) as refusal:
        at.crisis().declare(GOLD, "crisis", "a fatal fire")
    assert refusal.value.unwritten == ("page", "bluesky")


def test_a_gate_that_makes_no_sense_keeps_no_other_channel_unpaused(at: Officers) -> None:
    at.way_in.state.gate_items["page"] = None
    with pytest.raises(PartlyWritten) as refusal:
        at.crisis().declare(BRONZE, "crisis", "a fatal fire")
    assert refusal.value.unwritten == ("page",)
    gate = at.way_in.state.gate_items["bluesky"]
    assert gate
    assert (gate.level, at.way_in.state.gate_items["page"]) == ("crisis", None)


def test_who_would_overrule_a_newer_level_is_judged_anew(at: Officers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bronze may declare heightened, but not where gold has declared a crisis since bronze looked."""
    state, gold = at.way_in.state, ["bluesky"]
    declare = state.declare

    def overtaken(channel: str, declared: Declared, *, seen: int | None = None) -> tuple[GateState, GateState]:
        if channel in gold:
            gold.remove(channel)
            declare(channel, declared_level("crisis"))
        return declare(channel, declared, seen=seen)

    monkeypatch.setattr(state, "declare", overtaken)
    with pytest.raises(PartlyWritten) as refusal:
        at.crisis().declare(BRONZE, "heightened", "a need")
    assert refusal.value.unwritten == ("bluesky",)
    assert levels(at) == {"heightened", "crisis"}
    with pytest.raises(NotAllowed):
        at.crisis().declare(BRONZE, "heightened", "a need")
    assert levels(at) == {"heightened", "crisis"}


def test_an_act_that_is_overtaken_again_and_again_says_where(at: Officers, monkeypatch: pytest.MonkeyPatch) -> None:
    def moved(channel: str, *_: object, **__: object) -> None:
        raise GateMoved(channel)

    monkeypatch.setattr(at.way_in.state, "declare", moved)
    with pytest.raises(PartlyWritten) as refusal:
        at.crisis().declare(SILVER, "crisis", "a fatal fire")
    assert refusal.value.unwritten == ("page", "bluesky")


def test_what_was_paused_by_hand_is_ticked_off_until_the_next_declaration(at: Officers) -> None:
    what = PLAN.also_pause[1].what
    with pytest.raises(Conflict, match="no level is declared"):
        at.crisis().tick(COMMS, what)
    at.crisis().declare(SILVER, "crisis", "a fatal fire")
    with pytest.raises(FeedError, match="the plan has no such thing"):
        at.crisis().tick(COMMS, "The coffee machine")
    told = at.crisis().tick(COMMS, what)
    at.crisis().tick(SILVER, what)
    ticked = {each.what: each.tick.by for each in told.also_pause if each.tick}
    assert ticked == {what: "comms"}
    assert {each.what for each in at.crisis().show(DUTY).also_pause if each.tick} == {what}
    assert ("command", "comms", "tick", what) in {(act.chain, act.by, act.deed, act.subject) for act in at.chain.acts}
    at.way_in.clock.pass_(1)
    at.crisis().declare(SILVER, "crisis", "still")
    assert not [each for each in at.crisis().show(DUTY).also_pause if each.tick]


def test_standing_down_proposes_what_is_still_worth_sending_and_sends_nothing(at: Officers) -> None:
    at.crisis().declare(SILVER, "crisis", "a fatal fire")
    state = at.way_in.state
    worth = planned(at, 1, message_class=MessageClass.INFORMATION)
    late = planned(at, 2, message_class=MessageClass.INFORMATION)
    for alert_id in (worth, late):
        for channel in at.way_in.channels:
            held = {"state": State.HELD, "due": Due.HELD, "due_at": NOW + timedelta(hours=2)}
            expired = {"expires_at": NOW} if alert_id == late else {}
            state.stored[alert_id, channel] = state.stored[alert_id, channel].model_copy(update=held | expired)
    assert at.crisis().declare(SILVER, "crisis", "still").suggested == ()
    told = at.crisis().declare(SILVER, "normal", "it is over")
    (one,) = told.suggested
    assert (one.alert_id, one.channels, one.fate) == (worth, ("bluesky", "page"), "digest")
    assert at.way_in.topic.said == []
    assert {each.state for each in state.stored.values()} == {State.HELD}


def test_anybody_on_duty_stops_a_channel_and_only_gold_starts_it_again(at: Officers) -> None:
    stopped = at.crisis().switch(DUTY, "page", stopped=True, reason="a wrong post")
    assert [(gate.stopped, gate.live) for gate in stopped.gates.values() if gate] == [(True, True)]
    at.crisis().switch(COMMS, "bluesky", live=False, reason="a drill")
    for change in ({"stopped": False}, {"live": True}):
        with pytest.raises(NotAllowed):
            at.crisis().switch(SILVER, "page", reason="all is well", **change)
    at.crisis().switch(GOLD, "page", stopped=False, reason="all is well")
    at.crisis().switch(GOLD, "bluesky", live=True, reason="the drill is over")
    gates = at.way_in.state.gates(at.way_in.channels).values()
    assert [(gate.live, gate.stopped) for gate in gates if gate] == [(True, False)] * 2
    with pytest.raises(FeedError, match="no channel fax"):
        at.crisis().switch(DUTY, "fax", stopped=True, reason="a slip")
