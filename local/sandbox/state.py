"""What the public sees and what the wall captions: in order of arrival, with everyone who watches told at once."""

import asyncio
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

Clock = Callable[[], float]
Change = tuple[str, Any]  # the name of a server-sent event and its JSON value


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a post's text as the platform renders it; all parts joined are the text."""

    text: str
    kind: Literal["text", "link", "tag"] = "text"
    href: str = ""


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture under a post: where it is looked at, and what it shows in words, empty where nobody said."""

    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A post that the public sees.

    `reply_to` and `root` are ids on the same channel (empty for a thread's first post), `received_at` is epoch seconds,
    `key` the platform's native key of this post, empty where the caller sent none. Only links that the platform itself
    would make clickable are links in `parts`. `to` is the number or mailbox of the one person of a list who got it;
    everywhere else the public does, and it is empty.
    """

    channel: str
    id: str
    url: str
    text: str
    link: str
    reply_to: str
    root: str
    language: str
    received_at: float
    key: str
    parts: tuple[Part, ...]
    pictures: tuple[ShownPicture, ...] = ()
    to: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A caption on the wall: what just happened, in words."""

    text: str
    at: float


class PublicView:
    """The public's side of every channel, kept in memory.

    `epoch` names one run between two resets: a browser that sees another one starts its page anew.
    """

    def __init__(self, clock: Clock = time.time) -> None:
        self.clock = clock
        self.posts: list[Shown] = []
        self.notes: list[Note] = []
        self.epoch = secrets.token_hex(4)
        self._watchers: set[asyncio.Queue[Change]] = set()

    def show(self, post: Shown) -> None:
        """Make `post` public."""
        self.posts.append(post)
        self.tell("post", post)

    def remove(self, channel: str, post_id: str) -> None:
        """Take a post away, as a platform or its operator may."""
        self.posts = [post for post in self.posts if (post.channel, post.id) != (channel, post_id)]
        self.tell("removed", {"channel": channel, "id": post_id})

    def note(self, text: str) -> None:
        """Add a caption."""
        note = Note(text, self.clock())
        self.notes.append(note)
        self.tell("note", note)

    def clear(self) -> None:
        """Forget posts and captions, and begin a new epoch."""
        self.posts, self.notes, self.epoch = [], [], secrets.token_hex(4)

    def tell(self, name: str, value: object) -> None:
        """Send a change to everyone who watches."""
        for watcher in self._watchers:
            watcher.put_nowait((name, value))

    @contextmanager
    def watching(self) -> Iterator[asyncio.Queue[Change]]:
        """Give a queue of changes from now on."""
        queue: asyncio.Queue[Change] = asyncio.Queue()
        self._watchers.add(queue)
        try:
            yield queue
        finally:
            self._watchers.discard(queue)
