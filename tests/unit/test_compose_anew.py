"""What must be seen by everybody is composed as a post of its own, with links both ways."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.post import Limits, Variant
from tests.builders import an_incident
from tests.unit.test_compose import REFERENCE, drafts

ANEW_OF = [
    (MessageClass.INCIDENT, MsgType.UPDATE, {"manner": "correction"}, False, "We have corrected this"),
    (
        MessageClass.INCIDENT,
        MsgType.CANCEL,
        {"manner": "withdrawn", "phase": "closed"},
        False,
        "We have taken this back",
    ),
    (MessageClass.LIFE_SAFETY, MsgType.CANCEL, {"phase": "closed"}, False, "This has ended"),
    (MessageClass.LIFE_SAFETY, MsgType.UPDATE, {}, True, "Our advice has changed"),
    (MessageClass.LIFE_SAFETY, MsgType.UPDATE, {}, False, ""),
    (MessageClass.INCIDENT, MsgType.CANCEL, {"phase": "closed"}, False, ""),
    (MessageClass.INCIDENT, MsgType.UPDATE, {}, True, ""),
    (MessageClass.LIFE_SAFETY, MsgType.ALERT, {}, False, ""),
]


@pytest.mark.parametrize(("message_class", "msg_type", "said", "turned", "pointer"), ANEW_OF)
def test_what_must_be_seen_by_everybody_is_composed_as_a_post_of_its_own_too(
    message_class: MessageClass,
    msg_type: MsgType,
    said: dict[str, Any],
    turned: bool,  # noqa: FBT001  # a column of the table
    pointer: str,
) -> None:
    told = an_incident(**said)
    limits = Limits(500, "characters", len, address=60)
    words = drafts(told, msg_type, message_class=message_class, turned=turned, channels={"page": limits})["page"]
    assert (Variant.ANEW in words, Variant.POINTER in words) == (bool(pointer), bool(pointer))
    if pointer:
        assert words[Variant.POINTER].text.startswith(f"{pointer}: {{address}}\n")
        assert REFERENCE in words[Variant.POINTER].text
        assert words[Variant.ANEW].text.endswith("\nOur first post on this: {address}")
        assert words[Variant.ANEW].text.startswith(words[Variant.REPLY].text.split("\n")[0])


@given(address=st.integers(0, 120), size=st.integers(150, 600))
def test_an_address_as_long_as_the_room_that_is_kept_for_it_always_fits(address: int, size: int) -> None:
    limits = Limits(size, "characters", len, address=address)
    words = drafts(an_incident(manner="correction"), MsgType.UPDATE, channels={"page": limits}).get("page", {})
    for variant in {Variant.ANEW, Variant.POINTER} & set(words):
        assert limits.fits(words[variant].leading_to("u" * address))
        longer = words[variant].leading_to("u" * (address + 1))
        assert limits.fits(longer)
        assert "{address}" not in longer


def test_where_a_post_shows_another_whole_no_address_is_written() -> None:
    limits = Limits(300, "characters", len, quotes=True)
    words = drafts(an_incident(manner="correction"), MsgType.UPDATE, channels={"page": limits})["page"]
    assert words[Variant.POINTER].text.startswith("We have corrected this\n")
    assert "{address}" not in words[Variant.ANEW].text


def test_where_posts_have_no_address_there_is_no_pointer() -> None:
    words = drafts(an_incident(manner="correction"), MsgType.UPDATE)["page"]
    assert Variant.POINTER not in words
    assert words[Variant.ANEW] == words[Variant.REPLY]
