"""What fills the slots: an incident's facts and times, as one language says them."""

import re
from collections.abc import Mapping
from datetime import datetime

from loudhailer.compose._fill import fill, placed
from loudhailer.compose._times import say_time
from loudhailer.config import Config
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident, Manner, Phase
from loudhailer.phrases import Place, Words
from loudhailer.placenames import said_in

_NUMBERED_ROAD = re.compile(r"[A-Z]{1,3}-?[0-9]")
_CODES = frozenset({"cause", "outcome"})
"""Facts that are codes of a source's: said in our words, or not at all."""
_NAMES = frozenset({"road", "publisher", "agency", "lead_link"})
"""Facts that are names: said as they are in every language that has no name of its own for it."""


def slots_of(
    incident: Incident, config: Config, issued: datetime, words: Words | None = None, *, reduced: bool = False
) -> dict[str, str]:
    """Return every filled slot of an incident's phrases, in the first language or in that of `words`.

    Raise `FeedError` with the missing fact's place when the event type cannot be said without it; what is `reduced`
    needs none.
    """
    words = words or config.words
    facts = incident.facts if words is config.words else _translated(incident, config, words)
    phrases = words.events[incident.event_type]
    if words is config.words and not reduced:
        for fact in phrases.needs:
            if not facts.get(fact):
                raise FeedError(f"detail.incident.{fact}", f"a {incident.event_type} cannot be announced without it")
    slots = {name: text for name, text in facts.items() if name not in _CODES}
    if road := slots.get("road", ""):
        # People say "the M6", and "High Street".
        slots["the_road"] = placed(words.the_road, {"road": road}) if _NUMBERED_ROAD.match(road) else road
    slots["outcome"] = words.outcomes.get(incident.facts.get("outcome", ""), "")
    if (cause := incident.facts.get("cause", "")) and not reduced:
        # An unknown code is left unsaid: a raw code means nothing to the public.
        slots["because"] = words.causes.get(cause, "")
    # A time that has passed is no promise: "until about 6pm" at half past six is worse than nothing.
    if incident.expected_end is not None and incident.expected_end > issued:
        slots["until"] = say_time(incident.expected_end, issued, words.times)
    if incident.next_update is not None and incident.next_update > issued:
        slots["next_update"] = say_time(incident.next_update, issued, words.times)
    if incident.confirmed is not None:
        slots["confirmed"] = say_time(incident.confirmed, issued, words.times)
    if publisher := config.rules_of(incident.source).publisher:
        slots["publisher"] = words.names.get(publisher, publisher)
    headline = fill(phrases.headline, slots) if phrases.reduced or not reduced else None
    slots["headline"] = headline or (words.reduced_headline if reduced else "")
    return slots


def headline_of(
    config: Config,
    incident: Incident,
    slots: Mapping[str, str],
    words: Words | None = None,
    *,
    reduced: bool = False,
) -> str:
    """Return the alert's headline; that of an end says so, for "leave now" must not stand over an all-clear."""
    words = words or config.words
    headline = slots["headline"]
    if incident.phase is not Phase.CLOSED:
        return headline
    # Who only skims "Ended: Leave now" may read the wrong half of it.
    if not reduced:
        headline = fill(words.events[incident.event_type].over, slots) or headline
    ends = {Manner.UNLISTED: words.unlisted, Manner.WITHDRAWN: words.withdrawn}
    return placed(ends.get(incident.manner, words.ended), {"headline": headline})


def _translated(incident: Incident, config: Config, words: Words) -> dict[str, str]:
    """Return the facts that can be said in another language: what is missing there keeps that language waiting.

    Somebody's own words are never translated here, only what is a name or a place in a form that we know. The names on
    the maps are said as they are written there.
    """
    given = incident.translations.get(words.language, {})
    names = {**config.places.names_in(words.language), **words.names}
    said = {
        name: _whole(name, text, given.get(name, "")) or _said(name, text, config.words, words, names)
        for name, text in incident.facts.items()
    }
    return {name: text for name, text in said.items() if text}


def _whole(name: str, text: str, given: str) -> str:
    """Return what somebody gave for a fact; of a list only one with as many lines, for a line left out is not said."""
    return given if name != "lines" or given.count("\n") == text.count("\n") else ""


def _said(name: str, text: str, first: Words, words: Words, names: Mapping[str, str]) -> str | None:
    if name == "place":
        return said_in(text, _patterns(words.places), names) or names.get(text)
    if name == "area":
        # A list that its reader cut short ends in our own words.
        whole = text.removesuffix(f" {first.more_areas}")
        area = said_in(whole, _patterns(words.areas), names) or names.get(whole, whole)
        return area if whole == text else f"{area} {words.more_areas}"
    return names.get(text, text if name in _NAMES else None)


def _patterns(places: tuple[Place, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((each.say, each.as_) for each in places)
