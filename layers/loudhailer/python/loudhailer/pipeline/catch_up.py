"""After an outage: where much waited on one channel, one digest tells it once the platform answers again.

A person's fold (`pipeline/held.py`) is of what is held, on every channel, in that person's own words, which another
approves. This one is the clock's, of what would leave by itself, on the one channel that was out.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from loudhailer.config import DESK, Config
from loudhailer.domain.alert import Lane
from loudhailer.domain.crisis import GateState, MessageClass
from loudhailer.domain.delivery import Delivery, Due, State, Thread
from loudhailer.domain.errors import ClaimLost, Conflict, FeedError, Transient
from loudhailer.domain.incident import Certainty, Incident, Phase, Severity, Status, Urgency
from loudhailer.gate_ports import Gates
from loudhailer.held import File, decision_of, stale
from loudhailer.phrases import Words
from loudhailer.pipeline.held import DIGEST
from loudhailer.pipeline.tell import Tell
from loudhailer.ports import Arrival, Clock, Commit, DueList, Sender

DETAIL_TYPE = "catch_up.due"
_FOLDED = (MessageClass.INCIDENT, MessageClass.STATUS, MessageClass.INFORMATION)
"""The classes that a digest tells, what matters most first. An appeal is worth its own words, a campaign nobody's."""
_RECENT = timedelta(hours=1)
"""How long after an outage what waited through it is still told in one."""
_AT_LEAST = timedelta(minutes=15)
"""How long words must be good for: a digest goes stale with the first of its lines."""
_AT_ONCE = 40
"""How many alerts one transaction folds: DynamoDB takes a hundred items, two for each, and the digest has its own."""
_LINES = 30
"""How many headlines a digest has: a channel names as many as it holds, and says how many more there are."""


class Folds(Protocol):
    """Deliveries that something else stands for now."""

    def threads_of(self, deliveries: Sequence[Delivery]) -> Mapping[str, Thread]:
        """Return each delivery's thread, read consistently, by its alert's id."""
        ...

    def fold(self, folded: Sequence[tuple[Delivery, Thread]], commit: Commit | None = None) -> None:
        """Write deliveries with their threads, each over the version that was read, and what stands for them.

        All or nothing: raise `ClaimLost` where anything of it has moved.
        """
        ...


class Files(Protocol):
    """What is known of alerts."""

    def files(self, deliveries: Sequence[Delivery]) -> Mapping[str, File]:
        """Return what is known of each one's alert, by its id."""
        ...


@dataclass(frozen=True, slots=True)
class CatchUp:
    """Fold what waited through an outage, channel by channel. `channels` are those whose posts everybody reads alike.

    To be called before the sweep, which brings all that is due to its senders.
    """

    config: Config
    channels: Sequence[str]
    tell: Tell
    due: DueList
    files: Files
    gates: Gates
    folds: Folds
    clock: Clock
    limit: int = 500

    def __call__(self) -> Mapping[str, int]:
        """Look once and return how many alerts were folded into how many digests, and how many could not be."""
        counts = dict.fromkeys(("Digests", "Folded", "Stuck"), 0)
        waiting: dict[str, list[Delivery]] = {}
        for each in self.due.due(Due.RETRY, self.clock(), self.limit):
            if each.channel in self.channels and _may_be_folded(each):
                waiting.setdefault(each.channel, []).append(each)
        crowded = [name for name, each in waiting.items() if self._too_many(each)]
        gates = self.gates.gates(crowded)
        for name in crowded:
            try:
                folded = self._one(name, gates[name], waiting[name])
            except ClaimLost:
                continue  # somebody has taken one of them: the next minute looks again
            except (Transient, FeedError):
                counts["Stuck"] += 1  # each goes by itself, at the channel's pace
                continue
            counts["Folded"] += folded
            counts["Digests"] += int(folded > 0)
        return counts

    def _too_many(self, waiting: Sequence[object]) -> bool:
        return len(waiting) > self.config.channels.digest_over

    def _one(self, channel: str, gate: GateState | None, waiting: Sequence[Delivery]) -> int:
        now = self.clock()
        if gate is None or not _answers_again(gate, now):
            return 0
        waited = [each for each in waiting if gate.circuit.over and each.committed_at < gate.circuit.over]
        if not self._too_many(waited):
            return 0
        files = self.files.files(waited)
        fit = [
            (files[each.alert_id], each)
            for each in waited
            if each.alert_id in files and self._fits(files[each.alert_id], each, gate, now)
        ]
        if not self._too_many(fit):
            return 0
        # What matters most is named first, and of that what is newest.
        fit.sort(key=lambda each: (_FOLDED.index(each[1].message_class), -each[1].committed_at.timestamp()))
        return self._fold(channel, fit)

    def _fits(self, file: File, delivery: Delivery, gate: GateState, now: datetime) -> bool:
        """Tell whether a digest may say it: it must be no way round whatever keeps it, or gave leave for its words."""
        alert = file.alert
        own_words = alert.event_type == DIGEST or alert.free_text or alert.amplifies or file.approval is not None
        if own_words or alert.sensitivities or stale(file, delivery, now + _AT_LEAST):
            return False
        return decision_of(self.config.plan, file, gate, now).sends

    def _fold(self, channel: str, fit: Sequence[tuple[File, Delivery]]) -> int:
        """Commit the digest and fold the first of them in one transaction, then the others; return how many."""
        deliveries = [each for _, each in fit]
        threads = self.folds.threads_of(deliveries)
        pairs = [(each, threads[each.alert_id]) for each in deliveries]
        ids = ",".join(sorted(each.alert_id for each in deliveries))
        name = f"{channel}-{hashlib.sha256(ids.encode()).hexdigest()[:16]}"
        digest = Incident(
            source=DESK,
            id=f"catch-up-{name}",
            revision=1,
            phase=Phase.OPEN,
            status=Status.ACTUAL,
            event_type=DIGEST,
            severity=Severity.UNKNOWN,
            urgency=Urgency.UNKNOWN,
            certainty=Certainty.UNKNOWN,
            facts=_digest(self.config.words, [file.alert.headline for file, _ in fit]),
            translations={
                words.language: _digest(words, [file.alert.headlines[words.language] for file, _ in fit])
                for words in self.config.others
                if all(words.language in file.alert.headlines for file, _ in fit)
            },
            expires=min(each.expires_at for each in deliveries),
        )
        arrival = Arrival(Sender(f"catch-up:{name}", DESK, DETAIL_TYPE), digest)
        commits = _WithFolded(self.folds, pairs[:_AT_ONCE])
        tell = replace(self.tell, channels={channel: self.tell.channels[channel]}, commits=commits)
        try:
            outcome = tell(arrival)
        except Conflict:
            return 0
        folded = len(pairs[:_AT_ONCE])
        for start in range(_AT_ONCE, len(pairs), _AT_ONCE):
            try:
                self.folds.fold(list(_into(outcome.alert_id, pairs[start : start + _AT_ONCE])))
            except Transient:
                continue  # they wait as before: told twice at worst, and never lost
            folded += len(pairs[start : start + _AT_ONCE])
        return folded


@dataclass(frozen=True, slots=True)
class _WithFolded:
    """Commits a digest with what it stands for, so that no crash leaves the one without the other."""

    folds: Folds
    pairs: Sequence[tuple[Delivery, Thread]]

    def commit(self, commit: Commit) -> None:
        """Write it all; raise `Conflict` where the digest itself would be kept: then each goes by itself."""
        if commit.alert is None or not any(each.state is State.PENDING for each in commit.deliveries):
            raise Conflict("a digest would not leave by itself")
        self.folds.fold(list(_into(commit.alert.identifier, self.pairs)), commit)


def _may_be_folded(delivery: Delivery) -> bool:
    """Tell whether it is a routine post that certainly is not out, and that nobody wants taken off."""
    routine = delivery.lane is Lane.ROUTINE and delivery.message_class in _FOLDED
    return routine and delivery.state is State.RETRY and not delivery.part and not delivery.retract_by


def _answers_again(gate: GateState, now: datetime) -> bool:
    """Tell whether an outage is over: what is folded before waits for a platform that may take nothing for long."""
    circuit = gate.circuit
    return (
        gate.live and not gate.stopped and circuit.until is None and bool(circuit.over and now - circuit.over < _RECENT)
    )


def _into(digest: str, pairs: Sequence[tuple[Delivery, Thread]]) -> Iterator[tuple[Delivery, Thread]]:
    """Yield deliveries that a digest stands for, and their threads, on which readers may know of the incident now.

    That is a doubt, and a doubt counts as landed: so an all-clear goes where only the digest has told of the danger.
    """
    for delivery, thread in pairs:
        told = f"folded into {digest}: {delivery.platform} had not answered, and too much waited"
        known = thread.released(delivery.alert_id, doubtful=True).passed(delivery.revision)
        yield delivery.settled(State.SUPERSEDED, told), known


def _digest(words: Words, headlines: Sequence[str]) -> dict[str, str]:
    """Return what a digest says in one language."""
    found = list(dict.fromkeys(headlines))
    left = len(found) - _LINES
    more = [words.more_lines.replace("{left}", str(left))] if left > 0 else []
    return {"title": words.catch_up, "lines": "\n".join([*found[:_LINES], *more])}
