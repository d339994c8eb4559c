"""DATEX II in XML: what a document of any version says, and what is refused, withheld or doubted."""

from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from local.deploy import ROOT
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident, Period, Phase, Status
from loudhailer.feed_rules import FeedFile
from loudhailer.feeds import FEEDS, Policy, Reading, read_with, recognise
from loudhailer.feeds.datex2 import parse
from loudhailer.feeds.reading import GREAT_BRITAIN
from loudhailer.normalise import digest_of
from tests.feeds.spoiling import spoilt

SAMPLES = ROOT / "events" / "feeds" / "datex2"
RULES = FeedFile.model_validate(yaml.safe_load((ROOT / "config" / "feeds.yaml").read_text(encoding="utf-8")))
NTIS, AGENCY = (read_with(RULES.of(name), name) for name in ("ntis", "highways_agency"))
POLICY = Policy(source="x")
XSI = "http://www.w3.org/2001/XMLSchema-instance"
TIMES = "<overallStartTime>2026-07-20T08:00:00Z</overallStartTime><overallEndTime>2026-07-20T09:00:00Z</overallEndTime>"
ACTIVE = "<validityStatus>active</validityStatus>"
BOUND = "definedByValidityTimeSpec"


def sample(name: str, policy: Policy = POLICY) -> Reading:
    return parse((SAMPLES / name).read_bytes(), policy)


def a_record(
    inside: str = "", *, kind: str = "Accident", status: str = ACTIVE, times: str = TIMES, own: str = 'version="2"'
) -> str:
    spec = f"<validityTimeSpecification>{times}</validityTimeSpecification>"
    version = "<situationRecordVersionTime>2026-07-20T08:30:00Z</situationRecordVersionTime>"
    held = f"{version}<validity>{status}{spec}</validity>{inside}"
    return f'<situationRecord xsi:type="{kind}" id="R1" {own}>{held}</situationRecord>'


def a_situation(*records: str, own: str = 'id="S1"', header: str = "", inside: str = "") -> str:
    header = header or "<confidentiality>noRestriction</confidentiality><informationStatus>real</informationStatus>"
    return f"<situation {own}><headerInformation>{header}</headerInformation>{inside}{''.join(records)}</situation>"


def a_document(*situations: str, published: str = "2026-07-20T09:00:00Z", own: str = 'lang="en"') -> bytes:
    time = f"<publicationTime>{published}</publicationTime>" if published else ""
    body = f'<payloadPublication xsi:type="SituationPublication" {own}>{time}{"".join(situations)}</payloadPublication>'
    return f'<d2LogicalModel xmlns:xsi="{XSI}">{body}</d2LogicalModel>'.encode()


def read(*records: str, policy: Policy = POLICY, **changes: str) -> Incident:
    """Return the incident of a situation with these records, which is read without a complaint."""
    reading = parse(a_document(a_situation(*records, **changes)), policy)
    assert reading.refused == ()
    (incident,) = reading.incidents
    return incident


def at(hour: int, minute: int = 0, day: int = 20) -> datetime:
    return datetime(2026, 7, day, hour, minute, tzinfo=UTC)


def told(incident: Incident) -> list[Any]:
    return [incident.id, incident.phase, incident.event_type, incident.facts, incident.withheld]


def test_an_accident_that_turns_into_a_queue_stays_the_same_incident() -> None:
    (before,), (after,) = (sample(f"v1_list_{each}.xml", AGENCY).incidents for each in ("1_accident", "2_queue"))
    place = {"road": "A999", "place": "southbound between B9001 and B9002"}
    assert told(before) == ["GUID900000026", "open", "highways_incident", {**place, "cause": "collision"}, ""]
    assert told(after) == ["GUID900000026", "open", "highways_incident", place, ""]
    assert before.revision < after.revision
    assert (before.starts, before.expected_end, before.periods) == (at(13, 6).replace(second=40), at(15, 30), ())
    assert before.headline.startswith("On the A999 southbound")
    assert before.headline.endswith("due to an accident .")
    assert before.point == (52.455, -2.72)
    assert before.shape == ((52.455, -2.72), (52.465, -2.71), (52.445, -2.73))


def test_a_source_whose_policy_says_nothing_broadcasts_nothing_restricted_and_no_operator_comment() -> None:
    (incident,) = sample("v1_list_1_accident.xml").incidents
    assert incident.withheld == (
        "confidentiality restrictedToAuthoritiesTrafficOperatorsAndPublishers is never broadcast"
    )
    assert incident.headline == ""
    (pushed,) = sample("v2_push_1_active.xml", NTIS).incidents
    assert "operator" not in pushed.model_dump_json()


def test_a_push_is_opened_and_closed_by_its_own_word() -> None:
    (active,), (cleared,) = (sample(f"v2_push_{each}.xml", NTIS).incidents for each in ("1_active", "2_cleared"))
    facts = {"road": "M99", "place": "northbound between junctions J1 and J2", "cause": "fire"}
    assert told(active) == ["950001", "open", "highways_incident", facts, ""]
    assert (cleared.id, cleared.phase) == ("950001", "closed")
    assert active.revision < cleared.revision
    assert active.updated is not None
    assert active.revision == int(active.updated.timestamp()), "an empty version is no number"
    assert active.headline == "The M99 northbound between junctions J1 and J2: Vehicle fire"


def test_several_nights_are_periods_and_no_fortnight() -> None:
    (works,) = sample("v2_push_3_nights.xml", NTIS).incidents
    assert (works.phase, works.facts["cause"]) == (Phase.OPEN, "roadworks")
    assert [each.start for each in works.periods] == [at(20, day=21), at(20, day=22), at(20, day=24)]
    assert works.periods[-1] == Period(start=at(20, day=24), end=at(4, 30, day=25))


def test_a_container_with_a_prefix_that_nobody_declared_is_read() -> None:
    reading = sample("v3_container.xml")
    closed, drill, internal, lanes = reading.incidents
    assert told(closed) == ["S1", "open", "highways_closure", {"road": "N-99"}, ""]
    assert closed.headline == "The road is closed"
    # The second record's line is in metres.
    assert closed.shape == ((51.46491, 4.02166), (51.465, 4.03))
    assert (drill.status, drill.withheld) == (Status.EXERCISE, "")
    assert internal.withheld == "confidentiality restrictedToAuthorities is never broadcast"
    assert (lanes.id, lanes.event_type) == ("S4", "highways_lanes")
    assert reading.refused == ()


def test_soap_around_a_model_without_a_namespace_is_opened_and_another_language_withheld() -> None:
    (tree,) = sample("v2_soap_french.xml").incidents
    assert told(tree)[2:] == [
        "highways_incident",
        {"road": "A99", "place": "near Sauleville", "cause": "fallen_tree"},
        "it has no English text",
    ]
    assert (tree.severity, tree.shape) == ("Minor", ((48.82, 2.39), (48.81, 2.41)))


def test_bytes_are_believed_and_not_what_is_declared_of_them() -> None:
    (works,) = sample("v2_utf16_declared.xml").incidents
    assert (works.starts, works.headline) == (at(12, day=19), "Движение.")
    assert recognise(a_document().decode().encode("utf-16")) == "datex2"
    assert parse(a_document(a_situation(a_record())).decode().encode("utf-16"), POLICY).incidents[0].id == "S1"


def test_a_list_of_nothing_is_news_and_a_publication_of_something_else_is_not() -> None:
    assert sample("v1_list_3_nothing.xml") == Reading()
    assert sample("v2_signs.xml") == Reading(partial=True)
    alive = b"<d2LogicalModel><exchange><keepAlive>true</keepAlive></exchange></d2LogicalModel>"
    assert parse(alive, POLICY) == Reading(partial=True)
    single = a_document(a_situation(a_record())).replace(
        b"<payload", b"<exchange><updateMethod>singleElementUpdate</updateMethod></exchange><payload", 1
    )
    assert parse(single, POLICY).partial


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"", "it is not XML"),
        (b"\n", "it is not XML"),
        (a_document(a_situation(a_record()))[:-9], "it is not XML"),
        (b"<html><body>Sorry</body></html>", "it is XML, but it holds no publication"),
        (b'<MetaData confirmedTime="2026-07-20T09:51:19+01:00"/>', "it is XML, but it holds no publication"),
        (b"<d2LogicalModel/>", "it is XML, but it holds no publication"),
        (b'<situation id="1"><situationRecord xsi:type="Accident"/></situation>', "a prefix in it is bound to no"),
        (b"<!DOCTYPE d2LogicalModel>" + a_document(), "it holds a DTD or entities"),
        ("<!DOCTYPE a><d2LogicalModel/>".encode("utf-16"), "it holds a DTD or entities"),
        (b'<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><a>&b;</a>', "it holds a DTD or entities"),
        (b"<a>" * 41 + b"</a>" * 41, "it is nested deeper than 40"),
        (b"<a>" + b"<b></b>" * 200_000 + b"</a>", "it has more than 200,000 elements"),
        (b" " * (8 * 1024 * 1024 + 1), "it has 8,388,609 bytes"),
        (b"<a " + b" a=''" * 200_001 + b"/>", "it has more than 200,000 attributes"),
        (a_document("<situation/>" * 10_001), "it lists more than 10,000 situations"),
    ],
    ids=range(15),
)
def test_what_is_no_document_is_refused_whole(document: bytes, reason: str) -> None:
    with pytest.raises(FeedError) as refusal:
        parse(document, POLICY)
    assert refusal.value.place == "document"
    assert refusal.value.reason.startswith(reason)


def test_what_is_as_deep_as_may_be_and_speaks_of_a_dtd_is_read() -> None:
    deep = b"<a>" * 38 + b"</a>" * 38
    assert parse(a_document("<!-- <!DOCTYPE a> -->" + deep.decode()), POLICY) == Reading()


@pytest.mark.parametrize(
    ("status", "start", "published", "phase"),
    [
        ("active", "2026-07-20T08:00:00Z", "2026-07-20T09:00:00Z", "open"),
        ("active", "2026-07-20T09:30:00Z", "2026-07-20T09:00:00Z", "open"),
        ("planned", "2026-07-20T08:00:00Z", "2026-07-20T09:00:00Z", "planned"),
        ("suspended", "2026-07-20T08:00:00Z", "2026-07-20T09:00:00Z", "closed"),
        (BOUND, "2026-07-20T08:00:00Z", "2026-07-20T23:00:00Z", "open"),
        (BOUND, "2026-07-20T09:30:00Z", "2026-07-20T09:00:00Z", "open"),
        (BOUND, "2026-07-20T09:30:00Z", "", "open"),
        (BOUND, "2026-07-20T08:00:00Z", "", "open"),
        # BST: half past eight UTC.
        (BOUND, "2026-07-20T09:30:00", "2026-07-20T09:00:00Z", "open"),
    ],
    ids=range(9),
)
def test_the_phase_is_the_sources_word_and_no_time_ends_anything(
    status: str, start: str, published: str, phase: str
) -> None:
    times = f"<overallStartTime>{start}</overallStartTime><overallEndTime>2026-07-20T10:00:00Z</overallEndTime>"
    record = a_record(status=f"<validityStatus>{status}</validityStatus>", times=times)
    (incident,) = parse(a_document(a_situation(record), published=published), POLICY).incidents
    assert incident.phase == phase


@pytest.mark.parametrize(
    ("cycle", "phase"),
    [
        ("<end>true</end>", "closed"),
        ("<cancel>true</cancel>", "closed"),
        ("<cancel>false</cancel><end>0</end>", "open"),
    ],
)
def test_an_end_of_the_life_cycle_ends_it_whatever_its_validity_says(cycle: str, phase: str) -> None:
    wrapped = f"<management><lifeCycleManagement>{cycle}</lifeCycleManagement></management>"
    assert read(a_record(wrapped)).phase == phase
    assert read(a_record(wrapped), a_record()).phase is Phase.OPEN, "another record holds on"


@pytest.mark.parametrize(
    ("times", "doubt"),
    [
        (TIMES, ""),
        ("<overallStartTime>soon</overallStartTime>", "its start cannot be read"),
        (
            "<validPeriod><startOfPeriod>2026-07-20T08:00:00Z</startOfPeriod><recurringTimePeriodOfDay/></validPeriod>",
            "some of its hours cannot be read",
        ),
        (TIMES + "<exceptionPeriod/>", "it has exceptions that are not read"),
    ],
    ids=range(4),
)
def test_hours_that_are_not_read_are_a_doubt(times: str, doubt: str) -> None:
    assert read(a_record(times=times)).doubt == doubt


def test_a_bad_end_loses_nothing_but_the_end() -> None:
    incident = read(a_record(times=TIMES.replace("2026-07-20T09:00:00Z", "PLACEHOLDER")))
    assert (incident.starts, incident.expected_end, incident.doubt) == (at(8), None, "")


def test_words_that_say_it_is_over_against_its_state_are_a_doubt() -> None:
    said = a_record(
        "<generalPublicComment><comment><value>Event Status : Cleared</value></comment></generalPublicComment>"
    )
    assert (read(said).phase, read(said).doubt) == (Phase.OPEN, "its words say that it is over")


def test_a_note_among_operators_is_never_kept() -> None:
    note = "<commentType>internalNote</commentType><comment><value>Ring the control room</value></comment>"
    assert read(a_record(f"<generalPublicComment>{note}</generalPublicComment>")).headline == ""


def test_one_record_in_english_speaks_for_all_and_its_other_languages_are_left_out() -> None:
    text = (
        '<generalPublicComment><comment><values><value lang="{}">{}</value></values></comment></generalPublicComment>'
    )
    two = read(a_record(text.format("fi", "Onnettomuus")), a_record(text.format("en-GB", "An accident")))
    assert (two.headline, two.withheld) == ("An accident", "")
    assert read(a_record(text.format("eng", "An accident"))).withheld == ""
    assert read(a_record(text.format("en", ""))).withheld == ""


@pytest.mark.parametrize(
    ("situation", "records", "revision"),
    [
        ("", ['version="7"'], 0),
        ('version="4"', ['version="7"', 'version="2"'], 4),
        ('version="x"', ['version="0"'], 0),
    ],
    ids=range(3),
)
def test_the_situations_number_comes_before_its_time(situation: str, records: list[str], revision: int) -> None:
    incident = read(*(a_record(own=each) for each in records), own=f'id="S1" {situation}')
    assert incident.revision == revision * 2**33 + int(at(8, 30).timestamp())


def test_of_two_copies_the_newer_one_counts_and_without_an_id_the_reference_does() -> None:
    old, new = (a_situation(a_record(), own=f'id="S1" version="{each}"') for each in "12")
    assert [each.revision >> 33 for each in parse(a_document(new, old), POLICY).incidents] == [2]
    reference = "<situationRecordCreationReference>U-1</situationRecordCreationReference>"
    assert read(a_record(reference), own="").id == "U-1"


RECORD = "situation.0.situationRecord.0"


@pytest.mark.parametrize(
    ("situation", "refused"),
    [
        (a_situation(own=""), "situation.0.id: it is missing"),
        (a_situation(), "situation.0.situationRecord: it is missing"),
        (a_situation("<situationRecord/>"), f"{RECORD}: it is no object with one record in it"),
        (a_situation('<situationRecord xsi:type="a:Accident"/>'), f"{RECORD}.Accident.validity: it is missing"),
        (a_situation(a_record(status="")), f"{RECORD}.Accident.validity.validityStatus: it is missing or not known"),
    ],
    ids=range(5),
)
def test_a_situation_that_cannot_be_read_is_refused_and_loses_no_other(situation: str, refused: str) -> None:
    reading = parse(a_document(situation, a_situation(a_record(), own='id="2"')), POLICY)
    assert [str(each) for each in reading.refused] == [refused]
    assert [each.id for each in reading.incidents] == ["2"]


def test_a_record_that_cannot_be_read_leaves_the_others_but_never_an_end() -> None:
    bad, ended = a_record(status=""), a_record(status="<validityStatus>suspended</validityStatus>")
    open_, closed = (parse(a_document(a_situation(each, bad)), POLICY) for each in (a_record(), ended))
    assert (len(open_.incidents), len(open_.refused)) == (1, 1)
    assert (len(closed.incidents), len(closed.refused)) == (0, 1)


POINT = "<pointCoordinates><latitude>{}</latitude><longitude>{}</longitude></pointCoordinates>"


@pytest.mark.parametrize(
    ("location", "points", "doubt"),
    [
        (POINT.format(52.4, -2.7), [(52.4, -2.7)], 0),
        ("<gmlLineString><posList>52.4 -2.7 52.5 -2.8</posList></gmlLineString>", [(52.4, -2.7), (52.5, -2.8)], 0),
        ('<gmlLineString srsName="urn:ogc:def:crs:OGC:1.3:CRS84"><posList>-2.7 52.4</posList></gmlLineString>',
         [(52.4, -2.7)], 0),
        ('<gmlLineString srsName="EPSG:27700"><posList>52.4 -2.7</posList></gmlLineString>', [], 0),
        ('<posList srsName="EPSG:4326" srsDimension="3">52.4 -2.7 9 52.5 -2.8 9</posList>',
         [(52.4, -2.7), (52.5, -2.8)], 0),
        (POINT.format(-2.7, 52.4), [], 1),
        ("<alertCPoint><specificLocation>992</specificLocation></alertCPoint>", [], 0),
        ("<posList>nan inf 999 999 x</posList>", [], 0),
    ],
    ids=range(8),
)  # fmt: skip
def test_points_are_degrees_where_the_source_speaks_of(location: str, points: list[Any], doubt: int) -> None:
    policy = Policy(source="x", box=GREAT_BRITAIN)
    incident = read(a_record(f"<groupOfLocations>{location}</groupOfLocations>"), policy=policy)
    assert (incident.point, list(incident.shape)) == (points[0] if points else None, points if len(points) > 1 else [])
    assert bool(incident.doubt) == bool(doubt)


def test_a_long_line_is_thinned() -> None:
    line = " ".join(f"52.{each:04} -2.7" for each in range(5000))
    shape = read(a_record(f"<groupOfLocations><posList>{line}</posList></groupOfLocations>")).shape
    assert (len(shape), shape[0], shape[-1]) == (32, (52.0, -2.7), (52.4999, -2.7))


@pytest.mark.parametrize(
    ("kind", "inside", "cause"),
    [
        ("MaintenanceWorks", "", "roadworks"),
        ("PoorEnvironmentConditions", "", "bad_weather"),
        ("NonWeatherRelatedRoadConditions", "", None),
        ("VehicleObstruction", "<vehicleObstructionType>vehicleOnFire</vehicleObstructionType>", "fire"),
        ("VehicleObstruction", "<vehicleObstructionType>emergencyVehicle</vehicleObstructionType>", "obstruction"),
        ("AbnormalTraffic", "", None),
        ("AbnormalTraffic", "<cause><causeType>accident</causeType></cause>", "collision"),
        ("AbnormalTraffic", "<cause><causeDescription><value>no accident</value></causeDescription></cause>", None),
    ],
    ids=range(8),
)
def test_a_cause_is_what_it_names_or_its_class(kind: str, inside: str, cause: str | None) -> None:
    assert read(a_record(inside, kind=kind)).facts.get("cause") == cause


@pytest.mark.parametrize(
    ("kind", "event_type"),
    [
        ("carriagewayClosures", "highways_closure"),
        ("roadClosed", "highways_closure"),
        ("laneClosures", "highways_lanes"),
        ("narrowLanes", "highways_incident"),
        ("useOfSpecifiedLanesOrCarriagewaysAllowed", "highways_incident"),
        ("hardShoulderRunningInOperation", "highways_incident"),
    ],
)
def test_only_what_is_closed_is_said_to_be(kind: str, event_type: str) -> None:
    tag = "roadOrCarriagewayOrLaneManagementType"
    assert read(a_record(f"<{tag}>{kind}</{tag}>")).event_type == event_type


def test_severity_is_caps_by_the_table_that_the_page_shows() -> None:
    page = (ROOT / "docs" / "feeds" / "datex2.md").read_text(encoding="utf-8")
    for word in ("highest", "high", "medium", "low", "lowest", "none", "unknown"):
        assert f"| `{word}` | `{read(a_record(f'<severity>{word}</severity>')).severity}` |" in page


@given(
    name=st.sampled_from([each.name for each in sorted(SAMPLES.iterdir())]),
    data=st.data(),
)
def test_a_broken_copy_is_read_or_refused(name: str, data: st.DataObject) -> None:
    try:
        reading = FEEDS["datex2"].parse(data.draw(spoilt((SAMPLES / name).read_bytes())), NTIS)
    except FeedError as refusal:
        assert refusal.place  # noqa: PT017  # reading it is as good
        return
    assert all(digest_of(each) and 0 < len(each.id) <= 128 for each in reading.incidents)
