"""Fire services' own lists of what crews are at: https://www.toronto.ca/community-people/public-safety-alerts/.

Toronto Fire's in XML, and the NSW Rural Fire Service's in GeoJSON (https://www.rfs.nsw.gov.au/fire-information). Both
list all that is open. NENA's EIDO is none of them: it holds callers, and is refused.
"""

from loudhailer.domain.errors import FeedError
from loudhailer.feeds import _nsw_incident as nsw
from loudhailer.feeds import _toronto_event as toronto
from loudhailer.feeds._gathered import incidents_of, records_of, within
from loudhailer.feeds._json import open_json
from loudhailer.feeds._sniff import root_of, text_in
from loudhailer.feeds._xml import children, name_of, open_xml, text_of
from loudhailer.feeds.reading import Policy, Reading

MAX_BYTES = 8 * 1024 * 1024
"""The largest list of GeoJSON that is read; of XML, what `_xml` reads."""
_MAX_DEPTH = 40


def recognises(document: bytes) -> bool:
    """Say whether a document looks like one of the two lists; reading it may still refuse it."""
    if root_of(document) == "tfs_active_incidents":
        return True
    text = text_in(document)
    return text.startswith(b"{") and all(
        each in text for each in (b'"FeatureCollection"', b'"pubDate"', b"ALERT LEVEL")
    )


def parse(document: bytes, policy: Policy) -> Reading:
    """Read a list; raise `FeedError` where it is none. One incident that cannot be read is refused alone."""
    if text_in(document).startswith(b"<"):
        return _toronto(document, policy)
    collection = open_json(document, "document", most_bytes=MAX_BYTES, most_deep=_MAX_DEPTH)
    features = collection.get("features")
    if collection.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise FeedError("document", "it is no list of a fire service's incidents")
    # An empty list says nothing of whose it is, so it may hold nothing else: another's must not end what burns here.
    foreign = (
        not any(nsw.is_one(each) for each in within(features)) if features else collection.keys() > {"type", "features"}
    )
    if foreign:
        raise FeedError("document", "it is GeoJSON, but lists nothing in the way of a fire service")
    numbered = ((f"features.{number}", each) for number, each in enumerate(features))
    records, refused = records_of(numbered, nsw.told_by, nsw.id_of)
    return Reading(incidents=incidents_of(records, policy, None), refused=refused)


def _toronto(document: bytes, policy: Policy) -> Reading:
    root = open_xml(document)
    if name_of(root) != "tfs_active_incidents":
        raise FeedError("document", "it is XML, but no list of a fire service's incidents")
    numbered = ((f"event.{number}", each) for number, each in enumerate(within(list(children(root, "event")))))
    records, refused = records_of(numbered, toronto.told_by, toronto.id_of)
    published = toronto.moment(text_of(root, "update_from_db_time"))
    return Reading(incidents=incidents_of(records, policy, published), refused=refused)
