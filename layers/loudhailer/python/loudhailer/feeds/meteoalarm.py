"""MeteoAlarm, the warnings of Europe's weather services: https://feeds.meteoalarm.org/.

The Atom feed of a country, an entry for each area and language of a warning, or the JSON API behind it. All warnings in
force are listed.
"""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element  # the type; defusedxml has read the tree

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident
from loudhailer.feeds._gathered import records_of, within
from loudhailer.feeds._json import open_json
from loudhailer.feeds._links import next_page_of
from loudhailer.feeds._meteoalarm_warning import name_of, read_entries, read_warning
from loudhailer.feeds._sniff import root_of
from loudhailer.feeds._xml import MAX_BYTES, children, open_xml, text_of
from loudhailer.feeds._xml import name_of as local_name
from loudhailer.feeds.reading import Policy, Reading

_ATOM = (b"feeds.meteoalarm.org/", b"tag:meteoalarm.org,")
_RSS = (b"meteoalarm.eu/", b"meteoalarm.org")
_LIST = re.compile(rb'\s{0,100}\{\s{0,100}"warnings"\s{0,100}:\s{0,100}\[\s{0,100}(?:\]|\{)')
_BOM = b"\xef\xbb\xbf"
_MAX_DEPTH = 40
_REFUSED_RSS = "it is their RSS, tables with pictures for people; ask for the Atom feed of the country"


def recognises(document: bytes) -> bool:
    """Say whether a document looks like MeteoAlarm's; their RSS does too, and is refused."""
    root = root_of(document)
    if root == "feed":
        # Others may link to it in an entry.
        return any(mark in document.partition(b"<entry")[0] for mark in _ATOM) or b"?index_info=" in document
    if root == "rss":
        return any(mark in document.partition(b"<item")[0] for mark in _RSS)
    return _LIST.match(document.removeprefix(_BOM)) is not None


def parse(document: bytes, policy: Policy) -> Reading:
    """Read all warnings; raise `FeedError` where it is no such list. One that cannot be read is refused alone."""
    if document.removeprefix(_BOM).lstrip().startswith(b"{"):
        return _read(_from_json(document), policy)
    root = open_xml(document)
    if local_name(root) == "rss":
        raise FeedError("document", _REFUSED_RSS)
    if local_name(root) != "feed" or not (text_of(root, "id") or text_of(root, "title")):
        raise FeedError("document", "it is no Atom feed of MeteoAlarm")
    entries = within(list(children(root, "entry")))
    return _read(_from_atom(entries), policy, next_page_of(root))


_Warning = tuple[str, str, dict[str, Any] | list[Element]]
"""A place, an identifier, and what is said there."""


def _from_atom(entries: list[Element]) -> Iterator[_Warning]:
    """Yield the entries of each warning. It is known by its identifier: an entry's own id names an area of it."""
    warnings: dict[str, list[Element]] = {}
    places: dict[str, str] = {}
    for number, entry in enumerate(entries):
        own = text_of(entry, "identifier")
        key = name_of(own).stem if own else f"\n{number}"
        warnings.setdefault(key, []).append(entry)
        places.setdefault(key, f"entry.{number}")
    if entries and not any(text_of(entry, "identifier") for entry in entries):
        raise FeedError("document", "none of its entries is a warning of MeteoAlarm")
    for key, said in warnings.items():
        yield places[key], text_of(said[0], "identifier"), said


def _from_json(document: bytes) -> Iterator[_Warning]:
    warnings = open_json(document, "document", most_bytes=MAX_BYTES, most_deep=_MAX_DEPTH).get("warnings")
    if not isinstance(warnings, list):
        raise FeedError("document", "it holds no list of warnings")
    for number, warning in enumerate(within(warnings)):
        alert = warning.get("alert") if isinstance(warning, dict) else None
        said = alert if isinstance(alert, dict) else {}
        own = said.get("identifier")
        yield f"warnings.{number}", own if isinstance(own, str) else "", said


def _read(warnings: Iterator[_Warning], policy: Policy, next_page: str = "") -> Reading:
    def one(warning: _Warning) -> Incident | None:
        _, _, said = warning
        return read_entries(said, policy) if isinstance(said, list) else read_warning(said, policy)

    read, refused = records_of(((each[0], each) for each in warnings), one, lambda each: each[1])
    incidents: dict[str, Incident] = {}
    for incident in read:
        if not _is_known(incident, incidents):
            incidents[incident.id] = incident
    return Reading(incidents=tuple(incidents.values()), refused=refused, next_page=next_page)


def _is_known(incident: Incident, incidents: dict[str, Incident]) -> bool:
    """Say whether the list holds it already in the same or a newer version."""
    known = incidents.get(incident.id)
    return known is not None and known.revision >= incident.revision
