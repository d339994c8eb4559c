"""Who has the watch, in the state table."""

from dataclasses import dataclass
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.aws.items import unpacked, watch_key
from loudhailer.domain.watch import Watch


@dataclass(frozen=True, slots=True)
class WatchTable:
    """The watch's item. `client` is a boto3 DynamoDB client with its deadlines set."""

    client: Any
    name: str

    def watch(self) -> Watch:
        """Return the watch as it stands, read consistently; version 0 where nobody has ever taken it."""
        with translated("get watch"):
            answer = self.client.get_item(TableName=self.name, Key=watch_key(), ConsistentRead=True)
        return unpacked(answer["Item"], Watch) if "Item" in answer else Watch()
