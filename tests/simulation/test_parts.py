"""What the simulation stands on does what it says: workers, queues, platforms, calls."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random

import pytest

from loudhailer.domain.errors import CannotTell, ChannelUnavailable, Doubtful, ParentGone, StateUnavailable
from loudhailer.domain.post import Parent
from tests.channels.kit import a_post
from tests.fakes import Clock
from tests.simulation.baton import Killed, Worker
from tests.simulation.calls import Calls, Shift, Trace
from tests.simulation.faults import KINDS, Came, Chaos, Kind, Point
from tests.simulation.platforms import Blind, Keyed, ReadBack, Shown
from tests.simulation.queues import VISIBILITY, Copy, Queue


def a_random(seed: int = 0) -> Random:
    return Random(seed)  # noqa: S311  # it decides what a test meets, and guards nothing


class Scripted(Chaos):
    """Draws what a test says."""

    def __init__(self, *kinds: Kind | None) -> None:
        super().__init__(a_random(), 1.0)
        self.kinds = list(kinds)

    def draw(self, point: Point, state: Came) -> Kind | None:  # noqa: ARG002  # the test knows both
        return self.kinds.pop(0) if self.kinds else None

    def wait(self) -> float:
        return 5.0


class Bench:
    """One worker, and a clock that a test moves."""

    def __init__(self, *kinds: Kind | None) -> None:
        self.now = 0.0
        self.later: list[tuple[float, Callable[[], None]]] = []
        self.done: list[str] = []
        self.calls = Calls(Scripted(*kinds), lambda: self.now, self._later, Trace(), lambda _shift, _seconds: None)
        self.worker = Worker("worker-0")
        self.shift = Shift(self.worker, 0.0, 8.0, "deliver")

    def _later(self, seconds: float, act: Callable[[], None]) -> None:
        self.later.append((seconds, act))

    def run(self, *points: Point) -> list[str]:
        def task() -> None:
            for point in points:
                try:
                    self.calls(point, lambda point=point: self.done.append(point))  # type: ignore[misc]  # bound now
                except StateUnavailable:
                    self.done.append("unavailable")

        self.calls.shift = self.shift
        self.worker.run(task)
        return self.done

    def go_on(self) -> list[str]:
        self.calls.resume(self.shift)
        return self.done


Make = Callable[..., Bench]


@pytest.fixture
def benches() -> Iterator[Make]:
    made: list[Bench] = []

    def make(*kinds: Kind | None) -> Bench:
        made.append(Bench(*kinds))
        return made[-1]

    yield make
    for each in made:
        each.worker.close()


def test_a_call_that_fails_before_does_nothing_and_one_that_fails_after_has_done_it(benches: Make) -> None:
    assert benches(Kind.FAILS).run(Point.CLAIM) == ["unavailable"]
    assert benches(Kind.UNHEARD).run(Point.CLAIM) == [Point.CLAIM, "unavailable"]


def test_a_worker_that_died_makes_no_further_call(benches: Make) -> None:
    assert benches(None, Kind.DIES).run(Point.READ, Point.CLAIM, Point.RECORD) == [Point.READ]
    assert benches(None, Kind.DIES_AFTER).run(Point.READ, Point.CLAIM, Point.RECORD) == [Point.READ, Point.CLAIM]


def test_a_worker_that_stands_still_lets_others_run_and_goes_on_where_it_stood(benches: Make) -> None:
    bench = benches(None, Kind.WAITS)
    assert bench.run(Point.READ, Point.CLAIM) == [Point.READ]
    assert not bench.worker.idle
    bench.now = 5.0
    assert bench.go_on() == [Point.READ, Point.CLAIM]
    assert bench.worker.idle


def test_a_worker_that_stood_still_past_its_function_s_timeout_is_gone(benches: Make) -> None:
    bench = benches(Kind.WAITS)
    bench.run(Point.CLAIM)
    bench.now = 8.0
    assert bench.go_on() == []
    assert bench.worker.idle


def test_a_worker_is_closed_wherever_it_stands() -> None:
    worker = Worker("worker-0")
    done: list[str] = []

    def task() -> None:
        worker.stand_still()
        if worker.dead:
            raise Killed
        done.append("went on")

    worker.run(task)
    worker.close()
    assert done == []


def test_what_a_worker_did_not_expect_reaches_the_stepper() -> None:
    worker = Worker("worker-0")

    def task() -> None:
        raise ValueError("unexpected")

    with pytest.raises(ValueError, match="unexpected"):
        worker.run(task)
    worker.close()


class Woken:
    """A queue, and the copies that will be visible."""

    def __init__(self, most: int = 3) -> None:
        self.copies: list[Copy] = []
        self.queue = Queue("x-urgent", self.copies.append, most)

    def put(self) -> Copy:
        self.queue.put("body", 0.0)
        return self.copies[-1]


def test_a_message_that_is_handed_out_is_hidden_until_its_visibility_ends() -> None:
    woken = Woken()
    copy = woken.put()
    assert woken.queue.hand_out(copy, 0.0)
    assert not woken.queue.hand_out(copy, VISIBILITY - 1)
    assert woken.queue.hand_out(copy, VISIBILITY)
    assert copy.receives == 2


def test_a_message_comes_back_when_it_was_put_off_to_and_only_its_last_receipt_counts() -> None:
    woken = Woken()
    copy = woken.put()
    woken.queue.hand_out(copy, 0.0)
    first = copy.receipt
    woken.queue.defer(first, timedelta(seconds=2.1), 1.0)
    assert copy.visible_at == 4.0
    woken.queue.hand_out(copy, 4.0)
    woken.queue.defer(first, timedelta(seconds=1), 5.0)
    woken.queue.delete(first)
    assert (copy.visible_at, copy.gone, woken.queue.waiting) == (4.0 + VISIBILITY, False, 1)
    woken.queue.delete(copy.receipt)
    assert (copy.gone, woken.queue.waiting) == (True, 0)


def test_a_message_that_was_handed_out_too_often_is_a_dead_letter() -> None:
    woken = Woken(most=2)
    copy = woken.put()
    for number in range(2):
        assert woken.queue.hand_out(copy, number * VISIBILITY)
    assert not woken.queue.hand_out(copy, 2 * VISIBILITY)
    assert (woken.queue.dead, woken.queue.waiting) == ([copy], 0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def ignored(_name: str, _shown: Shown) -> None:
    """Nobody looks."""


def test_a_key_that_is_kept_for_ever_returns_the_first_post_and_refuses_other_words(clock: Clock) -> None:
    platform = Keyed("bluesky", clock, ignored)
    first = platform.publish(a_post())
    assert platform.publish(a_post()).ref == first.ref
    with pytest.raises(Doubtful):
        platform.publish(a_post(text="other words"))
    assert len(platform.shown) == 1


def test_a_key_that_is_kept_for_a_while_lets_a_second_post_through_but_shows_both(clock: Clock) -> None:
    platform = Keyed("mastodon", clock, ignored, lasts=timedelta(minutes=1))
    post = a_post(created_at=clock.now)
    platform.publish(post)
    assert platform.publish(post).repeated
    clock.pass_(61)
    assert platform.find(post) is not None
    platform.publish(post)
    assert len(platform.shown) == 2


def test_what_can_only_be_read_back_is_seen_late_and_the_same_words_are_refused(clock: Clock) -> None:
    platform = ReadBack("x", clock, ignored, lag=lambda: 5.0)
    platform.publish(a_post())
    assert platform.find(a_post()) is None
    with pytest.raises(Doubtful):
        platform.publish(a_post())
    clock.pass_(5)
    found = platform.find(a_post())
    assert found is not None
    assert found.repeated


def test_where_nobody_can_be_asked_each_call_is_another_post(clock: Clock) -> None:
    platform = Blind("telegram", clock, ignored)
    platform.publish(a_post())
    platform.publish(a_post())
    assert len(platform.shown) == 2
    with pytest.raises(CannotTell):
        platform.find(a_post())


def test_nothing_hangs_under_a_post_that_somebody_deleted(clock: Clock) -> None:
    platform = Keyed("bluesky", clock, ignored)
    ref = platform.publish(a_post()).ref
    platform.shown[0].deleted = True
    with pytest.raises(ParentGone):
        platform.publish(a_post(key="another", parent=Parent(root=ref, last=ref)))


def test_each_point_can_fail_and_a_calm_one_does_not() -> None:
    chaos = Chaos(a_random(1), 1.0)
    drawn = {point: {chaos.draw(point, Came.CLAIMED) for _ in range(3000)} for point in Point}
    assert {point: kinds - {None} for point, kinds in drawn.items()} == {each: set(KINDS[each]) for each in Point}
    chaos.over = True
    assert {chaos.draw(Point.READ, Came.PENDING) for _ in range(1000)} == {None}


def test_a_platform_s_trouble_is_told_in_its_own_words(benches: Make) -> None:
    bench = benches(Kind.FAILS)
    bench.calls.shift = bench.shift
    with pytest.raises(ChannelUnavailable):
        bench.calls(Point.STORE_READ, lambda: None, ChannelUnavailable)
