"""All that one poll reads of a feed: its pages, and the documents that they link to."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

from loudhailer.domain.errors import FeedError, FeedUnavailable
from loudhailer.domain.incident import Incident
from loudhailer.feed_ports import Document, Feed, Fetch, Fetched, Validators
from loudhailer.pipeline._refusals import Refusal

MOST_LINKS = 50
"""How many linked documents one poll reads; the rest of a long index waits for the next."""
MOST_LISTED = 10_000
"""How many links are kept in mind: one item of the table holds them."""
LINK_TRIES = 30
"""How often a linked document that cannot be had is tried: a login page in its place may be gone in a minute."""
SECONDS_A_LINK = 5.0
MOST_INCIDENTS = 20_000
"""What one poll can compare within its function's timeout; the largest feeds known list a few thousand."""
MOST_TOLD = 1_000
"""What one poll tells: it is in one transaction, and is sent one by one within the function's timeout."""


@dataclass(slots=True)
class Gathered:
    """What one poll has read. `unchanged` says that the server had nothing new.

    `listed` counts the incidents that its pages name, and their links. `links` marks what was read (0), or could not be
    so many times. `waiting` counts links that gave no answer yet, and `again` those that will be tried again whatever
    they answered. `partial` says that a document was good but no list of all that is open. `failure` is why something
    is missing, empty where nothing is, and `pause` the seconds that the server asks to be left alone for.
    """

    incidents: list[Incident] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    listed: int = 0
    links: dict[str, int] = field(default_factory=dict)
    validators: Validators = field(default_factory=Validators)
    waiting: int = 0
    again: int = 0
    unchanged: bool = False
    read: bool = False
    partial: bool = False
    failure: str = ""
    pause: float = 0.0

    @property
    def complete(self) -> bool:
        """Tell whether this is all that the feed has to say, so that leaving out is news."""
        return self.read and not (self.failure or self.refusals or self.again or self.partial)


@dataclass(frozen=True, slots=True)
class Gather:
    """Reads one feed once. `seen` gives the marks of links that earlier polls left, when they are needed."""

    feed: Feed
    seen: Callable[[], Mapping[str, int]]
    monotonic: Callable[[], float]
    until: float

    def __call__(self, validators: Validators) -> Gathered:
        """Read what there is; never raise but for our own state."""
        found = Gathered()
        try:
            fetch = self.feed.connect()
            pages = self._pages(fetch, validators, found)
            if not found.unchanged:
                self._follow(fetch, pages, found)
        except FeedUnavailable as passing:
            found.failure, found.pause = str(passing), passing.retry_after
        except FeedError as refusal:
            found.failure = str(refusal)
            _note(found, Refusal(refusal))
        return found

    def _pages(self, fetch: Fetch, validators: Validators, found: Gathered) -> list[tuple[Fetched, Document]]:
        """Read the pages into `found`, as far as there are any, and return them."""
        pages: list[tuple[Fetched, Document]] = []
        url, asked, known = self.feed.address, validators, set[str]()
        while url:
            if url in known:
                raise FeedError("pages", "they lead round in a circle")
            if len(pages) == self.feed.pages:
                raise FeedError("pages", f"it has more than {self.feed.pages} of them")
            known.add(url)
            answer = fetch.get(url, validators=asked, until=self.until)
            if not answer.body and answer.next_page and asked != Validators():
                # A page that is full stays as it is when another one begins behind it.
                answer = fetch.get(url, validators=Validators(), until=self.until)
            if answer.status != 200 and not pages:  # noqa: PLR2004  # 304, the only other one
                found.unchanged, found.validators = True, validators
                return pages
            document = self._read(answer, found)
            pages.append((answer, document))
            if sum(len(each.incidents) for _, each in pages) > MOST_INCIDENTS:
                raise FeedError("document", f"it lists more than {MOST_INCIDENTS:,} incidents")
            found.incidents.extend(document.incidents)
            url, asked = answer.next_page or _joined(answer.url, document.next_page), Validators()
        if len(pages) == 1:
            # What stands on later pages can change without the first one.
            found.validators = Validators(pages[0][0].etag, pages[0][0].modified)
        found.listed = len({each.id for each in found.incidents})
        found.read = True
        return pages

    def _read(self, answer: Fetched, found: Gathered, link: str = "") -> Document:
        try:
            document = self.feed.read(answer.body)
        except FeedError as refusal:
            found.refusals.append(Refusal(refusal, answer.body, link))
            raise
        found.refusals.extend(Refusal(each, answer.body, link) for each in document.refused)
        found.partial = found.partial or document.partial
        return document

    def _follow(self, fetch: Fetch, pages: list[tuple[Fetched, Document]], found: Gathered) -> None:
        """Read the linked documents that are new, newest first, then those that failed before, least often first.

        One that hangs is asked behind all that is new and for a few seconds only, so that it starves no other; one that
        was not asked at all waits for the next poll, and that is no try.
        """
        # An index need not stand in the order of time, but its versions begin with a time where it gives any.
        links = (link for page in pages for link in _links(*page, found))
        newest = sorted(links, key=lambda each: each[2], reverse=True)
        listed = {mark: url for mark, url, _ in newest}
        if not listed:
            return
        if len(listed) > MOST_LISTED:
            raise FeedError("links", f"it has more than {MOST_LISTED:,} of them")
        found.listed += len(listed)
        seen = self.seen()
        found.links = {mark: seen[mark] for mark in listed if mark in seen}
        fresh = [mark for mark in listed if mark not in seen]
        again = sorted((mark for mark in listed if 0 < seen.get(mark, 0) < LINK_TRIES), key=lambda each: seen[each])
        found.waiting = found.again = len(fresh) + len(again)
        listed_here = len(found.incidents)
        for mark in (fresh + again)[:MOST_LINKS]:
            if self.monotonic() >= self.until or found.pause or len(found.incidents) - listed_here >= MOST_TOLD:
                break
            found.waiting -= 1
            found.again -= 1
            tries = seen.get(mark, 0)
            try:
                found.links[mark] = 0
                self._one(fetch, mark, listed[mark], found)
            except FeedUnavailable as passing:
                found.links[mark] = tries + 1
                found.pause = passing.retry_after
                if tries + 1 < LINK_TRIES:
                    found.failure = str(passing)
                    found.waiting += 1
                else:
                    given_up = FeedError("link", f"it is given up after {LINK_TRIES} tries: {passing}")
                    _note(found, Refusal(given_up, link=mark))
            except FeedError as refusal:
                _note(found, Refusal(refusal, link=mark))
                found.links[mark] = tries + 1
            found.again += 0 < found.links[mark] < LINK_TRIES

    def _one(self, fetch: Fetch, mark: str, url: str, found: Gathered) -> None:
        until = min(self.until, self.monotonic() + SECONDS_A_LINK)
        answer = fetch.get(url, validators=Validators(), until=until)
        found.incidents.extend(self._read(answer, found, mark).incidents)


def _joined(url: str, onward: str) -> str:
    """Return the full address of what a document at `url` leads on to, empty where it leads nowhere."""
    try:
        return urljoin(url, onward.strip()) if onward.strip() else ""
    except ValueError:
        raise FeedError("next_page", "it leads on to what is no address") from None


def _links(page: Fetched, document: Document, found: Gathered) -> Iterator[tuple[str, str, str]]:
    """Yield each link's mark, its full address and its version; what is no address is noted."""
    for number, link in enumerate(document.links):
        try:
            url = urljoin(page.url, link.url)
        except ValueError:
            found.refusals.append(Refusal(FeedError(f"links.{number}", "it leads to what is no address"), page.body))
            continue
        mark = hashlib.sha256(f"{url}\n{link.version}".encode(errors="replace")).hexdigest()[:16]
        yield mark, url, link.version


def _note(found: Gathered, refusal: Refusal) -> None:
    """Add a refusal that was not noted with its document already."""
    if not any(each.error is refusal.error for each in found.refusals):
        found.refusals.append(refusal)
