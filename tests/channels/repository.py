"""A Bluesky server that keeps one account's records, for the channel's tests."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import httpx

from tests.channels.kit import DID, body_of


class Repository:
    """A server that keeps one account's records as a PDS does."""

    def __init__(self) -> None:
        self.records: dict[str, Any] = {}
        self.puts: list[dict[str, Any]] = []
        self.answer_lost = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("getRecord"):
            rkey = request.url.params["rkey"]
            if request.url.params["repo"] != DID or rkey not in self.records:
                return refusal("RecordNotFound")
            return httpx.Response(200, json=self.stored(rkey) | {"value": self.records[rkey]})
        if request.url.path.endswith("uploadBlob"):
            cid = f"bafkrei{sha256(request.content).hexdigest()[:12]}"
            blob = {"$type": "blob", "ref": {"$link": cid}, "mimeType": "image/png", "size": len(request.content)}
            return httpx.Response(200, json={"blob": blob})
        body = body_of(request)
        if request.url.path.endswith("deleteRecord"):
            self.records.pop(body["rkey"], None)
            return httpx.Response(200, json={})
        self.puts.append(body)
        assert body["swapRecord"] is None
        if body["rkey"] in self.records:
            if self.records[body["rkey"]] != body["record"]:
                return refusal("InvalidSwap")
            return httpx.Response(200, json=self.stored(body["rkey"]))
        self.records[body["rkey"]] = body["record"]
        if self.answer_lost:
            raise httpx.ReadTimeout("gone", request=request)
        return httpx.Response(200, json=self.stored(body["rkey"]) | {"commit": {"cid": "c", "rev": "r"}})

    def stored(self, rkey: str) -> dict[str, Any]:
        words = json.dumps(self.records[rkey], sort_keys=True)
        return {"uri": f"at://{DID}/app.bsky.feed.post/{rkey}", "cid": f"bafy{len(words)}"}


def refusal(name: str) -> httpx.Response:
    return httpx.Response(400, json={"error": name, "message": "Record was at bafy"})


def ending(
    name: str, times: int, repository: Repository, call: str = "putRecord"
) -> Callable[[httpx.Request], httpx.Response]:
    left = [times]

    def platform(request: httpx.Request) -> httpx.Response:
        if left[0] and request.url.path.endswith(call):
            left[0] -= 1
            return refusal(name)
        return repository(request)

    return platform
