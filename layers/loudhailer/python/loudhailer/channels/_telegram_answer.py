"""https://core.telegram.org/bots/api#making-requests: what the Bot API answers.

Every refusal is `{"ok": false, "error_code", "description", "parameters"}`. Almost all are a 400, so that only the
description tells them apart; it is compared, never repeated.
"""

from typing import Literal

import httpx
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from loudhailer.channels._pause import bounded
from loudhailer.domain.errors import LoudhailerError, ParentGone, PostRejected, RateLimited, Unauthorized

# How the server has worded it over the years, the newest first.
_PARENT_GONE = ("message to be replied not found", "replied message not found", "reply message not found")
_NOT_THERE = ("message to delete not found", "message_id_invalid")
_NOT_NOW = ("message can't be deleted", "message_delete_forbidden")
_NOT_OURS = ("chat not found", "chat_id is empty", "need administrator rights", "not enough rights", "have no rights")


class _Chat(BaseModel):
    model_config = ConfigDict(frozen=True)
    username: str = ""  # only public channels and groups have one


class Message(BaseModel):
    """A message that is out: its number in its chat, and the chat."""

    model_config = ConfigDict(frozen=True)
    message_id: int
    chat: _Chat = _Chat()


class Sent(BaseModel):
    """The answer to a message that was taken."""

    model_config = ConfigDict(frozen=True)
    ok: Literal[True]
    result: Message


class Deleted(BaseModel):
    """The answer to a message that was deleted."""

    model_config = ConfigDict(frozen=True)
    ok: Literal[True]
    result: Literal[True]


class NotThere(PostRejected):
    """There is no such message to delete."""


class _Hints(BaseModel):
    model_config = ConfigDict(frozen=True)
    retry_after: int | None = None  # seconds; told nowhere else, there is no header
    migrate_to_chat_id: int | None = None


class _Refusal(BaseModel):
    model_config = ConfigDict(frozen=True)
    ok: Literal[False]
    description: str
    parameters: _Hints = _Hints()


def words(response: httpx.Response) -> LoudhailerError | None:
    """Return what a refusal means here, or None where its status says it all."""
    try:
        refusal = TypeAdapter(_Refusal).validate_json(response.content)
    except ValidationError:
        return None
    hints, said = refusal.parameters, refusal.description.lower()
    match response.status_code:
        case httpx.codes.TOO_MANY_REQUESTS if hints.retry_after is not None:
            return RateLimited("the platform asks for a pause (429)", bounded(hints.retry_after))
        case httpx.codes.NOT_FOUND:
            return Unauthorized("the platform knows no such bot (404): the stored bot_token is malformed")
        case httpx.codes.BAD_REQUEST if hints.migrate_to_chat_id is not None:
            return PostRejected("the group became a supergroup and has a new id: store that as chat_id")
        case httpx.codes.BAD_REQUEST if any(each in said for each in _PARENT_GONE):
            return ParentGone("the message replied to is no longer there")
        case httpx.codes.BAD_REQUEST if any(each in said for each in _NOT_THERE):
            return NotThere("there is no such message")
        case httpx.codes.BAD_REQUEST if any(each in said for each in _NOT_NOW):
            return PostRejected("the bot may not delete it, or it is older than 48 hours: an administrator must")
        case httpx.codes.BAD_REQUEST if any(each in said for each in _NOT_OURS):
            return Unauthorized("there is no chat with the stored chat_id, or the bot may not post in it (400)")
    return None
