"""What may go wrong at which call of a port, how often, and how often it did."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from loudhailer.domain.delivery import Delivery, State


class Point(StrEnum):
    """A call of a port at which something may go wrong."""

    READ = "read all of it"
    PERMIT = "take a permit"
    CLAIM = "claim"
    PUBLISH = "publish"
    FIND = "look for it"
    RECORD = "record what came of it"
    SETTLE = "record that it does not go"
    GIVE_BACK = "give the permit back"
    DEFER = "put the message off"
    FOLLOW = "do what follows"
    RETRACT = "take it off"
    ACK = "acknowledge"
    RECEIVE = "hand a message out"
    SWEEP = "sweep: write"
    RE_ANNOUNCE = "sweep: announce"
    DUE = "sweep: what is due"
    LOOK_UP = "ingest: read"
    COMMIT = "ingest: commit"
    ANNOUNCE = "ingest: announce"
    NOTE = "ingest: record"
    STORE_READ = "page: read a file"
    STORE_WRITE = "page: write a file"


class Kind(StrEnum):
    """What goes wrong."""

    FAILS = "fails before"  # nothing happens, and the caller is told so, as far as anybody can
    UNHEARD = "fails after"  # it happens, and the answer is lost
    DIES = "worker dies before"
    DIES_AFTER = "worker dies after"
    WAITS = "others run before"
    WAITS_AFTER = "others run after"
    LIMITED = "rate limited"
    REJECTED = "refused for good"
    LOST = "request lost"  # nothing happens, and the caller cannot know
    LATE = "lands late"  # it happens after the caller has given up
    TWICE = "handed out twice"
    REORDERED = "overtaken"


class Came(StrEnum):
    """How a delivery stood when this worker picked it up."""

    PENDING = "PENDING"
    CLAIMED = "CLAIMED"  # by another worker, whose lease may have run out
    RETRY = "RETRY"
    UNKNOWN = "UNKNOWN"
    FINAL = "final"
    NEW = "-"  # there is no delivery yet, or it is about several


_CAME = {
    State.PENDING: Came.PENDING,
    State.CLAIMED: Came.CLAIMED,
    State.RETRY: Came.RETRY,
    State.UNKNOWN: Came.UNKNOWN,
}


def came(delivery: Delivery) -> Came:
    """Return the column that a delivery belongs to."""
    return _CAME.get(delivery.state, Came.FINAL)


_ANY_CALL = (Kind.FAILS, Kind.UNHEARD, Kind.DIES, Kind.DIES_AFTER, Kind.WAITS, Kind.WAITS_AFTER)
_A_READ = (Kind.FAILS, Kind.DIES, Kind.WAITS, Kind.WAITS_AFTER)
_WORKED_ON = (Came.PENDING, Came.CLAIMED, Came.RETRY, Came.UNKNOWN)

KINDS: Mapping[Point, tuple[Kind, ...]] = {
    Point.READ: _A_READ,
    Point.PERMIT: _ANY_CALL,
    Point.CLAIM: _ANY_CALL,
    Point.PUBLISH: (*_ANY_CALL, Kind.LIMITED, Kind.REJECTED, Kind.LOST, Kind.LATE),
    Point.FIND: (*_A_READ, Kind.LIMITED),
    Point.RECORD: _ANY_CALL,
    Point.SETTLE: _ANY_CALL,
    Point.GIVE_BACK: _ANY_CALL,
    Point.DEFER: _ANY_CALL,
    Point.FOLLOW: _ANY_CALL,
    Point.RETRACT: (*_ANY_CALL, Kind.LIMITED),
    Point.ACK: (Kind.FAILS,),
    Point.RECEIVE: (Kind.TWICE, Kind.REORDERED),
    Point.SWEEP: _ANY_CALL,
    Point.RE_ANNOUNCE: (*_ANY_CALL, Kind.LOST),
    Point.DUE: _A_READ,
    Point.LOOK_UP: _A_READ,
    Point.COMMIT: _ANY_CALL,
    Point.ANNOUNCE: (*_ANY_CALL, Kind.LOST),
    Point.NOTE: _ANY_CALL,
    Point.STORE_READ: _A_READ,
    Point.STORE_WRITE: _ANY_CALL,
}
"""What can go wrong at each point. A read that happened and whose answer was lost is a read that failed."""

STATES: Mapping[Point, tuple[Came, ...]] = {
    Point.READ: (*_WORKED_ON, Came.FINAL),
    Point.PERMIT: _WORKED_ON,
    Point.CLAIM: _WORKED_ON,
    Point.PUBLISH: _WORKED_ON,
    Point.FIND: (Came.CLAIMED, Came.UNKNOWN),
    Point.RECORD: _WORKED_ON,
    Point.SETTLE: (Came.PENDING, Came.RETRY),
    Point.GIVE_BACK: _WORKED_ON,
    Point.DEFER: _WORKED_ON,
    Point.FOLLOW: (Came.PENDING, Came.FINAL),
    Point.RETRACT: (Came.FINAL,),
    Point.ACK: (*_WORKED_ON, Came.FINAL),
    Point.RECEIVE: (*_WORKED_ON, Came.FINAL),
    Point.SWEEP: (*_WORKED_ON, Came.FINAL),
    Point.RE_ANNOUNCE: (*_WORKED_ON, Came.FINAL),
    Point.STORE_READ: _WORKED_ON,
    Point.STORE_WRITE: _WORKED_ON,
}
"""The states in which each point can be reached; the others are reached before there is a delivery (`Came.NEW`).

Nothing is claimed or sent of what is final, a look is taken only after a claim or in doubt, and what is in doubt is
settled together with its thread, which is `RECORD`. Something follows from what has just been sent, or was before.
"""


def expected() -> list[tuple[Point, Kind, Came]]:
    """Return everything that a full run must have met often enough."""
    return [
        (point, kind, state)
        for point, kinds in KINDS.items()
        for state in STATES.get(point, (Came.NEW,))
        for kind in kinds
    ]


@dataclass
class Chaos:
    """Draws what goes wrong. `strength` is this seed's own: some nights are quiet, some are not."""

    rng: Random
    strength: float
    hits: Counter[tuple[Point, Kind, Came]] = field(default_factory=Counter)
    over: bool = False

    def draw(self, point: Point, state: Came) -> Kind | None:
        """Return what goes wrong with this call, None where nothing does."""
        if self.over or self.rng.random() >= min(_MOST, self.strength * _RATES[point, state]):
            return None
        first = point is Point.PUBLISH and state is Came.PENDING
        kind = self.rng.choice(_AT_FIRST if first else KINDS[point])
        self.hits[point, kind, state] += 1
        return kind

    def wait(self) -> float:
        """Return for how many seconds a worker stands still; the longest outlives its function's timeout."""
        return self.rng.choice((0.0, 0.0, 0.0, 0.1, 0.5, 1.5, 2.5, 5.0, 9.0))


_MOST = 0.9
_AT_FIRST = (*KINDS[Point.PUBLISH], *(Kind.LOST,) * 8, *(Kind.DIES,) * 4, *(Kind.FAILS,) * 8, *(Kind.LIMITED,) * 3)
"""What goes wrong with a first attempt: more of what leads to others, so that those are met often enough."""
_RATE = 0.04
_SELDOM = {Came.PENDING: 0.03, Came.CLAIMED: 0.25, Came.RETRY: 0.3, Came.UNKNOWN: 0.25, Came.FINAL: 0.06}
"""Where a call is rare, more of its calls go wrong, so that every case is met."""
_OFTEN: dict[tuple[Point, Came], float] = {
    (Point.READ, Came.CLAIMED): 0.1,
    (Point.READ, Came.UNKNOWN): 0.1,
    (Point.READ, Came.RETRY): 0.1,
    (Point.CLAIM, Came.CLAIMED): 0.3,
    (Point.CLAIM, Came.UNKNOWN): 0.3,
    (Point.PUBLISH, Came.PENDING): 0.4,
    (Point.PUBLISH, Came.CLAIMED): 0.7,
    (Point.PUBLISH, Came.RETRY): 0.4,
    (Point.PUBLISH, Came.UNKNOWN): 0.6,
    (Point.FIND, Came.CLAIMED): 0.14,
    (Point.FIND, Came.UNKNOWN): 0.2,
    (Point.RECORD, Came.CLAIMED): 0.15,
    (Point.RECORD, Came.RETRY): 0.45,
    (Point.RECORD, Came.UNKNOWN): 0.15,
    (Point.SETTLE, Came.PENDING): 0.3,
    (Point.SETTLE, Came.RETRY): 0.8,
    (Point.GIVE_BACK, Came.UNKNOWN): 0.35,
    (Point.FOLLOW, Came.PENDING): 0.4,
    (Point.FOLLOW, Came.FINAL): 0.6,
    (Point.RETRACT, Came.FINAL): 0.75,
    (Point.SWEEP, Came.FINAL): 0.55,
    (Point.RE_ANNOUNCE, Came.FINAL): 0.9,
    (Point.DEFER, Came.PENDING): 0.1,
    (Point.ACK, Came.CLAIMED): 0.1,
    (Point.ACK, Came.RETRY): 0.15,
    (Point.ACK, Came.UNKNOWN): 0.06,
    (Point.RECEIVE, Came.CLAIMED): 0.04,
    (Point.RECEIVE, Came.RETRY): 0.06,
    (Point.RECEIVE, Came.UNKNOWN): 0.04,
    (Point.SWEEP, Came.PENDING): 0.48,
    (Point.SWEEP, Came.RETRY): 0.4,
    (Point.SWEEP, Came.UNKNOWN): 0.5,
    (Point.RE_ANNOUNCE, Came.PENDING): 0.85,
    (Point.RE_ANNOUNCE, Came.CLAIMED): 0.5,
    (Point.RE_ANNOUNCE, Came.RETRY): 0.8,
    (Point.RE_ANNOUNCE, Came.UNKNOWN): 0.85,
    (Point.STORE_READ, Came.CLAIMED): 0.06,
    (Point.STORE_READ, Came.RETRY): 0.14,
    (Point.STORE_READ, Came.UNKNOWN): 0.06,
    (Point.STORE_WRITE, Came.CLAIMED): 0.6,
    (Point.STORE_WRITE, Came.RETRY): 0.8,
    (Point.STORE_WRITE, Came.UNKNOWN): 0.6,
    (Point.STORE_WRITE, Came.PENDING): 0.06,
    (Point.DUE, Came.NEW): 0.08,
    (Point.COMMIT, Came.NEW): 0.1,
    (Point.ANNOUNCE, Came.NEW): 0.25,
    (Point.NOTE, Came.NEW): 0.5,
}


def _rate(point: Point, state: Came) -> float:
    return _OFTEN.get((point, state), _SELDOM.get(state, _RATE) if point in STATES else _RATE)


_RATES = {(point, state): _rate(point, state) for point in Point for state in Came}
