"""FUZZ: every reader on mutants of every sample.

One again: `python -m tests.feeds.fuzz --sample events/feeds/cap/index.atom --seed 7`.
Without a sample it runs as many mutants as it is told, from one seed on, and prints what it found as JSON.
"""

import argparse
import gc
import json
import os
import re
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property, partial
from pathlib import Path

from local.deploy import ROOT
from loudhailer.domain.errors import FeedError
from loudhailer.feeds import FEEDS, Policy, Reading, policy_of, recognise
from tests.feeds import hostile
from tests.feeds.contract import flaws
from tests.feeds.mutants import MOST_BYTES, mutant
from tests.feeds.real.rows import shipped
from tests.feeds.typical import TYPICAL

SHARED = Path(os.environ.get("LOUDHAILER_SHARED") or ROOT.parent / "shared")
MOST_SECONDS, MOST_MEMORY = 2.0, 256 * 1024 * 1024
_LARGE = 16 * 1024
_FLAWS_OF = 5
_SHARE = 0.2


@dataclass(frozen=True)
class Fault:
    """What a reader did that none may do, and how it is done again."""

    sample: str
    seed: int
    operators: tuple[str, ...]
    reader: str
    what: str


@dataclass
class Tally:
    """What a run found: how many mutants of each format there were, and how many were still read."""

    mutants: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    slowest: float = 0.0


@cache
def samples() -> dict[str, bytes]:
    """Return the project's own samples and, where they are there, the documents of others, by their names."""
    own = [path for path in sorted((ROOT / "events").rglob("*")) if path.parent.name != "day"]
    others = sorted((SHARED / "feeds").glob("*/*")) if SHARED.is_dir() else []
    found = {str(path.relative_to(ROOT)): path.read_bytes() for path in own if path.is_file()}
    found |= {f"shared/{path.parent.name}/{path.name}": path.read_bytes() for path in others}
    return {name: _shortened(document) for name, document in found.items()}


def _shortened(document: bytes) -> bytes:
    """Make a mutant's room of what is too large: the longest texts are coordinates, which need not be so many."""
    longest = 4_000
    while len(document) > MOST_BYTES and longest > 100:
        longest //= 2
        document = re.sub(rb"(>[^<]{%d})[^<]*<" % longest, rb"\1<", document)
    return document[:MOST_BYTES]


@cache
def format_of(sample: str) -> str:
    """Return the format that a sample is read in, empty where it is read in none: some show what is refused."""
    document = samples()[sample]
    try:
        name = recognise(document)
        FEEDS[name].parse(document, Policy(source="x"))
    except FeedError:
        return ""
    return name


@cache
def policies_of(reader: str) -> tuple[Policy, ...]:
    """Return the default policy, and that of the format's typical source."""
    name = TYPICAL.get(reader, "")
    known = name in shipped().feeds.policies
    return (Policy(source="x"), *((policy_of(name, shipped()),) if known else ()))


def chosen(first: int, count: int) -> Iterator[tuple[str, int]]:
    """Yield samples and seeds: all samples in turn, the large ones every fourth time."""
    names = list(samples())
    large = {name for name, document in samples().items() if len(document) > _LARGE}
    seed = first
    while count > 0:
        for number, name in enumerate(names):
            if count > 0 and (name not in large or (seed + number) % 4 == 0):
                yield name, seed
                count -= 1
        seed += 1


@dataclass
class Trial:
    """One mutant, or a document that is given, on its way through the readers; their faults go into the tally."""

    sample: str
    seed: int
    tally: Tally

    given: bytes | None = None

    @cached_property
    def made(self) -> tuple[bytes, tuple[str, ...]]:
        """Return the mutant, and what was done to make it."""
        return (self.given, ()) if self.given is not None else mutant(samples()[self.sample], self.seed)

    def fault(self, reader: str, what: str) -> None:
        """Note what a reader may not do."""
        self.tally.faults.append(Fault(self.sample, self.seed, self.made[1], reader, what))

    def through(self, reader: str) -> None:
        """Let a format's reader read it under the default policy and its typical one."""
        for number, policy in enumerate(policies_of(reader)):
            reading = self.watched(reader, partial(FEEDS[reader].parse, self.made[0], policy))
            if isinstance(reading, Reading):
                self.tally.read[reader] += self.given is None and reader == format_of(self.sample) and number == 0
                for flaw in (flaw for incident in reading.incidents[:_FLAWS_OF] for flaw in flaws(incident)):
                    self.fault(reader, flaw)

    def watched(self, reader: str, act: Callable[[], object]) -> object:
        """Return what comes of it; only a `FeedError` may, in time and in the memory that there is."""
        before = time.process_time()
        try:
            return act()
        except FeedError as refusal:
            if not refusal.place or not refusal.reason:
                self.fault(reader, "it refuses without a place or a reason")
        except MemoryError:
            # Without more of it not even this could be written down.
            unbound_memory()
            self.fault(reader, f"it takes more than {MOST_MEMORY // 1024 // 1024} MiB")
            gc.collect()
            bound_memory()
        except Exception as exc:  # noqa: BLE001  # whatever else comes out is a fault
            last = traceback.extract_tb(exc.__traceback__)[-1]
            self.fault(reader, f"{type(exc).__name__}: {str(exc)[:200]} ({Path(last.filename).name}:{last.lineno})")
        finally:
            spent = time.process_time() - before
            self.tally.slowest = max(self.tally.slowest, spent)
            if spent > MOST_SECONDS:
                self.fault(reader, f"it takes {spent:.1f} s")
        return None


def examine(sample: str, seed: int, tally: Tally, readers: tuple[str, ...]) -> None:
    """Let its own reader and these read one mutant."""
    trial, own = Trial(sample, seed, tally), format_of(sample)
    tally.mutants[own] += 1
    trial.watched("recognise", partial(recognise, trial.made[0]))
    for reader in readers if own in readers or not own else (own, *readers):
        trial.through(reader)


def run(first: int, count: int, *, every_reader: bool) -> Tally:
    """Examine `count` mutants from a seed on; where not every reader reads each, two others do beside its own."""
    tally, names = Tally(), tuple(FEEDS)
    for number, (sample, seed) in enumerate(chosen(first, count)):
        turn = number % len(names)
        readers = names if every_reader else (names[turn], names[(turn + len(names) // 2) % len(names)])
        examine(sample, seed, tally, readers)
    return tally


def run_hostile(*, every_reader: bool) -> Tally:
    """Let a format's reader read what is huge, or every one what is larger still, and samples spoilt all over."""
    tally = Tally()
    for name, what, document in hostile.large(1 if every_reader else _SHARE):
        for reader in FEEDS:
            if every_reader or name in {"", reader}:
                trial = Trial(f"{name} {what}", 0, tally, document)
                trial.watched("recognise", partial(recognise, document))
                trial.through(reader)
    for sample, whole in samples().items():
        if format_of(sample) and sample.startswith("events/feeds/") and len(whole) < _LARGE:
            for what, document in hostile.spoilt(whole):
                Trial(f"{sample} {what}", 0, tally, document).through(format_of(sample))
    return tally


def bound_memory() -> None:
    """Let this process have no more than `MOST_MEMORY` beyond what it has now, where a system can do that."""
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + MOST_MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))


def unbound_memory() -> None:
    """Let this process have all that there is."""
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def main() -> int:
    """Run, or do one mutant again."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sample", default="")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--count", type=int, default=2_000)
    asked.add_argument("--every-reader", action="store_true")
    asked.add_argument("--hostile", action="store_true")
    asked.add_argument("--write", type=Path, help="where to write the one mutant to")
    told = asked.parse_args()
    samples()
    list(map(policies_of, FEEDS))
    bound_memory()
    if told.hostile:
        tally = run_hostile(every_reader=told.every_reader)
    elif told.sample:
        tally = Tally()
        examine(told.sample, told.seed, tally, tuple(FEEDS))
        if told.write:
            told.write.write_bytes(mutant(samples()[told.sample], told.seed)[0])
    else:
        tally = run(told.seed, told.count, every_reader=told.every_reader)
    found = {"mutants": tally.mutants, "read": tally.read, "slowest": tally.slowest}
    print(json.dumps(found | {"faults": [asdict(each) for each in tally.faults]}))  # noqa: T201  # what it found is what it is run for
    return bool(tally.faults)


if __name__ == "__main__":
    sys.exit(main())
