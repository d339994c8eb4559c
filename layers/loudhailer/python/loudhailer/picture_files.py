"""What a picture's file says of itself: its kind and its size in pixels, read from its first bytes. Pure.

https://www.w3.org/TR/png-3/#11IHDR and https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B.
"""

import struct
from dataclasses import dataclass

_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
_JPEG = b"\xff\xd8\xff"
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""The markers of a JPEG's frame, which holds its size."""
_FILLER = 0xFF


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture's kind and its size in pixels."""

    media_type: str
    width: int
    height: int


def read_picture(body: bytes) -> PictureFile | None:
    """Read the head of a PNG or a JPEG; None where it is neither, or is cut off."""
    try:
        if body.startswith(_PNG):
            size, kind = struct.unpack(">II", body[16:24]), "image/png"
        elif body.startswith(_JPEG):
            size, kind = _jpeg_size(body), "image/jpeg"
        else:
            return None
    except (struct.error, IndexError):
        return None
    width, height = size
    return PictureFile(kind, width, height) if width and height else None


def _jpeg_size(body: bytes) -> tuple[int, int]:
    """Walk from segment to segment up to the frame; every segment says how long it is."""
    place = 2
    while True:
        marker = body[place + 1]
        if body[place] != _FILLER:
            raise IndexError("no segment begins here")
        if marker == _FILLER:
            place += 1
        elif marker in _FRAMES:
            height, width = struct.unpack(">HH", body[place + 5 : place + 9])
            return width, height
        else:
            (length,) = struct.unpack(">H", body[place + 2 : place + 4])
            place += 2 + length
