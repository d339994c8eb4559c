"""How long after an officer's Enter an alert is public: `python -m benchmarks.officer`.

Alerts are raised by the command line on a warm stack, one after the other. Printed: seconds from the start of the
command to the last of the four channels, as the platforms' stand-ins and the page's own index have it, and as a ratio
to what the command line itself needs to start and do nothing, in the same run.
"""

import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from local.stage import FEW, Stage, running_stage
from loudhailer.domain.delivery import State

_RAISED = 12
_PATIENCE = 20.0


def main() -> int:
    """Measure and print a JSON line."""
    with running_stage(Path(".local") / "benchmark", channels=FEW) as stage:
        stage.order(by="benchmark", reason="to measure", live=True, channels=stage.channels)
        _raise(stage, "warm")
        idle = statistics.median(_timed(stage, "version") for _ in range(5))
        took = [_raise(stage, str(number)) for number in range(_RAISED)]
    figures: dict[str, Any] = {
        "alerts": len(took),
        "channels": 4,
        "seconds": {"median": round(statistics.median(took), 3), "worst": round(max(took), 3)},
        "command line alone": round(idle, 3),
        "ratio": round(statistics.median(took) / idle, 2),
    }
    print(json.dumps(figures))
    return 0


def _timed(stage: Stage, *line: str) -> float:
    began = time.monotonic()
    stage.officer(*line)
    return time.monotonic() - began


def _raise(stage: Stage, name: str) -> float:
    """Raise an alert of its own and return the seconds until the last channel had it."""
    began = time.time()
    answer = stage.officer(
        "--as", "duty", "--json", "alert", "raise", "--type", "fire", "--place", f"on Harrow Moor, beacon {name}"
    )
    identifier = json.loads(answer)["identifier"]
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        sent = [each for each in stage.deliveries() if each.alert_id == identifier and each.state is State.SENT]
        if len(sent) == len(stage.channels):
            return max(each.sent_at.timestamp() for each in sent if each.sent_at) - began
        time.sleep(0.02)
    raise TimeoutError(f"{identifier} is not on every channel")


if __name__ == "__main__":
    sys.exit(main())
