"""https://docs.ntfy.sh/publish/#publish-as-json: messages to everybody who follows one ntfy topic.

Idempotency class A′, a key under which a repeat takes the first post's place (research/channels.md §2a). A retry is
safe for readers of a server from 2.16 on: `sequence_id` is made from the post's key, and their apps show one message
for it, although the server keeps both. Older servers do not know the field, so a doubt is settled by `find` before a
second call: it polls what the server still has, by our sequence, or by the words where a message has none.
"""  # noqa: RUF002  # the class is written with a prime

import hashlib
import re
from datetime import timedelta
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, Field

from loudhailer.channels._http import looking, read, send
from loudhailer.channels._ntfy_poll import events
from loudhailer.channels.kind import ChannelKind, Wiring
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import ChannelUnavailable, LoudhailerError, PostRejected
from loudhailer.domain.post import Limits, Post, PostRef, Receipt

_CLOCKS_DIFFER = timedelta(minutes=1)
_PRIORITIES = {MessageClass.LIFE_SAFETY: 5, MessageClass.INCIDENT: 4}
_USUAL = 3  # a single short sound


class _Sent(BaseModel):
    model_config = ConfigDict(frozen=True)
    id: str = Field(min_length=1)
    time: int


class Ntfy:
    """One topic on one server."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring

    def publish(self, post: Post) -> Receipt:
        """Send the message under its sequence, as loud as its class."""
        body: dict[str, Any] = {
            "topic": self._topic(),
            "title": post.headline,
            "message": post.text,  # plain: no sign of it means anything
            "priority": _PRIORITIES.get(post.message_class, _USUAL),
            "sequence_id": _sequence(post),
        }
        if post.link:
            body["click"] = post.link
        answer = send(self._wiring.http, "POST", f"{self._wiring.address}/", headers=self._bearer(), json=body)
        return Receipt(self._ref(post, read(_Sent, answer).id))

    def find(self, post: Post) -> Receipt | None:
        """Look among what the server still has since the first claim; it forgets after 12 hours unless told otherwise.

        Where it keeps nothing at all, a lost post and a forgotten one look alike, and a second one goes: the sequence
        makes it one again for readers.
        """
        since = int((post.created_at - _CLOCKS_DIFFER).timestamp())
        params = {"poll": "1", "since": str(since)}
        url = f"{self._wiring.address}/{self._topic()}/json"
        with looking():
            polled = events(send(self._wiring.http, "GET", url, headers=self._bearer(), params=params))
        for each in polled:
            ours = each.sequence_id == _sequence(post)
            same = not each.sequence_id and (each.title, each.message) == (post.headline.strip(), post.text.strip())
            if each.event == "message" and (ours or same):
                return Receipt(self._ref(post, each.id), repeated=True)
        return None

    def retract(self, post: Post, ref: PostRef) -> None:  # noqa: ARG002  # the seam's word; the reference names it
        """Have every app take the message away; the server's own copy ends when it forgets."""

        def words(response: httpx.Response) -> LoudhailerError | None:
            unknown = response.status_code == httpx.codes.NOT_FOUND
            return PostRejected("this server takes no message back (404): ntfy does from 2.16 on") if unknown else None

        if not re.fullmatch(r"lh-[0-9a-f]{40}", ref.id):
            raise PostRejected("nothing was taken back: the reference is none of ours")
        url = f"{self._wiring.address}/{self._topic()}/{ref.id}"
        read(_Sent, send(self._wiring.http, "DELETE", url, headers=self._bearer(), words=words))

    def _topic(self) -> str:
        topic = self._wiring.secret["topic"]
        if not re.fullmatch(r"[-_A-Za-z0-9]{1,64}", topic):
            raise ChannelUnavailable("nothing was sent: the stored topic is none")
        return topic

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._wiring.secret['access_token']}"}

    def _ref(self, post: Post, message_id: str) -> PostRef:
        # For apps the sequence is the message. People read a topic, not a message: this is where they follow it.
        return PostRef(_sequence(post), f"{self._wiring.address}/{self._topic()}", token=message_id)


def _sequence(post: Post) -> str:
    """Return the post's key in the signs that the server takes, 64 at most."""
    return f"lh-{hashlib.sha256(post.key.encode()).hexdigest()[:40]}"


def measure(text: str) -> int:
    """Count UTF-8 bytes. At 4,096 a message becomes a file that nobody opens, or is refused with a 500."""
    return len(text.encode("utf-8", "surrogatepass"))


KIND = ChannelKind(
    name="ntfy",
    limits=Limits(4095, "bytes", measure, address=128),
    secret_fields=("topic", "access_token"),
    build=Ntfy,
    retracts=True,
)
