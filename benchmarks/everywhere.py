"""How soon a word is everywhere: `python -m benchmarks.everywhere`.

Every channel is deployed, with its stand-in. First an evacuation is raised while 500 routine posts wait on each; then
an alert is corrected on all of them, with one platform switched off. Printed: seconds from the start of the command to
the last channel that can, and for the evacuation the ratio to the same on an idle stack, in the same run.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from local.deploy import ROOT
from local.stage import Stage, running_stage
from loudhailer.aws.fanout import AlertTopic
from loudhailer.aws.state import StateTable
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.delivery import UNCLAIMED_AFTER, Delivery, Due, State
from loudhailer.domain.incident import IncidentHead
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.ports import Commit

_PATIENCE = 60.0
_DOWN = "mastodon"


def main() -> int:
    """Measure and print a JSON line."""
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("--waiting", type=int, default=500, help="routine posts that wait on each channel")
    waiting = said.parse_args().waiting
    with running_stage(ROOT / ".local" / "benchmark") as stage:
        stage.order(by="benchmark", reason="to measure", live=True, channels=stage.channels)
        stage.warm()
        _evacuate(stage, "warm")
        idle = _evacuate(stage, "idle")
        # Before the crowd: what is corrected here is routine, and would wait behind it.
        corrected, stands = _correct(stage)
        print(f"corrected after {corrected} s: {json.dumps(stands)}", file=sys.stderr, flush=True)
        _crowd(stage, waiting)
        crowded = _evacuate(stage, "crowded")
        print(f"evacuated after {crowded} s, idle {idle} s", file=sys.stderr, flush=True)
        left = Counter(f"{each.state}" for each in stage.deliveries() if each.incident_id.startswith("CROWD-"))
        figures: dict[str, Any] = {
            "channels": len(stage.channels),
            "waiting on each": waiting,
            "evacuation": {"idle": idle, "crowded": crowded, "ratio": round(crowded / idle, 2)},
            "how the crowd stood when it was out": dict(left),
            f"correction, {_DOWN} down": {"seconds": corrected, "stands": stands},
        }
    print(json.dumps(figures))
    return 0


def _evacuate(stage: Stage, name: str) -> float:
    """Raise an evacuation by the command line and return the seconds until it was on every channel."""
    began = time.time()
    identifier = _typed(stage, "raise", "--type", "evacuation", "--place", f"on Harrow Moor, beacon {name}")
    return _seconds(stage, identifier, began, lambda sent: len(sent) == len(stage.channels))


def _correct(stage: Stage) -> tuple[float, Mapping[str, str]]:
    """Correct an alert everywhere, with one platform down; return the seconds and how each channel stands."""
    first = _typed(stage, "raise", "--type", "fire", "--place", "on Harrow Moor, at the mast")
    _seconds(stage, first, time.time(), lambda sent: len(sent) == len(stage.channels))
    stage.sandbox.fault(_DOWN, kind="off")
    began, reference = time.time(), first.rpartition("-")[0]
    second = _typed(stage, "correct", reference, "--place", "on Harrow Moor, at the lake")
    seconds = _seconds(stage, second, began, lambda sent: len(sent) == len(stage.channels) - 1)
    stands = {each.channel: str(each.state) for each in stage.deliveries() if each.alert_id == second and not each.part}
    stage.sandbox.fault(_DOWN, kind="on")
    return seconds, stands


def _typed(stage: Stage, *line: str) -> str:
    answer = stage.officer("--as", "duty", "--json", "alert", *line)
    return str(json.loads(answer)["identifier"])


def _seconds(stage: Stage, identifier: str, began: float, done: Callable[[list[Delivery]], bool]) -> float:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        mine = [each for each in stage.deliveries_of(identifier) if not each.part]
        sent = [each for each in mine if each.state is State.SENT]
        parts = [each for each in stage.deliveries_of(identifier) if each.part and not each.final]
        if done(sent) and not parts:
            return round(max(each.sent_at.timestamp() for each in sent if each.sent_at) - began, 2)
        time.sleep(0.05)
    raise TimeoutError(f"{identifier}: {Counter(str(each.state) for each in stage.deliveries_of(identifier))}")


def _crowd(stage: Stage, number: int) -> None:
    """Commit so many routine alerts as ingest does, and announce them to every channel's routine queue."""
    client, name = stage.engine.client("dynamodb"), stage.stack.outputs["StateTableName"]
    table = StateTable(client, name)
    topic = AlertTopic(stage.engine.client("sns"), stage.stack.resources["AlertTopic"])
    pattern = table.alert(_typed(stage, "raise", "--type", "road_closure", "--road", "A1", "--place", "at the mill"))
    now = datetime.now(UTC)
    for each in range(number):
        alert = pattern.model_copy(
            update={
                "identifier": f"CR{each:07}-1",
                "reference": f"CR{each:07}",
                "incident_id": f"CROWD-{each}",
                "sent": now,
                "expires": now + timedelta(hours=2),
            }
        )
        deliveries = tuple(
            Delivery(
                alert_id=alert.identifier,
                channel=channel,
                source=alert.source,
                incident_id=alert.incident_id,
                revision=1,
                lane=alert.lane,
                message_class=alert.message_class,
                state=State.PENDING,
                committed_at=now,
                expires_at=alert.expires,
                due=Due.UNCLAIMED,
                due_at=now + UNCLAIMED_AFTER,
            )
            for channel in alert.drafts
        )
        head = IncidentHead(source=alert.source, id=alert.incident_id, spoken=1, alert_ids=(alert.identifier,))
        outcome = Outcome(event_id=f"crowd-{each}", received_at=now, fate=Fate.POSTED, reason="to measure")
        table.commit(Commit(head=head, outcome=outcome, alert=alert, deliveries=deliveries))
        topic.announce(Announcement.of(alert), sorted(alert.drafts), alert.lane)


if __name__ == "__main__":
    sys.exit(main())
