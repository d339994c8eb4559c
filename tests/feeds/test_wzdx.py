"""Work zones: every version's spelling, what a road event is and is not, and what is no feed of them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.deploy import ROOT
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Certainty, Incident, Period, Phase, Severity, Status, Urgency
from loudhailer.feeds import Policy
from loudhailer.feeds._wzdx_event import KINDS, SEVERITIES
from loudhailer.feeds.wzdx import parse, recognises
from tests.feeds.spoiling import spoilt
from tests.feeds.times import utc

SAMPLES = ROOT / "events" / "feeds" / "wzdx"
POLICY = Policy(source="work_zones")


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def a_feed(*features: Any, **other: Any) -> bytes:
    info = {"publisher": "Westshire", "version": "4.2", "update_date": "2026-11-22T17:35:00Z"}
    return json.dumps({"feed_info": info, "type": "FeatureCollection", "features": features} | other).encode()


def a_feature(core: dict[str, Any] | None = None, **said: Any) -> dict[str, Any]:
    details = {"event_type": "work-zone", "road_names": ["SR-99"], "direction": "northbound"} | (core or {})
    properties = {"core_details": details, "start_date": "2026-11-22T17:00:00Z", "end_date": "2026-11-22T20:00:00Z"}
    return {"id": "1", "type": "Feature", "properties": properties | said, "geometry": None}


def only(feature: dict[str, Any], policy: Policy = POLICY) -> Incident:
    (incident,) = parse(a_feed(feature), policy).incidents
    return incident


def test_a_road_event_is_one_incident() -> None:
    reading = parse(sample("work_zones_4.json"), POLICY)
    assert reading.refused == ()
    assert reading.incidents[0] == Incident(
        source="work_zones",
        id="5a1c6c1e-0001-4f8e-9a55-000000000001",
        revision=1795368000,
        phase=Phase.OPEN,
        status=Status.ACTUAL,
        event_type="highways_closure",
        severity=Severity.MODERATE,
        urgency=Urgency.UNKNOWN,
        certainty=Certainty.OBSERVED,
        facts={"road": "SR-99", "place": "northbound between Mill Lane and Harbour Road", "cause": "roadworks"},
        expires=utc(23, 5),
        expected_end=utc(23, 5),
        headline="All lanes closed for bridge works",
        starts=utc(22, 17),
        updated=utc(22, 17, 20),
        roads=("SR-99",),
        area="northbound between Mill Lane and Harbour Road",
        point=(52.45, -2.72),
        shape=((52.45, -2.72), (52.455, -2.721), (52.46, -2.722)),
        periods=(Period(start=utc(22, 17), end=utc(23, 5)),),
    )


def test_a_road_may_be_one_name_and_say_its_way() -> None:
    assert only(a_feature({"road_names": "I-70 W", "direction": "WB"})).facts["road"] == "I-70"
    assert only(a_feature({"direction": "WB"})).facts["place"] == "westbound"
    assert only(a_feature({"road_names": None, "road_name": "SR-99"})).facts["road"] == "SR-99"


def test_a_detour_is_no_incident_and_a_restriction_is_looked_at_first() -> None:
    closure, lanes, restriction = parse(sample("work_zones_4.json"), POLICY).incidents
    assert restriction.id.endswith("4")
    assert restriction.doubt == "it is a restriction, and may be no incident"
    assert restriction.expected_end is None
    assert (closure.doubt, lanes.doubt) == ("", "")


def test_an_end_so_far_away_is_a_placeholder_and_one_before_the_start_is_none() -> None:
    lanes = parse(sample("work_zones_4.json"), POLICY).incidents[1]
    assert (lanes.starts, lanes.expected_end) == (utc(1, 0, month=1, year=2019), None)
    assert (lanes.point, lanes.shape) == ((52.41, -2.61), ())
    assert only(a_feature(end_date="2026-11-22T16:00:00Z")).expected_end is None


def test_an_id_that_only_counts_is_passed_over_for_the_one_inside() -> None:
    assert parse(sample("work_zones_4.json"), POLICY).incidents[1].id == "5a1c6c1e-0002-4f8e-9a55-000000000002"
    assert only(a_feature()).id == "1"


def test_version_three_is_flat_and_says_its_status() -> None:
    pending, completed = parse(sample("work_zones_31.json"), POLICY).incidents
    assert (pending.id, pending.phase, pending.event_type) == ("31-1", Phase.PLANNED, "highways_lanes")
    assert (pending.starts, pending.certainty) == (utc(25, 2), Certainty.OBSERVED)
    assert (completed.id, completed.phase) == ("31-2", Phase.CLOSED)


def test_camel_case_is_read_like_snake_case() -> None:
    (incident,) = parse(sample("cwz_1.json"), Policy()).incidents
    assert incident.source == "Westshire Department of Transportation"
    assert (incident.event_type, incident.certainty) == ("highways_closure", Certainty.OBSERVED)
    assert incident.facts == {"road": "SR-99", "place": "southbound", "cause": "roadworks"}


def test_a_time_that_has_passed_ends_nothing() -> None:
    assert only(a_feature(start_date="2020-01-01T00:00:00Z", end_date="2020-01-02T00:00:00Z")).phase is Phase.OPEN


@pytest.mark.parametrize("impact", [*SEVERITIES, "unknown", "something-new", ""])
def test_the_impact_decides_what_kind_it_is(impact: str) -> None:
    incident = only(a_feature(vehicle_impact=impact))
    assert incident.event_type == KINDS.get(impact, "highways_incident")
    assert incident.severity is SEVERITIES.get(impact, Severity.UNKNOWN)


@pytest.mark.parametrize(
    ("feature", "refused"),
    [
        (7, "features.0.properties: they are missing"),
        ({"id": "1"}, "features.0.properties: they are missing"),
        (a_feature() | {"id": " "}, "features.0.id: it is missing"),
        (a_feature({"event_type": None}), "features.0.core_details.event_type: it is missing"),
        (
            {"id": "d", "properties": {"core_details": {"device_type": "arrow-board"}}},
            "features.0.core_details.device_type: it is a device and no road event",
        ),
    ],
    ids=range(5),
)
def test_a_road_event_that_cannot_be_read_is_refused_and_loses_no_other(feature: Any, refused: str) -> None:
    reading = parse(a_feed(feature, a_feature() | {"id": "2"}), POLICY)
    assert [str(each) for each in reading.refused] == [refused]
    assert [each.id for each in reading.incidents] == ["2"]


def test_a_list_of_devices_is_refused_for_it_says_nothing_of_what_has_ended() -> None:
    devices = a_feed({"id": "d", "properties": {"core_details": {"device_type": "arrow-board"}}})
    assert recognises(devices)
    with pytest.raises(FeedError, match="it lists devices and no road events"):
        parse(devices, POLICY)


def test_an_empty_list_says_that_nothing_is_on() -> None:
    reading = parse(a_feed(), POLICY)
    assert (reading.incidents, reading.refused) == ((), ())


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"<html></html>",
        b"[]",
        b"{}",
        a_feed()[:-9],
        a_feed(features=None),
        a_feed(type="Feature"),
        a_feed(feed_info=None),
        b'{"type": "FeatureCollection", "features": []}',
    ],
    ids=range(9),
)
def test_what_is_no_feed_is_refused_whole(document: bytes) -> None:
    with pytest.raises(FeedError) as refusal:
        parse(document, POLICY)
    assert refusal.value.place == "document"


def test_a_point_outside_of_where_the_source_speaks_of_is_not_believed() -> None:
    astray = a_feature() | {"geometry": {"type": "Point", "coordinates": [52.45, -2.72]}}
    incident = only(astray, Policy(source="x", box=(49.8, -8.7, 60.9, 1.8)))
    assert incident.point is None
    assert incident.doubt == "its position lies outside of where its source speaks of"


@given(document=st.sampled_from(sorted(SAMPLES.iterdir())).flatmap(lambda path: spoilt(path.read_bytes())))
def test_a_broken_feed_is_read_or_refused(document: bytes) -> None:
    try:
        reading = parse(document, POLICY)
    except FeedError as refusal:
        assert refusal.place  # noqa: PT017  # reading it is as good
        return
    assert all(0 < len(each.id) <= 128 for each in reading.incidents)
