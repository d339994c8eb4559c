"""Whatever a document has become on its way, its reader reads it or refuses it, in bounded time and memory."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from local.deploy import ROOT
from loudhailer.feeds import FEEDS
from tests.feeds.fuzz import samples
from tests.feeds.mutants import MOST_BYTES, mutant

SHARDS, OF_A_SHARD = 20, 5_000
SHOWN = 20


def run(*asked: str) -> dict[str, Any]:
    """Run the fuzzer in a process of its own, which has only so much memory, and return what it found."""
    done = subprocess.run(  # noqa: S603  # our own module
        [sys.executable, "-m", "tests.feeds.fuzz", *asked],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(each for each in sys.path if each)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr[-2_000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def faults(found: dict[str, Any]) -> str:
    """Return the faults as a person does them again."""
    told = found["faults"]
    lines = [
        f"{each['reader']}: {each['what']}\n    after {', '.join(each['operators'])}\n"
        f"    python -m tests.feeds.fuzz --sample {each['sample']!r} --seed {each['seed']}"
        for each in told[:SHOWN]
    ]
    return "\n".join([*lines, *([f"and {len(told) - SHOWN} more"] if len(told) > SHOWN else [])])


def unread(found: dict[str, Any]) -> dict[str, str]:
    """Return the formats of whose mutants less than a tenth are still read: those would prove little."""
    return {
        name: f"{found['read'].get(name, 0)} of {count}"
        for name, count in found["mutants"].items()
        if name and found["read"].get(name, 0) < count / 10
    }


def test_two_thousand_mutants_are_read_or_refused_and_nothing_else() -> None:
    found = run("--count", "2000", "--seed", "1")
    assert sum(found["mutants"].values()) == 2_000
    assert faults(found) == ""
    assert unread(found) == {}
    assert set(FEEDS) <= set(found["mutants"])


@pytest.mark.long
@pytest.mark.parametrize("shard", range(SHARDS))
def test_a_hundred_thousand_mutants_are_read_by_every_reader_or_refused(shard: int) -> None:
    found = run("--count", str(OF_A_SHARD), "--seed", str(1_000 + shard * OF_A_SHARD), "--every-reader")
    assert faults(found) == ""
    assert unread(found) == {}


def test_the_same_seed_makes_the_same_mutant_and_another_one_mostly_another() -> None:
    for sample in samples().values():
        assert mutant(sample, 7) == mutant(sample, 7)
        assert len({mutant(sample, seed)[0] for seed in range(10)}) >= 5 or len(sample) < 20
        assert all(len(mutant(sample, seed)[0]) <= MOST_BYTES for seed in range(3))
