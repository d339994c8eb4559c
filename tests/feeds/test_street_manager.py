"""Street Manager: which message deserves a post, what it says of the works, and that every other one says why not."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.deploy import ROOT
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident, Phase
from loudhailer.feeds import Policy
from loudhailer.feeds._street_works import EVENTS, SEVERITIES, STATUSES
from loudhailer.feeds.street_manager import parse
from loudhailer.normalise import digest_of
from tests.feeds.closures import without
from tests.feeds.spoiling import spoilt

SAMPLES = ROOT / "events" / "feeds" / "street_manager"
POLICY = Policy(source="street_manager")


def works(**changes: Any) -> Any:
    known = {
        "works_location_coordinates": "POINT(350800.25 285900.5)",
        "street_name": "HIGH STREET",
        "area_name": "STOKEBY",
        "town": "ALDERMERE",
        "work_category_ref": "immediate_emergency",
        "traffic_management_type_ref": "road_closure",
        "work_status_ref": "in_progress",
        "actual_start_date_time": "2026-06-23T09:40:00.000Z",
    }
    return without(known | changes)


def a_message(event: Any = "WORK_START", works: Any = works(), **changes: Any) -> Any:  # noqa: B008  # never changed
    message = {
        "event_reference": 1,
        "event_type": event,
        "object_data": works,
        "event_time": "2026-06-23T09:58:03.091Z",
        "object_type": "PERMIT",
        "object_reference": "WS0099000001-01",
        "version": 1,
    }
    return without(message | changes)


def read(message: Any) -> Incident:
    reading = parse(json.dumps(message).encode(), POLICY)
    assert reading.refused == ()
    (incident,) = reading.incidents
    return incident


def sample(name: str) -> Incident:
    (incident,) = parse((SAMPLES / name).read_bytes(), POLICY).incidents
    return incident


def test_an_emergency_closure_is_told_with_its_street_and_nobody_s_name() -> None:
    told = sample("works_1_start.json")
    assert told.model_dump(exclude_defaults=True) == {
        "source": "street_manager",
        "id": "WS0099000001-01",
        "revision": 1782208683091,
        "phase": "open",
        "status": "Actual",
        "event_type": "street_works",
        "severity": "Minor",
        "urgency": "Immediate",
        "certainty": "Observed",
        "facts": {"road": "High Street", "place": "Stokeby", "cause": "emergency_works"},
        "expires": datetime(2026, 6, 26, 22, 59, 59, tzinfo=UTC),
        "expected_end": datetime(2026, 6, 26, 22, 59, 59, tzinfo=UTC),
        "starts": datetime(2026, 6, 23, 9, 40, tzinfo=UTC),
        "updated": datetime(2026, 6, 23, 9, 58, 3, 91000, tzinfo=UTC),
        "roads": ("High Street",),
        "area": "Stokeby",
        "point": (52.46881, -2.72567),
        "shape": ((52.46881, -2.72567), (52.46936, -2.7255)),
    }


def test_the_bare_message_is_read_as_it_is_in_its_envelope() -> None:
    envelope = json.loads((SAMPLES / "works_1_start.json").read_bytes())
    assert parse(envelope["Message"].encode(), POLICY).incidents[0] == sample("works_1_start.json")


def test_a_permit_that_is_granted_while_they_work_ends_nothing() -> None:
    start, granted = sample("works_1_start.json"), sample("works_2_granted.json")
    assert (granted.phase, granted.withheld) == ("open", "")
    assert digest_of(granted) == digest_of(start)


def test_stop_and_taking_back_follow_each_other_by_the_millisecond() -> None:
    stop, taken_back = sample("works_3_stop.json"), sample("works_4_start_reverted.json")
    assert (stop.id, stop.phase, stop.facts["outcome"]) == (taken_back.id, "closed", "works_finished")
    assert (taken_back.phase, taken_back.facts["outcome"]) == ("closed", "works_not_started")
    assert stop.revision + 1 == taken_back.revision


@pytest.mark.parametrize(
    "spelling", [str.upper, str.lower, str.title, lambda name: name.replace("_", "-")], ids=range(4)
)
@pytest.mark.parametrize("event", EVENTS)
def test_each_event_is_known_in_every_spelling(event: str, spelling: Any) -> None:
    told = read(a_message(spelling(event)))
    assert (told.phase, told.facts.get("outcome", "")) == EVENTS[event]


@pytest.mark.parametrize(
    "event", ["PERMIT_SUBMITTED", "PERMIT_GRANTED", "PERMIT_REFUSED", "PERMIT_ALTERATION_GRANTED", "NEW"]
)
@pytest.mark.parametrize("status", STATUSES)
def test_where_the_event_does_not_decide_the_works_status_does(event: str, status: str) -> None:
    for spelt in (
        {"work_status_ref": status},
        {"work_status_ref": ..., "work_status": f"Works {status}".replace("_", " ")},
    ):
        told = read(a_message(event, works(**spelt)))
        assert (told.phase, told.facts.get("outcome", "")) == STATUSES[status]


@pytest.mark.parametrize(
    ("begun", "ended", "phase"),
    [
        ("2026-06-23T09:40:00Z", None, "open"),
        ("2026-06-23T09:40:00Z", "2026-06-23T10:00:00Z", "planned"),
        (None, None, "planned"),
    ],
)
def test_without_a_status_nothing_is_over_and_nothing_begins_by_a_guess(begun: Any, ended: Any, phase: str) -> None:
    told = works(work_status_ref=..., actual_start_date_time=begun, actual_end_date_time=ended)
    assert read(a_message("PERMIT_GRANTED", told)).phase == phase


def test_what_is_cancelled_is_over_whatever_its_event() -> None:
    told = read(a_message("PERMIT_ALTERATION_GRANTED", works(cancelled="Yes")))
    assert (told.phase, told.facts["outcome"]) == ("closed", "works_cancelled")
    assert read(a_message("WORK_START", works(cancelled="No"))).phase == "open"


@pytest.mark.parametrize(
    ("changes", "withheld"),
    [
        ({}, ""),
        ({"work_category_ref": ..., "work_category": "Immediate - urgent"}, ""),
        ({"traffic_management_type_ref": ..., "traffic_management_type": "Road closure"}, ""),
        ({"work_category_ref": "minor"}, "not an emergency closure: the works are minor"),
        ({"work_category_ref": ...}, "not an emergency closure: it names no category of works"),
        (
            {"traffic_management_type_ref": "two_way_signals"},
            "not an emergency closure: the traffic management is two way signals",
        ),
        ({"traffic_management_type_ref": ...}, "not an emergency closure: the traffic management is not named"),
        (
            {"current_traffic_management_type": "Give and take"},
            "not an emergency closure: the traffic management is give and take",
        ),
        ({"traffic_management_type_ref": "lane_closure", "current_traffic_management_type_ref": "road_closure"}, ""),
        ({"current_traffic_management_type_ref": None, "current_traffic_management_type": ""}, ""),
    ],
    ids=range(10),
)
def test_only_an_emergency_that_closes_a_road_is_broadcast(changes: dict[str, Any], withheld: str) -> None:
    assert read(a_message(works=works(**changes))).withheld == withheld


def test_the_end_of_a_closure_is_told_whatever_the_works_are_by_then() -> None:
    signals = works(current_traffic_management_type_ref="no_carriageway_incursion")
    assert read(a_message("WORK_STOP", signals)).withheld == ""
    for category in ("minor", ...):
        # The category of a permit may be changed, or be missing, by the time that the works end.
        assert read(a_message("WORK_STOP", works(work_category_ref=category))).withheld == ""


@pytest.mark.parametrize(
    ("name", "phase", "withheld"),
    [
        ("activity.json", "closed", "it is an activity, such as an event, and no emergency works"),
        ("section_58.json", "planned", "it restricts later works in a street, and closes none"),
    ],
)
def test_what_is_no_works_at_all_says_so(name: str, phase: str, withheld: str) -> None:
    told = sample(name)
    assert (told.phase, told.withheld, "cause" in told.facts) == (phase, withheld, False)
    assert told.point is not None


@pytest.mark.parametrize(
    ("event", "kind", "about"),
    [
        ("WORK_START", ..., ""),
        ("PERMIT_GRANTED", ..., ""),
        ("SECTION_58_CREATED", ..., "it restricts later works in a street, and closes none"),
        ("WORK_START", "FORWARD_PLAN", "it is about neither works nor an activity"),
        (None, ..., "it is about neither works nor an activity"),
    ],
    ids=range(5),
)
def test_what_a_message_is_about_is_known_by_its_event_where_it_does_not_say(event: Any, kind: Any, about: str) -> None:
    assert read(a_message(event, object_type=kind)).withheld == about


@pytest.mark.parametrize(
    ("start", "end", "starts", "ends"),
    [
        (
            ("2026-06-23T23:00:00.000Z", None),
            ("2026-06-27T23:00:00.000Z", None),
            "2026-06-23T23:00Z",
            "2026-06-28T22:59:59Z",
        ),
        (
            ("2026-06-24T00:00:00.000Z", None),
            ("2026-06-28T00:00:00.000Z", None),
            "2026-06-23T23:00Z",
            "2026-06-28T22:59:59Z",
        ),
        (
            ("2026-12-24T00:00:00.000Z", None),
            ("2026-12-28T00:00:00.000Z", None),
            "2026-12-24T00:00Z",
            "2026-12-28T23:59:59Z",
        ),
        (
            ("2026-06-23T23:00:00.000Z", "2026-06-24T08:30:00.000Z"),
            ("2026-06-27T23:00:00.000Z", "2026-06-28T16:00:00.000Z"),
            "2026-06-24T08:30Z",
            "2026-06-28T16:00Z",
        ),
        (("2026-06-24T14:30:00.000Z", None), ("tomorrow", None), "2026-06-24T14:30Z", None),
        ((None, None), (None, None), None, None),
    ],
    ids=range(6),
)
def test_a_day_is_that_of_london_and_lasts_to_its_end(start: Any, end: Any, starts: Any, ends: Any) -> None:
    names = ("proposed_start_date", "proposed_start_time", "proposed_end_date", "proposed_end_time")
    told = read(
        a_message("PERMIT_GRANTED", works(actual_start_date_time=None, **dict(zip(names, (*start, *end), strict=True))))
    )
    assert (told.starts, told.expected_end) == tuple(each and datetime.fromisoformat(each) for each in (starts, ends))


def test_a_forecast_that_had_passed_when_they_went_on_is_none() -> None:
    late = read(a_message("WORK_STOP_REVERTED", works(proposed_end_date="2026-06-20T23:00:00Z")))
    assert (late.phase, late.expected_end, late.expires) == ("open", None, None)


@pytest.mark.parametrize(
    ("street", "area", "town", "said"),
    [
        ("HIGH STREET", "STOKEBY", "ALDERMERE", ("High Street", "Stokeby, Aldermere")),
        ("High Street", "HIGH STREET", "STOKEBY-ON-ALDER", ("High Street", "Stokeby-on-Alder")),
        ("ST JOHN'S ROAD", "STOKEBY", "STOKEBY", ("St John's Road", "Stokeby")),
        ("A49 (T)", "", None, ("A49 (T)", None)),
        ("14 MILL STREET", "FLAT 3, STOKEBY", "AB1 2DE", ("Mill Street", "Stokeby")),
        (None, "STOKEBY", "", (None, "Stokeby")),
    ],
    ids=range(6),
)
def test_streets_are_said_as_people_say_them_and_houses_never(street: Any, area: Any, town: Any, said: Any) -> None:
    told = read(a_message(works=works(street_name=street, area_name=area, town=town)))
    assert (told.facts.get("road"), told.facts.get("place")) == said


def test_nothing_but_what_is_needed_is_ever_read() -> None:
    odd = {
        "secondary_contact": "A. Person",
        "secondary_contact_number": "01632 960001",
        "works_location_description": "O/S 9",
    }
    assert read(a_message(works=works(**odd))) == read(a_message())


def test_a_position_that_cannot_be_read_makes_a_person_look() -> None:
    assert read(a_message(works=works(works_location_coordinates="POINT(here)"))).doubt == "its position cannot be read"
    told = read(a_message(works=works(works_location_coordinates=None)))
    assert (told.point, told.doubt) == (None, "")
    away = parse(json.dumps(a_message()).encode(), Policy(source="x", box=(49.8, -6.5, 50.0, 1.8))).incidents[0]
    assert (away.point, away.doubt) == (None, "its position lies outside of where its source speaks of")


def test_the_page_has_the_tables() -> None:
    page = (ROOT / "docs/feeds/street_manager.md").read_text(encoding="utf-8")
    for event, (phase, outcome) in EVENTS.items():
        assert f"| `{event.upper()}` | {phase} | {f'`{outcome}`' if outcome else ''} |" in page
    for status, (phase, outcome) in STATUSES.items():
        assert f"| `{status}` | {phase} | {f'`{outcome}`' if outcome else ''} |" in page
    for category, severity in SEVERITIES.items():
        assert f"| `{category}` | {severity} |" in page


def an_envelope(**changes: Any) -> Any:
    envelope = json.loads((SAMPLES / "works_1_start.json").read_bytes())
    return without(envelope | changes)


@pytest.mark.parametrize(
    ("document", "refused"),
    [
        (
            an_envelope(Type="SubscriptionConfirmation"),
            "Type: 'SubscriptionConfirmation' is a matter between SNS and the",
        ),
        (
            an_envelope(Type="UnsubscribeConfirmation"),
            "Type: 'UnsubscribeConfirmation' is a matter between SNS and the",
        ),
        (an_envelope(Type=7), "Type: '' is a matter between SNS and the endpoint"),
        (an_envelope(Message=...), "Message: it is missing or not text"),
        (an_envelope(Message="{"), "Message: it is not JSON ("),
        (an_envelope(Message="[]"), "Message: it is not a JSON object"),
        (an_envelope(Message="{}"), "object_data: it is missing or no object"),
        ({"rows": []}, "document: it is a page of the reporting API"),
        ({}, "object_data: it is missing or no object"),
        (a_message(works="none"), "object_data: it is missing or no object"),
        (a_message(object_reference=" "), "object_reference: it is missing"),
        (a_message(event_time="soon"), "event_time: it is missing or no time"),
    ],
    ids=range(12),
)
def test_what_is_no_message_about_works_is_refused(document: Any, refused: str) -> None:
    with pytest.raises(FeedError) as refusal:
        parse(json.dumps(document).encode(), POLICY)
    assert str(refusal.value).startswith(refused)


def test_without_its_own_time_a_message_is_as_old_as_its_delivery() -> None:
    told = read(an_envelope(Message=json.dumps(a_message(event_time=...))))
    assert told.updated == datetime(2026, 6, 23, 9, 58, 4, 120000, tzinfo=UTC)


@pytest.mark.parametrize("document", [b"", b"\n", b"<html></html>", b"[]", b"\xff", b'{"a":' * 50 + b"1" + b"}" * 50])
def test_what_is_no_document_is_refused(document: bytes) -> None:
    with pytest.raises(FeedError) as refusal:
        parse(document, POLICY)
    assert refusal.value.place == "document"


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)


@given(
    message=st.dictionaries(st.sampled_from(list(a_message())), _values),
    odd=st.dictionaries(st.sampled_from(list(works())), _values),
)
def test_whatever_stands_in_a_field_the_message_is_read_or_refused(
    message: dict[str, Any], odd: dict[str, Any]
) -> None:
    try:
        reading = parse(json.dumps(a_message(works=works() | odd) | message).encode(), POLICY)
    except FeedError as refusal:
        assert refusal.place in message  # noqa: PT017  # reading it is as good
        return
    assert all(digest_of(each) and each.model_dump_json() for each in reading.incidents)
    assert all(each.phase in Phase for each in reading.incidents)


@given(document=st.sampled_from(sorted(SAMPLES.iterdir())).flatmap(lambda path: spoilt(path.read_bytes())))
def test_a_broken_message_is_read_or_refused(document: bytes) -> None:
    try:
        reading = parse(document, POLICY)
    except FeedError as refusal:
        assert refusal.place  # noqa: PT017  # reading it is as good
        return
    assert all(digest_of(each) and 0 < len(each.id) <= 128 for each in reading.incidents)
