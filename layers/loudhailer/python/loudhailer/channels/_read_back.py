"""https://www.rfc-editor.org/rfc/rfc9110#name-date: whether a post is among an account's latest ones.

For platforms without a key of ours, where reading back is all that settles a doubt (idempotency class D). A false match
hides a lost post and a false miss doubles one, so three answers are kept apart, and all between them is for a person.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from loudhailer.channels._mastodon_text import letters, tidied
from loudhailer.domain.errors import Doubtful
from loudhailer.domain.post import Post, PostRef, Receipt

CLOCKS_DIFFER = timedelta(minutes=1)
_SETTLES = timedelta(seconds=30)
"""After how long a list surely shows what was posted: the platforms promise nothing, and show it within seconds."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One of the account's own posts, as the platform lists it."""

    ref: PostRef
    text: str
    created_at: datetime


def among(seen: Sequence[Seen], post: Post, *, more: bool, answer: httpx.Response) -> Receipt | None:
    """Look for `post` among `seen`, the newest first; `more` says that the platform has older ones.

    It landed where all the words are equal and it is no older than the first claim. It did not where nothing since the
    claim has nearly these words, the list surely reaches back to the claim, and by the platform's own clock, in its
    `answer`, there was time enough for it to be shown.
    """
    since = post.created_at - CLOCKS_DIFFER
    recent = [each for each in reversed(seen) if each.created_at >= since]
    for each in recent:
        if _plain(each.text) == _plain(post.text):
            return Receipt(each.ref, repeated=True)
    if any(letters(each.text) == letters(post.text) for each in recent):
        raise Doubtful("a post with nearly these words is out; a person must compare them")
    if more and not (seen and seen[-1].created_at < since):
        raise Doubtful("too many posts since the claim to see them all")
    settled(post, answer)
    return None


def settled(post: Post, answer: httpx.Response) -> None:
    """Raise `Doubtful` unless, by the platform's own clock, there was time enough for the post to be shown."""
    now = _moment(answer)
    if now is None or now - post.created_at < _SETTLES:
        raise Doubtful("it may be too early for the platform to show the post")


def _plain(text: str) -> str:
    """Return the words as they are compared.

    Platforms tidy blanks, write a bare host with its scheme, and take away the sign before what is a post's topic.
    """
    return re.sub(r"https?://|#", "", tidied(text))


def _moment(answer: httpx.Response) -> datetime | None:
    try:
        moment = parsedate_to_datetime(answer.headers["date"])
    except (KeyError, ValueError, TypeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
