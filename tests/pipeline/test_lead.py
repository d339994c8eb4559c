"""Who leads an incident, what we may say then, and a class that only a person lifts."""

from dataclasses import replace

import pytest

from loudhailer.domain.alert import Lane
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.approval import Stand
from loudhailer.domain.caller import Behalf, Caller, Deed, Role
from loudhailer.domain.crisis import Action, MessageClass
from loudhailer.domain.delivery import State
from loudhailer.domain.errors import Conflict, FeedError, NotAllowed, NotFound
from loudhailer.domain.incident import Manner
from loudhailer.domain.outcome import Fate
from loudhailer.domain.post import Variant
from loudhailer.gate import Standing, decide
from loudhailer.pipeline.desk import Said
from loudhailer.pipeline.lead import Lead, Led
from loudhailer.pipeline.status import Status
from tests.pipeline.officers import COMMS, FACTS, SILVER, Officers
from tests.pipeline.test_approvals import DUTY, GOLD

ALONE = Behalf()
THEIRS = ("Please stay away from the A4117.", "https://news.police.westshire.example/7")


@pytest.fixture
def officers() -> Officers:
    return Officers()


def known_host(officers: Officers, link: str = "https://police.westshire.example") -> Lead:
    """Return the deeds under a plan that names the police's own host."""
    plan = officers.guard.plan
    police = plan.lead.agencies["police"].model_copy(update={"link": link})
    lead = plan.lead.model_copy(update={"agencies": {**plan.lead.agencies, "police": police}})
    desk = officers.desk()
    return Lead(replace(desk, guard=replace(desk.guard, plan=plan.model_copy(update={"lead": lead}))))


def led(officers: Officers, said: Said, agency: str = "police", caller: Caller = SILVER, **more: str) -> Led:
    return officers.lead().hand(caller, ALONE, said.alert.reference, agency, "agreed at 14:10", **more)


def head_lead(officers: Officers, said: Said) -> str:
    return officers.way_in.state.head(said.alert.source, said.alert.incident_id).lead


@pytest.mark.parametrize("flag", ["fatal", "terrorism", "police_led"])
def test_a_flag_of_the_plan_sets_the_lead_at_once(officers: Officers, flag: str) -> None:
    outcome = officers.way_in.put(type="fire", sensitivities=[flag])
    alert = officers.way_in.alert(outcome)
    assert officers.way_in.state.head(alert.source, alert.incident_id).lead == "police"
    assert officers.way_in.state.approvals[alert.identifier].roles == (Role.GOLD,), "sensitive, and another's"


def test_a_lead_holds_what_was_under_way_already(officers: Officers) -> None:
    said = officers.raised(SILVER)
    led(officers, said)
    found = officers.way_in.state.dossier(Announcement.of(said.alert), "bluesky")
    assert found.delivery.state is State.PENDING
    decision = decide(
        officers.guard.plan, found.alert, found.gate, Standing(officers.way_in.clock.now, found.head.lead)
    )
    assert (decision.action, decision.roles) == (Action.APPROVE, (Role.GOLD,))


def test_handing_the_lead_says_nothing_and_is_on_the_record(officers: Officers) -> None:
    said = officers.raised(SILVER)
    before = len(officers.way_in.state.alerts)
    told = led(officers, said, key="one")
    assert (told.lead, told.repeated, told.warnings) == ("police", False, ())
    assert led(officers, said, key="one").repeated
    assert len(officers.way_in.state.alerts) == before
    act = officers.chain.acts[-2]
    assert (act.chain, act.deed, act.result) == (f"incident:{said.alert.reference}", "lead", "police leads it")
    assert "agreed at 14:10" in act.reason
    lines = [each for each in officers.way_in.state.ends.values() if each.detail_type == "desk.lead"]
    assert [(each.fate, each.by) for each in lines] == [(Fate.MERGED, "silver")]


def test_only_who_may_use_our_own_words_takes_the_lead_back(officers: Officers) -> None:
    said = officers.raised(SILVER, sensitivities=("fatal",))
    assert head_lead(officers, said) == "police"
    with pytest.raises(NotAllowed):
        led(officers, said, "us")
    assert led(officers, said, "us", GOLD).lead == ""
    officers.amended(Deed.UPDATE, said, SILVER, facts={"cause": "collision"})
    assert head_lead(officers, said) == "", "the flag that was there does not set it again"
    officers.amended(Deed.UPDATE, said, SILVER, sensitivities=("terrorism",))
    assert head_lead(officers, said) == "police", "another one does"


def test_an_agency_is_one_of_the_plan_s_and_the_incident_one_that_we_spoke_of(officers: Officers) -> None:
    said = officers.raised(SILVER)
    with pytest.raises(FeedError, match="ambulance"):
        led(officers, said, "coastguard")
    with pytest.raises(NotFound):
        officers.lead().hand(SILVER, ALONE, "AAAAAAA", "police", "agreed")
    with pytest.raises(NotAllowed):
        led(officers, said, "police", COMMS)


def test_our_own_wording_waits_for_the_role_of_the_plan_from_the_desk_to_the_gate(officers: Officers) -> None:
    said = officers.raised(SILVER)
    led(officers, said)
    update = officers.amended(Deed.UPDATE, said, SILVER, facts={"cause": "collision"})
    assert update.fate is Fate.HELD
    assert officers.way_in.state.approvals[update.alert.identifier].roles == (Role.GOLD,)
    officers.approved(update, GOLD)
    assert officers.delivery(update).state is State.PENDING


def test_the_lead_s_words_go_at_once_with_their_link_and_no_other(officers: Officers) -> None:
    said = officers.raised(DUTY)
    led(officers, said)
    passed = known_host(officers).amplify(DUTY, ALONE, said.alert.reference, *THEIRS)
    assert (passed.fate, passed.alert.amplifies, passed.alert.manner) == (Fate.POSTED, True, Manner.AMPLIFIED)
    words = passed.alert.drafts["bluesky"]
    assert set(words) == {Variant.FIRST, Variant.REPLY, Variant.STANDALONE}, (
        "also where nothing of it landed yet, it is theirs"
    )
    for draft in words.values():
        assert draft.text.startswith(f"Westshire Police says: {THEIRS[0]} More from them: {THEIRS[1]}")
        assert draft.link == ""


def test_what_we_pass_on_is_nothing_that_we_say_of_it(officers: Officers) -> None:
    said = officers.raised(DUTY)
    led(officers, said)
    before = officers.way_in.state.head(said.alert.source, said.alert.incident_id)
    known_host(officers).amplify(DUTY, ALONE, said.alert.reference, *THEIRS)
    after = officers.way_in.state.head(said.alert.source, said.alert.incident_id)
    assert (after.told, after.said, after.word, after.confirmed) == (
        before.told,
        before.said,
        before.word,
        before.confirmed,
    )
    assert after.spoken == before.spoken + 1
    led(officers, said, "us", GOLD)
    update = officers.amended(Deed.UPDATE, said, DUTY, facts={"cause": "collision"})
    assert not update.alert.free_text
    assert THEIRS[0] not in officers.words(update)


@pytest.mark.parametrize(
    "link",
    [
        "https://police.westshire.example.evil.example/7",
        "https://evilpolice.westshire.example/7",
        "https://police.westshire.example@evil.example/7",
        "https://police.westshire.example:8443/7",
        "http://police.westshire.example/7",
        "https://[broken",
    ],
)
def test_a_link_elsewhere_is_refused(officers: Officers, link: str) -> None:
    said = officers.raised(DUTY)
    led(officers, said)
    with pytest.raises(FeedError):
        known_host(officers).amplify(DUTY, ALONE, said.alert.reference, THEIRS[0], link)
    assert len(officers.way_in.state.alerts) == 1


def test_where_the_plan_knows_no_host_nobody_can_tell_whose_words_they_are(officers: Officers) -> None:
    said = officers.raised(DUTY)
    led(officers, said)
    passed = known_host(officers, "").amplify(DUTY, ALONE, said.alert.reference, *THEIRS)
    assert (passed.fate, passed.alert.amplifies) == (Fate.HELD, False)
    assert officers.way_in.state.approvals[passed.alert.identifier].roles == (Role.GOLD,)
    officers.approved(passed, GOLD)
    assert officers.delivery(passed).state is State.PENDING
    head = officers.way_in.state.head(said.alert.source, said.alert.incident_id)
    assert head.told is not None
    assert head.told.facts == FACTS, "let go, they are still nothing that we say"


def test_where_we_lead_there_is_nobody_s_word_to_pass_on(officers: Officers) -> None:
    said = officers.raised(DUTY)
    with pytest.raises(Conflict):
        known_host(officers).amplify(DUTY, ALONE, said.alert.reference, *THEIRS)


def test_the_clock_falls_silent_where_another_service_leads(officers: Officers) -> None:
    said = officers.raised(DUTY)
    led(officers, said)
    officers.way_in.clock.pass_(2 * 3600)
    state = officers.way_in.state
    counts = Status(state, state, state, officers.way_in.tell(), lambda *_: None, officers.way_in.clock)()
    assert counts["Quiet"] == 1
    assert head_lead(officers, said) == "police"


def test_a_class_is_lifted_by_whom_the_plan_lets_and_told_again_in_it(officers: Officers) -> None:
    said = officers.raised(DUTY)
    with pytest.raises(NotAllowed):
        officers.lead().lift(DUTY, ALONE, said.alert.reference, MessageClass.LIFE_SAFETY, "the wind has turned")
    lifted = officers.lead().lift(
        SILVER, ALONE, said.alert.reference, MessageClass.LIFE_SAFETY, "the wind has turned", key="one"
    )
    assert (lifted.fate, lifted.alert.message_class, lifted.alert.lane) == (
        Fate.POSTED,
        MessageClass.LIFE_SAFETY,
        Lane.URGENT,
    )
    assert officers.words(lifted).startswith("Update: the A4117 is closed")
    assert "the wind has turned" in officers.chain.acts[-1].reason
    assert officers.chain.acts[-1].deed == "lift"
    again = officers.lead().lift(
        SILVER, ALONE, said.alert.reference, MessageClass.LIFE_SAFETY, "the wind has turned", key="one"
    )
    assert again.repeated
    later = officers.amended(Deed.UPDATE, said, DUTY, facts={"cause": "collision"})
    assert later.alert.message_class is MessageClass.LIFE_SAFETY


def test_what_was_lifted_to_life_safety_is_weighed_as_such(officers: Officers) -> None:
    said = officers.raised(DUTY)
    officers.lead().lift(SILVER, ALONE, said.alert.reference, MessageClass.LIFE_SAFETY, "the wind has turned")
    later = officers.amended(Deed.UPDATE, said, DUTY, facts={"place": "at 14 to 30 Mill Street, child trapped"})
    assert (later.fate, later.alert.sensitivities) == (Fate.POSTED, ())
    assert "place holds a house number, and the public will read it" in later.findings


@pytest.mark.parametrize("message_class", [MessageClass.INCIDENT, MessageClass.PROMOTIONAL])
def test_a_class_is_never_lowered_or_lifted_to_what_it_is(officers: Officers, message_class: MessageClass) -> None:
    said = officers.raised(SILVER)
    with pytest.raises(Conflict):
        officers.lead().lift(SILVER, ALONE, said.alert.reference, message_class, "a quiet night")


def test_a_class_that_the_plan_gives_to_nothing_is_no_class_to_lift_to(officers: Officers) -> None:
    said = officers.raised(COMMS, event_type="information", facts={"title": "Water", "message": "At the hall."})
    with pytest.raises(FeedError):
        officers.lead().lift(SILVER, ALONE, said.alert.reference, MessageClass.STATUS, "why not")


def test_no_event_sets_a_class_or_a_lead(officers: Officers) -> None:
    outcome = officers.way_in.put(**{"class": "life_safety", "lifted": "life_safety", "lead": "police"})
    if outcome.alert_id:
        alert = officers.way_in.alert(outcome)
        head = officers.way_in.state.head(alert.source, alert.incident_id)
        assert (alert.message_class, head.lifted, head.lead) == (MessageClass.INCIDENT, None, "")
    else:
        assert outcome.fate is Fate.REFUSED


def test_lifted_while_it_waits_the_old_words_are_replaced(officers: Officers) -> None:
    said = officers.raised(DUTY, event_type="information", facts={"title": "Water", "message": "At the hall."})
    lifted = officers.lead().lift(SILVER, ALONE, said.alert.reference, MessageClass.LIFE_SAFETY, "it is poisoned")
    assert lifted.fate is Fate.HELD, "somebody's own words wait, whatever their class"
    officers.minute()
    assert officers.way_in.state.approvals[said.alert.identifier].stand is Stand.REPLACED
