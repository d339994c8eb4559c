"""From a feed's address to the ingest queue: fetch → read → compare → remember → tell."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from loudhailer import rules
from loudhailer.domain.errors import ClaimLost, Unauthorized
from loudhailer.domain.feed import FeedHead, Known
from loudhailer.domain.incident import Incident, Unlisted
from loudhailer.domain.told import Told, told_body
from loudhailer.feed_ports import Feed, FeedMemory, Validators
from loudhailer.pipeline._gather import MOST_TOLD, Gather, Gathered
from loudhailer.pipeline._refusals import Refusals, often
from loudhailer.pipeline._silence import Silences
from loudhailer.pipeline._wakes import wakes_at
from loudhailer.pipeline.compare import News, Rules, compare, portion
from loudhailer.ports import Clock, Documents, IngestQueue, Outcomes

MOST_PATIENCE = timedelta(minutes=15)
"""How long we leave a server alone at most that asks for it: it must not silence a warning for a day."""
WHOLE_EVERY = timedelta(hours=1)
"""How often a document is read although its server says it is the same: a cache that is stuck says so for ever."""
ORDERED_EVERY = timedelta(minutes=1)
_EARLY = timedelta(seconds=30)
"""Orders come by a clock of minutes and are carried out some seconds later, now more and now fewer."""


class Word(StrEnum):
    """How a poll ended; the metric carries the same word."""

    EARLY = "Early"
    POLLED = "Polled"
    UNCHANGED = "Unchanged"
    FAILED = "Failed"


@dataclass(frozen=True, slots=True)
class PollReport:
    """How a poll ended: what it told, what it put before a person, and why it failed where it did.

    `left` is what it will tell the next time, `held` what nobody believes at once. `silent` is why staff were told that
    the feed is silent, as long as it is; `urgent` says that it may bring what is life_safety.
    """

    feed: str
    word: Word
    told: int = 0
    unlisted: int = 0
    refused: int = 0
    waiting: int = 0
    left: int = 0
    held: int = 0
    silent: str = ""
    urgent: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Poll:
    """Ask one feed what is new and put it on the ingest queue.

    What it tells is remembered first, together with its words in the feed's outbox, and sent after: whatever ends a
    poll half way, and whatever the feed says by then, the next one sends what it finds there. Ingest gives a repeated
    event id the end that it had.
    """

    feeds: Mapping[str, Feed]
    memory: FeedMemory
    queue: IngestQueue
    outcomes: Outcomes
    documents: Documents
    clock: Clock
    monotonic: Callable[[], float]

    def __call__(self, name: str) -> PollReport:
        """Poll one feed and say how it went; raise a `Transient` only where our own services failed."""
        feed = self.feeds.get(name)
        if feed is None:
            return PollReport(feed=name, word=Word.FAILED, reason="no feed of this name has an address")
        head = self.memory.feed(name)
        if head.owed:
            self.queue.put(self.memory.owed(head))
            head = self.memory.settle(head)
        now = self.clock()  # what was good is known of the moment before it was asked, no later one
        due = due_at(head, feed.every)
        if due is not None and now < due:
            return PollReport(
                name, Word.EARLY, silent=head.silent, urgent=feed.urgent, reason=f"next at {due.isoformat()}"
            )
        memory = _Lazily(self.memory, name)
        found = self._gathered(feed, head, memory, now)
        seen = head.model_copy(update={"first_try": head.first_try or now, "last_try": now, "not_before": None})
        if found.unchanged:
            # Nothing new about a list that left something out does not confirm what it left out.
            confirmed = now if head.whole else head.confirmed
            good = seen.model_copy(update={"last_good": now, "confirmed": confirmed, "last_error": "", "failures": 0})
            stored = self.memory.remember(self._heard(good, feed))
            return PollReport(feed=name, word=Word.UNCHANGED, silent=stored.silent, urgent=feed.urgent)
        return self._compared(feed, seen, found, memory)

    def _compared(self, feed: Feed, seen: FeedHead, found: Gathered, memory: "_Lazily") -> PollReport:
        """Tell what is new in what was read, after it is remembered."""
        name, now = feed.name, seen.last_try or self.clock()
        was = memory.known() if found.read or found.incidents else Known()
        standing, over = _standing(found.incidents, was, feed, now)
        how = Rules(
            source=name,
            snapshot=feed.snapshot,
            absent_after=feed.rules.ends.absent_after,
            first=not seen.begun,
            today=now.date(),
            doubts=feed.rules.doubts,
            complete=found.complete,
            over=over,
        )
        news, after = compare(standing, was, how)
        news, after, left = portion(news, was, after, MOST_TOLD)
        if not seen.begun:
            news = [replace(each, hold=f"first poll of {name}: a person may release it") for each in news]
        refusals = Refusals(self.outcomes, self.documents, self.clock)
        reported, lines = refusals.report(name, found.refusals, seen.reported)
        # A linked document of which something is left to tell is read once more.
        links = found.links if found.read and not left else was.links
        after = Known(after.incidents, after.aliases, links)
        tellings = [told_body(each.event_id, _told(each)) for each in news]
        head = _after(seen, found, after, reported, left=left)
        head = head.model_copy(
            update={
                "changed": now if after.incidents != was.incidents or head.changed is None else head.changed,
                "wakes": wakes_at(found.incidents, feed.rules, now, head.wakes) if found.read else head.wakes,
            }
        )
        stored = self.memory.remember(self._heard(head, feed), was, after, tellings)
        if stored.owed:
            self.queue.put(tellings)
            with suppress(ClaimLost):  # another poll has found the outbox, sent it too and emptied it
                self.memory.settle(stored)
        gone = sum(isinstance(each.telling, Unlisted) for each in news)
        return PollReport(
            feed=name,
            word=Word.FAILED if found.failure else Word.POLLED,
            told=len(news) - gone,
            unlisted=gone,
            refused=len(lines),
            waiting=found.waiting,
            left=left,
            held=sum(bool(each.hold) for each in news),
            silent=stored.silent,
            urgent=feed.urgent,
            reason=found.failure,
        )

    def _gathered(self, feed: Feed, head: FeedHead, memory: "_Lazily", now: datetime) -> Gathered:
        until = self.monotonic() + feed.seconds
        gather = Gather(feed, lambda: memory.known().links, self.monotonic, until)
        # Where the clock has changed what was said, the same document says something new.
        woken = head.wakes is not None and head.wakes <= now
        stale = head.taken is None or now - head.taken >= WHOLE_EVERY
        try:
            return gather(Validators() if woken or stale else Validators(head.etag, head.modified))
        except Unauthorized as refusal:
            # The next poll looks again: a person may put the key there at any minute.
            return Gathered(failure=str(refusal))

    def _heard(self, head: FeedHead, feed: Feed) -> FeedHead:
        """Tell staff where the feed has fallen silent or speaks again, and return its head with that."""
        return Silences(self.outcomes, feed.rules.silence)(head)


class _Lazily:
    """What a feed has told, read only where something may be new: most polls of most feeds bring nothing."""

    def __init__(self, memory: FeedMemory, name: str) -> None:
        self._memory = memory
        self._name = name
        self._known: Known | None = None

    def known(self) -> Known:
        if self._known is None:
            self._known = self._memory.known(self._name)
        return self._known


def due_at(head: FeedHead, every: timedelta) -> datetime | None:
    """Return when a feed may be asked again, None where that is whenever the clock orders it."""
    paced = head.last_try + every - _EARLY if head.last_try and every > ORDERED_EVERY else None
    return max(filter(None, (paced, head.not_before)), default=None)


def _standing(
    incidents: Iterable[Incident], was: Known, feed: Feed, now: datetime
) -> tuple[Sequence[Incident], frozenset[str]]:
    """Return what the feed lists, as it is now, and the ids of what is over by its own deciding end.

    That counts as left out once it is known; ingest says of what is new that it has expired.
    """
    standing: list[Incident] = []
    over, on = set[str](), set[str]()
    for incident in incidents:
        present = rules.current(incident, feed.rules, now)
        name = was.aliases.get(incident.id, incident.id)
        (over if present is None else on).add(name)
        if present is not None or name not in was.incidents:
            standing.append(present or incident)
    return standing, frozenset(over - on)


def _told(news: News) -> Told:
    if isinstance(news.telling, Unlisted):
        return Told(unlisted=news.telling, hold=news.hold)
    # Its references have led it to its thread; a queue's body is bounded and they are not.
    return Told(incident=news.telling.model_copy(update={"references": ()}), hold=news.hold)


def _after(head: FeedHead, found: Gathered, after: Known, reported: tuple[str, ...], *, left: int) -> FeedHead:
    """Return the feed's head after a document that was not the same as before."""
    failed = bool(found.failure)
    # While something is still to come, the server must not answer that nothing has changed: an incident that one
    # document left out, and a link that was not read yet, are settled only by the next full document.
    missed = any(each.misses for each in after.incidents.values())
    pending = failed or found.again or missed or left
    whole = found.complete and not (missed or left)
    pause = min(timedelta(seconds=found.pause), MOST_PATIENCE)
    changes: dict[str, object] = {
        "last_good": head.last_good if failed else head.last_try,
        "confirmed": head.last_try if whole else head.confirmed,
        "last_error": found.failure,
        "failures": head.failures + 1 if failed else 0,
        "refused": len(found.refusals),
        "reasons": often(found.refusals),
        "reported": reported,
        "not_before": head.last_try + pause if pause and head.last_try else None,
    }
    if found.read:
        changes["taken"] = head.last_try
        validators = Validators() if pending else found.validators
        changes |= {
            "whole": whole,
            "etag": validators.etag,
            "modified": validators.modified,
            "begun": head.begun or not (failed or found.waiting or left),
            "count": found.listed,
        }
    elif found.incidents:
        # What was known with the older document is no longer what is known.
        changes |= {"whole": False, "etag": "", "modified": ""}
    return head.model_copy(update=changes)
