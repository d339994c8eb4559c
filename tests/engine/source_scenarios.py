"""How far a source's words go, on the running engine: what officers do about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from local.stage import Stage
from local.trust import trust
from tests.engine.conftest import an_event
from tests.engine.officers import CONTROL, calling
from tests.engine.record_scenarios import comes_true


@contextmanager
def trusted_again(stage: Stage) -> Iterator[None]:
    """Let every source speak by itself again, whatever becomes of it meanwhile."""
    try:
        yield
    finally:
        table = stage.stack.outputs["StateTableName"]
        trust(stage.engine.client("dynamodb"), table, stage.config, by="tests", reason="tidying up")


def put_mode(officer: httpx.Client, mode: str, **body: Any) -> httpx.Response:
    """Set the mode of the mobilising system."""
    return officer.put(f"/sources/{CONTROL}", json={"mode": mode, "reason": "a test"} | body)


def a_source_goes_into_shadow_and_back(stage: Stage) -> bool:
    """Tell whether comms can put a source in shadow, see what it would have had said, and let it speak again."""
    with trusted_again(stage), calling(stage, "comms") as comms:
        lowered = put_mode(comms, "shadow")
        if lowered.status_code != httpx.codes.OK or lowered.json()["warnings"]:
            return False
        event = an_event()
        incident_id = event["detail"]["incident"]["id"]
        event_id, _ = stage.put_event(event)
        if not comes_true(lambda: event_id in stage.outcomes()):
            return False
        for mode in ("propose", "auto"):
            shown = comms.get(f"/sources/{CONTROL}")
            if shown.status_code != httpx.codes.OK:
                return False
            if incident_id not in {each["incident_id"] for each in shown.json()["shadows"]}:
                return False
            raised = put_mode(comms, mode, seen=shown.json()["seen"])
            if raised.status_code != httpx.codes.OK or raised.json()["warnings"]:
                return False
    return True
