"""Deliberate bugs, each a small change of the real code: a simulation that does not catch one proves nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from loudhailer import threads
from loudhailer.domain.alert import Alert
from loudhailer.domain.crisis import Decision, Permit
from loudhailer.domain.delivery import Delivery, State, Thread
from loudhailer.domain.errors import CannotTell, LoudhailerError, RateLimited
from loudhailer.domain.outcome import Outcome
from loudhailer.domain.post import Post, PostRef, Receipt, Variant
from loudhailer.pipeline import deliver
from loudhailer.ports import Commit
from tests.fakes import MemoryState
from tests.simulation.oracle import Promise
from tests.simulation.ports import Line
from tests.simulation.world import Variation

Decide = Callable[..., threads.Step]


@dataclass(frozen=True)
class Mutant:
    """One bug: what it breaks, and how it is built in. `first` is a seed that shows it, or soon does."""

    promise: Promise
    variation: Variation = field(default_factory=Variation)
    patches: tuple[tuple[object, str, object], ...] = ()
    first: int = 1
    seeds: int = 30


@contextmanager
def built_in(mutant: Mutant) -> Iterator[Variation]:
    """Build a bug in for a while."""
    with pytest.MonkeyPatch.context() as patch:
        for target, name, value in mutant.patches:
            patch.setattr(target, name, value)
        yield mutant.variation


class _RecordsFirst(Line):
    def publish(self, post: Post) -> Receipt:
        written = self.oracle.state.stored[post.alert_id, self.name]
        self.oracle.state.save(written.settled(State.SENT, ""))
        return super().publish(post)


class _FailedLooksSayNo(Line):
    def find(self, post: Post) -> Receipt | None:
        try:
            return super().find(post)
        except CannotTell:
            raise
        except LoudhailerError:
            return None


class _NobodyLooks(Line):
    def find(self, post: Post) -> Receipt | None:
        raise CannotTell(post.key)


class _Careless(Line):
    def publish(self, post: Post) -> Receipt:
        try:
            return super().publish(post)
        except RateLimited as limit:
            raise ValueError(limit.retry_after) from None


class _Forgetful(MemoryState):
    def outcome(self, event_id: str) -> Outcome | None:  # noqa: ARG002  # that is the bug
        return None

    def commit(self, commit: Commit) -> None:
        self.ends.pop(commit.outcome.event_id, None)
        super().commit(commit)


class _Unconditional(MemoryState):
    def save(self, delivery: Delivery, thread: Thread | None = None) -> tuple[Delivery, Thread | None]:
        seen = self.stored[delivery.alert_id, delivery.channel]
        delivery = delivery.model_copy(update={"version": seen.version})
        if thread is not None:
            known = self.threads.get((thread.source, thread.incident_id, thread.channel))
            thread = thread.model_copy(update={"version": known.version if known else 0})
        return super().save(delivery, thread)


class _AnyVersion(MemoryState):
    def take(self, channel: str, key: str, permit: Permit, *, seen: int, **spends: Any) -> None:  # noqa: ARG002  # the bug
        super().take(channel, key, permit, seen=self._gate(channel).version, **spends)


def _without_looking(*given: Any, **named: Any) -> threads.Step:
    step = _NEXT(*given, **named)
    return _UNSENT(*given, **named) if isinstance(step, threads.Look) else step


def _headless(
    alert: Alert, delivery: Delivery, thread: Thread, decision: Decision, now: datetime, **named: Any
) -> threads.Step:
    return _UNSENT(alert, delivery, thread.model_copy(update={"head": 0}), decision, now, **named | {"spoken": 0})


def _everlasting(
    alert: Alert, delivery: Delivery, thread: Thread, decision: Decision, now: datetime, **named: Any
) -> threads.Step:
    endless = delivery.model_copy(update={"expires_at": now + timedelta(days=1)})
    return _UNSENT(alert, endless, thread, decision, now, **named)


def _all_clear_for_all(*given: Any, **named: Any) -> threads.Step:
    step = _UNSENT(*given, **named)
    return threads.Send(Variant.STANDALONE) if isinstance(step, threads.Settle) and step.passes else step


def _unnoticed(self: Thread, alert_id: str, revision: int, ref: PostRef, *, replied: bool) -> Thread:  # noqa: ARG001  # that is the bug
    return self.released(alert_id).passed(revision)


def _instead(step: Decide) -> tuple[tuple[object, str, object], ...]:
    return ((threads, "unsent_step", step), (deliver, "unsent_step", step))


def _never(*_: object) -> bool:
    return False


_NEXT, _UNSENT = threads.next_step, threads.unsent_step

MUTANTS: dict[str, Mutant] = {
    "it records before it sends": Mutant(Promise.LOST, Variation(line=_RecordsFirst)),
    "it sends again without looking": Mutant(Promise.ONCE, patches=((deliver, "next_step", _without_looking),)),
    "a look that fails says no": Mutant(Promise.ONCE, Variation(line=_FailedLooksSayNo), first=8),
    "the head is not checked": Mutant(Promise.ORDER, patches=_instead(_headless)),
    "no lease is respected": Mutant(
        Promise.ONCE, patches=((Delivery, "leased", _never), (Thread, "busy", _never)), first=3
    ),
    "a claim is written over whatever is there": Mutant(Promise.ONCE, Variation(state=_Unconditional), first=2),
    "expiry is not checked at claim": Mutant(
        Promise.EXPIRED, patches=(*_instead(_everlasting), (deliver.Deliver, "_too_late", _never))
    ),
    "a final state is forgotten": Mutant(Promise.ONCE, patches=((Delivery, "final", False),)),
    "nobody sweeps": Mutant(Promise.LOST, Variation(sweeps=False)),
    "an all-clear goes whether the alert landed or not": Mutant(
        Promise.ONLY_WHERE, patches=_instead(_all_clear_for_all)
    ),
    "a permit is taken over any version of the gate": Mutant(Promise.PAUSE, Variation(state=_AnyVersion)),
    "an event is forgotten": Mutant(Promise.OUTCOME, Variation(state=_Forgetful), first=3),
    "what landed is forgotten": Mutant(Promise.WHEREVER, patches=((Thread, "landed", _unnoticed),)),
    "nobody looks": Mutant(Promise.DOUBT, Variation(line=_NobodyLooks)),
    "a channel raises what is no error of ours": Mutant(Promise.EXPECTED, Variation(line=_Careless)),
    "a look comes before the platform shows what is out": Mutant(Promise.RECORD, Variation(lag=40.0)),
}
"""By what each one does wrong. The last is no bug of ours: it is what we take for granted of a platform."""
