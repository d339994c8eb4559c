"""What the library formats have in common: their tables stand in the docs, their policies in config, and what looks
like one of them is refused.
"""

import json
from collections.abc import Mapping

import pytest

from local.deploy import ROOT
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Severity
from loudhailer.domain.source import Mode
from loudhailer.feeds import (
    FEEDS,
    Policy,
    _cifs_incident,
    _gtfs_alert,
    _ibi511_event,
    _nsw_incident,
    _open511_event,
    _toronto_event,
    _wzdx_event,
    policy_of,
    recognise,
)
from loudhailer.feeds._json import open_json_value
from loudhailer.feeds._stretch import stretch_of
from tests.builders import shipped_config

CONFIG = shipped_config()
LIBRARY = ("wzdx", "open511", "cifs", "gtfs_rt", "fire_cad")
TABLES: tuple[tuple[str, Mapping[str, Severity]], ...] = (
    ("wzdx", _wzdx_event.SEVERITIES),
    ("open511", _open511_event.SEVERITIES),
    ("open511", _ibi511_event.SEVERITIES),
    ("cifs", _cifs_incident.SEVERITIES),
    ("gtfs_rt", _gtfs_alert.SEVERITIES),
    ("fire_cad", _toronto_event.ALARMS),
    ("fire_cad", _nsw_incident.ALERT_LEVELS),
)
POLICIES = ("hawaii_work_zones", "drivebc", "alberta_511", "jamaica_closures", "bart", "toronto_fire", "nsw_rfs")
CALLER = "Someone Atall"
FOREIGN = {
    "eido": json.dumps({"eidoVersion": "1.0", "personComponent": [{"name": CALLER}]}).encode(),
    "alertswiss": json.dumps({"identifier": "A-1", "title": {"title": CALLER}, "severity": "minor"}).encode(),
    "weekly_roadworks_old": f"<ha_planned_roadworks><road>{CALLER}</road></ha_planned_roadworks>".encode(),
    "weekly_roadworks_new": f'<Report xmlns="WebTeam"><HE_PLANNED_WORKS DESCRIPTION="{CALLER}"/></Report>'.encode(),
}


@pytest.mark.parametrize(("name", "table"), TABLES, ids=range(len(TABLES)))
def test_every_severity_stands_in_the_docs_as_it_is_read(name: str, table: Mapping[str, Severity]) -> None:
    page = (ROOT / "docs" / "feeds" / f"{name}.md").read_text(encoding="utf-8")
    assert [word for word, severity in table.items() if f"\n| `{word}` | {severity} |" not in page] == []


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_goes_no_further_than_to_propose_and_none_is_auto_without_a_licence(name: str) -> None:
    rules = CONFIG.rules_of(name)
    assert (rules.mode, bool(rules.publisher)) == (Mode.PROPOSE, True)
    assert bool(rules.licence) == (name == "hawaii_work_zones")
    assert policy_of(name, CONFIG).zone.key == rules.zone != "Europe/London"


@pytest.mark.parametrize("name", FOREIGN)
def test_what_nobody_reads_is_refused_by_all_and_not_repeated(name: str) -> None:
    with pytest.raises(FeedError, match="its format is not known"):
        recognise(FOREIGN[name])
    for each in LIBRARY:
        with pytest.raises(FeedError) as refusal:
            FEEDS[each].parse(FOREIGN[name], Policy(source="x"))
        assert refusal.value.place == "document"
        assert CALLER not in refusal.value.reason


def test_a_list_at_the_root_is_bounded_like_an_object() -> None:
    assert open_json_value(b"[1, {}]", "document", most_bytes=9, most_deep=3) == [1, {}]
    for body, reason in ((b"[1, 2, 3, 4]", "at most 9"), (b"[[[[]]]]", "deeper than 3"), (b"[1,", "not JSON")):
        with pytest.raises(FeedError, match=reason):
            open_json_value(body, "document", most_bytes=9, most_deep=3)


@pytest.mark.parametrize(
    ("direction", "start", "end", "words"),
    [
        ("N", "Mill Lane", "Quay Street", "northbound between Mill Lane and Quay Street"),
        ("northbound", "East Street", "", "northbound near East Street"),
        ("BOTH", "at Weir Bridge", "", "in both directions at Weir Bridge"),
        ("NONE", "2.5 km west of Quay", "Mill Lane", "2.5 km west of Quay to Mill Lane"),
        ("undefined", "", "Mill Lane", "near Mill Lane"),
        (None, None, 7, ""),
    ],
    ids=range(6),
)
def test_where_on_a_road_it_is_is_said_with_what_is_known(
    direction: object, start: object, end: object, words: str
) -> None:
    assert stretch_of(direction, start, end) == words
