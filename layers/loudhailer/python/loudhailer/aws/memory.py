"""What is remembered of the polled feeds, in shares that stay small; only a share that changed is written."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.aws.items import SCHEMA, Item, feed_key, known_key, over, packed, unpacked
from loudhailer.domain.errors import StateUnavailable
from loudhailer.domain.feed import FeedHead, Known, KnownIncident

_LINKS = "LINKS"


@dataclass(frozen=True, slots=True)
class FeedTable:
    """The feeds' items of the state table. The head's version guards all the shares beside it."""

    client: Any
    name: str

    def feed(self, name: str) -> FeedHead:
        """Return how the feed is doing; version 0 where it was never polled."""
        with translated("get feed"):
            answer = self.client.get_item(TableName=self.name, Key=feed_key(name), ConsistentRead=True)
        return unpacked(answer["Item"], FeedHead) if "Item" in answer else FeedHead(name=name)

    def known(self, name: str) -> Known:
        """Return all that the feed has told."""
        known = Known({}, {}, {})
        for item in self._shares(name):
            incidents, aliases, links = _read_share(item)
            known = Known({**known.incidents, **incidents}, {**known.aliases, **aliases}, {**known.links, **links})
        return known

    def remember(self, feed: FeedHead, was: Known | None = None, now: Known | None = None) -> None:
        """Write the feed over the version that was read, and the shares that changed with it."""
        stored = feed.model_copy(update={"version": feed.version + 1})
        item = packed(feed_key(feed.name), stored, version={"N": str(stored.version)})
        before, after = (_shares_of(known or Known()) for known in (was, now))
        changed = [share for share in sorted(before | after) if before.get(share) != after.get(share)]
        if not changed:
            with translated("remember feed"):
                self.client.put_item(TableName=self.name, Item=item, **over(feed.version))
            return
        writes: list[Item] = [{"Put": {"TableName": self.name, "Item": item, **over(feed.version)}}]
        for share in changed:
            body = {"v": {"N": str(SCHEMA)}, "body": {"S": after.get(share, "{}")}}
            writes.append({"Put": {"TableName": self.name, "Item": known_key(feed.name, share) | body}})
        with translated("remember feed"):
            self.client.transact_write_items(TransactItems=writes)

    def _shares(self, name: str) -> list[Item]:
        """Return the items of the shares, in as many answers as it takes: one answer holds a megabyte."""
        key = feed_key(name)
        call: dict[str, Any] = {
            "TableName": self.name,
            "KeyConditionExpression": "pk = :feed",
            "ExpressionAttributeValues": {":feed": key["pk"]},
            "ConsistentRead": True,
        }
        found: list[Item] = []
        while True:
            with translated("query feed"):
                answer = self.client.query(**call)
            found.extend(item for item in answer["Items"] if item["sk"] != key["sk"])
            if "LastEvaluatedKey" not in answer:
                return found
            call["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def _shares_of(known: Known) -> dict[str, str]:
    """Return the bodies of the shares by their sort key, written the same whenever they hold the same."""
    held: dict[str, dict[str, dict[str, object]]] = {}
    for name, each in known.incidents.items():
        line = [each.told, each.theirs, each.digest, each.misses, each.over.isoformat() if each.over else ""]
        held.setdefault(_share(name), {}).setdefault("incidents", {})[name] = line
    for other, name in known.aliases.items():
        held.setdefault(_share(other), {}).setdefault("aliases", {})[other] = name
    for mark, tries in known.links.items():
        held.setdefault(_LINKS, {}).setdefault("links", {})[mark] = tries
    return {share: json.dumps(body, sort_keys=True, separators=(",", ":")) for share, body in held.items()}


def _share(name: str) -> str:
    return f"KNOWN#{hashlib.sha256(name.encode(errors='replace')).hexdigest()[0]}"


def _read_share(item: Item) -> tuple[Mapping[str, KnownIncident], Mapping[str, str], Mapping[str, int]]:
    """Read a share; one that makes no sense is no reason to tell everything anew, so the poll waits for a person."""
    try:
        if int(item["v"]["N"]) not in (SCHEMA, SCHEMA - 1):
            raise StateUnavailable("what a feed has told is written in a version not read here")
        body = json.loads(item["body"]["S"])
        incidents = {
            str(name): KnownIncident(
                told=int(told),
                theirs=int(theirs),
                digest=str(digest),
                misses=int(misses),
                over=date.fromisoformat(over_) if over_ else None,
            )
            for name, (told, theirs, digest, misses, over_) in body.get("incidents", {}).items()
        }
        return incidents, body.get("aliases", {}), body.get("links", {})
    except (KeyError, TypeError, ValueError, AttributeError) as exc:
        raise StateUnavailable(f"what a feed has told cannot be read: {type(exc).__name__}") from None
