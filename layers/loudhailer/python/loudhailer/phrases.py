"""The shape of `config/words.yaml`: what is said of each event type, and what frames it, in one language."""

import re
from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.incident import Status

SLOT = re.compile(r"\{(\w+)\}")
FACTS = frozenset({"road", "place", "cause", "title", "message", "lines", "warning", "area", "publisher"})
"""What an incident may bring."""
KNOWN_SLOTS = (FACTS - {"cause"}) | {
    "agency",
    "because",
    "confirmed",
    "headline",
    "lead_link",
    "next_update",
    "outcome",
    "the_road",
    "until",
}
"""Every slot that a phrase may use; `compose` fills them from an incident's facts and times."""
_FRAME_SLOTS = {
    "footer": {"issued", "reference"},
    "link": {"url"},
    "first_post": {"address"},
    "ended": {"headline"},
    "unlisted": {"headline"},
    "withdrawn": {"headline"},
    "part": {"part", "parts"},
    "more_lines": {"left"},
    "the_road": {"road"},
}

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

Problem = tuple[str, str, str]
"""A number, a place and a reason."""


class Strict(BaseModel):
    """We own these files: an unknown key is a mistake, not the future."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sentence(Strict):
    """One sentence with `{slots}` and `[optional parts]`.

    A part whose slot is empty is left out, and so is a sentence; without `keep` it may also fall away to fit.
    """

    say: str
    keep: bool = False

    @property
    def slots(self) -> frozenset[str]:
        """Return the names of its slots."""
        return frozenset(SLOT.findall(self.say))


class Shown(Strict):
    """A picture of `config/pictures/`, and what it shows in words for whoever does not see it."""

    file: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*\.(png|jpg)$")
    alt: str = Field(min_length=1, max_length=300)


class Phrases(Strict):
    """How one event type is said, what matters most first; `needs` are facts without which it is not said at all.

    `unlisted` is said when a source's list no longer holds it; where it is empty, silence never ends this event type.
    `reduced` is all that is said of one that is never published automatically; where it is empty, or cannot be filled,
    that of every event is. `over` is the headline's noun once it is over, for event types whose headline tells people
    what to do. `picture` goes with it on the channels that take pictures.
    """

    needs: tuple[str, ...] = ()
    headline: str
    over: str = ""
    alert: tuple[Sentence, ...] = Field(min_length=1)
    update: tuple[Sentence, ...] = ()
    cancel: tuple[Sentence, ...] = ()
    unlisted: tuple[Sentence, ...] = ()
    reduced: tuple[Sentence, ...] = ()
    hashtags: tuple[str, ...] = ()
    picture: Shown | None = None


class EveryEvent(Strict):
    """What is said of every event type in the same words: put right, taken back, last confirmed, passed on, reduced.

    `amplify` passes on the words ({message}) of the {agency} that leads, with its own link ({lead_link}).
    """

    correction: tuple[Sentence, ...] = Field(min_length=1)
    withdrawal: tuple[Sentence, ...] = Field(min_length=1)
    status: tuple[Sentence, ...] = Field(min_length=1)
    amplify: tuple[Sentence, ...] = Field(min_length=1)
    reduced: tuple[Sentence, ...] = Field(min_length=1)
    reduced_end: tuple[Sentence, ...] = Field(min_length=1)


class Pointers(Strict):
    """What leads from an old thread to a new post at {address}: by why it was made anew."""

    correction: str
    withdrawal: str
    ended: str
    advice: str


class Times(Strict):
    """How a language says a time: on the day itself only its clock, on another day `another_day`.

    `weekdays` begin with Monday. Where a file has none, times are said as GOV.UK writes them:
    https://www.gov.uk/guidance/style-guide/a-to-z#times
    """

    midday: str = "midday"
    midnight: str = "midnight"
    am: str = "am"
    pm: str = "pm"
    weekdays: tuple[str, ...] = Field(_WEEKDAYS, min_length=7, max_length=7)
    months: tuple[str, ...] = Field(_MONTHS, min_length=12, max_length=12)
    another_day: str = "{clock} on {weekday} {day} {month}"
    issued: str = "{clock} {weekday} {day} {month}"


class Place(Strict):
    """How a place that a source describes in the first language is said in another: names stand in slots."""

    say: str
    as_: str = Field(alias="as")


CardPart = Literal["alt", "spot", "line", "area", "near", "pair", "distance"]
"""What a map card's alt text is made of; the defaults are in `map_card.words`."""


class AnyWords(Strict):
    """What a file of words holds in whatever language, with the same meaning as in `Words`."""

    language: str
    emergency: str
    ended: str
    unlisted: str
    withdrawn: str
    reduced_headline: str
    drill: dict[Status, str]
    catch_up: str = Field(pattern=r"^[^{}\[\]\n]{1,100}$")
    footer: str
    first_post: str
    part: str
    the_road: str = "{road}"
    pointers: Pointers
    causes: dict[str, str]
    outcomes: dict[str, str] = {}
    names: dict[str, str] = {}
    places: tuple[Place, ...] = ()
    areas: tuple[Place, ...] = ()
    card: dict[CardPart, str] = {}


class Words(AnyWords):
    """One language's phrases by event type, and what frames them.

    `causes` turns a source's code into public words, `outcomes` our code for how it ended. `ended`, `unlisted` and
    `withdrawn` frame the headline of an alert that is over, `drill` all that is said as a status that is not Actual.
    `first_post` leads from a post that was made anew to the first one, `pointers` lead back from there. `part` marks a
    post that is one of several, `more_areas` and `more_lines` end what was cut short. `catch_up` is the title of one
    post that tells what waited through an outage. `the_road` is how people call a numbered road. `reduced_headline`
    stands over what is never published automatically. `status_after_minutes` is how long after an alert of a class the
    clock says when it was last confirmed; a class that is not named gets none.

    Where two languages are published, `previous_post` and `next_post` say in this one where its words are, `follows`
    that they will come. What a source says in the first language is said in another by its `names`, `places` and
    `areas`, and what a map card shows by its `card`.
    """

    times: Times = Times()
    link: str = "{url}"
    more_areas: str = "and other areas"
    more_lines: str = "and {left} more"
    previous_post: str = ""
    next_post: str = ""
    follows: str = ""
    expires_after_minutes: dict[MessageClass, int] = {}
    status_after_minutes: dict[MessageClass, int] = {}
    every_event: EveryEvent
    events: dict[str, Phrases]


def problems_of(words: Words) -> Iterator[Problem]:
    """Yield what one language's words get wrong in themselves."""
    yield from _frame_problems(words)
    yield from _drill_problems(words)
    for part in EveryEvent.model_fields:
        yield from _unknown_slots(f"every_event.{part}", getattr(words.every_event, part))
    for event_type, phrases in words.events.items():
        yield from _unknown_slots_of(event_type, phrases)
        for fact in sorted(set(phrases.needs) - FACTS):
            yield "306", f"events.{event_type}.needs", f"no event brings a fact {fact!r}"


def _frame_problems(words: Words) -> Iterator[Problem]:
    """Yield each frame that could not hold what it is for, or holds what nothing fills."""
    for name, slots in _FRAME_SLOTS.items():
        if set(SLOT.findall(getattr(words, name))) != slots:
            wanted = " and ".join(f"{{{slot}}}" for slot in sorted(slots))
            yield "305", name, f"it must hold {wanted} and no other slot"
    for name in Pointers.model_fields:
        if set(SLOT.findall(getattr(words.pointers, name))) != {"address"}:
            yield "305", f"pointers.{name}", "it must hold {address} and no other slot"
    for name in ("another_day", "issued"):
        if set(SLOT.findall(getattr(words.times, name))) != {"clock", "weekday", "day", "month"}:
            yield "305", f"times.{name}", "it must hold {clock}, {weekday}, {day} and {month} and no other slot"


def _drill_problems(words: Words) -> Iterator[Problem]:
    """Yield each status whose words could be taken for what is so."""
    for status in Status:
        before, slot, after = words.drill.get(status, "").partition("{text}")
        framed = bool(slot and before.strip() and after.strip()) and SLOT.findall(before + after) == []
        if status is Status.ACTUAL and status in words.drill:
            yield "307", f"drill.{status}", "what is Actual is no drill; take it out"
        if status is not Status.ACTUAL and not framed:
            yield "307", f"drill.{status}", "it must hold {text}, with words before and after it"


def _unknown_slots_of(event_type: str, phrases: Phrases) -> Iterator[Problem]:
    """Yield each slot of an event type's words that nothing would ever fill."""
    for part in ("alert", "update", "cancel", "unlisted", "reduced"):
        yield from _unknown_slots(f"events.{event_type}.{part}", getattr(phrases, part))
    for name in ("headline", "over"):
        for slot in sorted(set(SLOT.findall(getattr(phrases, name))) - KNOWN_SLOTS):
            yield "303", f"events.{event_type}.{name}", f"nothing fills the slot {{{slot}}}"


def _unknown_slots(place: str, sentences: tuple[Sentence, ...]) -> Iterator[Problem]:
    """Yield each slot of a list of sentences that nothing would ever fill."""
    for number, sentence in enumerate(sentences):
        for slot in sorted(sentence.slots - KNOWN_SLOTS):
            yield "303", f"{place}.{number}", f"nothing fills the slot {{{slot}}}"
