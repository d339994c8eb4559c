"""Who has ticked off what after a level was declared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.aws.items import over, packed, tick_key, unpacked
from loudhailer.domain.crisis import Tick
from loudhailer.domain.errors import ClaimLost


@dataclass(frozen=True, slots=True)
class TickTable:
    """DynamoDB behind `pipeline.crisis.Ticks`. `client` is a boto3 DynamoDB client with its deadlines set."""

    client: Any
    name: str

    def ticks(self, declared: datetime) -> Sequence[Tick]:
        """Return what was ticked off since a level was declared, read consistently."""
        with translated("query ticks"):
            answer = self.client.query(
                TableName=self.name,
                KeyConditionExpression="pk = :declared",
                ExpressionAttributeValues={":declared": tick_key(declared, "")["pk"]},
                ConsistentRead=True,
            )
        return [unpacked(item, Tick) for item in answer["Items"]]

    def tick(self, declared: datetime, tick: Tick) -> None:
        """Tick it off; who was first stays."""
        try:
            with translated("tick"):
                self.client.put_item(TableName=self.name, Item=packed(tick_key(declared, tick.what), tick), **over(0))
        except ClaimLost:
            return
