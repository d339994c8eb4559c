"""A post: the words for one channel, and the platform's proof that they are out."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from loudhailer.domain.card import Card
from loudhailer.domain.crisis import MessageClass


class Variant(StrEnum):
    """Which of an alert's composed texts a delivery uses; chosen at claim."""

    FIRST = "first"  # nothing of this incident landed on the channel: the whole alert
    REPLY = "reply"  # under the last post of this incident
    STANDALONE = "standalone"  # the update's words with no thread to hang on
    ANEW = "anew"  # a post of its own although a thread is there, with a link to the thread's first post
    POINTER = "pointer"  # under the old thread, a few words that lead to the post that was made anew


ADDRESS = "{address}"
"""What stands in composed words for the address of another post, which is known at claim only."""
_LAST = re.compile(rf"(?<=[.!?…]) {re.escape(ADDRESS)}$")


@dataclass(frozen=True, slots=True)
class PostRef:
    """Where a post lives on its platform.

    `id` is the platform's own id (a Bluesky at-URI, a Mastodon status id, a page's key); `url` is for people; `token`
    is whatever else a reply needs (the Bluesky CID), empty where nothing is.
    """

    id: str
    url: str
    token: str = ""


@dataclass(frozen=True, slots=True)
class Parent:
    """What a reply hangs on: the thread's first post and its latest."""

    root: PostRef
    last: PostRef


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that goes with a post: its size in pixels, and what it shows in words.

    It is a file of `config/pictures/`, or drawn from a map `card` when it is sent; its name follows from what is drawn.
    """

    name: str
    media_type: str
    width: int
    height: int
    alt: str
    card: Card | None = None


@dataclass(frozen=True, slots=True)
class More:
    """What one post cannot hold: a post of its own that follows it, in one language."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Draft:
    """Composed words of one variant, before a channel is asked to carry them. `link` is already part of `text`.

    Where the words lead to another post, `room` is how many signs are kept for its address. `more` are the posts that
    follow it, in order: the rest of words that are too long for one, and the other language. Where one post holds both,
    `also` is the second one (BCP 47) and `foreign` the numbers of the lines, from 0, that are in it.
    """

    text: str
    link: str = ""
    picture: Picture | None = None
    room: int = 0
    more: tuple[More, ...] = ()
    also: str = ""
    foreign: tuple[int, ...] = ()

    @property
    def whole(self) -> str:
        """Return the words of all its posts, a blank line between two."""
        return "\n\n".join((self.text, *(each.text for each in self.more)))

    def leading_to(self, url: str) -> str:
        """Return the text with the address of another post in it; where there is no room, it goes, as `unled` says."""
        before, mark, after = self.text.rpartition(ADDRESS)
        if not mark or not self.room:
            return self.text  # nothing is led to: what stands there is somebody's own words
        if 0 < len(url) <= self.room:
            return before + url + after
        return "\n".join(line for line in map(unled, self.text.split("\n")) if line is not None)


def unled(line: str) -> str | None:
    """Return a line without the address of another post, None where it is nothing without it.

    A sentence before the address stands by itself ("We have corrected this."); words that only lead to it do not.
    """
    bare = _LAST.sub("", line)
    return None if ADDRESS in bare else bare


@dataclass(frozen=True, slots=True)
class Post:
    """A frozen payload: nothing in it changes between attempts, so a repeat is byte for byte the same.

    `key` is unique per alert, channel and part (ASCII, at most 120 characters). `sent` is when the alert was committed
    and `created_at` when its first claim was taken; both aware. `headline`, `closed` and `revision` serve channels that
    keep a page rather than a stream. `recipient` is the id of the one of a list for whom it is, never an address.
    `quotes` is a post that it leads to, for platforms that show one whole. `language` is that of the text (BCP 47);
    where it holds two, `also` is the second one and `foreign` the numbers of the lines, from 0, that are in it.
    """

    key: str
    alert_id: str
    reference: str
    revision: int
    text: str
    link: str
    language: str
    headline: str
    closed: bool
    sent: datetime
    created_at: datetime
    parent: Parent | None = None
    message_class: MessageClass = MessageClass.INCIDENT
    recipient: str = ""
    quotes: PostRef | None = None
    picture: Picture | None = None
    also: str = ""
    foreign: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """The platform's proof: the post is out at `ref`. `repeated` says that it was already there before this call."""

    ref: PostRef
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a channel holds, counted in its own unit by `measure`; `unit` is for people.

    `address` is how many signs are kept for the address of one of its own posts; 0 where none is written in another.
    `quotes` says that a post may show another one whole instead. `follows` is how many posts of one alert may follow
    its first one; where `threads`, each hangs on the one before.
    """

    size: int
    unit: str
    measure: Callable[[str], int]
    address: int = 0
    quotes: bool = False
    follows: int = 0
    threads: bool = False

    def fits(self, text: str) -> bool:
        """Tell whether the channel carries `text` whole."""
        return self.measure(text) <= self.size
