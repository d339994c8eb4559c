"""Held posts have a fate, and only a person carries it out: one alert at a time, by gate and expiry as they are."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.domain.approval import Stand
from loudhailer.domain.caller import Caller, Deed, Role
from loudhailer.domain.crisis import Action, MessageClass, Quiet
from loudhailer.domain.delivery import Delivery, Due, State
from loudhailer.domain.errors import ClaimLost, Conflict, FeedError, NotAllowed, NotFound
from loudhailer.domain.incident import Sensitivity
from loudhailer.domain.outcome import Fate
from loudhailer.pipeline.sweep import Sweep
from tests.builders import NOW, shipped_config
from tests.pipeline.officers import COMMS, SILVER, Officers, somebody

PLAN = shipped_config().plan
DUTY, GOLD = somebody(Role.DUTY), somebody(Role.GOLD)
WORDS = {"title": "Test it Tuesday", "message": "Press the button."}


@pytest.fixture
def at() -> Officers:
    return Officers()


def held(at: Officers, number: int = 1, level: str = "lockdown") -> str:
    """Have a closure held by a level, which then ends."""
    at.way_in.state.level(level, *at.way_in.channels)
    outcome = at.way_in.put(id=f"CTL-{number}", road=f"A{4000 + number}")
    assert outcome.fate is Fate.HELD
    at.way_in.state.level("normal", *at.way_in.channels)
    return outcome.alert_id


def deliveries(at: Officers, alert_id: str) -> list[Delivery]:
    return list(at.way_in.state.deliveries(alert_id))


def states(at: Officers, alert_id: str) -> set[State]:
    return {each.state for each in deliveries(at, alert_id)}


def sweep(at: Officers) -> dict[str, int]:
    state = at.way_in.state
    counts = Sweep(
        plan=PLAN,
        due=state,
        incidents=state,
        alerts=state,
        gates=state,
        approvals=state,
        outcomes=state,
        log=state,
        announcer=at.way_in.topic,
        clock=at.way_in.clock,
    )()
    return {word: count for word, count in counts.items() if count}


def test_what_is_held_is_listed_with_its_words_and_what_the_plan_proposes(at: Officers) -> None:
    alert_id = held(at)
    listed = at.held().show(COMMS)
    assert {(each.alert.identifier, each.delivery.channel) for each in listed} == {
        (alert_id, "page"),
        (alert_id, "bluesky"),
    }
    one = listed[0]
    assert one.words.startswith("The A4001 is closed between Aldermere and Stokeby.")
    assert one.delivery.reason == "level lockdown: the plan says hold for incident"
    assert (one.proposal.fate, one.proposal.worth) == ("release", True)


def test_a_release_lets_one_alert_go_and_no_other(at: Officers) -> None:
    one, other = held(at, 1), held(at, 2)
    done = at.held().release(COMMS, one, "the level has ended")
    assert {each.state for each in done.deliveries} == {State.PENDING}
    assert {each.released_by for each in done.deliveries} == {"comms"}
    assert {each.due for each in done.deliveries} == {Due.UNCLAIMED}
    assert states(at, other) == {State.HELD}
    ((announced, channels, _),) = at.way_in.topic.said
    assert (announced.alert_id, sorted(channels)) == (one, ["bluesky", "page"])
    (act,) = at.chain.acts
    assert (act.chain.split(":")[0], act.by, act.deed, act.subject) == ("incident", "comms", "release", one)


def test_one_channel_may_be_released_alone(at: Officers) -> None:
    alert_id = held(at)
    at.held().release(SILVER, alert_id, "the page first", ["page"])
    assert {each.channel: each.state for each in deliveries(at, alert_id)} == {
        "bluesky": State.HELD,
        "page": State.PENDING,
    }
    with pytest.raises(Conflict, match="not held on page: bluesky HELD, page PENDING"):
        at.held().release(SILVER, alert_id, "again", ["page"])


def test_the_gate_is_asked_again_and_what_it_holds_is_refused_with_its_reason(at: Officers) -> None:
    alert_id = held(at)
    at.way_in.state.level("lockdown", "bluesky")
    done = at.held().release(SILVER, alert_id, "try it")
    assert dict(done.refused) == {"bluesky": "level lockdown: the plan says hold for incident"}
    assert {each.channel: each.state for each in done.deliveries} == {"bluesky": State.HELD, "page": State.PENDING}
    with pytest.raises(Conflict, match="bluesky: level lockdown"):
        at.held().release(SILVER, alert_id, "once more", ["bluesky"])


@pytest.mark.parametrize(
    ("after", "why"),
    [({"hours": 3}, "it expired at"), ({"hours": 0}, "revision 2 has replaced it")],
)
def test_what_is_stale_is_never_released(at: Officers, after: dict[str, int], why: str) -> None:
    alert_id = held(at)
    if not any(after.values()):
        at.way_in.put("incident.updated", id="CTL-1", revision=2, road="A4001", cause="collision")
    at.way_in.clock.now += timedelta(**after)
    for act in (at.held().release, at.held().reapprove):
        with pytest.raises(Conflict, match=why):
            act(SILVER, alert_id, "it is over")
    assert states(at, alert_id) == {State.HELD}
    assert {each.proposal.worth for each in at.held().show(COMMS) if each.alert.identifier == alert_id} == {False}


def test_what_waits_for_approval_and_what_is_dropped_are_not_released(at: Officers) -> None:
    said = at.raised(SILVER, event_type="information", facts=WORDS)
    assert {each.held_as for each in said.deliveries} == {Action.APPROVE}
    with pytest.raises(Conflict, match="it needs approval, not release"):
        at.held().release(GOLD, said.alert.identifier, "go on")
    alert_id = held(at)
    for each in deliveries(at, alert_id):
        at.way_in.state.save(each.model_copy(update={"held_as": Action.DROP}))
    for act in (at.held().release, at.held().reapprove):
        with pytest.raises(Conflict, match="the plan drops it"):
            act(GOLD, alert_id, "go on")


def test_what_is_released_in_quiet_hours_goes_when_they_end(at: Officers) -> None:
    alert_id = held(at)
    at.way_in.state.hush("page", (Quiet(start="00:00", end="23:59", classes=(MessageClass.INCIDENT,)),))
    done = at.held().release(SILVER, alert_id, "it is over", ["page"])
    page = next(each for each in done.deliveries if each.channel == "page")
    assert (page.state, page.due) == (State.PENDING, Due.PLANNED)
    assert at.way_in.topic.said == []


def test_a_first_alert_that_is_released_has_been_heard_and_gets_its_status(at: Officers) -> None:
    alert_id = held(at)
    alert = at.way_in.state.alerts[alert_id]
    head = at.way_in.state.head(alert.source, alert.incident_id)
    assert (head.aired, head.held) == (False, True)
    at.held().release(SILVER, alert_id, "it is over")
    head = at.way_in.state.head(alert.source, alert.incident_id)
    assert (head.aired, head.held, head.status_at) == (True, False, NOW + timedelta(minutes=60))


def test_a_post_that_has_moved_meanwhile_is_not_released(at: Officers, monkeypatch: pytest.MonkeyPatch) -> None:
    alert_id = held(at)
    stale = deliveries(at, alert_id)
    at.held().drop(SILVER, alert_id, "too late")
    monkeypatch.setattr(at.way_in.state, "deliveries", lambda _: stale)
    with pytest.raises(ClaimLost):
        at.held().release(COMMS, alert_id, "go on")
    assert {each.state for key, each in at.way_in.state.stored.items() if key[0] == alert_id} == {State.SUPERSEDED}


def test_an_announcement_that_fails_is_a_warning_and_the_sweeper_s_to_make_good(at: Officers) -> None:
    alert_id = held(at)
    at.way_in.topic.broken = True
    done = at.held().release(SILVER, alert_id, "it is over")
    assert done.warnings == ("it is released, but the channels were not told: that is tried again in two minutes",)
    at.way_in.topic.broken = False
    at.way_in.clock.pass_(91)
    sweep(at)
    assert {channel for _, channels, _ in at.way_in.topic.said for channel in channels} == {"page", "bluesky"}


def test_a_dropped_alert_is_superseded_by_somebody_s_word(at: Officers) -> None:
    alert_id = held(at)
    done = at.held().drop(COMMS, alert_id, "old news")
    assert {(each.state, each.reason) for each in done.deliveries} == {
        (State.SUPERSEDED, "dropped by comms: old news"),
    }
    with pytest.raises(Conflict, match="not held anywhere"):
        at.held().release(COMMS, alert_id, "after all")


def test_an_alert_is_approved_anew_and_then_is_no_longer_anybody_s_to_release(at: Officers) -> None:
    alert_id = held(at)
    done = at.held().reapprove(COMMS, alert_id, "is it still true?")
    assert {each.held_as for each in done.deliveries} == {Action.APPROVE}
    approval = at.way_in.state.approval(alert_id)
    assert approval
    assert (approval.stand, approval.roles) == (Stand.WAITING, PLAN.people.free_text.roles)
    assert approval.expires_at == NOW + timedelta(minutes=60)
    with pytest.raises(Conflict, match="asked for already"):
        at.held().reapprove(COMMS, alert_id, "again")
    with pytest.raises(Conflict, match="it needs approval"):
        at.held().release(GOLD, alert_id, "go on")
    expired = approval.model_copy(update={"stand": Stand.EXPIRED})
    at.way_in.state.approvals[alert_id] = expired
    at.held().reapprove(COMMS, alert_id, "once more")
    again = at.way_in.state.approval(alert_id)
    assert again
    assert again.version == expired.version + 1


def test_several_are_told_in_one_that_somebody_else_approves(at: Officers) -> None:
    one, other = held(at, 1), held(at, 2)
    folded = at.held().fold(COMMS, [one, other, one], "What has happened since 6pm", "three of them are enough")
    digest = folded.said
    assert (digest.fate, digest.alert.message_class, digest.alert.free_text) == (
        Fate.HELD,
        MessageClass.INFORMATION,
        True,
    )
    assert {each.held_as for each in digest.deliveries} == {Action.APPROVE}
    page = next(iter(digest.alert.drafts["page"].values())).text
    headlines = [at.way_in.state.alerts[each].headline for each in (one, other)]
    assert page.splitlines()[:3] == ["What has happened since 6pm:", *headlines]
    assert len(next(iter(digest.alert.drafts["bluesky"].values())).text) <= 300
    assert folded.folded == (one, other)
    for alert_id in (one, other):
        assert {(each.state, each.reason) for each in deliveries(at, alert_id)} == {
            (State.SUPERSEDED, f"folded into {digest.alert.identifier} by comms")
        }
    assert at.way_in.topic.said == []


def test_who_wrote_what_a_digest_tells_cannot_approve_it(at: Officers) -> None:
    at.way_in.state.level("lockdown", *at.way_in.channels)
    words = at.raised(somebody(Role.BRONZE), event_type="fire", facts={"place": "at Harrow Moor"})
    at.way_in.state.level("normal", *at.way_in.channels)
    folded = at.held().fold(COMMS, [words.alert.identifier, held(at)], "Since 6pm", "enough")
    assert folded.said.alert.hands == {"bronze", "comms"}


def test_a_digest_that_was_not_committed_folds_nothing(at: Officers, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [held(at, 1), held(at, 2)]
    monkeypatch.setattr(at.way_in.state, "commit", lambda _: (_ for _ in ()).throw(ClaimLost("overtaken")))
    with pytest.raises(ClaimLost):
        at.held().fold(COMMS, ids, "Since 6pm", "enough")
    assert {state for each in ids for state in states(at, each)} == {State.HELD}


def test_one_that_cannot_be_folded_after_the_digest_is_named(at: Officers, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [held(at, 1), held(at, 2)]
    let_go = at.way_in.state.let_go

    def half(given: list[Delivery], head: object) -> None:
        if given[0].alert_id == ids[0]:
            raise ClaimLost("moved")
        let_go(given, head)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(at.way_in.state, "let_go", half)
    folded = at.held().fold(COMMS, ids, "Since 6pm", "enough")
    assert folded.folded == (ids[1],)
    assert folded.warnings == (f"{ids[0]} is in the digest and still held: drop it",)


@pytest.mark.parametrize("count", [1, 11])
def test_a_digest_holds_a_few(at: Officers, count: int) -> None:
    with pytest.raises(FeedError, match="2 to 10"):
        at.held().fold(COMMS, [held(at, number) for number in range(count)], "Since 6pm", "enough")


def test_a_digest_is_no_way_round_a_level_or_an_evacuation_s_own_words(at: Officers) -> None:
    one, other = held(at, 1), held(at, 2)
    at.way_in.state.level("lockdown", "bluesky")
    with pytest.raises(Conflict, match=f"{one} on bluesky: level lockdown"):
        at.held().fold(COMMS, [one, other], "Since 6pm", "enough")
    leave = at.way_in.put(id="CTL-9", type="evacuation", place="in Mill Street, Stokeby")
    at.way_in.state.level("normal", *at.way_in.channels)
    with pytest.raises(Conflict, match="life_safety is never folded"):
        at.held().fold(COMMS, [one, leave.alert_id], "Since 6pm", "enough")


def test_a_digest_is_no_way_round_who_leads_or_who_must_approve(at: Officers) -> None:
    one = held(at)
    raised = at.raised(SILVER, event_type="fire", facts={"place": "at Harrow Moor"}, sensitivities=(Sensitivity.FATAL,))
    with pytest.raises(Conflict, match="police leads its incident"):
        at.held().fold(COMMS, [one, raised.alert.identifier], "Since 6pm", "enough")
    arson = at.raised(SILVER, event_type="fire", facts={"place": "at the mill"}, sensitivities=(Sensitivity.ARSON,))
    folded = at.held().fold(COMMS, [one, arson.alert.identifier], "Since 6pm", "enough")
    assert folded.said.alert.sensitivities == (Sensitivity.ARSON,)
    approval = at.way_in.state.approval(folded.said.alert.identifier)
    assert approval
    assert approval.roles == PLAN.sensitive.roles


@pytest.mark.parametrize("deed", ["release", "drop", "reapprove", "fold"])
def test_who_may_not_release_changes_nothing(at: Officers, deed: str) -> None:
    ids = [held(at, 1), held(at, 2)]
    asked = (ids, "Since 6pm", "enough") if deed == "fold" else (ids[0], "go on")
    with pytest.raises(NotAllowed):
        getattr(at.held(), deed)(DUTY, *asked)
    assert {state for each in ids for state in states(at, each)} == {State.HELD}
    assert [act.deed for act in at.chain.acts] == [f"refused: {Deed.RELEASE}"]


def test_an_alert_that_nobody_knows_is_not_found(at: Officers) -> None:
    with pytest.raises(NotFound):
        at.held().release(SILVER, "NOSUCH-1", "go on")


_ACTS = st.tuples(
    st.sampled_from(["release", "drop", "reapprove", "level", "sweep", "declare", "later"]),
    st.sampled_from([0, 1, 2]),
    st.sampled_from([SILVER, DUTY, COMMS]),
    st.sampled_from(["normal", "heightened", "crisis", "lockdown"]),
)


@given(acts=st.lists(_ACTS, max_size=15))
def test_no_held_post_leaves_without_a_release(acts: list[tuple[str, int, Caller, str]]) -> None:
    """Whatever levels come and go and however often the clock looks: only who released it lets it go."""
    at = Officers()
    ids = [held(at, number) for number in range(3)]
    released: set[str] = set()
    for what, number, who, level in acts:
        try:
            if what in {"release", "drop", "reapprove"}:
                getattr(at.held(), what)(who, ids[number], "a test")
                released |= {ids[number]} if what == "release" else set()
            elif what == "level":
                at.way_in.state.level(level, *at.way_in.channels)
            elif what == "declare":
                at.crisis().declare(who, level, "a test")
            elif what == "later":
                at.way_in.clock.pass_(600)
            sweep(at)
        except (NotAllowed, Conflict):
            continue
    announced = {each.alert_id for each, _, _ in at.way_in.topic.said}
    assert announced <= released
    for alert_id in ids:
        for each in deliveries(at, alert_id):
            assert each.state is not State.PENDING or each.released_by


def test_what_is_held_for_a_language_is_let_go_in_one_and_no_sweep_holds_it_again(at: Officers) -> None:
    alert_id = held(at)
    alerts = at.way_in.state.alerts
    alerts[alert_id] = alerts[alert_id].model_copy(update={"owes": ("cy",)})
    (waiting, _) = at.held().show(COMMS)
    assert waiting.proposal.worth, "a person may release what only lacks a language"
    at.held().release(COMMS, alert_id, "the Welsh follows by hand")
    at.way_in.topic.said.clear()
    at.way_in.clock.pass_(95)
    assert sweep(at) == {"Announced": 2}
    assert states(at, alert_id) == {State.PENDING}


def test_a_digest_is_no_way_round_a_language_that_is_missing(at: Officers) -> None:
    alert_id = held(at)
    alerts = at.way_in.state.alerts
    alerts[alert_id] = alerts[alert_id].model_copy(update={"owes": ("cy",)})
    with pytest.raises(Conflict, match="its Welsh words are missing"):
        at.held().fold(COMMS, [alert_id, held(at, 2)], "Roads", "quiet now", key="k")
