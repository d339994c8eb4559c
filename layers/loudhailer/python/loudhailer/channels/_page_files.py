"""https://docs.pydantic.dev/latest/concepts/serialization/: the files of the service's own pages, from posts to bytes.

Pure: while the index has room, the same posts give the same bytes, in whatever order and however often they came.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, RootModel, ValidationError

from loudhailer.channels._page_html import Words, alert_page, article, index_page, shows, taken_down
from loudhailer.domain.errors import ChannelUnavailable
from loudhailer.domain.post import Picture, Post

_LISTED = 200  # alerts on the index, unless more are open: it is no archive, and each alert's own page stays


class _Own(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Words(_Own):
    revision: int
    text: str
    sent: AwareDatetime
    picture: Picture | None = None


class _Entry(_Words):
    headline: str
    link: str
    language: str
    closed: bool
    also: str | None = None
    foreign: tuple[int, ...] | None = None
    taken_down: Literal[True] | None = None  # then nothing of its words is left


_Entries = tuple[_Entry, ...]
Change = Callable[[_Entries], _Entries]
_NOTHING_LEFT = _Entry(
    revision=0,
    text="",
    sent=datetime.min.replace(tzinfo=UTC),
    headline="Taken down",
    link="",
    language="en",
    closed=True,
)
"""Stands for the last post of an alert of which every post was taken down. It is listed with those that have ended."""


class _State(_Own):
    v: Literal[1] = 1
    entries: tuple[_Entry, ...] = ()


class _Listed(_Own):
    reference: str
    title: str
    url: str
    updated: AwareDatetime
    closed: bool
    posts: tuple[_Words, ...]


class _Index(RootModel[tuple[_Listed, ...]]):
    model_config = ConfigDict(frozen=True)


_Kept = TypeVar("_Kept", bound=BaseModel)


def keys(reference: str) -> tuple[str, str, str, str]:
    """Return the keys of an alert's state, its page, the index and the index's page: the order of writing."""
    return f"alerts/{reference}.json", f"alerts/{reference}.html", "index.json", "index.html"


def picture_key(picture: Picture) -> str:
    """Return the key of a picture."""
    return f"pictures/{picture.name}"


def adding(post: Post) -> Change:
    """Return how a post comes among its alert's entries: in its revision's place, and never where it was taken down.

    What was first shown of it stays as it was, with its picture or without.
    """
    entry = _entry(post)

    def added(entries: _Entries) -> _Entries:
        standing = [each for each in entries if each.revision == post.revision]
        if any(each.taken_down or _same(each, entry) for each in standing):
            return entries
        return (*(each for each in entries if each.revision != post.revision), entry)

    return added


def striking(post: Post) -> Change:
    """Return how a post's words are struck from its alert's entries, so that only the time is left of it."""
    blank = {"text": "", "headline": "", "link": "", "closed": False, "picture": None, "taken_down": True}
    blank |= {"also": None, "foreign": None}
    struck = _entry(post).model_copy(update=blank)
    return lambda entries: (*(each for each in entries if each.revision != post.revision), struck)


def files(reference: str, url: str, change: Change, state: bytes | None, index: bytes | None) -> dict[str, bytes]:
    """Return the files, in the order of `keys`, as they are after `change` of what `state` and `index` hold."""
    # By time first: what went out past the table has no number of the ledger's.
    changed = change(_read(_State, state, _State()).entries)
    entries = sorted(changed, key=lambda each: (each.sent, each.revision))
    last = next((each for each in reversed(entries) if not each.taken_down), _NOTHING_LEFT)
    listed = _Listed(
        reference=reference,
        title=last.headline,
        url=url,
        updated=max(each.sent for each in entries),
        closed=last.closed,
        posts=tuple(
            _Words(revision=each.revision, text=_said(each), sent=each.sent, picture=each.picture) for each in entries
        ),
    )
    others = [each for each in _read(_Index, index, _Index(())).root if each.reference != reference]
    newest = _newest([*others, listed])
    titles = [[(each.reference, each.title) for each in newest if each.closed is ended] for ended in (False, True)]
    articles = [article(_shown(each), each.picture) for each in reversed(entries)]
    bodies = (
        _written(_State(entries=tuple(entries))),
        alert_page(last.headline, last.language, articles, closed=last.closed and last is not _NOTHING_LEFT),
        _written(_Index(tuple(newest))),
        index_page(*titles),
    )
    return dict(zip(keys(reference), bodies, strict=True))


def holds(post: Post, state: bytes | None, page: bytes | None) -> bool:
    """Tell whether the words of `post` are in an alert's state or on its page."""
    entry = _entry(post)
    kept = any(_same(each, entry) for each in _read(_State, state, _State()).entries)
    return kept or shows((page or b"").decode(errors="replace"), _shown(entry))


def standing(post: Post, state: bytes | None) -> tuple[bool, bool]:
    """Tell whether an alert's state has anything in the place of `post`, and whether that is a post taken down."""
    there = [each for each in _read(_State, state, _State()).entries if each.revision == post.revision]
    return bool(there), any(each.taken_down for each in there)


def _entry(post: Post) -> _Entry:
    sent, headline = post.sent.astimezone(UTC), post.headline or post.reference
    same = {name: getattr(post, name) for name in ("revision", "text", "link", "language", "closed")}
    # The files are public and hold the picture itself; what a card is drawn from has no use there.
    picture = replace(post.picture, card=None) if post.picture else None
    # None where there is none, so that what was written before there were two languages is written the same.
    also, foreign = post.also or None, post.foreign or None
    return _Entry(sent=sent, headline=headline, picture=picture, also=also, foreign=foreign, **same)


def _same(one: _Entry, other: _Entry) -> bool:
    return one.model_copy(update={"picture": None}) == other.model_copy(update={"picture": None})


def _said(entry: _Entry) -> str:
    return taken_down(entry.sent) if entry.taken_down else entry.text


def _shown(entry: _Entry) -> Words:
    return Words(entry.revision, _said(entry), entry.link, entry.language, entry.also or "", entry.foreign or ())


def _newest(alerts: list[_Listed]) -> list[_Listed]:
    """Sort the newest first; where there are too many, drop the oldest of those that have ended and no open one."""
    newest = sorted(alerts, key=lambda each: (each.updated, each.reference), reverse=True)
    ended = [each.reference for each in newest if each.closed]
    kept = set(ended[: max(0, _LISTED - len(newest) + len(ended))])
    return [each for each in newest if not each.closed or each.reference in kept]


def _read(model: type[_Kept], body: bytes | None, empty: _Kept) -> _Kept:
    try:
        return model.model_validate_json(body) if body is not None else empty
    except ValidationError:
        pass  # its text quotes the file
    # A newer release may have written it and be able to read it, so this is no reason to write over it or to give up.
    raise ChannelUnavailable("a file of the page's state cannot be read by this release")


def _written(model: BaseModel) -> bytes:
    return model.model_dump_json(indent=1, exclude_none=True).encode()
