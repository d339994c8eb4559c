"""What a posting service says to the stand-ins, bare: no adapter of ours stands between the tests and their answers."""

import hmac
import itertools
import json
import secrets
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

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

    def delete(self, rkey: str, *, token: str | None = None, **changed: str) -> httpx.Response:
        token = self.session["accessJwt"] if token is None else token
        return self.http.post(
            f"{self.address}/xrpc/com.atproto.repo.deleteRecord",
            json={"repo": self.repo, "collection": COLLECTION, "rkey": rkey} | changed,
            headers={"Authorization": f"Bearer {token}"} if token else {},
        )

    def upload(self, body: bytes, *, token: str | None = None) -> httpx.Response:
        token = self.session["accessJwt"] if token is None else token
        return self.http.post(
            f"{self.address}/xrpc/com.atproto.repo.uploadBlob",
            content=body,
            headers={"Content-Type": "image/png"} | ({"Authorization": f"Bearer {token}"} if token else {}),
        )


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

    def delete(self, status_id: str, *, token: str | None = None) -> httpx.Response:
        return self.http.delete(f"{self.address}/api/v1/statuses/{status_id}", headers=self._headers(token))

    def upload(self, body: bytes | None, alt: str = "", *, token: str | None = None) -> httpx.Response:
        files = {"file": ("flood.png", body, "image/png")} if body is not None else {"other": ("x", b"x", "text/plain")}
        url = f"{self.address}/api/v2/media"
        return self.http.post(url, files=files, data={"description": alt}, headers=self._headers(token))

    def post_with(self, text: str, *media: str) -> httpx.Response:
        body = {"status": text, "media_ids": list(media)}
        return self.http.post(f"{self.address}/api/v1/statuses", json=body, headers=self._headers(None))

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

    def send_photo(self, caption: str, body: bytes | None, **fields: Any) -> httpx.Response:
        files = (
            {"photo": ("flood.png", body, "image/png")} if body is not None else {"other": ("x", b"x", "text/plain")}
        )
        form = {"chat_id": self.chat, "caption": caption} | fields
        return self.http.post(self.url("sendPhoto"), data=form, files=files)

    def delete(self, message_id: object, *, token: str = "", **fields: Any) -> httpx.Response:
        body = {"chat_id": self.chat, "message_id": message_id} | fields
        return self.http.post(self.url("deleteMessage", token), json=body)


class XCaller:
    """One account's signed calls, signed here by the letter of the standard."""

    def __init__(self, sandbox: Sandbox, http: httpx.Client) -> None:
        self.address = sandbox.addresses["x"]
        self.secret = sandbox.secrets["x"]
        self.http = http

    def post(self, text: str, **fields: Any) -> httpx.Response:
        return self.call("POST", "/2/tweets", json={"text": text} | fields)

    def timeline(self, **query: str) -> httpx.Response:
        return self.call("GET", f"/2/users/{self.secret['user_id']}/tweets", query=query)

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Json | None = None,
        json: Json | None = None,
        form: Json | None = None,
        **changed: str,
    ) -> httpx.Response:
        url, query = f"{self.address}{path}", query or {}
        said = {
            "oauth_consumer_key": self.secret["consumer_key"],
            "oauth_nonce": secrets.token_hex(8),
            "oauth_signature_method": "HMAC-SHA1",
            "oauth_timestamp": str(int(time.time())),
            "oauth_token": self.secret["access_token"],
            "oauth_version": "1.0",
        } | {f"oauth_{name}": value for name, value in changed.items()}
        pairs = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in sorted({**query, **said}.items()))
        key = f"{_quoted(self.secret['consumer_secret'])}&{_quoted(self.secret['access_token_secret'])}"
        base = f"{method}&{_quoted(url)}&{_quoted(pairs)}"
        said["oauth_signature"] = b64encode(hmac.digest(key.encode(), base.encode(), "sha1")).decode()
        header = "OAuth " + ", ".join(f'{name}="{_quoted(value)}"' for name, value in said.items())
        headers = {"Authorization": header}
        return self.http.request(method, url, params=query, json=json, headers=headers, **(form or {}))


def _quoted(text: str) -> str:
    return quote(text, safe="-._~")


class GraphCaller:
    """One account's token at Meta's Graph API: a Page on Facebook, or a profile on Threads."""

    def __init__(self, sandbox: Sandbox, http: httpx.Client, channel: str) -> None:
        self.address = sandbox.addresses[channel]
        self.secret = sandbox.secrets[channel]
        self.http = http

    def call(self, method: str, path: str, *, token: str | None = None, **request: Any) -> httpx.Response:
        token = self.secret["access_token"] if token is None else token
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.http.request(method, f"{self.address}/{path}", headers=headers, **request)

    def feed(self, text: str, **fields: Any) -> httpx.Response:
        return self.call("POST", f"{self.secret['page_id']}/feed", json={"message": text} | fields)

    def prepare(self, text: str, **fields: Any) -> httpx.Response:
        return self.call("POST", "me/threads", json={"media_type": "TEXT", "text": text} | fields)

    def publish(self, text: str, **fields: Any) -> httpx.Response:
        container = self.prepare(text, **fields).raise_for_status().json()["id"]
        return self.call("POST", "me/threads_publish", json={"creation_id": container})


class NtfyCaller:
    """One sender to one topic."""

    def __init__(self, sandbox: Sandbox, http: httpx.Client) -> None:
        self.address = sandbox.addresses["ntfy"]
        self.topic = sandbox.secrets["ntfy"]["topic"]
        self.token = sandbox.secrets["ntfy"]["access_token"]
        self.http = http

    def send(self, message: str, *, token: str | None = None, **fields: Any) -> httpx.Response:
        body = {"topic": self.topic, "message": message} | fields
        return self.http.post(f"{self.address}/", json=body, headers=self._headers(token))

    def poll(self, *, topic: str = "", token: str | None = None, since: str = "all") -> httpx.Response:
        url = f"{self.address}/{topic or self.topic}/json"
        return self.http.get(url, params={"poll": "1", "since": since}, headers=self._headers(token))

    def events(self, since: str = "all") -> list[Json]:
        return [json.loads(line) for line in self.poll(since=since).text.splitlines()]

    def delete(self, sequence: str) -> httpx.Response:
        return self.http.delete(f"{self.address}/{self.topic}/{sequence}", headers=self._headers(None))

    def _headers(self, token: str | None) -> dict[str, str]:
        token = self.token if token is None else token
        return {"Authorization": f"Bearer {token}"} if token else {}


class SlackCaller:
    """One bot in its channel."""

    def __init__(self, sandbox: Sandbox, http: httpx.Client) -> None:
        self.address = sandbox.addresses["slack"]
        self.token = sandbox.secrets["slack"]["bot_token"]
        self.channel = sandbox.secrets["slack"]["channel_id"]
        self.http = http

    def call(self, method: str, *, token: str | None = None, **fields: Any) -> httpx.Response:
        body = {"channel": self.channel} | fields
        return self.http.post(f"{self.address}/{method}", json=body, headers=self._headers(token))

    def post(self, text: str, **fields: Any) -> Json:
        answer: Json = self.call("chat.postMessage", text=text, **fields).json()
        return answer

    def read(self, method: str, *, token: str | None = None, **query: str) -> Json:
        params = {"channel": self.channel} | query
        answer: Json = self.http.get(f"{self.address}/{method}", params=params, headers=self._headers(token)).json()
        return answer

    def _headers(self, token: str | None) -> dict[str, str]:
        token = self.token if token is None else token
        return {"Authorization": f"Bearer {token}"} if token else {}


class TeamsCaller:
    """Whoever knows the workflow's address."""

    def __init__(self, sandbox: Sandbox, http: httpx.Client) -> None:
        self.address = sandbox.addresses["teams"]
        self.path = sandbox.secrets["teams"]["webhook_path"]
        self.http = http

    def card(self, *lines: str, key: str = "", **more: Any) -> Json:
        blocks: list[Json] = [
            {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": each}]} for each in lines
        ]
        if key:
            blocks[0]["id"] = key
        content = {"type": "AdaptiveCard", "version": "1.4", "body": blocks} | more
        kind = "application/vnd.microsoft.card.adaptive"
        return {"type": "message", "attachments": [{"contentType": kind, "contentUrl": None, "content": content}]}

    def invoke(self, body: object, path: str = "") -> httpx.Response:
        return self.http.post(f"{self.address}{path or self.path}", json=body)


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
