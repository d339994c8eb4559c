"""What a machine tells on its way in: modes, relevance and doubts, with everything behind them in memory."""

from datetime import timedelta
from typing import Any

import pytest

from loudhailer.config import Config
from loudhailer.domain.delivery import State
from loudhailer.domain.errors import ClaimLost
from loudhailer.domain.incident import Phase, Severity, Status, Unlisted, Urgency
from loudhailer.domain.outcome import Fate
from loudhailer.domain.post import Variant
from loudhailer.domain.source import Mode
from loudhailer.domain.told import FIRST_POLL
from loudhailer.feed_rules import Doubts, Ends, FeedFile, FeedRules, Relevance, ServiceArea
from tests.builders import NOW, an_incident, shipped_config
from tests.pipeline.way_in import WayIn

NH = "national_highways"
AREA = ServiceArea(boundary=((52.0, -3.0), (52.0, -2.0), (53.0, -2.0), (53.0, -3.0)), names=("Westshire",))
INSIDE, OUTSIDE = (52.5, -2.5), (55.0, -2.5)
HOUR = timedelta(hours=1)
FIRST = f"{FIRST_POLL}{NH}: a person may release it"


def configured(area: ServiceArea = ServiceArea(), **rules: Any) -> Config:  # noqa: B008  # it is frozen
    shipped = shipped_config()
    known = shipped.feeds.of(NH).model_copy(update=rules)
    return shipped.model_copy(update={"feeds": FeedFile(area=area, policies={**shipped.feeds.policies, NH: known})})


def a_closure(number: int = 1, revision: int = 1, **changes: Any) -> Any:
    values = {"source": NH, "id": f"NH-{number}", "revision": revision, "event_type": "highways_closure"}
    return an_incident(**values | {"facts": {"road": f"M{number}"}, "severity": Severity.MINOR} | changes)


def ended(number: int = 1, revision: int = 9, **changes: Any) -> Any:
    return a_closure(number, revision, phase=Phase.CLOSED, **changes)


@pytest.fixture
def at() -> WayIn:
    return WayIn()


def states(at: WayIn, alert_id: str) -> set[State]:
    return {each.state for each in at.state.deliveries(alert_id)}


def test_a_source_that_nobody_has_set_proposes() -> None:
    at = WayIn()
    at.sources.usual = None
    told = at.fed(a_closure())
    assert (told.fate, told.reason, told.person) == (Fate.HELD, f"proposed by {NH}: a person may release it", False)
    assert states(at, told.alert_id) == {State.HELD}
    assert at.topic.said == []


def test_what_auto_tells_goes_and_is_announced(at: WayIn) -> None:
    told = at.fed(a_closure())
    assert (told.fate, told.person, len(at.topic.said)) == (Fate.POSTED, False, 1)


def test_what_a_learning_source_tells_is_in_the_ledger_and_nowhere_else(at: WayIn) -> None:
    at.sources.set(NH, Mode.LEARN)
    told = [at.fed(a_closure(), event_id="one") for _ in range(2)]
    assert told[0] == told[1], "a repeat has the end that it had"
    assert (told[0].fate, told[0].reason) == (Fate.REFUSED, "learning: nothing of this source is said yet")
    assert (at.state.heads, at.state.alerts, at.sources.shadows) == ({}, {}, {})


def test_what_a_source_in_shadow_tells_is_worded_written_down_and_said_to_nobody(at: WayIn) -> None:
    at.sources.set(NH, Mode.SHADOW)
    told = at.fed(a_closure(), event_id="one")
    assert (told.fate, told.status, told.alert_id) == (Fate.REHEARSED, Status.ACTUAL, "")
    assert told.reason == "shadow: it would have been posted on page, bluesky"
    assert at.fed(a_closure(), event_id="one") == told
    (shadow,) = at.sources.shadows.values()
    assert shadow.reference.startswith("SHADOW-")
    assert {each.channel: each.action for each in shadow.would} == {"page": "send", "bluesky": "send"}
    assert all("M1" in variants[Variant.FIRST].text for variants in shadow.drafts.values())
    assert (at.state.heads, at.state.alerts, at.state.stored, at.topic.said, at.calls.said) == ({}, {}, {}, [], [])


def test_shadow_follows_an_incident_as_the_public_would_have_and_raised_it_is_told_as_new(at: WayIn) -> None:
    at.sources.set(NH, Mode.SHADOW)
    at.fed(a_closure())
    assert at.fed(a_closure(revision=2)).reason == "shadow: nothing that the public sees has changed"
    at.fed(a_closure(revision=3, facts={"road": "M1", "cause": "collision"}))
    at.fed(Unlisted(source=NH, id="NH-1"))
    assert at.fed(Unlisted(source=NH, id="NH-2")).reason == "shadow: nothing was announced about it"
    assert [each.msg_type for each in at.sources.shadows.values()] == ["Alert", "Update", "Cancel"]
    at.fed(a_closure(revision=4))
    at.sources.set(NH, Mode.AUTO)
    told = at.fed(a_closure(revision=5))
    assert (told.fate, at.alert(told).msg_type, at.alert(told).revision) == (Fate.POSTED, "Alert", 1)


def test_shadow_says_why_it_would_have_been_held_or_could_not_have_been_said(at: WayIn) -> None:
    at.sources.set(NH, Mode.SHADOW)
    at.state.switch("page", stopped=True)
    at.state.switch("bluesky", stopped=True)
    told = at.fed(a_closure(doubt="its end cannot be read"))
    assert told.reason == "shadow: it would have been held: its end cannot be read"
    assert at.fed(a_closure(2, event_type="unheard_of")).fate is Fate.REFUSED


@pytest.mark.parametrize("mode", [Mode.LEARN, Mode.SHADOW, Mode.PROPOSE])
def test_what_was_said_is_ended_through_a_person_whatever_became_of_its_source(at: WayIn, mode: Mode) -> None:
    alert = at.fed(a_closure())
    at.sources.set(NH, mode)
    told = at.fed(ended())
    assert (told.fate, told.person) == (Fate.HELD, mode is not Mode.PROPOSE), "of a lowered source nobody awaits it"
    assert at.alert(told).references == (alert.alert_id,)


def test_a_held_first_word_is_nothing_that_stands_when_its_update_comes() -> None:
    at = WayIn(config=configured(AREA, relevance=Relevance(severity=Severity.SEVERE)))
    first = at.fed(a_closure(point=INSIDE, severity=Severity.SEVERE), hold=FIRST)
    assert first.fate is Fate.HELD
    told = at.fed(a_closure(revision=2, point=OUTSIDE, facts={"road": "M1", "cause": "collision"}))
    assert (told.fate, told.reason) == (Fate.REFUSED, "outside area: 222 km from it, 5 km are let in")
    small = at.fed(a_closure(revision=3, point=INSIDE, facts={"road": "M1", "cause": "collision"}))
    assert small.reason == "too small: its severity is Minor, said is Severe and above"


def test_a_source_that_is_lowered_after_its_first_poll_is_lowered_for_what_it_proposed_too(at: WayIn) -> None:
    at.sources.set(NH, Mode.PROPOSE)
    first = at.fed(a_closure(), hold=FIRST)
    at.sources.set(NH, Mode.SHADOW)
    assert at.fed(a_closure(revision=2, facts={"road": "M1", "cause": "collision"})).fate is Fate.REHEARSED
    end = at.fed(ended())
    assert (end.fate, at.alert(end).revision) == (Fate.HELD, at.alert(first).revision + 1), "the first goes no more"
    assert not end.person, "nobody has heard what it ends"


@pytest.mark.parametrize("status", [each for each in Status if each is not Status.ACTUAL])
@pytest.mark.parametrize("mode", Mode)
def test_what_is_not_actual_is_rehearsed_in_every_mode(at: WayIn, status: Status, mode: Mode) -> None:
    at.sources.set(NH, mode)
    told = at.fed(a_closure(status=status))
    assert (told.fate, told.status) == (Fate.REHEARSED, status)
    assert (at.state.alerts, at.sources.shadows) == ({}, {})


def test_without_a_licence_no_mode_lets_it_go_by_itself() -> None:
    at = WayIn(config=configured(licence=""))
    assert at.sources.state(NH).mode is Mode.AUTO
    assert at.fed(a_closure()).fate is Fate.HELD


def test_what_lies_outside_is_refused_in_the_ledger_and_its_end_is_nobody_s_news() -> None:
    at = WayIn(config=configured(AREA))
    told = at.fed(a_closure(point=OUTSIDE))
    assert (told.fate, told.reason) == (Fate.REFUSED, "outside area: 222 km from it, 5 km are let in")
    assert at.state.heads == {}
    assert at.fed(ended()).reason == "it was closed, but never announced"
    assert at.fed(a_closure(2, point=INSIDE)).fate is Fate.POSTED


def test_what_has_neither_position_nor_name_waits_for_a_person() -> None:
    at = WayIn(config=configured(AREA))
    told = at.fed(a_closure())
    assert (told.fate, told.reason, told.person) == (Fate.HELD, "where it is cannot be told", True)
    assert at.fed(a_closure(2, facts={"road": "M2", "place": "in Westshire"})).fate is Fate.POSTED


def test_without_a_boundary_what_nobody_can_place_goes_by_itself_from_our_own_systems_only() -> None:
    at = WayIn(config=shipped_config())
    told = at.fed(a_closure(point=OUTSIDE))
    assert (told.fate, told.reason, told.person) == (Fate.HELD, "where it is cannot be told", True)
    changed = at.fed(a_closure(revision=2, facts={"road": "M1", "place": "in Westshire"}))
    assert changed.fate is Fate.POSTED
    assert at.fed(a_closure(revision=3, facts={"road": "M1", "cause": "fire"})).fate is Fate.POSTED, "it stands"
    assert at.put().fate is Fate.POSTED
    at.sources.set(NH, Mode.PROPOSE)
    assert at.fed(a_closure(2)).reason == f"proposed by {NH}: a person may release it"
    at.sources.set(NH, Mode.SHADOW)
    assert at.fed(a_closure(3)).reason == "shadow: it would have been held: where it is cannot be told"


def test_what_is_too_small_is_refused_but_never_the_update_of_what_was_said() -> None:
    at = WayIn(config=configured(AREA, relevance=Relevance(severity=Severity.SEVERE)))
    assert at.fed(a_closure(point=INSIDE)).reason == "too small: its severity is Minor, said is Severe and above"
    severe = at.fed(a_closure(2, point=INSIDE, severity=Severity.SEVERE))
    assert severe.fate is Fate.POSTED
    facts = {"road": "M2", "cause": "collision"}
    smaller = at.fed(a_closure(2, 2, point=(53.2, -2.5), severity=Severity.MINOR, facts=facts))
    assert (smaller.fate, at.alert(smaller).msg_type) == (Fate.HELD, "Update")
    assert smaller.reason == "it moved 78 km since it was last told of", "it is no refusal"


def test_a_danger_to_life_is_never_too_small() -> None:
    shipped = shipped_config()
    control = FeedRules(licence="ours", relevance=Relevance(severity=Severity.EXTREME))
    feeds = FeedFile(policies={**shipped.feeds.policies, "westshire.control": control})
    at = WayIn(config=shipped.model_copy(update={"feeds": feeds}))
    assert at.put(type="evacuation", severity="Minor").fate is Fate.POSTED
    assert at.put(id="CTL-2", severity="Minor").fate is Fate.REFUSED


def test_between_its_nights_a_closure_is_planned_and_told_of_when_its_night_comes(at: WayIn) -> None:
    night = [{"start": NOW + n * 24 * HOUR + 2 * HOUR, "end": NOW + n * 24 * HOUR + 12 * HOUR} for n in (-1, 0)]
    told = at.fed(a_closure(periods=night))
    assert (told.fate, told.reason) == (Fate.REFUSED, "it is planned and not happening yet")
    at.clock.pass_(3 * 3600)
    assert at.fed(a_closure(revision=2, periods=night)).fate is Fate.POSTED


def test_where_an_end_decides_it_is_expired_once_that_has_passed() -> None:
    at = WayIn(config=configured(ends=Ends(end_time="decides")))
    told = at.fed(a_closure(expected_end=NOW - HOUR, urgency=Urgency.UNKNOWN))
    assert (told.fate, told.reason) == (Fate.EXPIRED, "the end that its source states has passed")
    assert WayIn(config=configured(ends=Ends())).fed(a_closure(expected_end=NOW - HOUR)).fate is Fate.POSTED


def test_an_end_in_which_its_source_is_in_doubt_waits_for_a_person(at: WayIn) -> None:
    at.fed(a_closure())
    told = at.fed(ended(doubt="two of its records disagree"))
    assert (told.fate, told.reason) == (Fate.HELD, "two of its records disagree")


def test_an_implausible_jump_waits_and_the_next_one_waits_too_until_a_person_has_looked(at: WayIn) -> None:
    at.fed(a_closure(point=INSIDE))
    for revision in (2, 3):
        facts = {"road": "M1", "place": f"at mill {revision}"}
        told = at.fed(a_closure(revision=revision, point=OUTSIDE, facts=facts))
        assert (told.fate, told.reason) == (Fate.HELD, "it moved 278 km since it was last told of")
    assert at.fed(ended(point=OUTSIDE)).fate is Fate.POSTED, "what was said must be ended"


def test_in_a_mass_event_only_the_excess_waits_and_what_is_severe_passes() -> None:
    at = WayIn(config=configured(doubts=Doubts(most=3)))
    fates = [at.fed(a_closure(number)).fate for number in range(5)]
    assert fates == [Fate.POSTED] * 3 + [Fate.HELD] * 2
    held = at.fed(a_closure(5))
    assert (held.person, held.reason) == (True, f"3 alerts of {NH} went within 60 minutes: a person releases more")
    assert at.fed(a_closure(6, severity=Severity.SEVERE)).fate is Fate.POSTED
    assert at.fed(a_closure(0, 2, facts={"road": "M0", "cause": "fire"})).fate is Fate.POSTED, "an update goes"
    assert at.fed(ended(1)).fate is Fate.POSTED, "an end goes"
    again = at.fed(a_closure(5, 2, facts={"road": "M5", "cause": "fire"}))
    assert again.fate is Fate.HELD, "an update of what nobody has heard is as new as it was"
    at.clock.pass_(3600)
    assert at.fed(a_closure(7)).fate is Fate.POSTED


def test_the_daily_cap_of_a_channel_holds_the_rest_there_and_an_end_is_not_counted() -> None:
    at = WayIn(config=configured(relevance=Relevance(daily_cap=1)))
    at.fed(a_closure(1))
    told = at.fed(a_closure(2))
    assert (told.fate, told.person) == (Fate.HELD, True)
    assert told.reason == f"daily cap: 1 alerts of {NH} went here today; a person releases more"
    assert at.fed(ended(1)).fate is Fate.POSTED


def test_no_cap_keeps_a_severe_warning_back_behind_small_ones() -> None:
    at = WayIn(config=configured(relevance=Relevance(daily_cap=2), doubts=Doubts(most=30)))
    fates = [at.fed(a_closure(number)).fate for number in range(4)]
    assert fates == [Fate.POSTED] * 2 + [Fate.HELD] * 2
    for number, severity in enumerate((Severity.SEVERE, Severity.EXTREME), start=5):
        assert at.fed(a_closure(number, severity=severity)).fate is Fate.POSTED


def test_a_repeated_event_is_counted_once(at: WayIn) -> None:
    first = at.fed(a_closure(), event_id="one")
    assert at.fed(a_closure(), event_id="one") == first
    assert len(at.sources.counts(NH).others) == 1


def test_what_a_gate_keeps_or_a_mode_holds_is_not_counted(at: WayIn) -> None:
    at.fed(a_closure(), hold="first poll")
    at.sources.set(NH, Mode.PROPOSE)
    at.fed(a_closure(2))
    assert at.sources.counted == {}


def test_a_count_that_another_overtook_is_made_again_and_too_many_send_the_event_back(at: WayIn) -> None:
    at.sources.overtaken = 2
    assert at.fed(a_closure()).fate is Fate.POSTED
    at.sources.overtaken = 999
    with pytest.raises(ClaimLost):
        at.fed(a_closure(2))
    assert len(at.state.alerts) == 1
    at.sources.overtaken = 999
    assert at.fed(a_closure(3, severity=Severity.SEVERE)).fate is Fate.POSTED, "nothing severe waits for a count"


def test_a_first_poll_is_held_and_wakes_nobody_unless_it_is_grave(at: WayIn) -> None:
    told = at.fed(a_closure(doubt="its end cannot be read"), hold=FIRST)
    assert (told.fate, told.person) == (Fate.HELD, False)
    assert at.fed(a_closure(2, severity=Severity.SEVERE), hold=FIRST).person
    flood = {"source": "environment_agency", "event_type": "severe_flood_warning", "facts": {"place": "the River Aire"}}
    assert at.fed(an_incident(**flood, id="EA-1", severity=Severity.UNKNOWN), hold=FIRST).person, "it may save a life"


def test_any_other_hold_that_comes_with_it_rings(at: WayIn) -> None:
    at.fed(a_closure())
    told = at.fed(Unlisted(source=NH, id="NH-1"), hold="implausible: 190 of 200 left out at once")
    assert (told.fate, told.person) == (Fate.HELD, True)


@pytest.mark.parametrize(
    "changes", [{}, {"severity": Severity.EXTREME}, {"severity": Severity.SEVERE}, {"doubt": "its end cannot be read"}]
)
def test_a_proposal_rings_only_where_it_is_grave_or_in_doubt(at: WayIn, changes: dict[str, Any]) -> None:
    at.sources.set(NH, Mode.PROPOSE)
    told = at.fed(a_closure(**changes))
    assert (told.fate, told.person) == (Fate.HELD, bool(changes))
    at.sources.set(NH, Mode.AUTO)
    at.fed(a_closure(2, **changes))
    at.sources.set(NH, Mode.PROPOSE)
    assert at.fed(Unlisted(source=NH, id="NH-2")).person == ("severity" in changes), (
        "an end is as grave as its incident"
    )
