"""What is not Actual cannot become a public post, by type: at check time, at run time, and in what is read back."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import loudhailer
from local.deploy import ROOT
from loudhailer.channels import CHANNELS
from loudhailer.domain.alert import Alert, Worded
from loudhailer.domain.announcement import Announcement, read_announcement
from loudhailer.domain.drill import Drill, DrillAnnouncement, DrillPost, read_drill_announcement
from loudhailer.domain.errors import UnreadableBody
from loudhailer.domain.incident import Status
from loudhailer.domain.post import Post
from loudhailer.pipeline._freeze import freeze
from loudhailer.ports import Channel
from tests.builders import an_alert

PACKAGE = Path(loudhailer.__file__).parent
NOT_ACTUAL = [each for each in Status if each is not Status.ACTUAL]
every_other_status = pytest.mark.parametrize("status", NOT_ACTUAL, ids=str)


def a_drill(**changes: Any) -> Drill:
    return Drill.model_validate({**dict(an_alert()), "status": Status.EXERCISE, "would": ()} | changes)


WAYS: dict[str, Callable[[Status], Alert]] = {
    "made": lambda status: an_alert(status=status),
    "copied": lambda status: an_alert().model_copy(update={"status": status}),
    "copied deep": lambda status: an_alert().model_copy(update={"status": status}, deep=True),
    "read": lambda status: Alert.model_validate_json(an_alert().model_dump_json().replace('"Actual"', f'"{status}"')),
    "read as a drill": lambda status: Alert.model_validate_json(a_drill(status=status).model_dump_json()),
    "made of a drill": lambda status: Alert.model_validate(dict(a_drill(status=status))),
    "made of bare words": lambda _: Alert.model_validate(dict(Worded.model_validate(dict(a_drill())))),
}


@every_other_status
@pytest.mark.parametrize("way", WAYS)
def test_no_alert_has_another_status_however_it_comes_about(way: str, status: Status) -> None:
    with pytest.raises(ValidationError):
        WAYS[way](status)


def test_an_alert_is_copied_and_read_back_as_it_was() -> None:
    alert = an_alert()
    assert alert.model_copy(update={"revision": 7}).revision == 7
    assert alert.model_copy(deep=True) == alert == Alert.model_validate_json(alert.model_dump_json())
    with pytest.raises(ValidationError):
        Alert.model_validate({name: value for name, value in dict(alert).items() if name != "status"})


def test_a_drill_is_never_actual() -> None:
    with pytest.raises(ValidationError):
        a_drill(status=Status.ACTUAL)


@given(drill_id=st.text(max_size=40), v=st.integers(min_value=-1, max_value=3))
def test_the_announcement_of_a_drill_is_none_of_an_alert(drill_id: str, v: int) -> None:
    with pytest.raises(UnreadableBody):
        read_announcement(json.dumps({"v": v, "drill_id": drill_id}))


@given(alert_id=st.text(max_size=40))
def test_the_announcement_of_an_alert_is_none_of_a_drill(alert_id: str) -> None:
    with pytest.raises(UnreadableBody):
        read_drill_announcement(json.dumps({"v": 1, "alert_id": alert_id, "source": "a", "incident_id": "b"}))


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"v": 3, "drill_id": "a"}', '{"v": 1, "drill_id": "\\ud800"}', "[" * 99_999]
)
def test_whatever_else_lies_in_the_drill_queue_comes_again(body: str) -> None:
    with pytest.raises(UnreadableBody):
        read_drill_announcement(body)


@pytest.mark.parametrize("v", [0, 1])
def test_a_drill_announced_by_this_release_or_the_one_before_is_read(v: int) -> None:
    body = json.dumps({"v": v, "drill_id": "DRILL-A-1", "new": True})
    assert read_drill_announcement(body) == DrillAnnouncement(v=v, drill_id="DRILL-A-1")


@pytest.mark.parametrize("name", CHANNELS)
def test_a_channel_takes_a_post_and_nothing_else(name: str) -> None:
    (kind,) = (each for each in vars(import_module(f"loudhailer.channels.{name}")).values() if hasattr(each, "publish"))
    assert get_type_hints(kind.publish)["post"] is Post
    assert get_type_hints(kind.find)["post"] is Post


def test_a_post_is_frozen_of_an_alert_alone_and_holds_no_drill() -> None:
    assert get_type_hints(freeze)["alert"] is Alert
    assert get_type_hints(Channel.publish)["post"] is Post
    assert not issubclass(DrillPost, Post)
    assert not issubclass(Drill, Alert)
    assert not {field.name for field in fields(Post)} >= {field.name for field in fields(DrillPost)}


def test_nothing_goes_round_the_types() -> None:
    """`model_construct` makes a record without looking at it, and a post is made in one place."""
    code = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    assert [path.name for path, text in code.items() if "model_construct" in text] == []
    assert [path.name for path, text in code.items() if "return Post(" in text or "= Post(" in text] == ["_freeze.py"]


SNIPPET = """
from loudhailer.domain.alert import Alert
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.drill import Drill, DrillAnnouncement, DrillPost
from loudhailer.pipeline._freeze import freeze
from loudhailer.ports import Announcer, Channel, Commit

def publish(channel: Channel, post: DrillPost) -> None:
    channel.publish(post)  # 1

def find(channel: Channel, post: DrillPost) -> None:
    channel.find(post)  # 2

def announce(announcer: Announcer, announcement: DrillAnnouncement, alert: Alert) -> None:
    announcer.announce(announcement, ["bluesky"], alert.lane)  # 3

def name(drill: Drill) -> None:
    Announcement.of(drill)  # 4

def commit(commit: Commit, drill: Drill) -> Commit:
    return Commit(commit.head, commit.outcome, drill)  # 5

def become(drill: Drill) -> Alert:
    return drill  # 6
"""


def test_mypy_refuses_a_drill_wherever_something_public_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "smuggler.py").write_text(SNIPPET, encoding="utf-8")
    done = subprocess.run(  # noqa: S603  # ourselves
        [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), str(tmp_path / "smuggler.py")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = SNIPPET.splitlines()
    refused = [number for number, line in enumerate(lines, 1) if "  # " in line]
    told = [line for line in done.stdout.splitlines() if "smuggler.py:" in line and ": error:" in line]
    assert [int(line.split(":")[1]) for line in told] == refused, done.stdout + done.stderr


def test_an_alert_s_own_announcement_is_read() -> None:
    assert read_announcement(Announcement.of(an_alert()).model_dump_json()).alert_id == an_alert().identifier
