"""https://atproto.com/specs/xrpc: one account's session with its server, and what the server's refusals mean.

There is no idempotency class here: `bluesky.py` knows what may be sent twice.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, Field

from loudhailer.channels._http import named, preparing, read, send
from loudhailer.channels.kind import Wiring
from loudhailer.domain.errors import Doubtful, LoudhailerError, PostRejected, Unauthorized

_Answer = TypeVar("_Answer")


class Session(BaseModel):
    """A sign-in that counts for two hours."""

    model_config = ConfigDict(frozen=True)
    did: str = Field(min_length=1)
    handle: str = Field(min_length=1)
    access: str = Field(alias="accessJwt", min_length=1, repr=False)

    @property
    def bearer(self) -> dict[str, str]:
        """Return the header that shows who we are."""
        return {"Authorization": f"Bearer {self.access}"}


class _SessionEnded(Unauthorized):
    """The access token ran out, or the server forgot it."""


class NoRecord(PostRejected):
    """Nothing is under the key."""


class Xrpc:
    """One account on the server that holds it."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._session: Session | None = None

    def signed_in(self) -> Session:
        """Return the session; sessions are rationed, 30 in five minutes, so one is kept."""
        if self._session is None:
            secret = self._wiring.secret
            login = {"identifier": secret["handle"], "password": secret["app_password"]}
            try:
                self._session = read(Session, self.call("POST", "server.createSession", json=login))
            except PostRejected as refusal:
                raise Unauthorized(f"the platform refuses our sign-in: {refusal}") from None  # no post was in it
        return self._session

    def as_us(self, act: Callable[[Session], _Answer]) -> _Answer:
        """Do what needs a session; where that has ended, sign in once more and do it again."""
        with preparing():
            session = self.signed_in()
        try:
            return act(session)
        except _SessionEnded:
            self._session = None  # a warm function outlives a token's two hours
        with preparing():
            session = self.signed_in()
        return act(session)

    def call(self, method: str, name: str, **request: Any) -> httpx.Response:
        """Make one call of the server's API; `request` is what `send` takes."""
        url = f"{self._wiring.address}/xrpc/com.atproto.{name}"
        return send(self._wiring.http, method, url, words=_words, **request)


def _words(response: httpx.Response) -> LoudhailerError | None:
    if named(response, "ExpiredToken", "InvalidToken"):  # these come as 400, not 401
        return _SessionEnded("the platform refuses our session")
    if named(response, "InvalidSwap"):
        return Doubtful("a different post stands under this key")
    return NoRecord("nothing is under this key") if named(response, "RecordNotFound") else None
