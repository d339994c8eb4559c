"""The sparse index `due`, read whole: what people look at must not end at a page."""

from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

from loudhailer.aws.errors import translated
from loudhailer.aws.items import Item, unpacked
from loudhailer.domain.errors import StateUnavailable
from loudhailer.domain.record import Record

_Kind = TypeVar("_Kind", bound=Record)


def listed(client: Any, table: str, kind: str, record: type[_Kind], until: datetime | None = None) -> list[_Kind]:
    """Return every record under a kind of the index, or those due by `until`, the earliest first.

    The index is behind by a moment.
    """
    condition, values = "due = :kind", {":kind": {"S": kind}}
    if until is not None:
        condition, values = f"{condition} AND due_at <= :until", values | {":until": {"N": f"{until.timestamp():.3f}"}}
    found: list[_Kind] = []
    page: Item = {}
    while True:
        with translated(f"list {kind}"):
            answer = client.query(
                TableName=table,
                IndexName="due",
                KeyConditionExpression=condition,
                ExpressionAttributeValues=values,
                **page,
            )
        for item in answer["Items"]:
            # One item that this release cannot read must not hide those behind it.
            with suppress(StateUnavailable):
                found.append(unpacked(item, record))
        if "LastEvaluatedKey" not in answer:
            return found
        page = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
