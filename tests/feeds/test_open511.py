"""511: Open511 in JSON and XML, IBI's list, their schedules, pages and clocks."""

import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.deploy import ROOT
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Certainty, Incident, Period, Phase, Severity, Status, Urgency
from loudhailer.feeds import Policy
from loudhailer.feeds._polyline import decoded
from loudhailer.feeds.open511 import parse
from tests.feeds.spoiling import spoilt
from tests.feeds.times import utc

SAMPLES = ROOT / "events" / "feeds" / "open511"
POLICY = Policy(source="roads", zone=ZoneInfo("America/Vancouver"))
EVENT = {"id": "w/1", "status": "ACTIVE", "headline": "x", "created": "2026-07-01T08:00:00Z"}


def told(name: str, policy: Policy = POLICY) -> tuple[Incident, ...]:
    reading = parse((SAMPLES / name).read_bytes(), policy)
    assert reading.refused == ()
    return reading.incidents


def only(event: dict[str, Any], policy: Policy = POLICY) -> Incident:
    (incident,) = parse(json.dumps({"events": [EVENT | event]}).encode(), policy).incidents
    return incident


def recurring(**said: Any) -> dict[str, Any]:
    dates = {"start_date": "2026-07-20", "end_date": "2026-07-26"}
    return {"schedule": {"recurring_schedules": [dates | said]}}


def test_an_event_is_one_incident_and_the_list_goes_on() -> None:
    assert told("events.json")[0] == Incident(
        source="roads",
        id="westshire.example/WS-1",
        revision=1784741412,
        phase=Phase.OPEN,
        status=Status.ACTUAL,
        event_type="highways_closure",
        severity=Severity.SEVERE,
        urgency=Urgency.UNKNOWN,
        certainty=Certainty.UNKNOWN,
        facts={
            "road": "Highway 99",
            "place": "northbound between Mill Lane and Harbour Road",
            "cause": "collision",
        },
        headline="INCIDENT",
        starts=utc(21, 16, month=7),
        updated=utc(22, 17, 30, month=7).replace(second=12),
        roads=("Highway 99",),
        area="northbound between Mill Lane and Harbour Road",
        point=(53.15, -122.47),
        shape=((53.15, -122.47), (53.16, -122.48)),
        periods=(
            Period(start=utc(22, 16, month=7)),
            Period(start=utc(21, 16, month=7), end=utc(21, 18, month=7)),
        ),
    )
    assert parse((SAMPLES / "events.json").read_bytes(), POLICY).next_page == "/events?offset=3"


def test_what_is_archived_is_closed_by_its_source_s_word() -> None:
    assert [each.phase for each in told("events.json")] == [Phase.OPEN, Phase.OPEN, Phase.CLOSED]


def test_nights_are_told_one_by_one_by_local_clocks() -> None:
    nights = told("events.json")[1]
    assert nights.periods == tuple(
        Period(start=utc(day + 1, 4, month=7), end=utc(day + 1, 12, month=7)) for day in range(20, 25)
    )
    assert (nights.starts, nights.expected_end) == (utc(21, 4, month=7), utc(25, 12, month=7))


def test_a_time_of_update_years_away_is_not_believed_and_somebody_looks() -> None:
    nights = told("events.json")[1]
    assert (nights.updated, nights.doubt) == (
        utc(1, 15, month=7),
        "its time of update lies many years after it began",
    )


@pytest.mark.parametrize(
    "schedule",
    [
        recurring(end_date=None, daily_start_time="21:00", daily_end_time="05:00"),
        recurring(end_date="2027-07-20", daily_start_time="21:00", daily_end_time="05:00"),
        recurring(daily_start_time="soon", daily_end_time="05:00"),
        recurring(daily_start_time="21:00", daily_end_time="05:00", exceptions=["2026-07-21"]),
        {"schedule": {"recurring_schedules": ["always"]}},
    ],
    ids=range(5),
)
def test_what_recurs_and_cannot_be_told_is_looked_at_first(schedule: dict[str, Any]) -> None:
    assert only(schedule).doubt == "it recurs, and when it is on cannot be told"


def test_whole_days_are_one_period_and_the_last_one_is_in_it() -> None:
    incident = only(recurring())
    assert incident.periods == (Period(start=utc(20, 7, month=7), end=utc(27, 7, month=7)),)
    assert incident.doubt == ""


@pytest.mark.parametrize(
    ("interval", "zone", "period"),
    [
        ("2026-07-22T20:19/", None, Period(start=utc(23, 3, 19, month=7))),
        ("2026-07-22T20:19-07:00/", None, Period(start=utc(23, 3, 19, month=7))),
        ("2026-07-22T20:19/", "America/Vancouver", Period(start=utc(23, 3, 19, month=7))),
        ("2026-07-22T20:19/", "../etc/passwd", Period(start=utc(23, 3, 19, month=7))),
        ("2026-07-22T20:19/2026-07-22T20:00", None, Period(start=utc(23, 3, 19, month=7))),
        ("2026-07-22T20:19/later", None, Period(start=utc(23, 3, 19, month=7))),
        ("2026-07-22T20:19", None, None),
        ("soon/later", None, None),
    ],
    ids=range(8),
)
def test_an_interval_without_an_offset_is_of_the_sources_clocks_unless_the_event_says_otherwise(
    interval: str, zone: str | None, period: Period | None
) -> None:
    incident = only({"schedule": {"intervals": [interval]}, "timezone": zone})
    assert incident.periods == ((period,) if period else ())


def test_drivebc_writes_its_intervals_in_utc() -> None:
    incident = only({"id": "drivebc.ca/DBC-1", "schedule": {"intervals": ["2026-07-22T20:19/"]}})
    assert incident.periods == (Period(start=utc(22, 20, 19, month=7)),)


@pytest.mark.parametrize(
    ("said", "severity"),
    [("MINOR", "Minor"), ("MODERATE", "Moderate"), ("MAJOR", "Severe"), ("UNKNOWN", "Unknown"), (None, "Unknown")],
)
def test_severity_is_of_open511_s_own_three(said: str | None, severity: str) -> None:
    assert only({"severity": said}).severity == severity


@pytest.mark.parametrize(
    ("states", "kind"),
    [
        (["CLOSED"], "highways_closure"),
        (["ALL_LANES_OPEN", "SOME_LANES_CLOSED"], "highways_lanes"),
        (["SINGLE_LANE_ALTERNATING", "CLOSED"], "highways_closure"),
        ([None], "highways_incident"),
    ],
    ids=range(4),
)
def test_the_roads_state_decides_what_kind_it_is(states: list[Any], kind: str) -> None:
    assert only({"roads": [{"name": "A", "state": each} for each in states]}).event_type == kind


def test_a_place_with_a_house_number_is_left_out_and_the_road_is_said() -> None:
    incident = only({"roads": [{"name": "Quay Street", "from": "915 Quay Street"}]})
    assert incident.facts == {"road": "Quay Street"}


def test_xml_is_read_like_json_and_its_longitude_stands_first() -> None:
    first, last = told("events.xml")
    assert (first.id, first.phase, first.severity) == ("westshire.example/X-1", Phase.OPEN, Severity.MODERATE)
    assert first.facts == {
        "road": "Rue du Moulin",
        "place": "between Rue du Port and Place du Quai",
        "cause": "roadworks",
    }
    assert (first.point, len(first.shape)) == ((45.75088, -73.50841), 2)
    assert (first.starts, first.expected_end) == (utc(5, 7, month=6), utc(22, 7, month=6))
    assert (last.phase, last.point) == (Phase.CLOSED, (45.72, -73.47))


def test_the_next_page_of_xml_is_named_or_linked() -> None:
    page = b"<open511><events/><pagination><offset>0</offset>%s</pagination></open511>"
    assert parse(page % b"<next_url>/events?offset=20</next_url>", POLICY).next_page == "/events?offset=20"
    assert parse(page % b'<link rel="next" href="/events?offset=20"/>', POLICY).next_page == "/events?offset=20"
    assert parse(page % b"", POLICY).next_page == ""


def test_ibi_writes_seconds_and_none_as_the_year_one() -> None:
    closed = told("ibi.json")[0]
    assert (closed.id, closed.event_type, closed.severity) == ("7", "highways_closure", Severity.SEVERE)
    assert closed.facts == {"road": "Highway 99", "place": "eastbound", "cause": "flood_water"}
    assert (closed.starts, closed.updated, closed.expected_end) == (
        utc(22, 16, month=7),
        utc(22, 16, 30, month=7),
        None,
    )
    assert closed.shape == ((38.5, -120.2), (40.7, -120.95), (43.252, -126.453))


def test_ibi_s_dates_have_the_day_first_where_one_of_them_gives_it_away() -> None:
    crash, mowing, over = told("ibi_day_first.json", Policy(source="roads", zone=ZoneInfo("America/New_York")))
    assert (crash.starts, crash.updated) == (utc(1, 16, month=7), utc(1, 16, 15, month=7))
    assert (mowing.starts, mowing.expected_end) == (utc(23, 18, month=6), utc(30, 21, month=6))
    # Two zeros are a place that was never filled in.
    assert (crash.point, mowing.point, mowing.doubt) == ((41.9, -74.0), None, "")
    assert [each.event_type for each in (crash, mowing, over)] == [
        "highways_closure",
        "highways_lanes",
        "highways_incident",
    ]


def test_a_way_behind_a_highway_s_number_is_no_part_of_its_name() -> None:
    crash = only({"roads": [{"name": "I-880 N", "from": "Alder Ave"}]})
    assert crash.facts == {"road": "I-880", "place": "northbound near Alder Ave"}
    assert only({"roads": [{"name": "US 101 SB", "direction": "SB"}]}).facts == {
        "road": "US 101",
        "place": "southbound",
    }
    # A county's roads are named so: 200 N is not 200 S.
    assert only({"roads": [{"name": "CR 200 N"}]}).facts == {}
    assert only({"roads": [{"name": "W"}]}).facts == {"road": "W"}


def test_days_taken_from_all_schedules_are_looked_at_first() -> None:
    told_off = recurring(daily_start_time="9:00", daily_end_time="15:00")
    assert only(told_off).doubt == ""
    told_off["schedule"]["exceptions"] = ["2026-07-22"]
    assert only(told_off).doubt == "it recurs, and when it is on cannot be told"


def test_ibi_s_nights_are_of_local_clocks_and_a_broken_line_falls_back_on_its_ends() -> None:
    nights = told("ibi.json", Policy(source="roads", zone=ZoneInfo("America/Edmonton")))[1]
    assert (nights.id, nights.event_type, nights.severity) == ("ERS-30", "highways_lanes", Severity.UNKNOWN)
    assert nights.periods == tuple(
        Period(start=utc(day + 1, 3, month=7), end=utc(day + 1, 11, month=7)) for day in (20, 21, 24)
    )
    assert nights.shape == ((54.72817, -113.27452), (54.73, -113.28))


def test_ibi_s_dates_have_the_month_first_and_a_schedule_in_words_is_looked_at() -> None:
    advisory = told("ibi.json")[2]
    assert (advisory.starts, advisory.updated) == (utc(6, 18, month=10, year=2025), utc(6, 19, month=10, year=2025))
    assert (advisory.event_type, advisory.facts) == ("highways_incident", {"road": "Highway 7"})
    assert advisory.doubt == "it recurs, and when it is on cannot be told"


@pytest.mark.parametrize("text", [None, 7, "", "?", "_p~iF", "_p~iF~ps", "~" * 50, "_" * 100_000, "\x01"], ids=range(9))
def test_a_broken_line_has_no_points(text: object) -> None:
    assert decoded(text) == ()


@pytest.mark.parametrize(
    ("event", "refused"),
    [
        (7, "events.0.id: the event is no object"),
        ({"id": " "}, "events.0.id: it is missing"),
        ({"id": "w/1"}, "events.0.status: it is none of ACTIVE, ARCHIVED"),
        (EVENT | {"status": "GONE"}, "events.0.status: it is none of ACTIVE, ARCHIVED"),
    ],
    ids=range(4),
)
def test_an_event_that_cannot_be_read_is_refused_and_loses_no_other(event: Any, refused: str) -> None:
    reading = parse(json.dumps({"events": [event, EVENT | {"id": "w/2"}]}).encode(), POLICY)
    assert [str(each) for each in reading.refused] == [refused]
    assert [each.id for each in reading.incidents] == ["w/2"]


@pytest.mark.parametrize("document", [b'{"events": []}', b"[]", b"<open511><events/></open511>"])
def test_an_empty_list_says_that_nothing_is_on(document: bytes) -> None:
    reading = parse(document, POLICY)
    assert (reading.incidents, reading.refused, reading.next_page) == ((), (), "")


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"\n",
        b"<html></html>",
        b"<open511/>",
        b"{}",
        b"7",
        b"[1, 2]",
        b'[{"ID": 1}]',
        b'{"events": {}}',
        (SAMPLES / "events.json").read_bytes()[:-9],
        (SAMPLES / "events.xml").read_bytes()[:-9],
        (SAMPLES / "ibi.json").read_bytes()[:-9],
    ],
    ids=range(12),
)
def test_what_is_no_page_is_refused_whole(document: bytes) -> None:
    with pytest.raises(FeedError) as refusal:
        parse(document, POLICY)
    assert refusal.value.place == "document"


@given(document=st.sampled_from(sorted(SAMPLES.iterdir())).flatmap(lambda path: spoilt(path.read_bytes())))
def test_a_broken_page_is_read_or_refused(document: bytes) -> None:
    try:
        reading = parse(document, POLICY)
    except FeedError as refusal:
        assert refusal.place  # noqa: PT017  # reading it is as good
        return
    assert all(0 < len(each.id) <= 128 for each in reading.incidents)
