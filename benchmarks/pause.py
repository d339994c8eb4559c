"""What the strict pause costs, and what it spares: `python -m benchmarks.pause`.

Life-safety alerts are raised in rounds by turns: alone, while 300 planned posts are being released, and while as many
are being released and a crisis is declared; all in one run, on one engine. Printed: p50 and p95 of life-safety from
PutEvents accepted to taken by the platform, and their ratios; how long the order took to its answer, what was sent,
held and leaving by then; and what a permit costs a post, by the clock of a barrier on the wire. The engine is one
process on this machine's cores, so a release slows everything down here that on AWS has machines of its own: the ratio
to the release without an order is the pause's own share.
"""

import itertools
import json
import re
import statistics
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from local.barrier import Call, standing_between
from local.engine import EngineError
from local.stage import FEW, Stage, running_stage
from local.unpaced import unpaced

_ROUNDS = 3
_ALERTS = 24
_EVERY = 0.25
_GENTLY = 1.0
_CAMPAIGNS = 100
_ORDER_AFTER = 3.0
_PLATFORMS = ("bluesky", "mastodon", "telegram")
_PATIENCE = 240.0
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class _Order:
    """What came of declaring in the middle of a release."""

    seconds: float
    leaving: int
    sent: int
    held: int


def main() -> int:
    """Measure and print a table of JSON values."""
    config = unpaced(Path(".local") / "unpaced")
    with running_stage(Path(".local") / "benchmark", config=config, channels=FEW) as stage:
        stage.order(by="benchmark", reason="to measure", live=True, channels=stage.channels)
        _raised(stage, _GENTLY)
        _disturbed(stage, declares=True)  # every sender of every lane has started once
        alone: list[float] = []
        busy: list[float] = []
        during: list[float] = []
        orders: list[_Order] = []
        for _ in range(_ROUNDS):
            alone += _raised(stage)
            busy += _disturbed(stage, declares=False)[0]
            took, order = _disturbed(stage, declares=True)
            during += took
            orders.append(order)
        permits = _permits(stage)
    usual, released, then = _percentiles(alone), _percentiles(busy), _percentiles(during)
    figures: dict[str, Any] = {
        "life-safety alone": usual,
        "life-safety in a release": released,
        "life-safety in the pause": then,
        "ratio_p95 pause to alone": round(then["p95"] / usual["p95"], 2),
        "ratio_p95 release to alone": round(released["p95"] / usual["p95"], 2),
        "ratio_p95 pause to release": round(then["p95"] / released["p95"], 2),
        "order to answer, seconds": [round(each.seconds, 3) for each in orders],
        "planned posts sent": [each.sent for each in orders],
        "planned posts held": [each.held for each in orders],
        "named as leaving": [each.leaving for each in orders],
        "a permit, milliseconds a post": permits,
    }
    for name, value in figures.items():
        print(f"{name:34} {json.dumps(value)}")
    return 0


def _raised(stage: Stage, every: float = _EVERY) -> list[float]:
    """Put life-safety events at an even pace; return the seconds to each platform, by the platform's clock."""
    accepted: dict[str, float] = {}
    began = time.monotonic()
    for number in range(_ALERTS):
        event_id, at = stage.put_event(_evacuation())
        accepted[event_id] = at
        time.sleep(max(0.0, began + (number + 1) * every - time.monotonic()))
    alerts = _alerts(stage, accepted)
    arrived = _await(stage, set(alerts.values()))
    began_at = {alerts[event_id]: moment for event_id, moment in accepted.items()}
    return [received - began_at[alert_id] for (_, alert_id), received in arrived.items()]


def _disturbed(stage: Stage, *, declares: bool) -> tuple[list[float], _Order]:
    """Do the same while planned posts are being released and, perhaps, a crisis is declared."""
    due = datetime.now(UTC) + timedelta(seconds=6)
    events = [_campaign(due) for _ in range(_CAMPAIGNS)]
    accepted = dict(put for start in range(0, _CAMPAIGNS, 10) for put in stage.put_events(events[start : start + 10]))
    campaigns = set(_alerts(stage, accepted).values())
    time.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds()))
    answers: list[tuple[float, int]] = []

    def declare() -> None:
        began = time.monotonic()
        answer = stage.order(by="benchmark", reason="to measure", level="crisis" if declares else "normal")
        named = [each for each in answer["leaving"] if each["alert_id"] in campaigns]
        answers.append((time.monotonic() - began, len(named)))

    order = threading.Timer(_ORDER_AFTER, declare)
    with _sweeping(stage):
        order.start()
        took = _raised(stage)
        order.join()
        _await_end(stage, campaigns)
    stage.order(by="benchmark", reason="to measure", level="normal")
    states = Counter(
        each.state.value for each in stage.deliveries() if each.alert_id in campaigns and each.channel in _PLATFORMS
    )
    ((seconds, leaving),) = answers
    return took, _Order(seconds, leaving, states["SENT"], states["HELD"])


def _permits(stage: Stage) -> dict[str, float]:
    """Return what taking and giving back a permit takes, in milliseconds a post, on an otherwise idle engine."""
    functions = [f"Publish{channel.capitalize()}" for channel in _PLATFORMS]
    with standing_between(stage.stack, functions) as barrier:
        _raised(stage, _GENTLY)
        spent: dict[str, float] = defaultdict(float)
        for note in barrier.notes:
            if note.call is not Call.CHANGE:
                spent[note.permit] += 1000 * (note.ended - note.began)
    return _percentiles(list(spent.values()))


@contextmanager
def _sweeping(stage: Stage) -> Iterator[None]:
    """Let the clock look again and again."""
    ended = threading.Event()

    def sweep() -> None:
        while not ended.is_set():
            with suppress(EngineError):  # one that fails on a busy machine is made good by the next
                stage.sweep()
            ended.wait(0.1)

    thread = threading.Thread(target=sweep, name="clock")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _evacuation() -> Mapping[str, Any]:
    return _event("westshire.control", "incident.reported", type="evacuation", place=f"near bridge {next(_numbers)}")


def _campaign(due: datetime) -> Mapping[str, Any]:
    return _event(
        "westshire.comms",
        "campaign.planned",
        type="campaign",
        title=f"Test it Tuesday, street {next(_numbers)}",
        message="Press the button on every smoke alarm in your home once a week.",
        publish_at=due.isoformat(),
    )


def _event(source: str, detail_type: str, **facts: str) -> Mapping[str, Any]:
    incident = {"id": f"BENCH-{next(_numbers)}", "revision": 1, "status": "Actual", **facts}
    return {"source": source, "detail-type": detail_type, "detail": {"schema": "1", "incident": incident}}


def _alerts(stage: Stage, accepted: Mapping[str, float]) -> dict[str, str]:
    """Return the alert of each event, once all are told."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        outcomes = stage.outcomes()
        if all(event_id in outcomes for event_id in accepted):
            return {event_id: outcomes[event_id].alert_id for event_id in accepted}
        time.sleep(0.2)
    raise TimeoutError("not every event was told")


def _await(stage: Stage, alerts: set[str]) -> dict[tuple[str, str], float]:
    """Return when each platform had each alert, once all have."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        found = {
            (post["channel"], alert_id): post["received_at"]
            for post in stage.sandbox.posts()
            if (alert_id := _alert_of(post["text"])) in alerts
        }
        if len(found) == len(_PLATFORMS) * len(alerts):
            return found
        time.sleep(0.2)
    raise TimeoutError("not every post arrived")


def _await_end(stage: Stage, alerts: set[str]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if all(each.final for each in stage.deliveries() if each.alert_id in alerts):
            return
        time.sleep(0.2)
    raise TimeoutError("not every planned post came to its end")


def _alert_of(text: str) -> str:
    """Return the alert of a post by the reference in its words; each incident here has one alert."""
    found = re.search(r"Ref (\w+)", text)
    return f"{found[1]}-1" if found else ""


def _percentiles(figures: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(figures, n=20)
    return {"posts": len(figures), "p50": round(statistics.median(figures), 3), "p95": round(cuts[-1], 3)}


if __name__ == "__main__":
    sys.exit(main())
