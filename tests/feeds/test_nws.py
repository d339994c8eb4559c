"""NWS alerts in GeoJSON: what their properties become, which earlier alerts they belong to, what is refused."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.deploy import ROOT
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident, Phase, Severity, Status
from loudhailer.feeds import Policy, Reading
from loudhailer.feeds.nws import parse
from loudhailer.normalise import digest_of
from tests.feeds.spoiling import spoilt

SAMPLES = ROOT / "events" / "feeds" / "nws"
POLICY = Policy(source="nws")
OWN = json.loads((SAMPLES / "alert.json").read_text(encoding="utf-8"))["properties"]
PREFIX = "urn:oid:2.49.0.1.840.0."


def a_page(*features: Any, **page: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "title": "t", "features": list(features)} | page).encode()


def a_feature(geometry: Any = None, **changes: Any) -> dict[str, Any]:
    told = {name: value for name, value in (OWN | changes).items() if value is not ...}
    return {"type": "Feature", "geometry": geometry, "properties": told}


def read(geometry: Any = None, **changes: Any) -> Incident:
    (incident,) = parse(a_page(a_feature(geometry, **changes)), POLICY).incidents
    return incident


def a_reference(name: str, sent: str) -> dict[str, str]:
    return {"@id": f"https://api.weather.gov/alerts/{name}", "identifier": name, "sender": "s", "sent": sent}


def test_a_page_is_read_whole() -> None:
    reading = parse((SAMPLES / "alerts.json").read_bytes(), POLICY)
    watch, warning, trial, over = reading.incidents
    assert (watch.id, watch.references) == (PREFIX + "b0", (PREFIX + "b0", PREFIX + "b1"))
    assert (watch.severity, watch.facts["warning"], watch.withheld) == (Severity.SEVERE, "Flood Watch", "")
    assert watch.facts["area"] == "Alder Coast; I5 Corridor in Westshire"
    assert watch.expected_end == watch.expires == datetime(2026, 12, 22, 18, 0, tzinfo=UTC)
    assert (watch.updated, watch.point) == (datetime(2026, 12, 20, 21, 34, tzinfo=UTC), None)
    assert (warning.point, len(warning.shape), warning.doubt) == ((52.44667, -2.74667), 4, "")
    assert (trial.status, trial.doubt) == (Status.TEST, "")
    assert (over.id, over.phase) == (PREFIX + "e1", Phase.CLOSED)
    assert [(each.place, each.about) for each in reading.refused] == [("features.4.references", PREFIX + "f1")]
    assert reading.next_page == "https://api.weather.gov/alerts?cursor=abc"


def test_a_single_feature_and_linked_data_are_read_alike() -> None:
    single = parse((SAMPLES / "alert.json").read_bytes(), POLICY)
    assert single == parse(json.dumps({"@graph": [OWN]}).encode(), POLICY) == parse(a_page(a_feature()), POLICY)
    assert len(single.incidents) == 1


def test_a_page_of_nothing_is_read() -> None:
    assert parse((SAMPLES / "nothing.json").read_bytes(), POLICY) == Reading()


@pytest.mark.parametrize(
    ("ends", "parameters", "expected", "stale"),
    [
        ("2026-12-22T18:00:00Z", {}, 22, 22),
        (None, {}, None, 21),
        (None, {"eventEndingTime": ["2026-12-23T18:00:00Z"]}, 23, 23),
        ("soon", {"eventEndingTime": []}, None, 21),
        (None, None, None, 21),
    ],
)
def test_the_end_is_the_hazard_s_and_else_unknown(ends: Any, parameters: Any, expected: int | None, stale: int) -> None:
    told = read(ends=ends, parameters=parameters)
    assert (told.expected_end and told.expected_end.day, told.expires and told.expires.day) == (expected, stale)


@pytest.mark.parametrize(
    ("listed", "expired", "incident"),
    [
        ([], None, "own"),
        ([a_reference("b", "2026-12-20T00:00:00Z"), a_reference("a", "2026-12-19T00:00:00Z")], None, "a"),
        ([a_reference("b", "2026-12-20T00:00:00Z")], ["s,a,2026-12-19T00:00:00Z"], "a"),
        ([{"identifier": "b"}, a_reference("c", "2026-12-20T00:00:00Z")], None, "c"),
        ([a_reference("a b", "2026-12-19T00:00:00Z")], None, "a_b"),
        ([{"sent": "2026-12-19T00:00:00Z"}, 3, None], "", "own"),
        ("a", {}, "own"),
        ([a_reference("own", "2026-12-19T00:00:00Z")], None, "own"),
    ],
    ids=range(8),
)
def test_the_oldest_of_the_earlier_alerts_names_the_incident(listed: Any, expired: Any, incident: str) -> None:
    told = read(id="own", messageType="Update", references=listed, parameters={"expiredReferences": expired})
    assert told.id == incident


@pytest.mark.parametrize(
    ("geometry", "corners"),
    [
        ({"type": "Polygon", "coordinates": [[[-2, 52], [-2, 53], [-3, 53], [-2, 52]]]}, 4),
        ({"type": "MultiPolygon", "coordinates": [[[[-2, 52], [-2, 53], [-3, 53]]], [[[1, 50], [1, 51], [0, 51]]]]}, 6),
        ({"type": "Point", "coordinates": [-2, 52]}, 0),
        ({"type": "Polygon", "coordinates": [[[-2, 52], ["x"], None]]}, 0),
        ({"type": "Polygon", "coordinates": []}, 0),
        ({"type": "Polygon", "coordinates": {"a": 1}}, 0),
        ({"type": "GeometryCollection"}, 0),
        ("POLYGON", 0),
    ],
    ids=range(8),
)
def test_a_geometry_is_turned_round_or_does_not_count(geometry: Any, corners: int) -> None:
    told = read(geometry)
    assert len(told.shape) == corners
    assert told.point is None or told.point[0] > 50


def test_json_ld_says_the_same_and_what_was_replaced_beside_what_replaces_it_is_one_incident() -> None:
    reading = parse((SAMPLES / "graph.json").read_bytes(), POLICY)
    assert reading.refused == ()
    replaced, sea = reading.incidents
    assert (replaced.id, replaced.identifier) == (f"{PREFIX}l1", f"{PREFIX}l2")
    assert (replaced.point, len(replaced.shape)) == ((35.3, -97.45), 5)
    assert (sea.point, sea.withheld) == (None, "")
    turned = parse(json.dumps({"@context": {"wx": "https://api.weather.gov/ontology#"}, "@graph": []}).encode(), POLICY)
    assert turned == Reading()


@pytest.mark.parametrize(
    ("zones", "area"),
    [
        ("Coastal waters from Alder to Quay out 20 NM", "Coastal waters from Alder to Quay out 20nm"),
        ("Waters from Alder to Quay 20 to 60 nautical miles", "Waters from Alder to Quay 20 to 60nm"),
        ("Alder Range Below 7400 Feet/Quay", "Alder Range Below 7400ft/Quay"),
        ("Highway 14 Corridor; US 20 Corridor", "Hwy14 Corridor; US20 Corridor"),
        ("Interstate 5 Corridor; I - 5 Corridor; I-5 Corridor", "I5 Corridor; I5 Corridor; I5 Corridor"),
    ],
)
def test_roads_heights_and_distances_at_sea_are_no_house_numbers(zones: str, area: str) -> None:
    assert (read(areaDesc=zones).area, read(areaDesc=zones).withheld) == (area, "")
    assert read(areaDesc="12 Mill Lane").withheld == "its area holds a house number"


@pytest.mark.parametrize(
    "text", ["", "POINT(-97 35)", "POLYGON EMPTY", "POLYGON((" + "(" * 200_000, "POLYGON((x y,1 2))"]
)
def test_a_text_that_is_no_surface_gives_no_position(text: str) -> None:
    (incident,) = parse(json.dumps({"@graph": [OWN | {"geometry": text}]}).encode(), POLICY).incidents
    assert (incident.point, incident.shape) == (None, ())


def test_a_scope_that_is_not_public_is_believed() -> None:
    assert read(scope=...).withheld == ""
    assert read(scope="Private").withheld == "scope Private is never broadcast"


def test_one_alert_that_cannot_be_read_loses_no_other() -> None:
    bad = [3, None, {"properties": None}, a_feature(sent="soon", id="B"), a_feature(status="Actual?"), a_feature(id=7)]
    reading = parse(a_page(a_feature(), *bad), POLICY)
    assert len(reading.incidents) == 1
    assert [each.place for each in reading.refused] == [
        *(f"features.{number}.properties" for number in (1, 2, 3)),
        "features.4.sent",
        "features.5.status",
        "features.6.identifier",
    ]
    assert reading.refused[3].about == "B"


@pytest.mark.parametrize("following", [{"next": ""}, {"next": 3}, {"next": "a\nb"}, {"next": "x" * 2001}, [], None])
def test_what_is_no_address_is_no_next_page(following: Any) -> None:
    assert parse(a_page(a_feature(), pagination=following), POLICY).next_page == ""


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"", "it is not JSON ("),
        (a_page(a_feature())[:-9], "it is not JSON ("),
        (b"[]", "it is not a JSON object"),
        (b"<html></html>", "it is not JSON ("),
        (b'{"title": "Not Found", "type": "https://api.weather.gov/problems/NotFound"}', "it is no collection"),
        (b'{"type": "FeatureCollection"}', "it is no collection"),
        (b'{"type": "FeatureCollection", "features": []}', "it holds features, but no alerts"),
        (a_page(feed_info={}), "it holds features, but no alerts"),
        (a_page({"type": "Feature", "properties": {"event": "x"}}), "it holds features, but no alerts"),
        (a_page(*[{}] * 5_001), "it has 5,001 alerts"),
    ],
    ids=range(10),
)
def test_what_is_no_page_of_alerts_is_refused_whole(document: bytes, reason: str) -> None:
    with pytest.raises(FeedError) as refusal:
        parse(document, POLICY)
    assert refusal.value.place == "document"
    assert refusal.value.reason.startswith(reason)


@given(document=st.sampled_from(sorted(SAMPLES.iterdir())).flatmap(lambda path: spoilt(path.read_bytes())))
def test_a_broken_document_is_read_or_refused(document: bytes) -> None:
    try:
        reading = parse(document, POLICY)
    except FeedError as refusal:
        assert refusal.place  # noqa: PT017  # reading it is as good
        return
    assert all(digest_of(each) and 0 < len(each.id) <= 128 for each in reading.incidents)
