"""Promise 2 on real servers: one alert, one post on each, while answers are lost and senders are killed.

Everything that is deployed runs as it is, on the engine; the fault proxy stands before Bluesky's own server and snac2.
What is out is counted by asking the two servers, never our own table.
"""

import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from random import Random

import pytest

from local.engine import EngineError
from local.faultproxy import CutBody, FaultProxy, Plan, Reset, WireFault, seeded, standing_before
from local.real.bluesky import RealBluesky
from local.real.snac2 import RealSnac
from local.sandbox.faults import DropAnswer, RateLimited, ServerError, Slow
from local.stage import Stage, running_stage
from local.unpaced import unpaced
from loudhailer.domain.delivery import Delivery, State
from loudhailer.domain.outcome import Fate
from tests.engine.conftest import an_event
from tests.real import record
from tests.real.conftest import posting

pytestmark = [pytest.mark.real, pytest.mark.engine]

ALERTS = int(os.environ.get("LOUDHAILER_REAL_ALERTS", "300"))
SEED = int(os.environ.get("LOUDHAILER_REAL_SEED", "20261129"))
CHANNELS = ("bluesky", "mastodon")
SENDERS = {"bluesky": "PublishBluesky", "mastodon": "PublishMastodon"}
LOST_SHARE, REFUSED_SHARE = 0.20, 0.05
LOST: Sequence[WireFault] = (
    DropAnswer(kind="drop_answer"),
    Reset(stored=True),
    CutBody(),
    ServerError(kind="server_error", status=502, stored=True),
    Slow(kind="slow", seconds=5, stored=True),  # past the sender's own deadline
)
REFUSED: Sequence[WireFault] = (
    Reset(),
    ServerError(kind="server_error", status=503),
    RateLimited(kind="rate_limited", retry_after=2),
)
EVERY = 1.0
"""Seconds from one alert to the next: snac2 tells its last 256 statuses only, and a look must reach back that far."""
KILL_EVERY = (3, 8)
"""After how many alerts a sender is killed, drawn anew each time: a slow machine is not killed to a standstill."""
SWEEP_EVERY, LOOK_EVERY = 20.0, 10.0
FAR_BEHIND = 40
"""How many alerts may be on their way before the next one waits, on a machine that is slow."""
PATIENCE = 600.0


def plan(seed: int) -> Plan:
    """Lose a fifth of all answers after the server has taken the post, and refuse a few before it saw them."""
    lost, refused = seeded(seed, LOST_SHARE, LOST), seeded(seed + 1, REFUSED_SHARE / (1 - LOST_SHARE), REFUSED)
    return lambda number: lost(number) or refused(number)


@dataclass(slots=True)
class Night:
    """One run: what was put in, killed and seen."""

    stage: Stage
    proxies: dict[str, FaultProxy]
    read: dict[str, Callable[[], dict[str, str]]]
    before: dict[str, set[str]]
    put: int = 0
    seen: dict[str, dict[str, str]] = field(default_factory=lambda: {name: {} for name in CHANNELS})
    killed: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    dice: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311  # a replay, not a secret

    def look(self) -> None:
        """Ask the servers what is out. What snac2 no longer lists was seen before."""
        for name in CHANNELS:
            new = {post_id: text for post_id, text in self.read[name]().items() if post_id not in self.before[name]}
            self.seen[name] |= new

    def sweep(self) -> None:
        """Let the clock's function look; on a busy machine it may run out of time, and then the next one looks."""
        with suppress(EngineError):
            self.stage.sweep()

    def kill(self) -> None:
        """End the workers of one sender in the middle of whatever they do: mostly of a posting call, if one comes."""
        name = self.dice.choice(CHANNELS)
        proxy, until = self.proxies[name], time.monotonic() + self.dice.choice((0.0, 5.0, 5.0))
        while time.monotonic() < until and not proxy.under_way:
            time.sleep(0.002)
        workers = self.stage.engine.workers(self.stage.stack.resources[SENDERS[name]])
        self.caught[name] += bool(proxy.under_way)
        self.stage.end_workers(SENDERS[name])
        self.killed[name] += len(workers)

    def behind(self) -> int:
        """Return how many of the alerts that were put in are not on both servers yet."""
        taken = [sum(HTTPStatus.OK <= each.status < 300 for each in proxy.record) for proxy in self.proxies.values()]
        return self.put - min(taken)

    def kills(self, over: threading.Event) -> None:
        """Kill after every few alerts until it is over."""
        at = 2
        while not over.wait(0.01):
            if self.put >= at:
                self.kill()
                at = self.put + self.dice.randint(*KILL_EVERY)

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Kill, sweep and look meanwhile."""
        over, broken = threading.Event(), list[BaseException]()

        def every(pause: float, act: Callable[[], None]) -> None:
            while not over.wait(pause):
                act()

        def told(work: Callable[[], None]) -> None:
            try:
                work()
            except BaseException as error:  # noqa: BLE001 - raised again by the test itself
                broken.append(error)

        works = (
            lambda: self.kills(over),
            lambda: every(SWEEP_EVERY, self.sweep),
            lambda: every(LOOK_EVERY, self.look),
        )
        threads = [threading.Thread(target=told, args=(each,), daemon=True) for each in works]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            over.set()
            for thread in threads:
                thread.join(120)
        for error in broken:
            raise error

    def ours(self) -> list[Delivery]:
        """Return the deliveries of the two channels."""
        return [each for each in self.stage.deliveries() if each.channel in CHANNELS]


@pytest.fixture
def night(bluesky: RealBluesky, snac2: RealSnac, tmp_path: Path) -> Iterator[Night]:
    """Return the deployed stack with the fault proxy between its senders and the two servers."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    with (
        standing_before(bluesky.address, names=posting, plan=plan(SEED)) as before_bluesky,
        standing_before(snac2.address, names=posting, plan=plan(SEED + 100)) as before_snac2,
    ):
        proxies = {"bluesky": before_bluesky, "mastodon": before_snac2}
        addresses = {name: proxy.url for name, proxy in proxies.items()}
        secrets = {"bluesky": bluesky.secret, "mastodon": snac2.secret}
        config = unpaced(tmp_path / "config")  # hundreds of alerts are more than a channel may spend
        with running_stage(tmp_path, addresses=addresses, secrets=secrets, channels=CHANNELS, config=config) as stage:
            stage.order(by="tests", reason="the tests' own act of going live", live=True, channels=list(CHANNELS))
            read = {
                "bluesky": lambda: {each["uri"]: each["value"]["text"] for each in bluesky.posts()},
                "mastodon": lambda: {each["id"]: each["text"] for each in snac2.posts()},
            }
            yield Night(stage, proxies, read, {name: set(read[name]()) for name in CHANNELS})


def test_every_alert_is_out_once_on_both_whatever_is_lost_and_whoever_is_killed(night: Night) -> None:
    began = time.monotonic()
    alerts = put_in(night)
    settle(night)
    took = time.monotonic() - began
    states = Counter(each.state for each in night.ours())
    write_down(night, states, took)
    assert len(alerts) == ALERTS
    for name in CHANNELS:
        told = {alert_id: posts_about(night, name, alert_id) for alert_id in alerts}
        assert {alert_id: ids for alert_id, ids in told.items() if len(ids) != 1} == {}, f"not once on {name}"
        assert len(night.seen[name]) == ALERTS, f"something else is on {name}"
        lost = [each for each in night.proxies[name].record if each.answer_lost]
        assert len(lost) >= ALERTS * LOST_SHARE / 2, "too few answers were lost to show anything"
    assert sum(night.killed.values()) >= ALERTS // 20
    assert sum(night.caught.values()) >= ALERTS // 100
    assert states == {State.SENT: 2 * ALERTS}


def put_in(night: Night) -> list[str]:
    """Put the alerts in, one after the other, and meanwhile kill, sweep and look; return the alerts' ids."""
    events: list[str] = []
    with night.going_on():
        for number in range(ALERTS):
            earliest, latest = time.monotonic() + EVERY, time.monotonic() + PATIENCE
            events.append(night.stage.put_event(an_event(road=f"A{4100 + number}"))[0])
            night.put = number + 1
            while time.monotonic() < earliest or (night.behind() > FAR_BEHIND and time.monotonic() < latest):
                time.sleep(0.05)
    deadline = time.monotonic() + 60
    while not set(events) <= set(outcomes := night.stage.outcomes()) and time.monotonic() < deadline:
        time.sleep(1)
    assert Counter(outcomes[each].fate for each in events) == {Fate.POSTED: ALERTS}
    return [outcomes[each].alert_id for each in events]


def settle(night: Night) -> None:
    """Sweep and look until nothing is under way any more; nobody is killed now."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        night.sweep()
        night.look()
        if all(each.final for each in night.ours()):
            break
        time.sleep(5)
    night.look()


def posts_about(night: Night, channel: str, alert_id: str) -> list[str]:
    """Return the ids of the posts on a server about one alert."""
    reference = alert_id.split("-", maxsplit=1)[0]
    return [post_id for post_id, text in night.seen[channel].items() if reference in text]


def write_down(night: Night, states: Counter[State], took: float) -> None:
    """Keep the figures for the closing lines and the docs."""
    run: dict[str, str | int | float] = {"seed": SEED, "alerts": ALERTS, "seconds": round(took)}
    for name in CHANNELS:
        calls = night.proxies[name].record
        run[f"posting calls on {name}"] = len(calls)
        run[f"answers lost after the post was taken on {name}"] = sum(each.answer_lost for each in calls)
        run[f"refused or reset before it on {name}"] = sum(bool(each.fault) and not each.answer_lost for each in calls)
        run[f"workers killed on {name}"] = night.killed[name]
        run[f"kills in the middle of a posting call on {name}"] = night.caught[name]
        run[f"posts on the server of {name}"] = len(night.seen[name])
    run["deliveries SENT"] = states[State.SENT]
    run["deliveries UNKNOWN"] = states[State.UNKNOWN]
    run["deliveries in another state"] = sum(states.values()) - states[State.SENT] - states[State.UNKNOWN]
    record.RUNS.append(run)
