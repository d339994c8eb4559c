"""The Environment Agency's flood warnings: what an area is told to be, what is refused, that only its word ends it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.deploy import ROOT
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident, Phase, Severity
from loudhailer.feeds import Policy, Reading
from loudhailer.feeds._ea_warning import LEVELS
from loudhailer.feeds.ea_floods import parse
from loudhailer.normalise import digest_of
from tests.feeds.closures import without
from tests.feeds.spoiling import spoilt

SAMPLES = ROOT / "events" / "feeds" / "ea_floods"
POLICY = Policy(source="ea_floods")
AREAS = "http://environment.data.gov.uk/flood-monitoring/id/floodAreas"


def a_warning(
    level: Any = 2, severity: Any = "Flood Warning", raised: Any = "2026-06-14T08:42:00", **changes: Any
) -> Any:
    warning = {
        "@id": "http://environment.data.gov.uk/flood-monitoring/id/floods/96931",
        "description": "River Alder at Aldermere",
        "floodArea": {"@id": f"{AREAS}/999FWWAL01", "county": "Westshire", "riverOrSea": "River Alder"},
        "floodAreaID": "999FWWAL01",
        "message": "The river is rising.",
        "severity": severity,
        "severityLevel": level,
        "timeRaised": raised,
    }
    return without(warning | changes)


def a_list(*items: Any) -> bytes:
    return json.dumps({"items": list(items)}).encode()


def read(*items: Any) -> Incident:
    reading = parse(a_list(*items), POLICY)
    assert reading.refused == ()
    (incident,) = reading.incidents
    return incident


def sample(name: str) -> Reading:
    return parse((SAMPLES / name).read_bytes(), POLICY)


def test_an_area_with_a_warning_is_an_incident() -> None:
    warning, alert = sample("floods_1_two.json").incidents
    assert warning.model_dump(exclude_defaults=True) == {
        "source": "ea_floods",
        "id": "999FWWAL01",
        "revision": 1781422920,
        "phase": "open",
        "status": "Actual",
        "event_type": "flood_warning",
        "severity": "Moderate",
        "urgency": "Expected",
        "certainty": "Likely",
        "facts": {"warning": "Flood warning", "area": "River Alder at Aldermere"},
        "starts": datetime(2026, 6, 14, 6, 55, tzinfo=UTC),
        "updated": datetime(2026, 6, 14, 7, 42, tzinfo=UTC),
        "area": "River Alder at Aldermere; River Alder; Westshire",
    }
    assert (alert.id, alert.event_type, alert.severity) == ("999WAFAL", "flood_alert", "Minor")


def test_what_is_no_longer_in_force_is_closed_in_a_list_and_alone() -> None:
    severe, over = sample("floods_2_severe.json").incidents
    assert (severe.event_type, severe.phase, over.phase) == ("severe_flood_warning", "open", "closed")
    (alone,) = sample("area_4_over.json").incidents
    assert (alone.id, alone.phase, alone.severity) == ("999FWWAL01", "closed", "Unknown")
    assert alone.updated == datetime(2026, 6, 15, 5, 10, tzinfo=UTC)
    assert "warning" not in alone.facts
    assert (alone.point, len(alone.shape), alone.shape[0]) == ((52.4725, -2.7142), 5, alone.shape[-1])


def test_an_empty_list_says_that_nothing_is_in_force_and_so_does_an_area_alone() -> None:
    assert sample("floods_3_empty.json") == Reading()
    area = {"@id": f"{AREAS}/999FWWAL01", "notation": "999FWWAL01", "label": "River Alder"}
    assert parse(json.dumps({"items": area}).encode(), POLICY) == Reading()
    assert parse(a_list(area), POLICY) == Reading()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("known_by", ["number", "text", "words", "both"])
def test_each_level_is_known_by_its_number_or_its_words(level: int, known_by: str) -> None:
    words, kind, severity, urgency, certainty = LEVELS[level]
    numbers: dict[str, Any] = {"number": level, "text": str(level), "words": ..., "both": level}
    told = read(a_warning(numbers[known_by], words.title() if known_by in {"words", "both"} else ...))
    assert (told.event_type, told.severity, told.urgency, told.certainty) == (kind, severity, urgency, certainty)
    assert told.phase is (Phase.CLOSED if level == 4 else Phase.OPEN)
    assert told.doubt == ""


def test_the_page_has_the_table_of_levels() -> None:
    page = (ROOT / "docs/feeds/ea_floods.md").read_text(encoding="utf-8")
    for level, (words, kind, *cap) in LEVELS.items():
        assert f"| {level} | {words} | `{kind}` | {' | '.join(cap)} |" in page


@pytest.mark.parametrize(
    ("level", "severity"), [(4, "Flood Warning"), (2, "Warning no longer in force"), (3, "Flood Warning")]
)
def test_where_number_and_words_differ_it_is_not_over_and_the_graver_one_counts(level: int, severity: str) -> None:
    told = read(a_warning(level, severity))
    assert (told.phase, told.event_type) == ("open", "flood_warning")
    assert told.doubt == "its severity and its level do not say the same"


@pytest.mark.parametrize(
    ("raised", "severity", "message", "updated"),
    [
        ("2026-06-14T08:42:00", ..., ..., "2026-06-14T07:42:00Z"),
        ("2026-01-14T08:42:00", None, None, "2026-01-14T08:42:00Z"),
        ("2026-06-14T08:42:00", "2026-06-14T09:00:00", "2026-06-14T08:50:00", "2026-06-14T08:00:00Z"),
        ("2026-06-14T08:42:00", "soon", "2026-06-14T10:00:00", "2026-06-14T09:00:00Z"),
        (..., "2026-06-14T09:00:00", ..., "2026-06-14T08:00:00Z"),
        ("2026-06-14T08:42:00Z", ..., ..., "2026-06-14T08:42:00Z"),
    ],
    ids=range(6),
)
def test_the_newest_time_is_the_version_and_its_clock_that_of_london(
    raised: Any, severity: Any, message: Any, updated: str
) -> None:
    told = read(a_warning(raised=raised, timeSeverityChanged=severity, timeMessageChanged=message))
    assert told.updated == datetime.fromisoformat(updated)
    assert told.revision == told.updated.timestamp()


@pytest.mark.parametrize(
    ("changes", "id_"),
    [
        ({}, "999FWWAL01"),
        ({"floodAreaID": ...}, "999FWWAL01"),
        ({"floodAreaID": ..., "floodArea": f"{AREAS}/999FWWAL02"}, "999FWWAL02"),
        ({"floodAreaID": ..., "floodArea": {"notation": "999FWWAL03"}}, "999FWWAL03"),
        ({"floodAreaID": " ", "floodArea": ...}, "96931"),
    ],
    ids=range(5),
)
def test_the_area_names_the_incident_and_not_the_number_of_the_warning(changes: dict[str, Any], id_: str) -> None:
    assert read(a_warning(**changes)).id == id_


@pytest.mark.parametrize(
    ("description", "said"),
    [
        ("River Alder at Aldermere\nand Stokeby ", "River Alder at Aldermere and Stokeby"),
        ("14 Mill Street, Aldermere", "Mill Street, Aldermere"),
        ("Homes near AB1 2DE", "River Alder"),
        (..., "River Alder"),
        (7, "River Alder"),
    ],
    ids=range(5),
)
def test_no_warning_is_lost_because_its_area_cannot_be_said(description: Any, said: str) -> None:
    assert read(a_warning(description=description)).facts["area"] == said
    nameless = read(a_warning(description=description, floodArea=f"{AREAS}/999FWWAL01")).facts["area"]
    assert nameless == (said if said != "River Alder" else "area 999FWWAL01")


def test_a_message_is_never_said_and_may_be_missing() -> None:
    told = read(a_warning(message="Call 01632 960001\nnow"))
    assert told == read(a_warning(message=...))


def test_of_an_area_that_is_listed_twice_the_newest_counts_unless_the_older_one_is_graver() -> None:
    old = a_warning(4, "Warning no longer in force", "2026-06-14T06:00:00")
    told = read(a_warning(), old)
    assert (told.phase, told.event_type, told.doubt) == ("open", "flood_warning", "")
    ended = a_warning(4, "Warning no longer in force", "2026-06-14T10:00:00")
    told = read(a_warning(), ended)
    assert (told.phase, told.event_type, told.updated) == (
        "open",
        "flood_warning",
        datetime(2026, 6, 14, 9, tzinfo=UTC),
    )
    assert told.doubt == "its area is listed more than once, and the older warning is the graver one"


@pytest.mark.parametrize(
    ("item", "refused"),
    [
        (7, "items.0.floodAreaID: the warning is no object"),
        (a_warning(floodAreaID=..., floodArea=..., **{"@id": ...}), "items.0.floodAreaID: it is missing"),
        (a_warning(9, "Flood Warnung"), "items.0.severityLevel: it is missing or not known"),
        (a_warning(True, None), "items.0.severityLevel: it is missing or not known"),
        (a_warning(raised="today"), "items.0.timeRaised: there is no time at all to tell old from new"),
        ({"@id": f"{AREAS}/1", "currentWarning": "http://elsewhere"}, "items.0.floodAreaID: the warning is no object"),
    ],
    ids=range(6),
)
def test_a_warning_that_cannot_be_read_is_refused_and_loses_no_other(item: Any, refused: str) -> None:
    reading = parse(a_list(item, a_warning(floodAreaID="2")), POLICY)
    assert [str(each) for each in reading.refused] == [refused]
    assert [each.id for each in reading.incidents] == ["2"]


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"", "it is not JSON ("),
        (b"<html><body>Sorry</body></html>", "it is not JSON ("),
        (a_list(a_warning())[:-9], "it is not JSON ("),
        (b"[]", "it is not a JSON object"),
        (b"{}", "it holds no list of flood warnings"),
        (b'{"items": null}', "it holds no list of flood warnings"),
        (a_list({"stationReference": "1"}), "none of its items is a flood warning or a flood area"),
        (a_list(None), "none of its items is a flood warning or a flood area"),
        (b'{"floods": [], "place": {}}', "it is the inner form of the website Check for flooding"),
        (b'{"items":' * 50 + b"1" + b"}" * 50, "it is nested deeper than 20"),
    ],
    ids=range(10),
)
def test_what_is_no_list_of_floods_is_refused_whole(document: bytes, reason: str) -> None:
    with pytest.raises(FeedError) as refusal:
        parse(document, POLICY)
    assert (refusal.value.place, refusal.value.reason[: len(reason)]) == ("document", reason)


def test_an_end_is_never_too_small_to_be_told() -> None:
    assert read(a_warning(4, ...)).severity is Severity.UNKNOWN


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["x", "@id", "lowerCorner"]), inner),
    max_leaves=4,
)
_FIELDS = [*a_warning(), "currentWarning", "envelope", "lat", "timeMessageChanged"]


@given(odd=st.dictionaries(st.sampled_from(_FIELDS), _values))
def test_whatever_stands_in_a_field_the_rest_of_the_list_is_read(odd: dict[str, Any]) -> None:
    reading = parse(a_list(a_warning() | odd, a_warning(floodAreaID="2")), POLICY)
    assert "2" in {each.id for each in reading.incidents}
    assert all(digest_of(each) and each.model_dump_json() for each in reading.incidents)


@given(document=st.sampled_from(sorted(SAMPLES.iterdir())).flatmap(lambda path: spoilt(path.read_bytes())))
def test_a_broken_list_is_read_or_refused(document: bytes) -> None:
    try:
        reading = parse(document, POLICY)
    except FeedError as refusal:
        assert refusal.place  # noqa: PT017  # reading it is as good
        return
    assert all(digest_of(each) and 0 < len(each.id) <= 128 for each in reading.incidents)
