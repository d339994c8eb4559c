"""A Mastodon server with one account: statuses with Idempotency-Key, media, the account's own list and its limits.

https://docs.joinmastodon.org/methods/statuses/. As on the real one, a key is kept for an hour, the body of a repeat is
not compared, and a 429 tells its end only in X-RateLimit-Reset (ISO 8601), with no Retry-After.
"""

import html
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from local.sandbox.gallery import Gallery, Kept
from local.sandbox.standin import Allowance, Place, Refused, bearer, graphemes, json_object
from local.sandbox.state import Part, Shown

MAX_CHARACTERS = 500
URL_CHARACTERS = 23
KEY_SECONDS = 3600
MOST_LISTED = 40
SEEN_BY_ALL = {"public", "unlisted"}
_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,:;!?'()\[\]]")
_TAG = re.compile(r"(?<![\w/])#(?=\w*[^\W\d_])\w+")
_REMOTE_MENTION = re.compile(r"(?<![\w/])(@\w+)@[\w.-]+\w")
_URL_PREFIX = re.compile(r"https?://(www\.)?")
_DISPLAYED = 30
_POST = "/api/v1/statuses"
MOST_MEDIA = 4
MOST_OF_A_DESCRIPTION = 1500


@dataclass(frozen=True, slots=True)
class _Status:
    id: str
    text: str
    language: str
    visibility: str
    in_reply_to: str
    root: str
    created_at: float
    media: tuple[Kept, ...] = ()


class Mastodon:
    """The stand-in of Mastodon."""

    label = "Mastodon"
    handle = "@westshirefire@social.test"

    def __init__(self, place: Place) -> None:
        self._place = place
        self._statuses: dict[str, _Status] = {}
        self._keys: dict[str, tuple[str, float]] = {}  # Idempotency-Key → status id, kept until
        self._media = Gallery()
        self._attached: set[str] = set()
        self._count = 0
        self._calls = Allowance(300, 300, place.clock)
        self._posts = Allowance(300, 10_800, place.clock)

    @staticmethod
    def make_secret() -> dict[str, str]:
        """Make an access token."""
        return {"access_token": secrets.token_urlsafe(32)}

    def routes(self) -> list[web.RouteDef]:
        """Return the calls of the API that a posting service needs."""
        return [
            web.post(_POST, self._create),
            web.get("/api/v1/statuses/{id}", self._read),
            web.delete("/api/v1/statuses/{id}", self._delete),
            web.post("/api/v2/media", self._upload),
            web.get("/api/v1/media/{id}", self._medium),
            web.get("/api/v1/accounts/verify_credentials", self._verify),
            web.get("/api/v1/accounts/{id}/statuses", self._list),
            web.get("/api/v2/instance", self._instance),
            web.get("/@westshirefire/{id}", self._page),
            *self._media.routes(),
        ]

    def is_posting(self, request: web.Request) -> bool:
        """Only creating a status makes something public."""
        return request.method == "POST" and request.path == _POST

    def throttled(self, retry_after: float) -> web.Response:
        """Answer 429 with a window that ends in `retry_after` seconds."""
        headers = self._headers(self._posts) | {
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": _iso(self._place.clock() + retry_after),
        }
        return web.json_response({"error": "Too many requests"}, status=429, headers=headers)

    def remove(self, post_id: str) -> bool:
        """Delete a status."""
        return self._statuses.pop(post_id, None) is not None

    def forget(self) -> None:
        """Delete all statuses, media and keys."""
        self._media.forget()
        self._attached.clear()
        self._statuses.clear()
        self._keys.clear()

    async def _create(self, request: web.Request) -> web.Response:
        self._check_token(request, needed=True)
        key = request.headers.get("Idempotency-Key", "")
        status_id, kept_until = self._keys.get(key, ("", 0.0))
        if key and self._place.clock() < kept_until:
            status = self._status(status_id)
        else:
            fields = await _fields(request)
            status = self._accepted(fields)
            if key:
                self._keys[key] = (status.id, status.created_at + KEY_SECONDS)
            if status.visibility in SEEN_BY_ALL:
                self._place.public.show(self._shown(status, key, request))
        return web.json_response(self._json(status, request), headers=self._headers(self._posts))

    async def _delete(self, request: web.Request) -> web.Response:
        self._check_token(request, needed=True)
        status = self._status(request.match_info["id"])
        self.remove(status.id)
        self._place.public.remove(self._place.name, status.id)
        return web.json_response(
            self._json(status, request) | {"text": status.text}, headers=self._headers(self._calls)
        )

    async def _upload(self, request: web.Request) -> web.Response:
        self._check_token(request, needed=True)
        form = await request.post()
        file, alt = form.get("file"), str(form.get("description") or "")
        if not isinstance(file, web.FileField):
            raise Refused(422, {"error": "Validation failed: File can't be blank"})
        if len(alt) > MOST_OF_A_DESCRIPTION:
            raise Refused(422, {"error": "Validation failed: Description is too long"})
        self._count += 1
        kept = self._media.keep(str(self._count), file.file.read(), alt)
        if not kept.media_type.startswith("image/"):
            raise Refused(422, {"error": "Validation failed: File content type is invalid"})
        return web.json_response(self._medium_json(kept, request), headers=self._headers(self._calls))

    async def _medium(self, request: web.Request) -> web.Response:
        self._check_token(request, needed=True)
        kept = self._media.get(request.match_info["id"])
        if kept is None or kept.id in self._attached:
            raise Refused(404, {"error": "Record not found"})
        return web.json_response(self._medium_json(kept, request), headers=self._headers(self._calls))

    def _attach(self, ids: object) -> tuple[Kept, ...]:
        """Take uploaded files for a status; each may be in one only."""
        wanted = [str(each) for each in ids] if isinstance(ids, list) else []
        kept = [self._media.get(each) for each in wanted if each not in self._attached]
        found = tuple(each for each in kept if each is not None)
        if len(wanted) > MOST_MEDIA or len(found) != len(wanted):
            raise Refused(422, {"error": "Validation failed: Media not found or already attached to another post"})
        self._attached.update(wanted)
        return found

    def _medium_json(self, kept: Kept, request: web.Request) -> dict[str, Any]:
        url = self._media.address(kept.id, request)
        return {"id": kept.id, "type": "image", "url": url, "preview_url": url, "description": kept.alt or None}

    def _accepted(self, fields: dict[str, Any]) -> _Status:
        text = fields.get("status", "").strip()
        if not text:
            raise Refused(422, {"error": "Validation failed: Text can't be blank"})
        if counted(fields.get("spoiler_text", "") + text) > MAX_CHARACTERS:
            raise Refused(422, {"error": f"Validation failed: Text character limit of {MAX_CHARACTERS} exceeded"})
        parent = self._status(fields["in_reply_to_id"]) if fields.get("in_reply_to_id") else None
        media = self._attach(fields.get("media_ids"))
        now = self._place.clock()
        self._count += 1
        status = _Status(
            id=str((int(now * 1000) << 16) + self._count % 65_536),  # the real ids are time and a sequence, too
            text=text,
            language=fields.get("language") or "en",
            visibility=fields.get("visibility") or "public",
            in_reply_to=parent.id if parent else "",
            root=(parent.root or parent.id) if parent else "",
            created_at=now,
            media=media,
        )
        self._statuses[status.id] = status
        return status

    async def _read(self, request: web.Request) -> web.Response:
        self._check_token(request)
        status = self._status(request.match_info["id"])
        return web.json_response(self._json(status, request), headers=self._headers(self._calls))

    async def _list(self, request: web.Request) -> web.Response:
        self._check_token(request)
        if request.match_info["id"] != self._account(request)["id"]:
            raise Refused(404, {"error": "Record not found"})
        limit = request.query.get("limit", "20")
        newest = list(reversed(self._statuses.values()))[: min(int(limit) if limit.isdigit() else 20, MOST_LISTED)]
        listed = [self._json(status, request) for status in newest]
        return web.json_response(listed, headers=self._headers(self._calls))

    async def _verify(self, request: web.Request) -> web.Response:
        self._check_token(request, needed=True)
        return web.json_response(self._account(request), headers=self._headers(self._calls))

    async def _instance(self, request: web.Request) -> web.Response:
        limits = {"max_characters": MAX_CHARACTERS, "characters_reserved_per_url": URL_CHARACTERS}
        instance = {
            "domain": request.host,
            "title": "Loudhailer sandbox",
            "version": "4.5.0",
            "configuration": {"statuses": limits | {"max_media_attachments": 4}},
        }
        return web.json_response(instance, headers=self._headers(self._calls))

    async def _page(self, request: web.Request) -> web.Response:
        return web.Response(text=self._status(request.match_info["id"]).text)

    def _check_token(self, request: web.Request, *, needed: bool = False) -> None:
        token = bearer(request)
        good = token == self._place.secret["access_token"] and not self._place.faults.auth_lost
        if (token or needed) and not good:
            raise Refused(401, {"error": "The access token is invalid"})

    def _status(self, status_id: str) -> _Status:
        if status_id not in self._statuses:
            raise Refused(404, {"error": "Record not found"})
        return self._statuses[status_id]

    def _account(self, request: web.Request) -> dict[str, Any]:
        return {
            "id": "110000000000000001",
            "username": "westshirefire",
            "acct": "westshirefire",
            "display_name": "Westshire Fire and Rescue",
            "locked": False,
            "bot": True,
            "url": f"{request.url.origin()}/@westshirefire",
            "note": "",
            "statuses_count": len(self._statuses),
        }

    def _json(self, status: _Status, request: web.Request) -> dict[str, Any]:
        account = self._account(request)
        return {
            "id": status.id,
            "created_at": _iso(status.created_at),
            "in_reply_to_id": status.in_reply_to or None,
            "in_reply_to_account_id": account["id"] if status.in_reply_to else None,
            "sensitive": False,
            "spoiler_text": "",
            "visibility": status.visibility,
            "language": status.language,
            "uri": f"{request.url.origin()}/users/westshirefire/statuses/{status.id}",
            "url": f"{account['url']}/{status.id}",
            "content": _content(status.text),
            "account": account,
            "media_attachments": [self._medium_json(each, request) for each in status.media],
            "mentions": [],
            "tags": [],
        }

    def _shown(self, status: _Status, key: str, request: web.Request) -> Shown:
        parts = _parts(status.text)
        return Shown(
            channel=self._place.name,
            id=status.id,
            url=f"{request.url.origin()}/@westshirefire/{status.id}",
            text=status.text,
            link=next((part.href for part in parts if part.href), ""),
            reply_to=status.in_reply_to,
            root=status.root,
            language=status.language,
            received_at=status.created_at,
            key=key,
            parts=parts,
            pictures=tuple(self._media.shown(each.id, each.alt, request) for each in status.media),
        )

    @staticmethod
    def _headers(allowance: Allowance) -> dict[str, str]:
        remaining, reset = allowance.spend()
        return {
            "X-RateLimit-Limit": str(allowance.limit),
            "X-RateLimit-Remaining": str(remaining),
            "X-RateLimit-Reset": _iso(reset),
        }


def counted(text: str) -> int:
    """Count a text as Mastodon does: graphemes, a link as 23, a remote mention by its local part."""
    shortened = _REMOTE_MENTION.sub(r"\1", _LINK.sub("x" * URL_CHARACTERS, text))
    return graphemes(shortened)


async def _fields(request: web.Request) -> dict[str, Any]:
    """Read the call's fields, from JSON or a form; what is neither text nor a list is as good as not sent."""
    if request.content_type == "application/json":
        sent = await json_object(request) or {}
    else:
        form = await request.post()
        sent = dict(form) | ({"media_ids": form.getall("media_ids[]")} if "media_ids[]" in form else {})
    texts = {name: str(value) for name, value in sent.items() if isinstance(value, str | int)}
    return texts | {name: value for name, value in sent.items() if isinstance(value, list)}


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _parts(text: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    done = 0
    for found in sorted([*_LINK.finditer(text), *_TAG.finditer(text)], key=lambda match: match.start()):
        start, end = found.span()
        if start < done:
            continue  # a tag inside a link is part of the link
        marked = Part(found[0], "tag") if found[0].startswith("#") else Part(found[0], "link", found[0])
        parts += [Part(text[done:start]), marked]
        done = end
    return tuple(part for part in (*parts, Part(text[done:])) if part.text)


def _content(text: str) -> str:
    """Write a text as the HTML that Mastodon gives out."""
    marked = "".join(_marked(part) for part in _parts(text))
    paragraphs = re.split(r"\n\n+", marked.replace("\r\n", "\n"))
    return "".join(f"<p>{paragraph.replace(chr(10), '<br />')}</p>" for paragraph in paragraphs)


def _marked(part: Part) -> str:
    if part.kind == "tag":
        name = html.escape(part.text[1:])
        return f'<a href="/tags/{name}" class="mention hashtag" rel="tag">#<span>{name}</span></a>'
    if part.kind == "text":
        return html.escape(part.text)
    # Shown shortened, yet whole in the source: a reader that strips the tags has the link back.
    prefix = _URL_PREFIX.match(part.text)
    cut = prefix.end() if prefix else 0
    head, shown, tail = part.text[:cut], part.text[cut : cut + _DISPLAYED], part.text[cut + _DISPLAYED :]
    spans = (("invisible", head), ("ellipsis" if tail else "", shown), ("invisible", tail))
    inside = "".join(f'<span class="{name}">{html.escape(words)}</span>' for name, words in spans)
    return f'<a href="{html.escape(part.text)}" target="_blank" rel="nofollow noopener" translate="no">{inside}</a>'
