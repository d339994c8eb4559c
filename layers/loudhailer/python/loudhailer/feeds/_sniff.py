"""What a document looks like, from its beginning and without reading it."""

import re

_NAME = re.compile(rb"<(?:[\w.-]{1,100}:)?([\w.-]{1,100})[\s/>]")
_DOCTYPE = re.compile(rb"<!DOCTYPE\s{1,100}(?:[\w.-]{1,100}:)?([\w.-]{1,100})", re.IGNORECASE)
"""It is never read, but it says whose document is refused."""
_PROLOG = ((b"<?", b"?>"), (b"<!--", b"-->"))
_SNIFFED = 8192
_BOM = b"\xef\xbb\xbf"


def text_in(document: bytes) -> bytes:
    """Return the document without what may stand before its first sign."""
    return document.removeprefix(_BOM).lstrip()


def root_of(document: bytes) -> str:
    """Return the local name of the root; empty where the document does not begin like XML. Never raises."""
    head = text_in(document)[:_SNIFFED]
    while head:
        ending = next((ending for opening, ending in _PROLOG if head.startswith(opening)), None)
        if ending is None:
            break
        head = head.partition(ending)[2].lstrip()
    found = _NAME.match(head) or _DOCTYPE.match(head)
    return found[1].decode(errors="replace") if found else ""
