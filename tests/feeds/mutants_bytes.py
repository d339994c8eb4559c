"""Operators on bytes, whatever they mean."""

import random
import re
from collections.abc import Callable

Chance = random.Random
Operator = Callable[[bytes, Chance], bytes]


def flip(document: bytes, chance: Chance) -> bytes:
    """Change one to three bits."""
    spoilt = bytearray(document)
    for _ in range(chance.randint(1, 3) if spoilt else 0):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def retype(document: bytes, chance: Chance) -> bytes:
    """Write other bytes over a few."""
    place = chance.randint(0, len(document))
    return document[:place] + chance.choice((b"0", b"9" * 9, b"-", b" ", b"\n", b"Z", b"e")) + document[place + 1 :]


def repeat(document: bytes, chance: Chance) -> bytes:
    """Say a piece twice."""
    start, end = _piece(document, chance)
    return document[:end] + document[start:]


def drop(document: bytes, chance: Chance) -> bytes:
    """Leave a piece out."""
    start, end = _piece(document, chance)
    return document[:start] + document[end:]


def cut(document: bytes, chance: Chance) -> bytes:
    """Cut the end off."""
    return document[: chance.randint(0, len(document))]


def behead(document: bytes, chance: Chance) -> bytes:
    """Cut the beginning off."""
    return document[chance.randint(0, min(len(document), 500)) :]


def exchange(document: bytes, chance: Chance) -> bytes:
    """Let two pieces change places."""
    one, two, three, four = sorted(chance.randint(0, len(document)) for _ in range(4))
    return document[:one] + document[three:four] + document[two:three] + document[one:two] + document[four:]


def nul(document: bytes, chance: Chance) -> bytes:
    """Put in a byte that no text has."""
    place = chance.randint(0, len(document))
    return (
        document[:place]
        + chance.choice((b"\x00", b"\xff", b"\xed\xa0\x80", b"\xc0\xaf", b"\x1b[2J"))
        + document[place:]
    )


def encode(document: bytes, chance: Chance) -> bytes:
    """Write it in another encoding, or say so and do not."""
    how = chance.choice(("utf-16", "utf-32", "utf-8-sig", "latin-1", "utf-16-le", "utf-7", "declared", "html"))
    if how == "declared":
        said = chance.choice((b"utf-16", b"utf-32", b"ebcdic-cp-us", b"x-none", b"cp1252", b"utf-7", b"rot13", b"hex"))
        return b'<?xml version="1.0" encoding="' + said + b'"?>' + re.sub(rb"^\s*<\?xml.*?\?>", b"", document)
    if how == "html":
        return b"<!DOCTYPE html><html><body>" + document + b"</body></html>"
    return document.decode(errors="replace").encode(how, errors="replace")


BYTE_OPERATORS: tuple[Operator, ...] = (flip, retype, repeat, drop, cut, behead, exchange, nul, encode)


def _piece(document: bytes, chance: Chance) -> tuple[int, int]:
    start = chance.randint(0, len(document))
    return start, min(len(document), start + chance.choice((1, 4, 30, 300, 3_000)))
