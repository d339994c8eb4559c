"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html: the service's own page of each alert.

Idempotency class A, a native key, for ever (research/channels.md §2a). Every file is a function of the posts it holds
and is written only over the version that was read. So a retry is safe: it writes the same bytes, or nothing, and
completes what an earlier attempt left half done. `index.json` lists, the newest alert first,
`{"reference","title","url","updated","closed","posts":[{"revision","text","sent","picture"}]}`.
"""

import re
from dataclasses import replace

from loudhailer.channels._http import looking
from loudhailer.channels._page_files import adding, striking
from loudhailer.channels._page_site import Site
from loudhailer.channels._upload import uploaded
from loudhailer.channels.kind import ChannelKind, Wiring
from loudhailer.domain.errors import PostRejected
from loudhailer.domain.post import Limits, Post, PostRef, Receipt

_LARGEST = 1_000_000  # bytes of a picture, on a bad connection in a field
_HALF_WRITTEN = "the post is public and its page half written"
_HALF_STRUCK = "the post may still be on its page or in the index"


class Page:
    """A static site in one store: a page per alert, and an index."""

    def __init__(self, wiring: Wiring) -> None:
        self._pictures, self._site = wiring.pictures, Site(wiring.store, wiring.address)

    def publish(self, post: Post) -> Receipt:
        """Write what is behind: once the state is out, which anybody may fetch, every failure is `Doubtful`.

        What was taken down stays so: its line in the state is there before any late attempt.
        """
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", post.reference):
            raise PostRejected("the alert's reference cannot be part of a web address")
        post = replace(post, picture=uploaded(post, self._pictures, _LARGEST, self._site.keep))
        change = adding(post)
        seen = self._site.look(post, change)
        if seen.struck:
            raise PostRejected("this post was taken down")
        behind = seen.behind if seen.public else self._site.begin(post, change, seen.behind)
        self._site.complete(post, change, behind, _HALF_WRITTEN)
        return Receipt(self._site.ref(post), repeated=not seen.behind)

    def find(self, post: Post) -> Receipt | None:
        """Tell whether the post is in its alert's state or on its page: None only where it is in neither.

        A post that is there is public already. So what is behind it is completed here, which makes nothing new public:
        after a receipt nobody comes again for this post, and the index would lack it for ever.
        """
        with looking():
            if post.picture and not self._site.has(post.picture):
                post = replace(post, picture=None)  # it went without
            change = adding(post)
            seen = self._site.look(post, change)
        if seen.public and not seen.struck:
            self._site.complete(post, change, seen.behind, _HALF_WRITTEN)
            return Receipt(self._site.ref(post), repeated=True)
        if seen.public:
            self._site.complete(post, change, seen.behind, _HALF_STRUCK)
        return None

    def retract(self, post: Post, ref: PostRef) -> None:
        """Strike the post's words from the page and the index; a line says that a post was taken down, and of when."""
        if ref.id != post.reference:
            raise PostRejected("what is to be taken off is no post of this alert")
        change = striking(post)
        seen = self._site.look(post, change)
        if seen.public or seen.there:
            self._site.complete(post, change, seen.behind, _HALF_STRUCK)


KIND = ChannelKind(
    name="page",
    limits=Limits(20_000, "characters", len, threads=True),
    secret_fields=(),
    build=Page,
    retracts=True,
    pictures=True,
)
