"""Street Manager's open data: https://department-for-transport-streetmanager.github.io/street-manager-docs/open-data/.

One message about works in a street, bare or as Amazon SNS delivers it. Whether SNS signed it is not asked here.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Certainty, Phase, Severity, Urgency
from loudhailer.feeds._grid import points_of
from loudhailer.feeds._json import open_json
from loudhailer.feeds._names import cased, coarse
from loudhailer.feeds._plain import one_line
from loudhailer.feeds._sniff import text_in
from loudhailer.feeds._street_works import SEVERITIES, category_of, end_of, start_of, state_of, withheld, word_of
from loudhailer.feeds._times import moment_of
from loudhailer.feeds._told import Record, told
from loudhailer.feeds.reading import Policy, Reading

MAX_BYTES = 1024 * 1024
"""The largest message that is read; SNS carries 256 kB."""
_MAX_DEPTH = 20
_MESSAGE = (b"object_reference", b"object_type", b"event_type")
_REPORTING = (b'"rows"', b'"permit_reference_number"')
_KINDS = {"work": "permit", "permit": "permit", "activity": "activity", "section": "section_58"}
"""What an event is about, by its first word, where the message does not say."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNREADABLE = "its position cannot be read"


def recognises(document: bytes) -> bool:
    """Say whether a document looks like a message, one of SNS's own, or a page of the reporting API; reading says."""
    if not text_in(document).startswith(b"{"):
        return False
    ours = all(sign in document for sign in _MESSAGE) or all(sign in document for sign in _REPORTING)
    return ours or (b'"TopicArn"' in document and b'"SigningCertURL"' in document)


def parse(document: bytes, policy: Policy) -> Reading:
    """Read one message; raise `FeedError` with the place and the reason where it is none."""
    message, sent = _opened(open_json(document, "document", most_bytes=MAX_BYTES, most_deep=_MAX_DEPTH), policy)
    works = message.get("object_data")
    if not isinstance(works, dict):
        raise FeedError("object_data", "it is missing or no object")
    if not one_line(message.get("object_reference")):
        raise FeedError("object_reference", "it is missing")
    version = _time(message.get("event_time"), policy) or sent
    if version is None:
        raise FeedError("event_time", "it is missing or no time")
    incident = told([_record(message, works, version, policy)], policy)
    # Two words of one second may be a stop and its taking back.
    number = (version - _EPOCH) // timedelta(milliseconds=1)
    return Reading(incidents=(incident.model_copy(update={"revision": number}),))


def _opened(document: dict[str, Any], policy: Policy) -> tuple[dict[str, Any], datetime | None]:
    """Return the message, and when SNS sent it where it did."""
    if "rows" in document and "object_data" not in document:
        raise FeedError("document", "it is a page of the reporting API; only messages of the open data are read")
    if "Type" not in document:
        return document, None
    kind = one_line(document.get("Type"))[:40]
    if kind != "Notification":
        raise FeedError("Type", f"{kind!r} is a matter between SNS and the endpoint, and says nothing of any works")
    if not isinstance(document.get("Message"), str):
        raise FeedError("Message", "it is missing or not text")
    inside = open_json(document["Message"], "Message", most_bytes=MAX_BYTES, most_deep=_MAX_DEPTH)
    return inside, _time(document.get("Timestamp"), policy)


def _time(text: object, policy: Policy) -> datetime | None:
    return moment_of(text, policy.zone) if isinstance(text, str) else None


def _record(message: Mapping[str, Any], works: Mapping[str, Any], version: datetime, policy: Policy) -> Record:
    """Return what a message says. Of its about forty fields only these are read: it may name people."""
    event = word_of(message.get("event_type"))
    kind = word_of(message.get("object_type")) or _KINDS.get(event.partition("_")[0], "")
    phase, end = state_of(event, works)
    street = coarse(cased(works.get("street_name")))
    places = (coarse(cased(works.get(each))) for each in ("area_name", "town"))
    position = next((each for key, each in works.items() if key.endswith("coordinates") and each), None)
    points, until = points_of(position), end_of(works, policy.zone)
    return Record(
        id=one_line(message.get("object_reference")),
        words=f"{event} {category_of(works)}".replace("_", " "),
        kind="street_works",
        phase=phase,
        version=version,
        severity=SEVERITIES.get(category_of(works), Severity.UNKNOWN),
        urgency=Urgency.IMMEDIATE if phase is Phase.OPEN else Urgency.UNKNOWN,
        certainty=Certainty.OBSERVED if phase is Phase.OPEN else Certainty.UNKNOWN,
        roads=(street,) if street else (),
        place=", ".join(dict.fromkeys(each for each in places if each and each != street)),
        cause="emergency_works" if category_of(works).startswith("immediate") else "",
        outcome=end,
        start=start_of(works, policy.zone),
        # A forecast that had passed when they went on is none.
        end=None if phase is Phase.OPEN and until is not None and until <= version else until,
        points=points or (),
        withheld=withheld(kind, phase, works),
        doubt=_UNREADABLE if position is not None and points is None else "",
    )
