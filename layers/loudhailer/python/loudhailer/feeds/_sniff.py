"""What a document looks like, from its beginning and without reading it."""

import re

_BOM = b"\xef\xbb\xbf"
_SNIFFED = 4096
_FIRST_ELEMENT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,99}:)?(?P<name>[A-Za-z_][\w.-]{0,99})")


def text_in(document: bytes) -> bytes:
    """Return the document without what may stand before its first sign."""
    return document.removeprefix(_BOM).lstrip()


def root_of(document: bytes) -> bytes:
    """Return the local name of a document's first element, empty where it does not look like XML."""
    head = text_in(document)[:_SNIFFED]
    found = _FIRST_ELEMENT.search(head) if head.startswith(b"<") else None
    return found["name"] if found else b""
