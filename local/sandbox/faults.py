"""Faults on demand: what platforms and networks do on a bad night, one channel at a time, in the order asked for."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, Protocol, TypeVar, get_args

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

if TYPE_CHECKING:
    from local.sandbox.standin import StandIn  # a stand-in is given its faults: at run time the import goes that way


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Counted(_Asked):
    times: int = Field(default=1, ge=1, le=1000)


class RateLimited(_Counted):
    """A 429 in the platform's own shape; nothing is stored."""

    kind: Literal["rate_limited"]
    retry_after: float = Field(ge=0, le=86_400)

    @property
    def words(self) -> str:
        """Say it for the wall."""
        return f"rate limited, retry after {self.retry_after:g} s"


class ServerError(_Counted):
    """A 5xx as a platform or the proxy before it writes it; with `stored` the post is out all the same."""

    kind: Literal["server_error"]
    status: Literal[500, 502, 503, 504] = 503
    stored: bool = False

    @property
    def words(self) -> str:
        """Say it for the wall."""
        return f"answers {self.status}" + (" after storing" if self.stored else "")


class DropAnswer(_Counted):
    """The request is carried out, then the connection is cut without an answer."""

    kind: Literal["drop_answer"]

    @property
    def words(self) -> str:
        """Say it for the wall."""
        return "loses the answer"


class Slow(_Counted):
    """The request is carried out after `seconds`, whether or not the caller still waits; with `stored`, before them."""

    kind: Literal["slow"]
    seconds: float = Field(gt=0, le=600)
    stored: bool = False

    @property
    def words(self) -> str:
        """Say it for the wall."""
        return f"slow by {self.seconds:g} s" + (" after storing" if self.stored else "")


class Switch(_Asked):
    """Not counted: holds until it is undone."""

    kind: Literal["auth_lost", "off", "on"]


CallFault = RateLimited | ServerError | DropAnswer | Slow
Fault = Annotated[CallFault | Switch, Field(discriminator="kind")]
_FAULT: TypeAdapter[CallFault | Switch] = TypeAdapter(Fault)
KINDS = tuple(
    kind for model in (*get_args(CallFault), Switch) for kind in get_args(model.model_fields["kind"].annotation)
)


def parse_fault(asked: object) -> CallFault | Switch:
    """Read what the control API was asked for; raise `ValueError` with a sentence that names what is allowed."""
    kind = asked.get("kind") if isinstance(asked, dict) else None
    if kind not in KINDS:
        raise ValueError(f'There is no fault {kind!r}: send {{"kind": …}} with one of {", ".join(KINDS)}.')
    try:
        return _FAULT.validate_python(asked)
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(str(step) for step in problem['loc'][1:])}: {problem['msg']}" for problem in error.errors()
        )
        raise ValueError(f"The fault {kind} cannot be read: {wrong}.") from error


class Hit(Protocol):
    """A fault that hits so many calls in turn."""

    @property
    def times(self) -> int:
        """Return how many."""
        ...

    @property
    def words(self) -> str:
        """Say it for people."""
        ...


Lined = TypeVar("Lined", bound=Hit)


class Line(Generic[Lined]):
    """Faults in the order in which they were asked for. Safe to call from any thread."""

    def __init__(self) -> None:
        self._queue: deque[tuple[Lined, int]] = deque()
        self._lock = threading.Lock()

    def add(self, fault: Lined) -> None:
        """Put a fault at the end."""
        with self._lock:
            self._queue.append((fault, fault.times))

    def take(self) -> Lined | None:
        """Return the fault that hits the call being made."""
        with self._lock:
            if not self._queue:
                return None
            fault, left = self._queue.popleft()
            if left > 1:
                self._queue.appendleft((fault, left - 1))
            return fault

    def clear(self) -> None:
        """Forget them."""
        with self._lock:
            self._queue.clear()

    def words(self) -> list[str]:
        """Say what is still to come."""
        with self._lock:
            return [
                f"{fault.words} (next {left} posts)" if left > 1 else f"{fault.words} (next post)"
                for fault, left in self._queue
            ]


class Faults:
    """One channel's faults, and how often it was asked to post.

    `lost` counts how often credentials were lost: whatever was issued before the last loss stays refused.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self.auth_lost = False
        self.off = False
        self.lost = 0
        self.attempts = 0
        self._changed = changed
        self._line: Line[CallFault] = Line()

    def add(self, fault: CallFault | Switch) -> None:
        """Line up a fault, or throw a switch. Closing the socket is the server's part of `off`."""
        match fault:
            case Switch(kind="auth_lost"):
                self.auth_lost = True
                self.lost += 1
            case Switch(kind=kind):
                self.off = kind == "off"
            case _:
                self._line.add(fault)
        self._changed()

    def take(self) -> CallFault | None:
        """Count a posting call and return the fault that hits it."""
        self.attempts += 1
        fault = self._line.take()
        if fault:
            self._changed()
        return fault

    def clear(self) -> None:
        """Undo everything that was asked for."""
        self.auth_lost = self.off = False
        self._line.clear()
        self._changed()

    def state(self) -> dict[str, Any]:
        """Tell how the channel is: up, off or faulty, and why, in words."""
        words = self._line.words()
        if self.auth_lost:
            words.insert(0, "refuses our credentials")
        state = "off" if self.off else "faulty" if words else "up"
        return {"state": state, "detail": "; ".join(words), "attempts": self.attempts}


def play(stand_in: "StandIn", faults: Faults) -> Middleware:
    """Make the middleware that lets a channel's faults hit its posting calls."""

    @web.middleware
    async def hit(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not stand_in.is_posting(request):
            return await handler(request)
        # Now: once a caller has hung up, its body can no longer be read. A form is kept as what it was read as.
        await (request.post() if request.content_type.startswith("multipart/") else request.read())
        fault = faults.take()
        match fault:
            case RateLimited():
                return stand_in.throttled(fault.retry_after)
            case ServerError():
                if fault.stored:
                    await handler(request)
                return _broken(fault.status)
            case Slow(stored=False):
                await asyncio.sleep(fault.seconds)
        answer = await handler(request)
        if isinstance(fault, Slow) and fault.stored:
            await asyncio.sleep(fault.seconds)
        if isinstance(fault, DropAnswer) and request.transport is not None:
            request.transport.abort()
        return answer

    return hit


def _broken(status: int) -> web.Response:
    if status == web.HTTPInternalServerError.status_code:
        return web.json_response({"error": "InternalServerError", "message": "Internal Server Error"}, status=status)
    # A proxy before the platform writes these, and it writes HTML.
    page = f"<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>"
    return web.Response(status=status, text=page, content_type="text/html")
