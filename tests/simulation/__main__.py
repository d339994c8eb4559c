"""`python -m tests.simulation`: the whole pipeline in one process, while everything around it fails on purpose."""

import argparse
import sys
import time
from collections.abc import Sequence

from tests.simulation.mutants import MUTANTS, built_in
from tests.simulation.run import FEW, FULL, OFTEN, SENT_AT_LEAST, play, season, table, trace

_EPILOG = f"""
A run plays nights: one seed, about 165 alerts on six channels. Everything in a night comes from its seed: what happens,
who runs when, what fails. So a seed that breaks a promise breaks it again:

  python -m tests.simulation                               {FULL} alerts from seed 1, some minutes
  python -m tests.simulation --alerts 1000 --seed 40       fewer, from seed 40 on
  python -m tests.simulation --seed 57 --trace             seed 57 alone, with the steps of what broke
  python -m tests.simulation --seed 57 --trace --about ABCDEFGHJ-2/x
                                                           the steps of one delivery and of its thread
  python -m tests.simulation --bug "nobody sweeps"         a deliberate bug, until it is caught

Progress goes to stderr, the table to stdout. The exit status is 0 where every promise was kept, 1 where one was not, or
where a run of {FULL} alerts met a fault less than {OFTEN} times. docs/simulation.md says how to read the table.

Deliberate bugs: {"; ".join(MUTANTS)}.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Play, and print what came of it."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.simulation",
        description=__doc__,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--alerts", type=int, default=FULL, metavar="N", help=f"play until N alerts (default {FULL})")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="the first seed (default 1)")
    parser.add_argument("--processes", type=int, default=0, metavar="N", help="how many at once (default: every core)")
    parser.add_argument("--every", action="store_true", help="print each kind of fault on a line of its own")
    parser.add_argument("--trace", action="store_true", help="play one seed only and print the steps of what broke")
    parser.add_argument("--about", default="", metavar="ID/CHANNEL", help="with --trace: the delivery to look at")
    parser.add_argument("--bug", choices=MUTANTS, metavar="NAME", help="build a deliberate bug in, and catch it")
    given = parser.parse_args(arguments)
    if given.bug:
        return _catch(given.bug, given.seed)
    if given.trace:
        sys.stdout.write("\n".join(trace(given.seed or 1, given.about)) + "\n")
        return 0
    began = time.monotonic()
    whole = season(given.alerts, given.seed or 1, given.processes, _say)
    for line in table(whole, every=given.every):
        sys.stdout.write(f"{line.rstrip()}\n")
    sys.stdout.write(f"Seeds {whole.seeds[0]} to {whole.seeds[-1]}, {time.monotonic() - began:.0f} s.\n")
    for seed, violation in whole.broken:
        sys.stdout.write(f"BROKEN  {violation}\n        python -m tests.simulation --seed {seed} --trace\n")
    seldom = whole.seldom() if given.alerts >= FULL else []
    for point, kind, state in seldom:
        sys.stdout.write(f"SELDOM  {point}, {kind}, {state}: {whole.hits[point, kind, state]} times\n")
    return int(bool(whole.broken or seldom or whole.share < SENT_AT_LEAST))


def _catch(name: str, first: int) -> int:
    """Play with a bug until a promise breaks; 0 where the one breaks that it should."""
    mutant = MUTANTS[name]
    with built_in(mutant) as variation:
        for seed in range(first or mutant.first, (first or mutant.first) + mutant.seeds):
            broken = [each for _, each in play(seed, FEW, variation, mutant.promise).broken]
            if any(each.promise == mutant.promise for each in broken):
                sys.stdout.write(f"caught with seed {seed}: {broken[0]} (and {len(broken) - 1} more)\n")
                sys.stdout.write("\n".join(trace(seed, broken[0].about, variation, FEW)) + "\n")
                return 0
            _say(f"seed {seed}: not yet")
    sys.stdout.write(f"not caught by {mutant.seeds} seeds\n")
    return 1


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
