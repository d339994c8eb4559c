"""One item of RSS or entry of Atom into its record: what it says under which name is for its source's policy to say."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, tostring  # the tree; defusedxml has read it

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Period, Phase, Severity
from loudhailer.feeds._geo import Geo, geo_of
from loudhailer.feeds._names import TRIED, road_first
from loudhailer.feeds._plain import one_line
from loudhailer.feeds._rss_text import lead_of, pairs_of, plain_of
from loudhailer.feeds._times import moment_of
from loudhailer.feeds._told import Record
from loudhailer.feeds._xml import name_of
from loudhailer.feeds.reading import Policy

USUAL: Mapping[str, tuple[str, ...]] = {
    "id": ("reference", "guid", "id"),
    "start": ("overallStart", "Start time", "Start date", "Start", "From"),
    "end": ("overallEnd", "End time", "End date", "End", "Until"),
    "updated": ("pubDate", "updated", "date", "published"),
    "severity": ("Severity", "Alert level"),
    "type": ("Type", "category", "title"),
    "status": ("Status",),
    "road": ("road",),
    "place": ("Location",),
    "area": ("county", "Area", "region"),
}
"""Where each of our fields usually stands, the first that holds something; a policy's `fields` say better."""
SEVERITIES: Mapping[str, Severity] = {
    "emergency warning": Severity.EXTREME,
    "extreme": Severity.EXTREME,
    "watch and act": Severity.SEVERE,
    "severe": Severity.SEVERE,
    "major": Severity.SEVERE,
    "high": Severity.SEVERE,
    "advice": Severity.MODERATE,
    "moderate": Severity.MODERATE,
    "medium": Severity.MODERATE,
    "minor": Severity.MINOR,
    "low": Severity.MINOR,
}
"""What is written where the severity stands; a policy's `severities` come first."""
_PROSE = ("description", "summary", "content", "encoded")
_PART = re.compile(r"title (\d)", re.IGNORECASE)
_SPLIT = re.compile(r"(?:^| )[:|](?= |$)")
_SOUNDS_OVER = re.compile(
    r"\b(?:cancel\w*|cleared|ended|no longer|all[ -]clear|re-?opened|finished|completed|withdrawn|lifted)\b",
    re.IGNORECASE,
)
_NOT_OURS = re.compile(r"\b(?:medical|ambulance|paramedics?|police)\b", re.IGNORECASE)
_WARNING = "warning"
"""The event type whose words say what the source calls it."""
_DIGEST_SIGNS = 24


@dataclass(frozen=True, slots=True)
class _Item:
    """What an item says: under the names of its elements, under the labels of its prose, and where it is."""

    elements: Mapping[str, str]
    labels: Mapping[str, list[str]]
    title: str
    prose: str
    geo: Geo

    def value(self, where: str) -> str:
        """Return what stands there: an element, a label, `title`, its part `title 1`, `text` before any label.

        Several are written with " + " between them.
        """
        if " + " in where:
            return " ".join(filter(None, (self.value(each) for each in where.split(" + "))))
        name = where.strip().casefold()
        if part := _PART.fullmatch(name):
            parts = _SPLIT.split(self.title)
            number = int(part[1])
            return parts[number - 1].strip() if 0 < number <= len(parts) else ""
        if name in {"title", "description", "text"}:
            return {"title": self.title, "description": one_line(self.prose), "text": one_line(lead_of(self.prose))}[
                name
            ]
        return one_line(self.elements.get(name, "")) or next(reversed(self.labels.get(name, [])), "")


def record_of(element: Element, policy: Policy) -> Record:
    """Read an item; raise `FeedError` where it says nothing at all."""
    item = _open(element)
    if not item.title and not item.prose:
        raise FeedError("title", "it has neither a title nor a description")
    said = {name: _said(item, policy, name) for name in USUAL}
    said["road"] = said["road"] or ("" if "road" in policy.fields else road_first(item.title))
    start, end = moment_of(said["start"], policy.zone), moment_of(said["end"], policy.zone, later=True)
    backwards = start is not None and end is not None and end < start
    words = " ".join(dict.fromkeys(filter(None, (said["type"], said["status"]))))
    phase = _phase_of(words if "type" in policy.fields else f"{words} {item.title}", policy)
    return Record(
        id="".join(said["id"].split()) or _digest_of(item, start),
        words=words,
        phase=phase,
        version=moment_of(said["updated"], policy.zone),
        grade=said["severity"],
        severity=_severity_of(said["severity"]),
        roads=(said["road"],) if said["road"] else (),
        place=_without_road(said["place"], said["road"]),
        area=said["area"],
        warning=_said(item, policy, "warning")
        or (said["type"] if policy.type_of(words, default="") == _WARNING else ""),
        headline=item.title.strip(" :|-") or item.prose,
        start=start,
        end=end,
        periods=(Period(start=start, end=end),) if start is not None and not backwards else (),
        points=item.geo.points,
        point=item.geo.point,
        withheld=_withheld(item, words, policy, phase),
        doubt="; ".join(_doubts(item, said, words, policy, backwards=backwards)),
    )


def _open(item: Element) -> _Item:
    """Read an item's elements by their local names; those of its own namespace come first."""
    own = item.tag.rpartition("}")[0]
    elements: dict[str, list[str]] = {}
    for child in sorted(item, key=lambda each: str(each.tag).rpartition("}")[0] != own):
        name = name_of(child).casefold()
        text = _text_in(child) if name in _PROSE else "".join(child.itertext()) or child.get("term", "")
        # Several categories are all said; of all else the first one counts.
        if text.strip() and (name == "category" or name not in elements):
            elements.setdefault(name, []).append(text)
    said = {name: ", ".join(texts) for name, texts in elements.items()}
    said.setdefault("id", next((value for name, value in item.attrib.items() if name.endswith("}about")), ""))
    prose = plain_of(next((said[name] for name in _PROSE if name in said), ""))
    return _Item(said, pairs_of(prose), one_line(plain_of(said.get("title", ""))), prose, geo_of(item))


def _text_in(prose: Element) -> str:
    """Return a text with its markup: what was not escaped is a tree, and written down it is read like any other."""
    return (prose.text or "") + "".join(tostring(each, encoding="unicode") for each in prose)


def _said(item: _Item, policy: Policy, name: str) -> str:
    """Return what stands under one of our names: where its policy says, or else where it usually does."""
    places = (policy.fields[name],) if name in policy.fields else USUAL.get(name, ())
    return next((value for place in places if (value := item.value(place))), "")


def _digest_of(item: _Item, start: datetime | None) -> str:
    """Return an id for what has none: the same title may stand over different events."""
    words = "\n".join((item.title, item.prose, repr(item.geo.points), start.isoformat() if start else ""))
    return f"item-{hashlib.sha256(words.encode(errors='surrogatepass')).hexdigest()[:_DIGEST_SIGNS]}"


def _without_road(place: str, road: str) -> str:
    """Return a place without the road that is said before it already."""
    for opening in (f"the {road} ", f"{road} ") if road else ():
        if place.casefold().startswith(opening.casefold()):
            return place[len(opening) :].strip()
    return place


def _phase_of(words: str, policy: Policy) -> Phase:
    """Only what the policy maps ends it: a word in a title may be about something else."""
    if policy.says(words, "closed"):
        return Phase.CLOSED
    return Phase.PLANNED if policy.says(words, "planned") else Phase.OPEN


def _severity_of(words: str) -> Severity:
    found = (level for key, level in SEVERITIES.items() if re.search(rf"\b{key}\b", words, re.IGNORECASE))
    return next(found, Severity.UNKNOWN)


def _withheld(item: _Item, words: str, policy: Policy, phase: Phase) -> str:
    """Say why nothing of it is broadcast. What no policy maps may be anything: nobody can tell whether it is public."""
    if policy.says(f"{words} {item.title} {item.prose}", "withheld"):
        return "its source's policy keeps it from the public"
    if _NOT_OURS.search(words):
        return "it is a medical or a police matter"
    if policy.type_of(words, default="") or phase is Phase.CLOSED:
        # An end is said of what was said, whatever it is called by then.
        return ""
    return "its source's policy maps none of its words to an event type"


def _doubts(item: _Item, said: Mapping[str, str], words: str, policy: Policy, *, backwards: bool) -> list[str]:
    """Say what is odd about it, so that a person looks first."""
    over = f"{words} {item.title}"
    mapped = {each.strip().casefold() for name in said for each in policy.fields.get(name, "").split(" + ")}
    usual = {each.casefold() for name in said if name not in policy.fields for each in USUAL[name]}
    twice = any(len(values) > 1 for name, values in item.labels.items() if name in mapped | usual)
    unread = [
        name
        for name in ("start", "end")
        if said[name] and moment_of(said[name], policy.zone, later=name == "end") is None
    ]
    doubts = (
        "its words sound like an end, which its policy does not map"
        if _SOUNDS_OVER.search(over) and not policy.says(over, "closed")
        else "",
        f"its {' and '.join(unread)} cannot be read" if unread else "",
        "it ends before it starts" if backwards else "",
        "it says two places" if item.geo.torn else "",
        "it says two things under one label" if twice else "",
        "it speaks of a test or an exercise" if TRIED.search(over) else "",
        "its road is missing" if policy.fields.get("road") and not said["road"] else "",
    )
    return [each for each in doubts if each]
