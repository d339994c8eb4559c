"""The seam: what every stand-in answers, and what it is given.

A new one is a file like `mastodon.py` and a line in `registry.py`; ports, credentials, faults, wall and tests follow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import regex  # type: ignore[import-untyped, unused-ignore] # typed only where types-regex is installed
from aiohttp import web
from aiohttp.typedefs import Handler

from local.sandbox.faults import Faults
from local.sandbox.state import Clock, PublicView


@dataclass(frozen=True, slots=True)
class Place:
    """What a stand-in is given: its name, the one account's credential, the public, its faults and the time."""

    name: str
    secret: dict[str, str]
    public: PublicView
    faults: Faults
    clock: Clock


class StandIn(Protocol):
    """One platform with one account, kept in memory.

    `label` and `handle` are what the wall shows. Faults are played before and behind the handlers by the server; only
    the platform's own shape of a 429 and of lost credentials is the stand-in's business.
    """

    label: str
    handle: str

    def __init__(self, place: Place) -> None: ...

    @staticmethod
    def make_secret() -> dict[str, str]:
        """Make a credential; its fields are also the command line's options."""
        ...

    def routes(self) -> Sequence[web.RouteDef]:
        """Return the platform's calls."""
        ...

    def is_posting(self, request: web.Request) -> bool:
        """Tell whether a request would make something public: faults hit only these."""
        ...

    def throttled(self, retry_after: float) -> web.Response:
        """Answer as the platform does when it wants a pause of `retry_after` seconds."""
        ...

    def remove(self, post_id: str) -> bool:
        """Forget one post; tell whether it was there."""
        ...

    def forget(self) -> None:
        """Forget all posts. Credentials and sessions stay good, as a platform's would."""
        ...


class Refused(Exception):
    """A refusal in the platform's own words, raised from anywhere inside a handler."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(str(body))
        self.status = status
        self.body = body


@web.middleware
async def answer_refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn a `Refused` into its answer."""
    try:
        return await handler(request)
    except Refused as refused:
        return web.json_response(refused.body, status=refused.status)


async def json_object(request: web.Request) -> dict[str, Any] | None:
    """Read a JSON object from a request's body, or None where there is none."""
    try:
        body = await request.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def bearer(request: web.Request) -> str:
    """Return the bearer token of a request, empty where there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def graphemes(text: str) -> int:
    """Count what a reader calls characters; platforms do."""
    return len(regex.findall(r"\X", text))


class Allowance:
    """A platform's rate limit as its headers tell it: counted, never enforced (the fault `rate_limited` does that)."""

    def __init__(self, limit: int, window: int, clock: Clock) -> None:
        self.limit = limit
        self.window = window
        self._clock = clock
        self._until = 0.0
        self._spent = 0

    def spend(self) -> tuple[int, float]:
        """Count one call; return what remains and the epoch second at which the window ends."""
        now = self._clock()
        if now >= self._until:
            self._until, self._spent = now + self.window, 0
        self._spent += 1
        return max(0, self.limit - self._spent), self._until
