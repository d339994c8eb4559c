"""Drills on AWS: their own items, their own kind of announcement, and the private bucket of the drill wall."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.aws.items import (
    Item,
    drill_day,
    drill_delivery_key,
    drill_head_key,
    drill_key,
    event_key,
    over,
    packed,
    packed_drill,
    unpacked,
)
from loudhailer.domain.alert import Lane
from loudhailer.domain.drill import Drill, DrillAnnouncement, DrillCommit, DrillDelivery, DrillPost
from loudhailer.domain.errors import StateUnavailable
from loudhailer.domain.incident import IncidentHead
from loudhailer.drill_page import drill_page
from loudhailer.normalise import drill_source_of

CHANNEL = "drill"
"""What the topic filters by; no public channel may ever have this name."""


@dataclass(frozen=True, slots=True)
class DrillTable:
    """The items DRILL#…, which no public sender's role may read. `client` is a boto3 DynamoDB client."""

    client: Any
    name: str

    def head(self, source: str, incident_id: str) -> IncidentHead:
        """Return what is known of an exercise's incident; version 0 where it was never seen."""
        kept_as = drill_source_of(source)
        item = self._get(drill_head_key(kept_as, incident_id))
        return unpacked(item, IncidentHead) if item else IncidentHead(source=kept_as, id=incident_id)

    def drill(self, drill_id: str) -> Drill | None:
        """Return a committed drill, None where there is none."""
        item = self._get(drill_key(drill_id))
        return unpacked(item, Drill) if item else None

    def delivery(self, drill_id: str) -> DrillDelivery | None:
        """Return where a drill stands, None where nobody is to be told of it."""
        item = self._get(drill_delivery_key(drill_id))
        return unpacked(item, DrillDelivery) if item else None

    def recent(self, day: date) -> Sequence[Drill]:
        """Return the newest hundred drills that were committed on a day (UTC); the index is behind by a moment."""
        with translated("query drills"):
            answer = self.client.query(
                TableName=self.name,
                IndexName="timeline",
                KeyConditionExpression="#day = :day",
                ExpressionAttributeNames={"#day": "day"},
                ExpressionAttributeValues={":day": {"S": drill_day(day)}},
                ScanIndexForward=False,
                Limit=100,
            )
        found: list[Drill] = []
        for item in answer["Items"]:
            # One that this release cannot read must not hide the others.
            with suppress(StateUnavailable):
                found.append(unpacked(item, Drill))
        return found

    def commit(self, commit: DrillCommit) -> None:
        """Write head, drill, delivery and outcome in one transaction."""
        head, outcome = commit.head, commit.outcome
        stored = head.model_copy(update={"version": head.version + 1})
        writes = [
            (
                packed(drill_head_key(head.source, head.id), stored, version={"N": str(stored.version)}),
                over(head.version),
            ),
            (packed(event_key(outcome.event_id), outcome), over(0)),
        ]
        if commit.drill is not None:
            writes.append((packed_drill(commit.drill), over(0)))
        if commit.delivery is not None:
            writes.append((packed(drill_delivery_key(commit.delivery.drill_id), commit.delivery), over(0)))
        with translated("commit drill"):
            self.client.transact_write_items(
                TransactItems=[
                    {"Put": {"TableName": self.name, "Item": item, **condition}} for item, condition in writes
                ]
            )

    def shown(self, delivery: DrillDelivery) -> None:
        """Note that a drill is on the wall."""
        with translated("put drill"):
            self.client.put_item(TableName=self.name, Item=packed(drill_delivery_key(delivery.drill_id), delivery))

    def _get(self, key: Item) -> Item | None:
        with translated("get drill"):
            answer: Item = self.client.get_item(TableName=self.name, Key=key, ConsistentRead=True)
        return answer.get("Item")


@dataclass(frozen=True, slots=True)
class DrillTopic:
    """The topic of alerts, so that the fan-out is practised too; only the drill wall's queue asks for these."""

    client: Any
    arn: str

    def announce(self, announcement: DrillAnnouncement) -> None:
        """Publish a drill's id."""
        with translated("announce drill"):
            self.client.publish(
                TopicArn=self.arn,
                Message=announcement.model_dump_json(),
                MessageAttributes={
                    "channels": {"DataType": "String.Array", "StringValue": json.dumps([CHANNEL])},
                    "lane": {"DataType": "String", "StringValue": Lane.ROUTINE.value},
                },
            )


@dataclass(frozen=True, slots=True)
class DrillBucket:
    """The drill wall's bucket: private, with no distribution before it."""

    client: Any
    name: str

    def show(self, post: DrillPost) -> str:
        """Write a drill's page and return its address; a second time it is the same page."""
        key = f"drills/{post.identifier}.html"
        with translated("show drill"):
            self.client.put_object(
                Bucket=self.name,
                Key=key,
                Body=drill_page(post),
                ContentType="text/html; charset=utf-8",
                CacheControl="no-store",
            )
        return f"s3://{self.name}/{key}"
