"""Mastodon's hour: what makes a repeat safe before and after the server forgot the key; and pictures, and deletion.

The server is a function with a clock. It honours the key for an hour, or never, as snac2 and GoToSocial do.
"""

from dataclasses import replace
from datetime import timedelta
from html import escape
from typing import Any

import httpx
import pytest

from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import ChannelUnavailable, Doubtful, PostRejected, RateLimited
from loudhailer.domain.post import PostRef
from loudhailer.ports import Channel
from tests.channels.kit import ADDRESS, CLAIMED, PICTURE, PNG, a_post, body_of, channel_answering

HOUR = timedelta(hours=1)
KEEPERS = [HOUR, timedelta()]
every_server = pytest.mark.parametrize("keeps", KEEPERS, ids=["keeps keys for an hour", "ignores keys"])


class Server:
    """One account; `ahead` is what becomes of the next call to post: it is refused, or its answer is lost."""

    def __init__(self, keeps: timedelta = HOUR) -> None:
        self.now = CLAIMED
        self.statuses: list[dict[str, Any]] = []
        self.bodies: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self.ahead: list[str] = []
        self.media: list[int] = []  # the statuses of the answers to come
        self.deletes = True
        self._keys: dict[str, tuple[int, Any]] = {}
        self._keeps = keeps

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.calls.append(f"{request.method} {path}")
        if "/media" in path:
            assert request.method == "GET" or PNG in request.content
            return httpx.Response(self.media.pop(0) if self.media else 200, json={"id": f"m{len(self.calls)}"})
        if path.endswith("/accounts/7/statuses"):
            return httpx.Response(200, json=[{**each, "in_reply_to_id": None} for each in reversed(self.statuses)])
        if request.method == "POST":
            return self._posted(request)
        found = [each for each in self.statuses if each["id"] == path.rpartition("/")[2]]
        if not found or (request.method == "DELETE" and not self.deletes):
            return httpx.Response(404, json={"error": "Record not found"})
        if request.method == "DELETE":
            self.statuses.remove(found[0])
        return httpx.Response(200, json=found[0])

    def _posted(self, request: httpx.Request) -> httpx.Response:
        fault = self.ahead.pop(0) if self.ahead else ""
        if fault == "unreachable":
            raise httpx.ConnectError("refused", request=request)
        if fault == "throttled":
            return httpx.Response(429)
        if fault == "lost before":
            raise httpx.ReadTimeout("slow", request=request)
        body, key = body_of(request), request.headers["Idempotency-Key"]
        self.bodies.append(body)
        number, kept = self._keys.get(key, (0, self.now))
        if not number or self.now >= kept:
            number = 100 + len(self.statuses)
            self._keys[key] = (number, self.now + self._keeps)
            content = f"<p>{escape(body['status'])}</p>"
            status = {"id": str(number), "content": content, "created_at": self.now.isoformat()}
            self.statuses.append(status | {"url": f"{ADDRESS}/@westshire/{number}"})
        if fault == "lost after":
            raise httpx.ReadTimeout("slow", request=request)
        return httpx.Response(200, json={"id": str(number), "url": f"{ADDRESS}/@westshire/{number}"})


def delivered(server: Server, pause: timedelta) -> None:
    """Do what the pipeline does: come again after what never left, look after a doubt, publish where nothing is out."""
    doubtful = False
    for _ in range(9):
        channel = channel_answering("mastodon", server)  # a fresh process each time
        try:
            receipt = channel.find(a_post()) if doubtful else channel.publish(a_post())
            doubtful = False
            if receipt is not None:
                return
        except Doubtful:
            doubtful = True
        except (ChannelUnavailable, RateLimited):
            assert not doubtful
        server.now += pause
    raise AssertionError("no end")


@every_server
@pytest.mark.parametrize("minutes", [0, 54, 56, 61, 119])
@pytest.mark.parametrize(
    "ahead",
    [
        ["unreachable"],
        ["throttled", "unreachable"],
        ["lost before"],
        ["lost after"],
        ["unreachable", "lost after"],
        ["lost before", "throttled", "lost after"],
    ],
    ids="-".join,
)
def test_a_post_is_out_once_however_late_its_next_try_comes(keeps: timedelta, minutes: int, ahead: list[str]) -> None:
    server = Server(keeps)
    server.ahead = list(ahead)
    delivered(server, timedelta(minutes=minutes))
    assert len(server.statuses) == 1


def test_what_never_left_needs_no_look_whatever_its_age() -> None:
    server = Server()
    server.ahead = ["unreachable", "throttled"]
    delivered(server, timedelta(minutes=56))
    assert set(server.calls) == {"POST /api/v1/statuses"}


@every_server
def test_a_doubt_is_looked_at_before_a_second_call_even_while_the_key_is_kept(keeps: timedelta) -> None:
    server = Server(keeps)
    server.ahead = ["lost after"]
    delivered(server, timedelta(seconds=10))
    assert server.calls == ["POST /api/v1/statuses", "GET /api/v1/accounts/7/statuses"]


def test_without_the_look_a_server_that_forgot_the_key_would_say_it_twice() -> None:
    """So that the tests above can fail."""
    server = Server()
    server.ahead = ["lost after"]
    with pytest.raises(Doubtful):
        channel_answering("mastodon", server).publish(a_post())
    server.now += HOUR
    channel_answering("mastodon", server).publish(a_post())
    assert len(server.statuses) == 2


def test_a_picture_is_named_by_its_id_and_a_repeat_with_another_id_is_still_one_status() -> None:
    server = Server()
    for _ in range(2):
        channel_answering("mastodon", server).publish(a_post(picture=PICTURE))
    assert [len(each["media_ids"]) for each in server.bodies] == [1, 1]
    assert server.bodies[0] != server.bodies[1]
    assert len(server.statuses) == 1


def pictured(channel: Channel, **overrides: Any) -> None:
    channel.publish(replace(a_post(picture=PICTURE), **overrides))


@pytest.mark.parametrize(("answer", "shown"), [(200, True), (206, False), (404, False), (500, False)])
def test_a_picture_that_is_being_made_ready_is_waited_for_once_and_asked_for_by_its_id(
    answer: int,
    shown: bool,  # noqa: FBT001 - the table's answer
) -> None:
    server = Server()
    channel = channel_answering("mastodon", server)
    server.media = [202, answer]
    with pytest.raises(ChannelUnavailable, match="nothing was sent: the server is still working on the picture"):
        pictured(channel)
    assert server.statuses == []
    pictured(channel)
    assert server.calls == ["POST /api/v2/media", "GET /api/v1/media/m1", "POST /api/v1/statuses"]
    assert server.bodies[0].get("media_ids") == (["m1"] if shown else None)


def test_a_picture_that_is_being_made_ready_keeps_no_words_about_lives_waiting() -> None:
    server = Server()
    server.media = [202]
    pictured(channel_answering("mastodon", server), message_class=MessageClass.LIFE_SAFETY)
    assert "media_ids" not in server.bodies[0]


def test_the_picture_of_one_post_is_never_taken_for_that_of_another() -> None:
    server = Server()
    channel = channel_answering("mastodon", server)
    server.media = [202]
    with pytest.raises(ChannelUnavailable):
        pictured(channel)
    pictured(channel, key="a-0143/mastodon")
    assert server.bodies[0]["media_ids"] == ["m2"]


def deleting(server: Server, status_id: str) -> None:
    channel = channel_answering("mastodon", server)
    channel.retract(a_post(), PostRef(status_id, ""))  # type: ignore[attr-defined]  # its kind says that it does


def test_a_status_is_deleted_once_and_a_second_time_is_no_error() -> None:
    server = Server()
    channel = channel_answering("mastodon", server)
    first, second = (channel.publish(a_post(key=key)) for key in ("one", "two"))
    for _ in range(2):
        deleting(server, first.ref.id)
    assert [each["id"] for each in server.statuses] == [second.ref.id]


def test_a_server_that_cannot_delete_is_not_believed_that_the_status_is_gone() -> None:
    """snac2 knows no such call and says 404 to it, as Mastodon does where the status is gone."""
    server = Server()
    receipt = channel_answering("mastodon", server).publish(a_post())
    server.deletes = False
    with pytest.raises(PostRejected, match="the server does not delete, and the status is still there"):
        deleting(server, receipt.ref.id)
    server.statuses.clear()
    deleting(server, receipt.ref.id)


@pytest.mark.parametrize("status", [401, 403, 500, 302])
def test_a_404_that_cannot_be_checked_is_a_doubt(status: int) -> None:
    def platform(request: httpx.Request) -> httpx.Response:
        return httpx.Response(404 if request.method == "DELETE" else status)

    channel = channel_answering("mastodon", platform)
    with pytest.raises(Doubtful):
        channel.retract(a_post(), PostRef("114", ""))  # type: ignore[attr-defined]  # its kind says that it does
