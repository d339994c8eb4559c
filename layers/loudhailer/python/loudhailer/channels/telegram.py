"""https://core.telegram.org/bots/api#sendmessage: posts in a Telegram channel or group, by a bot.

Idempotency class E, nothing (research/channels.md §2a). There is no key, and a bot cannot read what it has posted. No
retry is safe once a request has left, so after a doubt there is none: it waits for a person. Only what certainly did
not leave, or was refused for now, is sent again. The token is part of every address, so no address is ever logged or
told (`_http.py`).
"""

import re
from typing import Any
from urllib.parse import urlsplit

from loudhailer.channels._http import read, send
from loudhailer.channels._telegram_answer import Deleted, Message, NotThere, Sent, words
from loudhailer.channels._telegram_photo import caption_of, measure, photo
from loudhailer.channels._upload import uploaded
from loudhailer.channels.kind import ChannelKind, Wiring
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import CannotTell, ChannelUnavailable, PostRejected, Unauthorized
from loudhailer.domain.post import Limits, Post, PostRef, Receipt

_LARGEST = 10_000_000  # bytes of a photo


class Telegram:
    """One bot in one chat."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring

    def publish(self, post: Post) -> Receipt:
        """Send the message; raise `ParentGone` where what it replies to was deleted."""
        about: dict[str, Any] = {"chat_id": self._wiring.secret["chat_id"]}
        if post.parent:
            parent = int(post.parent.last.id)
            about["reply_parameters"] = {"message_id": parent, "allow_sending_without_reply": False}
        message = self._photo(post, about) or self._text(post, about)
        return Receipt(PostRef(str(message.message_id), _web_address(self._wiring.address, message)))

    def find(self, post: Post) -> Receipt | None:  # noqa: ARG002  # the seam's word; no look can use it
        """Raise `CannotTell`, always: there is nobody to ask."""
        raise CannotTell("Telegram cannot be asked whether it took the post; a person must look at the chat")

    def retract(self, post: Post, ref: PostRef) -> None:  # noqa: ARG002  # the seam's word; the reference says it all
        """Delete the message, which Telegram does for 48 hours; one that is gone already is no error."""
        if not re.fullmatch(r"[0-9]{1,15}", ref.id):
            raise PostRejected("what is to be taken off has no message's number")
        body = {"chat_id": self._wiring.secret["chat_id"], "message_id": int(ref.id)}
        try:
            read(Deleted, send(self._wiring.http, "POST", self._url("deleteMessage"), json=body, words=words))
        except NotThere:
            return

    def _text(self, post: Post, about: dict[str, Any]) -> Message:
        body = about | {
            "text": post.text,  # Telegram itself marks links and tags in plain text
            # Telegram keeps a preview as the page once was: it would show the alert under the all-clear.
            "link_preview_options": {"is_disabled": True},
        }
        return read(Sent, send(self._wiring.http, "POST", self._url("sendMessage"), json=body, words=words)).result

    def _photo(self, post: Post, about: dict[str, Any]) -> Message | None:
        """Send the words under the picture; None where nothing was sent, and they go alone.

        A photo is never uploaded before it is sent, so it makes the one call slower after which nobody can be asked.
        Words about lives do not take that risk for a picture.
        """
        picture = post.picture
        caption = caption_of(post, picture) if picture else ""
        if picture is None or not caption or post.message_class is MessageClass.LIFE_SAFETY:
            return None
        made = uploaded(
            post, self._wiring.pictures, _LARGEST, lambda picture, body: photo(about, caption, picture, body)
        )
        if made is None:
            return None
        headers, content = made
        url = self._url("sendPhoto")
        try:
            answer = send(self._wiring.http, "POST", url, headers=headers, content=content, words=words)
        except (PostRejected, Unauthorized):
            return None  # a chat may allow a bot its words and no pictures
        return read(Sent, answer).result

    def _url(self, method: str) -> str:
        token = self._wiring.secret["bot_token"]
        if not re.fullmatch(r"[A-Za-z0-9:_-]+", token):
            raise ChannelUnavailable("nothing was sent: the stored bot_token cannot be part of an address")
        return f"{self._wiring.address}/bot{token}/{method}"


def _web_address(address: str, message: Message) -> str:
    """Return where people read the message: on t.me, or in a sandbox itself; empty where the chat is not public."""
    site = "https://t.me" if urlsplit(address).hostname == "api.telegram.org" else address
    return f"{site}/{message.chat.username}/{message.message_id}" if message.chat.username else ""


KIND = ChannelKind(
    name="telegram",
    limits=Limits(4096, "UTF-16 units", measure, address=60, follows=5, threads=True),
    secret_fields=("bot_token", "chat_id"),
    build=Telegram,
    retracts=True,
    pictures=True,
)
