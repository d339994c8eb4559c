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
from loudhailer.domain.errors import CannotTell, LoudhailerError
from loudhailer.domain.post import Post, Receipt, Variant
from loudhailer.pipeline import deliver
from tests.fakes import MemoryState
from tests.simulation.ports import Line
from tests.simulation.world import Variation

Decide = Callable[..., threads.Step]


@dataclass(frozen=True)
class Mutant:
    """One bug: what it breaks first, and how it is built in."""

    promise: str
    variation: Variation = field(default_factory=Variation)
    patches: tuple[tuple[object, str, object], ...] = ()
    seeds: int = 6


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


class _Unconditional(MemoryState):
    def save(self, delivery: Delivery, thread: Thread | None = None) -> tuple[Delivery, Thread | None]:
        seen = self.stored[delivery.alert_id, delivery.channel]
        delivery = delivery.model_copy(update={"version": seen.version})
        if thread is not None:
            known = self.threads.get((thread.source, thread.incident_id, thread.channel))
            thread = thread.model_copy(update={"version": known.version if known else 0})
        return super().save(delivery, thread)


class _AnyVersion(MemoryState):
    def take(self, channel: str, key: str, permit: Permit, *, seen: int) -> None:  # noqa: ARG002  # that is the bug
        super().take(channel, key, permit, seen=self._gate(channel).version)


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


def _instead(step: Decide) -> tuple[tuple[object, str, object], ...]:
    return ((threads, "unsent_step", step), (deliver, "unsent_step", step))


def _never(*_: object) -> bool:
    return False


_NEXT, _UNSENT = threads.next_step, threads.unsent_step

MUTANTS: dict[str, Mutant] = {
    "it records before it sends": Mutant("nothing is lost", Variation(line=_RecordsFirst)),
    "it sends again without looking": Mutant(
        "one alert, one post", patches=((deliver, "next_step", _without_looking),)
    ),
    "a look that fails says no": Mutant("one alert, one post", Variation(line=_FailedLooksSayNo)),
    "the head is not checked": Mutant("nothing is out of order", patches=_instead(_headless)),
    "no lease is respected": Mutant(
        "one alert, one post", patches=((Delivery, "leased", _never), (Thread, "busy", _never))
    ),
    "a claim is written over whatever is there": Mutant("one alert, one post", Variation(state=_Unconditional)),
    "expiry is not checked at claim": Mutant("nothing expired is sent", patches=_instead(_everlasting)),
    "a final state is forgotten": Mutant("one alert, one post", patches=((Delivery, "final", False),)),
    "nobody sweeps": Mutant("nothing is lost", Variation(sweeps=False)),
    "an all-clear goes whether the alert landed or not": Mutant(
        "an all-clear goes only where the alert landed", patches=_instead(_all_clear_for_all)
    ),
    "a permit is taken over any version of the gate": Mutant("the pause is a fact", Variation(state=_AnyVersion), seeds=30),
    "a look comes before the platform shows what is out": Mutant("the record is true", Variation(lag=40.0)),
}
"""By what each one does wrong. The last is no bug of ours: it is what we take for granted of a platform."""
