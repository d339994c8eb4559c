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
from loudhailer.domain.post import Parent, Post, PostRef
from loudhailer.ports import Channel, StoredObject
from tests.channels.aws_platform import mailing, texting

Handler = Callable[[httpx.Request], httpx.Response]

ADDRESS = "https://platform.test"
DID = "did:plc:westshire"
SECRET = "s3cr3t-of-westshire"
SENT = datetime(2026, 11, 22, 17, 30, 0, 123456, tzinfo=UTC)
CLAIMED = datetime(2026, 11, 22, 17, 30, 1, 654321, tzinfo=UTC)

# A credential that its platform takes nowhere but in the address; all others travel in headers and bodies.
IN_THE_ADDRESS: dict[str, set[str]] = {"telegram": {"bot_token"}}
# What a reply hangs on, the first post's id and the last one's, where a platform's ids have a shape of their own.
PARENTS: dict[str, tuple[str, str]] = {"telegram": ("112", "113")}
# Credentials that are read as they are built with: whoever is on a list.
NUMBER, MAILBOX = "+447700900103", f"ward-3@{SECRET}.example"
LISTS: dict[str, dict[str, str]] = {
    "sms": {"recipients": f"control-room=+447700900101\nward-3={NUMBER}\n"},
    "email": {
        "recipients": f"control-room=control@{SECRET}.example\nward-3={MAILBOX}\n",
        "unsubscribe": f"off@{SECRET}.example",
    },
}

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
    at = f"at://{DID}/app.bsky.feed.post"
    first_id, last_id = PARENTS.get(name, (f"{at}/3root", f"{at}/3last"))
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
) -> Channel:
    """Build the channel on a platform that welcomes our account and leaves every other answer to `handler`."""
    kind = CHANNELS[name]

    def platform(request: httpx.Request) -> httpx.Response:
        return greeting(request) or handler(request)

    return kind.build(wiring(kind, platform, address=address, store=store or MemoryStore()))


def greeting(request: httpx.Request) -> httpx.Response | None:
    """Answer as a platform to which our credential is known; None where the request is about a post."""
    if request.url.path.endswith("createSession"):
        account = {"did": DID, "handle": "westshire.test", "accessJwt": f"{SECRET}-jwt", "refreshJwt": f"{SECRET}-re"}
        return httpx.Response(200, json=account)
    if request.url.path.endswith("verify_credentials"):
        return httpx.Response(200, json={"id": "7", "username": "westshire"})
    return None


def accepting(_request: httpx.Request) -> httpx.Response:
    """Take every post; the answer has every platform's fields."""
    uri = f"at://{DID}/app.bsky.feed.post/3m6abcdefgh22"
    rest: dict[str, Any] = {"id": "114", "url": f"{ADDRESS}/@westshire/114"}
    rest |= {"uri": uri, "cid": "bafyreib", "commit": {"cid": "bafyreic", "rev": "3m6"}}
    message = {"message_id": 114, "chat": {"id": -100114, "type": "channel", "username": "westshire"}}
    return httpx.Response(200, json=rest | {"ok": True, "result": message, "MessageId": "0100018f-114"})


def nothing_there(request: httpx.Request) -> httpx.Response:
    """Say that a post does not exist: XRPC by a 400 and a name, Telegram by a 400 and a sentence, REST by a 404."""
    if request.url.path.startswith("/bot"):
        sentence = "Bad Request: message to be replied not found"
        return httpx.Response(400, json={"ok": False, "error_code": 400, "description": sentence})
    return httpx.Response(400 if request.url.path.startswith("/xrpc/") else 404, json={"error": "RecordNotFound"})


def body_of(request: httpx.Request) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(request.content)
    return body


def raising(failure: type[httpx.TransportError]) -> Callable[[httpx.Request], httpx.Response]:
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
