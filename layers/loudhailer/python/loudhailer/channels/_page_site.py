"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html: the pages in their store.

Everything is written over the version that was read, or not at all; `_page_files.py` says what is written.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from loudhailer.channels._http import looking
from loudhailer.channels._page_files import Change, files, holds, keys, picture_key, standing
from loudhailer.domain.errors import ChannelUnavailable, ClaimLost, Doubtful, LoudhailerError
from loudhailer.domain.post import Picture, Post, PostRef
from loudhailer.ports import ObjectStore

_TRIES = 3
_TYPES = {"json": "application/json", "html": "text/html; charset=utf-8", "png": "image/png", "jpg": "image/jpeg"}
_Behind = list[tuple[str, bytes, str | None]]
"""Files that are not yet as they should be, in the order of writing: key, body, and the version that it goes over."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How a post stands: whether its words are out, whether anything of its number is there, whether it was struck."""

    public: bool
    there: bool
    struck: bool
    behind: _Behind


@dataclass(frozen=True, slots=True)
class Site:
    """The pages in one store, under one address."""

    store: ObjectStore
    address: str

    def ref(self, post: Post) -> PostRef:
        """Return where a post is read."""
        return PostRef(post.reference, f"{self.address}/alerts/{post.reference}.html")

    def look(self, post: Post, change: Change) -> Seen:
        """Return how the post stands, and what is behind `change`; no page is listed before it exists."""
        state, page, index, _ = at = keys(post.reference)
        # Read backwards, write forwards. A file is written after what it is made from; what is read later is therefore
        # never older than what an earlier-read file was made from, and no newer page is written over with older words.
        old = {key: self.store.read(key) for key in reversed(at)}
        bodies = {key: stored.body if stored else None for key, stored in old.items()}
        there, struck = standing(post, bodies[state])
        wanted = files(post.reference, self.ref(post).url, change, bodies[state], bodies[index])
        versions = {key: stored.version if stored else None for key, stored in old.items()}
        behind = [(key, body, versions[key]) for key, body in wanted.items() if bodies[key] != body]
        return Seen(holds(post, bodies[state], bodies[page]), there, struck, behind)

    def begin(self, post: Post, change: Change, behind: _Behind) -> _Behind:
        """Make the post public by its first file, the state, and return what is behind then."""
        try:
            self._write(behind[:1])
        except (ClaimLost, ChannelUnavailable):
            # It may be there all the same: its answer was lost, or the store's client tried again and met itself.
            with looking():
                seen = self.look(post, change)
            if not seen.public:
                raise
            return seen.behind
        return behind[1:]

    def complete(self, post: Post, change: Change, behind: _Behind, half: str) -> None:
        """Write what is behind; every failure is `Doubtful`, and `half` says what is left half done."""
        with _half_done(half):
            # All incidents share the index, so losing it to another writer is normal. Reading it again is the second
            # half of a write over a version, not a second call of a platform: no pause, and an end after three tries.
            for _ in range(_TRIES - 1):
                with suppress(ClaimLost):
                    return self._write(behind)
                behind = self.look(post, change).behind
            return self._write(behind)

    def has(self, picture: Picture) -> bool:
        """Tell whether a picture is where the pages look for it."""
        return self.store.read(picture_key(picture)) is not None

    def keep(self, picture: Picture, body: bytes) -> Picture:
        """Put a picture where the pages look for it, before any of them does."""
        key = picture_key(picture)
        stored = self.store.read(key)
        if stored is None or stored.body != body:
            with suppress(ClaimLost):  # another worker puts it there
                self._write([(key, body, stored.version if stored else None)])
        return picture

    def _write(self, behind: _Behind) -> None:
        for key, body, version in behind:
            self.store.write(key, body, content_type=_TYPES[key.rpartition(".")[2]], over=version)


@contextmanager
def _half_done(half: str) -> Iterator[None]:
    try:
        yield
    except LoudhailerError as error:
        raise Doubtful(f"{half}: {error}") from error
