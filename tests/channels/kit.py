"""What the channel tests share: posts, a store in memory, and channels whose platform is a function."""

import hashlib
import json
import re
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import httpx

from loudhailer.channels import CHANNELS, ChannelKind, Wiring
from loudhailer.channels.kind import Audience
from loudhailer.domain.errors import ClaimLost
from loudhailer.domain.post import Parent, Picture, Post, PostRef
from loudhailer.ports import Channel, StoredObject
from tests.channels.aws_platform import mailing, texting

Handler = Callable[[httpx.Request], httpx.Response]

ADDRESS = "https://platform.test"
DID = "did:plc:westshire"
SECRET = "s3cr3t-of-westshire"
SENT = datetime(2026, 11, 22, 17, 30, 0, 123456, tzinfo=UTC)
CLAIMED = datetime(2026, 11, 22, 17, 30, 1, 654321, tzinfo=UTC)

_AT = f"at://{DID}/app.bsky.feed.post"
_CHAT = {"id": -100114, "type": "channel", "username": "westshire"}

# A line a platform: what the tests must know of it. Whoever adds a channel adds its lines, and no code.
# A credential that its platform takes nowhere but in the address; all others travel in headers and bodies.
IN_THE_ADDRESS: dict[str, set[str]] = {"telegram": {"bot_token"}, "facebook": {"page_id"}, "teams": {"webhook_path"}}
# A field that is a name and no secret: calls about what is out already carry it in their address.
NAMES: dict[str, set[str]] = {"ntfy": {"topic"}}
# What a reply hangs on, the first post's id and the last one's, where a platform's ids have a shape of their own.
PARENTS: dict[str, tuple[str, str]] = {
    "mastodon": ("112", "113"),
    "telegram": ("112", "113"),
    "x": ("112", "113"),
    "facebook": ("7_112", "7_113"),
    "threads": ("112", "113"),
    "ntfy": ("lh-" + "1" * 40, "lh-" + "2" * 40),
    "slack": ("1795368601.000100", "1795368661.000200"),
}
# Who signs every call anew, so that no two have the same header: a nonce and a moment are part of it.
SIGNED_ANEW = {"x"}
# Whose acceptance is an empty body, so that an empty one is no doubt.
SILENT = {"teams"}
# Credentials that are read as they are built with: whoever is on a list.
NUMBER, MAILBOX = "+447700900103", f"ward-3@{SECRET}.example"
LISTS: dict[str, dict[str, str]] = {
    "sms": {"recipients": f"control-room=+447700900101\nward-3={NUMBER}\n"},
    "email": {
        "recipients": f"control-room=control@{SECRET}.example\nward-3={MAILBOX}\n",
        "unsubscribe": f"off@{SECRET}.example",
    },
}
# The answer to a post that was taken. `accepting` says all of them at once, so no field may mean two things.
TAKEN: dict[str, dict[str, Any]] = {
    "bluesky": {"uri": f"{_AT}/3m6abcdefgh22", "cid": "bafyreib", "commit": {"cid": "bafyreic", "rev": "3m6"}},
    "mastodon": {"id": "114", "url": f"{ADDRESS}/@westshire/114"},
    "telegram": {"ok": True, "result": {"message_id": 114, "chat": _CHAT}},
    "x": {"data": {"id": "114", "text": "It is out."}},
    "facebook": {"id": "114"},
    "threads": {"id": "114", "permalink": f"{ADDRESS}/@westshire/post/114"},
    "ntfy": {"id": "114", "time": 1795368602, "event": "message"},
    "slack": {"ok": True, "ts": "1795368602.000300", "channel": "C0WESTSHIRE"},
    "aws": {"MessageId": "0100018f-114"},
}
# By the end of a call's path: the answer to a sign-in or a look at who we are, which makes nothing public.
GREETED: dict[str, dict[str, Any]] = {
    "createSession": {
        "did": DID,
        "handle": "westshire.test",
        "accessJwt": f"{SECRET}-jwt",
        "refreshJwt": f"{SECRET}-re",
    },
    "verify_credentials": {"id": "7", "username": "westshire"},
    "refresh_access_token": {"access_token": f"{SECRET}-new", "token_type": "bearer", "expires_in": 5183944},
}
# By the end of a call's path: the answer to a picture that was taken and is not public yet.
UPLOADED: dict[str, dict[str, Any]] = {
    "uploadBlob": {"blob": {"$type": "blob", "ref": {"$link": "bafkreid"}, "mimeType": "image/png", "size": 70}},
    "/api/v2/media": {"id": "22", "type": "image"},
    "/2/media/upload": {"data": {"id": "77", "media_key": "3_77"}},
    "/2/media/metadata": {"data": {"id": "77"}},
    "/photos": {"id": "77"},
}
# By the end of a call's path: the answer to what has to be there before a post and is not public.
PREPARED: dict[str, dict[str, Any]] = {"/me/threads": {"id": "113"}}
_DELETED = {"id": "115", "time": 1795368603, "event": "message_delete"}
# The status and the answer to a post that was taken off, and to one that is not there any more.
TAKEN_OFF: dict[str, tuple[int, dict[str, Any]]] = {
    "bluesky": (200, {}),
    "mastodon": (200, {"id": "114", "text": "Fire"}),
    "telegram": (200, {"ok": True, "result": True}),
    "x": (200, {"data": {"deleted": True}}),
    "facebook": (200, {"success": True}),
    "threads": (200, {"success": True, "deleted_id": "113"}),
    "ntfy": (200, _DELETED),
    "slack": (200, {"ok": True, "ts": "1795368602.000300", "channel": "C0WESTSHIRE"}),
}
_UNKNOWN = {
    "error": {"message": "Unsupported request", "type": "GraphMethodException", "code": 100, "error_subcode": 33}
}
NOT_THERE: dict[str, tuple[int, dict[str, Any]]] = {
    "bluesky": (200, {}),
    "mastodon": (404, {"error": "Record not found"}),
    "telegram": (400, {"ok": False, "error_code": 400, "description": "Bad Request: message to delete not found"}),
    "x": (404, {"title": "Not Found Error", "detail": "Could not find tweet"}),
    "facebook": (400, _UNKNOWN),
    "threads": (400, _UNKNOWN),
    "ntfy": (200, _DELETED),  # it never says so
    "slack": (200, {"ok": False, "error": "message_not_found"}),
}

# The smallest PNG there is: one pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
PICTURE = Picture("flood.png", "image/png", 1200, 630, "A drawing of a house in flood water: tân & dŵr")

_POST = Post(
    key="a-0142:1:channel",
    alert_id="a-0142",
    reference="WSF-0142",
    revision=1,
    text="Fire at Mill Lane, Westbury. Keep windows closed.\n\nhttps://alerts.westshire.uk/0142 #WestshireFire",
    link="https://alerts.westshire.uk/0142",
    language="en",
    headline="Fire at Mill Lane",
    closed=False,
    sent=SENT,
    created_at=CLAIMED,
    recipient="ward-3",  # channels without a list never look at it
)


def a_post(**overrides: Any) -> Post:
    return replace(_POST, **overrides)


def a_reply(name: str = "", **overrides: Any) -> Post:
    """A post under an earlier one, on the channel of that name; the ids have the shape of its own."""
    first_id, last_id = PARENTS.get(name, (f"{_AT}/3root", f"{_AT}/3last"))
    root, last = PostRef(first_id, f"{ADDRESS}/root", "cid-root"), PostRef(last_id, f"{ADDRESS}/last", "cid-last")
    return a_post(**{"parent": Parent(root, last)} | overrides)


@dataclass
class MemoryStore:
    """An ObjectStore. `before_read` and `before_write` run first, and may write: another worker in the gap.

    `at_write` may raise in place of the write; `after_write` may when the file is there: the answer was lost.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    before_read: Callable[[str], None] = lambda _key: None
    before_write: Callable[[str], None] = lambda _key: None
    at_write: Callable[[str], None] = lambda _key: None
    after_write: Callable[[str], None] = lambda _key: None

    def read(self, key: str) -> StoredObject | None:
        self.before_read(key)
        return self._stored(key)

    def _stored(self, key: str) -> StoredObject | None:
        body = self.files.get(key)
        return None if body is None else StoredObject(body, hashlib.md5(body, usedforsecurity=False).hexdigest())

    def write(self, key: str, body: bytes, *, content_type: str, over: str | None) -> None:
        assert content_type
        self.before_write(key)
        self.at_write(key)
        stored = self._stored(key)
        if (stored.version if stored else None) != over:
            raise ClaimLost("another writer came first")
        self.files[key] = body
        self.written.append(key)
        self.after_write(key)


def class_of(name: str) -> str:
    """Return the idempotency class that a channel's file says it has; where it is E, nobody can be asked."""
    words = " ".join((sys.modules[f"loudhailer.channels.{name}"].__doc__ or "").split())
    found = re.search(r"Idempotency class ([A-E]\u2032?)(?!\w)", words)
    return found[1] if found else ""


def secret_for(kind: ChannelKind) -> dict[str, str]:
    return LISTS.get(kind.name) or {name: f"{SECRET}-{name}" for name in kind.secret_fields}


def wiring(kind: ChannelKind, platform: Handler, **changes: Any) -> Wiring:
    """Everything that bootstrap hands over, with one platform behind all of it."""
    given: dict[str, Any] = {"address": ADDRESS, "secret": secret_for(kind), "store": MemoryStore()}
    given["http"] = httpx.Client(transport=httpx.MockTransport(platform))
    if kind.audience is Audience.LISTED:
        given |= {"texter": texting(platform), "mailer": mailing(platform)}
    return Wiring(**given | changes)


def channel_answering(
    name: str,
    handler: Handler,
    *,
    address: str = ADDRESS,
    store: MemoryStore | None = None,
    pictures: Callable[[Picture], bytes] = lambda _picture: PNG,
) -> Channel:
    """Build the channel on a platform that welcomes our account and leaves every other answer to `handler`."""
    kind = CHANNELS[name]

    def platform(request: httpx.Request) -> httpx.Response:
        return greeting(request) or prepared(request) or handler(request)

    return kind.build(wiring(kind, platform, address=address, store=store or MemoryStore(), pictures=pictures))


def greeting(request: httpx.Request) -> httpx.Response | None:
    """Answer as a platform to which our credential is known; None where the request is about a post."""
    return _answered(GREETED, request)


def uploading(request: httpx.Request) -> httpx.Response | None:
    """Answer as a platform that takes every picture; None where the request is no upload."""
    return _answered(UPLOADED, request)


def prepared(request: httpx.Request) -> httpx.Response | None:
    """Answer to what has to be there before a post; None where the request is about the post itself."""
    return _answered(PREPARED, request) if request.method == "POST" else None


def makes_public(request: httpx.Request) -> bool:
    """Tell whether a request is the post itself."""
    return request.method != "GET" and not any(each(request) for each in (greeting, uploading, prepared))


def lasting(name: str, request: httpx.Request) -> tuple[Any, ...]:
    """Return what must be the same in a repeat of a request: all, but for a signature where each has its own."""
    headers = httpx.Headers(request.headers)
    if name in SIGNED_ANEW:
        del headers["Authorization"]
    return request.method, request.url, headers, request.content


def _answered(answers: dict[str, dict[str, Any]], request: httpx.Request) -> httpx.Response | None:
    found = [answer for end, answer in answers.items() if request.url.path.endswith(end)]
    return httpx.Response(200, json=found[0]) if found else None


def accepting(request: httpx.Request) -> httpx.Response:
    """Take every post; the answer has every platform's fields, or is empty where it always is."""
    if any(f"{SECRET}-{field}" in request.url.path for name in SILENT for field in IN_THE_ADDRESS[name]):
        return httpx.Response(202)
    return httpx.Response(200, json={name: value for answer in TAKEN.values() for name, value in answer.items()})


def nothing_there(request: httpx.Request) -> httpx.Response:
    """Say that a post does not exist: each platform in its own way, REST by a 404."""
    if request.url.path.strip("/").isdecimal():
        return httpx.Response(400, json=_UNKNOWN)
    if request.url.path.startswith("/bot"):
        sentence = "Bad Request: message to be replied not found"
        return httpx.Response(400, json={"ok": False, "error_code": 400, "description": sentence})
    if request.url.path.endswith("/chat.postMessage"):
        return httpx.Response(200, json={"ok": False, "error": "thread_not_found"})
    return httpx.Response(400 if request.url.path.startswith("/xrpc/") else 404, json={"error": "RecordNotFound"})


def body_of(request: httpx.Request) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(request.content)
    return body


def raising(failure: type[httpx.RequestError]) -> Callable[[httpx.Request], httpx.Response]:
    def handler(request: httpx.Request) -> httpx.Response:
        # What httpx really says of an illegal header: the header.
        raise failure(f"Illegal header value {request.headers.get('authorization')} for {request.url}")

    return handler


def echoing(status: int, **headers: str) -> Callable[[httpx.Request], httpx.Response]:
    """A platform that says all that it was told in every field that anyone might quote."""

    def handler(request: httpx.Request) -> httpx.Response:
        told = f"{request.headers} {request.url} {request.content!r}"
        return httpx.Response(status, json={"error": told, "message": told}, headers=headers)

    return handler


def everything_said_of(error: BaseException) -> str:
    """Everything a log could print of an error, and of the errors that hang on it."""
    said = ["".join(traceback.format_exception(error))]
    each: BaseException | None = error
    while each is not None:
        said += [str(each), repr(each), repr(each.args), repr(vars(each))]
        each = each.__cause__ or each.__context__
    return "\n".join(said)


class _Called(Exception):
    pass


def uses_http(kind: ChannelKind) -> bool:
    """Find out by publishing once whether a channel calls a platform; AWS's own services are another matter."""
    if kind.audience is Audience.LISTED:
        return False

    def platform(_request: httpx.Request) -> httpx.Response:
        raise _Called

    http = httpx.Client(transport=httpx.MockTransport(platform))
    try:
        kind.build(Wiring(ADDRESS, secret_for(kind), http, MemoryStore())).publish(a_post())
    except _Called:
        return True
    return False
