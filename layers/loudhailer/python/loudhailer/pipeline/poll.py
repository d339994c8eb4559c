"""From a feed's address to the ingest queue: fetch → read → compare → remember → tell."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from loudhailer.domain.errors import ClaimLost, Unauthorized
from loudhailer.domain.feed import FeedHead, Known
from loudhailer.domain.incident import Unlisted
from loudhailer.domain.told import Told, told_body
from loudhailer.feed_ports import Feed, FeedMemory, Validators
from loudhailer.pipeline._gather import Gather, Gathered
from loudhailer.pipeline._refusals import Refusals
from loudhailer.pipeline.compare import News, Rules, compare
from loudhailer.ports import Clock, Documents, IngestQueue, Outcomes

SECONDS_A_POLL = 20.0
"""Pages and links together; the function's timeout leaves as much again for our own services."""


class Word(StrEnum):
    """How a poll ended; the metric carries the same word."""

    POLLED = "Polled"
    UNCHANGED = "Unchanged"
    FAILED = "Failed"


@dataclass(frozen=True, slots=True)
class PollReport:
    """How a poll ended: what it told, what it put before a person, and why it failed where it did."""

    feed: str
    word: Word
    told: int = 0
    unlisted: int = 0
    refused: int = 0
    waiting: int = 0
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
        memory = _Lazily(self.memory, name)
        now = self.clock()  # what was good is known of the moment before it was asked, no later one
        found = self._gathered(feed, head, memory)
        seen = head.model_copy(update={"last_try": now})
        if found.unchanged:
            # Nothing new about a list that left something out does not confirm what it left out.
            confirmed = now if head.whole else head.confirmed
            good = {"last_good": now, "confirmed": confirmed, "last_error": "", "failures": 0}
            self.memory.remember(seen.model_copy(update=good))
            return PollReport(feed=name, word=Word.UNCHANGED)
        was = memory.known() if found.read or found.incidents else Known()
        rules = Rules(
            source=name,
            snapshot=feed.snapshot,
            absent_after=feed.absent_after if feed.snapshot and found.complete else 0,
            first=not head.begun,
            today=now.date(),
        )
        news, after = compare(found.incidents, was, rules)
        hold = "" if head.begun else f"first poll of {name}: a person may release it"
        refusals = Refusals(self.outcomes, self.documents, self.clock)
        reported, lines = refusals.report(name, found.refusals, head.reported)
        links = found.links if found.read else was.links
        after = Known(after.incidents, after.aliases, links)
        tellings = [told_body(each.event_id, _told(each, hold)) for each in news]
        stored = self.memory.remember(_after(seen, found, after, reported), was, after, tellings)
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
            reason=found.failure,
        )

    def _gathered(self, feed: Feed, head: FeedHead, memory: "_Lazily") -> Gathered:
        until = self.monotonic() + SECONDS_A_POLL
        gather = Gather(feed, lambda: memory.known().links, self.monotonic, until)
        try:
            return gather(Validators(head.etag, head.modified))
        except Unauthorized as refusal:
            # The next poll looks again: a person may put the key there at any minute.
            return Gathered(failure=str(refusal))


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


def _told(news: News, hold: str) -> Told:
    if isinstance(news.telling, Unlisted):
        return Told(unlisted=news.telling, hold=hold)
    # Its references have led it to its thread; a queue's body is bounded and they are not.
    return Told(incident=news.telling.model_copy(update={"references": ()}), hold=hold)


def _after(head: FeedHead, found: Gathered, after: Known, reported: tuple[str, ...]) -> FeedHead:
    """Return the feed's head after a document that was not the same as before."""
    failed = bool(found.failure)
    # While something is still to come, the server must not answer that nothing has changed: an incident that one
    # document left out, and a link that was not read yet, are settled only by the next full document.
    missed = any(each.misses for each in after.incidents.values())
    pending = failed or found.again or missed
    whole = found.complete and not missed
    changes: dict[str, object] = {
        "last_good": head.last_good if failed else head.last_try,
        "confirmed": head.last_try if whole else head.confirmed,
        "last_error": found.failure,
        "failures": head.failures + 1 if failed else 0,
        "refused": len(found.refusals),
        "reported": reported,
    }
    if found.read:
        validators = Validators() if pending else found.validators
        changes |= {
            "whole": whole,
            "etag": validators.etag,
            "modified": validators.modified,
            "begun": head.begun or not (failed or found.waiting),
            "count": sum(each.over is None for each in after.incidents.values()),
        }
    elif found.incidents:
        # What was known with the older document is no longer what is known.
        changes |= {"whole": False, "etag": "", "modified": ""}
    return head.model_copy(update=changes)
