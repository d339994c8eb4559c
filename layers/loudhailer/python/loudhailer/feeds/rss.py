"""RSS 2.0, RSS 1.0 and Atom with positions: https://www.rssboard.org/rss-specification.

Which words mean what is the source's own affair, so its policy says it. All that is open is listed.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from xml.etree.ElementTree import Element  # the type; defusedxml has read the tree

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident
from loudhailer.feeds import cap, meteoalarm
from loudhailer.feeds._gathered import records_of
from loudhailer.feeds._links import next_page_of
from loudhailer.feeds._plain import one_line
from loudhailer.feeds._rss_item import record_of
from loudhailer.feeds._sniff import root_of
from loudhailer.feeds._times import moment_of
from loudhailer.feeds._told import Record, told
from loudhailer.feeds._xml import children, descendants, name_of, open_xml, text_of
from loudhailer.feeds.reading import Policy, Reading

_ROOTS = frozenset({"rss", "RDF", "feed"})
_BUILT = ("lastBuildDate", "pubDate", "updated", "date")
_MOST_ITEMS = 5_000
"""Ten times the longest list that was met."""
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_BROKEN = re.compile(r"\b(?:error|unavailable|maintenance|not found|forbidden|denied)\b", re.IGNORECASE)
_FOREIGN = "it has no English text"
_ODD = "several entries share its id and say different things"


def recognises(document: bytes) -> bool:
    """Say whether a document looks like RSS or Atom, and not like an index of CAP or MeteoAlarm's."""
    return root_of(document) in _ROOTS and not (cap.recognises(document) or meteoalarm.recognises(document))


def parse(document: bytes, policy: Policy) -> Reading:
    """Read the items; raise `FeedError` where it is no feed. One item that cannot be read is refused alone."""
    root = open_xml(document)
    if name_of(root) not in _ROOTS:
        raise FeedError("document", "it is XML, but neither RSS nor Atom")
    channel = root if name_of(root) == "feed" else next(children(root, "channel"), None)
    items = list(children(root, "entry")) if name_of(root) == "feed" else descendants(root, "item")
    _check(channel, items)
    published = _published(channel, policy)
    foreign = not _is_english(root, channel)
    numbered = ((f"{name_of(item)}.{number}", item) for number, item in enumerate(items))
    records, refused = records_of(
        numbered, lambda item: record_of(item, policy), lambda item: text_of(item, "guid") or text_of(item, "id")
    )
    together: dict[str, list[Record]] = {}
    for record in records:
        together.setdefault(record.id, []).append(record)
    incidents = [_merged(same, policy, published) for same in together.values()]
    if foreign:
        incidents = [
            each.model_copy(update={"withheld": "; ".join(filter(None, (_FOREIGN, each.withheld)))})
            for each in incidents
        ]
    following = next_page_of(channel) if channel is not None else ""
    return Reading(incidents=tuple(incidents), refused=refused, next_page=following)


def _check(channel: Element | None, items: Sequence[Element]) -> None:
    """Refuse what is no list: an empty one is news, and must not be the page of a server that is in trouble."""
    if len(items) > _MOST_ITEMS:
        raise FeedError("document", f"it has {len(items):,} items; at most {_MOST_ITEMS:,} are read")
    title = text_of(channel, "title") if channel is not None else ""
    if not items and not title:
        raise FeedError("document", "it has no items, and no channel with a title")
    if not items and channel is not None and _BROKEN.search(f"{title} {text_of(channel, 'description')}"):
        raise FeedError("document", "it has no items, and its title speaks of an error")


def _merged(records: Sequence[Record], policy: Policy, published: datetime | None) -> Incident:
    """Of items with one id the newest speak: some lists keep what was said before."""
    newest = max((each.version for each in records if each.version is not None), default=None)
    speaking = [each for each in records if each.version == newest]
    incident = told(speaking, policy, published=published)
    if len({(each.headline, each.points[:1]) for each in speaking}) > 1:
        return incident.model_copy(update={"doubt": "; ".join(filter(None, (incident.doubt, _ODD)))})
    return incident


def _published(channel: Element | None, policy: Policy) -> datetime | None:
    times = (moment_of(text_of(channel, name), policy.zone) for name in _BUILT) if channel is not None else ()
    return next((each for each in times if each is not None), None)


def _is_english(root: Element, channel: Element | None) -> bool:
    """What names no language is taken for English, as its policy's words are."""
    said = root.get(_LANGUAGE, "") or (text_of(channel, "language") if channel is not None else "")
    return one_line(said).casefold()[:2] in {"", "en"}
