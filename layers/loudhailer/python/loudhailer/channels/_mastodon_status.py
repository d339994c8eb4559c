"""https://docs.joinmastodon.org/entities/Status/: what a server tells of statuses, and which is our post; pure."""

from collections.abc import Sequence
from datetime import timedelta

import httpx
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from loudhailer.channels._mastodon_text import letters, readings, tidied
from loudhailer.domain.errors import Doubtful, LoudhailerError, PostRejected
from loudhailer.domain.post import Post, PostRef, Receipt

_CLOCKS_DIFFER = timedelta(minutes=1)


class Account(BaseModel):
    """Who we are."""

    model_config = ConfigDict(frozen=True)
    id: str = Field(min_length=1)


class Status(BaseModel):
    """A status that is there."""

    model_config = ConfigDict(frozen=True)
    id: str = Field(min_length=1)
    url: str | None = None
    uri: str = ""

    @property
    def ref(self) -> PostRef:
        """Return where it is."""
        return PostRef(self.id, self.url or self.uri)


class Seen(Status):
    """A status in the account's list."""

    content: str
    created_at: AwareDatetime
    in_reply_to_id: str | None = None
    text: str | None = None  # what was written; snac2 tells it, and its HTML may leave some of it out

    @property
    def told(self) -> tuple[str, ...]:
        """Return the words of the status, in every way in which they can be read."""
        return *readings(self.content), *([tidied(self.text)] if self.text else [])


class Gone(PostRejected):
    """There is no such status, or no such call."""


def gone(response: httpx.Response) -> LoudhailerError | None:
    """Return what a refusal means where a status was asked for by its id."""
    missing = response.status_code in (httpx.codes.NOT_FOUND, httpx.codes.GONE)
    return Gone("there is no such status") if missing else None


def found(post: Post, statuses: Sequence[Seen], *, whole: bool) -> Receipt | None:
    """Find the post among the account's latest statuses; `whole` says that there are no older ones.

    A false match hides a lost post and a false miss doubles one, so three answers are kept apart. It landed where all
    the words are equal, under the same parent, no earlier than the first claim. It did not where nothing since the
    claim has the same words, and the list surely reaches back that far. All between is for a person.
    """
    since = post.created_at - _CLOCKS_DIFFER
    parent = post.parent.last.id if post.parent else None
    recent = [status for status in reversed(statuses) if status.created_at >= since]
    for status in recent:
        if status.in_reply_to_id == parent and tidied(post.text) in status.told:
            return Receipt(status.ref, repeated=True)
    if any(letters(text) == letters(post.text) for status in recent for text in status.told):
        raise Doubtful("a status with nearly these words is out; a person must compare them")
    # The last one counts, not the oldest: some servers put a pinned status first.
    if not whole and not (statuses and statuses[-1].created_at < since):
        raise Doubtful("too many statuses since the claim to see them all")
    return None
