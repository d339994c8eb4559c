"""What must come true for an exercise: scenarios that each statement of its roles is needed for."""

import time
from collections.abc import Callable

import httpx

from local.stage import Stage
from tests.engine.conftest import an_event
from tests.engine.officers import calling

PATIENCE = 8.0


def comes_true(what: Callable[[], bool]) -> bool:
    """Tell whether `what` becomes true while patience lasts."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.1)
    return False


def an_exercise_is_shown(stage: Stage) -> bool:
    event_id, _ = stage.put_event(an_event(status="Exercise"))
    if not comes_true(lambda: event_id in stage.outcomes()):
        return False
    return comes_true(lambda: _on_the_wall(stage, stage.outcomes()[event_id].alert_id))


def an_officer_practises(stage: Stage) -> bool:
    with calling(stage, "silver") as silver:
        raised = silver.post("/drills", json={"type": "evacuation", "place": "at Harrow Moor"})
        if raised.status_code != httpx.codes.OK or raised.json()["warnings"]:
            return False
        reference, drill_id = raised.json()["drill"]["reference"], raised.json()["drill"]["identifier"]
        looks = [silver.get("/drills"), silver.get(f"/drills/{reference}")]
    seen = all(each.status_code == httpx.codes.OK for each in looks)
    return seen and comes_true(lambda: _on_the_wall(stage, drill_id))


def _on_the_wall(stage: Stage, drill_id: str) -> bool:
    """Tell whether a drill is on the wall and known to be there."""
    keys = [("DRILL#" + drill_id, "DELIVERY")]
    shown = [each for each in stage.items() if (each["pk"]["S"], each["sk"]["S"]) in keys]
    page = httpx.get(f"{stage.sandbox.addresses['wall']}/drills/{drill_id}.html", trust_env=False)
    return page.status_code == httpx.codes.OK and any('"shown_at":"' in each["body"]["S"] for each in shown)


DRILL_SCENARIOS: dict[tuple[str, str], Callable[[Stage], bool]] = {
    **{("PublishDrillRole", sid): an_exercise_is_shown for sid in ("ReadDrills", "NoteWhatIsShown", "WriteDrillWall")},
    **{
        ("ServeDrillsRole", sid): an_officer_practises
        for sid in ("ReadDrills", "ListDrills", "ReadGates", "CommitDrills", "Announce")
    },
}
"""What breaks when a statement of a drill's roles is taken out, by role and Sid."""
