"""The record's table, words, queue and bucket in moto, as the template has them."""

from typing import Any

import boto3

from loudhailer.aws.anchors import AnchorBucket
from loudhailer.aws.audit import AuditTable
from loudhailer.aws.chains import AuditChains
from loudhailer.aws.spool import RecordQueue
from loudhailer.aws.words import WordsTable
from loudhailer.domain.act import Act
from tests.architecture.template import shipped
from tests.builders import NOW

DAYS = 2555
_WANTED = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")


def an_act(reason: str, chain: str = "command", **changes: Any) -> Act:
    """Return an order for the chain of command."""
    values = {"by": "gold", "deed": "set level crisis", "subject": "bluesky", "result": "done"}
    return Act.model_validate({"chain": chain, "at": NOW, "reason": reason} | values | changes)


def made(name: str) -> Any:
    """Make one of the template's tables and return a client."""
    client = boto3.client("dynamodb")
    make_table(client, name, name)
    return client


def make_table(client: Any, resource: str, name: str) -> None:
    """Make a table of the shape that the template gives to one of its own."""
    properties = shipped().resources[resource].properties
    client.create_table(TableName=name, **{key: properties[key] for key in _WANTED if key in properties})


def an_audit(**how: Any) -> AuditTable:
    """Return an audit with its words, both empty."""
    made("StateTable")
    return AuditTable(
        AuditChains(made("AuditTable"), "AuditTable"), WordsTable(boto3.client("dynamodb"), "StateTable", DAYS), **how
    )


def a_vault() -> AnchorBucket:
    """Return a bucket with Object Lock."""
    client = boto3.client("s3")
    client.create_bucket(
        Bucket="anchors",
        CreateBucketConfiguration={"LocationConstraint": "eu-west-2"},
        ObjectLockEnabledForBucket=True,
    )
    listed = client.list_object_versions

    def as_s3_lists(**asked: Any) -> dict[str, Any]:
        """Begin behind a key that need not be there: moto 5.2 loses the first one behind such a marker."""
        if "VersionIdMarker" in asked:
            return dict(listed(**asked))
        marker = asked.pop("KeyMarker", "")
        answer = dict(listed(**asked))
        for kind in ("Versions", "DeleteMarkers"):
            answer[kind] = [each for each in answer.get(kind, ()) if each["Key"] > marker]
        return answer

    client.list_object_versions = as_s3_lists
    return AnchorBucket(client, "anchors")


def a_queue() -> RecordQueue:
    """Return an empty record queue."""
    client = boto3.client("sqs")
    return RecordQueue(client, client.create_queue(QueueName="record")["QueueUrl"])
