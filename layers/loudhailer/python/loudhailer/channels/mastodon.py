"""https://docs.joinmastodon.org/methods/statuses/#create: posts on Mastodon and servers that speak its API.

Idempotency class A on Mastodon proper for one hour, class D (read back) elsewhere and later (research/channels.md §2a).
The key makes a retry safe on Mastodon, where a repeat answers with the first status. Because snac2 and GoToSocial
ignore it and Mastodon forgets it, a doubt is settled by `find` before a second call, however young it is; what comes
again without a look is only what never left or was refused. No server is believed by its name. The token needs the
scopes write:statuses, write:media, read:statuses and read:accounts.
"""

import re
from functools import partial
from typing import Any

import httpx

from loudhailer.channels._http import looking, read, send
from loudhailer.channels._mastodon_media import Media
from loudhailer.channels._mastodon_status import Account, Gone, Seen, Status, found, gone
from loudhailer.channels._mastodon_text import measure
from loudhailer.channels._upload import uploaded
from loudhailer.channels.kind import ChannelKind, Wiring
from loudhailer.domain.errors import LoudhailerError, ParentGone, PostRejected
from loudhailer.domain.post import Limits, Post, PostRef, Receipt

_PAGE = 40  # the most statuses the server gives at once
_LARGEST = 8_000_000  # bytes of a picture; half of what a server takes as shipped


class Mastodon:
    """One account on one server."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring, self._media = wiring, Media(wiring)
        self._account: str | None = None

    def publish(self, post: Post) -> Receipt:
        """Post the status publicly under the post's key; raise `ParentGone` where what it replies to was deleted."""

        def words(response: httpx.Response) -> LoudhailerError | None:
            missing = post.parent and response.status_code == httpx.codes.NOT_FOUND
            return ParentGone("the post replied to is no longer there") if missing else None

        body: dict[str, Any] = {"status": post.text, "visibility": "public", "language": post.language}
        if post.parent:
            body["in_reply_to_id"] = post.parent.last.id
        # Its id differs from upload to upload; the key covers a repeat whatever its body, and `find` compares words.
        upload = partial(self._media.upload, post, self._bearer())
        if media := uploaded(post, self._wiring.pictures, _LARGEST, upload):
            body["media_ids"] = [media]
        headers = self._bearer() | {"Idempotency-Key": post.key}
        answer = send(self._wiring.http, "POST", self._url(), headers=headers, json=body, words=words)
        return Receipt(read(Status, answer).ref)

    def find(self, post: Post) -> Receipt | None:
        """Look among the account's own latest statuses."""
        with looking():
            statuses, whole = self._latest()
        return found(post, statuses, whole=whole)

    def retract(self, post: Post, ref: PostRef) -> None:  # noqa: ARG002  # the seam's word; the reference says it all
        """Delete the status. A server that cannot delete says 404 too, so a 404 counts only where nothing is there."""
        if not re.fullmatch(r"[A-Za-z0-9_-]+", ref.id):
            raise PostRejected("what is to be taken off has no status's id")
        if self._there("DELETE", ref.id):
            return
        with looking():
            still = self._there("GET", ref.id)
        if still:
            raise PostRejected("the server does not delete, and the status is still there")

    def _there(self, method: str, status_id: str) -> bool:
        """Make one call about a status; False where the server says that there is none."""
        url = self._url(f"/{status_id}")
        try:
            read(Status, send(self._wiring.http, method, url, headers=self._bearer(), words=gone))
        except Gone:
            return False
        return True

    def _latest(self) -> tuple[list[Seen], bool]:
        accounts, ask = f"{self._wiring.address}/api/v1/accounts", self._wiring.http
        if self._account is None:
            answer = send(ask, "GET", f"{accounts}/verify_credentials", headers=self._bearer())
            self._account = read(Account, answer).id
        page = {"limit": str(_PAGE), "exclude_reblogs": "true"}
        answer = send(ask, "GET", f"{accounts}/{self._account}/statuses", headers=self._bearer(), params=page)
        statuses = read(list[Seen], answer)
        return statuses, len(statuses) < _PAGE and "next" not in answer.links

    def _url(self, rest: str = "") -> str:
        return f"{self._wiring.address}/api/v1/statuses{rest}"

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._wiring.secret['access_token']}"}


KIND = ChannelKind(
    name="mastodon",
    limits=Limits(500, "characters", measure, address=120, follows=5, threads=True),
    secret_fields=("access_token",),
    build=Mastodon,
    retracts=True,
    pictures=True,
)
