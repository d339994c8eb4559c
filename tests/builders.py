"""Values for tests, complete and unremarkable; a test names only what it is about."""

import shutil
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from local.deploy import ROOT
from loudhailer.config import Config, load
from loudhailer.domain.alert import Alert, Lane, MsgType
from loudhailer.domain.crisis import NORMAL, SERVICE, Declared, GateState, MessageClass
from loudhailer.domain.delivery import Delivery, State, Thread
from loudhailer.domain.incident import Certainty, Incident, Phase, Severity, Status, Urgency
from loudhailer.domain.post import Draft, PostRef, Variant
from loudhailer.feed_rules import ServiceArea

NOW = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
CONTROL = "westshire.control"


@cache
def shipped_config() -> Config:
    """Return the configuration in `config/`."""
    return load(ROOT / "config")


@cache
def bilingual_config() -> Config:
    """Return it as a service in Wales has it, with the words that nobody has reviewed taken on."""
    with TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "config", folder, dirs_exist_ok=True)
        (Path(folder) / "languages.yaml").write_text("publish: [en-GB, cy]\nunreviewed: allow\n", encoding="utf-8")
        return load(Path(folder))


def anywhere() -> Config:
    """Return the shipped configuration for a service whose area has neither boundary nor name: all is inside."""
    shipped = shipped_config()
    return shipped.model_copy(update={"feeds": shipped.feeds.model_copy(update={"area": ServiceArea()})})


def an_incident(**changes: Any) -> Incident:
    """Return a road closure, first revision."""
    values: dict[str, Any] = {
        "source": CONTROL,
        "id": "CTL-1",
        "revision": 1,
        "phase": Phase.OPEN,
        "status": Status.ACTUAL,
        "event_type": "road_closure",
        "severity": Severity.MODERATE,
        "urgency": Urgency.IMMEDIATE,
        "certainty": Certainty.OBSERVED,
        "facts": {"road": "A4117", "place": "between Aldermere and Stokeby"},
    }
    return Incident.model_validate(values | changes)


def an_alert(**changes: Any) -> Alert:
    """Return the alert of a road closure's first revision, with words for `bluesky`."""
    revision = changes.get("revision", 1)
    drafts = {"bluesky": {variant: Draft(text=f"{variant} words of {revision}") for variant in Variant}}
    values: dict[str, Any] = {
        "identifier": f"AAAAAAA-{revision}",
        "reference": "AAAAAAA",
        "revision": revision,
        "source": CONTROL,
        "incident_id": "CTL-1",
        "msg_type": MsgType.ALERT,
        "status": Status.ACTUAL,
        "message_class": MessageClass.INCIDENT,
        "event_type": "road_closure",
        "severity": Severity.MODERATE,
        "urgency": Urgency.IMMEDIATE,
        "certainty": Certainty.OBSERVED,
        "sensitivities": (),
        "headline": "A4117 closed between Aldermere and Stokeby",
        "language": "en-GB",
        "sent": NOW,
        "expires": NOW + timedelta(hours=2),
        "references": (),
        "lane": Lane.ROUTINE,
        "plan_digest": "0" * 16,
        "drafts": drafts,
    }
    return Alert.model_validate(values | changes)


def a_delivery(alert: Alert | None = None, **changes: Any) -> Delivery:
    """Return the alert's pending delivery on `bluesky`, as commit writes it."""
    of = alert or an_alert()
    values: dict[str, Any] = {
        "alert_id": of.identifier,
        "channel": "bluesky",
        "source": of.source,
        "incident_id": of.incident_id,
        "revision": of.revision,
        "lane": of.lane,
        "message_class": of.message_class,
        "state": State.PENDING,
        "committed_at": of.sent,
        "expires_at": of.expires,
        "version": 1,
    }
    return Delivery.model_validate(values | changes)


def a_thread(**changes: Any) -> Thread:
    """Return the incident's thread on `bluesky`, with nothing on it."""
    return Thread.model_validate({"source": CONTROL, "incident_id": "CTL-1", "channel": "bluesky"} | changes)


def a_gate(**changes: Any) -> GateState:
    """Return the gate of `bluesky`, live and at level normal."""
    level = changes.pop("level", NORMAL)
    declared = {} if level == NORMAL else {SERVICE: declared_level(level)}
    return GateState.model_validate({"channel": "bluesky", "live": True, "version": 1, "declared": declared} | changes)


def declared_level(level: str, scope: str = SERVICE, **changes: Any) -> Declared:
    """Return a level that somebody declared."""
    values = {"scope": scope, "level": level, "by": "g.officer", "reason": "a test", "at": NOW}
    return Declared.model_validate(values | changes)


def a_ref(name: str = "1") -> PostRef:
    """Return where a post lives."""
    return PostRef(id=f"post-{name}", url=f"https://social.example/{name}", token=f"token-{name}")
