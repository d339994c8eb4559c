"""What a call needs, and whether a role's statements allow it: as much of IAM as the template uses."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.architecture.template import ACCOUNT, REGION, Deployment, Resource, Statement

LEADING_KEYS = "dynamodb:LeadingKeys"
_CONDITION = "ForAllValues:StringLike"


@dataclass(frozen=True, slots=True)
class Need:
    """One permission that a recorded call needs: an action on a resource, and the hash keys that it touches there.

    For an e-mail, the key is its sender.
    """

    function: str
    operation: str
    action: str
    resource: str
    keys: frozenset[str] = frozenset()

    def __str__(self) -> str:
        keys = f" with keys {', '.join(sorted(self.keys))}" if self.keys else ""
        return f"{self.function}: {self.operation} needs {self.action} on {self.resource}{keys}"


@dataclass(frozen=True, slots=True)
class Grant:
    """One thing that a statement says, which might be left out: an action, a resource, a pattern of leading keys."""

    function: str
    statement: Statement
    part: str
    value: str

    def __str__(self) -> str:
        return f"{self.function}-{self.statement.sid}-{self.value.removeprefix('arn:aws:')}"

    def left_out(self) -> Statement:
        """Return the statement without it."""
        body = dict(self.statement.body)
        if self.part == "Condition":
            patterns = [each for each in patterns_of(self.statement) or () if each != self.value]
            body["Condition"] = {_CONDITION: {LEADING_KEYS: patterns}}
        else:
            parts = self.statement.actions if self.part == "Action" else self.statement.resources
            body[self.part] = [each for each in parts if each != self.value]
        return replace(self.statement, body=body)


def grants_of(function: str, statements: Iterable[Statement]) -> Iterator[Grant]:
    """Yield every part of every statement."""
    for statement in statements:
        for action in statement.actions:
            yield Grant(function, statement, "Action", action)
        for resource in statement.resources:
            yield Grant(function, statement, "Resource", resource)
        for pattern in patterns_of(statement) or ():
            yield Grant(function, statement, "Condition", pattern)


def allowed(need: Need, statements: Iterable[Statement]) -> bool:
    """Tell whether some statement allows the whole of it, as IAM would: there is no Deny in the template."""
    return any(_allows(statement, need) for statement in statements)


def _allows(statement: Statement, need: Need) -> bool:
    if need.action not in statement.actions:
        return False
    if not any(_like(resource, need.resource) for resource in statement.resources):
        return False
    patterns = patterns_of(statement)
    return patterns is None or all(any(_like(pattern, key) for pattern in patterns) for key in need.keys)


def patterns_of(statement: Statement) -> list[str] | None:
    """Return the leading keys, or the one sender, that a statement is limited to; None where it is not limited."""
    match statement.body.get("Condition"):
        case None:
            return None
        case {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [*patterns], **others}, **rest} if not (
            others or rest
        ):
            return [str(pattern) for pattern in patterns]
        case {"StringEquals": {"ses:FromAddress": sender, **others}, **rest} if not (others or rest):
            return [str(sender)]
        case other:
            raise ValueError(f"a condition that this evaluator does not know: {other}")


def _like(pattern: str, value: str) -> bool:
    """Match as IAM's StringLike does: `*` and `?`, nothing else, in the same case."""
    expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(expression, value, re.DOTALL) is not None


def physical(resource: Resource, attribute: str) -> str:
    """Name a resource as it would be deployed."""
    name = f"loudhailer-{resource.name}"
    arns = {
        "AWS::DynamoDB::Table": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{name}",
        "AWS::SQS::Queue": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}",
        "AWS::SNS::Topic": f"arn:aws:sns:{REGION}:{ACCOUNT}:{name}",
        "AWS::S3::Bucket": f"arn:aws:s3:::{name.lower()}",
        "AWS::Logs::LogGroup": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{name}:*",
    }
    if attribute == "Arn":
        return arns.get(resource.kind, f"arn:aws:other:{REGION}:{ACCOUNT}:{name}")
    if not attribute and resource.kind == "AWS::SNS::Topic":
        return arns[resource.kind]
    if not attribute and resource.kind == "AWS::SQS::Queue":
        return f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}"
    return f"{name}.{attribute}".rstrip(".").lower() if resource.kind == "AWS::S3::Bucket" or attribute else name


class Needs:
    """Say what a call needs, from its operation and its parameters."""

    def __init__(self, at: Deployment) -> None:
        self._hash_keys = {
            physical(table, ""): {
                index: next(key["AttributeName"] for key in schema if key["KeyType"] == "HASH")
                for index, schema in _schemas(table)
            }
            for table in at.template.of("DynamoDB::Table")
        }

    def of(self, function: str, service: str, operation: str, sent: Mapping[str, Any]) -> list[Need]:
        """Return every permission that the call needs; raise `NotImplementedError` for one that is not known here."""
        say = _Saying(function, f"{service}.{operation}")
        match service, operation:
            case "dynamodb", "TransactWriteItems":
                return self._transaction(say, sent)
            case "dynamodb", "BatchGetItem":
                return [
                    self._on_table(
                        say, "BatchGetItem", table, frozenset(self._key(table, key) for key in asked["Keys"])
                    )
                    for table, asked in sent["RequestItems"].items()
                ]
            case "dynamodb", "Query":
                return [self._query(say, sent)]
            case "dynamodb", "GetItem" | "PutItem" | "UpdateItem" | "DeleteItem":
                key = self._key(sent["TableName"], sent.get("Key") or sent["Item"])
                return [self._on_table(say, operation, sent["TableName"], frozenset({key}))]
            case "sns", "Publish":
                return [say.need("sns:Publish", sent["TopicArn"])]
            case "sqs", (
                "GetQueueUrl"
                | "ChangeMessageVisibility"
                | "SendMessage"
                | "ReceiveMessage"
                | "DeleteMessage"
                | "GetQueueAttributes"
            ):
                name = sent.get("QueueName") or sent["QueueUrl"].rsplit("/", 1)[-1]
                return [say.need(f"sqs:{operation}", f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}")]
            case "ssm", "GetParameter" | "PutParameter":
                # Both ways the account's own aws/ssm key needs nothing more: that key lets SSM's callers in.
                return [say.need(f"ssm:{operation}", f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter{sent['Name']}")]
            case "pinpoint-sms-voice-v2" | "sesv2", _:
                return list(_by_sender(say, operation, sent))
            case "s3", _:
                return list(_on_bucket(say, operation, sent))
        raise NotImplementedError(f"say here which permissions {service}.{operation} needs")

    def of_missing_object(self, function: str, sent: Mapping[str, Any]) -> Need:
        """Return what it takes to hear that an object is missing: without it, S3 answers AccessDenied instead."""
        return _Saying(function, "s3.GetObject of nothing").need("s3:ListBucket", f"arn:aws:s3:::{sent['Bucket']}")

    def _transaction(self, say: "_Saying", sent: Mapping[str, Any]) -> list[Need]:
        """Each write of a transaction needs its own action.

        AWS does not say whether it asks once an item or once an action for all the keys; the latter is the stricter.
        """
        keys: dict[tuple[str, str], set[str]] = {}
        for item in sent["TransactItems"]:
            ((kind, write),) = item.items()
            action = "ConditionCheckItem" if kind == "ConditionCheck" else f"{kind}Item"
            key = self._key(write["TableName"], write.get("Key") or write["Item"])
            keys.setdefault((action, write["TableName"]), set()).add(key)
        return [self._on_table(say, action, table, frozenset(found)) for (action, table), found in keys.items()]

    def _query(self, say: "_Saying", sent: Mapping[str, Any]) -> Need:
        table, index = sent["TableName"], sent.get("IndexName", "")
        found = re.match(r"(#?\w+) = (:\w+)", sent["KeyConditionExpression"])
        if found is None:
            raise NotImplementedError(f"a key condition that this cannot read: {sent['KeyConditionExpression']}")
        asked = sent.get("ExpressionAttributeNames", {}).get(found[1], found[1])
        if asked != self._hash_keys[table][index]:
            raise NotImplementedError(f"the key condition does not begin with the hash key: {asked}")
        (key,) = sent["ExpressionAttributeValues"][found[2]].values()
        return self._on_table(say, "Query", f"{table}/index/{index}" if index else table, frozenset({key}))

    def _on_table(self, say: "_Saying", action: str, table: str, keys: frozenset[str]) -> Need:
        return say.need(f"dynamodb:{action}", f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}", keys)

    def _key(self, table: str, item: Mapping[str, Mapping[str, str]]) -> str:
        (value,) = item[self._hash_keys[table][""]].values()
        return value


@dataclass(frozen=True, slots=True)
class _Saying:
    function: str
    operation: str

    def need(self, action: str, resource: str, keys: frozenset[str] = frozenset()) -> Need:
        return Need(self.function, self.operation, action, resource, keys)


def _by_sender(say: _Saying, operation: str, sent: Mapping[str, Any]) -> Iterator[Need]:
    match operation:
        case "SendTextMessage" | "SendVoiceMessage":
            yield say.need(f"sms-voice:{operation}", sent["OriginationIdentity"])
        case "SendEmail":
            # Whether the address or its domain is verified is the service's business: SES asks for whichever is.
            sender = sent["FromEmailAddress"]
            for identity in (sender, sender.rpartition("@")[2]):
                arn = f"arn:aws:ses:{REGION}:{ACCOUNT}:identity/{identity}"
                yield say.need("ses:SendEmail", arn, frozenset({sender}))
        case _:
            raise NotImplementedError(f"say here which permissions {operation} needs")


def _on_bucket(say: _Saying, operation: str, sent: Mapping[str, Any]) -> Iterator[Need]:
    bucket = f"arn:aws:s3:::{sent['Bucket']}"
    match operation:
        case "ListObjectVersions":
            yield say.need("s3:ListBucketVersions", bucket)
        case "GetObject" | "PutObject" | "PutObjectLegalHold":
            version = "Version" if operation == "GetObject" and "VersionId" in sent else ""
            yield say.need(f"s3:{operation}{version}", f"{bucket}/{sent['Key']}")
            if "ObjectLockLegalHoldStatus" in sent:
                yield say.need("s3:PutObjectLegalHold", f"{bucket}/{sent['Key']}")
        case _:
            raise NotImplementedError(f"say here which permissions s3.{operation} needs")


def _schemas(table: Resource) -> Iterator[tuple[str, list[dict[str, str]]]]:
    yield "", table.properties["KeySchema"]
    for index in table.properties.get("GlobalSecondaryIndexes", []):
        yield index["IndexName"], index["KeySchema"]
