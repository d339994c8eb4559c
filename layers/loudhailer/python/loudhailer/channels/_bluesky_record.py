"""https://docs.bsky.app/docs/advanced-guides/post-richtext and https://atproto.com/specs/tid: what is put on Bluesky.

Everything here is computed from the post alone, so that a retry puts the same bytes under the same key.
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import regex

from loudhailer.channels._graphemes import count as graphemes
from loudhailer.domain.post import Picture, Post
from loudhailer.domain.text import says_both

POSTS = "app.bsky.feed.post"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
# A full stop or a bracket after a link belongs to the sentence. The host must start like one: the server refuses the
# whole post for a link that is none.
_URL = r"https://[\p{L}\p{N}](?:[^\s<>\"]*[^\s<>\".,;:!?'\u2019\u201d)\]}\u2026])?"
_TAG = r"(?<![^\s(\[])#(?P<tag>\w*\p{L}\w*)"  # at least one letter: "#1" is a number
_TAG_SIZE = 64  # the lexicon's 64 graphemes and 640 bytes: the same ten to one as a post's


def measure(text: str) -> int:
    """Count graphemes, or tenths of a byte count where that is more.

    A post holds 300 graphemes and 3,000 bytes. Rounded up, a tenth of the bytes is at most 300 exactly when the bytes
    are at most 3,000, so this one number is at most 300 exactly when the server takes the post.
    """
    return max(graphemes(text), -(-len(text.encode()) // 10))


def tid(sent: datetime, key: str) -> str:
    """Make the record's key: 53 bits of `sent` in µs and 10 of a hash of `key`, in 13 characters that sort by time.

    A further post of the same alert (`<alert>/<channel>/<part>`) is made a few milliseconds younger: 10 bits alone
    would give it the first one's key once in a thousand, and its words would never go out.
    """
    digest = sha256(key.encode()).digest()
    later = 1 + int.from_bytes(digest[2:4]) if key.count("/") > 1 else 0
    moment = (sent - _EPOCH) // timedelta(microseconds=1) + later
    number = moment << 10 | int.from_bytes(digest[:2]) >> 6
    return "".join(_SORTABLE[number >> shift & 31] for shift in range(60, -1, -5))


def facets(text: str, link: str) -> list[dict[str, Any]]:
    """Mark the links and tags of the final text by their UTF-8 byte ranges, in order and never overlapping."""
    # The service's own link goes first, exactly as it stands, unless it is only the beginning of a longer one.
    own = rf"(?P<own>{regex.escape(link)})(?![\w/])|" if regex.match(r"https?://[\p{L}\p{N}]\S*\Z", link) else ""
    found = []
    for match in regex.finditer(rf"{own}(?P<url>{_URL})|{_TAG}", text):
        tag = match["tag"]
        if tag and measure(tag) > _TAG_SIZE:
            continue
        kind, value = ("tag", {"tag": tag}) if tag else ("link", {"uri": match[0]})
        start = len(text[: match.start()].encode())
        place = {"byteStart": start, "byteEnd": start + len(match[0].encode())}
        found.append({"index": place, "features": [{"$type": f"app.bsky.richtext.facet#{kind}"} | value]})
    return found


def record(post: Post, shown: dict[str, Any] | None = None) -> dict[str, Any]:
    """Write the post's record; `shown` is its picture."""
    created = post.created_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    # Who reads in one language only is shown what is told in it: one line that names it is too little.
    languages = [post.language, *([post.also] if post.also and says_both(post.text, post.foreign) else [])]
    body: dict[str, Any] = {"$type": POSTS, "text": post.text, "createdAt": created, "langs": languages}
    if marks := facets(post.text, post.link):
        body["facets"] = marks
    if post.parent:
        ends = (("root", post.parent.root), ("parent", post.parent.last))
        body["reply"] = {end: {"uri": ref.id, "cid": ref.token} for end, ref in ends}
    if embed := _embed(post, shown):
        body["embed"] = embed
    return body


def image(picture: Picture, blob: dict[str, Any]) -> dict[str, Any]:
    """Write an uploaded picture as a record shows it."""
    size = {"width": picture.width, "height": picture.height}
    return {"image": blob, "alt": picture.alt, "aspectRatio": size}


def _embed(post: Post, shown: dict[str, Any] | None) -> dict[str, Any] | None:
    """Write what a record shows beside its words: a picture, the post that it leads to, or both."""
    images = {"$type": "app.bsky.embed.images", "images": [shown]} if shown else None
    if post.quotes is None:
        return images
    quoted = {"$type": "app.bsky.embed.record", "record": {"uri": post.quotes.id, "cid": post.quotes.token}}
    return {"$type": "app.bsky.embed.recordWithMedia", "record": quoted, "media": images} if images else quoted


def web_address(address: str, handle: str, uri: str) -> str:
    """Return where people read the record: Bluesky's own site, or a sandbox itself, whose links stay on the laptop."""
    host = f".{urlsplit(address).hostname}"
    site = "https://bsky.app" if host.endswith((".bsky.social", ".bsky.network")) else address
    return f"{site}/profile/{handle}/post/{uri.rpartition('/')[2]}"
