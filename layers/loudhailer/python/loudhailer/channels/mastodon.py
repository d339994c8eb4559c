"""https://docs.joinmastodon.org/methods/statuses/#create: posts on Mastodon and servers that speak its API.

Idempotency class A on Mastodon proper for one hour, class D (read back) elsewhere and later (research/channels.md §2a).
The key makes a retry safe on Mastodon, where a repeat answers with the first status. Because snac2 and GoToSocial
ignore it and Mastodon forgets it, a doubt is settled by `find` before a second call. The token needs the scopes
write:statuses, read:statuses and read:accounts.
"""

from datetime import timedelta

import httpx
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from loudhailer.channels._http import looking, read, send
from loudhailer.channels._mastodon_text import letters, measure, readings, tidied
from loudhailer.channels.kind import ChannelKind, Wiring
from loudhailer.domain.errors import Doubtful, LoudhailerError, ParentGone
from loudhailer.domain.post import Limits, Post, PostRef, Receipt

_PAGE = 40  # the most statuses the server gives at once
_CLOCKS_DIFFER = timedelta(minutes=1)


class _Account(BaseModel):
    model_config = ConfigDict(frozen=True)
    id: str = Field(min_length=1)


class _Status(BaseModel):
    model_config = ConfigDict(frozen=True)
    id: str = Field(min_length=1)
    url: str | None = None
    uri: str = ""


class _Seen(_Status):
    content: str
    created_at: AwareDatetime
    in_reply_to_id: str | None = None


class Mastodon:
    """One account on one server."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._account: str | None = None

    def publish(self, post: Post) -> Receipt:
        """Post the status publicly under the post's key; raise `ParentGone` where what it replies to was deleted."""

        def words(response: httpx.Response) -> LoudhailerError | None:
            gone = post.parent and response.status_code == httpx.codes.NOT_FOUND
            return ParentGone("the post replied to is no longer there") if gone else None

        body = {"status": post.text, "visibility": "public", "language": post.language}
        if post.parent:
            body["in_reply_to_id"] = post.parent.last.id
        headers = self._bearer() | {"Idempotency-Key": post.key}
        url = f"{self._wiring.address}/api/v1/statuses"
        answer = send(self._wiring.http, "POST", url, headers=headers, json=body, words=words)
        return Receipt(_ref(read(_Status, answer)))

    def find(self, post: Post) -> Receipt | None:
        """Look among the account's own latest statuses.

        A false match hides a lost post and a false miss doubles one, so three answers are kept apart. It landed where
        all the words are equal, under the same parent, no earlier than the first claim. It did not where nothing since
        the claim has the same words, and the page surely reaches back that far. All between is for a person.
        """
        since = post.created_at - _CLOCKS_DIFFER
        parent = post.parent.last.id if post.parent else None
        with looking():
            statuses, whole = self._latest()
        recent = [status for status in reversed(statuses) if status.created_at >= since]
        for status in recent:
            if status.in_reply_to_id == parent and tidied(post.text) in readings(status.content):
                return Receipt(_ref(status), repeated=True)
        if any(letters(text) == letters(post.text) for status in recent for text in readings(status.content)):
            raise Doubtful("a status with nearly these words is out; a person must compare them")
        # The last one counts, not the oldest: some servers put a pinned status first.
        if not whole and not (statuses and statuses[-1].created_at < since):
            raise Doubtful("too many statuses since the claim to see them all")
        return None

    def _latest(self) -> tuple[list[_Seen], bool]:
        accounts, ask = f"{self._wiring.address}/api/v1/accounts", self._wiring.http
        if self._account is None:
            answer = send(ask, "GET", f"{accounts}/verify_credentials", headers=self._bearer())
            self._account = read(_Account, answer).id
        page = {"limit": str(_PAGE), "exclude_reblogs": "true"}
        answer = send(ask, "GET", f"{accounts}/{self._account}/statuses", headers=self._bearer(), params=page)
        statuses = read(list[_Seen], answer)
        return statuses, len(statuses) < _PAGE and "next" not in answer.links

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._wiring.secret['access_token']}"}


def _ref(status: _Status) -> PostRef:
    return PostRef(status.id, status.url or status.uri)


KIND = ChannelKind(
    name="mastodon",
    limits=Limits(500, "characters", measure, address=120),
    secret_fields=("access_token",),
    threads=True,
    build=Mastodon,
)
