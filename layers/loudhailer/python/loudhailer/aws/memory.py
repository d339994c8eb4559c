"""What is remembered of the polled feeds, in packed shares that stay small; only a share that changed is written."""

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.aws.items import SCHEMA, Item, feed_key, known_key, outbox_key, over, packed, unpacked
from loudhailer.domain.errors import StateUnavailable
from loudhailer.domain.feed import FeedHead, Known, KnownIncident

_LINKS = "LINKS"
_MOST_SIGNS = 300_000
"""What one item of the outbox holds before it is packed: packed it is smaller, and an item may have 400 KB."""


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
        for item in self._query(name, "sk BETWEEN :first AND :last", first="KNOWN#", last=_LINKS):
            incidents, aliases, links = _read_share(item)
            known = Known({**known.incidents, **incidents}, {**known.aliases, **aliases}, {**known.links, **links})
        return known

    def listed(self, name: str, incident_id: str) -> datetime | None:
        """Return when the feed's list was last read whole, None where the incident is not on it.

        The head is read before the share, so that what changes between the two is confirmed by an older time, or not.
        """
        confirmed = self.feed(name).confirmed
        if confirmed is None:
            return None
        with translated("get share"):
            key = known_key(name, _share(incident_id))
            answer = self.client.get_item(TableName=self.name, Key=key, ConsistentRead=True)
        known = _read_share(answer["Item"])[0].get(incident_id) if "Item" in answer else None
        return confirmed if known is not None and known.listed else None

    def remember(
        self, feed: FeedHead, was: Known | None = None, now: Known | None = None, tellings: Sequence[str] = ()
    ) -> FeedHead:
        """Write the feed over the version that was read, and with it the shares that changed and the outbox."""
        before, after = (_shares_of(known or Known()) for known in (was, now))
        changed = [share for share in sorted(before | after) if before.get(share) != after.get(share)]
        items = [
            known_key(feed.name, share)
            | {"v": {"N": str(SCHEMA)}, "body": {"B": zlib.compress(after.get(share, "{}").encode())}}
            for share in changed
        ]
        outbox = [
            outbox_key(feed.name, number)
            | {"v": {"N": str(SCHEMA)}, "body": {"B": zlib.compress(json.dumps(bodies).encode())}}
            for number, bodies in enumerate(_portions(tellings))
        ]
        return self._written(
            feed.model_copy(update={"owed": len(outbox)}),
            [{"Put": {"TableName": self.name, "Item": item}} for item in (*items, *outbox)],
        )

    def owed(self, feed: FeedHead) -> Sequence[str]:
        """Return the bodies in the outbox; one that makes no sense stops the poll, for a person."""
        found: list[str] = []
        for item in self._query(feed.name, "begins_with(sk, :first)", first="OUTBOX#"):
            try:
                if int(item["v"]["N"]) != SCHEMA:
                    raise StateUnavailable("the outbox of a feed is written in a version not read here")
                found.extend(map(str, json.loads(zlib.decompress(item["body"]["B"]))))
            except (KeyError, TypeError, ValueError, zlib.error) as exc:
                raise StateUnavailable(f"the outbox of a feed cannot be read: {type(exc).__name__}") from None
        return found

    def settle(self, feed: FeedHead) -> FeedHead:
        """Delete the outbox, over the version that was read."""
        keys = [outbox_key(feed.name, number) for number in range(feed.owed)]
        return self._written(
            feed.model_copy(update={"owed": 0}),
            [{"Delete": {"TableName": self.name, "Key": key}} for key in keys],
        )

    def _written(self, feed: FeedHead, writes: Sequence[Item]) -> FeedHead:
        """Write the head over the version that it has, and all the others with it or none."""
        stored = feed.model_copy(update={"version": feed.version + 1})
        item = packed(feed_key(feed.name), stored, version={"N": str(stored.version)})
        head = {"TableName": self.name, "Item": item, **over(feed.version)}
        with translated("remember feed"):
            if writes:
                self.client.transact_write_items(TransactItems=[{"Put": head}, *writes])
            else:
                self.client.put_item(**head)
        return stored

    def _query(self, name: str, which: str, **values: str) -> Iterator[Item]:
        """Yield the items beside the head, in as many answers as it takes: one answer holds a megabyte."""
        call: dict[str, Any] = {
            "TableName": self.name,
            "KeyConditionExpression": f"pk = :feed AND {which}",
            "ExpressionAttributeValues": {":feed": feed_key(name)["pk"]}
            | {f":{each}": {"S": value} for each, value in values.items()},
            "ConsistentRead": True,
        }
        while call:
            with translated("query feed"):
                answer = self.client.query(**call)
            yield from answer["Items"]
            last = answer.get("LastEvaluatedKey")
            call = call | {"ExclusiveStartKey": last} if last else {}


def _portions(bodies: Sequence[str]) -> Iterator[list[str]]:
    """Yield the bodies in lists that each fit one item."""
    portion: list[str] = []
    signs = 0
    for body in bodies:
        if portion and signs + len(body) > _MOST_SIGNS:
            yield portion
            portion, signs = [], 0
        portion.append(body)
        signs += len(body)
    if portion:
        yield portion


def _shares_of(known: Known) -> dict[str, str]:
    """Return the bodies of the shares by their sort key, written the same whenever they hold the same."""
    held: dict[str, dict[str, dict[str, object]]] = {}
    for name, each in known.incidents.items():
        line = [each.told, each.theirs, each.digest, each.misses, _day(each.over), _day(each.until)]
        line += [1] if each.doubted else []  # most are not, and what did not change is not written
        held.setdefault(_share(name), {}).setdefault("incidents", {})[name] = line
    for other, name in known.aliases.items():
        held.setdefault(_share(other), {}).setdefault("aliases", {})[other] = name
    for mark, tries in known.links.items():
        held.setdefault(_LINKS, {}).setdefault("links", {})[mark] = tries
    return {share: json.dumps(body, sort_keys=True, separators=(",", ":")) for share, body in held.items()}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _share(name: str) -> str:
    return f"KNOWN#{hashlib.sha256(name.encode(errors='replace')).hexdigest()[0]}"


def _read_share(item: Item) -> tuple[Mapping[str, KnownIncident], Mapping[str, str], Mapping[str, int]]:
    """Read a share; one that makes no sense is no reason to tell everything anew, so the poll waits for a person."""
    try:
        if int(item["v"]["N"]) not in (SCHEMA, SCHEMA - 1):
            raise StateUnavailable("what a feed has told is written in a version not read here")
        body = json.loads(_text_of(item["body"]))
        incidents = {
            str(name): KnownIncident(
                told=int(told),
                theirs=int(theirs),
                digest=str(digest),
                misses=int(misses),
                over=date.fromisoformat(over_) if over_ else None,
                until=date.fromisoformat(until) if until else None,
                doubted=bool(doubted),
            )
            for name, (told, theirs, digest, misses, over_, until, *doubted) in body.get("incidents", {}).items()
        }
        return incidents, body.get("aliases", {}), body.get("links", {})
    except (KeyError, TypeError, ValueError, AttributeError, zlib.error) as exc:
        raise StateUnavailable(f"what a feed has told cannot be read: {type(exc).__name__}") from None


def _text_of(body: Item) -> str:
    """Return a share's text; one that was written before shares were packed lies there as it is."""
    return str(body["S"]) if "S" in body else zlib.decompress(body["B"]).decode()
