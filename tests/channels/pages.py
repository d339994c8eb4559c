"""Posts of an own page, and what its store then shows; for the page's tests."""

import json
import re
from datetime import timedelta
from typing import Any

from loudhailer.domain.errors import ChannelUnavailable, ClaimLost, Doubtful
from loudhailer.domain.post import Post
from loudhailer.ports import Channel
from tests.channels.kit import SENT, MemoryStore, a_post, channel_answering, nothing_there

ORDER = ["alerts/WSF-0142.json", "alerts/WSF-0142.html", "index.json", "index.html"]


def page_on(store: MemoryStore) -> Channel:
    return channel_answering("page", nothing_there, store=store)


def a_revision(revision: int, reference: str = "WSF-0142", **overrides: Any) -> Post:
    return a_post(
        **{
            "key": f"{reference}:{revision}",
            "reference": reference,
            "revision": revision,
            "text": f"Revision {revision} of {reference}: Tân & mwg.",
            "headline": f"Fire {reference}, {revision}",
            "sent": SENT + timedelta(minutes=revision),
        }
        | overrides,
    )


def delivered(store: MemoryStore, post: Post) -> None:
    """Do what the pipeline does: look after a doubt, publish again where nothing is out, end with a receipt."""
    channel, doubtful = page_on(store), False
    for _ in range(50):
        try:
            receipt = channel.find(post) if doubtful else channel.publish(post)
            doubtful = False
            if receipt is not None:
                return
        except Doubtful:
            doubtful = True
            continue
        except (ChannelUnavailable, ClaimLost):
            assert not doubtful, "a look that fails is a doubt"
        # Nothing is out, says the channel: an all-clear would be dropped now, and a lockdown would hold the post.
        assert not is_out(store, post)
    raise AssertionError("no end")


def is_out(store: MemoryStore, post: Post) -> bool:
    """Tell whether the words of `a_revision` are in any public file; they hold the revision and the reference."""
    words = post.text.partition(":")[0].encode()
    return any(words in body for body in store.files.values())


def index_of(store: MemoryStore) -> list[dict[str, Any]]:
    index: list[dict[str, Any]] = json.loads(store.files["index.json"])
    return index


def visible(html: bytes) -> str:
    return re.sub(r"<style>.*?</style>|<[^>]+>", " ", html.decode(), flags=re.DOTALL)
