"""CAP alerts for tests, complete and unremarkable; a test names only what it is about."""

from typing import Any

import pytest

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident
from loudhailer.feeds import Policy
from loudhailer.feeds.cap import parse

POLICY = Policy(source="environment_agency", types={"severe flood": "severe_flood", "Flood Warning": "flood_warning"})
OWN = {
    "identifier": "W-1",
    "sender": "floods.westshire.example",
    "sent": "2026-11-22T17:30:00+00:00",
    "status": "Actual",
    "msgType": "Alert",
    "scope": "Public",
}
INFO = {
    "language": "en-GB",
    "event": "Flood Warning",
    "urgency": "Immediate",
    "severity": "Severe",
    "certainty": "Likely",
}
AREA = {"areaDesc": "River Alder at Aldermere"}
BEFORE = "floods.westshire.example,W-0,2026-11-22T16:00:00+00:00"


def xml(**elements: Any) -> str:
    """Return elements of those names; `...` leaves one out, a list repeats one."""
    many = ((name, value if isinstance(value, list) else [value]) for name, value in elements.items())
    return "".join(f"<{name}>{each}</{name}>" for name, values in many for each in values if each is not ...)


def a_block(area: dict[str, Any] | None = None, **info: Any) -> str:
    return xml(**INFO | {"area": xml(**AREA if area is None else area)} | info)


def an_alert(*blocks: Any, **own: Any) -> bytes:
    """Return an alert with these blocks of words, one unremarkable one where none is given."""
    told = xml(**OWN | own, info=list(blocks) or a_block())
    return f'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">{told}</alert>'.encode()


def read(document: bytes, policy: Policy = POLICY) -> Incident:
    (incident,) = parse(document, policy).incidents
    return incident


def refusal_of(document: bytes) -> FeedError:
    with pytest.raises(FeedError) as refusal:
        parse(document, POLICY)
    return refusal.value
