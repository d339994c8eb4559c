"""TfL's road disruptions: strings that hold JSON, closures that the flag denies, records that are over but Active."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.deploy import ROOT
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident, Severity
from loudhailer.feeds import Policy, Reading
from loudhailer.feeds._tfl_words import SEVERITIES, STATUSES
from loudhailer.feeds.tfl import parse
from loudhailer.normalise import digest_of
from tests.feeds.closures import without
from tests.feeds.spoiling import spoilt

SAMPLES = ROOT / "events" / "feeds" / "tfl"
POLICY = Policy(source="tfl")


def a_record(**changes: Any) -> Any:
    record = {
        "id": "TIMS-999001",
        "point": "[-0.11,51.51]",
        "severity": "Moderate",
        "category": "Works",
        "subCategory": "Utility works",
        "comments": "Temporary signals.",
        "corridorIds": ["a9999"],
        "startDateTime": "2026-06-14T07:30:00Z",
        "endDateTime": "2026-06-14T18:00:00Z",
        "lastModifiedTime": "2026-06-14T08:00:05Z",
        "location": "[A9999] ALDERMERE ROAD (SE99 ) (Greenwich)",
        "status": "Active",
        "isProvisional": False,
        "hasClosures": False,
    }
    return without(record | changes)


def a_street(closure: Any = "Closed", directions: Any = "Northbound", *lines: Any) -> Any:
    return {
        "name": "S",
        "closure": closure,
        "directions": directions,
        "segments": [{"lineString": each} for each in lines],
    }


def an_array(*records: Any) -> bytes:
    return json.dumps(records).encode()


def read(**changes: Any) -> Incident:
    reading = parse(an_array(a_record(**changes)), POLICY)
    assert reading.refused == ()
    (incident,) = reading.incidents
    return incident


def test_every_record_of_an_array_is_an_incident() -> None:
    reading = parse((SAMPLES / "disruptions_1.json").read_bytes(), POLICY)
    assert [(each.id, each.phase, each.event_type, each.severity) for each in reading.incidents] == [
        ("TIMS-999001", "open", "highways_closure", "Severe"),
        ("TIMS-999002", "open", "highways_lanes", "Moderate"),
        ("TIMS-999003", "open", "highways_closure", "Minor"),
        ("TIMS-999004", "open", "highways_incident", "Minor"),
        ("TIMS-999005", "planned", "highways_closure", "Minor"),
        ("TIMS-999006", "open", "highways_lanes", "Minor"),
        ("TIMS-999007", "planned", "highways_incident", "Minor"),
    ]
    closed, street = reading.incidents[0], reading.incidents[2]
    assert closed.facts == {"road": "A9999 Aldermere Road", "place": "northbound in Greenwich", "cause": "collision"}
    assert (closed.starts, closed.expected_end) == (
        datetime(2026, 6, 14, 7, 30, tzinfo=UTC),
        datetime(2026, 6, 14, 18, tzinfo=UTC),
    )
    assert (closed.point, closed.shape[0], closed.shape[-1]) == ((51.51, -0.11), (51.509, -0.111), (51.509, -0.111))
    assert street.facts == {
        "road": "King's Mill Street",
        "place": "southbound in the City of London",
        "cause": "roadworks",
    }
    assert street.shape == ((51.5124, -0.0881), (51.5126, -0.0882), (51.5117, -0.0875), (51.512, -0.0877))
    assert [each.withheld for each in reading.incidents if each.withheld] == [
        "its status 'Under review' is not known here"
    ]
    assert [each.start and each.start.hour for each in reading.incidents[5].periods] == [21, 21]


def test_a_record_that_was_only_touched_is_no_news() -> None:
    before, after = (parse((SAMPLES / f"disruptions_{name}.json").read_bytes(), POLICY) for name in ("1", "2_touched"))
    assert before.incidents[0].revision < after.incidents[0].revision
    assert digest_of(before.incidents[0]) == digest_of(after.incidents[0])


def test_an_empty_array_says_that_there_is_nothing() -> None:
    assert parse(b"[]\n", POLICY) == Reading()


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_is_known(status: str) -> None:
    schedules = [{"startTime": "2026-06-14T21:00:00Z", "endTime": "2026-06-15T04:00:00Z"}]
    told = read(status=status.title(), recurringSchedules=schedules)
    assert (told.phase, told.withheld) == (STATUSES[status], "")


@pytest.mark.parametrize(
    ("changes", "phase", "withheld"),
    [
        ({"isProvisional": True}, "planned", ""),
        ({"isProvisional": True, "status": "Ended"}, "closed", ""),
        ({"status": "Recurring Works"}, "planned", ""),
        ({"status": "Recurring Works", "recurringSchedules": [{"startTime": "soon"}]}, "planned", ""),
        ({"status": ...}, "planned", "it has no status"),
        ({"endDateTime": "2026-06-13T18:00:00Z"}, "open", ""),
    ],
    ids=range(6),
)
def test_nothing_is_open_by_a_guess_and_nothing_over_by_a_time(changes: Any, phase: str, withheld: str) -> None:
    told = read(**changes)
    assert (told.phase, told.withheld) == (phase, withheld)


@pytest.mark.parametrize(
    ("closures", "flag", "comments", "event_type"),
    [
        (["Closed"], False, "", "highways_closure"),
        (["Open", "Full Closure"], False, "", "highways_closure"),
        (["Partial Closure"], False, "", "highways_lanes"),
        (["Lane closure"], True, "Road closed", "highways_lanes"),
        (["Open"], False, "", "highways_incident"),
        (["Open"], True, "", "highways_lanes"),
        ([], True, "[A9999] Full closure.", "highways_closure"),
        ([], True, "Collision, lane two closed.", "highways_lanes"),
        ([], False, "Lane two closed.", "highways_incident"),
        ([None, 7], "true", "", "highways_incident"),
    ],
    ids=range(10),
)
def test_a_road_is_closed_where_a_street_says_so(closures: Any, flag: Any, comments: str, event_type: str) -> None:
    streets = [a_street(each) for each in closures]
    assert read(streets=streets, hasClosures=flag, comments=comments).event_type == event_type


def test_without_streets_the_record_s_own_word_for_a_closure_counts() -> None:
    assert read(streets=[], hasClosures=False, closureText="Closed").event_type == "highways_closure"
    assert read(streets=[a_street("Open")], hasClosures=False, closureText="Closed").event_type == "highways_incident"


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("[A205] ACADEMY ROAD (SE18 ) (Greenwich)", ("A205 Academy Road", "in Greenwich")),
        ("KING WILLIAM STREET (EC3V,EC4N,EC4R) (City of London)", ("King William Street", "in the City of London")),
        ("[A40] WESTWAY (W10) (Kensington and Chelsea)", ("A40 Westway", "in Kensington and Chelsea")),
        ("[A2] OLD KENT ROAD", ("A2 Old Kent Road", None)),
        ("[A406] MILL ROAD (N18,E4 ) (Enfield,Waltham Forest)", ("A406 Mill Road", "in Enfield and Waltham Forest")),
        ("MILL ROAD (Enfield, City of London, Haringey)", ("Mill Road", "in Enfield, the City of London and Haringey")),
        ("SOMEWHERE", ("Somewhere", None)),
        ("14 MILL STREET (SE99) (Greenwich)", ("Mill Street", "in Greenwich")),
        ("", ("A9999", None)),
        (None, ("A9999", None)),
    ],
    ids=range(10),
)
def test_a_location_is_said_as_people_say_it(location: Any, said: Any) -> None:
    told = read(location=location)
    assert (told.facts.get("road"), told.facts.get("place")) == said


def test_a_corridor_may_be_a_name() -> None:
    assert read(location=..., corridorIds=[None, "stokeby cross route"]).roads == ("Stokeby Cross Route",)
    assert read(location=..., corridorIds=[]).roads == ()
    assert read(location=..., corridorIds=[], streets=[a_street() | {"name": "[A9] MILL LANE (SE99 )"}]).roads == (
        "A9 Mill Lane",
    )


@pytest.mark.parametrize(
    ("sub", "category", "code"),
    [
        ("Vehicle collision", "Collisions", "collision"),
        ("Utility works", "Works", "roadworks"),
        ("Emergency utility works", "Works", "emergency_works"),
        ("Burst water main", "Hazards", "flood_water"),
        ("Spillage on carriageway", "Hazards", "spillage"),
        ("Broken down vehicle", "Traffic Incidents", "broken_down_vehicle"),
        ("Traffic signals", "Network delays", None),
        (None, None, None),
    ],
    ids=range(8),
)
def test_a_cause_is_said_with_our_own_code_or_not_at_all(sub: Any, category: Any, code: Any) -> None:
    assert read(subCategory=sub, category=category).facts.get("cause") == code


def test_severity_is_caps_and_the_page_has_the_tables() -> None:
    page = (ROOT / "docs/feeds/tfl.md").read_text(encoding="utf-8")
    for name, severity in SEVERITIES.items():
        assert read(severity=name.title()).severity is severity
        assert f"| {name.capitalize()} | {severity} |" in page
    for name, phase in STATUSES.items():
        assert f"| {name.capitalize()} | {phase} |" in page
    assert read(severity="Enormous").severity is Severity.UNKNOWN


@pytest.mark.parametrize(
    ("changes", "point", "shape"),
    [
        (
            {"streets": [a_street("Closed", "", "[[-0.1,51.5],[-0.2,51.6]]", "[[-0.3,")]},
            (51.51, -0.11),
            ((51.5, -0.1), (51.6, -0.2)),
        ),
        (
            {"geometry": {"coordinates": [[[[-0.1, 51.5], [-0.2, 51.6], [-0.1, 51.5]]]]}},
            (51.51, -0.11),
            ((51.5, -0.1), (51.6, -0.2), (51.5, -0.1)),
        ),
        (
            {
                "geometry": {
                    "type": "MultiPolygon",
                    "coordinates": [[[[0, 51], [0, 52], [1, 51], [0, 51]]], [[[2, 51], [2, 52], [1, 51], [2, 51]]]],
                }
            },
            (51.51, -0.11),
            ((51, 0), (52, 0), (52, 2), (51, 2), (51, 0)),
        ),
        ({"point": [-0.11, 51.51]}, (51.51, -0.11), ()),
        ({"point": ..., "geography": {"coordinates": [-0.11, 51.51]}}, (51.51, -0.11), ()),
        (
            {"point": "[51.51]", "geometry": {"coordinates": [[]]}, "streets": [{"segments": [7, {"lineString": 7}]}]},
            None,
            (),
        ),
        ({"point": "[" * 5000}, None, ()),
        (
            {"point": ..., "geography": {"coordinates": [[-0.1, 51.5], [-0.2, 51.6]]}},
            (51.5, -0.1),
            ((51.5, -0.1), (51.6, -0.2)),
        ),
    ],
    ids=range(8),
)
def test_positions_are_read_out_of_their_strings(changes: Any, point: Any, shape: Any) -> None:
    told = read(**changes)
    assert (told.point, told.shape) == (point, shape)


def test_a_policy_s_severity_comes_before_the_reader_s() -> None:
    policy = Policy(source="x", severities={"serious": Severity.EXTREME})
    assert parse(an_array(a_record(severity="Serious")), policy).incidents[0].severity is Severity.EXTREME


def test_two_records_of_one_id_are_one_incident() -> None:
    reading = parse(an_array(a_record(), a_record(severity="Severe", location="[A9998] MILL LANE")), POLICY)
    (told,) = reading.incidents
    assert (told.severity, told.facts["road"]) == ("Severe", "A9999 Aldermere Road and A9998 Mill Lane")


@pytest.mark.parametrize(
    ("record", "refused"),
    [
        (7, "0.id: the record is no object"),
        (a_record(id=""), "0.id: it is missing"),
        (
            a_record(lastModifiedTime=..., startDateTime="soon"),
            "0.lastModifiedTime: there is no time at all to tell old from new",
        ),
    ],
    ids=range(3),
)
def test_a_record_that_cannot_be_read_is_refused_and_loses_no_other(record: Any, refused: str) -> None:
    reading = parse(an_array(record, a_record(id="2")), POLICY)
    assert [str(each) for each in reading.refused] == [refused]
    assert [each.id for each in reading.incidents] == ["2"]


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"", "it is not JSON ("),
        (b"<html></html>", "it is not JSON ("),
        (an_array(a_record())[:-9], "it is not JSON ("),
        (b'{"httpStatusCode": 429, "message": "Rate limit is exceeded"}', "it is not a JSON array"),
        (b"7", "it is not a JSON array"),
        (b'[{"id": "A1", "displayName": "A1"}]', "none of its records is a disruption of a road"),
        (b"[null]", "none of its records is a disruption of a road"),
        (b"[" * 50 + b"]" * 50, "it is nested deeper than 20"),
    ],
    ids=range(8),
)
def test_what_is_no_array_of_disruptions_is_refused_whole(document: bytes, reason: str) -> None:
    with pytest.raises(FeedError) as refusal:
        parse(document, POLICY)
    assert (refusal.value.place, refusal.value.reason[: len(reason)]) == ("document", reason)


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["coordinates", "segments", "lineString", "startTime", "closure"]), inner, max_size=2
        )
    ),
    max_leaves=4,
)
_FIELDS = [*a_record(), "streets", "geometry", "geography", "recurringSchedules"]


@given(odd=st.dictionaries(st.sampled_from(_FIELDS), _values))
def test_whatever_stands_in_a_field_the_rest_of_the_array_is_read(odd: dict[str, Any]) -> None:
    reading = parse(an_array(a_record() | odd, a_record(id="2")), POLICY)
    assert "2" in {each.id for each in reading.incidents}
    assert all(digest_of(each) and each.model_dump_json() for each in reading.incidents)


@given(document=st.sampled_from(sorted(SAMPLES.iterdir())).flatmap(lambda path: spoilt(path.read_bytes())))
def test_a_broken_array_is_read_or_refused(document: bytes) -> None:
    try:
        reading = parse(document, POLICY)
    except FeedError as refusal:
        assert refusal.place  # noqa: PT017  # reading it is as good
        return
    assert all(digest_of(each) and 0 < len(each.id) <= 128 for each in reading.incidents)
