"""Real servers on loopback for the fetcher: they misbehave to the byte, which no library's server would."""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import httpx
import pytest

from loudhailer.domain.errors import FeedError
from loudhailer.feed_ports import Fetched, Validators
from loudhailer.feeds.addresses import Network, Reach
from loudhailer.feeds.fetch import Fetcher

KEY = {"Ocp-Apim-Subscription-Key": "s3cr3t"}


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """Return an HTTP answer; a header's name is written with underscores."""
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    if not {"Content_Length", "Transfer_Encoding"} & set(headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


def bomb(size: int) -> bytes:
    """Return so many zeros, packed to a thousandth."""
    return gzip.compress(bytes(size))


Behaviour = bytes | Callable[[socket.socket, threading.Event], None]


@dataclass
class Server:
    """Answers each path as it is told to, and keeps the requests it has had."""

    port: int
    host: str = "127.0.0.1"
    does: dict[str, Behaviour] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def header(self, name: str) -> list[str]:
        """Return what each request said under a header's name."""
        found = []
        for request in self.requests:
            lines = (line.partition(": ") for line in request.split("\r\n")[1:])
            found.append(next((value for key, _, value in lines if key.lower() == name.lower()), ""))
        return found


@contextmanager
def serving(wrap: Callable[[socket.socket], socket.socket] = lambda plain: plain) -> Iterator[Server]:
    """Run a server on a free port of loopback; `wrap` may put TLS around each connection."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)
        server = Server(listening.getsockname()[1])
        threads: list[threading.Thread] = []

        def talk(plain: socket.socket) -> None:
            plain.settimeout(5)
            with suppress(OSError), wrap(plain) as connection:
                request = b""
                while b"\r\n\r\n" not in request:
                    piece = connection.recv(4096)
                    if not piece:
                        return
                    request += piece
                server.requests.append(request.decode())
                does = server.does.get(request.split(b" ")[1].decode(), answer(status="404 Not Found"))
                if isinstance(does, bytes):
                    connection.sendall(does)
                else:
                    does(connection, over)

        def listen() -> None:
            while not over.is_set():
                with suppress(TimeoutError):
                    connection, _ = listening.accept()
                    threads.append(threading.Thread(target=talk, args=(connection,)))
                    threads[-1].start()

        accepting = threading.Thread(target=listen)
        accepting.start()
        try:
            yield server
        finally:
            over.set()
            accepting.join()
            for each in threads:
                each.join()


def hangs(_: socket.socket, over: threading.Event) -> None:
    """Say nothing until the test is over."""
    over.wait(60)


def drips(first: bytes) -> Behaviour:
    """Return a server that says `first`, and then a byte at a time for ever."""

    def drip(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(first)
        while not over.wait(0.02):
            connection.sendall(b"a")

    return drip


def local(server: Server, *hosts: str) -> Fetcher:
    """Return the fetcher of a feed on loopback."""
    reach = Reach(httpx.URL(f"{server.url}/feed"), hosts, Network.LOOPBACK)
    return Fetcher(
        reach, {"X-Response-MediaType": "application/json"}, KEY, time.monotonic, ssl.create_default_context()
    )


def fetched(fetcher: Fetcher, url: str, *, seconds: float = 20.0, validators: Validators | None = None) -> Fetched:
    return fetcher.get(url, validators=validators or Validators(), until=time.monotonic() + seconds)


def refusal(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(FeedError) as refused:
        fetched(fetcher, url)
    assert "s3cr3t" not in str(refused.value)
    return str(refused.value)
