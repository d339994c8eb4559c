"""Levels, channels and held posts, as the desk's API answers about them."""

from typing import Any

REFERENCE = "7KQ2MX9TA"
GATES = [
    {"channel": "page", "live": True, "stopped": False, "level": "normal"},
    {"channel": "bluesky", "live": False, "stopped": True, "level": "normal"},
]
PICTURE: dict[str, Any] = {
    "leaving": [{"channel": "page", "identifier": f"{REFERENCE}-1", "state": "SENT", "headline": "A4117 closed"}],
    "waiting_count": 12,
    "waiting": [
        {"channel": "bluesky", "identifier": f"{REFERENCE}-{number}", "headline": "Test it Tuesday"}
        for number in range(12)
    ],
    "held_count": 0,
    "also_pause": [
        {
            "what": "Paid adverts",
            "owner": "comms",
            "link": "",
            "done_by": "a.officer",
            "done_at": "2026-11-22T18:30:00+00:00",
        },
        {"what": "Banners", "owner": "web editor", "link": "https://cms.example", "done_by": ""},
    ],
    "warnings": ["what is held could not be read"],
}
HELD = [
    {
        "identifier": f"{REFERENCE}-{number}",
        "channel": "page",
        "headline": "A4117 closed",
        "words": "The A4117 is closed.\nRef 7KQ2MX9TA",
        "reason": "level crisis",
        "expires": "2026-11-22T20:30:00+00:00",
        "fate": "release",
        "worth": number == 1,
        "why_not": "" if number == 1 else "it expired",
    }
    for number in (1, 2)
]


def kept(method: str, path: list[str], body: Any) -> dict[str, Any] | None:
    """Answer about levels, channels and held posts; None about anything else."""
    match method, path:
        case "GET" | "PUT", ["crisis"]:
            return {"gates": GATES}
        case "POST", ["crisis", "preview" | "ticks"]:
            return {"gates": GATES, **PICTURE}
        case "PUT", ["channels", _]:
            return {"gates": GATES[:1]}
        case "GET", ["held"]:
            return {"held": HELD}
        case "POST", ["held", "digests"]:
            digest = {"identifier": f"{REFERENCE}-1", "fate": "held", "reason": "another person approves it"}
            return {"digest": digest, "folded": body["alerts"], "warnings": []}
        case "POST", ["held", _, _]:
            refused = {"page": "level crisis: the plan says hold for promotional"}
            return {"identifier": f"{REFERENCE}-1", "deliveries": [], "refused": refused}
    return None
