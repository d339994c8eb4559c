"""The day's script, and the comparison with what was written by hand."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from local import report
from local.day import EVENTS, look_back, moved, read_day
from local.stage import Stage
from loudhailer import compose, feeds
from loudhailer.channels import CHANNELS
from loudhailer.domain.alert import MsgType
from loudhailer.domain.incident import Incident
from loudhailer.domain.post import Variant
from loudhailer.normalise import reference_of
from tests.builders import shipped_config

EXPECTED = EVENTS / "day" / "expected.yaml"


@dataclass
class Sandbox:
    """What the public sees, given by hand."""

    given: list[dict[str, Any]]
    listed: list[dict[str, Any]]

    def posts(self) -> list[dict[str, Any]]:
        return self.given

    def pages(self) -> list[dict[str, Any]]:
        return self.listed


@dataclass
class Seen:
    """As much of a stage as the comparison looks at."""

    sandbox: Sandbox


def a_post(name: str, text: str, root: str = "") -> dict[str, Any]:
    return {"channel": "bluesky", "id": name, "text": text, "root": root}


def seen(*posts: dict[str, Any], pages: tuple[dict[str, Any], ...] = ()) -> Stage:
    return cast("Stage", Seen(Sandbox(list(posts), list(pages))))


def test_every_step_of_the_day_names_an_event_that_exists_and_comes_in_order() -> None:
    day = read_day()
    assert [step.event for step in day.steps if step.event and not (EVENTS / step.event).is_file()] == []
    assert [step.at for step in day.steps] == sorted(step.at for step in day.steps)
    assert day.steps[-1].at <= 90


def test_every_time_inside_an_event_moves_and_nothing_else_does() -> None:
    event = json.loads((EVENTS / "incidents" / "closure_1_reported.json").read_text(encoding="utf-8"))
    before, after = event["detail"]["incident"], moved(event, timedelta(hours=1))["detail"]["incident"]
    assert after["next_update"] == "2026-11-22T09:00:00+00:00"
    assert {name for name in before if before[name] != after[name]} == {"next_update"}
    assert event["detail"]["incident"] is before


@pytest.mark.parametrize("hour", range(24))
def test_the_day_says_the_same_at_whatever_hour_it_is_played(hour: int) -> None:
    """A long date or a quarter to midnight must not push anything out of the smallest channel."""
    config, day = shipped_config(), read_day()
    started = datetime(2026, 9, 30, hour, 45, tzinfo=UTC)
    wanted = {
        text.strip() for thread in yaml.safe_load(EXPECTED.read_text(encoding="utf-8"))["bluesky"] for text in thread
    }
    for step in day.steps:
        if not step.event.startswith("incidents/") or "exercise" in step.event or "campaign" in step.event:
            continue
        event = moved(json.loads((EVENTS / step.event).read_text(encoding="utf-8")), started - day.starts)
        incident = feeds.read_event(json.dumps(event), "e-1", config).telling
        assert isinstance(incident, Incident)
        kind = (
            MsgType.CANCEL if "closed" in step.event else MsgType.UPDATE if "updated" in step.event else MsgType.ALERT
        )
        message_class = config.plan.class_of(incident.source, incident.event_type)
        assert message_class is not None
        reference = reference_of(incident.source, incident.id)
        drafts = compose.words_of(
            config,
            incident,
            kind,
            message_class,
            reference=reference,
            issued=started,
            url=f"http://127.0.0.1:65535/page/alerts/{reference}.html",
            channels={"bluesky": CHANNELS["bluesky"].limits},
        ).drafts
        said = drafts["bluesky"][Variant.FIRST if kind is MsgType.ALERT else Variant.REPLY].text
        assert report.neutral(said) in wanted


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Issued 5:30pm Sunday 22 November. Ref AAAAAAA.", "Issued <issued>. Ref AAAAAAA."),
        ("Next update by 9am.", "Next update by <time>."),
        ("Next update by midnight on Monday 23 November.", "Next update by <time>."),
        ("http://127.0.0.1:40123/page/alerts/AAAAAAA.html", "<page>/alerts/AAAAAAA.html"),
        ("The A49 is closed.", "The A49 is closed."),
    ],
)
def test_only_what_differs_from_run_to_run_is_replaced(text: str, plain: str) -> None:
    assert report.neutral(text) == plain


@pytest.fixture
def expected(tmp_path: Path) -> Path:
    path = tmp_path / "expected.yaml"
    path.write_text(yaml.safe_dump({"bluesky": [["Closed.\n", "Open again.\n"]]}), encoding="utf-8")
    return path


def test_what_was_written_by_hand_is_what_was_seen(expected: Path) -> None:
    stage = seen(a_post("1", "Closed."), a_post("2", "Open again.", root="1"))
    assert report.differences(stage, expected) == []


@pytest.mark.parametrize(
    "posts",
    [
        pytest.param((), id="nothing is out"),
        pytest.param((a_post("1", "Closed."),), id="an update is missing"),
        pytest.param((a_post("1", "Closed."), a_post("2", "Open again.")), id="the update is no reply"),
        pytest.param((a_post("1", "Open again."), a_post("2", "Closed.", root="1")), id="the order is wrong"),
        pytest.param(
            (a_post("1", "Closed."), a_post("2", "Open again.", "1"), a_post("3", "Open again.", "1")), id="one twice"
        ),
        pytest.param(
            (a_post("1", "Closed."), a_post("2", "Open again.", "1"), a_post("3", "Buy now!")), id="one too many"
        ),
    ],
)
def test_every_other_sight_is_a_difference(expected: Path, posts: tuple[dict[str, Any], ...]) -> None:
    assert report.differences(seen(*posts), expected)


def test_a_page_that_nobody_wrote_down_is_a_difference(expected: Path) -> None:
    page = {"reference": "AAAAAAA", "posts": [{"revision": 1, "text": "Closed."}]}
    stage = seen(a_post("1", "Closed."), a_post("2", "Open again.", root="1"), pages=(page,))
    assert report.differences(stage, expected) == ["page: unexpected thread ['Closed.']"]


def test_the_table_lines_up() -> None:
    row = {"alert": "A-1", "channel": "page", "state": "SENT", "attempts": 1, "seconds": 0.05, "link": "http://x"}
    first, second = report.table([row]).splitlines()
    assert first.index("state") == second.index("SENT")
    assert "None" not in report.table([row | {"seconds": None, "link": None}])


@dataclass
class Desk:
    """As much of a stage as looks at words, approves them and reads the record; it writes down what it was asked."""

    asked: list[str] = field(default_factory=list)

    def anchor(self) -> dict[str, Any]:
        self.asked.append("anchor")
        return {}

    def officer(self, *line: str) -> str:
        self.asked.append(" ".join(line))
        return json.dumps({"digest": "4f0c8e1b90d2"}) if "--json" in line else "as asked\n"


def test_the_record_is_anchored_before_it_is_verified_and_one_incident_is_reported(tmp_path: Path) -> None:
    desk, said = Desk(), list[str]()
    look_back(cast("Stage", desk), read_day(), tmp_path, said.append)
    assert desk.asked == [
        "anchor",
        "--as comms audit verify --all",
        f"--as comms audit report --incident 68QKBJ69M --out {tmp_path}",
    ]
    assert said[-1] == "         as asked"


def test_what_is_approved_in_the_day_was_raised_by_another_and_must_be_public() -> None:
    expected = EXPECTED.read_text(encoding="utf-8")
    approvals = [step.approval for step in read_day().steps if step.approval]
    assert [who for who, _ in approvals] == ["comms"]
    assert not [step.officer for step in read_day().steps if "--as comms" in step.officer]
    assert all(f"Ref {alert.partition('-')[0]}." in expected for _, alert in approvals)
