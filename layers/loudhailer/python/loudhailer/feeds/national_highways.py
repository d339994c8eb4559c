"""National Highways' road and lane closures, v2.0: https://developer.data.nationalhighways.co.uk/.

A page of DATEX II 3.4 in JSON (https://docs.datex2.eu/). All pages together list everything that is open or planned.
"""

from typing import Any

from loudhailer.domain.errors import FeedError
from loudhailer.feeds._datex_json import situation_of
from loudhailer.feeds._datex_record import Publication
from loudhailer.feeds._datex_situation import read_situations
from loudhailer.feeds._json import open_json
from loudhailer.feeds._plain import one_line, time_of
from loudhailer.feeds._sniff import text_in
from loudhailer.feeds.reading import Policy, Reading

MAX_BYTES = 8 * 1024 * 1024
"""The largest page that is read."""
_MAX_DEPTH = 40
_LONGEST_NAME = 40


def recognises(document: bytes) -> bool:
    """Say whether a document looks like a DATEX II situation publication in JSON; reading it may still refuse it."""
    looks = text_in(document).startswith(b"{") and b'"situation"' in document
    return looks and (b'"D2Payload"' in document or b'"payload"' in document)


def parse(document: bytes, policy: Policy) -> Reading:
    """Read a page; raise `FeedError` where it is none. One situation that cannot be read is refused alone."""
    publication = _publication(open_json(document, "document", most_bytes=MAX_BYTES, most_deep=_MAX_DEPTH))
    language = publication.get("lang")
    terms = Publication(
        policy=policy if policy.source else policy.named(_creator(publication)),
        published=time_of(publication.get("publicationTime")),
        language=language if isinstance(language, str) else "",
        exact=True,
    )
    # Each is made when it is read, so that one at a time takes memory.
    return read_situations(map(situation_of, publication["situation"]), terms)


def _publication(document: dict[str, Any]) -> dict[str, Any]:
    """Return what holds the list of situations. Without the list nothing is known; an empty one is news."""
    for name in ("D2Payload", "payload"):
        envelope = document.get(name)
        held = [envelope, *envelope.values()] if isinstance(envelope, dict) else []
        for each in held:
            if isinstance(each, dict) and isinstance(each.get("situation"), list):
                return each
    raise FeedError("document", "it holds no list of situations")


def _creator(publication: dict[str, Any]) -> str:
    creator = publication.get("publicationCreator")
    return one_line(creator.get("nationalIdentifier"))[:_LONGEST_NAME] if isinstance(creator, dict) else ""
