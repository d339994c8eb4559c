"""LINT: the shipped words, of every event type, message type, manner and channel, as they would be read."""

from collections.abc import Iterator
from contextlib import suppress
from functools import cache

import pytest

from loudhailer.channels import CHANNELS
from loudhailer.compose import drafts_of
from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident, Manner, Phase
from loudhailer.domain.post import Picture
from loudhailer.lint import Spoken, findings_of
from tests.builders import NOW
from tests.unit.test_compose import CONFIG, EVENTS, FREE, ISSUED, NEXT_YEAR, REAL, REFERENCE, URL, class_of, ordinary

PLACE = "between Aldermere and Stokeby"
MANNERS = {
    MsgType.ALERT: (Manner.PLAIN,),
    MsgType.UPDATE: (Manner.PLAIN, Manner.CORRECTION, Manner.STATUS, Manner.AMPLIFIED),
    MsgType.CANCEL: (Manner.PLAIN, Manner.WITHDRAWN, Manner.UNLISTED),
}
URGENT = {MessageClass.LIFE_SAFETY, MessageClass.INCIDENT}
AGENCY = {"agency": "Westshire Police", "message": "Stay inside.", "lead_link": "https://police.example/1"}
NO_PLACE = frozenset({"disruption"})
# What stands, and why. What is mended goes from here.
NO_ROOM = "With the longest cause and time, link and attribution, the advice falls away on Bluesky; the link has it."
STANDING = {
    ("W01", "attended_incident"): "It is a fire service's own list: where that service is ours, nobody else is named.",
    ("W03", "disruption"): "Where it is stands in the operator's own words only, which a person reads first.",
    ("W04", "highways_closure"): NO_ROOM,
    ("W04", "highways_lanes"): NO_ROOM,
    ("W04", "street_works"): NO_ROOM,
    ("W33", "every amplified"): "Compose puts our own link under the agency's.",
    ("W36", "evacuation"): "Compose puts an alert's hashtags under its end too.",
    ("W36", "highways_closure"): "Compose puts an alert's hashtags under its end too.",
    ("W36", "road_closure"): "Compose puts an alert's hashtags under its end too.",
    ("W36", "street_works"): "Compose puts an alert's hashtags under its end too.",
}


def told(event_type: str, msg_type: MsgType, manner: Manner) -> Incident:
    """Return an incident as it comes to compose in this manner."""
    incident = ordinary(event_type, PLACE)
    facts = dict(incident.facts)
    if event_type == "street_works":
        facts["outcome"] = "works_finished"
    if manner is Manner.AMPLIFIED:
        facts |= AGENCY
    return incident.model_copy(
        update={
            "facts": facts,
            "manner": manner,
            "confirmed": NOW if manner is Manner.STATUS else None,
            "phase": Phase.CLOSED if msg_type is MsgType.CANCEL else Phase.OPEN,
        }
    )


def source_of(incident: Incident) -> str:
    if incident.manner is Manner.AMPLIFIED:
        return incident.facts["agency"]
    return CONFIG.rules_of(incident.source).publisher


def spoken(event_type: str, msg_type: MsgType, manner: Manner) -> Iterator[Spoken]:
    """Yield every variant for every channel, as compose writes it."""
    message_class = class_of(event_type)
    assert message_class is not None
    if manner is Manner.STATUS:
        if message_class not in URGENT:
            return
        message_class = MessageClass.STATUS
    incident = told(event_type, msg_type, manner)
    shown = CONFIG.words.events[event_type].picture
    picture = Picture(shown.file, "image/png", 1200, 630, shown.alt) if shown else None
    composed = drafts_of(
        CONFIG,
        incident,
        msg_type,
        message_class,
        reference=REFERENCE,
        issued=ISSUED,
        url=URL,
        channels=REAL,
        turned=True,
        picture=picture,
    )
    has_place = event_type not in NO_PLACE and not FREE.keys() & set(CONFIG.words.events[event_type].needs)
    for variants in composed.values():
        for variant, draft in variants.items():
            yield Spoken(
                text=draft.text,
                language=CONFIG.words.language,
                link=draft.link,
                message_class=message_class,
                msg_type=msg_type,
                manner=manner,
                facts=incident.facts,
                emergency=CONFIG.words.emergency,
                picture_alt=draft.picture.alt if draft.picture else None,
                place=incident.facts["place"] if has_place else "",
                source=source_of(incident),
                variant=variant,
            )


@cache
def findings() -> dict[tuple[str, str], bool]:
    """Return what is found in all of it, by rule and event type, and whether any of it is hard."""
    found: dict[tuple[str, str], bool] = {}
    for event_type in EVENTS:
        for msg_type, manners in MANNERS.items():
            for manner in manners:
                of = "every amplified" if manner is Manner.AMPLIFIED else event_type
                # Not every event type is said in every way.
                with suppress(FeedError):
                    for post in spoken(event_type, msg_type, manner):
                        for each in findings_of(post):
                            found[each.code, of] = found.get((each.code, of), False) or each.hard
    return found


def test_no_shipped_word_stops_a_post_of_a_machine() -> None:
    assert [place for place, hard in findings().items() if hard] == []


def test_what_is_found_in_the_shipped_words_is_known_with_its_reason_and_nothing_else_is() -> None:
    assert sorted(findings()) == sorted(STANDING)


@pytest.mark.parametrize("event_type", EVENTS)
def test_every_event_type_is_read_on_every_channel(event_type: str) -> None:
    assert len(list(spoken(event_type, MsgType.ALERT, Manner.PLAIN))) == len(CHANNELS)


def test_a_status_and_another_year_are_written_as_the_lint_asks() -> None:
    assert NEXT_YEAR.year != NOW.year
    (post, *_) = spoken("road_closure", MsgType.UPDATE, Manner.STATUS)
    assert findings_of(post) == ()
