"""A feed for tests of the poller: a format of its own in JSON, and a server that answers what it is told to."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from loudhailer.domain.errors import FeedError, FeedUnavailable, LoudhailerError
from loudhailer.domain.incident import Incident, Period, Phase
from loudhailer.domain.told import Told, read_told
from loudhailer.feed_ports import Feed, Fetched, Validators
from loudhailer.feed_rules import Ends, FeedRules
from loudhailer.feeds.reading import Link, Reading
from loudhailer.pipeline.poll import Poll
from tests.builders import NOW, an_incident
from tests.fakes import Clock, Documents, MemoryFeeds, MemoryState, Tellings

NAME = "national_highways"
ADDRESS = "https://feeds.example/closures"


def document(*incidents: str, links: Sequence[tuple[str, str]] = (), refused: Sequence[str] = (), **more: Any) -> bytes:
    """Return a document about incidents, each written `id/revision/road/phase`, of which only the id is needed.

    What is refused is written `place`, or `place<id` where its id could be read.
    """
    return json.dumps({"incidents": incidents, "links": links, "refused": refused} | more).encode()


def read(body: bytes) -> Reading:
    """Read such a document."""
    try:
        found = json.loads(body)
    except ValueError:
        raise FeedError("document", "it is not JSON") from None
    return Reading(
        incidents=tuple(_incident(*each.split("/")) for each in found["incidents"]),
        links=tuple(Link(*each) for each in found["links"]),
        refused=tuple(_refused(*each.split("<")) for each in found["refused"]),
        partial=found.get("partial", False),
        next_page=found.get("next", ""),
    )


def _refused(place: str, about: str = "") -> FeedError:
    return FeedError(place, "it has no road", about)


def _incident(name: str, revision: str = "1", road: str = "A4117", phase: str = "open") -> Incident:
    """Return one; a `road` of the kind `A1@5` is one whose only period begins and is expected to end.

    It begins in so many minutes of the tests' day and lasts for ten.
    """
    references = tuple(name.split("<")[1:])
    road, _, minutes = road.partition("@")
    begins = NOW + timedelta(minutes=int(minutes or 0))
    ends = begins + timedelta(minutes=10)
    return an_incident(
        source=NAME,
        id=name.split("<", maxsplit=1)[0],
        revision=int(revision),
        facts={"road": road},
        phase=Phase(phase),
        references=references,
        periods=(Period(start=begins, end=ends),) if minutes else (),
        expected_end=ends if minutes else None,
    )


@dataclass
class Server:
    """Answers by address: a body, an error, or (with `etags`) 304 where the caller has that body already.

    `slow` says how many seconds an address takes, `during` is done while an answer is under way.
    """

    answers: dict[str, bytes | LoudhailerError] = field(default_factory=dict)
    following: dict[str, str] = field(default_factory=dict)
    etags: bool = False
    slow: dict[str, float] = field(default_factory=dict)
    during: Callable[[], object] = lambda: None
    now: float = 0.0
    asked: list[str] = field(default_factory=list)

    def get(self, url: str, *, validators: Validators, until: float) -> Fetched:
        self.asked.append(url)
        self.during()
        if self.now + self.slow.get(url, 0.0) >= until:
            self.now = max(self.now, until)
            raise FeedUnavailable("feeds.example: it did not answer in time")
        self.now += self.slow.get(url, 0.0)
        answer = self.answers.get(url, FeedError("feeds.example", "it answered 404"))
        if isinstance(answer, LoudhailerError):
            raise answer
        etag = f'"{hash(answer)}"' if self.etags else ""
        if etag and validators.etag == etag:
            return Fetched(304, url, etag=etag, next_page=self.following.get(url, ""))
        return Fetched(200, url, answer, etag=etag, next_page=self.following.get(url, ""))

    def monotonic(self) -> float:
        return self.now


@dataclass
class Desk:
    """A poller at work, and what came of it."""

    snapshot: bool = True
    absent_after: int = 2
    rules: FeedRules = field(default_factory=FeedRules)
    end_time: Literal["forecast", "decides"] = "forecast"
    every: int = 1
    server: Server = field(default_factory=Server)
    memory: MemoryFeeds = field(default_factory=MemoryFeeds)
    queue: Tellings = field(default_factory=Tellings)
    state: MemoryState = field(default_factory=MemoryState)
    documents: Documents = field(default_factory=Documents)
    clock: Clock = field(default_factory=Clock)

    @property
    def poll(self) -> Poll:
        feed = Feed(
            name=NAME,
            address=ADDRESS,
            connect=lambda: self.server,
            read=read,
            snapshot=self.snapshot,
            rules=self.rules.model_copy(update={"ends": Ends(absent_after=self.absent_after, end_time=self.end_time)}),
            every=timedelta(minutes=self.every),
        )
        return Poll(
            feeds={NAME: feed},
            memory=self.memory,
            queue=self.queue,
            outcomes=self.state,
            documents=self.documents,
            clock=self.clock,
            monotonic=self.server.monotonic,
        )

    def sees(self, body: bytes | LoudhailerError) -> list[str]:
        """Let the address answer so, poll once a minute later, and return what was told."""
        self.server.answers[ADDRESS] = body
        return self.polled()

    def polled(self) -> list[str]:
        """Poll once a minute later and return what was told: `id/revision`, `-id` for what is no longer listed."""
        self.clock.pass_(60)
        before = len(self.queue.bodies)
        self.poll(NAME)
        return [_said(each) for each in self.told(before)]

    def told(self, since: int = 0) -> list[Told]:
        """Return what was put on the queue."""
        return [read_told(json.loads(body)["detail"]) for body in self.queue.bodies[since:]]

    def ids(self) -> list[str]:
        """Return the event ids that were put on the queue."""
        return [json.loads(body)["id"] for body in self.queue.bodies]


def _said(told: Told) -> str:
    return f"{told.incident.id}/{told.incident.revision}" if told.incident else f"-{told.telling.id}"
