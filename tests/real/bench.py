"""What the tests on real servers share: channels built as the senders build them, and posts that nobody else has."""

import itertools
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from loudhailer.bootstrap.world import http_of
from loudhailer.channels import CHANNELS, Wiring
from loudhailer.domain.post import Parent, Post, Receipt
from loudhailer.ports import Channel
from tests.channels.kit import MemoryStore, a_post

DEADLINE = 5.0
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
"""The smallest PNG there is."""
_numbers = itertools.count(1)


def channel_at(address: str, name: str, secret: Mapping[str, str], *, deadline: float = DEADLINE) -> Channel:
    """Build a channel on a server, with the client that the deployed senders have."""
    wiring = Wiring(address, secret, http_of(deadline), MemoryStore(), pictures=lambda _name: PIXEL)
    return CHANNELS[name].build(wiring)


def fresh(text: str = "", **overrides: Any) -> Post:
    """Return a post that is made now; its words and its key are its own."""
    number, now = f"{os.getpid()}-{next(_numbers)}", datetime.now(UTC)
    words = text or f"Fire at Mill Lane, number {number}. Keep windows closed.\n\nhttps://alerts.westshire.uk/{number}"
    link = f"https://alerts.westshire.uk/{number}"
    mine = {"key": f"real-{number}:1:channel", "alert_id": f"real-{number}", "reference": f"real-{number}"}
    return a_post(**{**mine, "text": words, "link": link, "sent": now, "created_at": now} | overrides)


def reply_to(first: Receipt, last: Receipt | None = None, **overrides: Any) -> Post:
    """Return a post under earlier ones."""
    return fresh(parent=Parent(first.ref, (last or first).ref), **overrides)
