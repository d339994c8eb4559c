"""How the service's feeds are doing, and a document read with a policy of its own, from a terminal."""

import json

import pytest

from local.deploy import ROOT
from tests.cli.conftest import Terminal
from tests.cli.standin import Answer

ROADS = {
    "name": "national_highways",
    "mode": "propose",
    "polled": True,
    "last_good": "2026-11-22T17:10:00+00:00",
    "age_seconds": 1200,
    "next_due": "2026-11-22T17:31:00+00:00",
    "last_error": "feeds.example: it answered 503",
    "failures": 3,
    "count": 7,
    "refused": 2,
    "refusals": {"it has no road\x1b[2J": 2},
    "silent": "unread",
}
FLOODS = {"name": "environment_agency", "mode": "auto", "polled": False, "last_good": None, "age_seconds": None}
CLOSURES = str(ROOT / "events/feeds/national_highways/closures_1_active.json")


def test_the_feeds_are_listed_with_what_troubles_them(duty: Terminal) -> None:
    duty.standin.next.append(Answer(body={"feeds": [ROADS, FLOODS]}))
    head, roads, floods, refused = duty("feeds", "status").stdout.splitlines()
    assert head.split("  ")[0] == "FEED"
    assert "22 Nov 17:10  20 min" in roads
    assert roads.endswith("silent (unread); 3 failed in a row: feeds.example: it answered 503")
    assert "never" in floods
    assert floods.endswith("never asked: it may have no address")
    assert refused == "national_highways: 2 refused: it has no road [2J"
    assert duty.standin.seen[-1].path == "/feeds"


@pytest.mark.parametrize(("seconds", "words"), [(59, "59 s"), (60, "1 min"), (7199, "119 min"), (172_800, "2 d")])
def test_an_age_is_said_in_one_unit(duty: Terminal, seconds: int, words: str) -> None:
    duty.standin.next.append(Answer(body={"feeds": [ROADS | {"age_seconds": seconds, "refusals": {}}]}))
    assert f"  {words}  " in duty("feeds", "status").stdout


def test_what_programs_read_is_the_answer_itself(duty: Terminal) -> None:
    duty.standin.next.append(Answer(body={"feeds": [ROADS]}))
    assert json.loads(duty("feeds", "status", "--json").stdout) == {"feeds": [ROADS]}
    duty.standin.next.append(Answer(body={"feeds": []}))
    assert duty("feeds", "status").stdout == "sources.yaml lets no feed be polled.\n"


def test_a_document_is_read_with_the_policy_that_is_named(run: Terminal) -> None:
    folder = run.world.here / "config"
    folder.mkdir()
    for each in (ROOT / "config").glob("*.yaml"):
        (folder / each.name).write_text(each.read_text())
    (folder / "pictures").symlink_to(ROOT / "config" / "pictures")
    with (folder / "feeds.yaml").open("a") as file:
        file.write("  ours:\n    types: { management: highways_incident }\n")
    lines = [json.loads(line) for line in run("feeds", "read", "--policy", "ours", CLOSURES).stdout.splitlines()]
    assert {line["type"] for line in lines} == {"highways_incident"}
    plain = [json.loads(line) for line in run("feeds", "read", CLOSURES).stdout.splitlines()]
    assert [line["id"] for line in lines] == [line["id"] for line in plain]
    assert {line["type"] for line in plain} != {"highways_incident"}


def test_a_policy_that_is_not_there_is_answered_with_those_that_are(run: Terminal) -> None:
    result = run("feeds", "read", "--policy", "ours", CLOSURES)
    assert result.exit_code == 2
    assert "national_highways" in result.stderr
