"""https://docs.slack.dev/apis/web-api/#evaluating-responses: what Slack's answers say, and words as Slack takes them.

Every answer is a 200 with `ok`; a refusal has a short word as `error`, which is compared, never repeated. Only where
the server failed in the middle (`fatal_error` and its like) may the call have been carried out all the same.
"""

import html
import re
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, Field

from loudhailer.channels._http import read
from loudhailer.channels._pause import pause
from loudhailer.domain.errors import (
    Doubtful,
    LoudhailerError,
    ParentGone,
    PostRejected,
    RateLimited,
    Unauthorized,
)

_PAUSE = {"ratelimited", "rate_limited", "message_limit_exceeded"}
_BROKE = {"fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
_GONE = {"message_not_found", "thread_not_found", "cannot_reply_to_message"}
_NO_CREDENTIAL = {
    "not_authed",
    "invalid_auth",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "access_denied",
    "accesslimited",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "team_access_not_granted",
    "ekm_access_denied",
}
_NO_PLACE = {"channel_not_found", "not_in_channel", "is_archived", "restricted_action", "invalid_channel"}


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True)
    ok: bool
    error: str = ""


class Sent(BaseModel):
    """A message that is out: when, which is its id, and where."""

    model_config = ConfigDict(frozen=True)
    ts: str = Field(pattern=r"^[0-9]+\.[0-9]+$")
    channel: str = Field(pattern=r"^[A-Z0-9]+$")


class Nothing(BaseModel):
    """An answer of which `ok` is all."""

    model_config = ConfigDict(frozen=True)


class _Metadata(BaseModel):
    model_config = ConfigDict(frozen=True)
    event_payload: dict[str, Any] = {}


class Seen(BaseModel):
    """A message as the channel shows it, whoever wrote it. `metadata` is told to apps that may read it."""

    model_config = ConfigDict(frozen=True)
    ts: str = Field(pattern=r"^[0-9]+\.[0-9]+$")
    text: str = ""
    metadata: _Metadata | None = None


class _Next(BaseModel):
    model_config = ConfigDict(frozen=True)
    next_cursor: str = ""


class History(BaseModel):
    """One page of a channel's or a thread's messages."""

    model_config = ConfigDict(frozen=True)
    messages: tuple[Seen, ...]
    has_more: bool = False
    response_metadata: _Next = _Next()

    @property
    def whole(self) -> bool:
        """Tell whether it is all that was asked for."""
        return not (self.has_more or self.response_metadata.next_cursor)


Reply = TypeVar("Reply", bound=BaseModel)


def answered(reply: type[Reply], response: httpx.Response, gone: Reply | None = None) -> Reply:
    """Read an answer that says ok, and raise what any other one means.

    `gone` is returned where what was asked for is not there any more; without it that is `ParentGone`.
    """
    answer = read(_Answer, response)
    if answer.ok:
        return read(reply, response)
    if gone is not None and answer.error in _GONE:
        return gone
    raise _meaning(answer.error, response)


def _meaning(error: str, response: httpx.Response) -> LoudhailerError:
    if error in _PAUSE:
        return RateLimited("the platform asks for a pause", pause(response.headers))
    if error in _BROKE:
        return Doubtful("Slack failed in the middle and may have taken it")
    if error in _GONE:
        return ParentGone("the message replied to is no longer there")
    if error in _NO_CREDENTIAL:
        return Unauthorized("the platform refuses our credential, or it lacks a scope")
    if error in _NO_PLACE or error.startswith("restricted_action"):
        return Unauthorized("there is no channel with the stored channel_id, or the bot may not post in it")
    return PostRejected("the platform refuses the post")


def escaped(text: str) -> str:
    """Return `text` with the three signs that Slack reads as its own written out; nothing else means anything."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def letters(text: str) -> str:
    """Return the letters and digits of a message as Slack has it, without its links and emoji.

    Slack gives a link back as `<address>` or `<address|words>`, and an emoji as `:its_name:`.
    """
    bare = html.unescape(re.sub(r"<[^<>]*>|https?://[^\s<>]+|:[a-z0-9_+'-]+:", " ", text))
    return "".join(sign for sign in bare.casefold() if sign.isalnum())
