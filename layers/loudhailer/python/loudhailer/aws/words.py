"""The words of the record: what people gave as their reasons, apart from the chain that holds only their digests."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.aws.items import Item, packed, unpacked, words_key
from loudhailer.domain.audit import Words
from loudhailer.domain.errors import StateUnavailable

_AT_ONCE = 100
"""How many items one BatchGetItem takes."""


@dataclass(frozen=True, slots=True)
class WordsTable:
    """The state table's words. Each is forgotten `days` after it was written, unless a hold keeps it."""

    client: Any
    name: str
    days: int

    def keep(self, text: str, now: datetime) -> str:
        """Keep a text with a salt of its own and return the digest that stands for it."""
        words = Words(salt=secrets.token_hex(16), text=text)
        with translated("keep words"):
            self.client.put_item(TableName=self.name, Item=packed(words_key(words.digest), words, ttl=self._until(now)))
        return words.digest

    def of(self, digests: Iterable[str]) -> Mapping[str, Words]:
        """Return the words that are still there, each by the digest that it was asked for with."""
        asked, found = list(dict.fromkeys(digests)), dict[str, Words]()
        for start in range(0, len(asked), _AT_ONCE):
            keys = {words_key(each)["pk"]["S"]: each for each in asked[start : start + _AT_ONCE]}
            for item in self._items([words_key(each) for each in keys.values()]):
                found[keys[item["pk"]["S"]]] = unpacked(item, Words)
        return found

    def hold(self, digests: Iterable[str]) -> None:
        """Keep these words for good, whatever their days."""
        for digest in digests:
            self._update(digest, "REMOVE #ttl", {})

    def let_go(self, digests: Iterable[str], now: datetime) -> None:
        """Let these words be forgotten again, their days from now."""
        for digest in digests:
            self._update(digest, "SET #ttl = :until", {":until": self._until(now)})

    def _items(self, keys: list[Item]) -> list[Item]:
        with translated("read words"):
            answer = self.client.batch_get_item(RequestItems={self.name: {"Keys": keys, "ConsistentRead": True}})
        if answer.get("UnprocessedKeys"):
            # What was not read would look erased.
            raise StateUnavailable("read words: the table answered in part only")
        items: list[Item] = answer["Responses"][self.name]
        return items

    def _update(self, digest: str, expression: str, values: Item) -> None:
        with translated("hold words"):
            self.client.update_item(
                TableName=self.name,
                Key=words_key(digest),
                UpdateExpression=expression,
                ExpressionAttributeNames={"#ttl": "ttl"},
                **({"ExpressionAttributeValues": values} if values else {}),
            )

    def _until(self, now: datetime) -> Item:
        return {"N": str(int((now + timedelta(days=self.days)).timestamp()))}
