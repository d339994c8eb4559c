"""The audit table as it is stored: chains of lines, and the index of what was written lately."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.aws.items import Item
from loudhailer.domain.audit import FIRST, Head, Line

_AT_ONCE = 8
"""How many hours are asked for at once; a client of boto3 keeps ten connections."""


@dataclass(frozen=True, slots=True)
class AuditChains:
    """Lines by chain and number; they are added and read, never changed."""

    client: Any
    name: str

    def head(self, chain: str) -> Head:
        """Return the chain's newest number and digest; 0 and zeros where it has not begun."""
        newest = next(self.newest_first(chain, page=1), None)
        return Head(number=newest.number, digest=newest.digest) if newest else Head(number=0, digest=FIRST)

    def lines(self, chain: str, after: int = 0, limit: int | None = None) -> Sequence[Line]:
        """Return a chain's lines with higher numbers than `after`, in order, at most `limit`."""
        condition, values = "#chain = :chain", Item()
        if after:
            # A line that somebody numbered 0 or less must come to light where the whole chain is read.
            condition, values = "#chain = :chain AND #number > :after", {":after": {"N": str(after)}}
        found: list[Line] = []
        for line in self._query(chain, condition, values, **({"Limit": limit} if limit else {})):
            found.append(line)
            if len(found) == limit:
                break
        return found

    def newest_first(self, chain: str, page: int = 50) -> Iterator[Line]:
        """Yield a chain's lines, the newest first, reading `page` of them at a time."""
        return self._query(chain, "#chain = :chain", {}, ScanIndexForward=False, Limit=page)

    def touched(self, hours: Sequence[str]) -> frozenset[str]:
        """Return the chains that were written to in these hours (UTC, `2026-11-23T04`), as the index has it by now."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return frozenset().union(*pool.map(self._touched, hours))

    def add(self, line: Line) -> None:
        """Add a line; raise `ClaimLost` where its number is taken."""
        with translated("append"):
            self.client.put_item(
                TableName=self.name,
                Item={
                    "chain": {"S": line.chain},
                    "number": {"N": str(line.number)},
                    "body": {"S": line.body},
                    "before": {"S": line.before},
                    "digest": {"S": line.digest},
                    "hour": {"S": line.hour},
                    "at": {"N": f"{line.at:.3f}"},
                },
                ConditionExpression="attribute_not_exists(#chain)",
                ExpressionAttributeNames={"#chain": "chain"},
            )

    def _touched(self, hour: str) -> frozenset[str]:
        found: set[str] = set()
        page: Item = {}
        while True:
            with translated("query recent"):
                answer = self.client.query(
                    TableName=self.name,
                    IndexName="recent",
                    KeyConditionExpression="#hour = :hour",
                    ExpressionAttributeNames={"#hour": "hour"},
                    ExpressionAttributeValues={":hour": {"S": hour}},
                    **page,
                )
            found |= {item["chain"]["S"] for item in answer["Items"]}
            if "LastEvaluatedKey" not in answer:
                return frozenset(found)
            page = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def _query(self, chain: str, condition: str, values: Item, **how: Any) -> Iterator[Line]:
        names = {"#chain": "chain"} | ({"#number": "number"} if "#number" in condition else {})
        page: Item = {}
        while True:
            with translated("read audit"):
                answer = self.client.query(
                    TableName=self.name,
                    KeyConditionExpression=condition,
                    ExpressionAttributeNames=names,
                    ExpressionAttributeValues={":chain": {"S": chain}, **values},
                    ConsistentRead=True,
                    **how,
                    **page,
                )
            yield from map(_line, answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return
            page = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def _line(item: Item) -> Line:
    """Read a line as it is stored, whatever somebody did to it: to say what is wrong with it is another's business."""
    return Line(
        chain=item["chain"]["S"],
        number=int(Decimal(item["number"]["N"])),
        body=item.get("body", {}).get("S", ""),
        before=item.get("before", {}).get("S", ""),
        digest=item.get("digest", {}).get("S", ""),
        hour=item.get("hour", {}).get("S", ""),
        at=float(item.get("at", {}).get("N", "0")),
    )
