"""https://docs.bsky.app/docs/api/com-atproto-repo-put-record: posts on Bluesky.

Idempotency class A, a native key, for ever (research/channels.md §2a). The record key is made from the post alone, and
`swapRecord: null` means "only if nothing is there": a repeat of the same record answers 200 without a commit, and other
words under the key answer InvalidSwap. So a retry is safe after any doubt. `createRecord` would answer 500 to a repeat.
"""

from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, Field

from loudhailer.channels._bluesky_record import POSTS, measure, record, tid, web_address
from loudhailer.channels._http import looking, named, preparing, read, send
from loudhailer.channels.kind import ChannelKind, Wiring
from loudhailer.domain.errors import Doubtful, LoudhailerError, ParentGone, PostRejected, Unauthorized
from loudhailer.domain.post import Limits, Post, PostRef, Receipt


class _Session(BaseModel):
    model_config = ConfigDict(frozen=True)
    did: str = Field(min_length=1)
    handle: str = Field(min_length=1)
    access: str = Field(alias="accessJwt", min_length=1, repr=False)


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True)
    uri: str = Field(pattern="^at://")
    cid: str = Field(min_length=1)
    commit: Any = None  # putRecord leaves it out when the record was already there
    value: dict[str, Any] = {}  # getRecord's


class _SessionEnded(Unauthorized):
    """The access token ran out, or the server forgot it."""


class _NoRecord(PostRejected):
    """Nothing is under the key."""


class Bluesky:
    """One account on the server that holds it."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._session: _Session | None = None

    def publish(self, post: Post) -> Receipt:
        """Put the record; raise `ParentGone` for a reply to a deleted post, which the server itself would not check."""
        with preparing():
            session = self._signed_in()
            if post.parent and self._stored(post.parent.last.id) is None:
                raise ParentGone("the post replied to is no longer there")
        try:
            return self._put(post, session)
        except _SessionEnded:
            self._session = None  # a warm function outlives a token's two hours
        with preparing():
            session = self._signed_in()
        return self._put(post, session)

    def find(self, post: Post) -> Receipt | None:
        """Look under the post's own key."""
        with looking():
            session = self._signed_in()
            stored = self._stored(f"at://{session.did}/{POSTS}/{tid(post.sent, post.key)}")
        # The words alone are compared: a newer release may mark links differently, and the post is out all the same.
        if stored and stored.value.get("text") != post.text:
            raise Doubtful("a different post stands under this key")
        return self._receipt(stored, session, repeated=True) if stored else None

    def _signed_in(self) -> _Session:
        if self._session is None:  # sessions are rationed, 30 in five minutes, so one is kept
            secret = self._wiring.secret
            login = {"identifier": secret["handle"], "password": secret["app_password"]}
            self._session = read(_Session, self._call("POST", "server.createSession", json=login))
        return self._session

    def _put(self, post: Post, session: _Session) -> Receipt:
        key = {"repo": session.did, "collection": POSTS, "rkey": tid(post.sent, post.key)}
        body = key | {"record": record(post), "swapRecord": None}
        bearer = {"Authorization": f"Bearer {session.access}"}
        stored = read(_Stored, self._call("POST", "repo.putRecord", headers=bearer, json=body))
        return self._receipt(stored, session, repeated=stored.commit is None)

    def _stored(self, uri: str) -> _Stored | None:
        repo, collection, rkey = uri.removeprefix("at://").split("/")
        asked = {"repo": repo, "collection": collection, "rkey": rkey}
        try:
            return read(_Stored, self._call("GET", "repo.getRecord", params=asked))
        except _NoRecord:
            return None

    def _call(self, method: str, name: str, **request: Any) -> httpx.Response:
        url = f"{self._wiring.address}/xrpc/com.atproto.{name}"
        return send(self._wiring.http, method, url, words=_words, **request)

    def _receipt(self, stored: _Stored, session: _Session, *, repeated: bool) -> Receipt:
        url = web_address(self._wiring.address, session.handle, stored.uri)
        return Receipt(PostRef(stored.uri, url, stored.cid), repeated=repeated)


def _words(response: httpx.Response) -> LoudhailerError | None:
    if named(response, "ExpiredToken", "InvalidToken"):  # these come as 400, not 401
        return _SessionEnded("the platform refuses our session")
    if named(response, "InvalidSwap"):
        return Doubtful("a different post stands under this key")
    return _NoRecord("nothing is under this key") if named(response, "RecordNotFound") else None


KIND = ChannelKind(
    name="bluesky",
    limits=Limits(300, "graphemes", measure, quotes=True),
    secret_fields=("handle", "app_password"),
    threads=True,
    build=Bluesky,
)
