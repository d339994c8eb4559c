"""Facebook's Graph API with one Page: posts, pictures that wait unpublished, the Page's own posts, and deleting.

https://developers.facebook.com/docs/pages-api/posts. As on the real one, the same words twice in a row are refused
(506), and nothing is a thread: an update is a post of its own.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from local.sandbox.graph import (
    check_token,
    fields_of,
    page_of,
    parts_of,
    refuse,
    refuse_unknown,
    throttled,
    written,
)
from local.sandbox.standin import Place, bearer
from local.sandbox.state import Shown

MOST_CHARACTERS = 63_206


@dataclass(frozen=True, slots=True)
class _Post:
    id: str
    text: str
    created_at: float


class Facebook:
    """The stand-in of a Facebook Page."""

    label = "Facebook"
    handle = "Westshire Fire and Rescue"

    def __init__(self, place: Place) -> None:
        self._place = place
        self._posts: dict[str, _Post] = {}
        self._photos: dict[str, str] = {}  # id → alt text
        self._count = 0

    @staticmethod
    def make_secret() -> dict[str, str]:
        """Name a Page and make its token."""
        return {"page_id": "104400000000001", "access_token": f"EAA{secrets.token_hex(40)}"}

    def routes(self) -> list[web.RouteDef]:
        """Return the calls of the API that a posting service needs; people read a post under its id."""
        return [
            web.post(r"/{page:\d+}/feed", self._create),
            web.post(r"/{page:\d+}/photos", self._photo),
            web.get(r"/{page:\d+}/published_posts", self._list),
            web.get("/{id}", self._read),
            web.delete("/{id}", self._delete),
        ]

    def is_posting(self, request: web.Request) -> bool:
        """Only a post in the Page's feed makes something public."""
        return request.method == "POST" and request.path.endswith("/feed")

    def throttled(self, retry_after: float) -> web.Response:
        """Answer with a throttle in minutes."""
        return throttled(self._place.secret["page_id"], "pages", retry_after)

    def remove(self, post_id: str) -> bool:
        """Delete a post."""
        return self._posts.pop(post_id, None) is not None

    def forget(self) -> None:
        """Delete all posts and pictures."""
        self._posts.clear()
        self._photos.clear()

    async def _create(self, request: web.Request) -> web.Response:
        page = self._check(request)
        fields = await fields_of(request)
        text = str(fields.get("message") or "").strip()
        if not text or len(text) > MOST_CHARACTERS:
            refuse(400, 100, "Invalid parameter")
        if any(each.get("media_fbid") not in self._photos for each in fields.get("attached_media") or ()):
            refuse(400, 100, "Invalid parameter")
        if self._posts and list(self._posts.values())[-1].text == text:
            refuse(400, 506, "Duplicate status message")
        self._count += 1
        post = _Post(f"{page}_{122_000_000_000_000 + self._count}", text, self._place.clock())
        self._posts[post.id] = post
        self._place.public.show(self._shown(post, request))
        return web.json_response({"id": post.id})

    async def _photo(self, request: web.Request) -> web.Response:
        self._check(request)
        fields = await request.post()
        source = fields.get("source")
        if not isinstance(source, web.FileField) or not source.file.read():
            refuse(400, 324, "Missing or invalid image file")
        if fields.get("published") != "false":
            refuse(400, 100, "Only unpublished pictures are played here")
        photo = str(133_000_000_000_000 + len(self._photos))
        self._photos[photo] = str(fields.get("alt_text_custom") or "")
        return web.json_response({"id": photo})

    async def _list(self, request: web.Request) -> web.Response:
        self._check(request)
        asked = set(request.query.get("fields", "id,message,created_time").split(","))
        return page_of([self._json(post, asked) for post in self._posts.values()], request)

    async def _read(self, request: web.Request) -> web.Response:
        node = request.match_info["id"]
        post = self._posts.get(node)
        if not bearer(request):  # a person, who is shown what the public sees
            if post is None:
                raise web.HTTPNotFound
            return web.Response(text=post.text)
        check_token(request, self._place)
        if post is None:
            refuse_unknown(node)
        return web.json_response({"id": post.id, "created_time": written(post.created_at)})

    async def _delete(self, request: web.Request) -> web.Response:
        check_token(request, self._place)
        node = request.match_info["id"]
        if not self.remove(node):
            refuse_unknown(node)
        self._place.public.remove(self._place.name, node)
        return web.json_response({"success": True})

    def _check(self, request: web.Request) -> str:
        check_token(request, self._place)
        page = request.match_info["page"]
        if page != self._place.secret["page_id"]:
            refuse(403, 200, "(#200) The user hasn't authorized the application to perform this action")
        return page

    def _json(self, post: _Post, asked: set[str]) -> dict[str, Any]:
        told = {"id": post.id, "message": post.text, "created_time": written(post.created_at)}
        return {name: value for name, value in told.items() if name in asked | {"id"}}

    def _shown(self, post: _Post, request: web.Request) -> Shown:
        parts = parts_of(post.text)
        return Shown(
            channel=self._place.name,
            id=post.id,
            url=f"{request.url.origin()}/{post.id}",
            text=post.text,
            link=next((part.href for part in parts if part.href), ""),
            reply_to="",
            root="",
            language="",
            received_at=self._place.clock(),
            key="",
            parts=parts,
        )
