"""https://developers.facebook.com/docs/threads/posts: posts of one profile on Threads.

Idempotency class D, read back (research/channels.md §2a). Threads takes two steps: a container is made, which nobody
sees, and then published. To ask the container after a doubt would be class B; but a delivery's record is written before
the first step and after the last, so its id would be lost with the worker. So no retry is safe before a look at the
profile's own posts. A container left over hurts nobody: it is not public, and gone in a day. A picture would need an
address that all may read, so there is none. The token lasts 60 days; docs/channels/threads.md has its permissions.
"""

import re
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import httpx

from loudhailer.channels._graph_answer import Listed, Made, NoSuchThing, NotYet, Page, take_off, words
from loudhailer.channels._http import looking, preparing, read, send
from loudhailer.channels._read_back import Seen, among
from loudhailer.channels._threads_text import measure
from loudhailer.channels._threads_token import renewed
from loudhailer.channels.kind import ChannelKind, Wiring
from loudhailer.domain.errors import (
    ChannelUnavailable,
    LoudhailerError,
    ParentGone,
    PostRejected,
    Unauthorized,
)
from loudhailer.domain.post import Limits, Post, PostRef, Receipt


class Threads:
    """One profile."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring

    def publish(self, post: Post) -> Receipt:
        """Make the container and publish it; raise `ParentGone` for a reply to a post that is not there any more."""
        body = {"media_type": "TEXT", "text": post.text}
        with preparing():
            if post.parent:
                self._look_up(post.parent.last)
                body["reply_to_id"] = post.parent.last.id
            container = read(Made, self._call("POST", "me/threads", json=body)).id
        try:
            made = read(Made, self._call("POST", "me/threads_publish", json={"creation_id": container}))
        except NotYet:
            raise ChannelUnavailable("nothing is out: Threads does not know the container yet") from None
        return Receipt(PostRef(made.id, self._url(made.id)))

    def find(self, post: Post) -> Receipt | None:
        """Look among the profile's own latest posts and, for a reply, its latest replies."""
        for edge in ("me/replies", "me/threads") if post.parent else ("me/threads",):
            with looking():
                asked = {"fields": "id,text,permalink,timestamp", "limit": "100"}
                answer = self._call("GET", edge, params=asked)
                listed = read(Page, answer)
            seen = [
                Seen(PostRef(each.id, self._permalink(each)), each.text, each.timestamp or post.created_at)
                for each in listed.data
            ]
            if found := among(seen, post, more=bool(listed.paging.next), answer=answer):
                return found
        return None

    def retract(self, post: Post, ref: PostRef) -> None:  # noqa: ARG002  # the seam's word; Threads goes by the id
        """Delete the post."""
        try:
            take_off(self._call, ref.id)
        except Unauthorized as refused:
            # Not every app may delete, although the credential is good for posting: only a person can.
            raise PostRejected(f"Threads does not let us take the post off: {refused}") from None

    def _look_up(self, parent: PostRef) -> None:
        """See that what is replied to is there: what Threads says of a reply to nothing is not known."""
        if not re.fullmatch(r"[0-9]+", parent.id):
            raise ParentGone("the id of the post replied to is not known")
        try:
            self._call("GET", parent.id, params={"fields": "id"})
        except NoSuchThing:
            raise ParentGone("the post replied to is no longer there") from None

    def _url(self, post_id: str) -> str:
        """Ask where people read the post; it is out, so that no answer is no error."""
        with suppress(LoudhailerError):
            answer = self._call("GET", post_id, params={"fields": "id,permalink"})
            return self._permalink(read(Listed, answer))
        return ""

    def _permalink(self, post: Listed) -> str:
        """Return the address of a post; a sandbox's stays on the laptop."""
        address = self._wiring.address
        ours = urlsplit(address).hostname == "graph.threads.net" or post.permalink.startswith(f"{address}/")
        return post.permalink if ours else ""

    def _call(self, method: str, path: str, **request: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._wiring.secret['access_token']}"}
        url = f"{self._wiring.address}/{path}"
        return send(self._wiring.http, method, url, headers=headers, words=words, **request)


KIND = ChannelKind(
    name="threads",
    limits=Limits(500, "characters", measure, address=80, follows=5, threads=True),
    secret_fields=("access_token",),
    build=Threads,
    retracts=True,
    renew=renewed,
)
