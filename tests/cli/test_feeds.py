import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from local.deploy import ROOT
from loudhailer import feeds
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Certainty, Incident, Phase, Severity, Status, Urgency
from loudhailer.feeds import Format, Link, Policy, Reading
from loudhailer_cli.feeds import LARGEST
from loudhailer_cli.main import app
from loudhailer_cli.world import World
from tests.cli.conftest import NOW, Terminal

KEYS = [
    *("source", "id", "revision", "status", "phase", "class", "type", "severity", "urgency", "certainty", "headline"),
    *("starts", "ends", "updated", "expires", "roads", "area", "lat", "lon", "withheld", "references", "digest"),
]
INCIDENT = Incident(
    source="toy",
    id="T1",
    revision=2,
    phase=Phase.OPEN,
    status=Status.EXERCISE,
    event_type="flood",
    severity=Severity.SEVERE,
    urgency=Urgency.EXPECTED,
    certainty=Certainty.LIKELY,
    facts={},
    headline="Flood \ud800 at Aldermere\u202e",
    starts=NOW,
    updated=NOW,
    expires=NOW,
    roads=("A4117",),
    area="Westshire",
    point=(52.1, -2.4),
    withheld="it is a test",
    references=("T0",),
)


def toy(document: bytes, policy: Policy) -> Reading:
    """A format of one sign: what it says is chosen by it."""
    match document:
        case b"+":
            told = INCIDENT.model_copy(update={"source": policy.source or "toy"})
            return Reading(incidents=(told,), refused=(FeedError("situation.3", "no\nplace"),))
        case b">":
            return Reading(links=(Link("https://a.example/1", "v1"), Link("https://a.example/2", "v2")))
        case b" ":
            return Reading()
    raise FeedError("document", "it is\x1b[2J cut off\nhere")


@pytest.fixture
def toys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(feeds.FEEDS, "toy", Format(toy, lambda document: len(document) == 1))


def samples() -> list[Path]:
    return sorted(ROOT.glob("events/incidents/*.json"))


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_every_sample_is_read_with_its_class_and_without_any_stack(bare: Terminal) -> None:
    assert samples()
    for path in samples():
        result = bare("feeds", "read", "--format", "incident_event", str(path))
        (line,) = lines(result)
        assert (result.exit_code, result.stderr) == (0, "")
        assert list(line) == KEYS
        assert line["id"] == json.loads(path.read_text())["detail"]["incident"]["id"]
        assert line["class"] is not None


@pytest.mark.parametrize(
    ("source", "name"), [("environment_agency", "cap"), ("national_highways", "national_highways")]
)
def test_every_sample_of_a_polled_feed_is_read_by_looking(bare: Terminal, source: str, name: str) -> None:
    said = set()
    for path in sorted(ROOT.glob(f"events/feeds/{name}/*")):
        result = bare("feeds", "read", "--format", "auto", "--source", source, str(path))
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout == bare("feeds", "read", "--format", name, "--source", source, str(path)).stdout
        said |= {(line["source"], line["class"] is not None) for line in lines(result) if "link" not in line}
    assert said == {(source, True)}


def test_the_format_is_told_by_looking(bare: Terminal) -> None:
    path = str(samples()[0])
    assert bare("feeds", "read", "--format", "auto", path).stdout == bare("feeds", "read", path).stdout != ""


def test_a_document_can_come_from_standard_input(bare: Terminal) -> None:
    path = samples()[0]
    piped = bare("feeds", "read", "--format", "auto", "-", typed=path.read_bytes())
    assert piped.stdout == bare("feeds", "read", "--format", "auto", str(path)).stdout != ""


@pytest.mark.parametrize("path", sorted(ROOT.glob("events/refused/*.json")), ids=lambda path: path.stem)
def test_a_sample_that_is_refused_says_where_and_why(bare: Terminal, path: Path) -> None:
    result = bare("feeds", "read", "--format", "incident_event", str(path))
    if path.stem == "no_place":  # it can be read, but not said
        assert result.exit_code == 0
        return
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"loudhailer: {path}: detail")
    assert len(result.stderr.splitlines()) == 1
    assert "14 Mill" not in result.stderr


@pytest.mark.usefixtures("toys")
def test_a_line_says_all_that_people_look_for(bare: Terminal) -> None:
    result = bare("feeds", "read", "--format", "toy", "-", typed="+")
    (line,) = lines(result)
    assert result.exit_code == 0
    assert line == {
        "source": "toy",
        "id": "T1",
        "revision": 2,
        "status": "Exercise",
        "phase": "open",
        "class": None,
        "type": "flood",
        "severity": "Severe",
        "urgency": "Expected",
        "certainty": "Likely",
        "headline": "Flood \ud800 at Aldermere\u202e",
        "starts": "2026-11-22T17:30:00+00:00",
        "ends": "2026-11-22T17:30:00+00:00",
        "updated": "2026-11-22T17:30:00+00:00",
        "expires": "2026-11-22T17:30:00+00:00",
        "roads": ["A4117"],
        "area": "Westshire",
        "lat": 52.1,
        "lon": -2.4,
        "withheld": "it is a test",
        "references": ["T0"],
        "digest": line["digest"],
    }
    assert len(line["digest"]) == 16
    assert result.stdout.isascii()


@pytest.mark.usefixtures("toys")
def test_a_record_that_is_refused_is_a_line_of_its_own_and_loses_nothing(bare: Terminal) -> None:
    result = bare("feeds", "read", "--format", "toy", "-", typed="+")
    assert (result.exit_code, result.stderr) == (0, "-: situation.3: no place\n")


@pytest.mark.usefixtures("toys")
def test_an_index_gives_its_links(bare: Terminal) -> None:
    result = bare("feeds", "read", "--format", "toy", "-", typed=">")
    assert lines(result) == [
        {"link": "https://a.example/1", "version": "v1"},
        {"link": "https://a.example/2", "version": "v2"},
    ]


@pytest.mark.usefixtures("toys")
def test_a_document_with_nothing_in_it_is_good(bare: Terminal) -> None:
    result = bare("feeds", "read", "--format", "toy", "-", typed=" ")
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.usefixtures("toys")
def test_a_refusal_stays_one_line_whatever_it_holds(bare: Terminal) -> None:
    result = bare("feeds", "read", "--format", "toy", "-", typed="x")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "loudhailer: -: document: it is [2J cut off here\n"


@pytest.mark.usefixtures("toys")
def test_a_source_gives_its_name_and_with_it_the_class(bare: Terminal) -> None:
    def read(*more: str) -> dict[str, Any]:
        return lines(bare("feeds", "read", "--format", "toy", "-", *more, typed="+"))[0]

    assert (read("--source", "westshire.control")["source"], read("--source", "westshire.control")["class"]) == (
        "westshire.control",
        "life_safety",
    )


@pytest.mark.usefixtures("toys")
def test_a_source_that_is_not_in_the_configuration_is_named_with_those_that_are(bare: Terminal) -> None:
    result = bare("feeds", "read", "--format", "toy", "--source", "nobody", "-", typed="+")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "sources.yaml has no 'nobody'; there are westshire.control, westshire.comms," in result.stderr
    (bare.folder / "config").mkdir()
    bare.write("config/plan.yaml", "levels: {}")
    unknown = bare("feeds", "read", "--format", "toy", "--source", "nobody", "-", typed="+")
    assert [(each["source"], each["class"]) for each in lines(unknown)] == [("nobody", None)]


def test_a_source_is_read_in_its_own_format(bare: Terminal) -> None:
    result = bare("feeds", "read", "--source", "environment_agency", str(samples()[0]))
    assert (result.exit_code, result.stdout) == (2, "")
    assert bare("feeds", "read", "--source", "westshire.control", str(samples()[0])).exit_code == 0


@pytest.mark.usefixtures("toys")
def test_the_configuration_of_the_folder_decides(bare: Terminal) -> None:
    shutil.copytree(ROOT / "config", bare.folder / "config")
    plan = bare.folder / "config/plan.yaml"
    plan.write_text(plan.read_text().replace("flood: life_safety", "flood: information"))
    arguments = ("feeds", "read", "--format", "toy", "--source", "westshire.control", "-")
    assert lines(bare(*arguments, typed="+"))[0]["class"] == "information"
    assert lines(bare(*arguments, "--config", str(ROOT / "config"), typed="+"))[0]["class"] == "life_safety"
    plan.write_text("levels: {}")
    broken = bare(*arguments, typed="+")
    assert (broken.exit_code, lines(broken)[0]["class"]) == (0, None)
    assert "class is null, for " in broken.stderr
    assert bare(*arguments, "--config", "config", typed="+").exit_code == 1


def test_a_document_that_is_not_there_or_too_large_is_refused(bare: Terminal) -> None:
    for name, words in {"nowhere": "No such file", ".": "Is a directory", "a\0b": "null byte"}.items():
        result = bare("feeds", "read", "--format", "cap", name)
        assert result.exit_code == 2
        assert words in result.stderr
    bare.write("huge", "")
    os.truncate(bare.folder / "huge", LARGEST + 1)
    result = bare("feeds", "read", "--format", "auto", str(bare.folder / "huge"))
    assert (result.exit_code, "more than 33,554,432 bytes" in result.stderr) == (2, True)


def test_a_format_that_nobody_knows_is_bad_usage(bare: Terminal) -> None:
    result = bare("feeds", "read", "--format", "morse", "-")
    assert (result.exit_code, "there are auto, incident_event" in result.stderr) == (2, True)


def test_the_formats_are_listed(bare: Terminal) -> None:
    assert bare("feeds", "formats").stdout.splitlines() == list(feeds.FEEDS)


NEARLY = st.sampled_from([path.read_bytes() for path in samples()]).flatmap(
    lambda good: st.tuples(st.integers(0, len(good)), st.binary(max_size=4)).map(
        lambda cut: good[: cut[0]] + cut[1] + good[cut[0] + len(cut[1]) :]
    )
)


@given(st.sampled_from(["auto", *feeds.FEEDS]), st.binary(max_size=200) | NEARLY | st.text(max_size=50).map(str.encode))
@example("auto", b"")
@example("auto", b"\xff\xfe{\x00}\x00")
@example("auto", b"<html><body>Service Unavailable</body></html>")
@example("auto", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
@example("auto", b"[" * 100_000)
@example("auto", b'{"detail": {"incident": ' * 30_000)
def test_any_bytes_are_read_or_refused_in_one_line(format_: str, document: bytes) -> None:
    arguments = ["feeds", "read", "--format", format_, "-"]
    result = CliRunner().invoke(app, arguments, input=document, obj=World(environ={}), prog_name="loudhailer")
    assert isinstance(result.exception, SystemExit | None)
    assert result.exit_code in {0, 2}
    if result.exit_code == 2:
        assert result.stdout == ""
        assert len(result.stderr.splitlines()) == 1
