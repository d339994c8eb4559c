"""LINT: the shipped words, of every event type, message type, manner and channel, as they would be read."""

from collections.abc import Iterator
from contextlib import suppress
from functools import cache

import pytest

from loudhailer.channels import CHANNELS
from loudhailer.compose import words_of
from loudhailer.config import Config
from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident, Manner, Phase
from loudhailer.domain.post import Picture
from loudhailer.lint import Spoken, findings_of
from loudhailer.lint.posts import posts_of
from tests.builders import NOW, bilingual_config
from tests.unit.test_compose import CONFIG, EVENTS, ISSUED, NEXT_YEAR, REAL, REFERENCE, URL, class_of, ordinary

PLACE = "between Aldermere and Stokeby"
MANNERS = {
    MsgType.ALERT: (Manner.PLAIN,),
    MsgType.UPDATE: (Manner.PLAIN, Manner.CORRECTION, Manner.STATUS, Manner.AMPLIFIED),
    MsgType.CANCEL: (Manner.PLAIN, Manner.WITHDRAWN, Manner.UNLISTED),
}
URGENT = {MessageClass.LIFE_SAFETY, MessageClass.INCIDENT}
AGENCY = {"agency": "Westshire Police", "message": "Stay inside.", "lead_link": "https://police.example/1"}
IN_WELSH = {
    "place": "rhwng Aldermere a Stokeby",
    "title": "Profwch ef ddydd Mawrth",
    "message": "Arhoswch y tu mewn.",
    "lines": "\n".join(f"Ffordd A{number} ar gau" for number in range(9)),
    "warning": "Rhybudd oren am wynt",
}
# What stands, and why. What is mended goes from here.
STANDING = {
    ("W01", "attended_incident"): "It is a fire service's own list: where that service is ours, nobody else is named.",
    ("W03", "disruption"): "Where it is stands in the operator's own words only, which a person reads first.",
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
            "translations": {"cy": {name: text for name, text in IN_WELSH.items() if name in facts}},
            "manner": manner,
            "confirmed": NOW if manner is Manner.STATUS else None,
            "phase": Phase.CLOSED if msg_type is MsgType.CANCEL else Phase.OPEN,
        }
    )


def spoken(config: Config, event_type: str, msg_type: MsgType, manner: Manner) -> Iterator[Spoken]:
    """Yield every variant for every channel, as compose writes it."""
    message_class = class_of(event_type)
    assert message_class is not None
    if manner is Manner.STATUS:
        if message_class not in URGENT:
            return
        message_class = MessageClass.STATUS
    incident = told(event_type, msg_type, manner)
    shown = config.words.events[event_type].picture
    picture = Picture(shown.file, "image/png", 1200, 630, shown.alt) if shown else None
    composed = words_of(
        config,
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
    assert composed.owes == ()
    for variants in composed.drafts.values():
        yield from posts_of(config, incident, msg_type, message_class, variants)


@cache
def findings() -> dict[tuple[str, str], bool]:
    """Return what is found in all of it, by rule and event type, and whether any of it is hard."""
    found: dict[tuple[str, str], bool] = {}
    for config in (CONFIG, bilingual_config()):
        for event_type in EVENTS:
            for msg_type, manners in MANNERS.items():
                for manner in manners:
                    # Not every event type is said in every way.
                    with suppress(FeedError):
                        for post in spoken(config, event_type, msg_type, manner):
                            for each in findings_of(post):
                                found[each.code, event_type] = found.get((each.code, event_type), False) or each.hard
    return found


def test_no_shipped_word_stops_a_post_of_a_machine() -> None:
    assert [place for place, hard in findings().items() if hard] == []


def test_what_is_found_in_the_shipped_words_is_known_with_its_reason_and_nothing_else_is() -> None:
    assert sorted(findings()) == sorted(STANDING)


@pytest.mark.parametrize("event_type", EVENTS)
def test_every_event_type_is_read_on_every_channel(event_type: str) -> None:
    assert len(list(spoken(CONFIG, event_type, MsgType.ALERT, Manner.PLAIN))) == len(CHANNELS)


def test_a_status_and_another_year_are_written_as_the_lint_asks() -> None:
    assert NEXT_YEAR.year != NOW.year
    (post, *_) = spoken(CONFIG, "road_closure", MsgType.UPDATE, Manner.STATUS)
    assert findings_of(post) == ()
