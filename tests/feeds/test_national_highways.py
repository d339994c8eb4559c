"""National Highways' closures: what a situation is, which of its records decide, what is refused or withheld."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.deploy import ROOT
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Certainty, Incident, Phase, Severity, Status, Urgency
from loudhailer.feed_rules import FeedRules
from loudhailer.feeds import Policy, Reading
from loudhailer.feeds.national_highways import parse
from loudhailer.normalise import digest_of
from loudhailer.rules import current
from tests.feeds.closures import (
    CLASS,
    END,
    HEADER,
    POLICY,
    PUBLISHED,
    a_location,
    a_page,
    a_record,
    a_situation,
    at,
    read,
)
from tests.feeds.spoiling import spoilt

SAMPLES = ROOT / "events" / "feeds" / "national_highways"


def test_a_situation_of_several_records_is_one_incident() -> None:
    reading = parse((SAMPLES / "closures_1_active.json").read_bytes(), POLICY)
    assert [each.id for each in reading.incidents] == ["410001", "410002"]
    assert reading.incidents[0] == Incident(
        source="national_highways",
        id="410001",
        revision=1795368660,
        phase=Phase.OPEN,
        status=Status.ACTUAL,
        event_type="highways_closure",
        severity=Severity.MODERATE,
        urgency=Urgency.UNKNOWN,
        certainty=Certainty.OBSERVED,
        facts={"road": "M99", "place": "southbound between J2 and J1", "cause": "collision"},
        expires=at(20, 30),
        expected_end=at(20, 30),
        headline="M99 southbound J2 to J1 - carriageway closed",
        starts=at(17, 20),
        updated=datetime(2026, 11, 22, 17, 31, 0, 123456, tzinfo=UTC),
        roads=("M99",),
        area="southbound between J2 and J1",
        point=(52.455, -2.72),
        shape=((52.455, -2.72), (52.445, -2.73), (52.456, -2.719), (52.455, -2.72)),
    )


def test_a_later_page_changes_what_is_open_and_an_empty_one_says_that_nothing_is() -> None:
    pages = [parse(path.read_bytes(), POLICY) for path in sorted(SAMPLES.glob("closures_*"))]
    assert [len(each.incidents) for each in pages] == [2, 2, 0]
    before, after = (page.incidents[0] for page in pages[:2])
    assert (before.event_type, after.event_type) == ("highways_closure", "highways_lanes")
    assert before.revision < after.revision
    assert pages[0].incidents[1] == pages[1].incidents[1]
    assert pages[2] == Reading()


@pytest.mark.parametrize(
    ("statuses", "phase"),
    [
        (["active"], Phase.OPEN),
        (["planned"], Phase.PLANNED),
        (["suspended"], Phase.CLOSED),
        (["closed"], Phase.CLOSED),
        (["ended"], Phase.CLOSED),
        ([{"value": "active"}], Phase.OPEN),
        ([{"value": "extendedG", "extendedValueG": "closed"}], Phase.CLOSED),
        (["suspended", "planned", "active"], Phase.OPEN),
        (["suspended", "planned"], Phase.PLANNED),
        (["suspended", "closed"], Phase.CLOSED),
    ],
    ids=range(10),
)
def test_one_record_that_is_open_keeps_the_situation_open(statuses: list[Any], phase: Phase) -> None:
    assert read(*(a_record(each) for each in statuses)).phase is phase


def test_a_time_that_has_passed_ends_nothing() -> None:
    assert read(a_record(end="2020-01-01T00:00:00Z")).phase is Phase.OPEN


def test_an_active_record_that_begins_later_than_the_page_is_planned_until_then_and_the_clock_opens_it() -> None:
    coming = read(a_record(start="2026-11-22T18:00:00Z"))
    told_then = [current(coming, FeedRules(), each) for each in (at(17, 35), at(17, 59), at(18, 0))]
    assert [each and each.phase for each in told_then] == [Phase.PLANNED, Phase.PLANNED, Phase.OPEN]
    begun = a_record(start="2026-11-22T17:35:00Z")
    told = read(begun, a_record(start="2026-11-22T17:35:01Z", locationReference=a_location("M98")))
    assert (told.phase, told.starts, told.roads) == (Phase.OPEN, at(17, 35), read(begun).roads)


def test_only_the_records_that_decide_say_when_and_where() -> None:
    tonight = a_record(locationReference=a_location("M99", "M99 within the J2 junction"))
    later = a_record("planned", "2026-12-01T00:00:00Z", "2026-12-24T00:00:00Z", locationReference=a_location("M98"))
    told = read(later, tonight)
    assert (told.roads, told.facts["place"]) == (("M99",), "within the J2 junction")
    assert (told.starts, told.expires, told.expected_end) == (at(17, 20), at(20, 30), at(20, 30))


@pytest.mark.parametrize(
    ("ends", "end"),
    [
        ([END, "2026-11-22T22:00:00Z"], at(22)),
        ([END, ...], None),
        ([END, "soon"], None),
        (["2026-11-22T22:00:00"], None),
    ],
    ids=range(4),
)
def test_the_end_is_the_latest_and_none_where_one_is_open(ends: list[Any], end: datetime | None) -> None:
    told = read(*(a_record(end=each) for each in ends))
    assert (told.expected_end, told.expires) == (end, end)


@pytest.mark.parametrize(
    ("situation", "records", "published", "version"),
    [
        ("2026-11-22T17:00:00.1234567Z", [...], PUBLISHED, at(17)),
        ("2026-11-22T17:00:00Z", ["2026-11-22T18:00:00.9+00:00", "2026-11-22T16:00:00Z"], PUBLISHED, at(18)),
        (..., ["2026-11-22T18:00:00Z"], PUBLISHED, at(18)),
        ("yesterday", [...], PUBLISHED, at(17, 35)),
    ],
    ids=range(4),
)
def test_the_newest_time_of_version_orders_what_is_said(
    situation: Any, records: list[Any], published: str, version: datetime
) -> None:
    told = a_situation(*(a_record(situationRecordVersionTime=each) for each in records), situationVersionTime=situation)
    (incident,) = parse(a_page(told, publicationTime=published), POLICY).incidents
    assert incident.revision == int(version.timestamp())
    assert incident.updated is not None
    assert incident.updated.replace(microsecond=0) == version


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("real", "Actual"),
        ({"value": "real"}, "Actual"),
        ("securityExercise", "Exercise"),
        ("technicalExercise", "Exercise"),
        ("test", "Test"),
        ("REAL", "Test"),
        (None, "Test"),
    ],
    ids=range(7),
)
def test_only_what_is_real_is_actual(header: Any, status: str) -> None:
    assert read(headerInformation=HEADER | {"informationStatus": header}).status == status
    assert read(headerInformation=[]).status == "Test"


@pytest.mark.parametrize(
    ("header", "record", "withheld"),
    [
        ("noRestriction", ..., ""),
        ({"value": "noRestriction"}, "noRestriction", ""),
        ("internalUse", ..., "confidentiality internalUse is never broadcast"),
        ("noRestriction", "restrictedToAuthorities", "confidentiality restrictedToAuthorities is never broadcast"),
        (None, ..., "it names no confidentiality"),
    ],
    ids=range(5),
)
def test_what_is_not_for_everybody_is_withheld(header: Any, record: Any, withheld: str) -> None:
    told = read(a_record(confidentialityOverride=record), headerInformation=HEADER | {"confidentiality": header})
    assert told.withheld == withheld


BAD = {CLASS: {"validity": {"validityStatus": "perhaps"}}}
RECORD = "situation.0.situationRecord.0"


@pytest.mark.parametrize(
    ("situation", "refused"),
    [
        (7, "situation.0.idG: the situation is no object"),
        (a_situation(idG=...), "situation.0.idG: it is missing"),
        (a_situation(idG=" "), "situation.0.idG: it is missing"),
        (a_situation(situationRecord=[]), "situation.0.situationRecord: it is missing or empty"),
        (a_situation(situationRecord={}), "situation.0.situationRecord: it is missing or empty"),
        (a_situation("x"), f"{RECORD}: it is no object with one record in it"),
        (a_situation(a_record() | {"second": {}}), f"{RECORD}: it is no object with one record in it"),
        (a_situation({CLASS: {}}), f"{RECORD}.{CLASS}.validity: it is missing"),
        (a_situation(BAD), f"{RECORD}.{CLASS}.validity.validityStatus: it is missing or not known"),
        (a_situation(a_record(...)), f"{RECORD}.{CLASS}.validity.validityStatus: it is missing or not known"),
    ],
    ids=range(10),
)
def test_a_situation_that_cannot_be_read_is_refused_and_loses_no_other(situation: Any, refused: str) -> None:
    reading = parse(a_page(situation, a_situation(idG="2")), POLICY)
    assert [str(each) for each in reading.refused] == [refused]
    assert [each.id for each in reading.incidents] == ["2"]


def test_what_is_refused_names_its_situation_where_it_has_an_id() -> None:
    reading = parse(a_page(7, a_situation(BAD, idG="S1"), a_situation(a_record(), BAD, idG="S2")), POLICY)
    assert [each.about for each in reading.refused] == ["", "S1", "S2"]


def test_a_situation_without_any_time_is_refused() -> None:
    page = a_page(a_situation(situationVersionTime=...), publicationTime=...)
    assert [each.place for each in parse(page, POLICY).refused] == ["situation.0.situationVersionTime"]


def test_a_record_that_cannot_be_read_leaves_the_others_but_never_an_end() -> None:
    reading = parse(a_page(a_situation(a_record(), BAD)), POLICY)
    place = f"situation.0.situationRecord.1.{CLASS}.validity.validityStatus"
    assert ([each.phase for each in reading.incidents], [each.place for each in reading.refused]) == (
        [Phase.OPEN],
        [place],
    )
    reading = parse(a_page(a_situation(a_record("suspended"), BAD)), POLICY)
    assert ([each.phase for each in reading.incidents], [each.place for each in reading.refused]) == ([], [place])


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"", "it is not JSON ("),
        (b"\n", "it is not JSON ("),
        (b"<html><body>Sorry</body></html>", "it is not JSON ("),
        (a_page(a_situation())[:-9], "it is not JSON ("),
        (b'{"D2Payload": \xff}', "it is not JSON ("),
        (b'{"D2Payload": NaN}', "it is not JSON ("),
        (b"[]", "it is not a JSON object"),
        (b"{}", "it holds no list of situations"),
        (b'{"D2Payload": []}', "it holds no list of situations"),
        (b'{"D2Payload": {"feedType": "VmsPublication"}}', "it holds no list of situations"),
        (b'{"D2Payload": {"situation": {}}}', "it holds no list of situations"),
        (b'{"message": "Access denied"}', "it holds no list of situations"),
        (b'{"a":' * 50 + b"1" + b"}" * 50, "it is nested deeper than 40"),
        (b"[" * 100_000, "it is nested deeper than 40"),
        (a_page(pad="x" * 8 * 1024 * 1024), "it has 8,388,"),
    ],
    ids=range(15),
)
def test_what_is_no_page_is_refused_whole(document: bytes, reason: str) -> None:
    with pytest.raises(FeedError) as refusal:
        parse(document, POLICY)
    assert refusal.value.place == "document"
    assert refusal.value.reason.startswith(reason)


def test_a_source_without_a_name_here_is_the_publisher_that_the_page_names() -> None:
    page = a_page(a_situation(), publicationCreator={"country": "gb", "nationalIdentifier": "NationalHighways"})
    assert parse(page, Policy()).incidents[0].source == "NationalHighways"


def test_an_extension_of_a_record_stands_beside_it_or_around_it() -> None:
    body = a_record()[CLASS]
    for record in (
        {f"{CLASS}ExtensionG": body},
        {f"{CLASS}ExtensionG": {CLASS: body}},
        {CLASS: body, f"{CLASS}ExtensionG": {"more": {}}},
    ):
        assert (read(record).id, read(record).event_type) == ("410001", "highways_lanes")


def test_a_series_of_nights_has_its_periods_and_stays_planned_though_it_has_begun() -> None:
    nights = [(at(hour), at(hour + 1)) for hour in (1, 19)]
    spans = [{"startOfPeriod": start.isoformat(), "endOfPeriod": end.isoformat()} for start, end in nights]
    works = a_record("planned")
    works[CLASS]["validity"]["validityTimeSpecification"]["validPeriod"] = spans
    assert read(works).phase is Phase.PLANNED
    assert [(each.start, each.end) for each in read(works).periods] == nights


def test_a_life_cycle_that_ends_closes_it() -> None:
    assert read(a_record(management={"lifeCycleManagement": {"end": True}})).phase is Phase.CLOSED
    assert read(a_record(management={"lifeCycleManagement": {"end": False}})).phase is Phase.OPEN


def test_what_its_policy_calls_public_is_and_its_texts_are_read_in_english() -> None:
    policy = Policy(source="x", public=("internalUse",))
    texts = {"values": [{"lang": "cy", "value": "Ar gau"}, {"lang": "en", "value": "Closed"}]}
    record = a_record(generalPublicComment=[{"comment": texts}])
    page = a_page(a_situation(record, headerInformation=HEADER | {"confidentiality": "internalUse"}))
    (incident,) = parse(page, policy).incidents
    assert (incident.withheld, incident.headline) == ("", "Closed")
    texts["values"].pop()
    assert read(a_record(generalPublicComment=[{"comment": texts}])).withheld == "it has no English text"


def test_a_situation_of_more_values_than_any_has_is_refused_alone() -> None:
    reading = parse(a_page(a_situation(a_record(cause=[0] * 20_001), idG="S1"), a_situation(idG="2")), POLICY)
    assert [each.about for each in reading.refused] == ["S1"]
    assert [each.id for each in reading.incidents] == ["2"]


def test_the_envelope_of_the_datex_organisation_is_opened_too() -> None:
    publication = json.loads(a_page(a_situation()))["D2Payload"]
    page = json.dumps({"payload": {"situationSituationPublication": publication}}).encode()
    assert parse(page, POLICY) == parse(a_page(a_situation()), POLICY)


_leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=9)
    | st.just("active")
)
_values = st.recursive(
    _leaves, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
)
_records = st.dictionaries(st.sampled_from([*a_record()[CLASS], "cause", "severity", "generalPublicComment"]), _values)


@given(situation=st.dictionaries(st.sampled_from(list(a_situation())), _values), record=_records)
def test_whatever_stands_in_a_field_the_rest_of_the_page_is_read(
    situation: dict[str, Any], record: dict[str, Any]
) -> None:
    odd = a_situation({CLASS: a_record()[CLASS] | record}) | situation
    reading = parse(a_page(odd, a_situation(idG="2")), POLICY)
    assert reading.incidents[-1].id == "2"
    assert all(digest_of(each) and each.model_dump_json() for each in reading.incidents)


@given(document=st.sampled_from(sorted(SAMPLES.iterdir())).flatmap(lambda path: spoilt(path.read_bytes())))
def test_a_broken_page_is_read_or_refused(document: bytes) -> None:
    try:
        reading = parse(document, POLICY)
    except FeedError as refusal:
        assert refusal.place  # noqa: PT017  # reading it is as good
        return
    assert all(digest_of(each) and 0 < len(each.id) <= 128 for each in reading.incidents)
