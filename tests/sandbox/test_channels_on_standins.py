"""The channels themselves on the stand-ins: what the public sees of a picture, and of a post that is taken off."""

from typing import cast

import httpx
import pytest

from local.deploy import ROOT
from local.sandbox import Sandbox
from local.sandbox.registry import STAND_INS
from loudhailer.channels import CHANNELS, Wiring
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.post import Parent, Picture
from loudhailer.ports import Channel, Retractor
from tests.channels.kit import PICTURE, MemoryStore, a_post
from tests.channels.test_picture_contract import BEFOREHAND

FLOOD = ROOT / "config" / "pictures" / "flood.png"
every_retractor = pytest.mark.parametrize("name", [name for name in STAND_INS if CHANNELS[name].retracts])
SHOWING = ("bluesky", "mastodon", "telegram")
"""Whose stand-ins show a picture; those of X and Facebook keep its alt text only, and refuse the same words twice."""
every_pictured = pytest.mark.parametrize("name", SHOWING)


def channel_on(sandbox: Sandbox, http: httpx.Client, name: str) -> Channel:
    def picture(shown: Picture) -> bytes:
        assert shown == PICTURE
        return FLOOD.read_bytes()

    return CHANNELS[name].build(
        Wiring(sandbox.addresses[name], sandbox.secrets[name], http, MemoryStore(), pictures=picture)
    )


@every_retractor
def test_a_post_and_the_reply_under_it_are_taken_off_and_a_second_time_is_no_error(
    sandbox: Sandbox, http: httpx.Client, name: str
) -> None:
    channel = channel_on(sandbox, http, name)
    first = channel.publish(a_post(text="First")).ref
    under = Parent(first, first) if CHANNELS[name].threads else None
    posts = {text: a_post(key=f"a/{name}/{text}", text=text, parent=under) for text in ("Second", "Third")}
    refs = {text: channel.publish(post).ref for text, post in posts.items()}
    for _ in range(2):
        cast("Retractor", channel).retract(posts["Second"], refs["Second"])
    assert [post["text"] for post in sandbox.posts(name)] == ["First", "Third"]


@every_pictured
def test_a_picture_is_public_with_its_post_and_goes_with_it(sandbox: Sandbox, http: httpx.Client, name: str) -> None:
    channel = channel_on(sandbox, http, name)
    post = a_post(picture=PICTURE)
    ref = channel.publish(post).ref
    (shown,) = sandbox.posts(name)
    assert http.get(shown["pictures"][0]["url"]).content == FLOOD.read_bytes()
    assert PICTURE.alt in f"{shown['pictures'][0]['alt']} {shown['text']}"
    cast("Retractor", channel).retract(post, ref)
    assert sandbox.posts(name) == []


@pytest.mark.parametrize("name", [name for name in SHOWING if name in BEFOREHAND])
def test_a_post_with_its_picture_whose_answer_was_lost_is_found_and_never_doubled(
    sandbox: Sandbox, http: httpx.Client, name: str
) -> None:
    post = a_post(picture=PICTURE, message_class=MessageClass.LIFE_SAFETY)
    first = channel_on(sandbox, http, name).publish(post)
    found = channel_on(sandbox, http, name).find(post)
    assert found is None or found.ref == first.ref
    again = channel_on(sandbox, http, name).publish(post)
    assert again.ref == first.ref
    assert len(sandbox.posts(name)) == 1
