"""Hashtags and links: few, readable, and where they are in nobody's way."""

import re
from collections.abc import Iterator

from loudhailer.domain.alert import MsgType
from loudhailer.domain.incident import Manner
from loudhailer.domain.post import Variant
from loudhailer.lint._tag_words import TAG_WORDS
from loudhailer.lint.reading import Part, Reading
from loudhailer.lint.rule import Hit

_MOST_TAGS = 2
_LONGEST_TAG, _SHORTEST_TAG = 40, 5
_LETTERS_ONLY = re.compile(r"[^\W\d_]+")
_NO_WORDS = re.compile(r"[\W_]*")
_SPACE = re.compile(r"\S+\Z")
_NO_SPACE = re.compile(r"\.(?<=[^\W\d_]{2}\.)[A-Z][a-z]{1,20}(?![\w.])")
_VAGUE = {
    "en": re.compile(r"\b(?:click|tap) (?:here|this|the link|below)\b|\blink in (?:our |the )?bio\b", re.IGNORECASE),
    "cy": re.compile(r"\bcliciwch (?:yma|isod|ar y ddolen)\b", re.IGNORECASE),
}
_VAGUE_WORDS = frozenset({"click", "tap", "bio", "cliciwch"})
# What still orders, or still says that a road is closed, under words that say it is over.
_STANDING = frozenset({"evacuate", "leavenow", "getout", "stayinside", "stayindoors", "takecover", "roadclosed"})


def many_tags(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find the hashtags after the second."""
    for tag in reading.tags[_MOST_TAGS:]:
        yield Hit(tag[0])


def camel_case(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find a hashtag of several words that do not begin with capitals."""
    for tag in reading.tags:
        right = _camel_cased(tag[1])
        if right != tag[1]:
            yield Hit(tag[0], f"Write #{right}.")


def _camel_cased(tag: str) -> str:
    """Return a hashtag with a capital for each of its words, as it is where they are not known."""
    if "_" in tag.strip("_"):
        return "".join(word[:1].upper() + word[1:] for word in tag.split("_"))
    # Where a capital stands inside, its writer has set the words apart; capitals alone do not.
    shouted = tag.isupper() and len(tag) > _SHORTEST_TAG
    if not (tag[1:].islower() or shouted) or not _SHORTEST_TAG <= len(tag) <= _LONGEST_TAG:
        return tag
    if not _LETTERS_ONLY.fullmatch(tag):
        return tag
    words = _apart(tag.lower())
    return "".join(word.capitalize() for word in words) if len(words) > 1 else tag


def _apart(tag: str) -> tuple[str, ...]:
    """Return the known words that a tag is made of, the fewest that do; none where any of it is unknown."""
    best: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(1, len(tag) + 1):
        ways = [(*best[start], tag[start:end]) for start in range(end) if start in best and tag[start:end] in TAG_WORDS]
        if ways:
            best[end] = min(ways, key=len)
    return best.get(len(tag), ())


def tags_last(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find a hashtag with words after it."""
    text = reading.plain
    ends = len(text)
    for tag in reversed(reading.tags):
        if not _NO_WORDS.fullmatch(text, tag.end(), ends):
            yield Hit(tag[0])
            return
        ends = tag.start()


def standing_tag(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find a hashtag that says the opposite of the end above it."""
    spoken = reading.spoken
    if spoken.msg_type is MsgType.CANCEL or spoken.manner in {Manner.WITHDRAWN, Manner.UNLISTED}:
        for tag in reading.tags:
            if tag[1].casefold() in _STANDING:
                yield Hit(tag[0])


def many_links(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find the links after the first. What leads to another post of ours holds that one's address too.

    Each of two languages may say the same one.
    """
    allowed = 2 if reading.spoken.variant in {Variant.ANEW, Variant.POINTER} else 1
    for link in [*dict.fromkeys(reading.links)][allowed:]:
        yield Hit(link)


def missing_space(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find a full stop without a space after it, of which platforms make a link to somebody else."""
    for found in _NO_SPACE.finditer(reading.plain):
        before = _SPACE.search(reading.plain, max(0, found.start() - 15), found.start())
        yield Hit(f"{before[0] if before else ''}{found[0]}")


def vague_link(_: Reading, part: Part) -> Iterator[Hit]:
    """Find words for a link that say nothing where they are read out alone."""
    if not _VAGUE_WORDS.isdisjoint(part.words) and (found := _VAGUE[part.language].search(part.text)):
        yield Hit(found[0])
