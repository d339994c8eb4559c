"""Days of a feed's documents, as bytes, through the real poller and ingest; and what a person would have said of them.

A `Step` is one poll: the bytes that each address serves, and, decided before there were any bytes, what a reader of
them is told. The oracle hears only that. A seed is a whole history.
"""

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from loudhailer import feeds
from loudhailer.config import Config
from loudhailer.domain.alert import MsgType
from loudhailer.domain.delivery import State
from loudhailer.domain.errors import FeedUnavailable, LoudhailerError, StateUnavailable
from loudhailer.domain.post import Variant
from loudhailer.feed_ports import Document, Feed
from loudhailer.pipeline.admit import CountNew
from loudhailer.pipeline.poll import Poll
from tests.builders import NOW
from tests.fakes import MemoryFeeds, Tellings
from tests.pipeline.feed import Server
from tests.pipeline.way_in import WayIn

EVERY = timedelta(minutes=30)
GONE = FeedUnavailable("feeds.example: it did not answer in time")
HTML = b"<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a document says of one incident: its kind, where it is, and whether it is on, only planned, or over.

    What is `small` by its severity is not said by itself; that stands in no word that the public sees.
    """

    kind: str
    where: str
    phase: str = "open"
    number: int = 0
    small: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One poll. `heard` is what can be read, `complete` that this is all there is, `failed` that something is missing.

    `breaks` is how many of its tellings reach the queue before it gives way, None for all.
    """

    serves: Mapping[str, bytes | LoudhailerError]
    following: Mapping[str, str]
    heard: Sequence[tuple[str, Seen]]
    complete: bool
    failed: bool = False
    breaks: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One alert: what kind of word it is, how it begins, and whether it waits for a person."""

    msg_type: MsgType
    words: str
    held: bool = False


Sentences = Mapping[str, tuple[str, str, str]]
"""By kind, how the first word, a later one and the end begin, about {where}; an empty end is none that silence says."""


@dataclass
class _Life:
    """One incident, as the oracle has followed it.

    `listed` is that the feed holds it, `public` that words of ours about it stand, `aired` that some of them went out,
    `ending` that an end of it waits for a person, `waiting` that its last words do.
    """

    seen: Seen
    said: Seen | None = None
    listed: bool = True
    public: bool = False
    aired: bool = False
    ending: bool = False
    waiting: bool = False
    misses: int = 0


@dataclass
class Oracle:
    """A person with a pencil: hears the documents one by one and says what the public is to be told.

    The kind that is `vital` is never too small.
    """

    sentences: Sentences
    snapshot: bool
    vital: str = ""
    absent_after: int = 2
    begun: bool = False
    lives: dict[str, _Life] = field(default_factory=dict)
    said: dict[str, list[Said]] = field(default_factory=dict)

    def hear(self, step: Step) -> None:
        """Hear one document; what of it cannot be read is not in it."""
        newest: dict[str, Seen] = {}
        for name, seen in step.heard:
            if name not in newest or seen.number >= newest[name].number:
                newest[name] = seen
        stood = {name for name, life in self.lives.items() if life.listed}
        for name, seen in newest.items():
            self._one(name, seen)
        if self.snapshot and step.complete:
            self._absent(stood, stood - set(newest))
        if (step.heard or step.complete) and not step.failed:
            self.begun = True

    def _one(self, name: str, seen: Seen) -> None:
        life = self.lives.get(name)
        if life is None:
            life = self.lives[name] = _Life(seen)
        elif not self.snapshot and seen.number <= life.seen.number:
            return
        life.seen, life.misses, life.listed = seen, 0, True
        if seen.phase == "open":
            self._open(name, life)
        elif life.public and (end := self._end(life, by_silence=seen.phase == "planned")):
            self._say(name, Said(MsgType.CANCEL, end, held=not self.begun))
            life.public = False

    def _open(self, name: str, life: _Life) -> None:
        first, later, _ = self.sentences[life.seen.kind]
        told = replace(life.seen, number=0)
        if not (life.public and life.aired) and told.small and told.kind != self.vital:
            return
        # An end that waits must not be let go once the feed has it again: it is said anew, and takes its place. So is
        # what waits and has grown: it may go now.
        graver = life.waiting and life.said is not None and life.said.small > told.small
        same = life.said is not None and told == replace(life.said, small=told.small)
        if not life.public or life.ending or graver or not same:
            msg_type, words = (MsgType.UPDATE, later) if life.public else (MsgType.ALERT, first)
            self._say(name, Said(msg_type, words.format(where=told.where), held=not self.begun))
            life.aired |= self.begun
            life.waiting, life.said = not self.begun, told
        life.public, life.ending = True, False

    def _absent(self, stood: set[str], missing: set[str]) -> None:
        unbelieved = len(stood) >= 10 and len(missing) > len(stood) / 2
        for name in missing:
            life = self.lives[name]
            life.misses += 1
            if life.misses < self.absent_after:
                continue
            life.listed, life.misses = False, 0
            if life.public and (end := self._end(life, by_silence=True)):
                self._say(name, Said(MsgType.CANCEL, end, held=unbelieved))
                # What waits for a person has not been said: the public still believes what it heard before.
                life.public = life.ending = unbelieved and life.aired

    def _end(self, life: _Life, *, by_silence: bool) -> str:
        assert life.said is not None
        # An explicit end names what it ends in its own words; silence has none.
        where = life.said.where if by_silence else life.seen.where
        return self.sentences[life.said.kind][2].format(where=where)

    def _say(self, name: str, said: Said) -> None:
        self.said.setdefault(name, []).append(said)


@dataclass
class Replay:
    """A feed's whole history, through the poller's and ingest's real code with the stores in memory."""

    source: str
    address: str
    config: Config
    read: Callable[[bytes], Document]
    chance: random.Random
    server: Server = field(default_factory=lambda: Server(etags=True))
    memory: MemoryFeeds = field(default_factory=MemoryFeeds)
    queue: Tellings = field(default_factory=Tellings)
    way_in: WayIn = field(default_factory=WayIn)

    def play(self, steps: Iterator[Step], oracle: Oracle) -> None:
        """Poll every half an hour and let the oracle hear the same; then compare all that was said."""
        for step in steps:
            self.way_in.clock.pass_(EVERY.total_seconds())
            self.server.answers, self.server.following = dict(step.serves), dict(step.following)
            # One that breaks off before it has asked hears nothing, and so proves nothing here.
            self.queue.broken = None if self.memory.feed(self.source).owed else step.breaks
            left = 0
            with suppress(StateUnavailable):
                left = self.poll(self.source).left
            oracle.hear(step)
            self._ingest()
            # What is left, and what is owed, the next poll sends.
            if not (left or self.memory.feed(self.source).owed):
                self._compare(oracle)

    @property
    def poll(self) -> Poll:
        feed = Feed(
            name=self.source,
            address=self.address,
            connect=lambda: self.server,
            read=self.read,
            snapshot=oracle_hears_lists(self.source, self.config),
            rules=self.config.rules_of(self.source),
        )
        return Poll(
            feeds={self.source: feed},
            memory=self.memory,
            queue=self.queue,
            outcomes=self.way_in.state,
            documents=self.way_in.documents,
            clock=self.way_in.clock,
            monotonic=self.server.monotonic,
        )

    def _ingest(self) -> None:
        """Let ingest have what came, some of it twice, and in any order but for the words about one incident."""
        bodies = self.queue.bodies + [each for each in self.queue.bodies if self.chance.random() < 0.1]
        places = {body: self.chance.random() for body in bodies}
        about = {body: json.loads(body)["id"].split(":")[1] for body in bodies}
        first = {about[body]: places[body] for body in bodies}
        bodies.sort(key=lambda body: first[about[body]])
        self.queue.bodies.clear()
        built, brake = self.way_in.ingest(), CountNew(self.config, self.way_in.sources)
        ingest = replace(
            built,
            read=lambda body, fallback_id: feeds.read_event(body, fallback_id, self.config),
            admit=replace(built.admit, tell=replace(built.admit.tell, config=self.config, brake=brake)),
        )
        for number, body in enumerate(bodies):
            ingest(body, f"message-{number}")

    def _compare(self, oracle: Oracle) -> None:
        said: dict[str, list[Said]] = {}
        state = self.way_in.state
        going = {of for (of, name), each in state.stored.items() if name == "page" and each.state is not State.HELD}
        for alert in sorted(state.alerts.values(), key=lambda each: each.revision):
            drafts = alert.drafts["page"]
            words = (drafts.get(Variant.REPLY) or drafts[Variant.FIRST]).text.partition(".")[0]
            said.setdefault(alert.incident_id, []).append(
                Said(alert.msg_type, f"{words}.", held=alert.identifier not in going)
            )
        for name in sorted(said.keys() | oracle.said.keys()):
            mine, theirs = said.get(name, []), oracle.said.get(name, [])
            assert mine == theirs, f"{name} at {self.way_in.clock.now}: {mine} was to be {theirs}"


def oracle_hears_lists(source: str, config: Config) -> bool:
    """Tell whether a source's documents list all that is open."""
    return feeds.FEEDS[config.sources.sources[source].format].snapshot


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)
