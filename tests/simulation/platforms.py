"""Six platforms, one for each way in which a platform can tell whether a post is out, or cannot.

| name     | class                  | a repeat                                 | a look                           |
| page     | conditional store      | writes the same bytes                    | reads the files: the real Page   |
| bluesky  | native key, for ever   | the first post; other words: in doubt    | by key                           |
| mastodon | native key for a while | the first post; later a second one       | reads back, at once              |
| telegram | nothing                | a second post                            | nobody can be asked              |
| x        | read back only         | the same words are refused: look again   | reads back, after some seconds   |
| slack    | read back only         | a second post                            | reads back, at once              |
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from loudhailer.domain.errors import CannotTell, Doubtful, ParentGone
from loudhailer.domain.post import Post, PostRef, Receipt
from loudhailer.ports import Clock
from tests.channels.kit import MemoryStore

NAMES = ("page", "bluesky", "mastodon", "telegram", "x", "slack")
READABLE = frozenset(NAMES) - {"telegram"}
"""Where a doubt can be settled by asking."""
_CLOCKS_DIFFER = timedelta(minutes=1)


@dataclass(eq=False)
class Shown:
    """One post as the public sees it. `deleted` says that somebody took it off by hand."""

    id: str
    post: Post
    at: datetime
    late: bool = False
    deleted: bool = False

    @property
    def channel(self) -> str:
        """Return the channel, and its part, that it was sent for: what stands behind the alert in its key."""
        return self.post.key.partition("/")[2]

    @property
    def receipt(self) -> Receipt:
        """Return the proof of it."""
        return Receipt(PostRef(self.id, f"https://social.example/{self.id}"), repeated=True)


class Platform(Protocol):
    """A platform without any fault: faults are put before it."""

    @property
    def shown(self) -> list[Shown]:
        """Return all that ever became public, in that order."""
        ...

    def publish(self, post: Post, *, late: bool = False) -> Receipt:
        """Make it public; `late` says that whoever asked has given up."""
        ...

    def find(self, post: Post) -> Receipt | None:
        """Look for it."""
        ...


@dataclass
class Wall:
    """What a platform shows. `seen` is called with each post that becomes public."""

    name: str
    clock: Clock
    seen: Callable[[str, Shown], None]
    shown: list[Shown] = field(default_factory=list)

    def take_off(self, post: Post, ref: PostRef) -> None:
        """Take a post off; one that is not there any more is no error."""
        for each in self.shown:
            if each.id == ref.id:
                assert each.post.key == post.key
                each.deleted = True

    def put(self, post: Post, *, late: bool) -> Receipt:
        """Show a post; raise `ParentGone` where what it replies to was taken off."""
        if post.parent is not None and any(each.deleted and each.id == post.parent.last.id for each in self.shown):
            raise ParentGone("the post replied to is no longer there")
        new = Shown(f"{self.name}-{len(self.shown) + 1}", post, self.clock(), late)
        self.shown.append(new)
        self.seen(self.name, new)
        return Receipt(new.receipt.ref)


@dataclass
class Keyed(Wall):
    """A native key. `lasts` is for how long it is remembered, None for ever."""

    lasts: timedelta | None = None
    keys: dict[str, Shown] = field(default_factory=dict)

    def publish(self, post: Post, *, late: bool = False) -> Receipt:
        known = self.keys.get(post.key)
        if known is not None and (self.lasts is None or self.clock() - known.at < self.lasts):
            if known.post != post:
                raise Doubtful("other words are there under this key")
            return known.receipt
        receipt = self.put(post, late=late)
        self.keys[post.key] = self.shown[-1]
        return receipt

    def find(self, post: Post) -> Receipt | None:
        if self.lasts is None:
            known = self.keys.get(post.key)
            if known is not None and known.post != post:
                raise Doubtful("other words are there under this key")
            return known.receipt if known else None
        return _read_back(self.shown, post)


@dataclass
class ReadBack(Wall):
    """No key: what is out can be read after `lag` seconds, drawn for each post; some `compares` and refuse a repeat."""

    lag: Callable[[], float] = lambda: 0.0
    compares: bool = True
    readable_at: list[datetime] = field(default_factory=list)

    def publish(self, post: Post, *, late: bool = False) -> Receipt:
        if self.compares and any(each.post.text == post.text for each in self.shown):
            raise Doubtful("the platform says that it has these words already")
        receipt = self.put(post, late=late)
        self.readable_at.append(self.clock() + timedelta(seconds=self.lag()))
        return receipt

    def find(self, post: Post) -> Receipt | None:
        """Look for the same words, as widely as the platform does when it refuses them: they name alert and minute."""
        now = self.clock()
        shown = zip(self.shown, self.readable_at, strict=True)
        return next((each.receipt for each, at in shown if at <= now and each.post.text == post.text), None)


@dataclass
class Blind(Wall):
    """No key, and nobody can be asked: each call is another post."""

    def publish(self, post: Post, *, late: bool = False) -> Receipt:
        return self.put(post, late=late)

    def find(self, post: Post) -> Receipt | None:
        raise CannotTell(f"nobody can be asked about {post.key}")


@dataclass
class Pages(MemoryStore):
    """The store behind the own page, and what the public has been shown of it: a revision in its alert's state."""

    clock: Clock = datetime.now
    seen: Callable[[str, Shown], None] = lambda _name, _shown: None
    posts: dict[str, Post] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)

    def write(self, key: str, body: bytes, *, content_type: str, over: str | None) -> None:
        super().write(key, body, content_type=content_type, over=over)
        if not (key.startswith("alerts/") and key.endswith(".json")):
            return
        reference = key.removeprefix("alerts/").removesuffix(".json")
        known = {each.id for each in self.shown}
        for entry in json.loads(body)["entries"]:
            name = f"{reference}-{entry['revision']}"
            if name not in known:
                self.shown.append(Shown(name, self.posts[name], self.clock()))
                self.seen("page", self.shown[-1])


def _read_back(shown: list[Shown], post: Post) -> Receipt | None:
    """Return the newest post with the same words under the same parent since the first claim."""
    since = post.created_at - _CLOCKS_DIFFER
    parent = post.parent.last.id if post.parent else None
    for each in reversed(shown):
        if each.at < since:
            return None
        if each.post.text == post.text and (each.post.parent.last.id if each.post.parent else None) == parent:
            return each.receipt
    return None
