"""A barrier on the wire between chosen functions and the table: what is deployed stays as it is.

It knows the calls about permits by their shape, writes down their order, and can stop a sender where a race would be:
between its look at the gate and its permit, or between its permit and its claim.
"""

import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from local.deploy import Stack
from local.engine import Engine

ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB"
"""The variable that sends one service's calls of a function elsewhere; botocore reads it before the general one."""
_UPDATE = "DynamoDB_20120810.UpdateItem"
_PERMIT = "permit#"
_PATIENCE = 60.0


class Call(StrEnum):
    """What a call does to a gate's item."""

    TAKE = "take"  # a permit, over the version that was seen
    GIVE_BACK = "give back"  # the permit
    CHANGE = "change"  # an order


class Place(StrEnum):
    """Where a sender that takes a permit may be stopped."""

    BEFORE = "before"  # it has read the gate and has no permit yet
    AFTER = "after"  # it has its permit, does not know it yet, and has claimed nothing
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Note:
    """One call as the table took it: when it was handed on and when answered (epoch seconds).

    The notes of one channel stand in the order of the table. `permit` is its key there, empty for an order.
    """

    call: Call
    channel: str
    permit: str
    began: float
    ended: float
    granted: bool

    @property
    def alert_id(self) -> str:
        """Return the alert that the permit is for."""
        return self.permit.partition("#")[0]


class Barrier:
    """A proxy that passes everything on. While it is closed, senders that take a permit stop where `choose` says.

    `blind` takes the condition out of every permit that is asked for: the same software without its one strict point.
    """

    def __init__(self, engine: Engine) -> None:
        self.notes: list[Note] = []
        self.blind = False
        self._upstream = urlsplit(engine.url)
        self._table = engine.client("dynamodb")
        self._choose: Callable[[], Place] = lambda: Place.NOWHERE
        self._open = threading.Event()
        self._open.set()
        self._held: dict[Place, int] = defaultdict(int)
        self._lock = threading.Lock()
        self._order: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self, choose: Callable[[], Place]) -> None:
        """Stop senders from now on, each where `choose` says."""
        with self._lock:
            self._held.clear()
        self._choose = choose
        self._open.clear()

    def open(self) -> None:
        """Let everybody go on."""
        self._open.set()

    def held(self) -> dict[Place, int]:
        """Return how many senders stand at each place."""
        with self._lock:
            return dict(self._held)

    @contextmanager
    def serving(self) -> Iterator["Barrier"]:
        """Serve in a thread."""
        thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="barrier", daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.open()
            self._server.shutdown()
            self._server.server_close()
            thread.join(_PATIENCE)

    def pass_on(self, connection: HTTPConnection, path: str, headers: Mapping[str, str], body: bytes) -> bytes:
        """Hand a request on and return the answer as it goes over the wire."""
        told = _told(headers, body)
        if told is None:
            return _ask(connection, path, headers, body)[1]
        call, channel, permit, request = told
        place = self._choose() if call is Call.TAKE and not self._open.is_set() else Place.NOWHERE
        if place is Place.BEFORE:
            self._stop(place)
        with self._order[channel]:
            began = time.time()
            if call is Call.TAKE and self.blind:
                # Its signature would not fit what is left of it, so the barrier asks in its own name.
                self._table.update_item(**_without_condition(request))
                status, answer = int(HTTPStatus.OK), _EMPTY
            else:
                status, answer = _ask(connection, path, headers, body)
            self.notes.append(Note(call, channel, permit, began, time.time(), status == HTTPStatus.OK))
        if place is Place.AFTER:
            self._stop(place)
        return answer

    def connect(self) -> HTTPConnection:
        """Return a connection to the engine."""
        return HTTPConnection(self._upstream.hostname or "", self._upstream.port, timeout=_PATIENCE)

    def _stop(self, place: Place) -> None:
        with self._lock:
            self._held[place] += 1
        self._open.wait(_PATIENCE)


@contextmanager
def standing_between(stack: Stack, functions: Sequence[str]) -> Iterator[Barrier]:
    """Put a barrier between the functions (logical names) and the engine's table, and take it away afterwards."""
    with Barrier(stack.engine).serving() as barrier:
        found = {name: _variables(stack, name) for name in functions}
        try:
            for name, variables in found.items():
                _set_variables(stack, name, variables | {ENDPOINT: barrier.url})
            yield barrier
        finally:
            barrier.open()
            for name, variables in found.items():
                _set_variables(stack, name, variables)


def _variables(stack: Stack, name: str) -> dict[str, str]:
    configuration = stack.engine.client("lambda").get_function_configuration(FunctionName=stack.resources[name])
    variables: dict[str, str] = configuration["Environment"]["Variables"]
    return variables


def _set_variables(stack: Stack, name: str, variables: dict[str, str]) -> None:
    stack.engine.client("lambda").update_function_configuration(
        FunctionName=stack.resources[name], Environment={"Variables": variables}
    )


def _told(headers: Mapping[str, str], body: bytes) -> tuple[Call, str, str, dict[str, Any]] | None:
    """Return what a request does to which channel's gate with which permit, None for every other request."""
    if headers.get("X-Amz-Target") != _UPDATE:
        return None
    request: dict[str, Any] = json.loads(body)
    kind, _, channel = request["Key"]["pk"]["S"].partition("#")
    if kind != "GATE":
        return None
    names = request.get("ExpressionAttributeNames", {}).values()
    permit = next((name.removeprefix(_PERMIT) for name in names if name.startswith(_PERMIT)), "")
    if not permit:
        return Call.CHANGE, channel, "", request
    return Call.TAKE if "ConditionExpression" in request else Call.GIVE_BACK, channel, permit, request


def _without_condition(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request without its condition and the words that only the condition used: the table refuses those."""
    left = {key: value for key, value in request.items() if key != "ConditionExpression"}
    for words in ("ExpressionAttributeNames", "ExpressionAttributeValues"):
        left[words] = {word: value for word, value in left[words].items() if word in left["UpdateExpression"]}
    return left


def _ask(connection: HTTPConnection, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
    connection.request("POST", path, body=body, headers=dict(headers))
    answer = connection.getresponse()
    told = answer.read()
    kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in _OF_ONE_HOP]
    head = "".join(f"{name}: {value}\r\n" for name, value in [*kept, ("Content-Length", str(len(told)))])
    return answer.status, f"HTTP/1.1 {answer.status} {answer.reason}\r\n{head}\r\n".encode("latin-1") + told


_EMPTY = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: 2\r\n\r\n{}"
_OF_ONE_HOP = frozenset({"connection", "content-length", "keep-alive", "transfer-encoding"})


def _handler_of(barrier: Barrier) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """One connection of a sender, and its own to the engine."""

        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            super().setup()
            self.engine = barrier.connect()

        def handle(self) -> None:
            # A worker that is ended leaves its connection as it is; who gave up does not hear the answer.
            with suppress(ConnectionError):
                super().handle()

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            body = self.rfile.read(length)
            if len(body) < length:
                raise ConnectionAbortedError
            answer = barrier.pass_on(self.engine, self.path, dict(self.headers.items()), body)
            self.wfile.write(answer)

        def finish(self) -> None:
            self.engine.close()
            with suppress(ConnectionError):
                super().finish()

        def log_message(self, *_: object) -> None:
            """Say nothing: the notes say what matters."""

    return Handler
