"""A proxy that stands before an HTTP server on loopback and, when told to, does what networks do on a bad night.

It lets every request through untouched but those that a predicate names; a plan says, for each of these, which fault
hits it. What it did to which request stands in its record, with the status that the server really gave. It speaks one
request a connection and takes bodies of a stated length only, which is how our channels send theirs.
"""

import asyncio
import json
import random
import socket
import struct
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from local.sandbox.faults import CallFault, DropAnswer, Line, RateLimited, ServerError, Slow
from local.serving import ServerThread

HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
_LARGEST_HEAD = 64 * 1024
_PATIENCE = 30.0
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # SO_LINGER on, for no time: a close is a reset


class Reset(BaseModel):
    """The connection is reset: before the server saw the request, or with `stored` after it has answered."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: Literal["reset"] = "reset"
    times: int = Field(default=1, ge=1, le=1000)
    stored: bool = False

    @property
    def words(self) -> str:
        """Say it for people."""
        return "resets the connection" + (" after storing" if self.stored else "")


class CutBody(BaseModel):
    """The server's answer begins, with its true length in its head, and ends after `keep` bytes of the body."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: Literal["cut_body"] = "cut_body"
    times: int = Field(default=1, ge=1, le=1000)
    keep: int = Field(default=10, ge=0)

    @property
    def words(self) -> str:
        """Say it for people."""
        return f"cuts the answer after {self.keep} bytes"


WireFault = CallFault | Reset | CutBody


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came: `head` is what goes over the wire before `body`, the end of the headers included."""

    method: str
    path: str
    head: bytes = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Passed:
    """What became of one request that the predicate named, in the order of their arrival.

    `status` is the server's own answer, 0 where it never got the request or gave none; `fault` is the kind, empty where
    the answer was handed on as it was. Times are epoch seconds.
    """

    number: int
    method: str
    path: str
    body: bytes = field(repr=False)
    fault: str
    status: int
    began: float
    ended: float

    @property
    def answer_lost(self) -> bool:
        """Tell whether the server took the request and the caller never heard so."""
        return bool(self.fault) and HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


Names = Callable[[Request], bool]
Plan = Callable[[int], WireFault | None]
"""Which fault hits the n-th request that is named, counted from 1; None hands it on."""


def seeded(seed: int, share: float, faults: Sequence[WireFault]) -> Plan:
    """Return a plan that hits this share of the requests, each with one of `faults`: the same for the same seed."""

    def plan(number: int) -> WireFault | None:
        dice = random.Random(f"{seed}/{number}")  # noqa: S311  # a replay, not a secret
        return dice.choice(faults) if dice.random() < share else None

    return plan


def every_request(_: Request) -> bool:
    """Name them all."""
    return True


class FaultProxy:
    """The proxy. What `add` lines up goes before the plan; `quiet` ends both. Safe to call from any thread."""

    def __init__(self, server: str, *, names: Names = every_request, plan: Plan | None = None) -> None:
        address = urlsplit(server)
        if address.scheme != "http" or address.hostname not in HOSTS or address.port is None:
            raise ValueError(f"the fault proxy stands only before http on this machine, with a port, not {server}")
        self._host, self._port = "127.0.0.1" if address.hostname == "localhost" else address.hostname, address.port
        self._names = names
        self._plan = plan
        self._asked: Line[WireFault] = Line()
        self._tasks: set[asyncio.Task[None]] = set()
        self._seen = 0
        self.url = ""
        self.record: list[Passed] = []

    @property
    def under_way(self) -> int:
        """Return how many requests that are named are with us or with the server at this moment."""
        return self._seen - len(self.record)

    def add(self, fault: WireFault) -> None:
        """Line a fault up for the next request that is named, and for `times` of them."""
        self._asked.add(fault)

    def quiet(self) -> None:
        """Hand everything on from now on."""
        self._plan = None
        self._asked.clear()

    async def run(self, started: Callable[[], None], stop: asyncio.Event) -> None:
        """Listen on a free port of loopback until `stop`."""
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0, limit=_LARGEST_HEAD)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with server:
            started()
            await stop.wait()
            server.close()
            # A fault may hold a caller for minutes, and nobody waits for that at the end.
            for task in tuple(self._tasks):
                task.cancel()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task: asyncio.Task[None] | None = asyncio.current_task()
        if task is None:
            raise AssertionError("a connection is a task of its own")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            request = await _read_request(reader)
            if request is None:
                writer.write(_answer(HTTPStatus.LENGTH_REQUIRED))
            elif self._names(request):
                await self._named(request, writer)
            else:
                writer.write(await self._ask(request))
            await writer.drain()
        except (OSError, EOFError, asyncio.LimitOverrunError, TimeoutError):
            pass  # who hung up, or a server that is gone: the caller sees a closed connection, as it would without us
        except asyncio.CancelledError:
            pass  # the end: asyncio would write a connection's cancelled task into the log as a failure
        finally:
            writer.close()

    async def _named(self, request: Request, writer: asyncio.StreamWriter) -> None:
        self._seen += 1
        number, began = self._seen, time.time()
        fault = self._asked.take() or (self._plan(number) if self._plan else None)
        answer = b""
        try:
            if _reaches(fault):
                if isinstance(fault, Slow) and not fault.stored:
                    await asyncio.sleep(fault.seconds)
                answer = await self._ask(request)
        finally:
            kind, now = fault.kind if fault else "", time.time()
            passed = Passed(number, request.method, request.path, request.body, kind, _status(answer), began, now)
            self.record.append(passed)
        await _hit(fault, answer, writer)

    async def _ask(self, request: Request) -> bytes:
        """Hand a request on and return the whole answer as it came."""
        async with asyncio.timeout(_PATIENCE):
            reader, writer = await asyncio.open_connection(self._host, self._port)
            try:
                writer.write(request.head + request.body)
                await writer.drain()
                return await reader.read()
            finally:
                writer.close()


@contextmanager
def standing_before(server: str, *, names: Names = every_request, plan: Plan | None = None) -> Iterator[FaultProxy]:
    """Put a proxy before the server, in a thread of this process; its address is `url`."""
    proxy = FaultProxy(server, names=names, plan=plan)
    thread = ServerThread("fault proxy", proxy)
    thread.start()
    thread.await_start()
    try:
        yield proxy
    finally:
        thread.halt()


async def _read_request(reader: asyncio.StreamReader) -> Request | None:
    """Read one request and let its connection end after it; None where its body has no stated length."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip("\r\n").split("\r\n")
    headers = [(name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    told = {name.lower(): value for name, value in headers}
    if "transfer-encoding" in told:
        return None
    body = await reader.readexactly(int(told.get("content-length", "0")))
    kept = [f"{name}: {value}" for name, value in headers if name.lower() not in {"connection", "keep-alive"}]
    head = "\r\n".join([first, *kept, "Connection: close", "", ""]).encode("latin-1")
    method, path, _ = first.split(" ", 2)
    return Request(method, path, head, body)


def _reaches(fault: WireFault | None) -> bool:
    match fault:
        case RateLimited():
            return False
        case ServerError() | Reset():
            return fault.stored
        case _:
            return True


async def _hit(fault: WireFault | None, answer: bytes, writer: asyncio.StreamWriter) -> None:
    match fault:
        case RateLimited():
            pause = {"Retry-After": f"{fault.retry_after:g}"}
            writer.write(_answer(HTTPStatus.TOO_MANY_REQUESTS, **pause))
        case ServerError():
            writer.write(_answer(HTTPStatus(fault.status)))
        case DropAnswer():
            pass
        case Reset():
            connection: socket.socket = writer.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            writer.transport.abort()
        case CutBody():
            head, end, body = answer.partition(b"\r\n\r\n")
            writer.write(head + end + body[: min(fault.keep, len(body) - 1)])
        case Slow(stored=True):
            await asyncio.sleep(fault.seconds)
            writer.write(answer)
        case _:
            writer.write(answer)


def _status(answer: bytes) -> int:
    words = answer.split(b" ", 2)
    return int(words[1]) if len(words) > 1 and words[0].startswith(b"HTTP/") else 0


def _answer(status: HTTPStatus, **headers: str) -> bytes:
    """Answer in the proxy's own words, as one before a platform would."""
    body = json.dumps({"error": status.phrase}).encode()
    told = {"Content-Type": "application/json", "Content-Length": str(len(body)), "Connection": "close"} | headers
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"HTTP/1.1 {status.value} {status.phrase}\r\n{head}\r\n".encode("latin-1") + body
