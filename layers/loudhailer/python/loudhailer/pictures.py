"""COMPOSE, for the eye: which picture goes with an alert. Pure; `config/pictures/` has the files.

A map card says where, and a drawing only what: where a channel shows cards and there is a place to draw, the card goes.
"""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from loudhailer.config import ChannelWords, Config
from loudhailer.domain.alert import MsgType
from loudhailer.domain.card import Card, Form
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.incident import Incident, Manner, Status
from loudhailer.domain.post import Draft, Picture, Variant
from loudhailer.map_card import HEIGHT, WIDTH, Facts, card_of
from loudhailer.map_card.words import ENGLISH, CardWords
from loudhailer.phrases import SLOT

_OURS = frozenset({Manner.PLAIN, Manner.CORRECTION})
"""An all-clear, a withdrawal and a status go without: who sees only the picture would take the danger for new. And no
picture of ours stands with another agency's words."""


def picture_of(config: Config, incident: Incident, msg_type: MsgType) -> Picture | None:
    """Return the picture of what is said of an incident, None where it goes without."""
    shown = config.words.events[incident.event_type].picture
    if shown is None or not _goes_with(incident, msg_type):
        return None
    file = config.pictures[shown.file]
    return Picture(shown.file, file.media_type, file.width, file.height, shown.alt)


def card_for(
    config: Config,
    incident: Incident,
    msg_type: MsgType,
    message_class: MessageClass,
    *,
    title: str,
    stamp: str,
    words: CardWords = ENGLISH,
) -> Picture | None:
    """Return the map card of what is said of an incident, None where it goes without.

    `title` is the alert's headline and `stamp` the line that says when it was issued, both in the language of `words`.
    Nothing that is not Actual has one: on a map alone nobody sees that it is an exercise. Nor has a danger to life of
    which only a point is known: people would take the coarse circle for whom the advice is meant.
    """
    if incident.status is not Status.ACTUAL or not _goes_with(incident, msg_type):
        return None
    rules, road = config.rules_of(incident.source), incident.facts.get("road", "")
    drawn = card_of(
        incident.point,
        incident.shape,
        Facts(title=title, stamp=stamp, road=road, credit=rules.attribution),
        of_a_road="road" in config.words.events[incident.event_type].needs,
        places=config.places.labels(config.words.language),
        words=words,
    )
    if drawn is None:
        return None
    card, alt = drawn
    if message_class is MessageClass.LIFE_SAFETY and card.form is Form.SPOT:
        return None
    return Picture(_name_of(card), "image/png", WIDTH, HEIGHT, alt, card)


def stamp_of(config: Config, reference: str, issued: str) -> str:
    """Return the line that stands under every post, for its card: when it was issued, in words, and its reference."""
    return SLOT.sub(lambda slot: {"issued": issued, "reference": reference}[slot[1]], config.words.footer)


def picture_for(words: ChannelWords, *, card: Picture | None, drawing: Picture | None) -> Picture | None:
    """Return which of an alert's pictures a channel shows: its card before its drawing, and None without either."""
    return (card if words.cards else None) or (drawing if words.pictures else None)


def with_card(
    config: Config, drafts: Mapping[str, Mapping[Variant, Draft]], card: Picture | None
) -> dict[str, dict[Variant, Draft]]:
    """Return composed words with the card at the first post of each channel that shows cards; others keep theirs."""
    return {
        name: {
            variant: replace(draft, picture=picture_for(config.channels.of(name), card=card, drawing=draft.picture))
            if variant is Variant.FIRST
            else draft
            for variant, draft in variants.items()
        }
        for name, variants in drafts.items()
    }


def _goes_with(incident: Incident, msg_type: MsgType) -> bool:
    """Tell whether any picture of ours goes with it; none with what only a person may word, for it may show a home."""
    return not incident.sensitivities and msg_type is not MsgType.CANCEL and incident.manner in _OURS


def _name_of(card: Card) -> str:
    """Return a file's name that is another one as soon as anything on the card is."""
    return f"map-{sha256(repr(card).encode()).hexdigest()[:24]}.png"
