"""CAP, the Common Alerting Protocol: https://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2-os.html.

A document is an alert, a bundle of several, an alert in an EDXL or SOAP wrapper, or an index in Atom or RSS that links
to alerts or holds them.
"""

from loudhailer.domain.errors import FeedError
from loudhailer.feeds._cap_alert import found_in, read_alerts
from loudhailer.feeds._cap_index import CAP_TYPE, read_index
from loudhailer.feeds._sniff import root_of
from loudhailer.feeds._xml import name_of, open_xml
from loudhailer.feeds.meteoalarm import recognises as is_meteoalarm
from loudhailer.feeds.reading import Policy, Reading

_ALERTS, _INDEXES = frozenset({"alert", "alerts"}), frozenset({"feed", "rss", "RDF"})
_NAMESPACE = b"urn:oasis:names:tc:emergency:cap:"


def recognises(document: bytes) -> bool:
    """Say whether a document looks like CAP, or an index of it; reading it may still refuse it."""
    root = root_of(document)
    if root in _ALERTS:
        return True
    if root in _INDEXES and (is_meteoalarm(document) or CAP_TYPE.encode() in document):
        return not is_meteoalarm(document)
    return root not in {"", "html"} and _NAMESPACE in document


def parse(document: bytes, policy: Policy) -> Reading:
    """Read the alerts of a document, or the links of an index; raise `FeedError` with the place and the reason.

    One alert that cannot be read refuses its document; among several it is refused alone.
    """
    root = open_xml(document)
    if name_of(root) in _INDEXES:
        return read_index(root, policy)
    alerts = found_in(root)
    if not alerts:
        raise FeedError("document", "it is XML, but it holds no CAP alert and is no index of Atom or RSS")
    incidents, refused = read_alerts(root, policy)
    if len(alerts) == 1 and refused:
        raise refused[0]
    return Reading(incidents=incidents, refused=refused)
