"""A source that is pushed, and SNS as it would push it: signed with a key that is made for the tests."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from local.sandbox.publisher import CERTIFICATE, PublisherServer, self_signed
from local.unpaced import unpaced
from loudhailer.config import Config, load
from loudhailer.domain.errors import FeedError, FeedUnavailable
from loudhailer.feed_ports import Fetched, Validators
from loudhailer.feeds.publisher import SnsPublisher
from loudhailer.pipeline.push import Push
from loudhailer.sns import origin_of
from tests.builders import NOW
from tests.fakes import Clock, MemoryState, Tellings

SOURCE = "highways.pushed"
TOPIC = "arn:aws:sns:eu-west-2:111122223333:closures"
ORIGIN = "https://sns.eu-west-2.amazonaws.com"
ADDED = {
    "sources.yaml": f"""
sources:
  {SOURCE}:
    format: national_highways
    policy: national_highways
    push: {{ topics: ['{TOPIC}'] }}
""",
    "plan.yaml": f"""
classes:
  {SOURCE}: {{ highways_closure: incident, highways_lanes: incident, highways_incident: incident }}
""",
}
"""What stands under the first line of each file's own part."""


def with_pushed(config: Path) -> Path:
    """Add the pushed source to a copy of the configuration."""
    for name, added in ADDED.items():
        head = added.split(":")[0] + ":\n"
        text = (config / name).read_text(encoding="utf-8")
        assert text.count(head) == 1
        (config / name).write_text(text.replace(head, added), encoding="utf-8")
    return config


@cache
def publisher() -> PublisherServer:
    """Return the one that signs for all tests: to make its key takes longer than they do."""
    return PublisherServer()


@cache
def a_certificate(days: int = 1) -> bytes:
    """Return a certificate over its key, valid around the tests' own time; `days` from now it ends."""
    return self_signed(publisher().key, start=NOW - timedelta(days=30), end=NOW + timedelta(days=days))


def signed(message: str = "{}", *, address: str = ORIGIN, version: str = "1", **changes: Any) -> dict[str, Any]:
    """Return a parcel as SNS would sign it; `changes` are of signed fields, before it is signed."""
    asked = {"topic": TOPIC, "message": message, "version": version, "subject": changes.pop("Subject", None)}
    asked["kind"] = changes.get("Type", "Notification")
    plain = json.loads(publisher().publish(asked, address))
    return publisher().sign(plain | changes, version=version, address=address)


@dataclass
class Asked:
    """SNS where it answers itself: what it serves, by address, and what was asked."""

    serves: dict[str, bytes | FeedError | FeedUnavailable] = field(default_factory=dict)
    urls: list[str] = field(default_factory=list)
    leads_to: str = ""

    def get(self, url: str, *, validators: Validators, until: float) -> Fetched:  # noqa: ARG002
        self.urls.append(url)
        found = self.serves.get(url, b"" if "?" in url else FeedError("sns", "it answered 404"))
        if not isinstance(found, bytes):
            raise found
        return Fetched(200, self.leads_to or url, found)


@dataclass
class PushDoor:
    """The door for what is pushed, with everything behind it in memory."""

    state: MemoryState = field(default_factory=MemoryState)
    queue: Tellings = field(default_factory=Tellings)
    sns: Asked = field(default_factory=Asked)
    clock: Clock = field(default_factory=Clock)
    origin: str = ORIGIN

    def __post_init__(self) -> None:
        self.sns.serves = {f"{self.origin}{CERTIFICATE}": a_certificate()}
        self.publisher = SnsPublisher({self.origin: self.sns}, self.clock, lambda: 0.0)

    def push(self) -> Push:
        topics = {SOURCE: {TOPIC: self.origin}, "another": {f"{TOPIC}-2": origin_of(TOPIC)}}
        return Push(topics, self.publisher, self.queue, self.state, self.clock)

    def brings(self, parcel: dict[str, Any], source: str = SOURCE) -> Any:
        return self.push()(source, json.dumps(parcel).encode())


def pushed_config(folder: Path) -> Config:
    """Return the shipped configuration with the pushed source; it is written into `folder`."""
    return load(with_pushed(unpaced(folder)))
