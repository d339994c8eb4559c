"""A Bluesky PDS with one account: sessions, putRecord, getRecord, deleteRecord of app.bsky.feed.post, and uploadBlob.

https://docs.bsky.app/docs/api/com-atproto-repo-put-record. Answers follow what was measured on the real PDS (0.4.217
and 0.5.35): putRecord with `swapRecord: null` creates, repeats or refuses, and never looks for a reply's parent;
deleteRecord answers alike where nothing is there.
"""

import base64
import hashlib
import json
import re
import secrets
from typing import Any, NoReturn

from aiohttp import web

from local.sandbox.bluesky_record import (
    COLLECTION,
    MAX_IMAGE_BYTES,
    base32,
    blob_id,
    content_id,
    images_of,
    parts_of,
    what_is_wrong,
)
from local.sandbox.gallery import Gallery
from local.sandbox.standin import Allowance, Place, Refused, bearer, json_object
from local.sandbox.state import Shown

ACCESS_SECONDS = 7200
_TID = re.compile(r"[234567a-j][234567a-z]{12}")
_PUT = "/xrpc/com.atproto.repo.putRecord"


class Bluesky:
    """The stand-in of Bluesky."""

    label = "Bluesky"

    def __init__(self, place: Place) -> None:
        self.handle = place.secret["handle"]
        self.did = f"did:plc:{base32(hashlib.sha256(self.handle.encode()).digest())[:24]}"
        self._place = place
        self._records: dict[str, tuple[str, dict[str, Any]]] = {}  # rkey → cid, record
        self._sessions: dict[str, tuple[float, int]] = {}  # access token → runs out at, losses of credentials before it
        self._blobs = Gallery()
        self._logins = Allowance(30, 300, place.clock)
        self._calls = Allowance(3000, 300, place.clock)

    @staticmethod
    def make_secret() -> dict[str, str]:
        """Make a handle and an app password of the platform's shape."""
        letters = base32(secrets.token_bytes(10))
        return {
            "handle": "westshirefire.test",
            "app_password": "-".join(letters[i : i + 4] for i in range(0, 16, 4)),
        }

    def routes(self) -> list[web.RouteDef]:
        """Return the calls of the PDS that a posting service needs."""
        return [
            web.post("/xrpc/com.atproto.server.createSession", self._create_session),
            web.post(_PUT, self._put_record),
            web.get("/xrpc/com.atproto.repo.getRecord", self._get_record),
            web.post("/xrpc/com.atproto.repo.deleteRecord", self._delete_record),
            web.post("/xrpc/com.atproto.repo.uploadBlob", self._upload_blob),
            web.get("/profile/{handle}/post/{rkey}", self._page),
            *self._blobs.routes(),
        ]

    def is_posting(self, request: web.Request) -> bool:
        """Only putRecord makes something public."""
        return request.path == _PUT

    def throttled(self, retry_after: float) -> web.Response:
        """Answer 429 with `retry-after` and the end of the window in epoch seconds."""
        headers = self._headers(self._calls) | {
            "ratelimit-remaining": "0",
            "ratelimit-reset": str(int(self._place.clock() + retry_after)),
            "retry-after": f"{retry_after:g}",
        }
        body = {"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}
        return web.json_response(body, status=429, headers=headers)

    def remove(self, post_id: str) -> bool:
        """Delete a record by its at-URI."""
        return self._records.pop(post_id.rpartition("/")[2], None) is not None

    def forget(self) -> None:
        """Delete all records and blobs."""
        self._records.clear()
        self._blobs.forget()

    async def _create_session(self, request: web.Request) -> web.Response:
        body = await json_object(request) or {}
        known = body.get("identifier") in {self.handle, self.did}
        if self._place.faults.auth_lost or not known or body.get("password") != self._place.secret["app_password"]:
            _refuse(401, "AuthenticationRequired", "Invalid identifier or password")
        access = self._token("com.atproto.appPass")
        self._sessions[access] = (self._place.clock() + ACCESS_SECONDS, self._place.faults.lost)
        session = {
            "did": self.did,
            "handle": self.handle,
            "email": "alerts@westshirefire.test",
            "accessJwt": access,
            "refreshJwt": self._token("com.atproto.refresh"),
            "active": True,
        }
        return web.json_response(session, headers=self._headers(self._logins))

    async def _put_record(self, request: web.Request) -> web.Response:
        self._check_token(bearer(request))
        body = await json_object(request) or {}
        rkey, record = body.get("rkey"), body.get("record")
        if body.get("repo") not in {self.did, self.handle}:
            _refuse(400, "InvalidRequest", f"Could not find repo: {body.get('repo')}")
        if body.get("collection") != COLLECTION:
            _refuse(400, "InvalidRequest", f"The sandbox keeps only {COLLECTION}.")
        if not isinstance(rkey, str) or not _TID.fullmatch(rkey):
            _refuse(400, "InvalidRequest", "Invalid record key")
        if body.get("swapRecord", "") is not None:
            _refuse(
                400, "InvalidRequest", "The sandbox plays putRecord only with swapRecord: null (create, or repeat)."
            )
        wrong = what_is_wrong(record)
        if wrong or not isinstance(record, dict):
            _refuse(400, "InvalidRequest", f"Invalid {COLLECTION} record: {wrong}")
        self._check_images(record)
        uri, cid = self._uri(rkey), content_id(record)
        answer: dict[str, Any] = {"uri": uri, "cid": cid, "validationStatus": "valid"}
        if rkey in self._records:
            standing, _ = self._records[rkey]
            if standing != cid:
                _refuse(400, "InvalidSwap", f"Record was at {standing}")
        else:
            self._records[rkey] = (cid, record)
            self._place.public.show(self._shown(rkey, record, request))
            answer["commit"] = {"cid": content_id({"commit": uri, "of": cid}), "rev": rkey}
        return web.json_response(answer, headers=self._headers(self._calls))

    def _check_images(self, record: dict[str, Any]) -> None:
        for image in images_of(record):
            blob = self._blobs.get(image["image"]["ref"]["$link"])
            if blob is None:
                _refuse(400, "BlobNotFound", f"Could not find blob: {image['image']['ref']['$link']}")
            if not blob.media_type.startswith("image/"):
                _refuse(
                    400, "InvalidMimeType", f"Wrong type of file. It is {blob.media_type} but it must match image/*."
                )
            if len(blob.body) > MAX_IMAGE_BYTES:
                _refuse(400, "BlobTooLarge", f"This file is too large. The maximum size is {MAX_IMAGE_BYTES} bytes.")

    async def _upload_blob(self, request: web.Request) -> web.Response:
        self._check_token(bearer(request))
        body = await request.read()
        kept = self._blobs.keep(blob_id(body), body)
        blob = {"$type": "blob", "ref": {"$link": kept.id}, "mimeType": kept.media_type, "size": len(body)}
        return web.json_response({"blob": blob}, headers=self._headers(self._calls))

    async def _delete_record(self, request: web.Request) -> web.Response:
        self._check_token(bearer(request))
        body = await json_object(request) or {}
        rkey = str(body.get("rkey"))
        if body.get("repo") not in {self.did, self.handle}:
            _refuse(400, "InvalidRequest", f"Could not find repo: {body.get('repo')}")
        answer: dict[str, Any] = {}
        if body.get("collection") == COLLECTION and self.remove(rkey):
            uri = self._uri(rkey)
            self._place.public.remove(self._place.name, uri)
            answer["commit"] = {"cid": content_id({"deleted": uri}), "rev": rkey}
        return web.json_response(answer, headers=self._headers(self._calls))

    async def _get_record(self, request: web.Request) -> web.Response:
        asked = request.query
        rkey = asked.get("rkey", "")
        ours = asked.get("repo") in {self.did, self.handle} and asked.get("collection") == COLLECTION
        if not ours or rkey not in self._records:
            uri = f"at://{asked.get('repo')}/{asked.get('collection')}/{rkey}"
            _refuse(400, "RecordNotFound", f"Could not locate record: {uri}")
        cid, record = self._records[rkey]
        answer = {"uri": self._uri(rkey), "cid": cid, "value": record}
        return web.json_response(answer, headers=self._headers(self._calls))

    async def _page(self, request: web.Request) -> web.Response:
        if request.match_info["rkey"] not in self._records:
            raise web.HTTPNotFound
        return web.Response(text=self._records[request.match_info["rkey"]][1]["text"])

    def _check_token(self, token: str) -> None:
        if not token:
            _refuse(401, "AuthMissing", "Authentication Required")
        if token not in self._sessions:
            _refuse(400, "InvalidToken", "Token could not be verified")
        runs_out, lost = self._sessions[token]
        faults = self._place.faults
        if faults.auth_lost or lost != faults.lost or self._place.clock() >= runs_out:
            _refuse(400, "ExpiredToken", "Token has expired")

    def _shown(self, rkey: str, record: dict[str, Any], request: web.Request) -> Shown:
        reply = record.get("reply") or {"parent": {"uri": ""}, "root": {"uri": ""}}
        parts = parts_of(record)
        return Shown(
            channel=self._place.name,
            id=self._uri(rkey),
            url=f"{request.url.origin()}/profile/{self.handle}/post/{rkey}",
            text=record["text"],
            link=next((part.href for part in parts if part.href), ""),
            reply_to=reply["parent"]["uri"],
            root=reply["root"]["uri"],
            language=next(iter(record.get("langs") or ()), ""),
            received_at=self._place.clock(),
            key=rkey,
            parts=parts,
            pictures=tuple(
                self._blobs.shown(image["image"]["ref"]["$link"], image["alt"], request) for image in images_of(record)
            ),
        )

    def _uri(self, rkey: str) -> str:
        return f"at://{self.did}/{COLLECTION}/{rkey}"

    def _token(self, scope: str) -> str:
        # The shape of the real one, so that a reader of `exp` finds it; the signature is only a random mark.
        now = int(self._place.clock())
        claims = {"scope": scope, "sub": self.did, "iat": now, "exp": now + ACCESS_SECONDS}
        head, body = (
            base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
            for part in ({"typ": "at+jwt", "alg": "HS256"}, claims)
        )
        return f"{head}.{body}.{secrets.token_urlsafe(32)}"

    @staticmethod
    def _headers(allowance: Allowance) -> dict[str, str]:
        remaining, reset = allowance.spend()
        return {
            "ratelimit-limit": str(allowance.limit),
            "ratelimit-remaining": str(remaining),
            "ratelimit-reset": str(int(reset)),
            "ratelimit-policy": f"{allowance.limit};w={allowance.window}",
        }


def _refuse(status: int, error: str, sentence: str) -> NoReturn:
    raise Refused(status, {"error": error, "message": sentence})
