"""A post, read once for all rules: its parts by language, words and sentences, and without its links."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from loudhailer.domain.post import ADDRESS
from loudhailer.domain.text import says_both
from loudhailer.lint.spoken import Spoken

_DOT_IN_A_WORD = re.compile(r"\.(?=[^\s.])")
_TAG = re.compile(r"#(?<![\w&/#]#)(\w+)")
_SPACE = re.compile(r"\s")
_SCHEME = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?<![\w.@-])(?:[a-z0-9-]{1,63}\.){1,6}(?:uk|com|org|net|gov|wales|cymru|info|eu|ie|io|app|test|example|ly)"
    r"(?![\w-])(?:/\S*)?"
)
_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"[.!?…\n](?:\s+|(?<=\n))")
CREDIT = re.compile(r"^(?:Source|Powered by|Uses|Ffynhonnell)\b.*$", re.MULTILINE)
_NO_LINK_ENDS = ".,;:!?)]'\""


class Part(NamedTuple):
    """Words in one language: `text` as it stands but with spaces for links, and its `words` in small letters.

    `said` is the text without what frames it, `said_words` and `sentences` are those of it.
    """

    language: str
    text: str
    words: frozenset[str]
    said: str
    said_words: frozenset[str]
    sentences: tuple[str, ...]


class Reading(NamedTuple):
    """A post as the rules see it. `plain` is its text with spaces for links, `whole` all of it as one part.

    `links` are what readers can follow
    and `tags` the hashtags, in order. `ascii` says that it has no sign that only some rules look for.
    """

    spoken: Spoken
    plain: str
    links: tuple[str, ...]
    tags: tuple[re.Match[str], ...]
    whole: Part
    parts: tuple[Part, ...]
    ascii: bool


def read(spoken: Spoken) -> Reading:
    """Read a post."""
    plain, links = _without_links(spoken.text)
    plain = _without_drill(plain)
    whole = _part(spoken, spoken.language, plain, spoken.more)
    parts: tuple[Part, ...] = (whole,)
    # A line under the words that only names the other language is no text in it.
    if spoken.also and says_both(plain, spoken.foreign):
        foreign = set(spoken.foreign)
        lines = list(enumerate(plain.split("\n")))
        own = "\n".join(line for number, line in lines if number not in foreign)
        other = "\n".join(line for number, line in lines if number in foreign)
        parts = (_part(spoken, spoken.language, own), _part(spoken, spoken.also, other))
    # A number is a hashtag on no platform.
    tags = tuple(tag for tag in _TAG.finditer(plain) if not tag[1].isdigit())
    return Reading(spoken, plain, links, tags, whole, parts, spoken.text.isascii())


def _part(spoken: Spoken, language: str, text: str, more: str = "") -> Part:
    # Compose sets the frame off by an empty line. Where a person's words have none, all of them are said.
    before, _, frame = text.rpartition("\n\n")
    said = before if before.strip() else frame
    if more:
        said = f"{said}\n{more}"
    if spoken.emergency:
        said = said.replace(spoken.emergency, " ")
    sentences = tuple(each for each in _SENTENCE.split(said) if each)
    said_words = frozenset(_WORD.findall(said.lower()))
    words = said_words.union(_WORD.findall(frame.lower()))
    return Part(language.partition("-")[0].lower(), text, words, said, said_words, sentences)


def _without_drill(text: str) -> str:
    """Return a text with spaces for the frame of a drill: one word, three times, as its first line and its last."""
    first, last = text.find("\n"), text.rfind("\n")
    if first < 0:
        return text
    head, tail = text[:first], text[last + 1 :]
    if first < last and _is_drill(head) and head.strip() == tail.strip():
        return " " * len(head) + text[first : last + 1] + " " * len(tail)
    return text


def _is_drill(line: str) -> bool:
    word = line.partition(" ")[0]
    return bool(word) and line.strip() == f"{word} {word} {word}"


def _without_links(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text with spaces where its links stand, place by place, and the links."""
    if "." not in text and ADDRESS not in text:
        return text, ()
    places = sorted(_links_in(text))
    plain, last = [], 0
    for start, end in places:
        plain += [text[last:start], " " * (end - start)]
        last = end
    if len(places) > 1:
        # A licence may ask for an address in its line. It names a source, and sends nobody anywhere.
        credited = {place for line in CREDIT.finditer(text) for place in range(*line.span())}
        places = [(start, end) for start, end in places if start not in credited]
    return "".join([*plain, text[last:]]), tuple(text[start:end] for start, end in places)


def _links_in(text: str) -> Iterator[tuple[int, int]]:
    read_to = 0
    while dot := _DOT_IN_A_WORD.search(text, read_to):
        # The word around the dot; what is before `read_to` is never looked at again, so that no text is read twice.
        begin = max(text.rfind(" ", read_to, dot.start()) + 1, text.rfind("\n", read_to, dot.start()) + 1, read_to)
        space = _SPACE.search(text, dot.end())
        read_to = space.start() if space else len(text)
        found = _SCHEME.search(text, begin, read_to) or _DOMAIN.search(text, begin, read_to)
        if found:
            yield found.start(), found.start() + len(found[0].rstrip(_NO_LINK_ENDS))
    place = text.find(ADDRESS)
    if place >= 0:
        yield place, place + len(ADDRESS)
