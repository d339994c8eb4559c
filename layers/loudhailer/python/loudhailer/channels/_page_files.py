"""https://docs.pydantic.dev/latest/concepts/serialization/: the files of the service's own pages, from posts to bytes.

Pure: while the index has room, the same posts give the same bytes, in whatever order and however often they came.
"""

from datetime import UTC
from typing import Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, RootModel, ValidationError

from loudhailer.channels._page_html import alert_page, article, index_page
from loudhailer.domain.errors import ChannelUnavailable
from loudhailer.domain.post import Post

_LISTED = 200  # alerts on the index, unless more are open: it is no archive, and each alert's own page stays


class _Own(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Words(_Own):
    revision: int
    text: str
    sent: AwareDatetime


class _Entry(_Words):
    headline: str
    link: str
    language: str
    closed: bool


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


def files(post: Post, url: str, state: bytes | None, index: bytes | None) -> dict[str, bytes]:
    """Return the files, in the order of `keys`, with `post` among those that `state` and `index` already hold."""
    entry = _entry(post)
    kept = [each for each in _read(_State, state, _State()).entries if each.revision != post.revision]
    # By time first: what went out past the table has no number of the ledger's.
    entries = sorted([*kept, entry], key=lambda each: (each.sent, each.revision))
    last = entries[-1]
    listed = _Listed(
        reference=post.reference,
        title=last.headline,
        url=url,
        updated=max(each.sent for each in entries),
        closed=last.closed,
        posts=tuple(_Words(revision=each.revision, text=each.text, sent=each.sent) for each in entries),
    )
    others = [each for each in _read(_Index, index, _Index(())).root if each.reference != post.reference]
    newest = _newest([*others, listed])
    titles = [[(each.reference, each.title) for each in newest if each.closed is ended] for ended in (False, True)]
    articles = [article(each.revision, each.text, each.link, each.language) for each in reversed(entries)]
    bodies = (
        _written(_State(entries=tuple(entries))),
        alert_page(last.headline, last.language, articles, closed=last.closed),
        _written(_Index(tuple(newest))),
        index_page(*titles),
    )
    return dict(zip(keys(post.reference), bodies, strict=True))


def holds(post: Post, state: bytes | None, page: bytes | None) -> bool:
    """Tell whether `post` is in an alert's state or on its page."""
    shown = article(post.revision, post.text, post.link, post.language).encode()
    return _entry(post) in _read(_State, state, _State()).entries or shown in (page or b"")


def _entry(post: Post) -> _Entry:
    sent, headline = post.sent.astimezone(UTC), post.headline or post.reference
    same = {name: getattr(post, name) for name in ("revision", "text", "link", "language", "closed")}
    return _Entry(sent=sent, headline=headline, **same)


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
    return model.model_dump_json(indent=1).encode()
