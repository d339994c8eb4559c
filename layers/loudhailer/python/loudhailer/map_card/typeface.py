"""https://learn.microsoft.com/typography/opentype/spec/: how wide words are in our own font, and which it can write.

The library that draws tells no widths, and words are broken into lines before it sees them.
"""

import re
import struct
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

FILES = {"Noto Sans": "NotoSans-Bold.ttf", "Noto Sans Medium": "NotoSans-Medium.ttf"}
"""The font's families as its files call them. Its licence lies beside them."""
BOLD, MEDIUM = FILES
_WINDOWS_UNICODE = (3, 1)
_LETTERS = ("L", "M", "N")
_SPACES = re.compile(r"[^\S\u00a0]+")


@dataclass(frozen=True, slots=True)
class Face:
    """One weight: how wide each of its signs is, in parts of the size at which it is written."""

    family: str
    widths: Mapping[int, float]

    def writes(self, text: str) -> bool:
        """Tell whether it has every letter and figure of a text; half a sentence may say the opposite of all of it."""
        return all(ord(sign) in self.widths for sign in text)

    def width(self, text: str, size: float) -> float:
        """Return how wide a text is, in pixels; signs that stand closer together only make it narrower."""
        return size * sum(self.widths.get(ord(sign), 0.6) for sign in text)

    def lines(self, text: str, size: float, room: float) -> list[str]:
        """Break a text at its spaces; a word that is wider than the room is broken inside."""
        lines: list[str] = []
        for word in text.split(" "):
            if lines and self.width(f"{lines[-1]} {word}", size) <= room:
                lines[-1] += f" {word}"
            else:
                lines += self._pieces(word, size, room)
        return lines

    def _pieces(self, word: str, size: float, room: float) -> list[str]:
        pieces = [""]
        for sign in word:
            if pieces[-1] and not unicodedata.combining(sign) and self.width(pieces[-1] + sign, size) > room:
                pieces.append("")
            pieces[-1] += sign
        return pieces


def readable(text: str, face: Face) -> str:
    """Return a text as the face can write it, empty where it lacks a letter: then the alt text alone has the words.

    What is no letter and no figure, such as an emoji, falls away: it never carries the meaning.
    """
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(
        sign if ord(sign) in face.widths or unicodedata.category(sign)[0] in _LETTERS else " " for sign in composed
    )
    tidy = _SPACES.sub(" ", kept).strip()
    return tidy if face.writes(tidy) and any(sign.isalnum() for sign in tidy) else ""


@cache
def face(family: str) -> Face:
    """Return one of our two weights, read from its file once."""
    body = (resources.files("loudhailer.map_card") / "fonts" / FILES[family]).read_bytes()
    return Face(family, _widths(body))


def _widths(body: bytes) -> dict[int, float]:
    """Read a TrueType file's `cmap` (format 4) and `hmtx`."""
    (count,) = struct.unpack_from(">H", body, 4)
    tables = {}
    for number in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", body, 12 + 16 * number)
        tables[tag] = offset
    (em,) = struct.unpack_from(">H", body, tables[b"head"] + 18)
    (measured,) = struct.unpack_from(">H", body, tables[b"hhea"] + 34)
    advances = [advance / em for advance, _ in struct.iter_unpack(">Hh", body[tables[b"hmtx"] :][: 4 * measured])]
    return {sign: advances[min(glyph, measured - 1)] for sign, glyph in _glyphs(body, tables[b"cmap"])}


def _glyphs(body: bytes, cmap: int) -> list[tuple[int, int]]:
    (count,) = struct.unpack_from(">H", body, cmap + 2)
    records: Sequence[tuple[int, int, int]] = [
        struct.unpack_from(">HHI", body, cmap + 4 + 8 * number) for number in range(count)
    ]
    start = cmap + next(offset for platform, encoding, offset in records if (platform, encoding) == _WINDOWS_UNICODE)
    segments = struct.unpack_from(">H", body, start + 6)[0] // 2
    at = start + 14

    def column(number: int, kind: str) -> tuple[int, ...]:
        # One number stands unused between the ends and the starts.
        offset = at + 2 * segments * number + (2 if number else 0)
        return struct.unpack_from(f">{segments}{kind}", body, offset)

    found = []
    ranges = at + 2 * segments * 3 + 2
    rows = zip(column(0, "H"), column(1, "H"), column(2, "h"), column(3, "H"), strict=True)
    for number, (end, first, delta, ranged) in enumerate(rows):
        for sign in range(first, min(end, 0xFFFE) + 1):
            glyph = sign
            if ranged:
                place = ranges + 2 * number + ranged + 2 * (sign - first)
                (glyph,) = struct.unpack_from(">H", body, place)
            if glyph or not ranged:
                found.append((sign, (glyph + delta) % 0x10000))
    return [(sign, glyph) for sign, glyph in found if glyph]
