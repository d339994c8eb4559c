"""XML from outside: no DTD, no entities, nothing fetched, bounded in size, depth and number of elements.

Elements are found by their local names: namespaces differ by version and by vendor.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, TreeBuilder  # the tree; defusedxml reads into it

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from loudhailer.domain.errors import FeedError

MAX_BYTES = 4 * 1024 * 1024
"""The largest document that is read. The largest real CAP alert that was met has 1.7 MB."""
_MAX_DEPTH = 40
_MAX_ELEMENTS = 100_000


class _Bounded(TreeBuilder):
    """Builds the tree and stops at the bounds: a parser that is done has spent the memory already."""

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
    parser = DefusedXMLParser(target=_Bounded(), forbid_dtd=True)
    try:
        parser.feed(document)
        root = parser.close()
    except DefusedXmlException:
        raise FeedError("document", "it holds a DTD or entities, which are never read") from None
    except ParseError as exc:
        line, column = exc.position
        raise FeedError("document", f"it is not XML (line {line}, column {column})") from None
    except (ValueError, LookupError):
        raise FeedError("document", "its encoding is not known") from None
    if not isinstance(root, Element):
        raise FeedError("document", "it is empty")
    return root


def name_of(element: Element) -> str:
    """Return the local name."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield the element's own children of that local name."""
    return (child for child in element if name_of(child) == name)


def descendants(element: Element, name: str) -> list[Element]:
    """List the element itself and all below it that have that local name, in the document's order."""
    return [each for each in element.iter() if name_of(each) == name]


def text_of(element: Element, name: str) -> str:
    """Return the text of the first child of that name, empty where there is none."""
    return next((child.text or "" for child in children(element, name)), "").strip()
