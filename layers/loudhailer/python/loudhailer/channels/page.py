"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html: the service's own page of each alert.

Idempotency class A, a native key, for ever (research/channels.md §2a). Every file is a function of the posts it holds
and is written only over the version that was read. So a retry is safe: it writes the same bytes, or nothing, and
completes what an earlier attempt left half done. `index.json` lists, the newest alert first,
`{"reference","title","url","updated","closed","posts":[{"revision","text","sent"}]}`.
"""

import re

from loudhailer.channels._page_files import File, files, keys
from loudhailer.channels.kind import ChannelKind, Wiring
from loudhailer.domain.errors import PostRejected
from loudhailer.domain.post import Limits, Post, PostRef, Receipt


class Page:
    """A static site in one store: a page per alert, and an index."""

    def __init__(self, wiring: Wiring) -> None:
        self._store, self._address = wiring.store, wiring.address

    def publish(self, post: Post) -> Receipt:
        """Write what is not yet as it should be; raise `ClaimLost` where another writer came between."""
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", post.reference):
            raise PostRejected("the alert's reference cannot be part of a web address")
        stale = self._stale(post)
        for file, version in stale:
            self._store.write(file.key, file.body, content_type=file.content_type, over=version)
        return Receipt(self._ref(post), repeated=not stale)

    def find(self, post: Post) -> Receipt | None:
        """Tell whether a repeat would change nothing: then the post stands on its page and in the index.

        None also where an attempt was left half done: repeating it completes it.
        """
        return None if self._stale(post) else Receipt(self._ref(post), repeated=True)

    def _ref(self, post: Post) -> PostRef:
        return PostRef(post.reference, f"{self._address}/alerts/{post.reference}.html")

    def _stale(self, post: Post) -> list[tuple[File, str | None]]:
        """Return what to write, each file with the version it goes over, so that no page is listed before it exists."""
        state, _, index, _ = at = keys(post.reference)
        # Read backwards, write forwards. A file is written after what it is made from; what is read later is therefore
        # never older than what an earlier-read file was made from, and no newer page is written over with older words.
        old = {key: self._store.read(key) for key in reversed(at)}
        bodies = {key: stored.body if stored else None for key, stored in old.items()}
        wanted = files(post, self._ref(post).url, bodies[state], bodies[index])
        versions = {key: stored.version if stored else None for key, stored in old.items()}
        return [(file, versions[file.key]) for file in wanted if bodies[file.key] != file.body]


KIND = ChannelKind(
    name="page",
    limits=Limits(20_000, "characters", len),
    secret_fields=(),
    threads=True,
    build=Page,
)
