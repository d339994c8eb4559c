"""https://docs.bsky.app/docs/api/com-atproto-repo-put-record: posts on Bluesky.

Idempotency class A, a native key, for ever (research/channels.md §2a). The record key is made from the post alone, and
`swapRecord: null` means "only if nothing is there": a repeat of the same record answers 200 without a commit, and other
words under the key answer InvalidSwap. So a retry is safe after any doubt. `createRecord` would answer 500 to a repeat.
A picture changes none of that: it is named by its own bytes, and a repeat without it answers InvalidSwap.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from loudhailer.channels._bluesky_record import POSTS, image, measure, record, tid, web_address
from loudhailer.channels._bluesky_xrpc import NoRecord, Session, Xrpc
from loudhailer.channels._http import looking, preparing, read
from loudhailer.channels._upload import UPLOAD_SECONDS, uploaded
from loudhailer.channels.kind import ChannelKind, Wiring
from loudhailer.domain.errors import Doubtful, ParentGone, PostRejected
from loudhailer.domain.post import Limits, Picture, Post, PostRef, Receipt

_LARGEST = 2_000_000  # bytes of a picture; the lexicon's own limit


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True)
    uri: str = Field(pattern="^at://")
    cid: str = Field(min_length=1)
    commit: Any = None  # putRecord leaves it out when the record was already there
    value: dict[str, Any] = {}  # getRecord's


class _Blob(BaseModel):
    model_config = ConfigDict(frozen=True)
    blob: dict[str, Any] = Field(min_length=1)


class Bluesky:
    """One account on the server that holds it."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._xrpc = Xrpc(wiring)

    def publish(self, post: Post) -> Receipt:
        """Put the record; raise `ParentGone` for a reply to a deleted post, which the server itself would not check."""
        with preparing():
            self._xrpc.signed_in()
            if post.parent and self._stored(post.parent.last.id) is None:
                raise ParentGone("the post replied to is no longer there")
        shown = uploaded(post, self._wiring.pictures, _LARGEST, self._upload)
        return self._xrpc.as_us(lambda session: self._put(post, shown, session))

    def find(self, post: Post) -> Receipt | None:
        """Look under the post's own key."""
        with looking():
            session = self._xrpc.signed_in()
            stored = self._stored(f"at://{session.did}/{POSTS}/{tid(post.sent, post.key)}")
        # The words alone are compared: a newer release may mark links differently, and the post is out all the same.
        if stored and stored.value.get("text") != post.text:
            raise Doubtful("a different post stands under this key")
        return self._receipt(stored, session, repeated=True) if stored else None

    def retract(self, post: Post, ref: PostRef) -> None:  # noqa: ARG002  # the seam's word; the reference says it all
        """Delete the record; where it is gone already, the server answers alike."""
        repo, _, rest = ref.id.removeprefix("at://").partition("/")
        collection, _, rkey = rest.partition("/")

        def delete(session: Session) -> None:
            if (repo, collection) != (session.did, POSTS):
                raise PostRejected("what is to be taken off is no post of this account")
            key = {"repo": repo, "collection": collection, "rkey": rkey}
            answer = self._xrpc.call("POST", "repo.deleteRecord", headers=session.bearer, json=key)
            read(dict[str, Any], answer)

        self._xrpc.as_us(delete)

    def _upload(self, picture: Picture, body: bytes) -> dict[str, Any]:
        def upload(session: Session) -> dict[str, Any]:
            headers = session.bearer | {"Content-Type": picture.media_type}
            answer = self._xrpc.call("POST", "repo.uploadBlob", headers=headers, content=body, seconds=UPLOAD_SECONDS)
            return image(picture, read(_Blob, answer).blob)

        return self._xrpc.as_us(upload)

    def _put(self, post: Post, shown: dict[str, Any] | None, session: Session) -> Receipt:
        key = {"repo": session.did, "collection": POSTS, "rkey": tid(post.sent, post.key)}
        body = key | {"record": record(post, shown), "swapRecord": None}
        stored = read(_Stored, self._xrpc.call("POST", "repo.putRecord", headers=session.bearer, json=body))
        return self._receipt(stored, session, repeated=stored.commit is None)

    def _stored(self, uri: str) -> _Stored | None:
        repo, collection, rkey = uri.removeprefix("at://").split("/")
        asked = {"repo": repo, "collection": collection, "rkey": rkey}
        try:
            return read(_Stored, self._xrpc.call("GET", "repo.getRecord", params=asked))
        except NoRecord:
            return None

    def _receipt(self, stored: _Stored, session: Session, *, repeated: bool) -> Receipt:
        url = web_address(self._wiring.address, session.handle, stored.uri)
        return Receipt(PostRef(stored.uri, url, stored.cid), repeated=repeated)


KIND = ChannelKind(
    name="bluesky",
    limits=Limits(300, "graphemes", measure, quotes=True, follows=5, threads=True),
    secret_fields=("handle", "app_password"),
    build=Bluesky,
    spends=lambda _text: {"posts": 1, "points": 3},
    retracts=True,
    pictures=True,
)
