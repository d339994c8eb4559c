"""An ntfy server with one topic: publishing as JSON, polling, and taking a message away by its sequence.

https://docs.ntfy.sh/publish/. As on the real one (2.27), no token at all is a 403 and a wrong one a 401, a 429 says
nowhere when it ends, a message of 4,096 bytes becomes a file, and a repeat under the same `sequence_id` is stored anew
while readers see it in the first one's place.
"""

import json
import re
import secrets
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from aiohttp import web

from local.sandbox.standin import Place, Refused, bearer, json_object
from local.sandbox.state import Part, Shown

FILE_BYTES = 4096
KEPT_SECONDS = 12 * 3600
_SIGNS = re.compile(r"[-_A-Za-z0-9]{1,64}")
_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,:;!?'()\[\]]")
_WORDS = {
    40007: "invalid priority parameter",
    40009: "invalid request: topic invalid",
    40024: "invalid request: request body must be valid JSON",
    40049: "invalid request: sequence ID invalid",
    40101: "unauthorized",
    40301: "forbidden",
    40401: "page not found",
    42901: "limit reached: too many requests",
}


@dataclass(frozen=True, slots=True)
class _Event:
    id: str
    event: str
    time: int
    sequence: str = ""
    title: str = ""
    message: str = ""
    priority: int = 0
    click: str = ""
    file: str = ""


class Ntfy:
    """The stand-in of ntfy."""

    label = "ntfy"

    def __init__(self, place: Place) -> None:
        self.handle = f"topic {place.secret['topic']}"
        self._place = place
        self._events: list[_Event] = []

    @staticmethod
    def make_secret() -> dict[str, str]:
        """Name the topic and make an access token of the server's shape."""
        return {"topic": "westshire-alerts", "access_token": f"tk_{secrets.token_hex(15)[:29]}"}

    def routes(self) -> list[web.RouteDef]:
        """Return the calls that a posting service needs, and where people follow the topic."""
        return [
            web.route("PUT", "/", self._publish),
            web.post("/", self._publish),
            web.get("/{topic}/json", self._poll),
            web.delete("/{topic}/{sequence}", self._delete),
            web.get("/{topic}", self._page),
        ]

    def is_posting(self, request: web.Request) -> bool:
        """Only publishing makes something public."""
        return request.method in {"POST", "PUT"} and request.path == "/"

    def throttled(self, retry_after: float) -> web.Response:  # noqa: ARG002  # the server does not tell
        """Answer 429; the server says nowhere when to come back."""
        return web.json_response(_refusal(429, 42901), status=429)

    def remove(self, post_id: str) -> bool:
        """Drop a message from what the server keeps."""
        left = [each for each in self._events if post_id not in {each.id, each.sequence}]
        gone, self._events = len(left) < len(self._events), left
        return gone

    def forget(self) -> None:
        """Drop everything."""
        self._events.clear()

    async def _publish(self, request: web.Request) -> web.Response:
        fields = await json_object(request)
        if fields is None:
            _refuse(400, 40024)
        if not _SIGNS.fullmatch(str(fields.get("topic", ""))):
            _refuse(400, 40009)
        self._check(request, str(fields["topic"]))
        event = self._accepted(fields)
        self._events.append(event)
        if event.sequence:
            self._replace_for_readers(event.sequence)
        self._place.public.show(self._shown(event, request))
        return web.json_response(self._json(event, request))

    def _accepted(self, fields: dict[str, Any]) -> _Event:
        sequence, priority = str(fields.get("sequence_id") or ""), fields.get("priority") or 0
        if sequence and not _SIGNS.fullmatch(sequence):
            _refuse(400, 40049)
        if not isinstance(priority, int) or not 0 <= priority <= 5:  # noqa: PLR2004  # the loudest
            _refuse(400, 40007)
        message = str(fields.get("message") or "").strip() or "triggered"
        event = _Event(
            id=secrets.token_hex(6),
            event="message",
            time=int(self._place.clock()),
            sequence=sequence,
            title=str(fields.get("title") or "").strip(),
            message=message,
            priority=priority,
            click=str(fields.get("click") or ""),
        )
        if len(message.encode()) < FILE_BYTES:
            return event
        return replace(event, message="You received a file: attachment.txt", file="attachment.txt")

    async def _poll(self, request: web.Request) -> web.Response:
        self._check(request, request.match_info["topic"])
        now, since = self._place.clock(), request.query.get("since", "all")
        kept = [each for each in self._events if each.time + KEPT_SECONDS > now]
        if since.isdecimal():
            kept = [each for each in kept if each.time >= int(since)]
        lines = "".join(f"{json.dumps(self._json(each, request))}\n" for each in kept)
        return web.Response(text=lines, content_type="application/x-ndjson", charset="utf-8")

    async def _delete(self, request: web.Request) -> web.Response:
        if not _SIGNS.fullmatch(request.match_info["sequence"]):
            _refuse(404, 40401)
        self._check(request, request.match_info["topic"])
        sequence = request.match_info["sequence"]
        event = _Event(secrets.token_hex(6), "message_delete", int(self._place.clock()), sequence)
        self._replace_for_readers(sequence)  # with nothing; what the server keeps stays
        self._events.append(event)
        return web.json_response(self._json(event, request))

    async def _page(self, request: web.Request) -> web.Response:
        if request.match_info["topic"] != self._place.secret["topic"]:
            raise web.HTTPNotFound
        return web.Response(text="\n\n".join(each.message for each in self._events if each.event == "message"))

    def _replace_for_readers(self, sequence: str) -> None:
        shown = {each.id for each in self._place.public.posts if each.channel == self._place.name}
        if sequence in shown:
            self._place.public.remove(self._place.name, sequence)

    def _check(self, request: web.Request, topic: str) -> None:
        token = bearer(request)
        if not token:
            _refuse(403, 40301)
        if token != self._place.secret["access_token"] or self._place.faults.auth_lost:
            _refuse(401, 40101)
        if topic != self._place.secret["topic"]:
            _refuse(403, 40301)

    def _json(self, event: _Event, request: web.Request) -> dict[str, Any]:
        told: dict[str, Any] = {"id": event.id}
        told |= {"sequence_id": event.sequence} if event.sequence else {}
        told |= {"time": event.time, "expires": event.time + KEPT_SECONDS, "event": event.event}
        told |= {"topic": self._place.secret["topic"]}
        for name in ("title", "message", "priority", "click"):
            told |= {name: getattr(event, name)} if getattr(event, name) else {}
        if event.file:
            url = f"{request.url.origin()}/file/{event.id}.txt"
            told |= {"attachment": {"name": event.file, "type": "text/plain; charset=utf-8", "url": url}}
        return told

    def _shown(self, event: _Event, request: web.Request) -> Shown:
        return Shown(
            channel=self._place.name,
            id=event.sequence or event.id,  # for apps the sequence is the message
            url=f"{request.url.origin()}/{self._place.secret['topic']}",
            text=event.message,  # the title is the notification's head; the wall is about the words
            link=event.click,
            reply_to="",
            root="",
            language="",  # a message says nothing of its language
            received_at=self._place.clock(),
            key=event.sequence,
            parts=_parts(event.message),
        )


def _parts(text: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    done = 0
    for found in _LINK.finditer(text):
        parts += [Part(text[done : found.start()]), Part(found[0], "link", found[0])]
        done = found.end()
    return tuple(part for part in (*parts, Part(text[done:])) if part.text)


def _refusal(status: int, code: int) -> dict[str, Any]:
    return {"code": code, "http": status, "error": _WORDS[code]}


def _refuse(status: int, code: int) -> NoReturn:
    raise Refused(status, _refusal(status, code))
