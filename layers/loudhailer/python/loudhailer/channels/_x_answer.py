"""https://docs.x.com/x-api/posts/create-post: what X answers, and its texts read back as our words.

X shows `&`, `<` and `>` as HTML writes them and every link as one of its own, behind which `entities` tells ours.
"""

from datetime import datetime
from typing import Any

import httpx
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from loudhailer.channels._read_back import Seen
from loudhailer.domain.errors import Doubtful, LoudhailerError, OutOfMoney, PostRejected
from loudhailer.domain.post import PostRef


class NoSuchPost(PostRejected):
    """There is nothing under this id."""


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True)


class _Named(_Read):
    id: str = Field(pattern=r"^[0-9]{1,19}$")


class Made(_Read):
    """The answer to a post or a picture that was taken."""

    data: _Named


class _Gone(_Read):
    deleted: bool


class Deleted(_Read):
    """The answer to a deletion."""

    data: _Gone


class _Link(_Read):
    url: str
    expanded_url: str = ""
    media_key: str = ""  # only the link that X itself appends for a picture has one


class _Entities(_Read):
    urls: tuple[_Link, ...] = ()


class _Tweet(_Named):
    text: str
    created_at: AwareDatetime | None = None
    entities: _Entities = _Entities()


class _Meta(_Read):
    result_count: int
    next_token: str = ""


class Timeline(_Read):
    """The account's own latest posts."""

    data: tuple[_Tweet, ...] = ()
    meta: _Meta

    def seen(self, address: str, since: datetime) -> list[Seen]:
        """Return the posts; one whose time is not told is as old as the question allows, `since`."""
        return [Seen(ref_of(address, each.id), _words(each), each.created_at or since) for each in self.data]


def ref_of(address: str, post_id: str) -> PostRef:
    """Return where a post is; X leads there by its id alone."""
    site = "https://x.com" if address in {"https://api.x.com", "https://api.twitter.com"} else address
    return PostRef(post_id, f"{site}/i/web/status/{post_id}")


def _words(tweet: _Tweet) -> str:
    text = tweet.text
    for link in tweet.entities.urls:
        text = text.replace(link.url, "" if link.media_key else link.expanded_url or link.url)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def words(response: httpx.Response) -> LoudhailerError | None:
    """Return what a refusal means here, or None where its status says it all."""
    if response.status_code == httpx.codes.PAYMENT_REQUIRED:
        return OutOfMoney("the account at X has no credits left (402): a person must buy some")
    if response.status_code == httpx.codes.FORBIDDEN and "duplicate" in _detail(response):
        # Of these words, not of this post: it is a reason to look, never a proof that this one is out.
        return Doubtful("X says that the same words are out already (403)")
    return NoSuchPost("X knows no such post (404)") if response.status_code == httpx.codes.NOT_FOUND else None


def _detail(response: httpx.Response) -> str:
    try:
        return str(TypeAdapter(dict[str, Any]).validate_json(response.content).get("detail", "")).casefold()
    except ValidationError:
        return ""
