"""https://docs.joinmastodon.org/methods/media/#v2: a picture on a Mastodon server, before a status names it.

There is no idempotency class here: what is uploaded twice and named once is shown once, and the server clears the rest.
"""

import httpx
from pydantic import BaseModel, ConfigDict, Field

from loudhailer.channels._http import read, send
from loudhailer.channels._upload import UPLOAD_SECONDS, NotReady, form
from loudhailer.channels.kind import Wiring
from loudhailer.domain.errors import PostRejected
from loudhailer.domain.post import Picture, Post


class _Media(BaseModel):
    model_config = ConfigDict(frozen=True)
    id: str = Field(min_length=1)


class Media:
    """One account's pictures. The one that was not ready is remembered, as long as the worker lives."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._waiting: tuple[str, str] | None = None  # the post's key and the picture's id

    def upload(self, post: Post, bearer: dict[str, str], picture: Picture, body: bytes) -> str:
        """Return the picture's id at the server; raise `NotReady` where it is still working on it, and only once."""
        if self._waiting and self._waiting[0] == post.key:
            (_, media), self._waiting = self._waiting, None
            if self._ask("GET", f"/api/v1/media/{media}", bearer).status_code != httpx.codes.OK:
                raise PostRejected("the picture takes the server too long")
            return media
        headers, content = form({"description": picture.alt}, "file", picture, body)
        answer = self._ask("POST", "/api/v2/media", bearer | headers, content)
        media = read(_Media, answer).id
        if answer.status_code != httpx.codes.OK:  # 202: the status would be refused now
            self._waiting = (post.key, media)
            raise NotReady("nothing was sent: the server is still working on the picture")
        return media

    def _ask(self, method: str, path: str, headers: dict[str, str], content: bytes | None = None) -> httpx.Response:
        url = f"{self._wiring.address}{path}"
        return send(self._wiring.http, method, url, headers=headers, content=content, seconds=UPLOAD_SECONDS)
