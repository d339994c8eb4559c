"""X's API with one account: posts, pictures, the account's own timeline, and deleting.

https://docs.x.com/x-api/posts/create-post. As on the real one, every call is signed (OAuth 1.0a) and a signature counts
once and for five minutes; the same words twice are refused; a text comes back with `&amp;` and links of X's own; a 429
tells its end only in x-rate-limit-reset, in Unix time.
"""

import base64
import hmac
import html
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn
from urllib.parse import quote, unquote

import regex  # type: ignore[import-untyped, unused-ignore] # typed only where types-regex is installed
from aiohttp import web

from local.sandbox.standin import Allowance, Place, Refused, json_object
from local.sandbox.state import Part, Shown

MOST = 280
LINK = 23
SIGNED_SECONDS = 300
_URL = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,:;!?'()\[\]]")
_MARKED = re.compile(rf"(?P<url>{_URL.pattern})|(?<![\w/&])(?P<tag>#(?=\w*[^\W\d_])\w+)")
_EMOJI = regex.compile(r"\p{ExtPict}(?:\uFE0F|\p{EMod})?(?:\u200D\p{ExtPict}(?:\uFE0F|\p{EMod})?)*")
_LIGHT = "\u2013\u2014\u2018\u2019\u201c\u201d"  # dashes and quotation marks
_POSTS = "/2/tweets"


@dataclass(frozen=True, slots=True)
class _Post:
    id: str
    text: str
    media: tuple[str, ...]
    created_at: float


class X:
    """The stand-in of X."""

    label = "X"
    handle = "@westshirefire"

    def __init__(self, place: Place) -> None:
        self._place = place
        self._posts: dict[str, _Post] = {}
        self._media: dict[str, str] = {}  # id → alt text
        self._nonces: set[str] = set()
        self._count = 0
        self._calls = Allowance(100, 900, place.clock)

    @staticmethod
    def make_secret() -> dict[str, str]:
        """Make an app's and an account's credential of the platform's shape."""
        account = "1750000000000000001"
        return {
            "consumer_key": secrets.token_urlsafe(19),
            "consumer_secret": secrets.token_urlsafe(38),
            "access_token": f"{account}-{secrets.token_hex(15)}",
            "access_token_secret": secrets.token_urlsafe(34),
            "user_id": account,
        }

    def routes(self) -> list[web.RouteDef]:
        """Return the calls of the API that a posting service needs, and where people read a post."""
        return [
            web.post(_POSTS, self._create),
            web.delete(f"{_POSTS}/{{id}}", self._delete),
            web.get("/2/users/{id}/tweets", self._timeline),
            web.post("/2/media/upload", self._upload),
            web.post("/2/media/metadata", self._describe),
            web.get("/i/web/status/{id}", self._page),
        ]

    def is_posting(self, request: web.Request) -> bool:
        """Only creating a post makes something public."""
        return request.method == "POST" and request.path == _POSTS

    def throttled(self, retry_after: float) -> web.Response:
        """Answer 429 with a window that ends in `retry_after` seconds; the header knows whole seconds."""
        headers = {"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(round(self._place.clock() + retry_after))}
        told = {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank", "status": 429}
        return web.json_response(told, status=429, headers=headers)

    def remove(self, post_id: str) -> bool:
        """Delete a post."""
        return self._posts.pop(post_id, None) is not None

    def forget(self) -> None:
        """Delete all posts and pictures."""
        self._posts.clear()
        self._media.clear()

    async def _create(self, request: web.Request) -> web.Response:
        self._check_signature(request)
        body = await json_object(request) or {}
        text = str(body.get("text") or "").strip()
        if not text or weight(text) > MOST:
            _refuse(400, "Invalid Request", "One or more parameters to your request was invalid.")
        media = tuple(str(each) for each in (body.get("media") or {}).get("media_ids", ()))
        if any(each not in self._media for each in media):
            _refuse(400, "Invalid Request", "Your media IDs are invalid.")
        if any(post.text == text for post in self._posts.values()):
            _refuse(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content.")
        now = self._place.clock()
        self._count += 1
        post = _Post(str((int(now * 1000) << 22) + self._count % 4096), text, media, now)
        self._posts[post.id] = post
        self._place.public.show(self._shown(post, request))
        told = {"id": post.id, "text": self._text(post), "edit_history_tweet_ids": [post.id]}
        return web.json_response({"data": told}, status=201, headers=self._headers())

    async def _delete(self, request: web.Request) -> web.Response:
        self._check_signature(request)
        post_id = request.match_info["id"]
        if self.remove(post_id):
            self._place.public.remove(self._place.name, post_id)
        return web.json_response({"data": {"deleted": True}}, headers=self._headers())

    async def _timeline(self, request: web.Request) -> web.Response:
        self._check_signature(request)
        if request.match_info["id"] != self._place.secret["user_id"]:
            _refuse(404, "Not Found Error", "Could not find user")
        asked = request.query
        most = int(asked.get("max_results", "10"))
        if not 5 <= most <= 100:  # noqa: PLR2004  # the platform's own bounds
            _refuse(400, "Invalid Request", "The `max_results` query parameter value is not valid")
        since = datetime.fromisoformat(asked["start_time"]).timestamp() if "start_time" in asked else 0.0
        found = [post for post in reversed(self._posts.values()) if post.created_at >= since]
        fields = set(asked.get("tweet.fields", "").split(","))
        told = [self._json(post, fields) for post in found[:most]]
        meta: dict[str, Any] = {"result_count": len(told)}
        if len(found) > most:
            meta |= {"next_token": "7140dibdnow9c7btw4b0u7xqhk"}
        return web.json_response({"meta": meta} | ({"data": told} if told else {}), headers=self._headers())

    async def _upload(self, request: web.Request) -> web.Response:
        self._check_signature(request)
        body = await _form(request)
        media = body.get("media")
        size = len(media.file.read()) if isinstance(media, web.FileField) else 0
        if not size or body.get("media_category") != "tweet_image":
            _refuse(400, "Invalid Request", "One or more parameters to your request was invalid.")
        media_id = str(1_770_000_000_000_000_000 + len(self._media))
        self._media[media_id] = ""
        return web.json_response({"data": {"id": media_id, "media_key": f"3_{media_id}", "size": size}})

    async def _describe(self, request: web.Request) -> web.Response:
        self._check_signature(request)
        body = await json_object(request) or {}
        alt = str(((body.get("metadata") or {}).get("alt_text") or {}).get("text") or "")
        if body.get("id") not in self._media or not 0 < len(alt) <= 1000:  # noqa: PLR2004  # the platform's own bound
            _refuse(400, "Invalid Request", "One or more parameters to your request was invalid.")
        self._media[body["id"]] = alt
        return web.json_response({"data": {"id": body["id"]}})

    async def _page(self, request: web.Request) -> web.Response:
        post = self._posts.get(request.match_info["id"])
        if post is None:
            raise web.HTTPNotFound
        return web.Response(text=post.text)

    def _check_signature(self, request: web.Request) -> None:
        scheme, _, said = request.headers.get("Authorization", "").partition(" ")
        told = {name: unquote(value) for name, value in re.findall(r'(\w+)="([^"]*)"', said)}
        signed = told.pop("oauth_signature", "")
        secret, nonce = self._place.secret, told.get("oauth_nonce", "")
        pairs = sorted((_quoted(name), _quoted(value)) for name, value in (*request.query.items(), *told.items()))
        url = f"{request.url.origin()}{request.path}"
        base = "&".join(map(_quoted, (request.method, url, "&".join("=".join(pair) for pair in pairs))))
        key = f"{_quoted(secret['consumer_secret'])}&{_quoted(secret['access_token_secret'])}"
        right = base64.b64encode(hmac.digest(key.encode(), base.encode(), "sha1")).decode()
        moment = told.get("oauth_timestamp", "")
        good = (
            scheme == "OAuth"
            and hmac.compare_digest(signed, right)
            and (told.get("oauth_consumer_key"), told.get("oauth_token"))
            == (secret["consumer_key"], secret["access_token"])
            and moment.isdecimal()
            and abs(self._place.clock() - int(moment)) <= SIGNED_SECONDS
            and nonce not in self._nonces
        )
        if not good or self._place.faults.auth_lost:
            _refuse(401, "Unauthorized", "Unauthorized")
        self._nonces.add(nonce)

    def _headers(self) -> dict[str, str]:
        left, until = self._calls.spend()
        told = {"limit": str(self._calls.limit), "remaining": str(left), "reset": str(round(until))}
        return {f"x-rate-limit-{name}": value for name, value in told.items()}

    def _json(self, post: _Post, fields: set[str]) -> dict[str, Any]:
        told: dict[str, Any] = {"id": post.id, "text": self._text(post), "edit_history_tweet_ids": [post.id]}
        if "created_at" in fields:
            told["created_at"] = f"{datetime.fromtimestamp(post.created_at, UTC):%Y-%m-%dT%H:%M:%S}.000Z"
        if "entities" in fields and (links := self._links(post)):
            told["entities"] = {"urls": links}
        return told

    def _links(self, post: _Post) -> list[dict[str, Any]]:
        found = [{"expanded_url": each, "display_url": each[8:38]} for each in _URL.findall(post.text)]
        pictures = [
            {"expanded_url": f"https://x.test/{post.id}/photo/1", "media_key": f"3_{each}"} for each in post.media
        ]
        return [{"url": f"https://t.co/{post.id}{n}"} | each for n, each in enumerate([*found, *pictures])]

    def _text(self, post: _Post) -> str:
        text = post.text
        for link in self._links(post):
            text = (
                f"{text} {link['url']}" if "media_key" in link else text.replace(link["expanded_url"], link["url"], 1)
            )
        return html.escape(text, quote=False)

    def _shown(self, post: _Post, request: web.Request) -> Shown:
        parts = _parts(post.text)
        return Shown(
            channel=self._place.name,
            id=post.id,
            url=f"{request.url.origin()}/i/web/status/{post.id}",
            text=post.text,
            link=next((part.href for part in parts if part.href), ""),
            reply_to="",  # an app may reply only where it was called upon
            root="",
            language="",
            received_at=self._place.clock(),
            key="",
            parts=parts,
        )


def weight(text: str) -> int:
    """Count roughly as X does: a link 23, an emoji 2, a sign of the Latin and its neighbours 1, any other 2."""
    plain, links = _URL.subn("", text)
    plain, emoji = _EMOJI.subn("", plain)
    return LINK * links + 2 * int(emoji) + sum(1 if each <= "\u10ff" or each in _LIGHT else 2 for each in plain)


async def _form(request: web.Request) -> dict[str, Any]:
    """Read the form that a picture comes in; JSON with base64, which X takes as well, is not played here."""
    return dict(await request.post()) if request.content_type == "multipart/form-data" else {}


def _quoted(text: str) -> str:
    return quote(text, safe="-._~")


def _parts(text: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    done = 0
    for found in _MARKED.finditer(text):
        marked = Part(found[0], "link", found[0]) if found["url"] else Part(found[0], "tag")
        parts += [Part(text[done : found.start()]), marked]
        done = found.end()
    return tuple(part for part in (*parts, Part(text[done:])) if part.text)


def _refuse(status: int, title: str, detail: str) -> NoReturn:
    raise Refused(status, {"title": title, "detail": detail, "type": "about:blank", "status": status})
