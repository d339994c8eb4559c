"""The records of a list, read one by one: one that cannot be read loses no other."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident
from loudhailer.feeds._plain import id_of
from loudhailer.feeds._told import Record, told
from loudhailer.feeds.reading import Policy

_Item = TypeVar("_Item")
_Read = TypeVar("_Read")
MOST_RECORDS = 10_000
"""The longest list of records that is read: several times the longest that was met. Each costs, also refused."""


def within(listed: list[_Item]) -> list[_Item]:
    """Return a document's list of records; raise `FeedError` where it is longer than any that is meant."""
    if len(listed) > MOST_RECORDS:
        raise FeedError("document", f"it lists {len(listed):,} records; at most {MOST_RECORDS:,} are read")
    return listed


def records_of(
    items: Iterable[tuple[str, _Item]], read: Callable[[_Item], _Read | None], about: Callable[[_Item], str]
) -> tuple[list[_Read], tuple[FeedError, ...]]:
    """Read each item, which comes with its place: what is read of them, and what is refused.

    `read` returns None for what is none of ours, `about` an item's id as far as it can be read.
    """
    records: list[_Read] = []
    refused: list[FeedError] = []
    for place, item in items:
        try:
            record = read(item)
        except FeedError as exc:
            refused.append(FeedError(f"{place}.{exc.place}", exc.reason, id_of(about(item))))
        else:
            records += [record] if record is not None else []
    return records, tuple(refused)


def incidents_of(
    records: Iterable[Record], policy: Policy, published: datetime | None, publisher: str = ""
) -> tuple[Incident, ...]:
    """Tell the incidents of the records, in the list's order. `publisher` is the source where the policy has none."""
    together: dict[str, list[Record]] = {}
    for record in records:
        together.setdefault(record.id, []).append(record)
    named = replace(policy, source=policy.source or publisher)
    return tuple(told(each, named, published=published) for each in together.values())


def id_in(*values: object) -> str:
    """Return the first value that is an id: words, or a whole number."""
    said = (str(each).strip() for each in values if isinstance(each, str | int) and not isinstance(each, bool))
    return next(filter(None, said), "")
