"""Promise 1 on the deployed template: once declaring has returned, no post of a paused class starts to be sent.

300 planned posts are being released on three channels when gold declares. A barrier on the wire stops senders between
their look at the gate and their permit, and others between their permit and their claim, until the answer is there.
"""

import itertools
import json
import logging
import os
import re
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, TypeVar

import pytest

from local.barrier import Barrier, Call, Note, Place, standing_between
from local.engine import EngineError
from local.stage import Stage
from loudhailer.aws.items import delivery_key, event_key, unpacked
from loudhailer.domain.delivery import Delivery, State
from loudhailer.domain.outcome import Outcome
from loudhailer.domain.record import Record
from loudhailer.pipeline.deliver import PERMIT_LASTS
from tests.engine.conftest import eventually
from tests.engine.officers import calling, said

pytestmark = pytest.mark.engine

CHANNELS = ("bluesky", "mastodon", "telegram")
CAMPAIGNS = 100
BEFORE = 60
"""After how many posts the order is given; a run must have sent more than 50 by then."""
PLACES = (Place.BEFORE, Place.BEFORE, Place.AFTER, Place.NOWHERE)
"""Where a sender stops, drawn anew for each: one in four runs free, so that the order meets it anywhere."""
_log = logging.getLogger(__name__)
_numbers = itertools.count(1)
_Kind = TypeVar("_Kind", bound=Record)

Way = tuple[str, str]
"""A post as we name it: channel and alert."""


@dataclass(frozen=True, slots=True)
class Run:
    """What was seen of one run: on the wire in the table's order, in the answer, at the platforms, in the ledger."""

    notes: Sequence[Note]
    stopped: Mapping[Place, int]
    ordered: float
    answered: float
    leaving: frozenset[Way]
    arrived: Mapping[Way, float]
    ledger: Mapping[Way, Delivery]

    def written(self, channel: str) -> float:
        """Return when the table took the order."""
        (order,) = (each for each in self.notes if each.call is Call.CHANGE and each.channel == channel)
        return order.ended

    def permits(self, channel: str) -> tuple[set[str], set[str]]:
        """Return the permits that stood when the table took the order, and those that were taken after it."""
        standing: set[str] = set()
        stood: set[str] | None = None
        for note in self.notes:
            if note.channel != channel or not note.granted:
                continue
            if note.call is Call.CHANGE:
                stood, standing = standing, set()
            elif note.call is Call.TAKE:
                standing.add(note.permit)
            elif stood is None:
                standing.discard(note.permit)
        return stood or set(), standing

    def before(self) -> set[Way]:
        """Return the posts that were at their platform when the table took the order."""
        return {way for way, at in self.arrived.items() if at < self.written(way[0])}

    def held(self) -> set[Way]:
        """Return the posts that wait for a person now."""
        return {way for way, delivery in self.ledger.items() if delivery.state is State.HELD}

    def late(self) -> set[Way]:
        """Return the posts that arrived by a permit which was taken after the answer."""
        taken = {
            (note.channel, note.alert_id)
            for note in self.notes
            if note.call is Call.TAKE and note.granted and note.ended > self.answered
        }
        return taken & set(self.arrived)

    def in_time(self) -> set[Way]:
        """Return the posts whose sender was not kept so long that its permit ran out on it."""
        began = {note.permit: note.began for note in self.notes if note.call is Call.TAKE and note.granted}
        ended = [note for note in self.notes if note.call is Call.GIVE_BACK and note.permit in began]
        prompt = (PERMIT_LASTS / 2).total_seconds()
        return {(note.channel, note.alert_id) for note in ended if note.began - began[note.permit] < prompt}

    def figures(self) -> str:
        """Return what a record of the runs needs; `--log-file` keeps it."""
        counts = {"before": self.before(), "leaving": self.leaving, "held": self.held(), "late": self.late()}
        stopped = {f"stopped {place}": count for place, count in self.stopped.items()}
        answer = {"answer ms": round(1000 * (self.answered - self.ordered))}
        return json.dumps({name: len(found) for name, found in counts.items()} | stopped | answer)


@pytest.fixture(scope="module")
def barrier(stage: Stage) -> Iterator[Barrier]:
    """Put a barrier between the table and whoever touches a gate: the three senders and the desk's order."""
    stage.order(by="tests", reason="only the platforms count here", stopped=True, channels=["page"])
    functions = [*(f"Publish{channel.capitalize()}" for channel in CHANNELS), "ServeCrisis"]
    try:
        with standing_between(stage.stack, functions) as between:
            yield between
    finally:
        stage.order(by="tests", reason="as it was found", stopped=False, channels=["page"])


@pytest.mark.parametrize("seed", range(1))
def test_no_post_starts_after_the_answer_and_what_was_leaving_is_named(
    stage: Stage, barrier: Barrier, seed: int
) -> None:
    the_pause_is_a_fact(a_run(stage, barrier, seed))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 53))
def test_no_post_starts_after_the_answer_in_fifty_two_more_runs(stage: Stage, barrier: Barrier, seed: int) -> None:
    the_pause_is_a_fact(a_run(stage, barrier, seed))


def test_without_the_version_condition_posts_start_after_the_answer(stage: Stage, barrier: Barrier) -> None:
    """The same run without its one strict point fails: the proof can see what it looks for."""
    barrier.blind = True
    try:
        run = a_run(stage, barrier, seed=1)
    finally:
        barrier.blind = False
    with pytest.raises(AssertionError, match=r"a permit (of after the answer|was taken after the order)"):
        the_pause_is_a_fact(run)


def the_pause_is_a_fact(run: Run) -> None:
    """Hold a run against the promise, and the answer to the order against what truly was leaving."""
    assert not run.late(), "sent from a permit of after the answer"
    permitted = {(note.channel, note.alert_id) for note in run.notes if note.call is Call.TAKE and note.granted}
    assert set(run.arrived) <= permitted, "sent without a permit"
    stood = {channel: run.permits(channel) for channel in CHANNELS}
    assert not any(after for _, after in stood.values()), "a permit was taken after the order was written"
    named = {(channel, permit.partition("#")[0]) for channel, (permits, _) in stood.items() for permit in permits}
    assert run.leaving == named, "the answer names exactly what was leaving"
    assert {way for way, at in run.arrived.items() if at > run.written(way[0])} <= run.leaving
    assert run.in_time() & run.leaving <= set(run.arrived), "what was leaving left"
    assert len(run.before()) > 50
    assert len(run.held()) > 50
    assert len(run.arrived) + len(run.held()) == len(run.ledger), "what was not sent is held, and nothing is lost"


def a_run(stage: Stage, barrier: Barrier, seed: int) -> Run:
    """Plan 300 posts, release them, declare a crisis while senders stand at the barrier, and wait for the end."""
    seen = len(barrier.notes)
    alerts = planned(stage)
    ways = [(channel, alert_id) for alert_id in alerts for channel in CHANNELS]
    draw = Random(seed)  # noqa: S311  # guards nothing; a run can be seen again
    with calling(stage, "gold") as gold, sweeping(stage):
        said(gold.get("/crisis"))  # so that the order finds its function awake
        eventually(lambda: given_back(barrier, seen) >= BEFORE, patience=90)
        barrier.close(lambda: draw.choice(PLACES))
        try:
            eventually(lambda: enough(barrier.held()), patience=30)
            stopped, ordered = barrier.held(), time.time()
            answer = said(gold.put("/crisis", json={"level": "crisis", "reason": "two major incidents at once"}))
            answered = time.time()
        finally:
            barrier.open()
        ledger = eventually(lambda: all_final(stage, ways), patience=120)
    run = Run(
        notes=barrier.notes[seen:],
        stopped=stopped,
        ordered=ordered,
        answered=answered,
        leaving=leaving(answer),
        arrived=arrivals(stage, alerts),
        ledger=ledger,
    )
    _log.info("seed %d: %s", seed, run.figures())
    return run


def planned(stage: Stage) -> list[str]:
    """Plan the campaigns and return their alerts once all are due."""
    due = datetime.now(UTC) + timedelta(seconds=6)
    events: list[Mapping[str, Any]] = [a_campaign(due) for _ in range(CAMPAIGNS)]
    ids = [
        event_id for start in range(0, CAMPAIGNS, 10) for event_id, _ in stage.put_events(events[start : start + 10])
    ]

    def all_told() -> list[Outcome]:
        told = stored(stage, [event_key(each) for each in ids], Outcome)
        return told if len(told) == CAMPAIGNS else []

    told: list[Outcome] = eventually(all_told, patience=60)
    eventually(lambda: datetime.now(UTC) > due)
    return [each.alert_id for each in told]


def a_campaign(due: datetime) -> dict[str, Any]:
    """Return an event that plans a campaign which no other test has."""
    number = next(_numbers)
    incident = {
        "id": f"PAUSE-{os.getpid()}-{number}",
        "revision": 1,
        "status": "Actual",
        "type": "campaign",
        "title": f"Test it Tuesday, street {number}",
        "message": "Press the button on every smoke alarm in your home once a week.",
        "publish_at": due.isoformat(),
    }
    detail = {"schema": "1", "incident": incident}
    return {"source": "westshire.comms", "detail-type": "campaign.planned", "detail": detail}


@contextmanager
def sweeping(stage: Stage) -> Iterator[None]:
    """Let the clock look again and again, as the release of what is due goes on while people act."""
    ended = threading.Event()

    def sweep() -> None:
        while not ended.is_set():
            with suppress(EngineError):  # a sweep that fails on a busy machine is made good by the next
                stage.sweep()
            ended.wait(0.1)

    thread = threading.Thread(target=sweep, name="clock")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def given_back(barrier: Barrier, seen: int) -> int:
    """Return how many permits have been given back: as many posts are out."""
    return sum(note.call is Call.GIVE_BACK for note in barrier.notes[seen:])


def enough(held: Mapping[Place, int]) -> bool:
    """Tell whether senders stand at both places, or all that there are stand somewhere: two a channel."""
    before, after = held.get(Place.BEFORE, 0), held.get(Place.AFTER, 0)
    return (before >= 2 and after >= 1) or before + after == 2 * len(CHANNELS)


def all_final(stage: Stage, ways: Sequence[Way]) -> dict[Way, Delivery]:
    """Return the posts' deliveries once all are final, else none."""
    keys = [delivery_key(alert_id, channel) for channel, alert_id in ways]
    found = stored(stage, keys, Delivery)
    return {(each.channel, each.alert_id): each for each in found} if all(each.final for each in found) else {}


def arrivals(stage: Stage, alerts: Sequence[str]) -> dict[Way, float]:
    """Return when each post reached its platform; fail where one is there twice."""
    by_reference = {alert_id.rpartition("-")[0]: alert_id for alert_id in alerts}
    found: dict[Way, float] = {}
    for post in stage.sandbox.posts():
        reference = re.search(r"Ref (\w+)", post["text"])
        if reference is None or reference[1] not in by_reference:
            continue
        way = (post["channel"], by_reference[reference[1]])
        assert way not in found, "posted twice"
        found[way] = post["received_at"]
    return found


def leaving(answer: Mapping[str, Any]) -> frozenset[Way]:
    """Return what the answer to the order says was already leaving."""
    return frozenset((each["channel"], each["identifier"]) for each in answer["leaving"])


def stored(stage: Stage, keys: Sequence[dict[str, Any]], kind: type[_Kind]) -> list[_Kind]:
    """Read items by their keys, without a look at all that other tests have left."""
    table, client = stage.stack.outputs["StateTableName"], stage.engine.client("dynamodb")
    found: list[_Kind] = []
    for start in range(0, len(keys), 100):
        asked = {table: {"Keys": list(keys[start : start + 100]), "ConsistentRead": True}}
        answer = client.batch_get_item(RequestItems=asked)
        assert not answer.get("UnprocessedKeys")
        found += [unpacked(item, kind) for item in answer["Responses"][table]]
    return found
