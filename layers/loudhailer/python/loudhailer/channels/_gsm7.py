"""https://www.etsi.org/deliver/etsi_ts/123000_123099/123038/: the alphabet of text messages, and what a text takes.

One text message holds 160 septets of GSM-7 or 70 units of UCS-2; of several that are joined, each holds 153 or 67. A
sign of the extension takes two septets, one beyond the first plane two units, and neither is ever split between two
parts: the part before it stays one short.
"""

from collections.abc import Iterable

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The 128 places of the alphabet; the escape is the way to the extension and no sign of its own."""
_EXTENSION = "\f^{}\\[~]|€"
SEPTETS = dict.fromkeys(_BASIC.replace("\x1b", ""), 1) | dict.fromkeys(_EXTENSION, 2)
"""How many septets each sign takes."""

_ALONE = {True: 160, False: 70}
_JOINED = {True: 153, False: 67}
PARTS = 6
"""The most parts of one text: phones show them as one, and some networks lose what is longer."""
MOST = PARTS * _JOINED[True]

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u2032\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        "\u2026": "...",
        "\u00a0": " ",
        "\u202f": " ",
        "\t": " ",
    }
)


def plain(text: str) -> str:
    """Return the text in the plain signs of a typewriter: one curly quote would make the whole of it twice as long."""
    return text.translate(_PLAIN)


def parts(text: str) -> int:
    """Return how many text messages a text becomes: what the network charges for."""
    septets = _in_septets(text)
    return 1 if sum(_sizes(text, septets=septets)) <= _ALONE[septets] else -(-_taken(text) // _JOINED[septets])


def measure(text: str) -> int:
    """Count what a text takes of its six parts, in septets; a unit of UCS-2 counts as 153/67 of one, rounded up.

    Six parts hold 918 septets or 402 units. So this one number is at most 918 exactly when the text goes in six parts,
    whichever alphabet it needs.
    """
    taken = _taken(text)
    return taken if _in_septets(text) else -(-taken * _JOINED[True] // _JOINED[False])


def _in_septets(text: str) -> bool:
    return all(sign in SEPTETS for sign in text)


def _sizes(text: str, *, septets: bool) -> Iterable[int]:
    return (SEPTETS[sign] if septets else 1 + (ord(sign) > 0xFFFF) for sign in text)  # noqa: PLR2004  # the first plane


def _taken(text: str) -> int:
    """Count septets or units, with the ends of parts that stay empty."""
    septets = _in_septets(text)
    room, taken = _JOINED[septets], 0
    for size in _sizes(text, septets=septets):
        left = -taken % room
        taken += size if left == 0 or size <= left else left + size
    return taken
