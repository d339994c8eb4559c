"""Sources in the state table: how far each one's words go, what went of them, and what shadow wrote down."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.aws.items import (
    Item,
    counts_key,
    event_key,
    over,
    packed,
    shadow_day,
    shadow_head_key,
    shadow_key,
    source_key,
    unpacked,
)
from loudhailer.domain.errors import StateUnavailable
from loudhailer.domain.incident import IncidentHead
from loudhailer.domain.source import Shadow, ShadowCommit, SourceCounts, SourceState
from loudhailer.normalise import shadow_source_of

_KEPT = timedelta(days=30)
"""How long it is kept what a source in shadow would have had said; the table forgets it by itself."""


@dataclass(frozen=True, slots=True)
class SourceTable:
    """The items SOURCE#…, COUNTS#… and SHADOW#…; no sender's role may read them.

    `client` is a boto3 DynamoDB client.
    """

    client: Any
    name: str

    def state(self, name: str) -> SourceState:
        """Return how far a source's words go as it was set; version 0 where nobody ever set anything."""
        item = self._get(source_key(name))
        return unpacked(item, SourceState) if item else SourceState(name=name)

    def keep(self, state: SourceState) -> SourceState:
        """Write it over the version that was read and return it as written; raise `ClaimLost` where it has moved."""
        stored = state.model_copy(update={"version": state.version + 1})
        self._put(packed(source_key(state.name), stored, version=_number(stored.version)), over(state.version))
        return stored

    def counts(self, name: str) -> SourceCounts:
        """Return what went of a source's new alerts; version 0 where none ever did."""
        item = self._get(counts_key(name))
        return unpacked(item, SourceCounts) if item else SourceCounts(name=name)

    def count(self, counts: SourceCounts) -> None:
        """Write them over the version that was read; raise `ClaimLost` where they have moved."""
        stored = counts.model_copy(update={"version": counts.version + 1})
        self._put(packed(counts_key(counts.name), stored, version=_number(stored.version)), over(counts.version))

    def head(self, source: str, incident_id: str) -> IncidentHead:
        """Return what a source in shadow has told of an incident; version 0 where it never did."""
        kept_as = shadow_source_of(source)
        item = self._get(shadow_head_key(kept_as, incident_id))
        return unpacked(item, IncidentHead) if item else IncidentHead(source=kept_as, id=incident_id)

    def commit(self, commit: ShadowCommit) -> None:
        """Write head, outcome and shadow in one transaction."""
        head, outcome, shadow = commit.head, commit.outcome, commit.shadow
        stored = head.model_copy(update={"version": head.version + 1})
        until = {"ttl": _until(outcome.received_at)}
        writes = [
            (
                packed(shadow_head_key(head.source, head.id), stored, version=_number(stored.version), **until),
                over(head.version),
            ),
            (packed(event_key(outcome.event_id), outcome), over(0)),
        ]
        if shadow is not None:
            day, at = {"S": shadow_day(shadow.source)}, {"N": f"{shadow.sent.timestamp():.3f}"}
            # The head alone decides: where the table forgot it before its words, those are written anew.
            writes.append((packed(shadow_key(shadow.identifier), shadow, day=day, at=at, **until), {}))
        with translated("commit shadow"):
            self.client.transact_write_items(
                TransactItems=[
                    {"Put": {"TableName": self.name, "Item": item, **condition}} for item, condition in writes
                ]
            )

    def recent(self, source: str, limit: int) -> Sequence[Shadow]:
        """Return at most so many of what a source would have had said, newest first; the index is a moment behind."""
        with translated("query shadows"):
            answer = self.client.query(
                TableName=self.name,
                IndexName="timeline",
                KeyConditionExpression="#day = :day",
                ExpressionAttributeNames={"#day": "day"},
                ExpressionAttributeValues={":day": {"S": shadow_day(source)}},
                ScanIndexForward=False,
                Limit=limit,
            )
        found: list[Shadow] = []
        for item in answer["Items"]:
            # One that this release cannot read must not hide the others.
            with suppress(StateUnavailable):
                found.append(unpacked(item, Shadow))
        return found

    def _get(self, key: Item) -> Item | None:
        with translated("get source"):
            answer: Item = self.client.get_item(TableName=self.name, Key=key, ConsistentRead=True)
        return answer.get("Item")

    def _put(self, item: Item, condition: Item) -> None:
        with translated("put source"):
            self.client.put_item(TableName=self.name, Item=item, **condition)


def _number(value: int) -> Item:
    return {"N": str(value)}


def _until(now: datetime) -> Item:
    return {"N": str(int((now + _KEPT).timestamp()))}
