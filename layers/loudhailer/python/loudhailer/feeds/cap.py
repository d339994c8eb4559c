"""CAP, the Common Alerting Protocol: https://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2-os.html.

A document is an alert, a bundle of several, an alert in an EDXL wrapper, or an Atom index that links to alerts.
"""

import re

from loudhailer.domain.errors import FeedError
from loudhailer.feeds._cap_alert import read_alerts
from loudhailer.feeds._cap_index import read_index
from loudhailer.feeds._xml import descendants, name_of, open_xml
from loudhailer.feeds.reading import Policy, Reading

_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:alerts?|feed)[\s>]")
_NAMESPACE = b"urn:oasis:names:tc:emergency:cap:"
_SNIFFED = 4096


def recognises(document: bytes) -> bool:
    """Say whether a document looks like CAP, or an index of it; reading it may still refuse it."""
    head = document[:_SNIFFED].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"<") and (_ROOT.search(head) is not None or _NAMESPACE in document)


def parse(document: bytes, policy: Policy) -> Reading:
    """Read the alerts of a document, or the links of an index; raise `FeedError` with the place and the reason.

    One alert that cannot be read refuses its document; among several it is refused alone.
    """
    root = open_xml(document)
    if name_of(root) == "feed":
        return read_index(root, policy)
    alerts = descendants(root, "alert")
    if not alerts:
        raise FeedError("document", "it is XML, but it holds no CAP alert and is no Atom index")
    incidents, refused = read_alerts(alerts, policy)
    if len(alerts) == 1 and refused:
        raise refused[0]
    return Reading(incidents=incidents, refused=refused)
