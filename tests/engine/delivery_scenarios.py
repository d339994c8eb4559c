"""What people do about deliveries: alerts that nobody has announced, doubts, dead letters."""

import itertools
import os
from datetime import UTC, datetime, timedelta

import httpx

from local.stage import Stage
from loudhailer.aws.state import StateTable
from loudhailer.domain.alert import Alert
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.delivery import Delivery, Due, State
from loudhailer.domain.incident import IncidentHead
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.domain.post import Draft, Variant
from loudhailer.pipeline._freeze import freeze
from loudhailer.ports import Commit
from tests.builders import an_alert
from tests.engine.conftest import deliveries_of, send_body
from tests.engine.level_scenarios import patiently
from tests.engine.officers import calling

_numbers = itertools.count(1)


def table(stage: Stage) -> StateTable:
    """Return the stack's state table, with every right on it."""
    return StateTable(stage.engine.client("dynamodb"), stage.stack.outputs["StateTableName"])


def unannounced(stage: Stage, *channels: str) -> Alert:
    """Commit an alert as ingest does, and announce it to nobody: no queue holds a message about it."""
    now, number = datetime.now(UTC), next(_numbers)
    reference = f"DL{os.getpid() % 100_000:05}{number:02}"
    names = channels or tuple(stage.channels)
    alert = an_alert(
        identifier=f"{reference}-1",
        reference=reference,
        incident_id=f"DEALT-{reference}",
        sent=now,
        expires=now + timedelta(hours=2),
        drafts={name: {each: Draft(f"{each} words.\nRef {reference}") for each in Variant} for name in names},
    )
    deliveries = tuple(_pending(alert, name, now) for name in names)
    head = IncidentHead(source=alert.source, id=alert.incident_id, spoken=1, word=1, alert_ids=(alert.identifier,))
    outcome = Outcome(event_id=f"dealt-{reference}", received_at=now, fate=Fate.POSTED, reason="a test")
    table(stage).commit(Commit(head=head, outcome=outcome, alert=alert, deliveries=deliveries))
    return alert


def _pending(alert: Alert, channel: str, now: datetime) -> Delivery:
    return Delivery(
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
        due_at=now + timedelta(hours=1),
    )


def left_in_doubt(stage: Stage, alert: Alert, channel: str) -> None:
    """Leave a delivery as its sender does where only a person can say whether it is out."""
    now, state = datetime.now(UTC), table(stage)
    seen = state.dossier(Announcement.of(alert), channel)
    doubt = seen.delivery.settled(State.UNKNOWN, "CannotTell: nobody can be asked").model_copy(
        update={
            "post": freeze(alert, channel, Variant.FIRST, seen.thread, now),
            "variant": Variant.FIRST,
            "claims": 1,
            "due": Due.DOUBT,
            "due_at": now,
        }
    )
    thread = seen.thread.claimed(seen.delivery, now, timedelta(seconds=20)).released(alert.identifier, doubtful=True)
    state.save(doubt, thread)


def dies(stage: Stage, alert: Alert, channel: str) -> None:
    """Put the message about an alert on a channel's dead-letter queue."""
    send_body(stage, f"{channel.capitalize()}DeadLetterQueue", Announcement.of(alert).model_dump_json())


def is_now(stage: Stage, alert: Alert, channel: str, state: State) -> bool:
    return deliveries_of(stage, alert.identifier)[channel].state is state


def deliveries_are_settled_and_put_back(stage: Stage) -> bool:
    """List a doubt and settle it, send another again, put a dead letter back; without a warning."""
    seen, again, dead = (unannounced(stage, "page") for _ in range(3))
    for each in (seen, again):
        left_in_doubt(stage, each, "page")
    dies(stage, dead, "page")
    why = {"reason": "is the statement needed?"}
    with calling(stage, "silver") as silver:
        listed = silver.get("/doubts")
        if listed.status_code != httpx.codes.OK:
            return False
        if seen.identifier not in {each["identifier"] for each in listed.json()["doubts"]}:
            return False
        settle = why | {"channel": "page"}
        answers = [
            silver.post(f"/deliveries/{seen.identifier}/settle", json=settle | {"word": "out"}),
            silver.post(f"/deliveries/{again.identifier}/settle", json=settle | {"word": "again"}),
            silver.post("/dead-letters/page/redrive", json=why),
        ]
    if any(each.status_code != httpx.codes.OK or each.json()["warnings"] for each in answers):
        return False
    return patiently(lambda: all(is_now(stage, each, "page", State.SENT) for each in (seen, again, dead)))
