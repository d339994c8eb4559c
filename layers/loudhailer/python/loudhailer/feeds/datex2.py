"""DATEX II, the road authorities' format, in XML: https://docs.datex2.eu/.

Versions 1, 2 and 3, as they come: bare, in SOAP or in a container of messages, in any namespace or in none.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import Element  # the type; `open_xml` has read the tree

from loudhailer.domain.errors import FeedError
from loudhailer.feeds._datex_record import Publication
from loudhailer.feeds._datex_situation import TYPE, read_situations
from loudhailer.feeds._datex_texts import LABELS
from loudhailer.feeds._plain import one_line
from loudhailer.feeds._times import moment_of
from loudhailer.feeds._xml import children, local_name, name_of, open_xml, text_of
from loudhailer.feeds.reading import Policy, Reading

_SNIFFED = 4096
_MARKS = (b"d2LogicalModel", b"d2Payload", b"messageContainer", b"situationRecord")
_PUBLICATIONS = frozenset({"payloadPublication", "payload"})
_ENVELOPES = 6
"""How many elements may stand around a publication: those of SOAP, of a container, of the model."""
_EXCHANGES = ("exchange", "exchangeInformation")
_ALIVE = {("keepAlive", "true"), ("exchangeStatus", "online")}
_LONGEST_NAME = 40


def recognises(document: bytes) -> bool:
    """Say whether a document looks like DATEX II in XML; reading it may still refuse it."""
    # Without the empty bytes of UTF-16.
    head = document[:_SNIFFED].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head.startswith(b"<") and any(mark in head for mark in _MARKS)


def parse(document: bytes, policy: Policy) -> Reading:
    """Read the situations of a document; raise `FeedError` where it is none of the format.

    A publication of something else, such as of signs, is a good document that tells of nothing; nothing ends because of
    it. Neither does it because of a single message.
    """
    with _undisturbed():
        return _parse(document, policy)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep the collector of cycles from looking at each element again and again: a tree has none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _parse(document: bytes, policy: Policy) -> Reading:
    root = open_xml(document)
    publications = list(_publications(root))
    if not publications and not _is_alive(root):
        raise FeedError("document", "it is XML, but it holds no publication of DATEX II")
    ours = [each for each in publications if _lists_situations(each)]
    readings = [_read(each, policy) for each in ours]
    return Reading(
        incidents=tuple(incident for each in readings for incident in each.incidents),
        refused=tuple(refusal for each in readings for refusal in each.refused),
        partial=not ours or _is_a_message(root),
    )


def _read(publication: Element, policy: Policy) -> Reading:
    source = policy.source or _creator(publication)
    terms = Publication(
        policy=policy if policy.source else policy.named(source),
        published=moment_of(text_of(publication, "publicationTime"), policy.zone),
        language=publication.get("lang", ""),
        labels=LABELS | {label.casefold(): name for label, name in policy.fields.items()},
    )
    held = [publication] if name_of(publication) == "situation" else children(publication, "situation")
    return read_situations(held, terms)


def _publications(root: Element) -> Iterator[Element]:
    """Yield the publications, the outermost ones; a situation that stands alone is one too."""
    level = [root]
    for _ in range(_ENVELOPES):
        below: list[Element] = []
        for each in level:
            if name_of(each) in _PUBLICATIONS or _type_of(each).endswith("Publication") or name_of(each) == "situation":
                # A wrapper may be named for what it is, and say no type.
                inner = [child for child in each if name_of(child).endswith("Publication")]
                yield from inner or [each]
            else:
                below += each
        level = below


def _lists_situations(publication: Element) -> bool:
    """Tell whether it is about situations, if only to say that there are none."""
    kind = _type_of(publication) or name_of(publication)
    return (
        kind.endswith("SituationPublication")
        or name_of(publication) == "situation"
        or any(True for _ in children(publication, "situation"))
    )


def _type_of(element: Element) -> str:
    return element.get(TYPE, "").rpartition(":")[2].strip()


def _is_alive(root: Element) -> bool:
    """Tell whether it only says that its sender is still there: version 3 has a status for that."""
    said = {(local_name(each.tag), (each.text or "").strip()) for name in _EXCHANGES for each in _below(root, name)}
    return not said.isdisjoint(_ALIVE)


def _below(root: Element, name: str) -> Iterator[Element]:
    return (each for exchange in children(root, name) for each in exchange.iter())


def _is_a_message(root: Element) -> bool:
    """Tell whether it is one change among many, and no list."""
    if name_of(root) == "situation":
        return True
    return any(
        local_name(each.tag) == "updateMethod" and (each.text or "").strip() == "singleElementUpdate"
        for exchange in children(root, "exchange")
        for each in exchange.iter()
    )


def _creator(publication: Element) -> str:
    creator = next(children(publication, "publicationCreator"), None)
    return one_line(text_of(creator, "nationalIdentifier"))[:_LONGEST_NAME] if creator is not None else ""
