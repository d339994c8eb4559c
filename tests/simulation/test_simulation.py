"""The whole pipeline keeps its promises while everything around it fails; and the simulation would notice if not."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from local.deploy import ROOT
from loudhailer import compose
from loudhailer.domain.delivery import State
from loudhailer.domain.post import Draft, More, Variant
from tests.simulation import __main__ as command
from tests.simulation.faults import KINDS, Came
from tests.simulation.mutants import MUTANTS, built_in
from tests.simulation.oracle import Promise
from tests.simulation.platforms import NAMES
from tests.simulation.run import FEW, FULL, SENT_AT_LEAST, Night, play, season, trace

FIRST = 9
"""The first of the nights that are played each time; in the next one command speaks."""


@pytest.fixture(scope="module")
def nights() -> Night:
    """Play some nights once for all that is asked of them."""
    return season(500, FIRST, processes=1)


def test_every_promise_is_kept_whatever_breaks(nights: Night) -> None:
    assert [f"python -m tests.simulation --seed {seed} --trace: {broken}" for seed, broken in nights.broken] == []


def test_every_promise_is_kept_where_words_are_several_posts(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = compose.words_of

    def several(*args: Any, **how: Any) -> compose.Composed:
        composed = plain(*args, **how)
        followed = {
            name: {variant: _followed(variant, draft) for variant, draft in words.items()} if name != "page" else words
            for name, words in composed.drafts.items()
        }
        return replace(composed, drafts=followed)

    monkeypatch.setattr(compose, "words_of", several)
    night = play(FIRST, 20)
    assert [str(broken) for _, broken in night.broken] == []
    assert night.ends["bluesky", State.SENT] > 1.5 * night.alerts, "what follows is sent as well"


def _followed(variant: Variant, draft: Draft) -> Draft:
    """Let words go on in their own language and in another.

    Each post is another text than all others: a platform without a key knows it by nothing else.
    """
    digest = hashlib.sha256(draft.text.encode()).hexdigest()[:8]
    posts = tuple(More(f"{digest} {number}", each) for number, each in ((2, "en-GB"), (3, "cy"), (4, "cy")))
    return draft if variant is Variant.POINTER else replace(draft, more=posts)


def test_nearly_all_ends_sent_where_recovery_is_possible(nights: Night) -> None:
    assert nights.share >= SENT_AT_LEAST
    assert nights.possible > 1500


def test_every_kind_of_fault_is_met_at_every_point(nights: Night) -> None:
    met = {(point, kind) for (point, kind, _), number in nights.hits.items() if number}
    assert [(point, kind) for point, kinds in KINDS.items() for kind in kinds if (point, kind) not in met] == []


def test_every_end_and_every_way_to_begin_again_is_met_on_every_channel(nights: Night) -> None:
    for name in NAMES:
        assert nights.ends[name, State.SENT] > nights.ends[name, State.SUPERSEDED] > 0
    ends = {state for _, state in nights.ends}
    assert ends >= {State.SENT, State.SUPERSEDED, State.EXPIRED, State.FAILED, State.HELD, State.UNKNOWN}
    assert {state for _, _, state in nights.hits} == set(Came)
    assert set(nights.fates) >= {"posted", "merged", "superseded", "refused", "rehearsed"}


def test_only_where_nobody_can_be_asked_do_doubts_stay(nights: Night) -> None:
    doubts = {name: nights.ends[name, State.UNKNOWN] for name in NAMES}
    assert doubts["telegram"] > 10 * sum(number for name, number in doubts.items() if name != "telegram")


def test_a_seed_replays_to_the_last_step_in_another_process_too() -> None:
    words = "from tests.simulation.run import play; n = play(2, 15); print(n.steps, sorted(n.hits.items()), n.ends)"
    night = play(2, 15)
    environment = {**os.environ, "PYTHONHASHSEED": "17", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(  # noqa: S603  # ourselves
        [sys.executable, "-c", words], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    assert done.stdout == f"{night.steps} {sorted(night.hits.items())} {night.ends}\n"


@pytest.mark.parametrize("name", MUTANTS)
def test_a_deliberate_bug_is_caught(name: str) -> None:
    mutant = MUTANTS[name]
    with built_in(mutant) as variation:
        for seed in range(mutant.first, mutant.first + mutant.seeds):
            if any(each.promise is mutant.promise for _, each in play(seed, FEW, variation, mutant.promise).broken):
                return
    pytest.fail(f"{mutant.seeds} nights did not notice that {name}")


def test_each_promise_is_broken_by_some_bug_so_none_is_kept_by_not_being_looked_at() -> None:
    assert {each.promise for each in MUTANTS.values()} == set(Promise)


def test_a_trace_says_what_broke_and_shows_the_steps_of_its_thread() -> None:
    with built_in(MUTANTS["nobody sweeps"]) as variation:
        told = trace(2, variation=variation, incidents=FEW)
    lost = next(line for line in told if line.startswith("seed 2: nothing is lost: "))
    about = lost.split(": ")[2]
    reference, _, channel = about.partition("/")
    at = told.index(f"the steps of {reference.rpartition('-')[0]}-*/{channel}:")
    assert any(f"{reference}  read all of it" in line for line in told[at:])
    assert any(line.startswith(f"  in the end: {about} is ") for line in told[at:])


def test_the_command_prints_the_table_and_says_how_to_replay(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--alerts", "1", "--seed", "3", "--processes", "1"]) == 0
    printed = capsys.readouterr()
    assert "read all of it" in printed.out
    assert "Seeds 3 to 3" in printed.out
    assert printed.err.startswith("seed 3: ")


def test_the_command_catches_a_bug_and_shows_its_steps(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--bug", "expiry is not checked at claim"]) == 0
    assert "caught with seed 1: nothing expired is sent" in capsys.readouterr().out


@pytest.mark.long
def test_ten_thousand_alerts_on_six_channels_keep_every_promise() -> None:
    whole = season(FULL, 1)
    assert [f"python -m tests.simulation --seed {seed} --trace: {broken}" for seed, broken in whole.broken] == []
    assert whole.alerts >= FULL
    assert [(*each, whole.hits[each]) for each in whole.seldom()] == []
    assert whole.share >= SENT_AT_LEAST
