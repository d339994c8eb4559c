"""Waze's closures and incidents: three shapes of JSON and XML, one closure of several streets, what is none of ours."""

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
from loudhailer.feeds._cifs_incident import KINDS, SEVERITIES
from loudhailer.feeds.cifs import parse
from tests.feeds.spoiling import spoilt
from tests.feeds.times import utc

SAMPLES = ROOT / "events" / "feeds" / "cifs"
POLICY = Policy(source="closures")
STARTS = "2026-11-22T16:00:00+00:00"


def listed(name: str) -> tuple[Incident, ...]:
    reading = parse((SAMPLES / name).read_bytes(), POLICY)
    assert reading.refused == ()
    return reading.incidents


def a_file(*incidents: Any) -> bytes:
    return json.dumps({"incidents": incidents}).encode()


def an_incident(number: object = 1, **said: Any) -> dict[str, Any]:
    plain = {"id": number, "type": "ROAD_CLOSED", "street": "Mill Lane", "starttime": STARTS}
    return plain | {"polyline": "52.45 -2.72 52.46 -2.73", "description": "Marathon"} | said


def only(**said: Any) -> Incident:
    (incident,) = parse(a_file(an_incident(**said)), POLICY).incidents
    return incident


def test_an_incident_in_xml_is_one_incident() -> None:
    assert listed("incidents.xml")[0] == Incident(
        source="closures",
        id="101",
        revision=1795366800,
        phase=Phase.OPEN,
        status=Status.ACTUAL,
        event_type="highways_incident",
        severity=Severity.MINOR,
        urgency=Urgency.UNKNOWN,
        certainty=Certainty.UNKNOWN,
        facts={"road": "Mill Lane", "place": "in both directions", "cause": "obstruction"},
        expires=utc(22, 23),
        expected_end=utc(22, 23),
        headline="A fallen load",
        starts=utc(22, 16),
        updated=utc(22, 17),
        roads=("Mill Lane",),
        area="in both directions",
        point=(51.51009, -0.0069),
        shape=((51.51009, -0.0069), (51.50914, -0.00656)),
    )


def test_the_shapes_of_json_and_of_xml_say_the_same() -> None:
    plain = an_incident()
    where = {name: plain[name] for name in ("street", "polyline")}
    inner = {name: plain[name] for name in plain if name not in where} | {"location": where}
    shapes = [plain, {"incident": plain}, inner, {"incident": inner}]
    told = [parse(a_file(each), POLICY).incidents for each in shapes]
    assert told == [told[0]] * 4
    assert told[0][0].roads == ("Mill Lane",)


def test_one_closure_of_three_streets_is_one_incident_whatever_their_order() -> None:
    closure, works = listed("one_closure_of_three_streets.json")
    assert closure.id == "a0000000-0000-4000-8000-000000000001"
    assert len(closure.shape) == 6
    # The last of the three ends the closure.
    assert closure.expected_end == utc(29, 19)
    assert (works.id, works.doubt, works.expected_end) == ("d0000000-0000-4000-8000-000000000004", "", None)
    plain = json.loads((SAMPLES / "one_closure_of_three_streets.json").read_bytes())["incidents"]
    turned = parse(a_file(*reversed(plain)), POLICY).incidents
    assert {each.id for each in turned} == {closure.id, works.id}


@pytest.mark.parametrize("other", [{"street": "Quay Street"}, {"starttime": "2026-11-23T16:00:00Z"}, {"type": "JAM"}])
def test_what_differs_in_more_than_its_place_is_another_incident(other: dict[str, Any]) -> None:
    assert len(parse(a_file(an_incident(1), an_incident(2)), POLICY).incidents) == 1
    assert len(parse(a_file(an_incident(1), an_incident(2, **other)), POLICY).incidents) == 2


def test_records_that_say_nothing_of_themselves_are_never_taken_for_one() -> None:
    assert len(parse(a_file(an_incident(1, description=""), an_incident(2, description="")), POLICY).incidents) == 2


def test_where_police_stand_and_what_drivers_say_is_withheld() -> None:
    assert listed("incidents.xml")[2].withheld == "POLICE is none of ours to pass on"
    assert listed("flat_and_location.json")[2].withheld == "CHIT_CHAT is none of ours to pass on"


@pytest.mark.parametrize("kind", [*KINDS, "SURPRISE"])
def test_the_type_decides_what_kind_it_is(kind: str) -> None:
    incident = only(type=kind, subtype=None)
    assert incident.event_type == KINDS.get(kind, "highways_incident")
    assert incident.severity is SEVERITIES.get(kind, Severity.UNKNOWN)
    assert incident.doubt == ("" if kind in KINDS else "its type is no word of CIFS")


def test_a_particular_type_says_more() -> None:
    assert only(type="ACCIDENT", subtype="ACCIDENT_MAJOR").severity is Severity.MODERATE
    assert only(type="HAZARD", subtype="HAZARD_ON_ROAD_LANE_CLOSED").event_type == "highways_lanes"


def test_the_hours_of_a_schedule_are_told_one_by_one() -> None:
    works = listed("incidents.xml")[1]
    assert works.roads == ("Harbour Road",)
    assert set(works.periods) == {
        each
        for day in (23, 24, 25)
        for each in (
            Period(start=utc(day, 9), end=utc(day, 11)),
            Period(start=utc(day, 22), end=utc(day + 1, 4)),
        )
    }


@pytest.mark.parametrize(
    ("schedule", "end"),
    [
        ({"everyday": "09:00-11:00"}, None),
        ({"everyday": "nine to eleven"}, "2026-11-25T00:00:00Z"),
        ({"weekdays": "09:00-11:00"}, "2026-11-25T00:00:00Z"),
        ({"monday": "09:00-11:00"}, "2026-11-22T23:00:00Z"),
        ({"everyday": "09:00-11:00"}, "2027-11-25T00:00:00Z"),
    ],
    ids=range(5),
)
def test_a_schedule_that_cannot_be_told_is_looked_at_first(schedule: dict[str, str], end: str | None) -> None:
    assert only(schedule=schedule, endtime=end).doubt == "it recurs, and when it is on cannot be told"


def test_xml_that_was_turned_into_json_is_read_and_its_hours_too() -> None:
    (incident,) = listed("turned_into_json.json")
    assert (incident.id, incident.point) == ("7", (52.45, -2.72))
    assert [(each.start, each.end) for each in incident.periods] == [
        (utc(22, 9), utc(22, 11)),
        (utc(22, 22), utc(23, 0)),
        (utc(23, 9), utc(23, 11)),
        (utc(23, 22), utc(24, 0)),
    ]
    alone = json.dumps({"incidents": {"incident": an_incident()}}).encode()
    assert [each.id for each in parse(alone, POLICY).incidents] == ["1"]


def test_a_bad_end_loses_no_incident() -> None:
    for end in ("soon", "", None, 7, "2026-11-22T15:00:00Z", "9999-12-31T00:00:00Z"):
        assert (only(endtime=end).expected_end, only(endtime=end).doubt) == (None, "")


def test_a_line_with_longitude_first_lies_outside_and_is_not_believed() -> None:
    policy = Policy(source="x", zone=ZoneInfo("America/New_York"), box=(24.0, -125.0, 50.0, -66.0))
    document = a_file(an_incident(polyline="-84.6517482702 39.1562047924"))
    (incident,) = parse(document, policy).incidents
    assert (incident.point, incident.doubt) == (None, "its position lies outside of where its source speaks of")


@pytest.mark.parametrize(
    ("incident", "refused"),
    [
        (7, "incidents.0.id: the incident is no object"),
        (an_incident(""), "incidents.0.id: it is missing"),
        (an_incident(type=None), "incidents.0.type: it is missing"),
        ({"incident": {}}, "incidents.0.id: it is missing"),
    ],
    ids=range(4),
)
def test_an_incident_that_cannot_be_read_is_refused_and_loses_no_other(incident: Any, refused: str) -> None:
    reading = parse(a_file(incident, an_incident(2)), POLICY)
    assert [str(each) for each in reading.refused] == [refused]
    assert [each.id for each in reading.incidents] == ["2"]


@pytest.mark.parametrize("document", [b'{"incidents": []}', b"<incidents/>"])
def test_an_empty_file_says_that_nothing_is_on(document: bytes) -> None:
    reading = parse(document, POLICY)
    assert (reading.incidents, reading.refused) == ((), ())


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"\n",
        b"<html></html>",
        b"{}",
        b"[]",
        b'{"incidents": {}}',
        (SAMPLES / "incidents.xml").read_bytes()[:-9],
        (SAMPLES / "flat_and_location.json").read_bytes()[:-9],
    ],
    ids=range(8),
)
def test_what_is_no_file_of_these_is_refused_whole(document: bytes) -> None:
    with pytest.raises(FeedError) as refusal:
        parse(document, POLICY)
    assert refusal.value.place == "document"


@given(document=st.sampled_from(sorted(SAMPLES.iterdir())).flatmap(lambda path: spoilt(path.read_bytes())))
def test_a_broken_file_is_read_or_refused(document: bytes) -> None:
    try:
        reading = parse(document, POLICY)
    except FeedError as refusal:
        assert refusal.place  # noqa: PT017  # reading it is as good
        return
    assert all(0 < len(each.id) <= 128 for each in reading.incidents)
