"""Service alerts: protobuf and its renderings, what is active when, what only changes, what is no alert."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.deploy import ROOT
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Certainty, Incident, Period, Phase, Sensitivity, Severity, Status, Urgency
from loudhailer.feeds import Policy, _gtfs_protobuf
from loudhailer.feeds.gtfs_rt import parse, recognises
from tests.feeds.spoiling import spoilt
from tests.feeds.times import utc

SAMPLES = ROOT / "events" / "feeds" / "gtfs_rt"
POLICY = Policy(source="trains")
HEADER = {"gtfs_realtime_version": "2.0", "incrementality": "FULL_DATASET", "timestamp": 1795368900}


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def told(name: str) -> tuple[Incident, ...]:
    reading = parse(sample(name), POLICY)
    assert reading.refused == ()
    return reading.incidents


def a_message(*entities: Any, **header: Any) -> bytes:
    return json.dumps({"header": HEADER | header, "entity": entities}).encode()


def only(**alert: Any) -> Incident:
    (incident,) = parse(a_message({"id": "1", "alert": alert}), POLICY).incidents
    return incident


@pytest.fixture
def no_extra(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The library is not installed."""
    monkeypatch.setattr(_gtfs_protobuf, "_MODULES", ("google.transit.nowhere",))
    _gtfs_protobuf.library.cache_clear()
    yield
    _gtfs_protobuf.library.cache_clear()


@pytest.mark.parametrize("name", ["alerts.json", "alerts.pb"])
def test_an_alert_is_one_incident_and_its_periods_are_a_union(name: str) -> None:
    first = told(name)[0]
    last = utc(23, 18) if name == "alerts.json" else None
    assert first == Incident(
        source="trains",
        id="A-1",
        revision=1795368900,
        phase=Phase.OPEN,
        status=Status.ACTUAL,
        event_type="disruption",
        severity=Severity.MODERATE,
        urgency=Urgency.UNKNOWN,
        certainty=Certainty.UNKNOWN,
        facts={},
        expires=last,
        expected_end=last,
        headline="Delays on line 7",
        starts=utc(22, 17),
        updated=utc(22, 17, 35),
        # What is unset is open, in protobuf as where a rendering writes 0.
        periods=(Period(start=utc(22, 17), end=utc(22, 18)), Period(start=utc(23, 17), end=last)),
    )


@pytest.mark.parametrize("name", ["alerts.json", "alerts.pb"])
def test_somebody_s_health_is_never_said_by_itself(name: str) -> None:
    second = told(name)[1]
    assert (second.sensitivities, second.headline) == ((Sensitivity.MEDICAL,), "Quay station is closed")
    assert second.expected_end is None


def test_mbta_says_itself_what_is_closed_and_what_is_to_come() -> None:
    closed, coming = told("alerts_enhanced.json")
    assert (closed.phase, closed.severity, closed.headline) == (Phase.CLOSED, Severity.SEVERE, "Quay station closed")
    assert (coming.phase, coming.starts, coming.updated) == (
        Phase.PLANNED,
        utc(24, 6),
        utc(22, 17, 3).replace(second=20),
    )
    assert coming.headline == "Route 12 is led around Weir Bridge"


def test_names_and_numbers_in_any_case_of_letters_say_the_same() -> None:
    named = only(cause="POLICE_ACTIVITY", severity_level="SEVERE", active_period=[{"start": 1795366800}])
    document = {
        "Header": {"GtfsRealtimeVersion": "2.0", "Incrementality": 0, "Timestamp": 1795368900},
        "Entities": [
            {
                "Id": "1",
                "Alert": {"Cause": 11, "SeverityLevel": 4, "ActivePeriods": [{"Start": "1795366800", "End": 0}]},
            }
        ],
    }
    (numbered,) = parse(json.dumps(document).encode(), POLICY).incidents
    assert recognises(json.dumps(document).encode())
    assert numbered == named
    assert named.sensitivities == (Sensitivity.POLICE_LED,)


def test_an_alert_without_a_period_is_always_on() -> None:
    incident = only()
    assert (incident.periods, incident.starts, incident.expected_end) == ((), None, None)


def test_more_periods_than_are_kept_are_looked_at_first() -> None:
    periods = [{"start": 1795366800 + 7200 * each, "end": 1795366800 + 7200 * each + 60} for each in range(260)]
    incident = only(active_period=periods)
    assert (len(incident.periods), incident.doubt) == (60, "it has more periods than are kept")
    assert incident.expected_end is not None
    assert incident.expected_end.timestamp() == periods[-1]["end"]


def test_what_is_deleted_is_over_by_its_source_s_word() -> None:
    (incident,) = parse(a_message({"id": "1", "is_deleted": True}, incrementality=1), POLICY).incidents
    assert incident.phase is Phase.CLOSED


def test_a_message_of_changes_is_not_complete() -> None:
    reading = parse(a_message({"id": "1", "alert": {}}, incrementality="DIFFERENTIAL"), POLICY)
    assert [each.place for each in reading.refused] == ["header.incrementality"]
    assert len(reading.incidents) == 1


@pytest.mark.parametrize(
    "document", [sample("no_alerts.pb"), a_message(), b'{"header": {"gtfsRealtimeVersion": "2.0"}}']
)
def test_a_header_alone_says_that_nothing_is_on(document: bytes) -> None:
    reading = parse(document, POLICY)
    assert (reading.incidents, reading.refused) == ((), ())


def test_an_entity_that_cannot_be_read_is_refused_and_loses_no_other() -> None:
    reading = parse(a_message(7, {"alert": {}}, {"id": "2", "alert": {}}), POLICY)
    assert [str(each) for each in reading.refused] == ["entity.0.id: it is missing", "entity.1.id: it is missing"]
    assert [each.id for each in reading.incidents] == ["2"]


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"\n",
        b"\n\n\n",
        b"not valid pb data",
        b"<html></html>",
        b"[]",
        b"{}",
        b'{"header": {}}',
        b'{"header": {"version": 1}, "entity": []}',
        b'{"header": {"gtfs_realtime_version": "2.0"}, "entity": {}}',
        a_message({"id": "1", "vehicle": {}}),
        a_message()[:-9],
        sample("alerts.pb")[:-9],
        b"\n\x05\n\x032.0" + b"\x12\x00" * 9,
        b"\n\x05\n\x032.0" + b"\x12\x02\n\x00" * 20_001,
        sample("alerts.pb") + b" " * 4 * 1024 * 1024,
    ],
    ids=range(16),
)
def test_what_is_no_message_of_alerts_is_refused_whole(document: bytes) -> None:
    with pytest.raises(FeedError) as refusal:
        parse(document, POLICY)
    assert refusal.value.place == "document"


@pytest.mark.usefixtures("no_extra")
def test_without_the_extra_protobuf_is_refused_with_what_to_install_and_json_is_read() -> None:
    with pytest.raises(FeedError, match=r"install the extra: pip install 'loudhailer\[gtfs\]'"):
        parse(sample("alerts.pb"), POLICY)
    assert len(told("alerts.json")) == 2


@given(document=st.sampled_from(sorted(SAMPLES.iterdir())).flatmap(lambda path: spoilt(path.read_bytes())))
def test_a_broken_message_is_read_or_refused(document: bytes) -> None:
    try:
        reading = parse(document, POLICY)
    except FeedError as refusal:
        assert refusal.place  # noqa: PT017  # reading it is as good
        return
    assert all(0 < len(each.id) <= 128 for each in reading.incidents)


def test_new_york_s_own_fields_are_read_and_words_without_marks_are_taken() -> None:
    delayed, foreign = told("alerts_mercury.json")
    assert (delayed.headline, delayed.updated) == ("[A] trains are delayed", utc(22, 17, 10))
    assert (delayed.withheld, foreign.withheld) == ("", "it has no English text")
    said = {"translation": [{"text": "Linie zu", "language": "de"}, {"text": "Line shut", "language": "en_GB"}]}
    assert (only(header_text=said).headline, only(header_text=said).withheld) == ("Line shut", "")
