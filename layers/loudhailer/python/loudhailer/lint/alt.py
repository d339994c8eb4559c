"""What a picture shows, in words, for whoever does not see it."""

import re
from collections.abc import Iterator

from loudhailer.lint.reading import Part, Reading
from loudhailer.lint.rule import Hit
from loudhailer.lint.spoken import WHOLE

_LONGEST = 300
_FILE_NAME = re.compile(
    r"\b[\w-]{0,60}\.(?:png|jpe?g|gif|svg|webp|heic|bmp|tiff?)\b|\b(?:IMG|DSC|DCIM|PXL|Screenshot)[_-]?[0-9]+",
    re.IGNORECASE,
)
_SAYS_IMAGE = re.compile(
    r"\W*(?:an? |the |this is an? )?(?:image|picture|photo|photograph|graphic)s? (?:of|showing|that shows)\b|"
    r"\W*(?:llun|delwedd|ffotograff)(?:iau)? (?:o|yn dangos)\b",
    re.IGNORECASE,
)


def missing(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find a picture that is nothing to whoever does not see it."""
    alt = reading.spoken.picture_alt
    if alt is not None and not any(sign.isalnum() for sign in alt):
        yield Hit(WHOLE)


def file_name(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find a file's name in place of what its picture shows."""
    alt = reading.spoken.picture_alt
    if alt and (found := _FILE_NAME.search(alt[: 2 * _LONGEST])):
        yield Hit(found[0])


def long_or_empty_words(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find more than a screen reader's user can take in, and words that say only that it is a picture."""
    alt = reading.spoken.picture_alt
    if not alt:
        return
    if len(alt) >= (_LONGEST + 1) * reading.spoken.alts:  # a blank between two
        yield Hit(alt, f"Say it in {_LONGEST} signs at most.")
    if found := _SAYS_IMAGE.match(alt):
        yield Hit(found[0])
