"""Connections that go to the checked address itself, and that end when the poll's time does."""

import ssl
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from loudhailer.feeds.addresses import Reach

Remaining = Callable[[], float]


class PinnedNetwork(httpcore.NetworkBackend):
    """Resolves a host once, checks what it found and connects to that: TLS and `Host` still speak of the name."""

    def __init__(self, reach: Reach, remaining: Remaining, below: httpcore.NetworkBackend) -> None:
        self._reach = reach
        self._remaining = remaining
        self._below = below

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002  # the poll's own time decides
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the checked address."""
        address = self._reach.target(host, port)
        stream = self._below.connect_tcp(
            address, port, timeout=self._remaining(), local_address=local_address, socket_options=socket_options
        )
        return _TimedStream(stream, self._remaining)


class _TimedStream(httpcore.NetworkStream):
    """A stream on which no call outlasts the poll, so that a server cannot spin it out byte by byte."""

    def __init__(self, stream: httpcore.NetworkStream, remaining: Remaining) -> None:
        self._stream = stream
        self._remaining = remaining

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, self._remaining())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._remaining())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._remaining())
        return _TimedStream(stream, self._remaining)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
