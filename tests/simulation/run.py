"""Many nights, one seed each, on as many processes as there are; and what they came to, as a person reads it."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import get_context

from loudhailer.domain.delivery import State
from tests.simulation.calls import Line
from tests.simulation.faults import KINDS, STATES, Came, Kind, Point, expected
from tests.simulation.oracle import Promise, Violation, recoverable
from tests.simulation.platforms import NAMES
from tests.simulation.world import Variation, World

INCIDENTS = 70
"""In one night; they make some 165 alerts."""
FEW = 40
"""Incidents enough for a deliberate bug to show."""
OFTEN = 100
"""How often a full run meets each fault in each state, at least."""
FULL = 14_000
"""The alerts of a full run: so many that the rarest fault is met often enough."""
SENT_AT_LEAST = 0.95
_THREADS = 3
"""How many threads of what broke a trace shows."""


@dataclass(frozen=True, slots=True)
class Night:
    """What one seed, or several, came to."""

    seeds: tuple[int, ...] = ()
    alerts: int = 0
    events: int = 0
    steps: int = 0
    late: int = 0
    possible: int = 0
    sent: int = 0
    ends: Counter[tuple[str, State]] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)
    hits: Counter[tuple[Point, Kind, Came]] = field(default_factory=Counter)
    broken: tuple[tuple[int, Violation], ...] = ()

    def __add__(self, other: "Night") -> "Night":
        return Night(
            seeds=self.seeds + other.seeds,
            alerts=self.alerts + other.alerts,
            events=self.events + other.events,
            steps=self.steps + other.steps,
            late=self.late + other.late,
            possible=self.possible + other.possible,
            sent=self.sent + other.sent,
            ends=self.ends + other.ends,
            fates=self.fates + other.fates,
            hits=self.hits + other.hits,
            broken=self.broken + other.broken,
        )

    @property
    def share(self) -> float:
        """Return the share that ended SENT of what could."""
        return self.sent / self.possible if self.possible else 1.0

    def seldom(self) -> list[tuple[Point, Kind, Came]]:
        """Return the faults that were met less often than a full run has to."""
        return [each for each in expected() if self.hits[each] < OFTEN]


def play(
    seed: int, incidents: int = INCIDENTS, variation: Variation | None = None, until: Promise | None = None
) -> Night:
    """Play one night; or only until a promise is broken."""
    with World(seed, incidents, variation=variation or Variation()) as world:
        world.run(until)
        hopeful = list(recoverable(world.state))
        return Night(
            seeds=(seed,),
            alerts=len(world.state.alerts),
            events=len(world.oracle.events),
            steps=world.steps,
            late=world.oracle.late_landings,
            possible=len(hopeful),
            sent=sum(each.state is State.SENT for each in hopeful),
            ends=Counter((each.platform, each.state) for each in world.state.stored.values()),
            fates=Counter(str(each.fate) for each in world.state.ends.values()),
            hits=world.chaos.hits,
            broken=tuple((seed, each) for each in world.oracle.broken),
        )


def nights(first: int, processes: int) -> Iterator[Night]:
    """Yield one night after the other in the order of their seeds, whoever is ready first."""
    if processes == 1:
        yield from map(play, count(first))
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        ahead: list[Future[Night]] = []
        for seed in count(first):
            ahead.append(pool.submit(play, seed))
            if len(ahead) > 2 * processes:
                try:
                    yield ahead.pop(0).result()
                except GeneratorExit:
                    pool.shutdown(wait=True, cancel_futures=True)
                    raise


def season(alerts: int, first: int, processes: int = 0, say: Callable[[str], None] = lambda _: None) -> Night:
    """Play night after night until so many alerts were committed, and add them up."""
    whole, began = Night(), time.monotonic()
    playing = nights(first, processes or os.cpu_count() or 1)
    try:
        for night in playing:
            whole += night
            say(f"seed {night.seeds[0]}: {whole.alerts} of {alerts} alerts, {time.monotonic() - began:.0f} s")
            for seed, violation in night.broken:
                say(f"seed {seed}: {violation}")
            if whole.alerts >= alerts:
                break
    finally:
        playing.close()  # type: ignore[attr-defined]  # it is a generator, and its processes end with it
    return whole


def trace(seed: int, about: str = "", variation: Variation | None = None, incidents: int = INCIDENTS) -> list[str]:
    """Play a seed again and return the steps of `about` (`REFERENCE-2/x`) and of its thread, or of what broke first."""
    with World(seed, incidents, wanted=True, variation=variation or Variation()) as world:
        world.run()
        wanted = [about] if about else [each.about for each in world.oracle.broken]
        found = [f"seed {seed}: {each}" for each in world.oracle.broken] or [f"seed {seed}: every promise was kept"]
        for thread in list(dict.fromkeys(_thread(each) for each in wanted))[:_THREADS]:
            found += ["", f"the steps of {'-*/'.join(thread)}:", *_lines(world.trace.lines, thread)]
            found += [
                f"  in the end: {each.alert_id}/{each.channel} is {each.state}, {each.reason or 'without a reason'}"
                for each in world.state.stored.values()
                if _thread(f"{each.alert_id}/{each.channel}") == thread
            ]
        return found


def _thread(about: str) -> tuple[str, str]:
    """Return the incident's reference and the channel of a delivery: what keeps an order among themselves."""
    alert_id, _, channel = about.partition("/")
    return alert_id.rpartition("-")[0] or alert_id, channel.partition("/")[0]


def _lines(lines: Iterable[Line], thread: tuple[str, str]) -> Iterator[str]:
    for each in lines:
        if _thread(each.about) == thread:
            yield f"  {each.at:9.3f} s  {each.who}  {each.about.partition('/')[0]}  {each.said}"


def table(whole: Night, *, every: bool = False) -> Iterator[str]:
    """Write what was met and how it ended."""
    yield "How often each fault met each state: the rarest of its kinds, and all of them."
    yield ""
    yield _row("at", [str(each) for each in Came])
    for point, kinds in KINDS.items():
        states = STATES.get(point, (Came.NEW,))
        counts = {state: [whole.hits[point, kind, state] for kind in kinds] for state in states}
        yield _row(point, [f"{min(counts[each])} / {sum(counts[each])}" if each in counts else "" for each in Came])
        for kind in kinds if every else ():
            yield _row(f"  {kind}", [str(whole.hits[point, kind, each]) if each in states else "" for each in Came])
    yield ""
    yield "How the deliveries ended."
    yield ""
    ends = [each for each in State if any(whole.ends[name, each] for name in NAMES)]
    yield _row("on", [str(each) for each in ends])
    for name in NAMES:
        yield _row(name, [str(whole.ends[name, each]) for each in ends])
    yield ""
    fates = ", ".join(f"{fate} {number}" for fate, number in sorted(whole.fates.items()))
    yield f"{whole.events} events, each with one outcome: {fates}."
    nights = len(whole.seeds)
    yield f"{whole.alerts} alerts on {len(NAMES)} channels, {nights} nights, {whole.steps} runs of a function."
    yield f"{whole.share:.2%} of {whole.possible} ended SENT where recovery was possible."
    yield f"{whole.late} posts landed behind a newer one, taken by their platform when the caller had given up."


def _row(first: str, cells: Sequence[str]) -> str:
    return f"{first:28}" + "".join(f"{each:>14}" for each in cells)
