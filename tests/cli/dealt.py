"""Deliveries, doubts, dead letters and how an alert stands everywhere, as the desk's API answers about them."""

from typing import Any

REFERENCE = "7KQ2MX9TA"
DOUBT = {
    "identifier": f"{REFERENCE}-1",
    "reference": REFERENCE,
    "channel": "telegram",
    "headline": "A4117 closed",
    "words": "The A4117 is closed.\nRef 7KQ2MX9TA",
    "reason": "CannotTell: no answer in time",
    "since": "2026-11-22T17:10:00+00:00",
    "attempt": 2,
    "looked_for": False,
    "retract_by": "",
}
SENT = {"identifier": f"{REFERENCE}-2", "channel": "bluesky", "state": "SENT", "reason": "", "link": ""}
OLD = {"identifier": f"{REFERENCE}-1", "channel": "page", "state": "SENT", "reason": "", "link": "https://a.example/1"}
DONE = [
    {
        "channel": "bluesky",
        "under_way": False,
        "well": True,
        "deliveries": [SENT],
        "earlier": [OLD | {"channel": "bluesky", "stand": "off"}],
    },
    {
        "channel": "page",
        "under_way": False,
        "well": True,
        "deliveries": [SENT | {"channel": "page"}],
        "earlier": [OLD | {"stand": "stays"}],
    },
]
WAITING = {
    "channel": "mastodon",
    "under_way": True,
    "well": False,
    "deliveries": [SENT | {"channel": "mastodon", "state": "RETRY", "reason": "ChannelUnavailable: it is down"}],
    "earlier": [OLD | {"channel": "mastodon", "stand": "going"}],
}
LETTERS = [
    {"channel": "page", "count": 0, "oldest": None, "deliveries": [], "unread": 0},
    {
        "channel": "bluesky",
        "count": 12,
        "oldest": "2026-11-22T14:30:00+00:00",
        "deliveries": [{"identifier": f"{REFERENCE}-1", "channel": "bluesky", "state": "RETRY"}],
        "unread": 1,
    },
]


def reached(*channels: object) -> dict[str, Any]:
    """Return how an alert stands on these channels."""
    names = {"reference": REFERENCE, "identifier": f"{REFERENCE}-2", "headline": "A4118 closed"}
    return {**names, "msg_type": "Update", "takes_down": True, "channels": list(channels)}


def moved(**changes: object) -> dict[str, Any]:
    """Return what one call put back."""
    return {"channel": "bluesky", "moved": 0, "done": 0, "left": {}, "remaining": 0, "warnings": [], **changes}


def dealt(method: str, path: list[str], body: Any) -> dict[str, Any] | None:
    """Answer about deliveries; None about anything else."""
    match method, path:
        case "GET", ["doubts"]:
            return {"doubts": [DOUBT], "more": False}
        case "POST", ["deliveries", alert, "settle" | "retract"]:
            states = {"out": "SENT", "by_hand": "SENT", "again": "RETRY"}
            told = {"identifier": alert, "channel": "telegram", "state": states.get(body.get("word"), "RETRACTED")}
            return {"identifier": alert, "repeated": False, "deliveries": [told], "refused": {}, "warnings": []}
        case "GET", ["alerts", _, "channels"]:
            return reached(*DONE)
        case "GET", ["dead-letters"]:
            return {"channels": LETTERS}
        case "POST", ["dead-letters", channel, "redrive"]:
            return moved(channel=channel, moved=12)
    return None
