"""What we send to X, Mastodon, Telegram and Slack is what their published OpenAPI documents allow.

Prism refuses a field that the document does not have, a value of the wrong shape and a call without its credential. It
keeps nothing, so what comes of a post is not asked here.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

import pytest

from local.faultproxy import standing_before
from local.real.contracts import RealContract
from local.real.place import http
from loudhailer.channels import CHANNELS
from loudhailer.channels.mastodon import Mastodon
from loudhailer.domain.errors import LoudhailerError
from loudhailer.domain.post import Parent, Picture, Post, PostRef
from loudhailer.ports import Channel
from tests.real.bench import channel_at, fresh

pytestmark = pytest.mark.real

PICTURE = Picture("flood.png", "image/png", 1200, 630, "A drawing of a house in flood water")
SECRETS: dict[str, dict[str, str]] = {
    "x": {
        "consumer_key": "pretend-key",
        "consumer_secret": "pretend-secret",
        "access_token": "pretend-token",
        "access_token_secret": "pretend-token-secret",
        "user_id": "2244994945",
    },
    "mastodon": {"access_token": "pretend-token"},
    "telegram": {"bot_token": "123456:pretend", "chat_id": "@westshire"},
    "slack": {"bot_token": "xoxb-pretend", "channel_id": "C0123456789"},
}
IDS = {"x": "1346889436626259968", "mastodon": "103254962155278888", "telegram": "114", "slack": "1503435956.000247"}


LOOKS = ("x", "mastodon")
"""Telegram cannot be asked, and Slack's document leaves out the call with which we look."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a channel does, with the post that it is about."""

    name: str
    does: Callable[[Channel, Post, PostRef], object]
    post: Post


def parent_of(name: str) -> Parent:
    ref = PostRef(IDS[name], "https://platform.test/1")
    return Parent(ref, ref)


def acts(name: str) -> list[Act]:
    kind = CHANNELS[name]
    found = [Act("a post", lambda channel, post, _: channel.publish(post), fresh())]
    if name in LOOKS:
        found.append(Act("a look back", lambda channel, post, _: channel.find(post), fresh()))
    if kind.threads:
        found.append(Act("a reply", lambda channel, post, _: channel.publish(post), fresh(parent=parent_of(name))))
    if kind.pictures:
        found.append(Act("a picture", lambda channel, post, _: channel.publish(post), fresh(picture=PICTURE)))
    if kind.retracts:
        found.append(Act("taking off", lambda channel, post, ref: channel.retract(post, ref), fresh()))  # type: ignore[attr-defined]
    return found


# Telegram's credential is part of the address, and the document leaves it out.
PLATFORMS = {"x": "", "mastodon": "", "telegram": f"/bot{SECRETS['telegram']['bot_token']}", "slack": ""}
EACH = [
    pytest.param(
        (name, under),
        id=name,
        marks=() if name in CHANNELS else pytest.mark.skip(reason=f"there is no channel for {name} yet"),
    )
    for name, under in PLATFORMS.items()
]


@pytest.mark.parametrize("contract", EACH, indirect=True)
def test_every_call_is_one_that_the_published_document_allows(contract: RealContract) -> None:
    name = re.sub(r"p-(\w+)\.json", r"\1", contract.document)
    with standing_before(contract.address) as proxy:
        for act in acts(name):
            channel = channel_at(proxy.url, name, secret_of(name))
            if isinstance(channel, Mastodon):
                channel._account = "14715"  # the document's example of an account has no id
            # What an example answers may make no sense to us; what the document refuses shows in the record.
            with suppress(LoudhailerError):
                act.does(channel, act.post, PostRef(IDS[name], "https://platform.test/1"))
            calls = [(each.method, each.path, each.status) for each in proxy.record]
            proxy.record.clear()
            assert calls, f"{act.name} made no call"
            assert [call for call in calls if call[2] >= 300] == [], act.name


@pytest.mark.parametrize("contract", [("mastodon", "")], indirect=True, ids=["mastodon"])
def test_the_document_refuses_what_it_does_not_allow(contract: RealContract) -> None:
    """Without this, the test above could not fail."""
    bearer = {"Authorization": "Bearer pretend-token"}
    with http() as ask:

        def answer(body: object, headers: Mapping[str, str]) -> int:
            return ask.post(f"{contract.address}/api/v1/statuses", json=body, headers=headers).status_code

        assert answer({"status": "Fire"}, bearer) == 200
        assert answer({"status": "Fire"}, {}) == 401
        assert answer({"status": 5}, bearer) == 422
        assert answer({"status": "Fire", "visibility": "everybody"}, bearer) == 422
        assert answer({"words": "Fire"}, bearer) == 422


def secret_of(name: str) -> dict[str, str]:
    return {field: SECRETS[name][field] for field in CHANNELS[name].secret_fields}
