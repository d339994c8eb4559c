"""What a source's policy and the clock make of an incident."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.domain.incident import Incident, IncidentHead, Period, Phase, Severity, Urgency
from loudhailer.domain.source import Mode, SourceState
from loudhailer.feed_rules import Doubts, Ends, FeedRules, Relevance, ServiceArea
from loudhailer.rules import NOWHERE, current, jump, mode_of, relevance
from tests.builders import NOW, an_incident

HOUR = timedelta(hours=1)
PLAIN, DECIDES = FeedRules(), FeedRules(ends=Ends(end_time="decides"))
WESTSHIRE = ServiceArea(
    boundary=((52.0, -3.0), (52.0, -2.0), (53.0, -2.0), (53.0, -3.0)), names=("Westshire", "Stokeby")
)
HOURS = st.integers(-48, 48).map(lambda hours: NOW + hours * HOUR)
PERIODS = st.builds(Period, start=st.none() | HOURS, end=st.none() | HOURS)


def nights(*starts: float) -> tuple[Period, ...]:
    """Return nights of ten hours, each so many hours from now."""
    return tuple(Period(start=NOW + each * HOUR, end=NOW + (each + 10) * HOUR) for each in starts)


def a_closure(**changes: Any) -> Any:
    return an_incident(**{"urgency": Urgency.UNKNOWN} | changes)


@pytest.mark.parametrize(
    ("said", "periods", "now"),
    [
        (Phase.OPEN, nights(-26, -2, 22), Phase.OPEN),
        (Phase.OPEN, nights(-26, 22), Phase.PLANNED),
        (Phase.OPEN, nights(-50, -26), Phase.OPEN),
        (Phase.PLANNED, nights(-2), Phase.OPEN),
        (Phase.PLANNED, nights(-26, 22), Phase.PLANNED),
        (Phase.PLANNED, nights(-26), Phase.PLANNED),
        (Phase.OPEN, (Period(start=NOW - HOUR),), Phase.OPEN),
        (Phase.OPEN, (Period(end=NOW),), Phase.OPEN),
        (Phase.OPEN, (Period(start=NOW),), Phase.OPEN),
        (Phase.CLOSED, nights(-2), Phase.CLOSED),
    ],
)
def test_open_now_is_the_union_of_its_periods(said: Phase, periods: tuple[Period, ...], now: Phase) -> None:
    found = current(a_closure(phase=said, periods=periods, starts=NOW - 100 * HOUR), PLAIN, NOW)
    assert found is not None
    assert found.phase is now


def test_what_starts_later_is_planned_until_then_and_what_is_planned_is_begun_by_no_start() -> None:
    later = a_closure(starts=NOW + HOUR)
    assert [getattr(current(later, PLAIN, at), "phase", None) for at in (NOW, NOW + HOUR)] == [
        Phase.PLANNED,
        Phase.OPEN,
    ]
    begun = a_closure(phase=Phase.PLANNED, starts=NOW - HOUR)
    assert current(begun, PLAIN, NOW) == begun


def test_a_message_warns_of_what_is_to_come_although_it_calls_its_urgency_unknown() -> None:
    wind = an_incident(starts=NOW + HOUR, urgency=Urgency.UNKNOWN, identifier="IMO-1")
    assert current(wind, FeedRules(), NOW) == wind


@pytest.mark.parametrize("urgency", [each for each in Urgency if each is not Urgency.UNKNOWN])
def test_a_warning_goes_before_what_it_warns_of(urgency: Urgency) -> None:
    warning = an_incident(starts=NOW + HOUR, urgency=urgency)
    assert current(warning, PLAIN, NOW) == warning


@pytest.mark.parametrize(
    ("changes", "over"),
    [
        ({"expected_end": NOW}, "over"),
        ({"expected_end": NOW + HOUR}, ""),
        ({"expected_end": NOW - HOUR, "periods": nights(-26, 22)}, ""),
        ({"periods": nights(-50, -26)}, "over"),
        ({"expected_end": NOW - HOUR, "periods": (Period(start=NOW - HOUR),)}, ""),
        ({}, ""),
    ],
)
def test_an_end_decides_only_where_the_policy_says_so_and_every_end_has_passed(changes: Any, over: str) -> None:
    assert (current(a_closure(**changes), DECIDES, NOW) is None) is bool(over)
    assert current(a_closure(**changes), PLAIN, NOW) is not None, "a forecast ends nothing"
    closed = a_closure(phase=Phase.CLOSED, **changes)
    assert current(closed, DECIDES, NOW) == closed, "an end by its source's word is told whatever the time"


TOLD = st.builds(
    an_incident,
    phase=st.sampled_from(Phase),
    periods=st.lists(PERIODS, max_size=4).map(tuple),
    starts=st.none() | HOURS,
    expected_end=st.none() | HOURS,
    urgency=st.sampled_from(Urgency),
)


@given(TOLD, st.sampled_from([PLAIN, DECIDES]))
def test_no_time_closes_anything_and_looking_twice_is_looking_once(told: Incident, rules: FeedRules) -> None:
    found = current(told, rules, NOW)
    if found is None:
        assert rules is DECIDES
        assert told.phase is not Phase.CLOSED
        return
    assert (found.phase is Phase.CLOSED) is (told.phase is Phase.CLOSED)
    assert found == told.model_copy(update={"phase": found.phase})
    assert current(found, rules, NOW) == found


@given(st.floats(51, 54), st.floats(-4, -1), st.floats(0, 100), st.floats(0, 100))
def test_a_larger_buffer_lets_in_all_that_a_smaller_one_does(lat: float, lon: float, one: float, other: float) -> None:
    incident = an_incident(point=(lat, lon))
    small, large = (WESTSHIRE.model_copy(update={"buffer_km": each}) for each in sorted((one, other)))
    if not relevance(incident, PLAIN, small, NOW).refused:
        assert not relevance(incident, PLAIN, large, NOW).refused
    if 52 <= lat < 53 and -3 <= lon < -2:
        assert not relevance(incident, PLAIN, WESTSHIRE.model_copy(update={"buffer_km": 0}), NOW).refused


def test_what_lies_outside_is_refused_in_words_even_where_its_words_hold_a_name() -> None:
    far = an_incident(point=(55.0, -2.5), facts={"place": "in Stokeby"})
    assert relevance(far, PLAIN, WESTSHIRE, NOW).refused == "outside area: 222 km from it, 5 km are let in"
    assert relevance(far, PLAIN, WESTSHIRE, NOW, life_safety=True).refused, "another service's public hears it there"
    assert relevance(far, PLAIN, ServiceArea(names=("Westshire",)), NOW).refused == "", (
        "without a boundary all is inside"
    )


def test_a_line_that_crosses_the_area_is_inside_though_its_first_point_is_not() -> None:
    line = ((52.5, -4.0), (52.5, -1.0))
    assert relevance(an_incident(point=line[0], shape=line), PLAIN, WESTSHIRE, NOW).refused == ""


@pytest.mark.parametrize(
    ("changes", "doubt"),
    [
        ({"facts": {"road": "A1", "place": "near STOKEBY"}}, ""),
        ({"facts": {"road": "A1"}, "headline": "Westshire: road closed"}, ""),
        ({"facts": {"road": "A1"}, "area": "Westshire"}, ""),
        ({"facts": {"road": "A1", "place": "in Stokebyford"}}, NOWHERE),
        ({"facts": {"road": "A1"}}, NOWHERE),
    ],
)
def test_what_has_no_position_is_inside_by_its_name_or_else_in_doubt(changes: Any, doubt: str) -> None:
    judged = relevance(an_incident(**changes), PLAIN, WESTSHIRE, NOW)
    assert (judged.refused, judged.doubt) == ("", doubt)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"severity": Severity.MINOR}, "too small: its severity is Minor, said is Moderate and above"),
        ({"severity": Severity.MODERATE}, ""),
        ({"severity": Severity.UNKNOWN}, ""),
        ({"expected_end": NOW + timedelta(minutes=20)}, "too small: it lasts 20 minutes, said is 30 and more"),
        (
            {"expected_end": NOW + 2 * HOUR, "starts": NOW + 1.9 * HOUR},
            "too small: it lasts 6 minutes, said is 30 and more",
        ),
        ({"expected_end": NOW + 2 * HOUR, "starts": NOW - HOUR}, ""),
        ({"expected_end": NOW - HOUR}, ""),
        ({}, ""),
    ],
)
def test_only_what_is_known_to_be_small_is_too_small(changes: Any, why: str) -> None:
    rules = FeedRules(relevance=Relevance(severity=Severity.MODERATE, minutes=30))
    assert relevance(an_incident(**changes), rules, ServiceArea(), NOW).refused == why
    assert relevance(an_incident(**changes), rules, ServiceArea(), NOW, life_safety=True).refused == ""


@pytest.mark.parametrize(
    ("stored", "starts", "licence", "mode"),
    [
        (None, Mode.PROPOSE, "OGL", Mode.PROPOSE),
        (Mode.AUTO, Mode.PROPOSE, "OGL", Mode.AUTO),
        (Mode.AUTO, Mode.PROPOSE, "", Mode.PROPOSE),
        (Mode.LEARN, Mode.AUTO, "OGL", Mode.LEARN),
        (None, Mode.SHADOW, "", Mode.SHADOW),
    ],
)
def test_a_source_goes_as_far_as_somebody_set_it_but_never_by_itself_without_a_licence(
    stored: Mode | None, starts: Mode, licence: str, mode: Mode
) -> None:
    assert mode_of(SourceState(name="a", mode=stored), FeedRules(mode=starts, licence=licence)) is mode


def test_only_a_jump_that_is_too_far_is_said() -> None:
    rules = FeedRules(doubts=Doubts(moved_km=50))
    head = IncidentHead(source="a", id="1", told=an_incident(point=(52.0, -2.0)))
    assert jump(an_incident(point=(53.0, -2.0)), head, rules) == "it moved 111 km since it was last told of"
    assert jump(an_incident(shape=((53.0, -2.0), (52.0, -2.0))), head, rules) != "", "a shape is where it begins"
    for near in (an_incident(point=(52.4, -2.0)), an_incident()):
        assert jump(near, head, rules) == ""
    assert jump(an_incident(point=(9.0, 9.0)), IncidentHead(source="a", id="1"), rules) == "", "it was never told of"
