"""National Highways' closures: what of a record is said, and with which words."""

from typing import Any

import pytest

from loudhailer.domain.incident import Certainty
from loudhailer.feeds import Policy
from loudhailer.feeds.national_highways import parse
from tests.feeds.closures import CLASS, a_location, a_page, a_record, a_situation, read


@pytest.mark.parametrize(
    ("kinds", "event_type"),
    [
        (["roadClosed"], "highways_closure"),
        (["carriagewayClosures"], "highways_closure"),
        (["closedPermanentlyForTheWinter"], "highways_closure"),
        (["laneClosures"], "highways_lanes"),
        (["contraflow"], "highways_lanes"),
        (["other"], "highways_incident"),
        (["laneClosures", "carriagewayClosures", "other"], "highways_closure"),
        (["other", "laneClosures"], "highways_lanes"),
    ],
    ids=range(8),
)
def test_the_gravest_record_names_the_event_type(kinds: list[str], event_type: str) -> None:
    assert read(*(a_record(kind=each) for each in kinds)).event_type == event_type


def test_another_class_of_record_is_an_incident_and_its_class_the_cause() -> None:
    body = a_record(roadOrCarriagewayOrLaneManagementType=...)[CLASS]
    told = read({"sitAccident": body})
    assert (told.event_type, told.facts["cause"]) == ("highways_incident", "collision")


def test_the_sources_own_types_decide_first() -> None:
    policy = Policy(source="x", types={"sitAccident": "crash", "roadClosed": "shut"})
    page = a_page(a_situation(a_record(kind="roadClosed")), a_situation({"sitAccident": a_record()[CLASS]}))
    assert [each.event_type for each in parse(page, policy).incidents] == ["shut", "crash"]


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        ({"causeType": "accident"}, "collision"),
        (
            {
                "causeType": "environmentalObstruction",
                "detailedCauseType": {"environmentalObstructionType": "flooding"},
            },
            "flood_water",
        ),
        (
            {
                "causeType": "environmentalObstruction",
                "detailedCauseType": {"environmentalObstructionType": ["fallenTrees"]},
            },
            "fallen_tree",
        ),
        (
            {"causeType": "vehicleObstruction", "detailedCauseType": {"vehicleObstructionType": "brokenDownVehicle"}},
            "broken_down_vehicle",
        ),
        ({"causeType": "vehicleObstruction", "detailedCauseType": {"vehicleObstructionType": "vehicleOnFire"}}, "fire"),
        ({"causeType": "vehicleObstruction"}, "obstruction"),
        ({"causeType": {"value": "extendedG", "extendedValueG": "hazardousSpillage"}}, "spillage"),
        ({"causeType": "roadMaintenance", "detailedCauseType": {"roadMaintenanceType": ["other"]}}, "roadworks"),
        ({"causeType": "constructionWork"}, "roadworks"),
        ({"causeType": "authorityOperation"}, None),
        ({"causeType": "roadOrCarriagewayOrLaneManagement"}, None),
        (..., None),
        ("accident", "collision"),
        ([None, 7], None),
    ],
    ids=range(14),
)
def test_a_cause_is_said_with_our_own_code_or_not_at_all(cause: Any, code: str | None) -> None:
    assert read(a_record(cause=cause)).facts.get("cause") == code


@pytest.mark.parametrize(
    ("road", "description", "said"),
    [
        ("M99", "M99 southbound between J2 and J1", ("M99", "southbound between J2 and J1")),
        ("M99", "m99  southbound\nnear J2", ("M99", "southbound near J2")),
        ("A49", "the A49 at Stokeby", ("A49", "at Stokeby")),
        ("A4", "A49 at Stokeby", ("A4", "A49 at Stokeby")),
        ("M99", "M99", ("M99", None)),
        ("M99", ..., ("M99", None)),
        ("M99", {"values": []}, ("M99", None)),
        (..., "M99 southbound", ("M99", "southbound")),
        ("M99", "at 14 Mill Street", ("M99", None)),
        ("14 Mill Street", "southbound", (None, "southbound")),
    ],
    ids=range(10),
)
def test_the_place_is_said_after_its_road_and_an_address_never(
    road: Any, description: Any, said: tuple[Any, Any]
) -> None:
    told = read(a_record(locationReference=a_location(road, description)))
    assert (told.facts.get("road"), told.facts.get("place")) == said
    assert (told.roads, told.area) == ((said[0],) if said[0] else (), said[1] or "")


def test_several_roads_are_named_together_and_each_once() -> None:
    roads = [a_location(each, f"{each} at Stokeby") for each in ("M99", "A9999", "M99")]
    told = read(a_record(locationReference={"locLocationGroupByList": {"locationContainedInGroup": roads}}))
    assert (told.roads, told.facts["road"], told.facts["place"]) == (("M99", "A9999"), "M99 and A9999", "at Stokeby")


def test_the_first_public_comment_is_the_headline() -> None:
    comments = [{"comment": None}, {"comment": "M99 closed\n J2 to J1\u202e"}, {"comment": "word " * 99}]
    assert read(a_record(generalPublicComment=comments)).headline == "M99 closed J2 to J1"
    assert len(read(a_record(generalPublicComment=comments[2:])).headline) <= 160
    assert read(a_record(generalPublicComment=[{"comment": "at 14 Mill Street"}])).headline == ""
    assert read(a_record(nonGeneralPublicComment=[{"comment": "not for all"}])).headline == ""


@pytest.mark.parametrize(
    ("line", "point"),
    [
        ("52.455 -2.72 52.445 -2.73", (52.455, -2.72)),
        ("52.455", None),
        ("-2.72 52.455", None),
        ("48.85 2.35", None),
        ("nan nan", None),
        ("here there", None),
        ([52.4, -2.7], None),
        (..., None),
    ],
    ids=range(8),
)
def test_a_point_outside_great_britain_is_no_point(line: Any, point: Any) -> None:
    told = read(a_record(locationReference=a_location(line=line)))
    assert told.point == point
    assert bool(told.doubt) == (str(line) in {"-2.72 52.455", "48.85 2.35"})


def test_a_single_point_is_read_too() -> None:
    place = {"locPointLocation": {"pointByCoordinates": {"pointCoordinates": {"latitude": 52.4, "longitude": -2.7}}}}
    assert read(a_record(locationReference=place)).point == (52.4, -2.7)


@pytest.mark.parametrize(
    ("severity", "probability", "said"),
    [
        ("highest", "certain", ("Severe", "Observed")),
        ({"value": "high"}, "probable", ("Moderate", "Likely")),
        ("low", "riskOf", ("Minor", "Possible")),
        ("unknown", ..., ("Unknown", "Unknown")),
        (..., "maybe", ("Unknown", "Unknown")),
    ],
    ids=range(5),
)
def test_severity_and_certainty_are_caps(severity: Any, probability: Any, said: tuple[str, str]) -> None:
    told = read(a_record(severity=severity, probabilityOfOccurrence=probability))
    assert (told.severity, told.certainty) == said


def test_what_is_certain_but_to_come_has_not_been_observed() -> None:
    assert read(a_record("planned", probabilityOfOccurrence="certain")).certainty is Certainty.LIKELY
    coming = a_record(start="2099-01-01T00:00:00Z", end="2099-01-02T00:00:00Z", probabilityOfOccurrence="certain")
    assert read(coming).certainty is Certainty.LIKELY


def test_no_list_of_roads_grows_without_bound() -> None:
    roads = [a_location(f"{'M' * 200} {n}") for n in range(40)] + [a_location(f"M{n}") for n in range(40)]
    told = read(a_record(locationReference={"locLocationGroupByList": {"locationContainedInGroup": roads}}))
    assert len(told.roads) == 10
    assert max(len(each) for each in (*told.roads, told.facts["road"], told.area)) <= 160
