"""Credentials that are stored anew: one SSM SecureString a channel, and in the state table who renews it now."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.aws.items import refresh_key
from loudhailer.aws.secrets import stored
from loudhailer.domain.credential import Kept
from loudhailer.domain.errors import ClaimLost


@dataclass(frozen=True, slots=True)
class ParameterVault:
    """One parameter, with all its fields. SSM keeps what it held before as an older version of it."""

    client: Any
    name: str

    def read(self) -> Kept:
        """Return the credential; no error shows any of its text."""
        fields, version = stored(self.client, self.name)
        return Kept({name: str(value) for name, value in fields.items()}, version)

    def write(self, fields: Mapping[str, str], *, over: int) -> None:
        """Store it where the version that was read is still the newest.

        SSM writes over whatever is there, so it is asked a moment before: what a person stored meanwhile is theirs.
        """
        if self.read().version != over:
            raise ClaimLost(f"somebody stored another credential in {self.name}")
        with translated(f"write {self.name}"):
            value = json.dumps(dict(fields))
            self.client.put_parameter(Name=self.name, Value=value, Type="SecureString", Overwrite=True)


@dataclass(frozen=True, slots=True)
class LeaseTable:
    """DynamoDB behind `pipeline.refresh.Leases`. `client` is a boto3 DynamoDB client with its deadlines set."""

    client: Any
    name: str

    def take(self, channel: str, now: datetime, until: datetime) -> None:
        """Take the lease where there is none, or an old one; nobody gives it back, it runs out."""
        with translated(f"lease {channel}"):
            self.client.put_item(
                TableName=self.name,
                Item=refresh_key(channel) | {"until": {"N": f"{until.timestamp():.0f}"}},
                ConditionExpression="attribute_not_exists(pk) OR #until <= :now",
                ExpressionAttributeNames={"#until": "until"},
                ExpressionAttributeValues={":now": {"N": f"{now.timestamp():.0f}"}},
            )
