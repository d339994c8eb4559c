"""https://developers.facebook.com/docs/graph-api/guides/error-handling: what Meta's Graph API answers.

Facebook and Threads share it. A refusal is `{"error": {"code", "error_subcode", "is_transient", "message"}}` under
almost any status, so that only the numbers tell them apart. How long a throttle lasts stands in two headers of Meta's
own, in minutes; the text of a refusal is not read.
"""

import re
from collections.abc import Callable
from contextlib import suppress

import httpx
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from loudhailer.channels._http import read
from loudhailer.channels._pause import bounded, pause
from loudhailer.domain.errors import Doubtful, LoudhailerError, PostRejected, RateLimited, Unauthorized

_THROTTLED = frozenset({4, 17, 32, 341, 613, 80001})
_UNSURE = frozenset({1, 2})
_SAME_AGAIN, _SAME_PICTURE = 506, 1366051
_NOT_OURS = frozenset({10, 102, 190, 368, *range(200, 300)})
_NOTHING, _NOTHING_THERE, _NO_RESOURCE = 100, 33, 24
_FULL, _APP_RESTS = 100, 300.0
"""Per cent of what an app may use, and the seconds that we leave it alone then: no header says how long it takes."""


class NoSuchThing(PostRejected):
    """There is nothing under this id, or nothing that we may see."""


class NotYet(NoSuchThing):
    """Threads does not know a container, which it may a moment after it was made."""


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True)


class Made(_Read):
    """The answer to what was taken."""

    id: str = Field(min_length=1)


class _Done(_Read):
    """The answer to a deletion."""

    success: bool


class Listed(_Read):
    """One of the account's own posts; Facebook and Threads have words of their own for the same things."""

    id: str = Field(min_length=1)
    message: str = ""
    created_time: AwareDatetime | None = None
    text: str = ""
    timestamp: AwareDatetime | None = None
    permalink: str = ""


class _Paging(_Read):
    next: str = ""


class Page(_Read):
    """A page of the account's own posts, the newest first."""

    data: tuple[Listed, ...]
    paging: _Paging = _Paging()


class _Error(_Read):
    code: int
    error_subcode: int = 0
    is_transient: bool = False


class _Refusal(_Read):
    error: _Error


class _Usage(_Read):
    estimated_time_to_regain_access: float = 0  # minutes


def words(response: httpx.Response) -> LoudhailerError | None:
    """Return what a refusal means here, or None where its status says it all."""
    if response.status_code == httpx.codes.NOT_FOUND:
        return NoSuchThing("the platform knows no such thing (404)")
    try:
        error = TypeAdapter(_Refusal).validate_json(response.content).error
    except ValidationError:
        return None
    told = f"(code {error.code})"
    if error.code in _THROTTLED:
        return RateLimited(f"the platform asks for a pause {told}", _pause(response.headers))
    if error.code == _SAME_AGAIN or error.error_subcode == _SAME_PICTURE:
        # Of these words, not of this post: it is a reason to look, never a proof that this one is out.
        return Doubtful(f"the platform says that the same was posted already {told}")
    if error.code in _UNSURE or error.is_transient:
        return Doubtful(f"the platform did not say whether it took the post {told}")
    if error.code in _NOT_OURS:
        return Unauthorized(f"the platform refuses our credential, or keeps the account from this {told}")
    if error.code == _NO_RESOURCE:
        return NotYet(f"the platform knows no such thing {told}")
    if (error.code, error.error_subcode) == (_NOTHING, _NOTHING_THERE):
        return NoSuchThing(f"the platform knows no such thing {told}")
    if response.is_client_error and response.status_code != httpx.codes.TOO_MANY_REQUESTS:
        return PostRejected(f"the platform refuses the post {told}")
    return None


def take_off(call: Callable[[str, str], httpx.Response], post_id: str) -> None:
    """Delete a post by `call`, which is given a method and a path."""
    if not re.fullmatch(r"[0-9]+(_[0-9]+)?", post_id):
        raise PostRejected("the post's id at the platform is not known: a person must take it off")
    try:
        if not read(_Done, call("DELETE", post_id)).success:
            raise Doubtful("the platform does not say that it took the post off")
    except NoSuchThing:
        # Meta says the same of what we may not delete; then it is still there to be read.
        with suppress(NoSuchThing):
            call("GET", post_id)
            raise PostRejected("the platform does not let us take the post off: a person must") from None


def _pause(headers: httpx.Headers) -> float:
    """Return the seconds until the platform takes posts again: the longest that it names, else a guess."""
    minutes = max(_minutes(headers.get("x-business-use-case-usage", "")), default=0.0)
    if minutes > 0:
        return bounded(minutes * 60)
    return max(pause(headers), _APP_RESTS) if _spent(headers.get("x-app-usage", "")) else pause(headers)


def _minutes(value: str) -> list[float]:
    """Read `{"<account>": [{"type", "call_count", "estimated_time_to_regain_access"}]}`."""
    try:
        usages = TypeAdapter(dict[str, list[_Usage]]).validate_json(value)
    except ValidationError:
        return []
    return [usage.estimated_time_to_regain_access for each in usages.values() for usage in each]


def _spent(value: str) -> bool:
    """Read `{"call_count", "total_time", "total_cputime"}`, per cent each, and tell whether any is used up."""
    try:
        return max(TypeAdapter(dict[str, float]).validate_json(value).values(), default=0) >= _FULL
    except ValidationError:
        return False
