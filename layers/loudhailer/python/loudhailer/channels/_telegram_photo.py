"""https://core.telegram.org/bots/api#sendphoto: a post as a photo with a caption.

There is no idempotency class here: `telegram.py` sends it, once.
"""

import json
from collections.abc import Mapping
from typing import Any

from loudhailer.channels._upload import form
from loudhailer.domain.post import Picture, Post

CAPTION = 1024
"""How many UTF-16 units a caption holds."""


def measure(text: str) -> int:
    """Count UTF-16 code units, as Telegram does."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def caption_of(post: Post, picture: Picture) -> str:
    """Return the post's words as a caption, empty where it cannot hold them all.

    Telegram has no place for what a picture shows in words. So that stands in brackets at the caption's end, where it
    fits: nothing of the post's own words falls away for it.
    """
    whole = f"{post.text}\n\n[{picture.alt}]"
    return next((text for text in (whole, post.text) if measure(text) <= CAPTION), "")


def photo(about: Mapping[str, Any], caption: str, picture: Picture, body: bytes) -> tuple[dict[str, str], bytes]:
    """Write the call's header and body. In a form, what is no text is written as JSON."""
    told = {key: value if isinstance(value, str) else json.dumps(value) for key, value in about.items()}
    return form(told | {"caption": caption}, "photo", picture, body)
