"""One warning of MeteoAlarm, whose Atom entries or JSON are CAP in another dress, into its incident."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element  # the type; defusedxml has read the tree

from loudhailer.domain.incident import Incident
from loudhailer.feeds._cap_tree import read_alert
from loudhailer.feeds._plain import id_of
from loudhailer.feeds._told import revision_of
from loudhailer.feeds._xml import children, text_of
from loudhailer.feeds.reading import Policy

_VERSIONED = re.compile(
    r"(?P<stem>[^\s,]{1,200}?)\.v(?P<number>\d{1,4})(?:\.\d{1,4})?(?P<tail>(?:\.[A-Za-z]\w{0,20})?)"
)
_SENT_AT = re.compile(r"_\d{12}(?=_)")
"""The Met Office writes in an identifier when that version was sent, so it is none of the warning's."""
_SENDER = "meteoalarm.org"
_WORDS = ("event", "urgency", "severity", "certainty", "effective", "onset", "expires", "responseType")
_AREAS = ("areaDesc", "polygon", "circle", "geocode")


@dataclass(frozen=True, slots=True)
class Name:
    """What a warning is called in all its versions, and the version's number, None where the identifier has none."""

    stem: str
    number: int | None = None


def name_of(identifier: str) -> Name:
    """Take an identifier apart: "…GB_250124180126_cecc0a37.v6.0.W" is version 6 of "…GB_cecc0a37.W"."""
    found = _VERSIONED.fullmatch(identifier)
    if found is None:
        return Name(identifier)
    return Name(_SENT_AT.sub("", found["stem"], count=1) + found["tail"], int(found["number"]))


def read_entries(entries: Sequence[Element], policy: Policy) -> Incident | None:
    """Read the entries of one warning, at least one: each is one of its areas in one of its languages.

    Only the newest version speaks. Raise `FeedError` with the place and the reason.
    """
    newest = max(_age(each) for each in entries)
    latest = [each for each in entries if _age(each) == newest]
    first = latest[0]
    own = text_of(first, "identifier")
    fields = {
        "identifier": own,
        "sender": _SENDER,
        "sent": text_of(first, "sent"),
        "status": text_of(first, "status"),
        "msgType": text_of(first, "message_type") or text_of(first, "msgType"),
        "scope": text_of(first, "scope"),
        "references": text_of(first, "references") or _itself(own, text_of(first, "sent")),
        "info": [_info(each) for each in latest],
    }
    return read_warning({name: value for name, value in fields.items() if value}, policy)


def read_warning(alert: Mapping[str, Any], policy: Policy) -> Incident | None:
    """Read a warning as CAP in fields; raise `FeedError` with the place and the reason."""
    incident = read_alert(alert, policy)
    own = alert.get("identifier")
    if incident is None or not isinstance(own, str):
        return incident
    name = name_of(own.strip())
    if name.number is None:
        return incident
    # The versions of a warning are told apart by their number, so earlier ones need not be named.
    revision = revision_of(name.number, incident.updated)
    return incident.model_copy(update={"id": id_of(name.stem), "references": (), "revision": revision})


def _itself(identifier: str, sent: str) -> str:
    """Return what an update or a cancel of a numbered warning refers to: the warning."""
    name = name_of(identifier)
    return "" if name.number is None else f"{_SENDER},{name.stem},{sent}"


def _age(entry: Element) -> tuple[int, str]:
    return name_of(text_of(entry, "identifier")).number or 0, text_of(entry, "sent")


def _info(entry: Element) -> dict[str, Any]:
    """Return an entry's block of words. Its title is not read: it calls a warning Orange that is Amber."""
    area = {name: [_plain(each) for each in children(entry, name)] for name in _AREAS}
    language = text_of(entry, "language") or next((link.get("hreflang", "") for link in children(entry, "link")), "")
    words = {name: [_plain(each) for each in children(entry, name)] for name in _WORDS}
    return {"language": [language] if language else [], **words, "area": [area]}


def _plain(element: Element) -> str:
    # Regions stand side by side in one name.
    return (element.text or "").replace(" | ", "; ")
