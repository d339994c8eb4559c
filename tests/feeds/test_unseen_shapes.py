"""Shapes that the formats allow and that no sample of a source has: they are read all the same."""

from datetime import UTC, datetime

import pytest

from local.deploy import ROOT
from loudhailer.domain.incident import Incident
from loudhailer.feeds import Policy, Reading
from loudhailer.feeds.cap import parse as parse_cap
from loudhailer.feeds.datex2 import parse as parse_datex2
from loudhailer.feeds.national_highways import parse as parse_national_highways
from tests.feeds.caps import OWN, a_block, an_alert, read, xml
from tests.feeds.test_datex2 import a_record
from tests.feeds.test_datex2 import read as read_datex2

POLICY = Policy(source="x")
COORDINATES = "<openlrCoordinates><latitude>{}</latitude><longitude>{}</longitude></openlrCoordinates>"
ONLINE = "<dynamicInformation><exchangeStatus>online</exchangeStatus></dynamicInformation>"


def unplanned() -> tuple[Incident, ...]:
    page = (ROOT / "events" / "feeds" / "national_highways" / "unplanned.json").read_bytes()
    reading = parse_national_highways(page, POLICY)
    assert reading.refused == ()
    return reading.incidents


def test_unplanned_records_of_each_class_are_read_like_closures() -> None:
    north = {"road": "M99", "place": "northbound between J4 and J5"}
    assert [(each.id, each.event_type, each.facts) for each in unplanned()] == [
        ("510001", "highways_lanes", {**north, "cause": "collision"}),
        (
            "510002",
            "highways_incident",
            {"road": "A99", "place": "eastbound near Stokeby", "cause": "broken_down_vehicle"},
        ),
        ("510003", "highways_incident", north),
        ("510004", "highways_incident", {**north, "cause": "flood_water"}),
    ]


def test_unplanned_records_keep_their_times_and_their_points() -> None:
    accident, lorry, queue, _ = unplanned()
    assert (accident.starts, accident.expected_end) == (
        datetime(2026, 7, 14, 6, 41, tzinfo=UTC),
        datetime(2026, 7, 14, 9, tzinfo=UTC),
    )
    assert (lorry.point, queue.expected_end) == ((52.2, -2.8), None)
    assert [each.withheld for each in unplanned()] == ["", "", "", ""]


@pytest.mark.parametrize(
    ("comment", "language", "roads"),
    [
        ("A99 ring road, a vehicle on the wrong side", "en", ("A99",)),
        ("The A99 is closed", "en", ("A99",)),
        ("A vehicle on the A99", "en", ()),
        ("A 3 vehicle collision", "en", ()),
        ("RTC 2 vehicles", "en", ()),
        ("J12 closed", "en", ()),
        ("A99 Ring, Falschfahrer", "de", ()),
    ],
)
def test_the_public_s_words_name_the_road_where_no_location_does(
    comment: str, language: str, roads: tuple[str, ...]
) -> None:
    values = f'<values><value lang="{language}">{comment}</value></values>'
    said = f"<generalPublicComment><comment>{values}</comment></generalPublicComment>"
    assert read_datex2(a_record(said)).roads == roads


def test_version_1_calls_what_is_closed_by_another_name() -> None:
    closed = read_datex2(
        a_record("<networkManagementType>roadClosed</networkManagementType>", kind="NetworkManagement")
    )
    assert closed.event_type == "highways_closure"


def test_where_only_openlr_says_it_the_points_between_which_it_is_are_kept() -> None:
    line = COORDINATES.format(52.1, -2.7) + COORDINATES.format(52.2, -2.8)
    own = "<pointCoordinates><latitude>52.15</latitude><longitude>-2.75</longitude></pointCoordinates>"
    rough, fine = (
        read_datex2(a_record(f"<locationReference>{each}</locationReference>")) for each in (line, line + own)
    )
    assert (rough.point, rough.shape) == ((52.1, -2.7), ((52.1, -2.7), (52.2, -2.8)))
    assert (fine.point, fine.shape) == ((52.15, -2.75), ())


def test_a_container_that_only_says_that_its_sender_is_there_ends_nothing() -> None:
    container = xml(messageContainer=xml(exchangeInformation=ONLINE)).encode()
    assert parse_datex2(container, POLICY) == Reading(partial=True)


def test_a_heartbeat_tells_nothing_and_an_alert_without_words_is_still_refused() -> None:
    heartbeat = {**OWN, "status": "System"}
    assert parse_cap(f"<alert>{xml(**heartbeat)}</alert>".encode(), POLICY) == Reading()
    assert [each.place for each in parse_cap(alerts(heartbeat, OWN), POLICY).refused] == ["alert.1.info"]
    assert read(an_alert(a_block(), status="System")).status == "System"


def alerts(*own: dict[str, str]) -> bytes:
    return xml(alerts=xml(alert=[xml(**each) for each in own])).encode()
