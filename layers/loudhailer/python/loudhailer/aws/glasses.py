"""Broken glass in the state table, one item a person."""

from dataclasses import dataclass
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.aws.items import glass_key, over, packed_glass, unpacked
from loudhailer.domain.glass import Glass


@dataclass(frozen=True, slots=True)
class GlassTable:
    """DynamoDB behind the ports of broken glass. `client` is a boto3 DynamoDB client with its deadlines set."""

    client: Any
    name: str

    def glass(self, username: str) -> Glass | None:
        """Return the last glass that somebody broke, None where they never did."""
        with translated("get glass"):
            answer = self.client.get_item(TableName=self.name, Key=glass_key(username), ConsistentRead=True)
        return unpacked(answer["Item"], Glass) if "Item" in answer else None

    def save(self, glass: Glass) -> Glass:
        """Write it over the version that was read; raise `ClaimLost` where it has moved."""
        stored = glass.model_copy(update={"version": glass.version + 1})
        with translated("save glass"):
            self.client.put_item(TableName=self.name, Item=packed_glass(stored), **over(glass.version))
        return stored
