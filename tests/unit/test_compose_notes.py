"""COMPOSE: the line that a channel says under every post of its own."""

from datetime import timedelta
from typing import Any

import pytest

from loudhailer.channels import CHANNELS
from loudhailer.compose import words_of
from loudhailer.config import ChannelFile, ChannelWords, Config
from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import ConfigurationError
from loudhailer.domain.post import Limits, Variant
from tests.builders import NOW, an_incident, shipped_config

NOTE = "Reply STOP to opt out."
URL = "https://alerts.westshire.test/1"


def noted(note: str = NOTE, **words: Any) -> Config:
    """The shipped configuration, with a note of the texts' own."""
    config = shipped_config()
    channels = config.channels.channels | {"sms": ChannelWords(note=note, **words)}
    return config.model_copy(update={"channels": ChannelFile(channels=channels)})


def said(config: Config, channels: dict[str, Limits]) -> Any:
    return words_of(
        config=config,
        incident=an_incident(expected_end=NOW + timedelta(hours=1)),
        msg_type=MsgType.ALERT,
        message_class=MessageClass.INCIDENT,
        reference="J3BWW4D7C",
        issued=NOW,
        url=URL,
        channels=channels,
    ).drafts


@pytest.mark.parametrize("link", [True, False])
def test_a_note_stands_under_every_post_of_its_channel_and_under_no_other(link: bool) -> None:  # noqa: FBT001
    limits = {name: CHANNELS[name].limits for name in ("sms", "email", "mastodon")}
    drafts = said(noted(link=link), limits)
    text = drafts["sms"][Variant.FIRST].text
    assert text.splitlines()[-2 if link else -1] == NOTE
    assert NOTE not in drafts["email"][Variant.FIRST].text + drafts["mastodon"][Variant.FIRST].text


def test_a_note_is_counted_and_never_falls_away_to_fit() -> None:
    room = Limits(205, "characters", len)
    without, with_note = (
        said(noted(note, link=False), {"sms": room})["sms"][Variant.FIRST].text for note in ("", NOTE)
    )
    assert NOTE in with_note
    assert len(with_note) <= 205
    assert len(with_note.partition("\n\n")[0]) < len(without.partition("\n\n")[0]), "other words fell away for it"


def test_the_shipped_texts_promise_no_reply_that_their_number_may_not_receive() -> None:
    assert shipped_config().channels.channels["sms"].note == ""


@pytest.mark.parametrize("note", ["x" * 101, "two\nlines"])
def test_a_note_is_one_short_line(note: str) -> None:
    with pytest.raises((ValueError, ConfigurationError)):
        ChannelWords(note=note)
