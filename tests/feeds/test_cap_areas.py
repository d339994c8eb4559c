"""CAP: where an alert holds, what of several blocks speaks, and what makes a person look first."""

from datetime import UTC, datetime
from typing import Any

import pytest

from local.deploy import ROOT
from loudhailer.domain.incident import Severity, Urgency
from loudhailer.feeds import Policy
from loudhailer.feeds.cap import parse
from tests.feeds.caps import AREA, INFO, a_block, an_alert, read, refusal_of, xml

SAMPLES = ROOT / "events" / "feeds" / "cap"
UK = Policy(source="x", box=(49.8, -8.7, 60.9, 1.8))
TRIANGLE = "52,-2 52,-3 53,-3 52,-2"
UNREAD = "a part of its area cannot be read"
ELSEWHERE = "its position lies outside of where its source speaks of"


@pytest.mark.parametrize(
    ("area", "shape"),
    [
        ({"polygon": TRIANGLE}, ((52, -2), (52, -3), (53, -3), (52, -2))),
        ({"polygon": "52,-2\n52,-3\t53,-3"}, ((52, -2), (52, -3), (53, -3), (52, -2))),
        ({"polygon": ["", TRIANGLE, "52,0 52,1 53,1 52,0"]}, ((52, -3), (53, -3), (53, 1), (52, 1), (52, -3))),
        ({"polygon": "52, -2 52, -3 53, -3"}, ((52, -2), (52, -3), (53, -3), (52, -2))),
        ({"polygon": "52,-2 53,-3"}, ()),
        ({"circle": "52,-2 0"}, ()),
        ({"circle": ["52,-2 0", "53,-3 0"]}, ((52, -2), (53, -3))),
        ({"circle": "52,-2 far"}, ()),
        ({"circle": "52,-2 9000"}, ()),
        ({"circle": "89,-2 10"}, ()),
        ({"polygon": "60,179 61,179 61,-179 60,-179 60,179"}, ()),
        ({"polygon": "60,179 61,179 61,181 60,181"}, ()),
        ({"geocode": xml(valueName="EMMA_ID", value="UK999")}, ()),
        ({}, ()),
    ],
    ids=range(14),
)
def test_the_shape_is_a_closed_surface_around_all_of_it(area: dict[str, Any], shape: Any) -> None:
    assert read(an_alert(a_block(AREA | area))).shape == shape


def test_a_circle_is_a_surface_about_its_centre() -> None:
    told = read(an_alert(a_block(AREA | {"circle": "52,-2 111.2"})))
    assert told.point == (52.0, -2.0)
    assert (len(told.shape), told.shape[0], told.shape[-1]) == (17, (53.0, -2.0), (53.0, -2.0))
    assert 1.6 < max(east for _, east in told.shape) + 2 < 1.65


def test_a_surface_of_many_corners_is_thinned_and_stays_closed() -> None:
    corners = " ".join(f"{52 + n / 1000},-{2 + n % 7 / 100}" for n in range(500))
    told = read(an_alert(a_block(AREA | {"polygon": corners})))
    assert (len(told.shape) <= 32, told.shape[0]) == (True, told.shape[-1])
    axes = tuple((min(axis), max(axis)) for axis in zip(*told.shape, strict=True))
    assert axes == ((52, 52.499), (-2.06, -2))


@pytest.mark.parametrize("polygon", ["60,179 61,179 61,-179 60,-179 60,179", "60,179 61,179 61,181 60,181"])
def test_the_middle_of_what_lies_across_the_180th_meridian_is_there(polygon: str) -> None:
    point = read(an_alert(a_block(AREA | {"polygon": polygon}))).point
    assert point is not None
    assert (point[0], abs(point[1])) == (60.5, 180)


@pytest.mark.parametrize(
    ("area", "has_point", "doubt"),
    [
        ({"polygon": TRIANGLE}, True, ""),
        ({"polygon": "-2,52 -3,52 -3,53 -2,52"}, False, ELSEWHERE),
        ({"polygon": "48,-2 52,-3 53,-3 48,-2"}, True, ""),
        ({"circle": "16.5,61.4 0"}, False, ELSEWHERE),
        ({"polygon": "52,-2 here 53,-3"}, False, UNREAD),
        ({"polygon": ["52,-2 here 53,-3", TRIANGLE]}, True, UNREAD),
        ({"polygon": ["91,0 92,0 93,1", "-2,52"]}, False, f"{UNREAD}; {ELSEWHERE}"),
    ],
    ids=range(7),
)
def test_what_lies_where_its_source_does_not_speak_of_is_doubted(area: Any, *, has_point: bool, doubt: str) -> None:
    told = read(an_alert(a_block(AREA | area)), UK)
    assert (told.point is not None, told.doubt) == (has_point, doubt)


def test_blocks_for_several_areas_are_one_incident_with_all_of_them() -> None:
    told = read((SAMPLES / "wind_areas_and_languages.xml").read_bytes())
    assert (told.id, told.facts) == ("WS-WIND-0001A", {"warning": "wind", "area": "Stokeby, Aldermere"})
    assert (told.withheld, told.doubt, told.shape[0]) == ("", "", told.shape[-1])
    assert told.shape[0][0] < 52.45 < max(north for north, _ in told.shape)


def test_of_blocks_about_one_event_the_gravest_and_the_latest_counts() -> None:
    mild: dict[str, Any] = {
        "severity": "Minor",
        "urgency": "Future",
        "expires": "2026-11-23T08:00:00Z",
        "onset": "2026-11-22T08:00:00Z",
    }
    grave: dict[str, Any] = {"severity": "Extreme", "expires": "2026-11-23T09:00:00Z", "onset": "2026-11-22T09:00:00Z"}
    told = read(an_alert(a_block(**mild), a_block({"areaDesc": "Stokeby"}, headline="Go now", **grave)))
    assert (told.severity, told.urgency, told.headline) == (Severity.EXTREME, Urgency.IMMEDIATE, "Go now")
    assert (told.starts, told.expires) == (
        datetime(2026, 11, 22, 8, 0, tzinfo=UTC),
        datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    )
    assert told.area == "Stokeby, River Alder at Aldermere"
    assert read(an_alert(a_block(**mild), a_block())).expires is None


def test_another_event_of_the_same_language_is_looked_at_and_its_area_is_not_said() -> None:
    told = read(an_alert(a_block(), a_block({"areaDesc": "Stokeby"}, event="Wind", severity="Minor")))
    assert (told.facts["warning"], told.area) == ("Flood Warning", "River Alder at Aldermere")
    assert told.doubt == "it tells of several events"
    assert read(an_alert(a_block(), a_block(event="Llifogydd", language="cy-GB"))).doubt == ""


def test_a_policy_s_severity_comes_before_the_alert_s() -> None:
    assert read(an_alert(), Policy(severities={"flood": Severity.MINOR})).severity is Severity.MINOR


@pytest.mark.parametrize(
    ("own", "block", "doubt"),
    [
        ({}, {"expires": "soon"}, "when it expires cannot be read"),
        ({}, {"expires": ""}, ""),
        ({"note": "This is a TEST"}, {}, "it speaks of a test or an exercise"),
        ({}, {"headline": "Exercise only"}, "it speaks of a test or an exercise"),
        ({"note": "This is a TEST", "status": "Test"}, {}, ""),
        ({"note": "Not sent to IPAWS"}, {}, ""),
        ({}, {"headline": "Flood Warning: Lower Test and River Test at Stokeby, Test Valley"}, ""),
        (
            {},
            {"headline": "River Test at Stokeby. This is a test"},
            "it speaks of a test or an exercise",
        ),
        ({}, {"event": "Testing times"}, ""),
        ({}, {"description": "This is a test of Emergency\nAlerts."}, "it speaks of a test or an exercise"),
        ({}, {"instruction": "THIS IS A MOBILE NETWORK TEST"}, "it speaks of a test or an exercise"),
        ({}, {"description": "Test the water before this is a danger."}, ""),
    ],
    ids=range(12),
)
def test_what_is_odd_is_doubted(own: dict[str, Any], block: dict[str, Any], doubt: str) -> None:
    assert read(an_alert(a_block(**block), **own)).doubt == doubt


def test_an_alert_inside_an_alert_or_its_signature_does_not_count() -> None:
    signed = an_alert().replace(b"</alert>", b"<Signature><Object>" + an_alert() + b"</Object></Signature></alert>")
    assert read(signed) == read(an_alert())


def a_wrapper(**said: Any) -> bytes:
    told = xml(**{"distributionStatus": "Actual", "combinedConfidentiality": "UNCLASSIFIED AND NOT SENSITIVE"} | said)
    return b"<EDXLDistribution>%b%b</EDXLDistribution>" % (told.encode(), an_alert())


@pytest.mark.parametrize(
    ("said", "status", "withheld"),
    [
        ({}, "Actual", ""),
        ({"distributionStatus": "Exercise"}, "Exercise", ""),
        ({"distributionStatus": ...}, "Actual", "its wrapper has the status nobody named"),
        ({"distributionStatus": "Rehearsal"}, "Actual", "its wrapper has the status Rehearsal"),
        ({"combinedConfidentiality": "SENSITIVE"}, "Actual", "its wrapper says SENSITIVE"),
        ({"combinedConfidentiality": ...}, "Actual", ""),
    ],
    ids=range(6),
)
def test_what_a_wrapper_says_holds_for_what_is_in_it(said: dict[str, Any], status: str, withheld: str) -> None:
    told = read(a_wrapper(**said))
    assert (told.status, told.withheld) == (status, withheld)
    assert read((SAMPLES / "exercise_in_edxl.xml").read_bytes()).status == "Exercise"


def test_an_index_in_rss_links_to_its_alerts() -> None:
    host = "https://floods.westshire.example/cap"
    reading = parse((SAMPLES / "index.rss").read_bytes(), UK)
    assert [(each.url, each.version) for each in reading.links] == [
        (f"{host}/flood_1_alert.xml", "2026-11-22T17:32:10+00:00"),
        (f"{host}/flood_2_update.xml", "2026-11-22T19:05:00+00:00"),
    ]
    assert (reading.incidents, reading.refused) == ((), ())


def test_an_alert_that_was_escaped_in_an_entry_is_read() -> None:
    nested, escaped = parse((SAMPLES / "whole_alerts.atom").read_bytes(), UK).incidents
    assert (nested.id, escaped.id) == ("WS-WIND-0002A", "WS-WIND-0001A")
    assert nested.facts == escaped.facts


def test_an_escaped_alert_that_is_broken_loses_no_other() -> None:
    entries = "".join(
        xml(entry=xml(content=each)) for each in ("&lt;alert>", "<![CDATA[" + an_alert().decode() + "]]>")
    )
    reading = parse(f"<feed>{entries}</feed>".encode(), UK)
    assert ([each.id for each in reading.incidents], len(reading.refused)) == (["W-1"], 1)
    assert reading.refused[0].place == "entry.0.content"


def test_more_blocks_than_anybody_writes_are_refused() -> None:
    assert refusal_of(an_alert(*[xml(**INFO)] * 1_001)).place == "alert.info"
