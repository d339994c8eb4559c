"""The other language: which are published (`languages.yaml`), and the same phrases again (`words.<language>.yaml`).

A list of sentences in the other language stands for that of `words.yaml`, one for one, with the same slots. So both
say the same facts, and fall away together.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, get_args

from pydantic import Field

from loudhailer.map_card.words import ENGLISH
from loudhailer.phrases import (
    AnyWords,
    CardPart,
    EveryEvent,
    Phrases,
    Problem,
    Sentence,
    Shown,
    Strict,
    Times,
    Words,
)

_LISTS = ("alert", "update", "cancel", "unlisted", "reduced")
_EVERY = tuple(EveryEvent.model_fields)
_UNITS = frozenset({"mile_or_miles", "kilometres"})
_SLOT_OR_BRACKET = re.compile(r"\{\w+\}|[\[\]]")


class Unreviewed(StrEnum):
    """What becomes of words that nobody who speaks the language well has read."""

    REFUSE = "refuse"
    ALLOW = "allow"  # the service takes it on itself; the laptop's stage does, for nobody reads it there


class Languages(Strict):
    """Which languages are published, the one that officers write in first; one or two (BCP 47)."""

    publish: tuple[str, ...] = Field(default=("en-GB",), min_length=1, max_length=2)
    unreviewed: Unreviewed = Unreviewed.REFUSE


class OtherPhrases(Strict):
    """How one event type is said in the other language, and who has read it."""

    reviewed_by: str = ""
    headline: str
    over: str = ""
    hashtags: tuple[str, ...] = ()
    picture_alt: str = Field("", max_length=300)
    alert: tuple[str, ...]
    update: tuple[str, ...] = ()
    cancel: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    reduced: tuple[str, ...] = ()


class OtherEvery(Strict):
    """What is said of every event type in the same words."""

    correction: tuple[str, ...]
    withdrawal: tuple[str, ...]
    status: tuple[str, ...]
    amplify: tuple[str, ...]
    reduced: tuple[str, ...]
    reduced_end: tuple[str, ...]


class OtherWords(AnyWords):
    """The whole of `words.<language>.yaml`; `reviewed_by` stands for all that does not name its own reader."""

    reviewed_by: str = ""
    times: Times
    more_areas: str
    more_lines: str
    next_post: str = Field(min_length=1)
    follows: str = Field(min_length=1)
    every_event: OtherEvery
    events: dict[str, OtherPhrases]


def problems_of(first: Words, other: OtherWords, languages: Languages) -> Iterator[Problem]:
    """Yield where the other language would say more, less or something else than the first, or nobody has read it."""
    if other.language != languages.publish[1]:
        yield "703", "language", f"its name and languages.yaml say {languages.publish[1]}; it is {other.language!r}"
    if not first.previous_post:
        yield "704", "previous_post", "words.yaml must say where the first language's post is, under the other's"
    for name in ("events", "causes", "outcomes", "drill"):
        for missing in sorted(set(getattr(first, name)) - set(getattr(other, name))):
            yield "704", f"{name}.{missing}", "words.yaml has it; say it in this language too"
    yield from _unlike_card(other)
    for part in _EVERY:
        yield from _unlike(f"every_event.{part}", getattr(first.every_event, part), getattr(other.every_event, part))
    for event_type in sorted(set(first.events) & set(other.events)):
        yield from _unlike_event(event_type, first.events[event_type], other.events[event_type])
    if languages.unreviewed is Unreviewed.REFUSE and not other.reviewed_by:
        unseen = ", ".join(unread(other)) or "what frames every post"
        reason = (
            f"nobody has reviewed {unseen}: have a fluent speaker read it and name them "
            "here, or take it on yourselves with `unreviewed: allow` in languages.yaml"
        )
        yield "706", "reviewed_by", reason


def unread(other: OtherWords) -> tuple[str, ...]:
    """Return the event types whose words nobody who speaks the language well has read."""
    return (
        () if other.reviewed_by else tuple(sorted(name for name, each in other.events.items() if not each.reviewed_by))
    )


def _unlike(place: str, first: Sequence[Sentence], other: Sequence[str]) -> Iterator[Problem]:
    if len(first) != len(other):
        yield "705", place, f"words.yaml has {len(first)} sentences here and this has {len(other)}"
        return
    for number, (sentence, said) in enumerate(zip(first, other, strict=True)):
        if sorted(_shape(sentence.say)) != sorted(_shape(said)):
            yield "705", f"{place}.{number}", f"it must have the slots of {sentence.say!r}, optional where they are"


def _unlike_event(event_type: str, phrases: Phrases, other: OtherPhrases) -> Iterator[Problem]:
    for part in _LISTS:
        yield from _unlike(f"events.{event_type}.{part}", getattr(phrases, part), getattr(other, part))
    for name in ("headline", "over"):
        if sorted(_shape(getattr(phrases, name))) != sorted(_shape(getattr(other, name))):
            yield "705", f"events.{event_type}.{name}", f"it must have the slots of {getattr(phrases, name)!r}"
    if phrases.picture is not None and not other.picture_alt:
        yield "704", f"events.{event_type}.picture_alt", "say what the picture shows in this language too"


def _unlike_card(other: OtherWords) -> Iterator[Problem]:
    """Yield what a map card would not say; how many a mile or two are, no other language need part."""
    for name in get_args(CardPart):
        first, said = getattr(ENGLISH, name), other.card.get(name, "")
        if not said:
            yield "704", f"card.{name}", f"say it in this language too: {first!r}"
        elif {*_shape(first)} - _UNITS != {*_shape(said)} - _UNITS:
            yield "705", f"card.{name}", f"it must have the slots of {first!r}"


def _shape(say: str) -> Iterator[str]:
    """Yield a sentence's slots, with those in an optional part marked as such; `the_road` is `road`."""
    depth = 0
    for sign in _SLOT_OR_BRACKET.findall(say):
        if sign in "[]":
            depth += 1 if sign == "[" else -1
        else:
            slot = sign.strip("{}").removeprefix("the_")
            yield f"[{slot}]" if depth else slot


def joined(first: Words, other: OtherWords) -> Words:
    """Return the other language's words in the shape of the first's: what it needs, keeps and shows is the same."""
    events = {name: _phrases(phrases, other.events[name]) for name, phrases in first.events.items()}
    every = {part: _sentences(getattr(first.every_event, part), getattr(other.every_event, part)) for part in _EVERY}
    own: dict[str, Any] = {name: getattr(other, name) for name in OtherWords.model_fields if name in Words.model_fields}
    return first.model_copy(update=own | {"events": events, "every_event": EveryEvent(**every), "previous_post": ""})


def _phrases(first: Phrases, other: OtherPhrases) -> Phrases:
    lists = {part: _sentences(getattr(first, part), getattr(other, part)) for part in _LISTS}
    picture = Shown(file=first.picture.file, alt=other.picture_alt) if first.picture else None
    own = {"headline": other.headline, "over": other.over, "hashtags": other.hashtags, "picture": picture}
    return first.model_copy(update=lists | own)


def _sentences(first: Sequence[Sentence], other: Sequence[str]) -> tuple[Sentence, ...]:
    return tuple(Sentence(say=said, keep=each.keep) for each, said in zip(first, other, strict=True))
