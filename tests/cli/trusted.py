"""Sources as the stand-in of the desk's API tells them."""

from typing import Any

NAME, SEEN = "national_highways", "5f2c91d07a3be840"
SOURCE: dict[str, object] = {
    "name": NAME,
    "mode": "shadow",
    "starts": "propose",
    "since": "2026-11-22T18:30:00+00:00",
    "by": "comms",
    "reason": "we look",
    "licence": "Open Government Licence v3.0",
    "mobilising": False,
    "went_today": {"page": 2},
    "counted_on": "2026-11-22",
}
QUIET = SOURCE | {"name": "quiet", "since": None, "by": "", "licence": "", "went_today": {}, "counted_on": ""}
SHADOW: dict[str, object] = {
    "identifier": "SHADOW-7KQ2MX9TA-1",
    "incident_id": "NH-1",
    "msg_type": "Alert",
    "class": "incident",
    "headline": "M5 closed",
    "sent": "2026-11-22T18:30:00+00:00",
    "channels": [
        {"channel": "page", "text": "M5 is closed.\nRef SHADOW-7KQ2MX9TA", "action": "send", "reason": "level normal"},
        {"channel": "sms", "text": "", "action": "hold", "reason": "it is in Exercise"},
    ],
}


def sources_told(method: str, path: list[str], body: Any) -> dict[str, object] | None:
    """Return what the API says about sources; None where it has nothing to say of them."""
    match method, path:
        case "GET", ["sources"]:
            return {"sources": [SOURCE, QUIET]}
        case "GET", ["sources", name]:
            known = name == NAME
            return {"source": SOURCE if known else QUIET, "shadows": [SHADOW] if known else [], "seen": SEEN}
        case "PUT", ["sources", _]:
            return {"source": SOURCE | {"mode": body["mode"]}, "repeated": False, "warnings": ["w"]}
    return None
