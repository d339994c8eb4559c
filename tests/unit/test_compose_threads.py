"""COMPOSE: words that take several posts, and words that lead from one to another, in both languages."""

from typing import Any

import pytest

from loudhailer.channels import CHANNELS
from loudhailer.compose import words_of
from loudhailer.compose._split import chunks
from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.post import Draft, Variant
from tests.builders import NOW, an_incident, bilingual_config

REFERENCE = "J3BWW4D7C"
URL = f"https://alerts.westshire-fire.gov.uk/alerts/{REFERENCE}.html"
REAL = {name: kind.limits for name, kind in CHANNELS.items()}
STREETS = "in Castle Street, Bridge Street, Weir Gardens, Lower Wharf, Priory Meadow, Llynwern Terrace"
FLOOD = an_incident(event_type="flood", facts={"place": STREETS})


def composed(msg_type: MsgType = MsgType.ALERT, **told: Any) -> dict[str, dict[Variant, Draft]]:
    return words_of(
        bilingual_config(),
        FLOOD.model_copy(update=told),
        msg_type,
        MessageClass.LIFE_SAFETY,
        reference=REFERENCE,
        issued=NOW,
        url=URL,
        channels=REAL,
    ).drafts


def thread() -> list[str]:
    draft = composed()["bluesky"][Variant.FIRST]
    return [draft.text, *(each.text for each in draft.more)]


def test_a_thread_says_where_the_other_language_is_only_where_that_is_so() -> None:
    posts = thread()
    marks = [each.split("\n")[0].rpartition("(")[2] for each in posts]
    assert marks == ["1 of 2)", "2 of 2)", "1 o 2)", "2 o 2)"]
    assert ["Yn Gymraeg yn ein neges nesaf." in each for each in posts] == [False, True, False, False]
    assert ["In English in our last post." in each for each in posts] == [False, False, True, False]


def test_each_language_of_a_thread_has_the_link_once() -> None:
    assert [URL in each for each in thread()] == [True, False, True, False]


def test_a_list_of_streets_is_parted_between_two_streets() -> None:
    ends = [each.split(" (")[0].rsplit(" ", 2)[-2:] for each in thread()]
    assert ends[0] == ends[2] == ["Priory", "Meadow,"]


@pytest.mark.parametrize(
    ("text", "size", "parts"),
    [
        ("one two, three four five", 15, ["one two,", "three four five"]),
        ("one two, three four five", 20, ["one two, three four", "five"]),
        ("one two three, four five", 19, ["one two three,", "four five"]),
        ("see https://example.org/a-b now", 26, ["see", "https://example.org/a-b", "now"]),
        ("\u706b\u707d\u767a\u751f\u3002\u907f\u96e3", 5, ["\u706b\u707d\u767a\u751f\u3002", "\u907f\u96e3"]),
        ("ab d\u0175r, cd", 4, ["ab", "d\u0175r,", "cd"]),
        ("ab \u0301c de", 5, ["ab \u0301c", "de"]),
    ],
)
def test_a_sentence_is_parted_at_a_pause_or_a_blank_and_never_within_a_word(
    text: str, size: int, parts: list[str]
) -> None:
    assert chunks([text], lambda part, _number: len(part) <= size) == parts


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("We have corrected this. {address}\n\nRef A.", "We have corrected this.\n\nRef A."),
        ("Correction.\n\nRef A.\nOur first post on this: {address}", "Correction.\n\nRef A."),
    ],
)
def test_where_there_is_no_room_for_an_address_only_what_leads_to_it_goes(text: str, left: str) -> None:
    assert Draft(text, room=10).leading_to("https://too-long.example/1") == left


def test_where_two_posts_are_too_small_for_link_and_area_the_area_stays_whole() -> None:
    facts = {"area": "River Severn at Shrewsbury"}
    text = composed(source="environment_agency", event_type="flood_alert", facts=facts)["bluesky"][Variant.FIRST].text
    assert "River Severn at Shrewsbury." in text
    assert URL not in text


@pytest.mark.parametrize(("lines", "owes"), [("Tân ger Millholt\nLlifogydd", ()), ("Tân ger Millholt", ("cy",))])
def test_a_list_that_is_shorter_in_the_other_language_waits_for_all_of_it(lines: str, owes: tuple[str, ...]) -> None:
    facts = {"title": "Since 6pm", "lines": "Fire near Millholt\nFlooding"}
    told = {"event_type": "digest", "facts": facts, "translations": {"cy": {"title": "Ers 6pm", "lines": lines}}}
    incident = FLOOD.model_copy(update=told)
    composed = words_of(
        bilingual_config(),
        incident,
        MsgType.ALERT,
        MessageClass.INFORMATION,
        reference=REFERENCE,
        issued=NOW,
        url=URL,
        channels=REAL,
    )
    assert composed.owes == owes
