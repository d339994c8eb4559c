"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html: the service's own page of each alert.

Idempotency class A, a native key, for ever (research/channels.md §2a). Every file is a function of the posts it holds
and is written only over the version that was read. So a retry is safe: it writes the same bytes, or nothing, and
completes what an earlier attempt left half done. `index.json` lists, the newest alert first,
`{"reference","title","url","updated","closed","posts":[{"revision","text","sent"}]}`.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from loudhailer.channels._http import looking
from loudhailer.channels._page_files import files, holds, keys
from loudhailer.channels.kind import ChannelKind, Wiring
from loudhailer.domain.errors import ChannelUnavailable, ClaimLost, Doubtful, LoudhailerError, PostRejected
from loudhailer.domain.post import Limits, Post, PostRef, Receipt

_TRIES = 3
_TYPES = {"json": "application/json", "html": "text/html; charset=utf-8"}
_Behind = list[tuple[str, bytes, str | None]]
"""Files that are not yet as they should be, in the order of writing: key, body, and the version that it goes over."""


class Page:
    """A static site in one store: a page per alert, and an index."""

    def __init__(self, wiring: Wiring) -> None:
        self._store, self._address = wiring.store, wiring.address

    def publish(self, post: Post) -> Receipt:
        """Write what is behind: once the state is out, which anybody may fetch, every failure is `Doubtful`."""
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", post.reference):
            raise PostRejected("the alert's reference cannot be part of a web address")
        public, behind = self._look(post)
        self._complete(post, behind if public else self._begin(post, behind))
        return Receipt(self._ref(post), repeated=not behind)

    def find(self, post: Post) -> Receipt | None:
        """Tell whether the post is in its alert's state or on its page: None only where it is in neither.

        A post that is there is public already. So what is behind it is completed here, which makes nothing new public:
        after a receipt nobody comes again for this post, and the index would lack it for ever.
        """
        with looking():
            public, behind = self._look(post)
        if not public:
            return None
        self._complete(post, behind)
        return Receipt(self._ref(post), repeated=True)

    def _ref(self, post: Post) -> PostRef:
        return PostRef(post.reference, f"{self._address}/alerts/{post.reference}.html")

    def _look(self, post: Post) -> tuple[bool, _Behind]:
        """Return whether the post is public, and what is behind; no page is listed before it exists."""
        state, page, index, _ = at = keys(post.reference)
        # Read backwards, write forwards. A file is written after what it is made from; what is read later is therefore
        # never older than what an earlier-read file was made from, and no newer page is written over with older words.
        old = {key: self._store.read(key) for key in reversed(at)}
        bodies = {key: stored.body if stored else None for key, stored in old.items()}
        wanted = files(post, self._ref(post).url, bodies[state], bodies[index])
        versions = {key: stored.version if stored else None for key, stored in old.items()}
        behind = [(key, body, versions[key]) for key, body in wanted.items() if bodies[key] != body]
        return holds(post, bodies[state], bodies[page]), behind

    def _begin(self, post: Post, behind: _Behind) -> _Behind:
        """Make the post public by its first file, the state, and return what is behind then."""
        try:
            self._write(behind[:1])
        except (ClaimLost, ChannelUnavailable):
            # It may be there all the same: its answer was lost, or the store's client tried again and met itself.
            with looking():
                public, behind = self._look(post)
            if not public:
                raise
            return behind
        return behind[1:]

    def _complete(self, post: Post, behind: _Behind) -> None:
        """Write what is behind a post that is public already."""
        with _half_written():
            # All incidents share the index, so losing it to another writer is normal. Reading it again is the second
            # half of a write over a version, not a second call of a platform: no pause, and an end after three tries.
            for _ in range(_TRIES - 1):
                with suppress(ClaimLost):
                    return self._write(behind)
                _, behind = self._look(post)
            return self._write(behind)

    def _write(self, behind: _Behind) -> None:
        for key, body, version in behind:
            self._store.write(key, body, content_type=_TYPES[key.rpartition(".")[2]], over=version)


@contextmanager
def _half_written() -> Iterator[None]:
    try:
        yield
    except LoudhailerError as error:
        raise Doubtful(f"the post is public and its page half written: {error}") from error


KIND = ChannelKind(
    name="page",
    limits=Limits(20_000, "characters", len),
    secret_fields=(),
    threads=True,
    build=Page,
)
