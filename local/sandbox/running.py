"""The sandbox for tests and demos: a client of its control API, and a sandbox in a thread of this process."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx

from local.sandbox.drills import Shelf
from local.sandbox.pages import Fetch
from local.sandbox.server import SandboxServer
from local.sandbox.state import Clock
from local.serving import PATIENCE, ServerThread


class Sandbox:
    """A running sandbox: its addresses and secrets by channel, and its control API.

    Built by `running_sandbox`, or from the JSON line that `python -m local.sandbox` prints. `feed_keys` are the
    credentials of the feeds that ask for one.
    """

    def __init__(
        self,
        addresses: Mapping[str, str],
        secrets: Mapping[str, Mapping[str, str]],
        feed_keys: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.addresses = dict(addresses)
        self.feed_keys = {feed: dict(key) for feed, key in feed_keys.items()}
        self.secrets = {channel: dict(secret) for channel, secret in secrets.items()}
        self._http = httpx.Client(base_url=self.addresses["wall"], trust_env=False, timeout=PATIENCE)

    def posts(self, channel: str | None = None) -> list[dict[str, Any]]:
        """Return what the public sees, in order of arrival; of one channel, or of all."""
        posts: list[dict[str, Any]] = self._call("GET", "posts").json()
        return [post for post in posts if channel in {None, post["channel"]}]

    def calls(self, number: str | None = None) -> list[dict[str, Any]]:
        """Return what was sent and spoken to whoever was called out, in order; to one number, or to all."""
        calls: list[dict[str, Any]] = self._call("GET", "calls").json()
        return [call for call in calls if number in {None, call["number"]}]

    def pages(self) -> list[dict[str, Any]]:
        """Return the entries of the own page's index, as last read."""
        entries: list[dict[str, Any]] = self._call("GET", "pages").json()
        return entries

    def channel(self, name: str) -> dict[str, Any]:
        """Return a channel's `state` (up, off, faulty), its `detail` and the posting `attempts` it has had."""
        return next(channel for channel in self._call("GET", "channels").json() if channel["name"] == name)

    def fault(self, channel: str, *, kind: str, **details: float | bool) -> None:
        """Line up a fault; see `faults.py` for the kinds and what each takes."""
        self._call("POST", f"{channel}/fault", {"kind": kind, **details})

    def clear(self, channel: str) -> None:
        """Undo all faults of a channel."""
        self._call("DELETE", f"{channel}/fault")

    def remove(self, channel: str, post_id: str) -> None:
        """Delete a post on its platform, as a person there would."""
        self._call("POST", f"{channel}/remove", {"id": post_id})

    def note(self, text: str) -> None:
        """Caption the wall."""
        self._call("POST", "note", {"text": text})

    def serve(self, feed: str, **how: object) -> None:
        """Serve a feed so from now on; see `feeds.Serving` for what can be said."""
        self._call("POST", f"feeds/{feed}", how)

    def feed(self, name: str) -> dict[str, Any]:
        """Return how often a feed was asked: `requests`, `unchanged`, `refused`, and what was `asked` for."""
        state: dict[str, Any] = self._call("GET", "feeds").json()[name]
        return state

    def published(self, topic: str, message: str = "", **how: object) -> bytes:
        """Return what SNS would post of a topic, signed; see `publisher.Publishing` for what can be said."""
        said = {"topic": topic, **({"message": message} if message else {}), **how}
        return self._call("POST", "publish", said).content

    def confirmed(self) -> list[str]:
        """Return the topics whose subscriptions were confirmed, in order."""
        topics: list[str] = self._call("GET", "confirmed").json()
        return topics

    def reset(self) -> None:
        """Forget posts, captions, faults and feeds; credentials and sessions stay good."""
        self._call("POST", "reset")

    def close(self) -> None:
        """Let go of the connection to the control API."""
        self._http.close()

    def _call(self, method: str, path: str, body: Mapping[str, object] | None = None) -> httpx.Response:
        answer = self._http.request(method, f"/_sandbox/{path}", json=body)
        if answer.status_code == httpx.codes.BAD_REQUEST:
            raise ValueError(answer.json()["error"])
        return answer.raise_for_status()


@contextmanager
def running_sandbox(
    *,
    secrets: Mapping[str, Mapping[str, str]] | None = None,
    fetch: Fetch | None = None,
    drills: Shelf | None = None,
    page_url: str = "",
    clock: Clock = time.time,
) -> Iterator[Sandbox]:
    """Run a sandbox on free ports in a thread of this process.

    `fetch` reads the own pages, `drills` holds those of the drill wall, `clock` tells its time.
    """
    server = SandboxServer(secrets=secrets, fetch=fetch, drills=drills, page_url=page_url, clock=clock)
    thread = ServerThread("sandbox", server)
    thread.start()
    thread.await_start()
    sandbox = Sandbox(server.addresses, server.secrets, server.feeds.keys)
    try:
        yield sandbox
    finally:
        sandbox.close()
        thread.halt()
