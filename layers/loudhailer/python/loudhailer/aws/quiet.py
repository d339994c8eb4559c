"""The quiet hours on the gate items: senders read the gate and nothing else."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.aws.items import gate_key
from loudhailer.domain.crisis import GateState, Quiet


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The attribute `quiet` of the gate items: a list of hours as JSON."""

    client: Any
    name: str

    def quiet(self, channel: str, hours: Sequence[Quiet]) -> GateState:
        """Set a channel's quiet hours without any condition, as every order to a gate; raise its version.

        Return the gate as far as that says: levels and permits are the gate keeper's to read.
        """
        body = json.dumps([each.model_dump(mode="json") for each in hours])
        with translated("set quiet hours"):
            answer = self.client.update_item(
                TableName=self.name,
                Key=gate_key(channel),
                UpdateExpression="SET #quiet = :quiet ADD #version :one",
                ExpressionAttributeNames={"#quiet": "quiet", "#version": "version"},
                ExpressionAttributeValues={":quiet": {"S": body}, ":one": {"N": "1"}},
                ReturnValues="UPDATED_NEW",
            )
        return GateState(channel=channel, quiet=tuple(hours), version=int(answer["Attributes"]["version"]["N"]))
