"""DATEX II: what has begun by the clock, how grave a policy takes it for, and several surfaces of one record."""

from datetime import datetime

import pytest

from loudhailer.area import distance_km
from loudhailer.domain.incident import Incident, Phase, Severity
from loudhailer.feed_rules import FeedRules
from loudhailer.feeds import Policy
from loudhailer.feeds.datex2 import parse
from loudhailer.rules import current
from tests.feeds.test_datex2 import BOUND, POLICY, TIMES, a_document, a_record, a_situation, at, read


def phase_at(incident: Incident, now: datetime) -> Phase:
    told_then = current(incident, FeedRules(), now)
    assert told_then is not None
    return told_then.phase


@pytest.mark.parametrize("status", ["active", BOUND])
def test_the_same_document_is_planned_before_its_start_and_open_after_it(status: str) -> None:
    times = TIMES.replace("08:00", "08:45")
    record = a_record(status=f"<validityStatus>{status}</validityStatus>", times=times)
    document = a_document(a_situation(record), published="2026-07-20T08:30:00Z")
    (incident,) = parse(document, POLICY).incidents
    phases = [phase_at(incident, at(8, each)) for each in (30, 44, 45, 50)]
    assert phases == ["planned", "planned", "open", "open"]


def test_what_begins_later_than_what_has_begun_does_not_put_off_its_end() -> None:
    later = a_record(times=TIMES.replace("07-20", "07-27"))
    (incident,) = parse(a_document(a_situation(a_record() + later)), POLICY).incidents
    assert (incident.phase, incident.expected_end) == ("open", at(9))


@pytest.mark.parametrize(
    ("inside", "severity"),
    [("<severity>highest</severity>", "Minor"), ("<severity>lowest</severity>", "Minor"), ("", "Extreme")],
)
def test_a_policy_s_severity_comes_before_the_reader_s(inside: str, severity: str) -> None:
    # Where it does not say how grave it is, what it is says so.
    policy = Policy(source="x", severities={"est": Severity.MINOR, "accident": Severity.EXTREME})
    assert read(a_record(inside), policy=policy).severity == severity


@pytest.mark.parametrize("tag", ["posList", "pos"])
def test_of_several_surfaces_the_one_around_them_is_kept(tag: str) -> None:
    def ring(*corners: str) -> str:
        inside = " ".join(corners) if tag == "posList" else f"</{tag}><{tag}>".join(corners)
        return f"<gmlPolygon><exterior><LinearRing><{tag}>{inside}</{tag}></LinearRing></exterior></gmlPolygon>"

    away = ring("56 -4", "56 -3.9", "56.1 -3.9", "56 -4")
    ours = ring("52 -3", "52 -2", "53 -2", "53 -3", "52 -3")
    shape = read(a_record(f"<groupOfLocations>{away}{ours}</groupOfLocations>")).shape
    assert distance_km(shape, ((52.4, -2.6), (52.4, -2.5), (52.5, -2.5))) == 0
    alone = read(a_record(f"<groupOfLocations>{ours}</groupOfLocations>")).shape
    assert alone == ((52, -3), (52, -2), (53, -2), (53, -3), (52, -3))
