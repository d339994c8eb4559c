"""https://docs.ntfy.sh/subscribe/api/#poll-for-messages: what a poll of a topic answers, a JSON object a line."""

import httpx
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from loudhailer.domain.errors import Doubtful

_LINES = "application/x-ndjson"


class Event(BaseModel):
    """A message, or what happened to one: `message_delete` for one that was taken away again."""

    model_config = ConfigDict(frozen=True)
    id: str = Field(min_length=1)
    event: str
    title: str = ""
    message: str = ""
    sequence_id: str = ""  # empty where the sender gave none, and always before 2.16


_EVENT = TypeAdapter(Event)


def events(answer: httpx.Response) -> list[Event]:
    """Read every line, the oldest first; what is no poll's answer tells nothing.

    Where nothing was sent the answer is empty, so the media type has to say that it is one: any proxy can be silent.
    """
    if not answer.headers.get("content-type", "").startswith(_LINES):
        raise Doubtful("the server's answer is none to a poll")
    try:
        return [_EVENT.validate_json(line) for line in answer.content.splitlines() if line.strip()]
    except ValidationError:  # its text quotes the answer
        pass
    raise Doubtful("the server's answer cannot be read")
