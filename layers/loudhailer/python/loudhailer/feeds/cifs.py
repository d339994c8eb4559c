"""Closures and incidents as Waze's partners publish them: https://developers.google.com/waze/data-feed/cifs-specification.

XML, or JSON in one of three shapes. A file lists all that is on or planned: what leaves it is over, without a word.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from loudhailer.domain.errors import FeedError
from loudhailer.feeds._cifs_incident import id_of, same_as, shaped, shaped_xml, told_by
from loudhailer.feeds._gathered import incidents_of, records_of, within
from loudhailer.feeds._json import open_json
from loudhailer.feeds._sniff import root_of, text_in
from loudhailer.feeds._told import Record
from loudhailer.feeds._xml import children, name_of, open_xml
from loudhailer.feeds.reading import Policy, Reading

MAX_BYTES = 8 * 1024 * 1024
"""The largest file of JSON that is read; of XML, what `_xml` reads."""
_MAX_DEPTH = 20
_EMPTY = re.compile(rb'\{\s{0,99}"incidents"\s{0,99}:\s{0,99}\[\s{0,99}\]\s{0,99}\}\s{0,99}')


def recognises(document: bytes) -> bool:
    """Say whether a document looks like CIFS; reading it may still refuse it."""
    if root_of(document) == "incidents":
        return True
    text = text_in(document)
    looks = text.startswith(b"{") and b'"incidents"' in text
    return looks and (b'"polyline"' in text or _EMPTY.fullmatch(text) is not None)


def parse(document: bytes, policy: Policy) -> Reading:
    """Read a file; raise `FeedError` where it is none. One incident that cannot be read is refused alone."""
    items = _items(document)
    numbered = ((f"incidents.{number}", each) for number, each in enumerate(items))
    records, refused = records_of(numbered, partial(told_by, policy=policy), id_of)
    return Reading(incidents=incidents_of(_together(records, items), policy, None), refused=refused)


def _items(document: bytes) -> list[Any]:
    if text_in(document).startswith(b"<"):
        root = open_xml(document)
        if name_of(root) != "incidents":
            raise FeedError("document", "it is XML, but no list of incidents")
        return [shaped_xml(each) for each in within(list(children(root, "incident")))]
    listed = open_json(document, "document", most_bytes=MAX_BYTES, most_deep=_MAX_DEPTH).get("incidents")
    if isinstance(listed, dict) and "incident" in listed:
        # XML that was turned into JSON; of one incident some make no list.
        listed = listed["incident"] if isinstance(listed["incident"], list) else [listed["incident"]]
    if not isinstance(listed, list):
        raise FeedError("document", "it holds no list of incidents")
    return [shaped(each) for each in within(listed)]


def _together(records: Sequence[Record], items: Sequence[Any]) -> list[Record]:
    """Give what is one incident one id: some write a record for each street of a closure.

    It is the least of theirs, so that it holds whatever their order, and while others of them come and go.
    """
    kin: dict[str, tuple[str, ...]] = {}
    for each in items:
        kin[id_of(each)] = max(same_as(each), kin.get(id_of(each), ()))
    least: dict[tuple[str, ...], str] = {}
    for record in records:
        if whole := kin.get(record.id):
            least[whole] = min(record.id, least.get(whole, record.id))
    return [replace(each, id=least.get(kin.get(each.id, ()), each.id)) for each in records]
