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
from loudhailer.channels._telegram_answer import Message, Sent, words
from loudhailer.channels.kind import ChannelKind, Wiring
from loudhailer.domain.errors import CannotTell, ChannelUnavailable
from loudhailer.domain.post import Limits, Post, PostRef, Receipt


class Telegram:
    """One bot in one chat."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring

    def publish(self, post: Post) -> Receipt:
        """Send the message; raise `ParentGone` where what it replies to was deleted."""
        token = self._wiring.secret["bot_token"]
        if not re.fullmatch(r"[A-Za-z0-9:_-]+", token):
            raise ChannelUnavailable("nothing was sent: the stored bot_token cannot be part of an address")
        body: dict[str, Any] = {
            "chat_id": self._wiring.secret["chat_id"],
            "text": post.text,  # Telegram itself marks links and tags in plain text
            # Telegram keeps a preview as the page once was: it would show the alert under the all-clear.
            "link_preview_options": {"is_disabled": True},
        }
        if post.parent:
            parent = int(post.parent.last.id)
            body["reply_parameters"] = {"message_id": parent, "allow_sending_without_reply": False}
        url = f"{self._wiring.address}/bot{token}/sendMessage"
        message = read(Sent, send(self._wiring.http, "POST", url, json=body, words=words)).result
        return Receipt(PostRef(str(message.message_id), _web_address(self._wiring.address, message)))

    def find(self, post: Post) -> Receipt | None:  # noqa: ARG002  # the seam's word; no look can use it
        """Raise `CannotTell`, always: there is nobody to ask."""
        raise CannotTell("Telegram cannot be asked whether it took the post; a person must look at the chat")


def measure(text: str) -> int:
    """Count UTF-16 code units, as Telegram does."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _web_address(address: str, message: Message) -> str:
    """Return where people read the message: on t.me, or in a sandbox itself; empty where the chat is not public."""
    site = "https://t.me" if urlsplit(address).hostname == "api.telegram.org" else address
    return f"{site}/{message.chat.username}/{message.message_id}" if message.chat.username else ""


KIND = ChannelKind(
    name="telegram",
    limits=Limits(4096, "UTF-16 units", measure, address=60),
    secret_fields=("bot_token", "chat_id"),
    threads=True,
    build=Telegram,
)
