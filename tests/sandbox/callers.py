"""What a posting service says to the stand-ins, bare: no adapter of ours stands between the tests and their answers."""

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from local.sandbox import Sandbox

COLLECTION = "app.bsky.feed.post"
SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
_COUNT = itertools.count(1)

Json = dict[str, Any]


def new_rkey() -> str:
    """Make a record key that nobody has used."""
    number = next(_COUNT)
    return "3m" + "".join(SORTABLE[number >> (5 * place) & 31] for place in reversed(range(11)))


def a_record(text: str = "Smoke in Harbour Street, Westport.", **more: Any) -> Json:
    return {"$type": COLLECTION, "text": text, "createdAt": "2026-11-22T17:30:00Z", "langs": ["en"], **more}


class BlueskyCaller:
    """One account's session."""

    def __init__(self, sandbox: Sandbox, http: httpx.Client) -> None:
        self.address = sandbox.addresses["bluesky"]
        self.secret = sandbox.secrets["bluesky"]
        self.http = http
        self.session: Json = self.log_in().json()
        self.repo = self.session["did"]

    def log_in(self, **changed: str) -> httpx.Response:
        login = {"identifier": self.secret["handle"], "password": self.secret["app_password"]} | changed
        return self.http.post(f"{self.address}/xrpc/com.atproto.server.createSession", json=login)

    def put(self, record: Json, rkey: str = "", *, token: str | None = None, **changed: Any) -> httpx.Response:
        token = self.session["accessJwt"] if token is None else token
        body = {"repo": self.repo, "collection": COLLECTION, "rkey": rkey or new_rkey(), "record": record}
        return self.http.post(
            f"{self.address}/xrpc/com.atproto.repo.putRecord",
            json=body | {"swapRecord": None} | changed,
            headers={"Authorization": f"Bearer {token}"} if token else {},
        )

    def reference(self, record: Json) -> Json:
        answer = self.put(record).raise_for_status().json()
        return {"uri": answer["uri"], "cid": answer["cid"]}

    def get(self, rkey: str) -> httpx.Response:
        asked = {"repo": self.repo, "collection": COLLECTION, "rkey": rkey}
        return self.http.get(f"{self.address}/xrpc/com.atproto.repo.getRecord", params=asked)


class MastodonCaller:
    """One account's token."""

    def __init__(self, sandbox: Sandbox, http: httpx.Client) -> None:
        self.address = sandbox.addresses["mastodon"]
        self.token = sandbox.secrets["mastodon"]["access_token"]
        self.http = http

    def post(self, text: str, *, key: str = "", token: str | None = None, **fields: str) -> httpx.Response:
        return self.http.post(
            f"{self.address}/api/v1/statuses",
            json={"status": text, **fields},
            headers=self._headers(token) | ({"Idempotency-Key": key} if key else {}),
        )

    def get(self, path: str, *, token: str | None = None, **query: str) -> httpx.Response:
        return self.http.get(f"{self.address}{path}", params=query, headers=self._headers(token))

    def _headers(self, token: str | None) -> dict[str, str]:
        token = self.token if token is None else token
        return {"Authorization": f"Bearer {token}"} if token else {}


class TelegramCaller:
    """One bot in its channel."""

    def __init__(self, sandbox: Sandbox, http: httpx.Client) -> None:
        self.address = sandbox.addresses["telegram"]
        self.token = sandbox.secrets["telegram"]["bot_token"]
        self.chat = sandbox.secrets["telegram"]["chat_id"]
        self.http = http

    def url(self, method: str, token: str = "") -> str:
        return f"{self.address}/bot{token or self.token}/{method}"

    def send(self, text: str | None, *, token: str = "", **fields: Any) -> httpx.Response:
        return self.http.post(self.url("sendMessage", token), json={"chat_id": self.chat, "text": text} | fields)


def ring(
    http: httpx.Client,
    sandbox: Sandbox,
    operation: str = "SendTextMessage",
    words: str = "Wake up.",
    at: str = "telephone",
    **changed: Any,
) -> httpx.Response:
    """Ask the telephone service for a call as AWS's own clients do, but for their signature."""
    body = {
        "DestinationPhoneNumber": "+441632960101",
        "OriginationIdentity": "phone-1",
        "MessageBody": words,
    }
    return http.post(
        sandbox.addresses[at],
        content=json.dumps(body | changed),
        headers={"X-Amz-Target": f"PinpointSMSVoiceV2.{operation}", "Content-Type": "application/x-amz-json-1.0"},
    )


@contextmanager
def an_http_client() -> Iterator[httpx.Client]:
    """Give a client as the adapters use it: no connection is kept, no proxy is asked."""
    limits = httpx.Limits(max_keepalive_connections=0)
    with httpx.Client(trust_env=False, limits=limits, timeout=5) as client:
        yield client
