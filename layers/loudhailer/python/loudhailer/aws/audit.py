"""The audit table: one hash chain a subject, each line bound to the one before."""

import hashlib
from dataclasses import dataclass
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.domain.act import Act
from loudhailer.domain.errors import ClaimLost, StateUnavailable

_TRIES = 5
_FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class AuditTable:
    """Lines are added by a conditional put of the next number; two writers at once cannot take the same one."""

    client: Any
    name: str

    def append(self, act: Act) -> int:
        """Add the act to its chain and return its number, from 1."""
        for remaining in reversed(range(_TRIES)):
            number, before = self._last(act.chain)
            digest = _digest(act, number + 1, before)
            try:
                self._put(act, number + 1, before)
            except ClaimLost:
                # The answer to our own put may have been lost, and the put repeated below us: then the line is there.
                if self._last(act.chain) == (number + 1, digest):
                    return number + 1
                if not remaining:
                    # To whoever asked it is the audit that does not answer; what they did was overtaken by nobody.
                    raise StateUnavailable(f"append: overtaken {_TRIES} times") from None
            else:
                return number + 1
        raise AssertionError("unreachable: the last try returns or raises")

    def _put(self, act: Act, number: int, before: str) -> None:
        with translated("append"):
            self.client.put_item(
                TableName=self.name,
                Item={
                    "chain": {"S": act.chain},
                    "number": {"N": str(number)},
                    "body": {"S": act.model_dump_json()},
                    "before": {"S": before},
                    "digest": {"S": _digest(act, number, before)},
                },
                ConditionExpression="attribute_not_exists(#chain)",
                ExpressionAttributeNames={"#chain": "chain"},
            )

    def append_once(self, act: Act) -> int:
        """Add the act unless it is there already; return its number.

        What is added between the look and the put takes the number that this one would have, and is looked at then.
        """
        for remaining in reversed(range(_TRIES)):
            lines = self._lines(act.chain)
            for line in lines:
                if Act.model_validate_json(line["body"]["S"]).key == act.key:
                    return int(line["number"]["N"])
            number = int(lines[-1]["number"]["N"]) if lines else 0
            before = str(lines[-1]["digest"]["S"]) if lines else _FIRST
            try:
                self._put(act, number + 1, before)
            except ClaimLost:
                if not remaining:
                    raise StateUnavailable(f"append: overtaken {_TRIES} times") from None
            else:
                return number + 1
        raise AssertionError("unreachable: the last try returns or raises")

    def _lines(self, chain: str) -> list[dict[str, Any]]:
        """Return a chain's lines, oldest first."""
        found: list[dict[str, Any]] = []
        page: dict[str, Any] = {}
        while True:
            with translated("read audit"):
                answer = self.client.query(
                    TableName=self.name,
                    KeyConditionExpression="#chain = :chain",
                    ExpressionAttributeNames={"#chain": "chain"},
                    ExpressionAttributeValues={":chain": {"S": chain}},
                    ConsistentRead=True,
                    **page,
                )
            found += answer["Items"]
            if "LastEvaluatedKey" not in answer:
                return found
            page = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def _last(self, chain: str) -> tuple[int, str]:
        """Return the chain's newest number and digest; 0 and zeros where it has not begun."""
        with translated("read audit"):
            answer = self.client.query(
                TableName=self.name,
                KeyConditionExpression="#chain = :chain",
                ExpressionAttributeNames={"#chain": "chain"},
                ExpressionAttributeValues={":chain": {"S": chain}},
                ScanIndexForward=False,
                Limit=1,
                ConsistentRead=True,
            )
        if not answer["Items"]:
            return 0, _FIRST
        last = answer["Items"][0]
        return int(last["number"]["N"]), str(last["digest"]["S"])


def _digest(act: Act, number: int, before: str) -> str:
    return hashlib.sha256(f"{before}\n{number}\n{act.model_dump_json()}".encode()).hexdigest()
