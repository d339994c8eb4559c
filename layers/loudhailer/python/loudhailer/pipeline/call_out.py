"""Wake somebody: open a call-out, call along its chain until a person has it, and tell an alarm where nobody does."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from loudhailer.callouts import AGAIN, Call, Exhausted, Rest, answered, called, next_call, words_for
from loudhailer.domain.act import Act
from loudhailer.domain.callout import Callout, CalloutOrder, Means, Rung, key_of, on_one_line
from loudhailer.domain.errors import ClaimLost, NotRung, Transient
from loudhailer.domain.watch import Watch
from loudhailer.plan import Plan
from loudhailer.ports import Audit, Clock

CHAIN = "command"
WORDS = ("Called", "Failed", "Unanswered", "Stuck")
"""What is counted: calls that the telephone took and did not take, call-outs that nobody answers or can be moved."""
_NO_TELEPHONE = "nobody can be called: the service has no origination identity"
_OVERTAKEN = 3
_TURN = timedelta(seconds=30)
"""A turn begins nothing new after that: its function has a minute, and a telephone that hangs takes half of one."""


class Callouts(Protocol):
    """What whoever needs somebody woken asks for; `aws/callout_queue.py` puts it on a queue of its own."""

    def open(self, callout_id: str, *, about: str, reason: str, chain: tuple[Rung, ...] = ()) -> None:
        """Let somebody be woken, once for each id."""
        ...

    def close(self, callout_id: str, why: str) -> None:
        """Say that it is over."""
        ...


class CalloutStore(Protocol):
    """The call-outs, written only over the version that was read."""

    def find(self, key: str) -> Callout | None:
        """Return a call-out, None where there is none."""
        ...

    def save(self, callout: Callout) -> Callout:
        """Write it and return it with its new version; raise `ClaimLost` where it has moved."""
        ...

    def due(self, now: datetime, limit: int) -> Sequence[Callout]:
        """Return at most `limit` open call-outs whose next step is due, longest owed first."""
        ...


class Watches(Protocol):
    """Who has the watch."""

    def watch(self) -> Watch:
        """Return the watch as it stands."""
        ...


class Telephone(Protocol):
    """The telephone service."""

    def ring(self, phone: str, means: Means, words: str) -> str:
        """Ask for one call and return its id; raise `NotRung` where it was not taken."""
        ...


@dataclass(frozen=True, slots=True)
class CallOut:
    """Call people out. `telephone` is None where the service has none: then every call-out is an alarm at once.

    `link` makes the address at which a person says that they have it, of a key and a token; `new_token` makes a token.
    """

    plan: Plan
    store: CalloutStore
    watches: Watches
    telephone: Telephone | None
    audit: Audit
    clock: Clock
    new_token: Callable[[], str]
    link: Callable[[str, str], str]
    limit: int = 20

    def __call__(self, order: CalloutOrder) -> Mapping[str, int]:
        """Carry out an order from the queue and return what was counted, by word."""
        if order.closed:
            self.close(order.id, order.closed)
            return dict.fromkeys(WORDS, 0)
        return self.open(self._of(order))

    def open(self, callout: Callout) -> Mapping[str, int]:
        """Keep the call-out, where there is none of its id yet, and call the first person at once."""
        counts = Counter(dict.fromkeys(WORDS, 0))
        try:
            standing = self.store.save(callout)
        except ClaimLost:
            # Opened before: whoever died before the first call is made good here, and nobody is called twice for it.
            standing = self.store.find(callout.key) or callout
        with suppress(ClaimLost):  # the clock was quicker, or somebody has it already
            self._advance(standing, counts)
        return dict(counts)

    def turn(self) -> Mapping[str, int]:
        """Take every call-out whose time has come one step on, and return what was counted, by word."""
        counts = Counter(dict.fromkeys(WORDS, 0))
        began = self.clock()
        for callout in self.store.due(began, self.limit):
            if self.clock() - began > _TURN:
                break  # the next minute goes on here
            try:
                self._advance(callout, counts)
            except ClaimLost:
                continue  # acknowledged, or another clock took this step
            except Transient:
                counts["Stuck"] += 1  # one that cannot be moved now must not stop those behind it
        return dict(counts)

    def close(self, callout_id: str, why: str) -> None:
        """End a call-out because its matter is over; one that is not open yet is never opened then."""
        for remaining in reversed(range(_OVERTAKEN)):
            now = self.clock()
            # Where the order to close overtook the one to open, the latter then finds it closed.
            standing = self.store.find(key_of(callout_id)) or self._of(CalloutOrder(id=callout_id))
            if not standing.is_open:
                return
            try:
                self.store.save(standing.model_copy(update={"closed_at": now, "closed_why": on_one_line(why)}))
            except ClaimLost:
                if not remaining:
                    raise
            else:
                return

    def _of(self, order: CalloutOrder) -> Callout:
        """Return a call-out that begins now, by the plan's rules."""
        now, about = self.clock(), order.about or order.id
        return Callout(
            id=order.id,
            about=about,
            reason=on_one_line(order.reason) or f"Somebody has to look at {about}.",
            chain=order.chain or tuple(Rung(role=each.role, minutes=each.minutes) for each in self.plan.chain),
            voice_after=self.plan.call_out.voice_after_minutes,
            rounds=self.plan.call_out.rounds,
            opened_at=now,
            next_at=now,
        )

    def _advance(self, callout: Callout, counts: Counter[str]) -> None:
        """Take one step; where a text message is not taken, the voice call follows at once."""
        for _ in Means:
            now = self.clock()
            step = next_call(callout, self.watches.watch(), now)
            match step:
                case Call() if self.telephone is not None:
                    callout, taken = self._ring(self.telephone, callout, step, now)
                    counts["Called" if taken else "Failed"] += 1
                    counts["Unanswered"] += step.again
                    if taken:
                        return
                case Call():
                    self._unanswered(callout, Exhausted(_NO_TELEPHONE, now + AGAIN), now, counts)
                    return
                case Exhausted():
                    self._unanswered(callout, step, now, counts)
                    return
                case Rest():
                    return

    def _ring(self, telephone: Telephone, callout: Callout, call: Call, now: datetime) -> tuple[Callout, bool]:
        """Claim the step, then ask the telephone: no step is taken twice, and after a crash the next one comes."""
        token = self.new_token()
        claimed = self._claimed(called(callout, call, now, token))
        words = words_for(claimed, call, self.link(claimed.key, token))
        try:
            result, taken = f"taken: {telephone.ring(call.person.phone, call.means, words)}", True
        except NotRung as refusal:
            result, taken = f"failed: {refusal}", False
        return self._noted(claimed, result, taken=taken), taken

    def _claimed(self, wanted: Callout) -> Callout:
        """Write the claim; one whose answer was lost, and which was repeated below us, is still our own."""
        try:
            return self.store.save(wanted)
        except ClaimLost:
            standing = self.store.find(wanted.key)
            # The token's digest is of a secret that nobody else has made.
            if standing is None or not standing.is_open or standing.attempts[-1:] != wanted.attempts[-1:]:
                raise
            return standing

    def _noted(self, claimed: Callout, result: str, *, taken: bool) -> Callout:
        """Write down what the telephone answered, over whatever has happened meanwhile."""
        attempt, standing = claimed.attempts[-1], claimed
        for _ in range(_OVERTAKEN):
            try:
                return self.store.save(answered(standing, attempt, result, self.clock(), taken=taken))
            except ClaimLost:
                standing = self.store.find(claimed.key) or standing
        return standing

    def _unanswered(self, callout: Callout, end: Exhausted, now: datetime, counts: Counter[str]) -> None:
        """Count it for the alarm, again and again until somebody has it; the first time it is in the audit, too."""
        counts["Unanswered"] += 1
        first = callout.exhausted_at is None
        self.store.save(
            callout.model_copy(update={"next_at": end.next_at, "exhausted_at": callout.exhausted_at or now})
        )
        if first:
            self.audit.append(
                Act(
                    chain=CHAIN,
                    at=now,
                    by="loudhailer",
                    deed="call out",
                    subject=callout.id,
                    reason=callout.reason,
                    result=f"exhausted: {end.why}",
                )
            )
