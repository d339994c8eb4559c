"""What waits for a person or for its time, found by the index `due`, and what people do with it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.aws.items import (
    Item,
    alert_key,
    approval_key,
    incident_key,
    over,
    packed_approval,
    packed_delivery,
    packed_head,
    unpacked,
)
from loudhailer.domain.alert import Alert
from loudhailer.domain.approval import Approval
from loudhailer.domain.delivery import Delivery, Due
from loudhailer.domain.errors import StateUnavailable
from loudhailer.domain.incident import IncidentHead
from loudhailer.held import File

_AT_ONCE = 33
"""Of how many alerts one call reads all that is known: DynamoDB gives a hundred items, and each has three."""


@dataclass(frozen=True, slots=True)
class HeldTable:
    """DynamoDB behind the ports of `pipeline/held.py`. `client` is a boto3 DynamoDB client with its deadlines set."""

    client: Any
    name: str

    def waiting(self, kinds: Sequence[Due], limit: int) -> Sequence[Delivery]:
        """Return at most `limit` deliveries that are owed for one of these reasons; the index is behind by a moment."""
        found: list[Delivery] = []
        for kind in kinds:
            page: Item = {}
            while len(found) < limit:
                with translated("query due"):
                    answer = self.client.query(
                        TableName=self.name,
                        IndexName="due",
                        KeyConditionExpression="due = :kind",
                        ExpressionAttributeValues={":kind": {"S": kind.value}},
                        Limit=limit - len(found),
                        **page,
                    )
                for item in answer["Items"]:
                    # One that this release cannot read must not hide the others.
                    with suppress(StateUnavailable):
                        found.append(unpacked(item, Delivery))
                if "LastEvaluatedKey" not in answer:
                    break
                page = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
        return found

    def files(self, deliveries: Sequence[Delivery]) -> Mapping[str, File]:
        """Return what is known of each one's alert, by its id, read consistently; one that is not there is left out."""
        of = {each.alert_id: each for each in deliveries}
        ids, files = list(of), {}
        for start in range(0, len(ids), _AT_ONCE):
            found = self._read([of[each] for each in ids[start : start + _AT_ONCE]])
            for each in ids[start : start + _AT_ONCE]:
                if file := _file(of[each], found):
                    files[each] = file
        return files

    def let_go(self, deliveries: Sequence[Delivery], head: IncidentHead | None) -> None:
        """Write deliveries, and their incident's head where it is given, each over the version that was read."""
        writes = [_moved(each) for each in deliveries]
        if head is not None:
            moved = head.model_copy(update={"version": head.version + 1})
            writes.append((packed_head(moved), over(head.version)))
        self._transact("let go", writes)

    def ask(self, approval: Approval, deliveries: Sequence[Delivery]) -> None:
        """Write an approval and the deliveries that wait for it, each over the version that was read."""
        moved = approval.model_copy(update={"version": approval.version + 1})
        self._transact("ask", [(packed_approval(moved), over(approval.version)), *map(_moved, deliveries)])

    def _read(self, deliveries: Sequence[Delivery]) -> dict[tuple[str, str], Item]:
        keys = {_flat(key): key for each in deliveries for key in _keys(each)}
        with translated("get many"):
            answer = self.client.batch_get_item(
                RequestItems={self.name: {"Keys": list(keys.values()), "ConsistentRead": True}}
            )
        if answer.get("UnprocessedKeys"):
            # A part of the truth is no truth to decide on.
            raise StateUnavailable("get many: the table answered in part only")
        return {_flat(item): item for item in answer["Responses"][self.name]}

    def _transact(self, what: str, writes: Sequence[tuple[Item, Item]]) -> None:
        with translated(what):
            self.client.transact_write_items(
                TransactItems=[{"Put": {"TableName": self.name, "Item": item, **over_}} for item, over_ in writes]
            )


def _file(delivery: Delivery, found: Mapping[tuple[str, str], Item]) -> File | None:
    alert, approval, head = (found.get(_flat(key)) for key in _keys(delivery))
    if alert is None or head is None:
        return None
    return File(
        unpacked(alert, Alert), unpacked(head, IncidentHead), unpacked(approval, Approval) if approval else None
    )


def _keys(delivery: Delivery) -> tuple[Item, Item, Item]:
    head = incident_key(delivery.source, delivery.incident_id)
    return alert_key(delivery.alert_id), approval_key(delivery.alert_id), head


def _moved(delivery: Delivery) -> tuple[Item, Item]:
    moved = delivery.model_copy(update={"version": delivery.version + 1})
    return packed_delivery(moved), over(delivery.version)


def _flat(item: Item) -> tuple[str, str]:
    return item["pk"]["S"], item["sk"]["S"]
