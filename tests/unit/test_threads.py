"""ORDER: what a worker does with one delivery, case by case (docs/order.md), and over any history."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import Action, Decision
from loudhailer.domain.delivery import FINAL, Delivery, State, Thread
from loudhailer.domain.incident import Manner
from loudhailer.domain.post import Variant
from loudhailer.threads import Done, Hold, Look, Send, Settle, Step, Wait, next_step, unsent_step
from tests.builders import NOW, a_delivery, a_ref, a_thread, an_alert

GO = Decision(Action.SEND, "level normal")
HOLD = Decision(Action.HOLD, "level lockdown: the plan says hold")
SECOND = timedelta(seconds=1)
LEASE = timedelta(seconds=45)
LANDED = {"head": 1, "first": a_ref(), "last": a_ref(), "last_revision": 1}
ELSEWHERE = {"head": 1, "owner": "AAAAAAA-1", "lease_until": NOW + LEASE}
RUN_OUT = {"head": 1, "owner": "AAAAAAA-1", "lease_until": NOW}
DOUBT = {"head": 1, "doubts": ("AAAAAAA-1",)}
FIRST, REPLY, STANDALONE, ANEW, POINTER = (Send(each) for each in Variant)
ALERT, UPDATE, CANCEL = MsgType
NOTHING_TO_END = Settle(State.SUPERSEDED, "the alert never landed here, so there is nothing to end", passes=True)


def step(
    msg_type: MsgType = UPDATE,
    thread: dict[str, Any] | None = None,
    decision: Decision = GO,
    revision: int = 2,
    **delivery: Any,
) -> Step:
    """Ask for the next step of revision 2, on a thread that revision 1 may have used."""
    alert = an_alert(revision=revision, msg_type=msg_type)
    return next_step(alert, a_delivery(alert, **delivery), a_thread(**thread or {}), decision, NOW)


@pytest.mark.parametrize(
    ("thread", "alert", "update", "cancel"),
    [
        pytest.param({}, FIRST, FIRST, NOTHING_TO_END, id="nothing was ever here"),
        pytest.param({"head": 1}, FIRST, FIRST, NOTHING_TO_END, id="the parent failed, or waits to retry"),
        pytest.param(LANDED, FIRST, REPLY, REPLY, id="the parent landed"),
        pytest.param(DOUBT, FIRST, STANDALONE, STANDALONE, id="the parent is in doubt"),
        pytest.param(RUN_OUT, FIRST, STANDALONE, STANDALONE, id="the parent's lease ran out"),
        pytest.param(LANDED | DOUBT, FIRST, REPLY, REPLY, id="one landed, a later one is in doubt"),
        pytest.param(LANDED | RUN_OUT, FIRST, REPLY, REPLY, id="one landed, a later lease ran out"),
    ],
)
def test_the_variant_follows_what_is_known_of_the_thread(
    thread: dict[str, Any], alert: Step, update: Step, cancel: Step
) -> None:
    assert [step(each, thread) for each in MsgType] == [alert, update, cancel]


def test_an_update_before_its_alert_is_the_first_post_and_the_alert_is_superseded() -> None:
    update, alert = an_alert(revision=2, msg_type=UPDATE), an_alert(revision=1)
    assert next_step(update, a_delivery(update), a_thread(), GO, NOW) == FIRST
    thread = a_thread().claimed(a_delivery(update), NOW, LEASE)
    expected = Settle(State.SUPERSEDED, "revision 2 has replaced it")
    assert next_step(alert, a_delivery(alert), thread, GO, NOW) == expected
    landed = thread.landed(update.identifier, 2, a_ref("2"), replied=False)
    assert next_step(alert, a_delivery(alert), landed, GO, NOW) == expected


def test_a_status_is_never_the_first_that_a_channel_says_and_moves_nothing() -> None:
    status = an_alert(revision=2, msg_type=MsgType.UPDATE, manner=Manner.STATUS)
    step = next_step(status, a_delivery(status), a_thread(), GO, NOW)
    assert isinstance(step, Settle)
    assert (step.state, step.passes) == (State.SUPERSEDED, False)
    assert next_step(status, a_delivery(status), a_thread(**LANDED), GO, NOW) == REPLY


def test_a_status_goes_only_where_the_words_that_it_confirms_landed() -> None:
    status = an_alert(revision=3, msg_type=MsgType.UPDATE, manner=Manner.STATUS, confirms=2)
    held_here = next_step(status, a_delivery(status), a_thread(**LANDED), GO, NOW)
    assert held_here == Settle(State.SUPERSEDED, "what it would confirm never landed here")
    assert next_step(status, a_delivery(status), a_thread(**LANDED | {"last_revision": 2}), GO, NOW) == REPLY


def test_an_all_clear_that_ends_nothing_closes_the_thread_to_its_alert() -> None:
    verdict = step(CANCEL)
    assert verdict == NOTHING_TO_END
    closed = a_thread().passed(2)
    alert = an_alert(revision=1)
    for state in (State.PENDING, State.RETRY):
        superseded = next_step(alert, a_delivery(alert, state=state), closed, GO, NOW)
        assert isinstance(superseded, Settle)
        assert superseded.state is State.SUPERSEDED


@pytest.mark.parametrize("state", sorted(FINAL))
@pytest.mark.parametrize("decision", [GO, HOLD])
def test_after_a_final_state_nothing_is_left_to_do(state: State, decision: Decision) -> None:
    assert step(decision=decision, state=state, expires_at=NOW, thread={"head": 9}) == Done()


@pytest.mark.parametrize("seconds", [1, 7, 45])
def test_while_another_worker_sends_it_a_repeat_waits_for_the_lease(seconds: int) -> None:
    until = NOW + timedelta(seconds=seconds)
    verdict = step(state=State.CLAIMED, lease_until=until, expires_at=NOW, thread={"head": 9}, decision=HOLD)
    assert verdict == Wait(timedelta(seconds=seconds), "another worker is sending it")


def test_a_wait_is_never_shorter_than_a_queue_can_count() -> None:
    soon = NOW + timedelta(milliseconds=3)
    assert step(state=State.CLAIMED, lease_until=soon) == Wait(SECOND, "another worker is sending it")
    assert step(state=State.RETRY, not_before=soon) == Wait(SECOND, "its next try is not yet due")


@pytest.mark.parametrize(
    "delivery",
    [
        {"state": State.CLAIMED, "lease_until": NOW},
        {"state": State.CLAIMED, "lease_until": NOW - LEASE},
        {"state": State.CLAIMED},
        {"state": State.UNKNOWN},
        {"state": State.UNKNOWN, "not_before": NOW},
    ],
)
@pytest.mark.parametrize("decision", [GO, HOLD])
def test_what_may_be_out_is_looked_for_before_anything_else(delivery: dict[str, Any], decision: Decision) -> None:
    thread = {"head": 9, "owner": "AAAAAAA-9", "lease_until": NOW + LEASE}
    assert step(thread=thread, decision=decision, expires_at=NOW, **delivery) == Look()


def test_the_platform_gets_its_time_to_show_a_post_in_doubt() -> None:
    verdict = step(state=State.UNKNOWN, not_before=NOW + timedelta(seconds=10))
    assert verdict == Wait(timedelta(seconds=10), "giving the platform time to show the post")


@pytest.mark.parametrize(("left", "wait"), [(45.0, 3.0), (3.0, 3.0), (2.0, 2.0), (0.2, 1.0)])
@pytest.mark.parametrize("msg_type", MsgType, ids=str)
def test_a_busy_thread_is_looked_at_again_within_three_seconds(msg_type: MsgType, left: float, wait: float) -> None:
    busy = ELSEWHERE | {"lease_until": NOW + timedelta(seconds=left)}
    verdict = step(msg_type, busy)
    assert verdict == Wait(timedelta(seconds=wait), "an earlier post of this incident is being sent")


def test_a_next_try_that_is_not_due_waits_until_it_is() -> None:
    later = NOW + timedelta(minutes=4)
    assert step(state=State.RETRY, not_before=later) == Wait(timedelta(minutes=4), "its next try is not yet due")
    assert step(state=State.RETRY, not_before=NOW) == FIRST


@pytest.mark.parametrize("variant", Variant, ids=str)
@pytest.mark.parametrize("thread", [{}, LANDED, DOUBT])
def test_words_that_were_frozen_are_never_chosen_anew(variant: Variant, thread: dict[str, Any]) -> None:
    assert step(UPDATE, thread, state=State.RETRY, variant=variant) == Send(variant)


def test_a_frozen_all_clear_still_ends_nothing_where_nothing_landed() -> None:
    verdict = step(CANCEL, {"head": 2}, state=State.RETRY, variant=Variant.STANDALONE)
    assert verdict == NOTHING_TO_END


_WAYS: list[tuple[str, dict[str, Any], dict[str, Any], Decision]] = [
    ("EXPIRED", {"expires_at": NOW}, {}, GO),
    ("SUPERSEDED", {}, {"head": 9}, GO),
    ("HELD", {}, {}, HOLD),
    ("its next try is not yet due", {"state": State.RETRY, "not_before": NOW + 2 * SECOND}, {}, GO),
    ("an earlier post of this incident is being sent", {}, {"owner": "AAAAAAA-1", "lease_until": NOW + LEASE}, GO),
    ("first", {}, {}, GO),
]


@pytest.mark.parametrize("place", range(len(_WAYS)), ids=[way[0] for way in _WAYS])
def test_the_safest_answer_comes_first(place: int) -> None:
    delivery: dict[str, Any] = {}
    thread: dict[str, Any] = {}
    for _, of_delivery, of_thread, _ in _WAYS[place:]:
        delivery |= of_delivery
        thread |= of_thread
    decision = HOLD if HOLD in [way[3] for way in _WAYS[place:]] else GO
    alert = an_alert(revision=2, msg_type=UPDATE)
    verdict = unsent_step(alert, a_delivery(alert, **delivery), a_thread(**thread), decision, NOW)
    match verdict:
        case Settle(state):
            said = state.value
        case Hold():
            said = "HELD"
        case Wait(_, reason):
            said = reason
        case Send(variant):
            said = variant.value
        case _:
            said = repr(verdict)
    assert said == _WAYS[place][0]


def test_an_alert_expires_at_its_last_moment_and_not_before() -> None:
    assert step(expires_at=NOW + timedelta(microseconds=1)) == FIRST
    assert step(expires_at=NOW) == Settle(State.EXPIRED, f"it expired at {NOW.isoformat()}")


def test_what_was_opened_again_is_heard_as_new() -> None:
    ended = {"head": 2, "first": a_ref("1"), "last": a_ref("2"), "last_revision": 2}
    assert step(ALERT, ended, revision=3) == FIRST


_decisions = st.sampled_from([GO, GO, GO, HOLD])
_ends = st.sampled_from(["sent", "slow", "refused", "doubt", "lost", "crash"])
_waits = st.sampled_from([0, 2, 10, 45])
_answers = st.sampled_from(["truly", "truly", "not at all"])


class _Lost(Exception):
    """Another worker wrote first."""


@dataclass
class _Worker:
    """What one worker holds: what it read or claimed, and how far its call has come."""

    delivery: Delivery
    thread: Thread
    sending: bool = False
    published: bool = False


class OneThread(RuleBasedStateMachine):
    """Two workers on one thread with up to four revisions, and a platform that never lies.

    `out` counts what is public; `maybe` are the revisions that left for the platform and of which nobody knows the end.
    A worker publishes only within its lease, as the function's timeout sees to, but it may be late to record.
    """

    @initialize(later=st.lists(st.sampled_from(MsgType), min_size=1, max_size=3), life=st.sampled_from([300, 7200]))
    def begin(self, later: list[MsgType], life: int) -> None:
        self.now = NOW
        expires = NOW + timedelta(seconds=life)
        self.alerts = {n: an_alert(revision=n, msg_type=kind) for n, kind in enumerate([ALERT, *later], 1)}
        self.stored = {number: a_delivery(alert, expires_at=expires) for number, alert in self.alerts.items()}
        self.thread = a_thread()
        self.workers: list[_Worker | None] = [None, None]
        self.out = dict.fromkeys(self.alerts, 0)
        self.maybe: set[int] = set()
        self.newest_claim = self.last_revision = 0

    def _save(self, delivery: Delivery, thread: Thread | None = None) -> None:
        """Write both or neither, each over the version that was read."""
        before = self.stored[delivery.revision]
        if before.version != delivery.version or (thread and thread.version != self.thread.version):
            raise _Lost
        assert before.state not in {State.SENT, State.SUPERSEDED} or delivery.state is before.state
        self.stored[delivery.revision] = delivery.model_copy(update={"version": delivery.version + 1})
        if thread:
            self.thread = thread.model_copy(update={"version": thread.version + 1})

    def _record(self, delivery: Delivery, thread: Thread, change: Callable[[Thread], Thread]) -> None:
        """Write what is known over the thread as it stands, as the pipeline does."""
        try:
            self._save(delivery, change(thread))
        except _Lost:
            self._save(delivery, change(self.thread))
        if delivery.state is not State.UNKNOWN:
            self.maybe.discard(delivery.revision)

    def _take(self, which: int, verdict: Step, delivery: Delivery, thread: Thread) -> None:
        if isinstance(verdict, Send):
            self._claim(which, verdict.variant, delivery, thread)
        elif isinstance(verdict, Settle):
            final = delivery.settled(verdict.state, verdict.reason)
            if verdict.passes or delivery.doubtful(self.now):
                self._record(final, thread, lambda seen: seen.released(final.alert_id).passed(final.revision))
            else:
                self._save(final)

    def _claim(self, which: int, variant: Variant, delivery: Delivery, thread: Thread) -> None:
        number = delivery.revision
        claim = {"state": State.CLAIMED, "lease_until": self.now + LEASE, "not_before": None, "variant": variant}
        self._save(delivery.model_copy(update=claim), thread.claimed(delivery, self.now, LEASE))
        assert number >= self.newest_claim, "an older post starts after a newer one was claimed"
        if self.alerts[number].msg_type is CANCEL:
            landed = {each for each, delivery in self.stored.items() if delivery.state is State.SENT}
            assert (landed | self.maybe) - {number}, "an all-clear starts where nothing landed and nothing is in doubt"
        self.newest_claim = number
        self.maybe.add(number)
        self.workers[which] = _Worker(self.stored[number], self.thread, sending=True)

    def _sent(self, delivery: Delivery, thread: Thread) -> None:
        ref, replied = a_ref(str(delivery.revision)), delivery.variant is Variant.REPLY
        self._record(
            delivery.settled(State.SENT, "").model_copy(update={"ref": ref}),
            thread,
            lambda seen: seen.landed(delivery.alert_id, delivery.revision, ref, replied=replied),
        )

    def _in_doubt(self, delivery: Delivery, thread: Thread) -> None:
        later = {"state": State.UNKNOWN, "lease_until": None, "not_before": self.now + 10 * SECOND}
        self._record(
            delivery.model_copy(update=later), thread, lambda seen: seen.released(delivery.alert_id, doubtful=True)
        )

    def _publish(self, worker: _Worker) -> bool:
        """Let the call reach the platform, if there is still time; tell whether it is out."""
        if not worker.published and worker.delivery.leased(self.now):
            worker.published = True
            self.out[worker.delivery.revision] += 1
        return worker.published

    @rule(which=st.integers(0, 1), number=st.integers(0, 11))
    def read(self, which: int, number: int) -> None:
        held = self.workers[which]
        if not (held and held.sending):
            self.workers[which] = _Worker(self.stored[number % len(self.stored) + 1], self.thread)

    @rule(which=st.integers(0, 1), number=st.integers(0, 11), found=_answers, end=_ends | st.none(), wait=_waits)
    def turn(self, which: int, number: int, found: str, end: str | None, wait: int) -> None:
        """Take the most usual steps at once, so that long histories are tried too."""
        self.wait(wait)
        self.read(which, number)
        self.act(which, GO, found)
        if end:
            self.end(which, end)

    @rule(which=st.integers(0, 1), decision=_decisions, found=_answers)
    def act(self, which: int, decision: Decision, found: str) -> None:
        worker = self.workers[which]
        if worker is None or worker.sending:
            return
        self.workers[which] = None
        delivery, thread, alert = worker.delivery, worker.thread, self.alerts[worker.delivery.revision]
        verdict = next_step(alert, delivery, thread, decision, self.now)
        with suppress(_Lost):
            if not isinstance(verdict, Look):
                self._take(which, verdict, delivery, thread)
            elif found == "not at all":
                self._in_doubt(delivery, thread)
            elif self.out[delivery.revision]:
                self._sent(delivery, thread)
            else:
                unsent = thread.released(delivery.alert_id)
                self._take(which, unsent_step(alert, delivery, unsent, decision, self.now), delivery, unsent)

    @rule(which=st.integers(0, 1), end=_ends)
    def end(self, which: int, end: str) -> None:
        worker = self.workers[which]
        if worker is None or not worker.sending:
            return
        delivery, thread = worker.delivery, worker.thread
        out = self._publish(worker) if end in {"sent", "slow", "doubt", "crash"} else worker.published
        if end == "slow":
            return
        self.workers[which] = None
        with suppress(_Lost):
            if end == "sent" and out:
                self._sent(delivery, thread)
            elif end in {"doubt", "lost"}:
                self._in_doubt(delivery, thread)
            elif end == "refused" and not out:
                later = {"state": State.RETRY, "lease_until": None, "not_before": self.now + 2 * SECOND}
                retry = delivery.model_copy(update=later)
                self._record(retry, thread, lambda seen: seen.released(delivery.alert_id))

    @rule(seconds=_waits)
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @invariant()
    def at_most_one_is_being_sent(self) -> None:
        leased = [each.alert_id for each in self.stored.values() if each.leased(self.now)]
        assert leased in ([], [self.thread.owner])

    @invariant()
    def every_alert_is_out_at_most_once(self) -> None:
        assert max(self.out.values()) <= 1

    @invariant()
    def the_thread_never_goes_back(self) -> None:
        assert self.thread.last_revision >= self.last_revision
        assert self.thread.head >= self.newest_claim
        self.last_revision = self.thread.last_revision

    @invariant()
    def the_thread_knows_what_landed_and_what_may_have(self) -> None:
        landed = [number for number, each in self.stored.items() if each.state is State.SENT]
        assert self.thread.last_revision == max(landed, default=0)
        assert (self.thread.parent is not None) == bool(landed)
        maybe = {self.alerts[number].identifier for number in self.maybe}
        assert set(self.thread.doubts) <= maybe <= {*self.thread.doubts, self.thread.owner}
        assert all(self.out[number] for number in landed)


def test_order_holds_over_any_history_of_two_workers() -> None:
    # Histories in which an all-clear is retried while its parent's doubt is settled are rare: 1 in 600 by measurement.
    run_state_machine_as_test(OneThread, settings=settings(max_examples=5 * settings().max_examples))
