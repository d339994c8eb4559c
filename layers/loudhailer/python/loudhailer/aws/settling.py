"""What a person says of a delivery, in the state table."""

from dataclasses import dataclass
from typing import Any, TypeVar

from loudhailer.aws.errors import translated
from loudhailer.aws.items import Item, over, packed_delivery, packed_head, packed_thread
from loudhailer.domain.delivery import Delivery, Thread
from loudhailer.domain.incident import IncidentHead

_Kind = TypeVar("_Kind", Delivery, Thread, IncidentHead)


@dataclass(frozen=True, slots=True)
class SettlementTable:
    """DynamoDB behind `Settlements`. `client` is a boto3 DynamoDB client with its deadlines set."""

    client: Any
    name: str

    def settle(self, delivery: Delivery, thread: Thread | None, head: IncidentHead | None) -> None:
        """Write a delivery, its thread and its incident's head in one transaction, each over its version."""
        writes = [(packed_delivery(_next(delivery)), over(delivery.version))]
        if thread is not None:
            writes.append((packed_thread(_next(thread)), over(thread.version)))
        if head is not None:
            writes.append((packed_head(_next(head)), over(head.version)))
        items: list[Item] = [{"Put": {"TableName": self.name, "Item": item, **seen}} for item, seen in writes]
        with translated("settle"):
            self.client.transact_write_items(TransactItems=items)


def _next(record: _Kind) -> _Kind:
    return record.model_copy(update={"version": record.version + 1})
