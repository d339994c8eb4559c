"""What an outage of one channel costs the others: `python -m benchmarks.outage`.

A steady stream of incidents runs for half a minute as it is, and again with the sandbox's Mastodon switched off; both
in one run, on one engine. Printed: p50 and p95 from PutEvents accepted to accepted by the platform, their ratio, and
whether each of Mastodon's posts came afterwards, once.
"""

import json
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from local.stage import FEW, Stage, running_stage
from local.unpaced import unpaced

_SECONDS = 30.0
_EVERY = 0.5
_OTHERS = ("page", "bluesky")


def main() -> int:
    """Measure and print a table and a JSON line."""
    config = unpaced(Path(".local") / "unpaced")
    with running_stage(Path(".local") / "benchmark", config=config, channels=FEW) as stage:
        stage.order(by="benchmark", reason="to measure", live=True, channels=stage.channels)
        _stream(stage, "warm", 6.0)
        _await(stage, "warm")
        before = _stream(stage, "up", _SECONDS)
        _await(stage, "up")
        stage.sandbox.fault("mastodon", kind="off")
        during = _stream(stage, "off", _SECONDS)
        stage.sandbox.fault("mastodon", kind="on")
        back = time.monotonic()
        _await(stage, "off")
        caught_up = time.monotonic() - back
        figures: dict[str, Any] = {
            "up": _percentiles(stage, before),
            "off": _percentiles(stage, during),
            "mastodon": _once_each(stage, during),
            "mastodon_caught_up_after_seconds": round(caught_up, 1),
            "engine_and_deploy_seconds": round(stage.seconds_to_ready, 2),
        }
        figures["ratio_p95"] = round(figures["off"]["p95"] / figures["up"]["p95"], 2)
    for name, value in figures.items():
        print(f"{name:34} {json.dumps(value)}")
    return 0


def _stream(stage: Stage, phase: str, seconds: float) -> dict[str, float]:
    """Put an incident every half second; return when the bus accepted each, by event id."""
    accepted: dict[str, float] = {}
    began = time.monotonic()
    for number in range(int(seconds / _EVERY)):
        incident: dict[str, Any] = {
            "id": f"BENCH-{phase}-{number}",
            "revision": 1,
            "status": "Actual",
            "type": "road_closure",
            "road": "A4117",
            "place": f"near bridge {number + 100} of the canal",
        }
        event = {
            "source": "westshire.control",
            "detail-type": "incident.reported",
            "detail": {"schema": "1", "incident": incident},
        }
        event_id, at = stage.put_event(event)
        accepted[event_id] = at
        time.sleep(max(0.0, began + (number + 1) * _EVERY - time.monotonic()))
    return accepted


def _await(stage: Stage, phase: str) -> None:
    deadline = time.monotonic() + 300
    prefix = f"BENCH-{phase}-"
    while time.monotonic() < deadline:
        if all(each.final for each in stage.deliveries() if each.incident_id.startswith(prefix)):
            return
        time.sleep(0.2)


def _percentiles(stage: Stage, accepted: dict[str, float]) -> dict[str, float]:
    """Return p50 and p95 of the other channels, in seconds by the sender's own record."""
    outcomes = stage.outcomes()
    began = {outcomes[event_id].alert_id: at for event_id, at in accepted.items()}
    took = [
        each.sent_at.timestamp() - began[each.alert_id]
        for each in stage.deliveries()
        if each.alert_id in began and each.channel in _OTHERS and each.sent_at
    ]
    cuts = statistics.quantiles(took, n=20)
    return {"posts": len(took), "p50": round(statistics.median(took), 3), "p95": round(cuts[-1], 3)}


def _once_each(stage: Stage, accepted: dict[str, float]) -> dict[str, int]:
    """Count how often each alert of the outage is on Mastodon now."""
    references = [stage.outcomes()[event_id].alert_id.split("-")[0] for event_id in accepted]
    seen = Counter(
        reference for post in stage.sandbox.posts("mastodon") for reference in references if reference in post["text"]
    )
    return {"alerts": len(references), "once": sum(seen[each] == 1 for each in references)}


if __name__ == "__main__":
    sys.exit(main())
