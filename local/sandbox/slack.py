"""A Slack workspace with one bot in one channel: posting, threads, reading back with metadata, and deleting.

https://docs.slack.dev/apis/web-api/. As on the real one, every refusal is a 200 with `ok: false` and a word, a channel
does not show what is said in its threads only, metadata is told to whoever asks for it, and a reply under a message
that was deleted becomes a message of its own, without a word about it.
"""

import html
import re
import secrets
from dataclasses import dataclass
from typing import Any, NoReturn

from aiohttp import web

from local.sandbox.standin import Place, Refused, bearer, json_object
from local.sandbox.state import Part, Shown

MOST_CHARACTERS = 40_000
_POST = "/chat.postMessage"
_LINK = re.compile(r"https?://[^\s<>\"|]*[^\s<>\"|.,:;!?'()\[\]]")
_EVENT = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class _Message:
    ts: str
    text: str  # as it was sent, with &amp; and its like
    thread: str
    broadcast: bool
    metadata: dict[str, Any] | None


class Slack:
    """The stand-in of Slack."""

    label = "Slack"
    handle = "#incidents"

    def __init__(self, place: Place) -> None:
        self._place = place
        self._messages: dict[str, _Message] = {}
        self._count = 0

    @staticmethod
    def make_secret() -> dict[str, str]:
        """Make a bot's token of the platform's shape and the id of the channel that it is in."""
        token = f"xoxb-{secrets.randbelow(9 * 10**11) + 10**11}-{secrets.token_hex(12)}"
        return {"bot_token": token, "channel_id": f"C{secrets.token_hex(5).upper()}"}

    def routes(self) -> list[web.RouteDef]:
        """Return the methods that a posting service needs, and where people read a message."""
        return [
            web.post(_POST, self._post),
            web.post("/chat.delete", self._delete),
            web.get("/conversations.history", self._history),
            web.get("/conversations.replies", self._replies),
            web.get(r"/archives/{channel}/p{stamp:\d+}", self._page),
        ]

    def is_posting(self, request: web.Request) -> bool:
        """Only chat.postMessage makes something public."""
        return request.method == "POST" and request.path == _POST

    def throttled(self, retry_after: float) -> web.Response:
        """Answer 429 with whole seconds, as the real one does."""
        headers = {"Retry-After": str(max(1, round(retry_after)))}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)

    def remove(self, post_id: str) -> bool:
        """Delete a message."""
        return self._messages.pop(post_id, None) is not None

    def forget(self) -> None:
        """Delete all messages."""
        self._messages.clear()

    async def _post(self, request: web.Request) -> web.Response:
        self._check_token(request)
        fields = await json_object(request)
        if fields is None:
            _refuse("invalid_json")
        self._check_channel(fields.get("channel"))
        text = str(fields.get("text") or "").strip()
        if not text:
            _refuse("no_text")
        if len(text) > MOST_CHARACTERS:
            _refuse("msg_too_long")
        thread = str(fields.get("thread_ts") or "")
        parent = self._messages.get(thread)
        if parent and parent.thread:
            _refuse("cannot_reply_to_message")
        self._count += 1
        message = _Message(
            ts=f"{int(self._place.clock())}.{self._count:06}",
            text=_LINK.sub(lambda found: f"<{found[0]}>", text),
            thread=parent.ts if parent else "",
            broadcast=fields.get("reply_broadcast") is True,
            metadata=_metadata(fields.get("metadata")),
        )
        self._messages[message.ts] = message
        self._place.public.show(self._shown(message, text, request))
        told = {"ts": message.ts, "channel": self._place.secret["channel_id"], "message": self._json(message)}
        return _ok(told)

    async def _delete(self, request: web.Request) -> web.Response:
        self._check_token(request)
        fields = await json_object(request) or {}
        self._check_channel(fields.get("channel"))
        ts = str(fields.get("ts") or "")
        if not self.remove(ts):
            _refuse("message_not_found")
        self._place.public.remove(self._place.name, ts)
        return _ok({"ts": ts, "channel": self._place.secret["channel_id"]})

    async def _history(self, request: web.Request) -> web.Response:
        self._check_token(request)
        self._check_channel(request.query.get("channel"))
        seen = [each for each in self._messages.values() if not each.thread or each.broadcast]
        return self._page_of(list(reversed(seen)), request)

    async def _replies(self, request: web.Request) -> web.Response:
        self._check_token(request)
        self._check_channel(request.query.get("channel"))
        root = request.query.get("ts", "")
        seen = [each for each in self._messages.values() if root in {each.ts, each.thread}]
        if not seen:
            _refuse("thread_not_found")
        return self._page_of(seen, request)

    def _page_of(self, seen: list[_Message], request: web.Request) -> web.Response:
        oldest, limit = float(request.query.get("oldest", "0")), int(request.query.get("limit", "100"))
        seen = [each for each in seen if float(each.ts) > oldest]
        with_metadata = request.query.get("include_all_metadata") == "true"
        told = [self._json(each, with_metadata=with_metadata) for each in seen[:limit]]
        return _ok({"messages": told, "has_more": len(seen) > limit})

    async def _page(self, request: web.Request) -> web.Response:
        stamp = request.match_info["stamp"]
        message = self._messages.get(f"{stamp[:-6]}.{stamp[-6:]}")
        if message is None or request.match_info["channel"] != self._place.secret["channel_id"]:
            raise web.HTTPNotFound
        return web.Response(text=html.unescape(message.text))

    def _check_token(self, request: web.Request) -> None:
        token = bearer(request)
        if not token:
            _refuse("not_authed")
        if token != self._place.secret["bot_token"] or self._place.faults.auth_lost:
            _refuse("invalid_auth")

    def _check_channel(self, channel: object) -> None:
        if channel != self._place.secret["channel_id"]:
            _refuse("channel_not_found")

    @staticmethod
    def _json(message: _Message, *, with_metadata: bool = True) -> dict[str, Any]:
        told: dict[str, Any] = {"type": "message", "ts": message.ts, "text": message.text, "bot_id": "B0LOUDHAILER"}
        if message.thread:
            told |= {"thread_ts": message.thread}
            told |= {"subtype": "thread_broadcast"} if message.broadcast else {}
        return told | ({"metadata": message.metadata} if with_metadata and message.metadata else {})

    def _shown(self, message: _Message, sent: str, request: web.Request) -> Shown:
        text = html.unescape(sent)
        parts = _parts(text)
        key = ((message.metadata or {}).get("event_payload") or {}).get("key", "")
        return Shown(
            channel=self._place.name,
            id=message.ts,
            url=f"{request.url.origin()}/archives/{self._place.secret['channel_id']}/p{message.ts.replace('.', '')}",
            text=text,
            link=next((part.href for part in parts if part.href), ""),
            reply_to=message.thread,
            root=message.thread,
            language="",  # a message says nothing of its language
            received_at=self._place.clock(),
            key=str(key),
            parts=parts,
        )


def _metadata(sent: object) -> dict[str, Any] | None:
    """Keep metadata of the shape that Slack keeps; any other is dropped, and the message goes all the same."""
    if not isinstance(sent, dict) or not _EVENT.fullmatch(str(sent.get("event_type", ""))):
        return None
    return sent if isinstance(sent.get("event_payload"), dict) else None


def _parts(text: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    done = 0
    for found in _LINK.finditer(text):
        parts += [Part(text[done : found.start()]), Part(found[0], "link", found[0])]
        done = found.end()
    return tuple(part for part in (*parts, Part(text[done:])) if part.text)


def _ok(told: dict[str, Any]) -> web.Response:
    return web.json_response({"ok": True} | told)


def _refuse(error: str) -> NoReturn:
    raise Refused(200, {"ok": False, "error": error})
