"""What a digest stands for, written with it in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.aws.items import over, packed_delivery, packed_thread, thread_key, unpacked
from loudhailer.aws.state import commit_writes
from loudhailer.domain.delivery import Delivery, Thread
from loudhailer.domain.errors import StateUnavailable
from loudhailer.ports import Commit

_AT_ONCE = 100
"""How many items DynamoDB gives in one call."""


@dataclass(frozen=True, slots=True)
class FoldTable:
    """DynamoDB behind the port of `pipeline/catch_up.py`. `client` is a DynamoDB client with its deadlines set."""

    client: Any
    name: str

    def threads_of(self, deliveries: Sequence[Delivery]) -> Mapping[str, Thread]:
        """Return each delivery's thread, read consistently, by its alert's id; a new one where there is none."""
        found: dict[tuple[str, str], Thread] = {}
        for start in range(0, len(deliveries), _AT_ONCE):
            keys = {_place(each): _key(each) for each in deliveries[start : start + _AT_ONCE]}
            with translated("get threads"):
                answer = self.client.batch_get_item(
                    RequestItems={self.name: {"Keys": list(keys.values()), "ConsistentRead": True}}
                )
            if answer.get("UnprocessedKeys"):
                # A part of the truth is no truth to decide on.
                raise StateUnavailable("get threads: the table answered in part only")
            for item in answer["Responses"][self.name]:
                found[item["pk"]["S"], item["sk"]["S"]] = unpacked(item, Thread)
        return {
            each.alert_id: found.get(_place(each))
            or Thread(source=each.source, incident_id=each.incident_id, channel=each.channel)
            for each in deliveries
        }

    def fold(self, folded: Sequence[tuple[Delivery, Thread]], commit: Commit | None = None) -> None:
        """Write deliveries and threads over the versions that were read, and a commit with them; all or nothing."""
        writes = commit_writes(commit) if commit is not None else []
        for delivery, thread in folded:
            moved = delivery.model_copy(update={"version": delivery.version + 1})
            writes.append((packed_delivery(moved), over(delivery.version)))
            known = thread.model_copy(update={"version": thread.version + 1})
            writes.append((packed_thread(known), over(thread.version)))
        with translated("fold"):
            self.client.transact_write_items(
                TransactItems=[{"Put": {"TableName": self.name, "Item": item, **over_}} for item, over_ in writes]
            )


def _key(delivery: Delivery) -> dict[str, Any]:
    return thread_key(delivery.source, delivery.incident_id, delivery.channel)


def _place(delivery: Delivery) -> tuple[str, str]:
    key = _key(delivery)
    return key["pk"]["S"], key["sk"]["S"]
