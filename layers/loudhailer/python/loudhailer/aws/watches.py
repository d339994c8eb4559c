"""The watch in the state table: the version that stands, and beside it every one that ever stood."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.aws.items import Item, over, packed, unpacked, watch_key, watch_version_key
from loudhailer.domain.errors import ClaimLost
from loudhailer.domain.watch import Watch


@dataclass(frozen=True, slots=True)
class WatchTable:
    """The watch's items of the state table. A version is written once and never changed or forgotten."""

    client: Any
    name: str

    def watch(self) -> Watch:
        """Return the watch; version 0 where nobody has ever taken it."""
        return self._get(watch_key()) or Watch()

    def keep(self, watch: Watch) -> Watch:
        """Write the watch over the version that was read, and keep it as a version; raise `ClaimLost` if it moved."""
        stored = watch.model_copy(update={"version": watch.version + 1})
        number = {"N": str(stored.version)}
        writes = (
            (packed(watch_key(), stored, version=number), over(watch.version)),
            (packed(watch_version_key(stored.version), stored, version=number), over(0)),
        )
        try:
            with translated("keep watch"):
                self.client.transact_write_items(
                    TransactItems=[{"Put": {"TableName": self.name, "Item": item, **over_}} for item, over_ in writes]
                )
        except ClaimLost:
            # The answer to our own write may have been lost, and the write repeated below us: then it is there.
            if self._get(watch_version_key(stored.version)) != stored:
                raise
        return stored

    def history(self, limit: int) -> Sequence[Watch]:
        """Return at most so many versions, the newest first."""
        with translated("query watches"):
            answer = self.client.query(
                TableName=self.name,
                KeyConditionExpression="pk = :history",
                ExpressionAttributeValues={":history": watch_version_key(0)["pk"]},
                ScanIndexForward=False,
                Limit=limit,
                ConsistentRead=True,
            )
        return [unpacked(item, Watch) for item in answer["Items"]]

    def _get(self, key: Item) -> Watch | None:
        with translated("get watch"):
            answer = self.client.get_item(TableName=self.name, Key=key, ConsistentRead=True)
        return unpacked(answer["Item"], Watch) if "Item" in answer else None
