"""FETCH: one document of a feed, in bounded time and size, from nowhere but where it may come from."""

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpcore
import httpx

from loudhailer import __version__
from loudhailer.domain.errors import FeedError, FeedUnavailable
from loudhailer.feed_ports import Fetched, Validators
from loudhailer.feeds._body import MOST_BYTES, read_body, too_large
from loudhailer.feeds._pinned import PinnedNetwork
from loudhailer.feeds.addresses import Reach

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 3
_PASSING = frozenset({408, 425, 429})
_PAUSING = frozenset({429, 503})
_LONGEST_VALIDATOR = 1024
_LEAST_SECONDS = 0.001  # a socket takes 0 for "do not wait at all", and no call for negative


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches for one feed. `secret` goes to the feed's own host only; `monotonic` tells the poll's time.

    `agent` says who asks, `most_bytes` how large a document may be when it is unpacked.
    """

    reach: Reach
    headers: Mapping[str, str]
    secret: Mapping[str, str]
    monotonic: Callable[[], float]
    tls: ssl.SSLContext
    below: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)
    agent: str = field(default_factory=lambda: user_agent(""))
    most_bytes: int = MOST_BYTES

    def get(self, url: str, *, validators: Validators, until: float) -> Fetched:
        """Fetch one document, over at most three redirects."""
        at, asked = _parsed(url), Validators(_sendable(validators.etag), _sendable(validators.modified))
        for _ in range(_MOST_REDIRECTS + 1):
            self.reach.check(at)
            answer = self._ask(at, asked, until)
            if isinstance(answer, Fetched):
                return answer
            if at.scheme == "https" and answer.scheme != "https":
                raise FeedError(at.host, "it redirects from https to http")
            at = answer
        raise FeedError(at.host, f"it redirects more than {_MOST_REDIRECTS} times")

    def _ask(self, url: httpx.URL, validators: Validators, until: float) -> Fetched | httpx.URL:
        """Return the answer, or where it redirects to."""

        def remaining() -> float:
            left = until - self.monotonic()
            if left <= 0:
                raise FeedUnavailable(f"{url.host}: it did not answer in time")
            return max(left, _LEAST_SECONDS)

        network = PinnedNetwork(self.reach, remaining, self.below)
        remaining()
        try:
            with (
                httpcore.ConnectionPool(ssl_context=self.tls, network_backend=network) as pool,
                pool.stream("GET", str(url), headers=self._headers(url, validators)) as response,
            ):
                headers = httpx.Headers(response.headers)
                if response.status in _REDIRECTS:
                    return _joined(url, headers.get("Location", ""))
                following = headers.get("x-next", "")
                next_page = str(_joined(url, following)) if following else ""
                if response.status == httpx.codes.NOT_MODIFIED and validators != Validators():
                    return Fetched(304, str(url), b"", validators.etag, validators.modified, next_page)
                _refuse_status(url.host, response.status, headers)
                if int(headers.get("Content-Length") or 0) > self.most_bytes:
                    raise too_large(url.host, self.most_bytes)
                encoding = headers.get("Content-Encoding", "")
                body = read_body(url.host, encoding, response.iter_stream(), self.most_bytes)
        except httpcore.TimeoutException:
            raise FeedUnavailable(f"{url.host}: it did not answer in time") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as exc:
            raise FeedUnavailable(f"{url.host}: {type(exc).__name__}") from None
        return Fetched(
            status=200,
            url=str(url),
            body=body,
            etag=_sendable(headers.get("ETag", "")),
            modified=_sendable(headers.get("Last-Modified", "")),
            next_page=next_page,
        )

    def _headers(self, url: httpx.URL, validators: Validators) -> list[tuple[str, str]]:
        asked = {"Host": url.netloc.decode("ascii"), "User-Agent": self.agent, "Accept-Encoding": "gzip"}
        asked |= self.headers
        if validators.etag:
            asked["If-None-Match"] = validators.etag
        if validators.modified:
            asked["If-Modified-Since"] = validators.modified
        if self.reach.is_home(url):
            asked |= self.secret
        return list(asked.items())


def user_agent(contact: str) -> str:
    """Return who asks, in which version, and where a person of ours is found."""
    found_at = f"+{contact}; " if contact else ""
    return f"loudhailer/{__version__} ({found_at}incident alerts of a fire and rescue service)"


def _sendable(validator: str) -> str:
    """Return a validator that can be sent back; without one the next poll is answered in full."""
    plain = validator.isascii() and validator.isprintable() and len(validator) <= _LONGEST_VALIDATOR
    return validator if plain else ""


def _parsed(url: str) -> httpx.URL:
    try:
        return httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        raise FeedError("address", "it is not an address") from None


def _joined(url: httpx.URL, onward: str) -> httpx.URL:
    if not onward:
        raise FeedError(url.host, "it redirects to nowhere")
    try:
        return url.join(onward)
    except (httpx.InvalidURL, ValueError):
        raise FeedError(url.host, "it leads on to what is no address") from None


def _refuse_status(host: str, status: int, headers: httpx.Headers) -> None:
    if status in _PASSING or httpx.codes.is_server_error(status):
        pause = _pause_of(headers) if status in _PAUSING else 0.0
        raise FeedUnavailable(f"{host}: it answered {status}", pause)
    if status != httpx.codes.OK:
        raise FeedError(host, f"it answered {status}")


def _pause_of(headers: httpx.Headers) -> float:
    """Return the seconds that a server asks to be left alone for, by its own clock; 0 where it says nothing to use."""
    asked = headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked[:9])
    until, now = _date_of(asked), _date_of(headers.get("Date", ""))
    return max((until - now).total_seconds(), 0.0) if until and now else 0.0


def _date_of(header: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(header)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
