"""A Telegram Bot API server with one bot and one public channel: sendMessage, sendPhoto, deleteMessage and getMe.

https://core.telegram.org/bots/api#making-requests. As on the real one, the token is part of the address, every refusal
is `{"ok": false, "error_code", "description"}`, a 429 says when to come back in its body and in no header, nothing can
be read back, the same call twice is two messages, and one that is older than 48 hours cannot be deleted.
"""

import json
import re
import secrets
from dataclasses import dataclass
from typing import Any, NoReturn

from aiohttp import web

from local.sandbox.gallery import Gallery
from local.sandbox.standin import Place, Refused, json_object
from local.sandbox.state import Part, Shown

MOST_UNITS = 4096
MOST_OF_A_CAPTION = 1024
DELETABLE_SECONDS = 48 * 3600
TITLE = "Westshire Fire and Rescue"
_MARKED = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,:;!?'()\[\]])|(?<![\w/])(?P<hashtag>#(?=\w*[^\W\d_])\w{1,256})"
)
_SEND = re.compile(r"/bot[^/]+/send(Message|Photo)")


@dataclass(frozen=True, slots=True)
class _Message:
    id: int
    text: str
    reply_to: int
    root: int
    date: int
    photo: str = ""


class Telegram:
    """The stand-in of Telegram."""

    label = "Telegram"

    def __init__(self, place: Place) -> None:
        self.handle = place.secret["chat_id"]
        self._place = place
        self._messages: dict[int, _Message] = {}
        self._photos = Gallery()
        self._count = 1  # the first message of a channel says that it was created

    @staticmethod
    def make_secret() -> dict[str, str]:
        """Make a bot's token of the platform's shape, and name the channel that it may post in."""
        token = f"{secrets.randbelow(9 * 10**9) + 10**9}:AA{secrets.token_urlsafe(25)[:33]}"
        return {"bot_token": token, "chat_id": "@westshirefire"}

    def routes(self) -> list[web.RouteDef]:
        """Return the calls of the API that a posting service needs, and where people read a message."""
        return [
            web.post("/bot{token}/sendMessage", self._send),
            web.post("/bot{token}/sendPhoto", self._send_photo),
            web.post("/bot{token}/deleteMessage", self._delete),
            web.route("*", "/bot{token}/getMe", self._me),
            web.route("*", "/bot{token}/{method}", self._unknown),
            *self._photos.routes(),
            web.get(r"/{name}/{id:\d+}", self._page),
        ]

    def is_posting(self, request: web.Request) -> bool:
        """Only sending makes something public."""
        return request.method == "POST" and _SEND.fullmatch(request.path) is not None

    def throttled(self, retry_after: float) -> web.Response:
        """Answer 429; the real server knows whole seconds only."""
        whole = max(1, round(retry_after))
        told = _refusal(429, f"Too Many Requests: retry after {whole}") | {"parameters": {"retry_after": whole}}
        return web.json_response(told, status=429)

    def remove(self, post_id: str) -> bool:
        """Delete a message."""
        return self._messages.pop(int(post_id) if post_id.isdecimal() else 0, None) is not None

    def forget(self) -> None:
        """Delete all messages; their numbers are never given again."""
        self._messages.clear()
        self._photos.forget()

    async def _send(self, request: web.Request) -> web.Response:
        self._check_token(request)
        fields = await _fields(request)
        self._check_chat(fields.get("chat_id"))
        text = str(fields.get("text") or "").strip()
        if not text:
            _refuse(400, "Bad Request: message text is empty")
        if units(text) > MOST_UNITS:
            _refuse(400, "Bad Request: message is too long")
        return self._taken(text, fields, request)

    async def _send_photo(self, request: web.Request) -> web.Response:
        self._check_token(request)
        fields = await _fields(request)
        self._check_chat(fields.get("chat_id"))
        caption, file = str(fields.get("caption") or "").strip(), fields.get("photo")
        if not isinstance(file, web.FileField):
            _refuse(400, "Bad Request: there is no photo in the request")
        if units(caption) > MOST_OF_A_CAPTION:
            _refuse(400, "Bad Request: message caption is too long")
        photo = self._photos.keep(secrets.token_urlsafe(12), file.file.read())
        if not photo.media_type.startswith("image/"):
            _refuse(400, "Bad Request: IMAGE_PROCESS_FAILED")
        return self._taken(caption, fields, request, photo.id)

    async def _delete(self, request: web.Request) -> web.Response:
        self._check_token(request)
        fields = await _fields(request)
        self._check_chat(fields.get("chat_id"))
        number = str(fields.get("message_id") or "")
        message = self._messages.get(int(number) if number.isdecimal() else 0)
        if message is None:
            _refuse(400, "Bad Request: message to delete not found")
        if self._place.clock() - message.date >= DELETABLE_SECONDS:
            _refuse(400, "Bad Request: message can't be deleted for everyone")
        self.remove(str(message.id))
        self._place.public.remove(self._place.name, str(message.id))
        return web.json_response({"ok": True, "result": True})

    def _taken(self, text: str, fields: dict[str, Any], request: web.Request, photo: str = "") -> web.Response:
        parent = self._parent(fields.get("reply_parameters"))
        self._count += 1
        message = _Message(
            id=self._count,
            text=text,
            reply_to=parent.id if parent else 0,
            root=(parent.root or parent.id) if parent else 0,
            date=int(self._place.clock()),
            photo=photo,
        )
        self._messages[message.id] = message
        self._place.public.show(self._shown(message, request))
        answer = self._json(message) | ({"reply_to_message": self._json(parent)} if parent else {})
        return web.json_response({"ok": True, "result": answer})

    async def _me(self, request: web.Request) -> web.Response:
        self._check_token(request)
        number = int(self._place.secret["bot_token"].partition(":")[0])
        bot = {"id": number, "is_bot": True, "first_name": "Westshire alerts", "username": "westshire_alerts_bot"}
        return web.json_response({"ok": True, "result": bot})

    async def _unknown(self, request: web.Request) -> web.Response:
        self._check_token(request)
        _refuse(404, "Not Found: method not found")

    async def _page(self, request: web.Request) -> web.Response:
        message = self._messages.get(int(request.match_info["id"]))
        if message is None or request.match_info["name"] != self._name:
            raise web.HTTPNotFound
        return web.Response(text=message.text)

    @property
    def _name(self) -> str:
        return self.handle.removeprefix("@")

    def _check_token(self, request: web.Request) -> None:
        token = request.match_info["token"]
        if not re.fullmatch(r"\d+:[\w-]+", token, re.ASCII):
            _refuse(404, "Not Found")
        if token != self._place.secret["bot_token"] or self._place.faults.auth_lost:
            _refuse(401, "Unauthorized")

    def _check_chat(self, chat_id: object) -> None:
        if chat_id in (None, ""):
            _refuse(400, "Bad Request: chat_id is empty")
        if str(chat_id) != self.handle:
            _refuse(400, "Bad Request: chat not found")

    def _parent(self, asked: object) -> _Message | None:
        if not asked:
            return None
        if not isinstance(asked, dict) or not isinstance(asked.get("message_id"), int):
            _refuse(400, "Bad Request: can't parse reply parameters JSON object")
        parent = self._messages.get(asked["message_id"])
        if parent is None and asked.get("allow_sending_without_reply") is not True:
            _refuse(400, "Bad Request: message to be replied not found")
        return parent

    def _json(self, message: _Message) -> dict[str, Any]:
        chat = {"id": -1001234567890, "title": TITLE, "username": self._name, "type": "channel"}
        found = _MARKED.finditer(message.text)
        entities = [
            {"offset": units(message.text[: each.start()]), "length": units(each[0]), "type": each.lastgroup}
            for each in found
        ]
        told: dict[str, Any] = {"message_id": message.id, "sender_chat": chat, "chat": chat, "date": message.date}
        if not message.photo:
            return told | {"text": message.text} | ({"entities": entities} if entities else {})
        told |= {"photo": [{"file_id": message.photo, "file_unique_id": message.photo}], "caption": message.text}
        return told | ({"caption_entities": entities} if entities else {})

    def _shown(self, message: _Message, request: web.Request) -> Shown:
        parts = _parts(message.text)
        return Shown(
            channel=self._place.name,
            id=str(message.id),
            url=f"{request.url.origin()}/{self._name}/{message.id}",
            text=message.text,
            link=next((part.href for part in parts if part.href), ""),
            reply_to=str(message.reply_to or ""),
            root=str(message.root or ""),
            language="",  # a message says nothing of its language
            received_at=self._place.clock(),
            key="",
            parts=parts,
            # There is no place for what a photo shows in words but its caption.
            pictures=(self._photos.shown(message.photo, "", request),) if message.photo else (),
        )


def units(text: str) -> int:
    """Count a text as Telegram does: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


async def _fields(request: web.Request) -> dict[str, Any]:
    """Read the call's fields, from JSON or a form, where an object is written as JSON."""
    if request.content_type == "application/json":
        return await json_object(request) or {}
    fields: dict[str, Any] = dict(await request.post())
    if "reply_parameters" in fields:
        try:
            fields["reply_parameters"] = json.loads(str(fields["reply_parameters"]))
        except ValueError:
            _refuse(400, "Bad Request: can't parse reply parameters JSON object")
    return fields


def _parts(text: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    done = 0
    for found in _MARKED.finditer(text):
        marked = Part(found[0], "link", found[0]) if found["url"] else Part(found[0], "tag")
        parts += [Part(text[done : found.start()]), marked]
        done = found.end()
    return tuple(part for part in (*parts, Part(text[done:])) if part.text)


def _refusal(status: int, description: str) -> dict[str, Any]:
    return {"ok": False, "error_code": status, "description": description}


def _refuse(status: int, description: str) -> NoReturn:
    raise Refused(status, _refusal(status, description))
