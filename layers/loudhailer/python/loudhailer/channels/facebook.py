"""https://developers.facebook.com/docs/pages-api/posts: posts of one Page on Facebook.

Idempotency class D, read back, with a sign of class C (research/channels.md §2a). There is no key, so no retry is safe
before a look. Facebook may refuse the same words twice (506); that only sends us looking. The look lists the Page's own
latest posts. A post has no thread that people would follow, so every update is a post of its own. No card is asked for:
Facebook keeps a card as the page once was, and would show the alert under the all-clear. The token is a Page's, from a
system user, with pages_manage_posts and pages_read_engagement; it goes into the header, never into the address.
"""

import re
from typing import Any
from urllib.parse import urlsplit

import httpx

from loudhailer.channels._graph_answer import Made, Page, take_off, words
from loudhailer.channels._http import looking, read, send
from loudhailer.channels._read_back import Seen, among
from loudhailer.channels._upload import UPLOAD_SECONDS, form, uploaded
from loudhailer.channels.kind import ChannelKind, Wiring
from loudhailer.domain.errors import ChannelUnavailable
from loudhailer.domain.post import Limits, Picture, Post, PostRef, Receipt

_LARGEST = 4_000_000  # bytes of a picture


class Facebook:
    """One Page."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring

    def publish(self, post: Post) -> Receipt:
        """Post the words, with the picture where Facebook takes it."""
        page = self._page()
        body: dict[str, Any] = {"message": post.text}
        if photo := uploaded(post, self._wiring.pictures, _LARGEST, self._upload):
            body["attached_media"] = [{"media_fbid": photo}]
        made = read(Made, self._call("POST", f"{page}/feed", json=body))
        return Receipt(self._ref(made.id))

    def find(self, post: Post) -> Receipt | None:
        """Look among the Page's own latest posts."""
        with looking():
            asked = {"fields": "id,message,created_time", "limit": "100"}
            answer = self._call("GET", f"{self._page()}/published_posts", params=asked)
            listed = read(Page, answer)
        seen = [Seen(self._ref(each.id), each.message, each.created_time or post.created_at) for each in listed.data]
        return among(seen, post, more=bool(listed.paging.next), answer=answer)

    def retract(self, post: Post, ref: PostRef) -> None:  # noqa: ARG002  # the seam's word; Facebook goes by the id
        """Delete the post."""
        take_off(self._call, ref.id)

    def _upload(self, picture: Picture, body: bytes) -> str:
        """Store the picture unpublished, with what it shows in words."""
        fields = {"published": "false", "alt_text_custom": picture.alt}
        headers, content = form(fields, "source", picture, body)
        asked: dict[str, Any] = {"headers": headers, "content": content, "seconds": UPLOAD_SECONDS}
        return read(Made, self._call("POST", f"{self._page()}/photos", **asked)).id

    def _page(self) -> str:
        page = self._wiring.secret["page_id"]
        if not re.fullmatch(r"[A-Za-z0-9_-]+", page):
            raise ChannelUnavailable("nothing was sent: the stored page_id cannot be part of an address")
        return page

    def _call(self, method: str, path: str, *, headers: dict[str, str] | None = None, **request: Any) -> httpx.Response:
        told = {"Authorization": f"Bearer {self._wiring.secret['access_token']}"} | (headers or {})
        url = f"{self._wiring.address}/{path}"
        return send(self._wiring.http, method, url, headers=told, words=words, **request)

    def _ref(self, post_id: str) -> PostRef:
        address = self._wiring.address
        site = "https://www.facebook.com" if urlsplit(address).hostname == "graph.facebook.com" else address
        return PostRef(post_id, f"{site}/{post_id}")


KIND = ChannelKind(
    name="facebook",
    # UTF-16 units, the dearest way to count characters: nobody says which one Facebook means.
    limits=Limits(63_206, "characters", lambda text: len(text.encode("utf-16-le", "surrogatepass")) // 2, address=80),
    secret_fields=("page_id", "access_token"),
    build=Facebook,
    retracts=True,
    pictures=True,
)
