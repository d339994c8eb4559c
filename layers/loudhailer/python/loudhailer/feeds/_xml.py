"""XML from outside: no DTD, no entities, nothing fetched, bounded in size, depth and number of elements.

Elements are found by their local names: namespaces differ by version and by vendor.
"""

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser  # what may hold a DTD goes to defusedxml

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from defusedxml.ElementTree import ParseError as DefusedParseError

from loudhailer.domain.errors import FeedError

MAX_BYTES = 8 * 1024 * 1024
"""The largest document that is read: a full refresh of England's road events has several MB, a CAP alert up to 1.7."""
_MAX_DEPTH = 40
_MAX_ELEMENTS = 200_000
_MOST_TOGETHER = 10_000
_CROWDED = re.compile(rb"<(?:[^<=]*+=){%d}" % _MOST_TOGETHER)
"""Attributes hold no "<", so that up to the next one stand all of an element. Each sign is looked at once."""
_DECLARED = re.compile(rb"<\?xml\s[^>]{0,100}\bencoding\s*=\s*[\"'](?:utf-?16|ucs-?2)", re.IGNORECASE)
_DOCTYPE = b"<!DOCTYPE"
_WIDE_DOCTYPES = tuple(_DOCTYPE.decode().encode(each) for each in ("utf-16-le", "utf-16-be"))
"""In every encoding that the parser knows; it takes no other in which these signs are written with other bytes."""
_UNBOUND_PREFIX = 27


class _Bounded(TreeBuilder):
    """Builds the tree and stops at the bounds, before a broken or hostile document has cost much."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._elements = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        self._elements += 1
        if self._depth > _MAX_DEPTH:
            raise FeedError("document", f"it is nested deeper than {_MAX_DEPTH}")
        if self._elements > _MAX_ELEMENTS:
            raise FeedError("document", f"it has more than {_MAX_ELEMENTS:,} elements")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def open_xml(document: bytes) -> Element:
    """Read a document and return its root; raise `FeedError` with the reason."""
    if len(document) > MAX_BYTES:
        raise FeedError("document", f"it has {len(document):,} bytes; at most {MAX_BYTES:,} are read")
    # Each element has one or two of these signs, so that this bounds the memory before any of it is taken.
    if document.count(b"<") > 2 * _MAX_ELEMENTS:
        raise FeedError("document", f"it has more than {_MAX_ELEMENTS:,} elements")
    equals = document.count(b"=")
    if equals > _MAX_ELEMENTS:
        raise FeedError("document", f"it has more than {_MAX_ELEMENTS:,} attributes")
    if equals >= _MOST_TOGETHER and _CROWDED.search(document):
        raise FeedError("document", f"an element in it has {_MOST_TOGETHER:,} attributes or more")
    # A declaration that can be read as ASCII is not in the encoding that it names: the bytes are believed.
    encoding = "utf-8" if _DECLARED.match(document) else None
    # Entities stand in a DTD or nowhere, and most documents cannot hold one. Those are read at once; defusedxml judges
    # the others, and says of broken ones what is wrong.
    suspect = _DOCTYPE in document or (b"\0" in document and any(each in document for each in _WIDE_DOCTYPES))
    root = None if suspect else _quickly(document, encoding)
    return _carefully(document, encoding) if root is None else root


def _quickly(document: bytes, encoding: str | None) -> Element | None:
    """Read a document without a DTD; None where it is broken."""
    parser = XMLParser(encoding=encoding)  # noqa: S314  # it has no DTD
    try:
        parser.feed(document)
        root = parser.close()
    except (ParseError, ValueError, LookupError):
        return None
    _check(root)
    return root


def _carefully(document: bytes, encoding: str | None) -> Element:
    parser = DefusedXMLParser(target=_Bounded(), encoding=encoding, forbid_dtd=True)
    try:
        parser.feed(document)
        root = parser.close()
    except DefusedXmlException:
        raise FeedError("document", "it holds a DTD or entities, which are never read") from None
    except DefusedParseError as exc:
        line, column = exc.position
        reason = "a prefix in it is bound to no namespace" if exc.code == _UNBOUND_PREFIX else "it is not XML"
        raise FeedError("document", f"{reason} (line {line}, column {column})") from None
    except (ValueError, LookupError):
        raise FeedError("document", "its encoding is not known") from None
    if not isinstance(root, Element):
        raise FeedError("document", "it is empty")
    return root


def _check(root: Element) -> None:
    """Raise where the tree is too deep or too large, level by level, so that its depth costs no stack."""
    depth = elements = 1
    level = [root] if len(root) else []
    while level:
        depth += 1
        elements += sum(map(len, level))
        if depth > _MAX_DEPTH:
            raise FeedError("document", f"it is nested deeper than {_MAX_DEPTH}")
        if elements > _MAX_ELEMENTS:
            raise FeedError("document", f"it has more than {_MAX_ELEMENTS:,} elements")
        level = [child for each in level for child in filter(len, each[:])]


class _Names(dict[str, str]):
    """What tags are called without their namespaces; few and short ones are remembered, for they come by thousands."""

    def __missing__(self, tag: str) -> str:
        name = tag.rpartition("}")[2]
        if len(self) < _MOST_NAMES and len(tag) < _LONGEST_TAG:
            self[tag] = name
        return name


_MOST_NAMES, _LONGEST_TAG = 4096, 200
local_name: Callable[[str], str] = _Names().__getitem__
"""Returns what a tag or an attribute is called, without its namespace."""


def name_of(element: Element) -> str:
    """Return the local name."""
    return local_name(element.tag)


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield the element's own children of that local name."""
    return (child for child in element if name_of(child) == name)


def descendants(element: Element, name: str) -> list[Element]:
    """List the element itself and all below it that have that local name, in the document's order."""
    return [each for each in element.iter() if name_of(each) == name]


def text_of(element: Element, name: str) -> str:
    """Return the text of the first child of that name, empty where there is none."""
    return next((child.text or "" for child in children(element, name)), "").strip()
