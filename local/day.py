"""A day of incidents, played in about a minute. The times inside the events move; no clock is faked."""

import copy
import json
import re
import shlex
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from pydantic import AwareDatetime, BaseModel, ConfigDict

from local.deploy import ROOT
from local.sandbox.pages import POLL_SECONDS
from local.stage import Stage
from loudhailer.domain.delivery import Due

EVENTS = ROOT / "events"
_PEEK_SECONDS = 0.2
_WRITTEN_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_TIMES = ("expires", "expected_end", "next_update", "publish_at")


class Page(BaseModel):
    """What a feed's server says from now on.

    `documents` are files in events/ by the name they are served under, the empty name being the feed's own address;
    `starts` is the moment in their own times that becomes now. The feed is read `polls` times at once.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    documents: dict[str, str]
    starts: AwareDatetime
    polls: int = 1


class Step(BaseModel):
    """One thing that happens `at` seconds into the play.

    It waits for `after`, an alert whose words it changes: on a slow machine they would else never have been public.
    `officer` is a line typed into the CLI, `approval` who reads which alert's words and approves them, `an_hour_later`
    the incident (source and id) whose status has come due, `comes_due` the planned alert whose time has.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: float
    say: str
    after: str = ""
    event: str = ""
    feed: Page | None = None
    officer: str = ""
    approval: tuple[str, str] | None = None
    an_hour_later: tuple[str, str] | None = None
    comes_due: str = ""
    order: dict[str, Any] = {}
    fault: dict[str, Any] = {}
    sweep: bool = False


class Day(BaseModel):
    """A script: `starts` is the moment in the events' own times that becomes now.

    `looked_back_at` is the reference of the incident whose after-action report is written at the end.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    starts: AwareDatetime
    looked_back_at: str
    steps: tuple[Step, ...]


@dataclass(slots=True)
class Played:
    """What was put in, and when the bus accepted it (epoch seconds), by event id."""

    accepted: dict[str, float] = field(default_factory=dict)


def read_day(path: Path = EVENTS / "day" / "day.yaml") -> Day:
    """Read a script."""
    return Day.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def moved(event: Mapping[str, Any], by: timedelta) -> dict[str, Any]:
    """Return the event with every time inside it moved."""
    copied: dict[str, Any] = copy.deepcopy(dict(event))
    incident = copied["detail"]["incident"]
    for name in _TIMES:
        if name in incident:
            incident[name] = (datetime.fromisoformat(incident[name]) + by).isoformat()
    return copied


def moved_text(document: str, by: timedelta) -> str:
    """Return a feed's document with every time inside it moved."""
    return _WRITTEN_TIME.sub(lambda time: (datetime.fromisoformat(time[0]) + by).isoformat(), document)


def play(stage: Stage, day: Day, say: Callable[[str], None]) -> Played:
    """Play the day, telling each step as it happens and each post as it becomes public."""
    stage.warm()
    began, started = time.monotonic(), datetime.now(UTC)
    played, seen = Played(), set[tuple[str, str]]()
    for step in day.steps:
        while time.monotonic() - began < step.at:
            _tell_posts(stage, seen, say)
            time.sleep(_PEEK_SECONDS)
        _await_words(stage, step.after)
        say(f"{time.monotonic() - began:5.1f} s  {step.say}")
        stage.sandbox.note(step.say)
        _take(stage, step, started - day.starts, played, say)
    _settle(stage, seen, say)
    return played


def _await_words(stage: Stage, alert: str, patience: float = 30.0) -> None:
    """Wait until nothing of an alert is under way any more; a day that goes on all the same shows it at its end."""
    deadline = time.monotonic() + patience
    while alert and time.monotonic() < deadline:
        deliveries = [each for each in stage.deliveries() if each.alert_id == alert]
        if deliveries and all(each.final for each in deliveries):
            break
        time.sleep(_PEEK_SECONDS)


def look_back(stage: Stage, day: Day, folder: Path, say: Callable[[str], None]) -> None:
    """Verify the record of the day and write the after-action report of one incident into a folder.

    Raise `RuntimeError` where the record is not as it was written.
    """
    stage.anchor()
    say("the record, held against its anchor:")
    say(_indented(stage.officer("--as", "comms", "audit", "verify", "--all")))
    say(f"the after-action report of {day.looked_back_at}:")
    written = stage.officer("--as", "comms", "audit", "report", "--incident", day.looked_back_at, "--out", str(folder))
    say(_indented(written))


def _take(stage: Stage, step: Step, by: timedelta, played: Played, say: Callable[[str], None]) -> None:
    if step.event:
        event = json.loads((EVENTS / step.event).read_text(encoding="utf-8"))
        event_id, accepted = stage.put_event(moved(event, by))
        played.accepted[event_id] = accepted
    if step.feed:
        _read_feed(stage, step.feed)
    if step.officer:
        say(_indented(stage.officer(*shlex.split(step.officer))))
    if step.approval:
        _approve(stage, *step.approval, say=say)
    if step.an_hour_later:
        stage.owe_status(*step.an_hour_later)
        counts = stage.status()
        say("         the clock: " + ", ".join(f"{count} {word}" for word, count in counts.items() if count))
    if step.order:
        stage.order(**step.order)
    if step.fault:
        stage.sandbox.fault(step.fault["channel"], kind=step.fault["kind"])
    if step.comes_due:
        stage.owe_planned(step.comes_due)
    if step.sweep:
        counts = stage.sweep()
        say("         the sweeper: " + ", ".join(f"{count} {word}" for word, count in counts.items()))


def _approve(stage: Stage, who: str, alert: str, *, say: Callable[[str], None]) -> None:
    # An approval is of words that were read: the digest comes from what the officer was shown.
    say(_indented(stage.officer("--as", who, "approvals", "show", alert)))
    shown = json.loads(stage.officer("--as", who, "approvals", "show", alert, "--json"))
    say(_indented(stage.officer("--as", who, "approvals", "approve", alert, "--digest", shown["digest"])))


def _indented(said: str) -> str:
    return "         " + said.strip().replace("\n", "\n         ")


def _read_feed(stage: Stage, page: Page) -> None:
    by = datetime.now(UTC) - page.starts
    documents = {
        name: moved_text((EVENTS / file).read_text(encoding="utf-8"), by) for name, file in page.documents.items()
    }
    stage.sandbox.serve(page.name, documents=documents)
    for _ in range(page.polls):
        stage.poll(page.name)


def _settle(stage: Stage, seen: set[tuple[str, str]], say: Callable[[str], None], patience: float = 45.0) -> None:
    """Wait until nothing is under way any more."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        _tell_posts(stage, seen, say)
        if all(each.final or each.due is Due.PLANNED for each in stage.deliveries()):
            break
        time.sleep(_PEEK_SECONDS)
    # The sandbox looks at the own page twice a second: let it have seen the last one.
    time.sleep(2 * POLL_SECONDS)
    _tell_posts(stage, seen, say)


def _tell_posts(stage: Stage, seen: set[tuple[str, str]], say: Callable[[str], None]) -> None:
    for post in stage.sandbox.posts():
        if (post["channel"], post["id"]) not in seen:
            seen.add((post["channel"], post["id"]))
            words = post["text"].splitlines()[0]
            arrow = "↳" if post["reply_to"] else "→"
            say(f"         {arrow} {post['channel']}: {words}")
