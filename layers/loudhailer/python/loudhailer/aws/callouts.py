"""The call-outs in the state table."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.aws.items import CALLOUT_DUE, Item, callout_key, over, packed_callout, unpacked
from loudhailer.domain.callout import Callout
from loudhailer.domain.errors import StateUnavailable


@dataclass(frozen=True, slots=True)
class CalloutTable:
    """Each call-out is one item, written only over the version that was read."""

    client: Any
    name: str

    def find(self, key: str) -> Callout | None:
        """Return a call-out, read consistently; None where there is none."""
        with translated("get call-out"):
            answer = self.client.get_item(TableName=self.name, Key=callout_key(key), ConsistentRead=True)
        return unpacked(answer["Item"], Callout) if "Item" in answer else None

    def save(self, callout: Callout) -> Callout:
        """Write it and return it with its new version; raise `ClaimLost` where it has moved."""
        stored = callout.model_copy(update={"version": callout.version + 1})
        with translated("put call-out"):
            self.client.put_item(TableName=self.name, Item=packed_callout(stored), **over(callout.version))
        return stored

    def due(self, now: datetime, limit: int) -> Sequence[Callout]:
        """Return at most `limit` open call-outs whose next step is due, longest owed first."""
        found = self._query("due = :kind AND due_at <= :now", {":now": {"N": f"{now.timestamp():.3f}"}}, Limit=limit)
        return list(found)[:limit]

    def unanswered(self) -> Sequence[Callout]:
        """Return every open call-out; the index is behind by a moment."""
        return sorted(self._query("due = :kind", {}), key=lambda each: each.opened_at)

    def _query(self, which: str, values: Item, **more: Any) -> Iterator[Callout]:
        page: Item = {}
        while True:
            with translated("query call-outs"):
                answer = self.client.query(
                    TableName=self.name,
                    IndexName="due",
                    KeyConditionExpression=which,
                    ExpressionAttributeValues={":kind": {"S": CALLOUT_DUE}, **values},
                    **more,
                    **page,
                )
            for item in answer["Items"]:
                # One call-out that this release cannot read must not hide the others.
                with suppress(StateUnavailable):
                    yield unpacked(item, Callout)
            if "LastEvaluatedKey" not in answer or "Limit" in more:
                return
            page = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
