"""The elements of a warning: who says it, what is wrong, where, what to do, and when it was said.

Which of them a post needs follows from what it is for: an all-clear that names a hazard again, or a campaign with a
place, is no better for it.
"""

import re
from collections.abc import Iterator

from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.incident import Manner
from loudhailer.domain.post import Variant
from loudhailer.lint._word_lists import CALLS, GUIDANCE, HAZARDS, NO_GUIDANCE, ORDERS
from loudhailer.lint.reading import CREDIT, Part, Reading
from loudhailer.lint.rule import Hit
from loudhailer.lint.spoken import WHOLE, Spoken

_CLOCK = re.compile(
    r"[0-9]{1,4}(?:(?:[:.h][0-9]{2})?\s?(?:[ap]\.?m\b|y[bhp]\b)|[:h][0-9]{2}\b|\s?(?:hrs|hours)\b)", re.IGNORECASE
)
_CLOCK_WORDS = frozenset({"midday", "midnight", "noon", "hanner", "canol"})
_WORDS = re.compile(r"[^\W\d_]+")
_ARTICLE = re.compile(r"^(?:the|yr?) ")
_PLACE_KNOWN_BY = 12
_DANGER = frozenset({MessageClass.LIFE_SAFETY, MessageClass.INCIDENT, MessageClass.STATUS})
_SOURCE, _HAZARD, _PLACE, _GUIDANCE, _TIME = "source", "hazard", "place", "guidance", "time"
_NOTHING: frozenset[str] = frozenset()
_ONLY_TIME = frozenset({_TIME})
_SOURCE_TIME = frozenset({_SOURCE, _TIME})
_PLACE_TIME = frozenset({_PLACE, _TIME})
_END = frozenset({_SOURCE, _PLACE, _TIME})
_ALL = frozenset({_SOURCE, _HAZARD, _PLACE, _GUIDANCE, _TIME})
# A closed list of what an end may not say when only a list fell silent.
_PROMISES = {
    "en": re.compile(r"\b(?:re-?open(?:s|ed|ing)?|safe(?:ly)?|all[ -]clear|no longer closed)\b", re.IGNORECASE),
    "cy": re.compile(r"\b(?:(?:wedi )?(?:ail-?agor|ailagor)\w*|(?:yn )?d?diogel)\b", re.IGNORECASE),
}


def needed(spoken: Spoken) -> frozenset[str]:
    """Return which elements a post must have. What follows another post has them there."""
    if spoken.follows:
        return _NOTHING
    if spoken.variant is Variant.POINTER:
        return _ONLY_TIME
    if spoken.manner is Manner.AMPLIFIED or spoken.message_class not in _DANGER:
        return _SOURCE_TIME
    # A status and a withdrawal repeat what was said, in our own name.
    if spoken.manner in {Manner.STATUS, Manner.WITHDRAWN} or spoken.message_class is MessageClass.STATUS:
        return _PLACE_TIME
    ends = spoken.msg_type is MsgType.CANCEL or spoken.manner is Manner.UNLISTED
    return _END if ends else _ALL


def source(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find words that are another's, and do not say whose."""
    if _SOURCE in needed(reading.spoken) and not _names(reading):
        yield Hit(WHOLE, f"Name {reading.spoken.source}.")


def passed_on(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find another agency's words that pass for ours."""
    spoken = reading.spoken
    if spoken.manner is Manner.AMPLIFIED and not spoken.follows and not (spoken.source and _names(reading)):
        yield Hit(WHOLE)


def _names(reading: Reading) -> bool:
    source_, text = reading.spoken.source, f"{reading.plain}\n{reading.spoken.more}"
    name = _ARTICLE.sub("", source_.casefold())
    # A licence's line is the source's own word for who it is.
    return name in text.casefold() or CREDIT.search(reading.plain) is not None


def hazard(reading: Reading, part: Part) -> Iterator[Hit]:
    """Find a warning that does not say of what. A publisher's own name for a warning says it too."""
    spoken = reading.spoken
    if _HAZARD not in needed(spoken):
        return
    found = part.said_words & HAZARDS[part.language]
    named = set(_WORDS.findall(spoken.source.lower())) if found else set()
    if found - named or (found and found & _words_without(part.said, spoken.source)):
        return
    warning = spoken.facts.get("warning", "").casefold()
    if not warning or warning not in part.said.casefold():
        yield Hit(WHOLE)


def _words_without(said: str, name: str) -> set[str]:
    """Return the words of what is said without the name of who says it, for "fire" is part of a fire service's."""
    return set(_WORDS.findall(said.lower().replace(_ARTICLE.sub("", name.lower()), " ")))


def place(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find a post about something that is somewhere, and that does not say where.

    A place that was cut to fit is known by its first words, or by those before the sign that it was cut.
    """
    spoken = reading.spoken
    if _PLACE not in needed(spoken):
        return
    name, said = spoken.place.partition(", ")[0].casefold(), reading.whole.said.casefold()
    words = name.split(" ")
    cut = (" ".join(words[:count]).rstrip(" ,;|-(") for count in range(1, len(words)))
    known_by = (name[:_PLACE_KNOWN_BY].strip(), *(f"{each}…" for each in cut if each))
    if not known_by[0] or not any(each in said for each in known_by):
        yield Hit(WHOLE, f"Say where: {spoken.place}." if spoken.place.strip() else "")


def guidance(reading: Reading, part: Part) -> Iterator[Hit]:
    """Find a warning that leaves people to work out what to do. To call 999 is for who is in danger already."""
    if _GUIDANCE not in needed(reading.spoken):
        return
    # Most advice begins its sentence, which is seen much faster.
    if part.language == "en" and any(each.partition(" ")[0].lower() in ORDERS for each in part.sentences):
        return
    if not any(_tells(sentence, GUIDANCE[part.language]) for sentence in part.sentences):
        yield Hit(WHOLE)


def _tells(sentence: str, guidance_: re.Pattern[str]) -> bool:
    for found in guidance_.finditer(sentence):
        word = found[0].casefold()
        if word not in NO_GUIDANCE and not (word.endswith(CALLS) and "999" in sentence):
            return True
    return False


def time(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find a post without any time: it is shared again tomorrow as if it were new."""
    told = _CLOCK.search(reading.plain) or not _CLOCK_WORDS.isdisjoint(reading.whole.words)
    if not told and _TIME in needed(reading.spoken):
        yield Hit(WHOLE)


def emergency_line(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find words about a danger to life without the line that names 999."""
    spoken = reading.spoken
    ends = spoken.msg_type is MsgType.CANCEL or spoken.variant is Variant.POINTER or spoken.follows
    if spoken.message_class is MessageClass.LIFE_SAFETY and not ends and (spoken.emergency or "999") not in spoken.text:
        yield Hit(WHOLE, f"Add: {spoken.emergency}" if spoken.emergency else "")


def promise(reading: Reading, part: Part) -> Iterator[Hit]:
    """Find a promise in what only a list's silence says."""
    if reading.spoken.manner is Manner.UNLISTED and (found := _PROMISES[part.language].search(part.said)):
        yield Hit(found[0])
