"""The state table: what ingest reads and commits, what a sender decides on and records."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from loudhailer.aws.errors import translated
from loudhailer.aws.gates import read_gate
from loudhailer.aws.items import (
    STATUS_DUE,
    Item,
    alert_key,
    approval_key,
    delivery_key,
    event_key,
    gate_key,
    hook_key,
    incident_key,
    over,
    packed,
    packed_alert,
    packed_approval,
    packed_delivery,
    packed_head,
    packed_thread,
    thread_key,
    unpacked,
)
from loudhailer.domain.alert import Alert
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.approval import Approval
from loudhailer.domain.delivery import Delivery, Due, Thread, platform_of, thread_of
from loudhailer.domain.errors import ClaimLost, StateUnavailable
from loudhailer.domain.incident import IncidentHead
from loudhailer.domain.outcome import Outcome
from loudhailer.domain.record import Record
from loudhailer.ports import Commit, Dossier

_Kind = TypeVar("_Kind", bound=Record)


@dataclass(frozen=True, slots=True)
class StateTable:
    """DynamoDB behind the pipeline's ports. `client` is a boto3 DynamoDB client with its deadlines set."""

    client: Any
    name: str

    def head(self, source: str, incident_id: str) -> IncidentHead:
        """Return the incident's head; version 0 where it was never seen."""
        item = self._get(incident_key(source, incident_id))
        return unpacked(item, IncidentHead) if item else IncidentHead(source=source, id=incident_id)

    def alert(self, alert_id: str) -> Alert:
        """Return a committed alert."""
        item = self._get(alert_key(alert_id))
        if not item:
            raise StateUnavailable(f"alert {alert_id} is not in the table")
        return unpacked(item, Alert)

    def find(self, alert_id: str) -> Alert | None:
        """Return a committed alert, None where there is none."""
        item = self._get(alert_key(alert_id))
        return unpacked(item, Alert) if item else None

    def recent(self, day: date) -> Sequence[Alert]:
        """Return the alerts that were committed on a day (UTC), newest first; the index is behind by a moment."""
        found: list[Alert] = []
        page: Item = {}
        while True:
            with translated("query timeline"):
                answer = self.client.query(
                    TableName=self.name,
                    IndexName="timeline",
                    KeyConditionExpression="#day = :day",
                    ExpressionAttributeNames={"#day": "day"},
                    ExpressionAttributeValues={":day": {"S": day.isoformat()}},
                    ScanIndexForward=False,
                    **page,
                )
            for item in answer["Items"]:
                # One alert that this release cannot read must not hide the others.
                with suppress(StateUnavailable):
                    found.append(unpacked(item, Alert))
            if "LastEvaluatedKey" not in answer:
                return found
            page = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def seen(self, source: str, digest: str, now: datetime) -> bool:
        """Tell whether a webhook's body was taken in; the table forgets lazily, so the time is looked at too."""
        item = self._get(hook_key(source, digest))
        return item is not None and int(item["ttl"]["N"]) > now.timestamp()

    def remember(self, source: str, digest: str, until: datetime) -> None:
        """Note that a webhook's body was taken in, until the table's TTL forgets it."""
        self._put({**hook_key(source, digest), "ttl": {"N": str(int(until.timestamp()))}}, {})

    def approval(self, alert_id: str) -> Approval | None:
        """Return the alert's approval, None where none was asked."""
        item = self._get(approval_key(alert_id))
        return unpacked(item, Approval) if item else None

    def outcome(self, event_id: str) -> Outcome | None:
        """Return the event's end, None where it has none yet."""
        item = self._get(event_key(event_id))
        return unpacked(item, Outcome) if item else None

    def record(self, outcome: Outcome) -> None:
        """Write the event's end; a second one is ignored."""
        try:
            self._put(packed(event_key(outcome.event_id), outcome), over(0))
        except ClaimLost:
            return

    def commit(self, commit: Commit) -> None:
        """Write head, alert, deliveries and outcome in one transaction."""
        self._transact("commit", commit_writes(commit))

    def dossier(self, announcement: Announcement, channel: str) -> Dossier:
        """Read alert, head, delivery, thread and gate at once, consistently."""
        source, incident_id = announcement.source, announcement.incident_id
        keys = (
            alert_key(announcement.alert_id),
            delivery_key(announcement.alert_id, channel),
            thread_key(source, incident_id, thread_of(channel)),
            gate_key(platform_of(channel)),
            incident_key(source, incident_id),
            approval_key(announcement.alert_id),
        )
        found = self._get_many(keys)
        alert, delivery, thread, gate, head, approval = (found.get(_flat(key)) for key in keys)
        if alert is None or delivery is None or head is None:
            raise StateUnavailable(f"alert {announcement.alert_id} has no delivery on {channel} in the table")
        fresh = Thread(source=source, incident_id=incident_id, channel=thread_of(channel))
        return Dossier(
            alert=unpacked(alert, Alert),
            head=unpacked(head, IncidentHead),
            delivery=unpacked(delivery, Delivery),
            thread=unpacked(thread, Thread) if thread else fresh,
            gate=read_gate(platform_of(channel), gate),
            approval=unpacked(approval, Approval) if approval else None,
        )

    def save(self, delivery: Delivery, thread: Thread | None = None) -> tuple[Delivery, Thread | None]:
        """Write a delivery, and its thread with it, each over the version that was read."""
        stored = delivery.model_copy(update={"version": delivery.version + 1})
        if thread is None:
            self._put(packed_delivery(stored), over(delivery.version))
            return stored, None
        moved = thread.model_copy(update={"version": thread.version + 1})
        self._transact(
            "save", [(packed_delivery(stored), over(delivery.version)), (packed_thread(moved), over(thread.version))]
        )
        return stored, moved

    def due(self, kind: Due, now: datetime, limit: int) -> Sequence[Delivery]:
        """Return deliveries of the index `due` whose time has come, oldest first."""
        return self._due(kind.value, Delivery, now, limit)

    def status_due(self, now: datetime, limit: int) -> Sequence[IncidentHead]:
        """Return the heads of incidents whose status is owed, longest owed first."""
        return self._due(STATUS_DUE, IncidentHead, now, limit)

    def deliveries(self, alert_id: str) -> Sequence[Delivery]:
        """Return an alert's deliveries, read consistently, by channel."""
        with translated("query deliveries"):
            answer = self.client.query(
                TableName=self.name,
                KeyConditionExpression="pk = :alert AND begins_with(sk, :delivery)",
                ExpressionAttributeValues={
                    ":alert": alert_key(alert_id)["pk"],
                    ":delivery": delivery_key(alert_id, "")["sk"],
                },
                ConsistentRead=True,
            )
        return [unpacked(item, Delivery) for item in answer["Items"]]

    def _due(self, kind: str, record: type[_Kind], now: datetime, limit: int) -> list[_Kind]:
        with translated("query due"):
            answer = self.client.query(
                TableName=self.name,
                IndexName="due",
                KeyConditionExpression="due = :kind AND due_at <= :now",
                ExpressionAttributeValues={":kind": {"S": kind}, ":now": {"N": f"{now.timestamp():.3f}"}},
                Limit=limit,
            )
        found = []
        for item in answer["Items"]:
            # One item that this release cannot read must not hide those behind it; its own release will sweep it.
            with suppress(StateUnavailable):
                found.append(unpacked(item, record))
        return found

    def _get(self, key: Item) -> Item | None:
        with translated("get"):
            answer: Item = self.client.get_item(TableName=self.name, Key=key, ConsistentRead=True)
        return answer.get("Item")

    def _get_many(self, keys: Sequence[Item]) -> dict[tuple[str, str], Item]:
        if not keys:
            return {}
        with translated("get many"):
            answer = self.client.batch_get_item(RequestItems={self.name: {"Keys": list(keys), "ConsistentRead": True}})
        if answer.get("UnprocessedKeys"):
            # A part of the truth is no truth to decide on.
            raise StateUnavailable("get many: the table answered in part only")
        return {_flat(item): item for item in answer["Responses"][self.name]}

    def _put(self, item: Item, condition: Item) -> None:
        with translated("put"):
            self.client.put_item(TableName=self.name, Item=item, **condition)

    def _transact(self, what: str, writes: Sequence[tuple[Item, Item]]) -> None:
        with translated(what):
            self.client.transact_write_items(
                TransactItems=[{"Put": {"TableName": self.name, "Item": item, **over_}} for item, over_ in writes]
            )


def commit_writes(commit: Commit) -> list[tuple[Item, Item]]:
    """Return the items of a commit, each with the condition under which it is written."""
    seen = commit.head.version
    head = commit.head.model_copy(update={"version": seen + 1})
    writes = [
        (packed_head(head), over(seen)),
        (packed(event_key(commit.outcome.event_id), commit.outcome), over(0)),
        *((packed_delivery(each.model_copy(update={"version": 1})), over(0)) for each in commit.deliveries),
    ]
    if commit.alert is not None:
        writes.append((packed_alert(commit.alert), over(0)))
    if commit.approval is not None:
        writes.append((packed_approval(commit.approval.model_copy(update={"version": 1})), over(0)))
    return writes


def _flat(item: Item) -> tuple[str, str]:
    return item["pk"]["S"], item["sk"]["S"]
