"""https://docs.x.com/x-api/posts/create-post: posts of one account on X.

Idempotency class D, read back, with a sign of class C (research/channels.md §2a). There is no key, so no retry is safe
before a look. X refuses the same words twice for a while; that 403 only sends us looking, because two alerts may have
the same words. The look lists our own posts since the claim. Posts stand alone: on X an app may reply only where it was
called upon, so the words name the alert. The access token needs read and write; it does not end.
"""

import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC
from typing import Any

import httpx

from loudhailer.channels._http import looking, read, send
from loudhailer.channels._read_back import CLOCKS_DIFFER, among
from loudhailer.channels._upload import UPLOAD_SECONDS, form, uploaded
from loudhailer.channels._x_answer import Deleted, Made, NoSuchPost, Timeline, ref_of, words
from loudhailer.channels._x_length import has_link, measure
from loudhailer.channels._x_sign import authorization
from loudhailer.channels.kind import ChannelKind, Wiring
from loudhailer.domain.errors import ChannelUnavailable, Doubtful, PostRejected
from loudhailer.domain.post import Limits, Picture, Post, PostRef, Receipt
from loudhailer.ports import Clock, utc_now

_POSTS = "/2/tweets"
_LARGEST = 5_000_000  # bytes of a picture


class X:
    """One account. Every call is signed anew: the moment and the nonce of a signature come from `clock` and `nonce`."""

    def __init__(
        self, wiring: Wiring, clock: Clock = utc_now, nonce: Callable[[], str] = lambda: secrets.token_hex(16)
    ) -> None:
        self._wiring, self._clock, self._nonce = wiring, clock, nonce

    def publish(self, post: Post) -> Receipt:
        """Post the words, with the picture where X takes it."""
        body: dict[str, Any] = {"text": post.text}
        if media := uploaded(post, self._wiring.pictures, _LARGEST, self._upload):
            body["media"] = {"media_ids": [media]}
        made = read(Made, self._call("POST", _POSTS, json=body))
        return Receipt(ref_of(self._wiring.address, made.data.id))

    def find(self, post: Post) -> Receipt | None:
        """Look among the account's own posts since the claim."""
        account = self._wiring.secret["user_id"]
        asked = {
            "max_results": "100",
            "start_time": (post.created_at - CLOCKS_DIFFER).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "tweet.fields": "created_at,entities",
        }
        with looking():
            if not re.fullmatch(r"[A-Za-z0-9_-]+", account):
                raise ChannelUnavailable("the stored user_id cannot be part of an address")
            answer = self._call("GET", f"/2/users/{account}/tweets", query=asked)
            listed = read(Timeline, answer)
        seen = listed.seen(self._wiring.address, post.created_at)
        return among(seen, post, more=bool(listed.meta.next_token), answer=answer)

    def retract(self, post: Post, ref: PostRef) -> None:  # noqa: ARG002  # the seam's word; X goes by the id alone
        """Delete the post."""
        if not re.fullmatch(r"[0-9]{1,19}", ref.id):
            raise PostRejected("the post's id on X is not known: a person must take it off")
        with suppress(NoSuchPost):
            answer = self._call("DELETE", f"{_POSTS}/{ref.id}")
            if not read(Deleted, answer).data.deleted:
                raise Doubtful("X does not say that it took the post off")

    def _upload(self, picture: Picture, body: bytes) -> str:
        """Store the picture and say what it shows; one whose alt text is not taken stays away."""
        headers, content = form({"media_category": "tweet_image"}, "media", picture, body)
        asked: dict[str, Any] = {"headers": headers, "content": content, "seconds": UPLOAD_SECONDS}
        media = read(Made, self._call("POST", "/2/media/upload", **asked)).data.id
        told = {"id": media, "metadata": {"alt_text": {"text": picture.alt}}}
        self._call("POST", "/2/media/metadata", json=told, seconds=UPLOAD_SECONDS)
        return media

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **request: Any,
    ) -> httpx.Response:
        url = f"{self._wiring.address}{path}"
        signed = authorization(self._wiring.secret, method, url, query or {}, nonce=self._nonce(), now=self._clock())
        told = {"Authorization": signed, **(headers or {})}
        return send(self._wiring.http, method, url, headers=told, params=query, words=words, **request)


def price(text: str) -> Mapping[str, int]:
    """Return what a post of these words costs, in whole pence rounded up: $0.015, and $0.20 where X sees a link."""
    return {"posts": 1, "pence": 16 if has_link(text) else 2}


KIND = ChannelKind(
    name="x",
    # No address of another post: a link makes a post eight times as dear.
    limits=Limits(280, "weighted characters", measure, follows=3),
    secret_fields=("consumer_key", "consumer_secret", "access_token", "access_token_secret", "user_id"),
    build=X,
    retracts=True,
    pictures=True,
    spends=price,
)
