"""Drills as the stand-in of the desk's API tells them."""

from typing import Any

REFERENCE = "7KQ2MX9TA"
DRILL: dict[str, object] = {
    "reference": f"DRILL-{REFERENCE}",
    "identifier": f"DRILL-{REFERENCE}-1",
    "status": "Exercise",
    "msg_type": "Alert",
    "class": "life_safety",
    "headline": "EXERCISE EXERCISE EXERCISE\nLeave now at Drillton\nEXERCISE EXERCISE EXERCISE",
    "by": "duty",
    "sent": "2026-11-22T18:30:00+00:00",
    "shown_at": None,
    "place": "",
    "boards": [
        {
            "channel": "bluesky",
            "text": "EXERCISE EXERCISE EXERCISE\nLeave now.\nEXERCISE EXERCISE EXERCISE",
            "action": "send",
            "reason": "level normal",
        },
        {"channel": "telegram", "text": "", "action": "hold", "reason": "it is in Exercise"},
    ],
}


def drills_told(method: str, path: list[str], body: Any, drills: list[dict[str, object]]) -> dict[str, object] | None:
    """Return what the API says about drills; None where it has nothing to say of them."""
    match method, path:
        case "POST", ["drills"]:
            drill = {**DRILL, "status": body["status"]}
            reason = f"{body['status']}: shown on the drill wall, and nowhere else"
            return {"drill": drill, "reason": reason, "repeated": False, "findings": [], "warnings": ["w"]}
        case "GET", ["drills"]:
            return {"drills": drills}
        case "GET", ["drills", reference] if reference == DRILL["reference"]:
            return {"drills": [DRILL]}
    return None
