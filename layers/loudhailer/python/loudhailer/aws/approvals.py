"""Approvals in the state table: read, written over the version that was read, listed while something is owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.aws.items import APPROVAL_DUE, approval_key, over, packed_approval, unpacked
from loudhailer.aws.listing import listed
from loudhailer.domain.approval import Approval


@dataclass(frozen=True, slots=True)
class ApprovalTable:
    """DynamoDB behind the ports of approvals. `client` is a boto3 DynamoDB client with its deadlines set."""

    client: Any
    name: str

    def approval(self, alert_id: str) -> Approval | None:
        """Return the alert's approval, read consistently; None where none was asked."""
        with translated("get approval"):
            answer = self.client.get_item(TableName=self.name, Key=approval_key(alert_id), ConsistentRead=True)
        return unpacked(answer["Item"], Approval) if "Item" in answer else None

    def save(self, approval: Approval) -> Approval:
        """Write it over the version that was read; raise `ClaimLost` where it has moved."""
        stored = approval.model_copy(update={"version": approval.version + 1})
        with translated("save approval"):
            self.client.put_item(TableName=self.name, Item=packed_approval(stored), **over(approval.version))
        return stored

    def owed(self, until: datetime | None = None) -> Sequence[Approval]:
        """Return the approvals of which something is owed by `until`, or at all, longest owed first."""
        return listed(self.client, self.name, APPROVAL_DUE, Approval, until)
