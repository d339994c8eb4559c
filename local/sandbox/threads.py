"""The Threads API with one profile: containers, publishing, the profile's own posts and replies, deleting, new tokens.

https://developers.facebook.com/docs/threads/posts. As on the real one, a container is public only once it is published
and is published once; posts and replies stand in two lists; a post's topic loses its sign.
"""

import secrets
from dataclasses import dataclass
from typing import Any

import regex  # type: ignore[import-untyped, unused-ignore] # typed only where types-regex is installed
from aiohttp import web

from local.sandbox.graph import check_token, fields_of, page_of, parts_of, refuse, refuse_unknown, throttled, written
from local.sandbox.standin import Place
from local.sandbox.state import Shown

MOST = 500
TOKEN_SECONDS = 5_184_000
_PUBLISH = "/me/threads_publish"
_EMOJI = regex.compile(r"\p{Extended_Pictographic}")


@dataclass(frozen=True, slots=True)
class _Post:
    id: str
    text: str
    reply_to: str
    root: str
    created_at: float


class Threads:
    """The stand-in of Threads."""

    label = "Threads"
    handle = "@westshirefire"

    def __init__(self, place: Place) -> None:
        self._place = place
        self._posts: dict[str, _Post] = {}
        self._containers: dict[str, tuple[str, str]] = {}  # id → text, what it replies to
        self._tokens: list[str] = []  # those that were given out since
        self._count = 0

    @staticmethod
    def make_secret() -> dict[str, str]:
        """Make a profile's token."""
        return {"access_token": f"THAA{secrets.token_hex(40)}"}

    def routes(self) -> list[web.RouteDef]:
        """Return the calls of the API that a posting service needs, and where people read a post."""
        return [
            web.post("/me/threads", self._prepare),
            web.post(_PUBLISH, self._publish),
            web.get("/me/threads", self._list_posts),
            web.get("/me/replies", self._list_replies),
            web.get("/refresh_access_token", self._renew),
            web.get(r"/{id:\d+}", self._read),
            web.delete(r"/{id:\d+}", self._delete),
            web.get(r"/@westshirefire/post/{id:\d+}", self._page),
        ]

    def is_posting(self, request: web.Request) -> bool:
        """Only publishing a container makes something public."""
        return request.method == "POST" and request.path == _PUBLISH

    def throttled(self, retry_after: float) -> web.Response:
        """Answer with a throttle in minutes."""
        return throttled("17841400000000001", "threads", retry_after)

    def remove(self, post_id: str) -> bool:
        """Delete a post."""
        return self._posts.pop(post_id, None) is not None

    def forget(self) -> None:
        """Delete all posts and containers. Tokens stay good."""
        self._posts.clear()
        self._containers.clear()

    async def _prepare(self, request: web.Request) -> web.Response:
        self._check(request)
        fields = await fields_of(request)
        text, parent = str(fields.get("text") or "").strip(), str(fields.get("reply_to_id") or "")
        if fields.get("media_type") != "TEXT" or not text:
            refuse(400, 100, "Invalid parameter")
        if counted(text) > MOST:
            refuse(400, 100, "Param text must be at most 500 characters long.")
        if parent and parent not in self._posts:
            refuse_unknown(parent)
        self._count += 1
        container = str(17_900_000_000_000_000 + self._count)
        self._containers[container] = (text, parent)
        return web.json_response({"id": container})

    async def _publish(self, request: web.Request) -> web.Response:
        self._check(request)
        fields = await fields_of(request)
        found = self._containers.pop(str(fields.get("creation_id")), None)
        if found is None:
            refuse(400, 24, "The requested resource does not exist", 4279009)
        text, reply_to = found
        parent = self._posts.get(reply_to)
        self._count += 1
        post = _Post(
            id=str(18_000_000_000_000_000 + self._count),
            text=text,
            reply_to=parent.id if parent else "",
            root=(parent.root or parent.id) if parent else "",
            created_at=self._place.clock(),
        )
        self._posts[post.id] = post
        self._place.public.show(self._shown(post, request))
        return web.json_response({"id": post.id})

    async def _list_posts(self, request: web.Request) -> web.Response:
        return self._list(request, replies=False)

    async def _list_replies(self, request: web.Request) -> web.Response:
        return self._list(request, replies=True)

    def _list(self, request: web.Request, *, replies: bool) -> web.Response:
        self._check(request)
        listed = [post for post in self._posts.values() if bool(post.reply_to) is replies]
        return page_of([self._json(post, request) for post in listed], request)

    async def _read(self, request: web.Request) -> web.Response:
        self._check(request)
        return web.json_response(self._json(self._post(request), request))

    async def _delete(self, request: web.Request) -> web.Response:
        self._check(request)
        post = self._post(request)
        self.remove(post.id)
        self._place.public.remove(self._place.name, post.id)
        return web.json_response({"success": True, "deleted_id": post.id})

    async def _renew(self, request: web.Request) -> web.Response:
        self._check(request)
        if request.query.get("grant_type") != "th_refresh_token":
            refuse(400, 100, "Unsupported grant type")
        self._tokens.append(f"THAA{secrets.token_hex(40)}")
        told = {"access_token": self._tokens[-1], "token_type": "bearer", "expires_in": TOKEN_SECONDS}
        return web.json_response(told)

    async def _page(self, request: web.Request) -> web.Response:
        post = self._posts.get(request.match_info["id"])
        if post is None:
            raise web.HTTPNotFound
        return web.Response(text=post.text)

    def _check(self, request: web.Request) -> None:
        check_token(request, self._place, *self._tokens)

    def _post(self, request: web.Request) -> _Post:
        post = self._posts.get(request.match_info["id"])
        if post is None:
            refuse_unknown(request.match_info["id"])
        return post

    def _json(self, post: _Post, request: web.Request) -> dict[str, Any]:
        told = {
            "id": post.id,
            "text": post.text.replace("#", "", 1),  # the first tag is the post's topic
            "timestamp": written(post.created_at),
            "permalink": self._url(post, request),
        }
        asked = request.query.get("fields", "id").split(",")
        return {name: value for name, value in told.items() if name in {"id", *asked}}

    def _url(self, post: _Post, request: web.Request) -> str:
        return f"{request.url.origin()}/@westshirefire/post/{post.id}"

    def _shown(self, post: _Post, request: web.Request) -> Shown:
        parts = parts_of(post.text)
        return Shown(
            channel=self._place.name,
            id=post.id,
            url=self._url(post, request),
            text=post.text,
            link=next((part.href for part in parts if part.href), ""),
            reply_to=post.reply_to,
            root=post.root,
            language="",
            received_at=self._place.clock(),
            key="",
            parts=parts,
        )


def counted(text: str) -> int:
    """Count as Threads does: an emoji as its bytes, all else as one."""
    return sum(len(each.encode()) if _EMOJI.search(each) else len(each) for each in regex.findall(r"\X", text))
