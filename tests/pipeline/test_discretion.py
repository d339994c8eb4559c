"""What must not go out by itself waits for a person, with its reason, and says no more than the state of its road."""

from datetime import timedelta
from typing import Any

import pytest

from loudhailer.domain.caller import Behalf, Deed
from loudhailer.domain.delivery import State
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Sensitivity
from loudhailer.domain.outcome import Fate
from loudhailer.domain.post import Variant
from loudhailer.pipeline.desk import Change, Said
from tests.builders import an_incident
from tests.pipeline.officers import SILVER, Officers
from tests.pipeline.test_officers_and_time import amended
from tests.pipeline.way_in import WayIn

JUMPER = {"road": "A38", "place": "on the Alder bridge, person threatening to jump"}


@pytest.fixture
def at() -> WayIn:
    return WayIn()


def test_a_closure_with_a_person_on_the_parapet_is_reduced_to_its_road_and_waits(at: WayIn) -> None:
    told = at.put(**JUMPER)
    alert = at.alert(told)
    assert (told.fate, told.person) == (Fate.HELD, True)
    assert "never published automatically (self_harm)" in told.reason
    assert alert.sensitivities == (Sensitivity.SELF_HARM,)
    assert alert.headline == "Emergency services at an incident"
    for drafts in alert.drafts.values():
        text = drafts[Variant.FIRST].text
        assert text.startswith("The A38 is closed. Please find another route.")
        assert "jump" not in text
        assert "bridge" not in text
    assert {each.state for each in at.state.deliveries(told.alert_id)} == {State.HELD}


def test_an_incident_without_a_road_says_not_even_its_kind(at: WayIn) -> None:
    told = at.put(type="fire", road=None, place="at Stokeby, two casualties")
    text = at.alert(told).drafts["page"][Variant.FIRST].text
    assert text.startswith("Emergency services are at an incident. ")
    assert (told.fate, "Stokeby" in text, "#" in text) == (Fate.HELD, False, False)


def test_its_update_and_its_end_say_no_more(at: WayIn) -> None:
    at.put(**JUMPER)
    update = at.put("incident.updated", **JUMPER, cause="collision", revision=2)
    assert "collision" not in str(at.alert(update).drafts)
    assert update.fate is Fate.HELD


def test_a_dwelling_is_coarsened_and_the_alert_goes(at: WayIn) -> None:
    told = at.put(type="fire", place="at 14 Mill Lane, Stokeby")
    assert told.fate is Fate.POSTED
    assert at.alert(told).drafts["page"][Variant.FIRST].text.startswith("Crews are at a fire at Mill Lane, Stokeby.")


def test_words_that_the_lint_stops_wait_for_a_person_who_may_let_them_go(at: WayIn) -> None:
    facts = {"title": "Open day", "message": "Come to our RTC demonstration at the station."}
    told = at.put("campaign.planned", source="westshire.comms", type="campaign", **facts)
    assert (told.fate, told.person) == (Fate.HELD, True)
    assert told.reason.startswith("words that no person wrote: W11 ")
    assert {each.held_as for each in at.state.deliveries(told.alert_id)} == {"hold"}


def test_words_about_lives_go_in_spite_of_the_lint_and_somebody_is_called(at: WayIn) -> None:
    told = at.put(type="flood", place="in \U0001d412tokeby")
    assert (told.fate, told.person) == (Fate.POSTED, True)
    assert at.alert(told).faults["page"][0].startswith("W43 ")


def test_an_officer_s_evacuation_is_only_warned(officers: Officers) -> None:
    said = officers.raised(event_type="evacuation", facts={"place": "at 14 to 30 Mill Street, Stokeby, child trapped"})
    assert said.fate is Fate.POSTED
    assert said.alert.sensitivities == ()
    assert "place: it seems to speak of a child" in said.findings


def test_an_officer_s_update_of_a_flagged_danger_waits_and_says_how_lives_are_warned_at_once(
    officers: Officers,
) -> None:
    told = officers.way_in.put(type="evacuation", place="at Mill Street, Stokeby, child trapped")
    assert told.fate is Fate.HELD
    assert "raise your own" not in told.reason
    alert = officers.way_in.alert(told)
    said = officers.desk().amend(
        Deed.UPDATE, SILVER, Behalf(), alert.reference, Change(facts={"place": "at Mill Street, Stokeby"})
    )
    assert said.fate is Fate.HELD
    assert "if it cannot wait, raise your own alert in the plan's words: that goes at once" in said.reason
    assert officers.raised(event_type="evacuation", facts={"place": "at Mill Street, Stokeby"}).fate is Fate.POSTED


def test_an_officer_s_other_words_wait_for_somebody_else(officers: Officers) -> None:
    facts = {"road": "A38", "place": "near Stokeby, two people taken to hospital"}
    said = officers.raised(event_type="road_closure", facts=facts)
    assert (said.fate, said.alert.sensitivities) == (Fate.HELD, (Sensitivity.CASUALTIES,))
    # Whoever approves them reads them as they are.
    assert "taken to hospital" in said.alert.drafts["page"][Variant.FIRST].text


@pytest.fixture
def officers() -> Officers:
    return Officers()


SMOKE: dict[str, Any] = {"type": "smoke", "road": None, "place": "at Millholt", "sensitivities": ["arson"]}


@pytest.mark.parametrize("withdrawn", [False, True])
def test_an_officer_s_end_of_what_was_only_said_reduced_says_no_more(officers: Officers, withdrawn: bool) -> None:  # noqa: FBT001
    reference = officers.way_in.put(**SMOKE).alert_id.partition("-")[0]
    said = amended(officers, Deed.END, reference, withdrawn=withdrawn)
    texts = str(said.alert.drafts) + said.alert.headline
    assert "Emergency services" in texts
    for word in ("Millholt", "moke", "windows"):
        assert word not in texts


def test_an_end_says_all_where_more_was_said_before_the_flag(officers: Officers) -> None:
    reference = officers.way_in.put(**SMOKE | {"sensitivities": []}).alert_id.partition("-")[0]
    officers.way_in.put("incident.updated", **SMOKE, revision=2)
    said = amended(officers, Deed.END, reference)
    assert "You can open windows and doors again at Millholt." in said.alert.drafts["page"][Variant.REPLY].text


def test_what_was_reduced_can_be_updated_ended_and_taken_back_without_the_fact_that_was_taken_out(
    officers: Officers,
) -> None:
    fire: dict[str, Any] = {"type": "fire", "road": None, "place": "at Stokeby, two casualties"}
    reference = officers.way_in.put(**fire).alert_id.partition("-")[0]
    told = amended(officers, Deed.UPDATE, reference, facts={"place": "at Stokeby"})
    assert "crews are at the fire at Stokeby" in told.alert.drafts["page"][Variant.REPLY].text
    other = officers.way_in.put(**fire | {"id": "CTL-9"}).alert_id.partition("-")[0]
    for deed in (Deed.CORRECT, Deed.END):
        assert "Emergency services" in str(amended(officers, deed, other).alert.drafts)


def test_a_list_s_closure_that_was_reduced_ends_in_its_publisher_s_words(at: WayIn) -> None:
    listed: dict[str, Any] = {
        "source": "national_highways",
        "id": "NH-1",
        "event_type": "highways_closure",
        "sensitivities": ("fatal",),
    }
    at.told(an_incident(**listed, facts={"road": "M5"}))
    ended = at.told(an_incident(**listed, facts={"road": "M5"}, revision=2, phase="closed"))
    text = at.alert(ended).drafts["page"][Variant.REPLY].text
    assert text.startswith("The M5 is no longer listed as closed by National Highways.")


def test_a_flood_that_was_reduced_never_ends_because_crews_have_left(at: WayIn) -> None:
    warning: dict[str, Any] = {
        "source": "environment_agency",
        "event_type": "flood_warning",
        "sensitivities": ("fatal",),
    }
    first = at.alert(at.told(an_incident(**warning, facts={"area": "River Alder"})))
    assert first.drafts["page"][Variant.FIRST].text.startswith(
        "The Environment Agency has issued a flood warning: River Alder. Flooding is expected: act now."
    )
    head = at.state.head("environment_agency", "CTL-1")
    assert head.told
    bare = head.told.model_copy(update={"facts": {}})
    at.state.heads["environment_agency", "CTL-1"] = head.model_copy(update={"told": bare})
    with pytest.raises(FeedError, match="no words for the Cancel"):
        at.told(an_incident(**warning, facts={}, revision=2, phase="closed"))


def test_machine_words_that_wait_for_a_person_do_not_leave_when_their_time_comes(at: WayIn) -> None:
    later = (at.clock() + timedelta(hours=3)).isoformat()
    facts = {"title": "Open day", "message": "Come to our RTC demonstration at the station.", "publish_at": later}
    told = at.put("campaign.planned", source="westshire.comms", type="campaign", **facts)
    assert {(each.state, each.held_as) for each in at.state.deliveries(told.alert_id)} == {(State.HELD, "hold")}


def test_what_a_machine_told_before_anybody_looked_is_looked_at_when_it_is_said_again(at: WayIn) -> None:
    told = at.put(type="fire", road=None, place="at Stokeby")
    head = at.state.head("westshire.control", "CTL-1")
    assert head.told
    old = head.told.model_copy(update={"facts": {"place": "at Stokeby, two people taken to hospital"}})
    at.state.heads["westshire.control", "CTL-1"] = head.model_copy(update={"told": old})
    ended = at.put("incident.closed", type="fire", road=None, place=None, revision=2)
    assert (told.fate, ended.fate) == (Fate.POSTED, Fate.HELD)
    assert "hospital" not in str(at.alert(ended).drafts)


def test_an_exercise_shows_what_would_be_said_in_earnest(at: WayIn) -> None:
    at.put(status="Exercise", **JUMPER)
    (drill,) = at.drills.drills.values()
    assert "jump" not in str(drill)


def test_somebody_s_own_words_give_the_lead_to_nobody(officers: Officers) -> None:
    facts = {"title": "Remembrance", "message": "We remember the firefighters who died in the fire of 1971."}
    said = officers.raised(event_type="information", facts=facts)
    assert said.fate is Fate.HELD
    assert officers.way_in.state.head("desk", said.alert.incident_id).lead == ""


def test_braces_in_somebody_s_words_are_words(officers: Officers) -> None:
    facts = {"title": "Shelter", "message": "Go to {address} now. It is open."}
    draft = officers.raised(event_type="information", facts=facts).alert.drafts["page"][Variant.FIRST]
    assert "Go to {address} now. It is open." in draft.leading_to("https://post.example/1")


@pytest.mark.parametrize("name", ["message", "cy.message"])
def test_free_words_are_no_address_in_either_language_but_say_why_they_wait(officers: Officers, name: str) -> None:
    def raised(text: str, event_type: str) -> Said:
        facts = {"title": text.split(maxsplit=1)[0], "message": "Crews are there."}
        if name == "message":
            return officers.raised(event_type=event_type, facts=facts | {"message": text})
        return officers.raised(event_type=event_type, facts=facts, translations={"cy": {"message": text}})

    assert raised("Press 2 buttons.", "information").findings == ()
    said = raised("Crews are at 14 Mill Lane", "information")
    assert said.alert.sensitivities == (Sensitivity.PERSONAL,)
    assert said.findings == (f"{name}: it seems to hold the number of a dwelling",)


def test_an_evacuation_s_free_words_are_told_of_a_dwelling_once(officers: Officers) -> None:
    words = {"place": "at 14 Mill Lane, Stokeby", "message": "Crews are at 14 Mill Lane"}
    said = officers.raised(event_type="evacuation", facts=words)
    assert said.findings == (
        "place holds a house number, and the public will read it",
        "message: it seems to hold the number of a dwelling",
    )
