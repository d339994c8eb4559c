"""CALLOUTS: who is called next, and when. Pure: a call-out, the watch as it stands, and the time."""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from loudhailer.domain.callout import Attempt, Callout, Means, kept
from loudhailer.domain.watch import OnCall, Watch

AGAIN = timedelta(minutes=2)
"""How often a call-out for which nobody can be called any more is looked at, and counted for the alarm, again."""


@dataclass(frozen=True, slots=True)
class Call:
    """Call this person now, and look again at `next_at`. `again` says that the chain begins again from its top."""

    person: OnCall = field(repr=False)  # it holds a telephone number
    means: Means
    round: int
    rung: int
    next_at: datetime
    again: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """There is nothing to do: it is acknowledged or closed, or the time of its next step has not come."""


@dataclass(frozen=True, slots=True)
class Exhausted:
    """There is nobody left to call, and nobody has answered: that is a matter for an alarm. Look again at `next_at`."""

    why: str
    next_at: datetime


def next_call(callout: Callout, watch: Watch, now: datetime) -> Call | Rest | Exhausted:
    """Decide the next step.

    A text message first; a voice call to the same person where they have not answered; then the next person of the rung
    or, where nobody else of it is on call, of the next one. After the last rung it begins again from the top. A round
    of which the telephone service took no call at all does not count, so that an outage of it uses nothing up.
    """
    if not callout.is_open or now < callout.next_at:
        return Rest()
    if callout.means is Means.SMS:
        person = _found(watch, callout)
        # Who has given the watch away since the text message is left to sleep.
        if person is not None:
            minutes = max(1, callout.chain[callout.rung].minutes - callout.voice_after)
            until = now + timedelta(minutes=minutes)
            return Call(person, Means.VOICE, callout.round, callout.rung, until)
    for number, person in _below(callout, watch):
        return _text(callout, person, callout.round, number, now)
    for number, person in _from_the_top(callout, watch):
        turn = callout.round + callout.heard
        if turn >= callout.rounds:
            return Exhausted(f"nobody has answered in {callout.rounds} rounds", now + AGAIN)
        return _text(callout, person, turn, number, now, again=True)
    return Exhausted("nobody of its chain is on call", now + AGAIN)


def called(callout: Callout, call: Call, now: datetime, token: str = "") -> Callout:
    """Return the call-out as it is claimed for this call, before the telephone is asked; `token` is the link's."""
    same_rung = (call.round, call.rung) == (callout.round, callout.rung) and not call.again
    before = callout.called if same_rung else ()
    who = call.person.username
    attempt = Attempt(username=who, means=call.means, at=now, token=digest_of(token) if token else "")
    return callout.model_copy(
        update={
            "round": call.round,
            "rung": call.rung,
            "called": before if before[-1:] == (who,) else (*before, who),
            "means": call.means,
            "heard": callout.heard and not call.again,
            "attempts": kept((*callout.attempts, attempt)),
            "next_at": call.next_at,
            "exhausted_at": None,
        }
    )


def answered(callout: Callout, attempt: Attempt, result: str, now: datetime, *, taken: bool) -> Callout:
    """Return the call-out with the telephone service's answer; where it took no call, the next step is due at once."""
    attempts = tuple(
        each.model_copy(update={"result": result}) if each == attempt else each for each in callout.attempts
    )
    # Another step may have been taken meanwhile; then its own time stands.
    latest = attempt == callout.attempts[-1]
    due = {} if taken or not latest else {"next_at": now}
    return callout.model_copy(update={"attempts": attempts, "heard": callout.heard or taken, **due})


def words_for(callout: Callout, call: Call, link: str) -> str:
    """Return what the person reads or hears: what it is about, how long nobody has answered, and how to answer."""
    minutes = int((call_time(callout) - callout.opened_at).total_seconds() // 60)
    loud = f"URGENT, call {call.round + 1}, nobody has answered for {minutes} minutes. " if call.round else ""
    if call.means is Means.SMS:
        return f"Loudhailer: {loud}{callout.reason} Say that you have it: {link}"
    spoken = f"{loud}{callout.reason} To say that you have it, open the link in the text message, or sign in."
    return f"This is Loudhailer. {spoken} I say it again. {spoken}"


def call_time(callout: Callout) -> datetime:
    """Return when the call that was claimed last was made."""
    return callout.attempts[-1].at if callout.attempts else callout.opened_at


def holder_of(callout: Callout, token: str) -> str:
    """Return whose link a token is, empty where it is nobody's; each is compared in the same time."""
    presented, found = digest_of(token), ""
    for attempt in callout.attempts:
        if attempt.token and hmac.compare_digest(attempt.token, presented):
            found = attempt.username
    return found


def digest_of(token: str) -> str:
    """Return what is kept of a token: it is long and random, so a plain digest is enough."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _text(callout: Callout, person: OnCall, turn: int, number: int, now: datetime, *, again: bool = False) -> Call:
    minutes = min(callout.voice_after, callout.chain[number].minutes)
    return Call(person, Means.SMS, turn, number, now + timedelta(minutes=minutes), again=again)


def _found(watch: Watch, callout: Callout) -> OnCall | None:
    people = watch.on_call.get(callout.chain[callout.rung].role, ())
    return next((each for each in people if each.username == callout.called[-1]), None)


def _below(callout: Callout, watch: Watch) -> Iterator[tuple[int, OnCall]]:
    """Yield whom this round has not called yet, in order, from the present rung down."""
    for number in range(callout.rung, len(callout.chain)):
        done = callout.called if number == callout.rung else ()
        for person in watch.on_call.get(callout.chain[number].role, ()):
            if person.username not in done:
                yield number, person


def _from_the_top(callout: Callout, watch: Watch) -> Iterator[tuple[int, OnCall]]:
    for number, rung in enumerate(callout.chain):
        for person in watch.on_call.get(rung.role, ()):
            yield number, person
