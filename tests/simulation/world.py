"""One world of one seed: the service, its queues and six platforms in memory, and the stepper that lets them move.

Nothing happens at once and nothing by itself: the stepper takes the next moment off a heap, moves the clock there, and
lets one worker run until it has ended, stands still or is killed. Ties are broken by the seed, so every order is tried.
"""

import heapq
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from types import TracebackType
from typing import Self

from loudhailer.domain.delivery import Due, State
from loudhailer.domain.errors import FeedError, Transient
from loudhailer.pipeline.received import Received, Report
from loudhailer.ports import Arrival
from tests.approval_fakes import MemoryReviews
from tests.builders import NOW, shipped_config
from tests.channels.pages import page_on
from tests.fakes import Clock, Documents, MemoryState
from tests.simulation.baton import Worker
from tests.simulation.calls import Calls, Shift, Trace
from tests.simulation.faults import Came, Chaos, Kind, Point, came
from tests.simulation.oracle import Oracle, Promise
from tests.simulation.platforms import NAMES, Blind, Keyed, Pages, ReadBack
from tests.simulation.ports import Behind, Deferrals, Line, Store, Table, Topic
from tests.simulation.queues import Copy, Queue, lanes_of
from tests.simulation.script import Order, Script, Word, orders
from tests.simulation.wiring import TIMEOUT, Service

LENGTH = 2400.0
"""For how many seconds things come in."""
STORM = 1800.0
"""For how many seconds after that something may still go wrong."""
_MINUTE = 60.0
_INGEST_TIMEOUT, _SWEEP_TIMEOUT = 30.0, 29.0
_LONGEST = 6 * 3600.0
_TAKEN_OFF = 6
"""How many posts somebody deletes by hand, in the platform's own pages."""
_COMES_AGAIN, _COMMAND_SPEAKS = 0.5, 0.2
"""How often that happens while a worker stands still."""


@dataclass(frozen=True)
class Variation:
    """What of the service is another than the real one: how a deliberate bug is built in."""

    state: type[MemoryState] = MemoryState
    line: type[Line] = Line
    sweeps: bool = True
    lag: float = 6.0  # the longest that X keeps from us what it shows already, in seconds


@dataclass(eq=False)
class World:
    """Everything of one seed. Closing it ends its workers' threads."""

    seed: int
    incidents: int = 70
    wanted: bool = False
    variation: Variation = field(default_factory=Variation)

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)  # noqa: S311  # a seed that replays, not a secret
        self.now = 0.0
        self.clock = Clock(NOW)
        self.trace = Trace(self.wanted)
        self.chaos = Chaos(self.rng, self.rng.choice((0.3, 1.0, 1.0, 1.0, 1.5)))
        self.calls = Calls(self.chaos, lambda: self.now, self.later, self.trace, self._meanwhile)
        self.state = self.variation.state()
        self.oracle = Oracle(shipped_config().plan, self.state, self.clock)
        self._heap: list[tuple[float, float, int, Callable[[], None]]] = []
        self._pushed = self._keys = self.steps = 0
        self.workers = [Worker(f"worker-{number}") for number in range(self.rng.choice((2, 3, 6)))]
        self._queues()
        self._service()

    def _queues(self) -> None:
        most = self.rng.choice((2, 2, 2, 3, 100))
        self.queues = lanes_of(NAMES, lambda name: Queue(name, self._wake, most))
        self.incoming = Queue("ingest", self._wake, 50)
        self.by_name = {each.name: each for each in (*self.queues.values(), self.incoming)}
        self.arrivals: dict[str, Arrival] = {}

    def _service(self) -> None:
        self.reviews = MemoryReviews()
        table = Table(self.calls, self.state, self.reviews, Documents(), self.oracle)
        self.service = Service(
            table=table,
            topic=Topic(self.calls, self.queues, self._put),
            deferrals=Deferrals(self.calls, lambda receipt: self.by_name[receipt.partition("#")[0]]),
            clock=self.clock,
            jitter=lambda seconds: self.rng.uniform(0.0, seconds),
            new_key=self._new_key,
        )
        lasts = timedelta(seconds=self.rng.choice((0.0, 60.0, 3600.0)))
        self.pages = Pages(clock=self.clock, seen=self.oracle.seen)
        self.platforms: dict[str, Keyed | ReadBack | Blind] = {
            "bluesky": Keyed("bluesky", self.clock, self.oracle.seen),
            "mastodon": Keyed("mastodon", self.clock, self.oracle.seen, lasts=lasts),
            "x": ReadBack("x", self.clock, self.oracle.seen, lag=lambda: self.rng.uniform(0.0, self.variation.lag)),
            "slack": ReadBack("slack", self.clock, self.oracle.seen, compares=False),
            "telegram": Blind("telegram", self.clock, self.oracle.seen),
        }
        line = self.variation.line
        self.lines = {name: line(name, self.calls, each, self.oracle) for name, each in self.platforms.items()}
        page = page_on(Store(self.calls, self.pages))  # type: ignore[arg-type]  # it reads and writes as the kit's store does
        self.lines["page"] = line("page", self.calls, page, self.oracle, self.pages)
        follow = Behind(self.calls, self._put)
        self.senders = {name: self.service.deliver(name, self.lines[name], follow) for name in NAMES}
        self.ingest, self.tell = self.service.ingest(), self.service.tell()
        self.sweep, self.status = self.service.sweep(), self.service.status()
        self.state.live(*NAMES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for each in self.workers:
            each.close()

    def run(self, until: Promise | None = None) -> None:
        """Play the night to its end and look back on it; or only until a promise is broken."""
        for word in Script(self.rng, NOW, self.incidents, LENGTH).write():
            self.at(word.at, lambda word=word: self._comes_in(word))  # type: ignore[misc]  # the loop's own, bound now
        ordered = orders(self.rng, NOW, NAMES, LENGTH)
        self._restless = bool(ordered)
        for order in ordered:
            self.at(order.at, lambda order=order: self._ordered(order))  # type: ignore[misc]  # the same
        for _ in range(_TAKEN_OFF):
            self.at(self.rng.uniform(0.0, LENGTH), self._taken_off)
        self.at(LENGTH + STORM, self._calm)
        self.at(_MINUTE, self._tick)
        while self._heap and self.now < _LONGEST:
            moment, _, _, act = heapq.heappop(self._heap)
            if moment > self.now:
                self.now = moment
                self.clock.now = NOW + timedelta(seconds=moment)
            act()
            if until is not None and any(each.promise is until for each in self.oracle.broken):
                return
        waiting = [each.name for each in self.by_name.values() if each.waiting]
        failed = {key: at for line in self.lines.values() for key, at in line.looked.items()}
        dead = [(self._named(copy)[0], self._channel(copy)) for each in self.queues.values() for copy in each.dead]
        self.oracle.look_back(failed, waiting, dead)

    # time

    def at(self, moment: float, act: Callable[[], None]) -> None:
        """Do something at a moment."""
        self._pushed += 1
        heapq.heappush(self._heap, (moment, self.rng.random(), self._pushed, act))

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        """Do something in so many seconds."""
        self.at(self.now + seconds, act)

    def _calm(self) -> None:
        self.chaos.over = True

    def _tick(self) -> None:
        """The clock's minute. When nothing else is to come it skips to the minute in which something is due."""
        self._staff(self._sweeps, lambda: Shift(self._idle(), self.now, self.now + _SWEEP_TIMEOUT, "sweep"))
        if self.now < LENGTH + STORM:
            self._staff(self._statuses, lambda: Shift(self._idle(), self.now, self.now + _SWEEP_TIMEOUT, "status"))
        if self._heap or not self.variation.sweeps:
            if self._heap:
                self.later(_MINUTE, self._tick)
            return
        waits = (each.due_at for each in self.state.stored.values() if each.due not in {None, Due.HELD, Due.DOUBT})
        due = min((each for each in waits if each is not None), default=None)
        if due is not None:
            minutes = max(1, -(-(due - self.clock()).total_seconds() // _MINUTE))
            self.later(minutes * _MINUTE, self._tick)

    # workers

    def _idle(self) -> Worker:
        return next(each for each in self.workers if each.idle)

    def _staff(self, task: Callable[[Shift], None], shift: Callable[[], Shift]) -> bool:
        """Let an idle worker begin; False where all have something in hand."""
        if not any(each.idle for each in self.workers):
            return False
        self.steps += 1
        hands = self.calls.shift = shift()
        hands.worker.run(lambda: task(hands))
        self.calls.shift = None
        return True

    def _sweeps(self, shift: Shift) -> None:
        if self.variation.sweeps:
            with self._expecting(shift), suppress(Transient):
                self.sweep()

    def _statuses(self, shift: Shift) -> None:
        with self._expecting(shift), suppress(Transient):
            self.status()

    @contextmanager
    def _expecting(self, shift: Shift) -> Iterator[None]:
        """Note an error that nobody expects, and go on: a function that raised one would be called again."""
        try:
            yield
        except Exception as unexpected:  # noqa: BLE001  # every function's runtime catches the same
            self.oracle.broke(Promise.EXPECTED, shift.about or shift.what, repr(unexpected))

    # queues

    def _put(self, queue: Queue, body: str) -> None:
        """Put a copy on a queue, some seconds later as a topic does; now and then two."""
        queue.put(body, self.now + self.rng.choice((0.0, 0.0, 0.1, 0.5, 3.0)))
        if not self.chaos.over and self.rng.random() < 0.02:
            queue.put(body, self.now + self.rng.uniform(0.0, 60.0))

    def _wake(self, copy: Copy) -> None:
        self.at(copy.visible_at, lambda: self._visible(copy))

    def _visible(self, copy: Copy) -> None:
        if copy.gone or copy.visible_at > self.now:
            return
        if not any(each.idle for each in self.workers):
            self.later(0.3, lambda: self._visible(copy))
            return
        twice = False
        if copy.queue is not self.incoming:
            kind = self.chaos.draw(Point.RECEIVE, self._stands(copy))
            if kind is Kind.REORDERED:
                copy.visible_at = self.now + self.rng.uniform(0.5, 30.0)
                self._wake(copy)
                return
            twice = kind is Kind.TWICE
        if copy.queue.hand_out(copy, self.now):
            if twice:
                copy.queue.put(copy.body, self.now + self.rng.choice((0.0, 0.0, 1.0, 10.0)))
            self._work(copy)

    def _stands(self, copy: Copy) -> Came:
        delivery = self.state.stored.get(self._named(copy))
        return came(delivery) if delivery else Came.NEW

    @staticmethod
    def _channel(copy: Copy) -> str:
        return copy.queue.name.rpartition("-")[0]

    def _named(self, copy: Copy) -> tuple[str, str]:
        """Return which delivery a message is about: its alert, and its channel with the part."""
        said, channel = json.loads(copy.body), self._channel(copy)
        return said["alert_id"], f"{channel}/{said['part']}" if said.get("part") else channel

    def _work(self, copy: Copy) -> None:
        receipt, receives = copy.receipt, copy.receives
        if copy.queue is self.incoming:
            end = self.now + _INGEST_TIMEOUT
            self._staff(
                lambda shift: self._takes_in(shift, copy, receipt),
                lambda: Shift(self._idle(), self.now, end, "ingest", about=copy.body[:40]),
            )
            return
        end = self.now + TIMEOUT
        self._staff(
            lambda shift: self._delivers(shift, copy, Received(copy.body, receipt, receives)),
            lambda: Shift(self._idle(), self.now, end, "deliver", self._about(copy), self._stands(copy), copy=copy),
        )

    def _about(self, copy: Copy) -> str:
        return "/".join(self._named(copy))

    def _delivers(self, shift: Shift, copy: Copy, received: Received) -> None:
        """Do as functions/publish_post does: what must come again stays on the queue."""
        name = self._channel(copy)
        report = Report("Error", again=True)
        with self._expecting(shift):
            try:
                report = self.senders[name](received)
            except Transient as passing:
                report = Report("Transient", again=True, reason=str(passing))
        self.trace(self.now, shift.worker.name, shift.about, f"report: {report.word} {report.reason}")
        self.oracle.reported(name, report)
        if not report.again:
            self._acknowledge(copy, received.receipt_handle)

    def _acknowledge(self, copy: Copy, receipt: str) -> None:
        _, kind = self.calls.drawn_for(Point.ACK)
        if kind is None:
            copy.queue.delete(receipt)

    # what comes in

    def _comes_in(self, word: Word) -> None:
        self.oracle.events.add(word.event_id)
        if word.arrival is not None:
            self.arrivals[word.event_id] = word.arrival
        self.incoming.put(word.body or word.event_id, self.now)

    def _takes_in(self, _shift: Shift, copy: Copy, receipt: str) -> None:
        arrival = self.arrivals.get(copy.body)
        try:
            outcome = self.ingest(copy.body, "no-id") if arrival is None else self.tell(arrival)
        except Transient:
            return
        except FeedError:
            # A person is told at once that it cannot be said; nothing of it is kept.
            self.oracle.events.discard(copy.body)
        else:
            self.oracle.ended(outcome)
        self._acknowledge(copy, receipt)

    def _ordered(self, order: Order) -> None:
        """Carry out an order of command: all its channels at once, as nobody may come in between."""
        for name in order.channels:
            if order.declared is not None:
                was, _ = self.state.declare(name, order.declared)
            else:
                was = self.state.gates([name])[name] or self.state._gate(name)
                self.state.switch(name, stopped=order.stopped)
            self.oracle.declared(name, was)

    def _taken_off(self) -> None:
        """Let somebody delete a post by hand, one that the ledger knows of: what would hang under it has no parent."""
        shown = [
            each
            for platform in self.platforms.values()
            for each in platform.shown
            if self.state.stored[each.post.alert_id, each.channel].state is State.SENT
        ]
        if shown:
            self.rng.choice(shown).deleted = True

    def _meanwhile(self, shift: Shift, seconds: float) -> None:
        """Let what matters happen just while a worker stands still: its message comes again, or command speaks."""
        copy = shift.copy
        if copy is None:
            return
        if self.rng.random() < _COMES_AGAIN:
            copy.queue.put(copy.body, self.now + self.rng.uniform(0.0, seconds))
        if self._restless and self.rng.random() < _COMMAND_SPEAKS:
            one, begins = (self._channel(copy),), self.now + self.rng.uniform(0.0, seconds)
            ends = begins + self.rng.uniform(5.0, 40.0)
            self.at(begins, lambda: self._ordered(Order(begins, one, stopped=True)))
            self.at(ends, lambda: self._ordered(Order(ends, one, stopped=False)))

    def _new_key(self) -> str:
        self._keys += 1
        return f"{self._keys:08x}"
