"""What the lexicon app.bsky.feed.post allows, and how an app reads such a record; pure.

https://atproto.com/lexicons/app-bsky-feed, https://docs.bsky.app/docs/advanced-guides/post-richtext (byte offsets).
"""

import base64
import hashlib
import json
from datetime import datetime
from typing import Any

from local.sandbox.standin import graphemes
from local.sandbox.state import Part

COLLECTION = "app.bsky.feed.post"
MAX_GRAPHEMES = 300
MAX_BYTES = 3000
MAX_LANGUAGES = 3
MAX_IMAGES = 4
MAX_IMAGE_BYTES = 2_000_000


def base32(raw: bytes) -> str:
    """Write bytes as lower-case base32 without padding."""
    return base64.b32encode(raw).decode().lower().rstrip("=")


def content_id(value: dict[str, Any]) -> str:
    """Hash a record into the shape of a CID, though over JSON, not CBOR; equal records have equal ones."""
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    return "b" + base32(b"\x01\x71\x12\x20" + hashlib.sha256(canonical).digest())


def blob_id(body: bytes) -> str:
    """Hash a file into its CID: the same bytes have the same one."""
    return "b" + base32(b"\x01\x55\x12\x20" + hashlib.sha256(body).digest())


def images_of(record: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the images that a record shows, with another post or without."""
    embed = record.get("embed") or {}
    shown = embed.get("media") or {} if embed.get("$type") == "app.bsky.embed.recordWithMedia" else embed
    images: list[dict[str, Any]] = shown.get("images") or []
    return images


def what_is_wrong(record: object) -> str:
    """Say in the PDS's words why it refuses a record; empty if it takes it."""
    if not isinstance(record, dict):
        return "Record must be an object"
    text = record.get("text")
    if not isinstance(text, str):
        return 'Record must have the property "text"'
    reply, facets = record.get("reply"), record.get("facets") or ()
    rules = (
        (record.get("$type") == COLLECTION, f"Record/$type must be {COLLECTION}"),
        (len(text.encode()) <= MAX_BYTES, f"Record/text must not be longer than {MAX_BYTES} characters"),
        (graphemes(text) <= MAX_GRAPHEMES, f"Record/text must not be longer than {MAX_GRAPHEMES} graphemes"),
        ("createdAt" in record, 'Record must have the property "createdAt"'),
        (
            _is_datetime(record.get("createdAt")),
            "Record/createdAt must be an valid atproto datetime (both RFC-3339 and ISO-8601)",
        ),
        (
            len(record.get("langs") or ()) <= MAX_LANGUAGES,
            f"Record/langs must not have more than {MAX_LANGUAGES} elements",
        ),
        (
            reply is None or all(_is_reference(reply, end) for end in ("root", "parent")),
            'Record/reply must have the properties "root" and "parent", each with "uri" and "cid"',
        ),
        (
            all(_is_facet(facet) for facet in facets),
            'Record/facets must each have an "index" with byteStart and byteEnd, and "features"',
        ),
        (_is_embed(record.get("embed")), "Record/embed must be images, a record, or both, as their lexicons say"),
    )
    return next((sentence for holds, sentence in rules if not holds), "")


def parts_of(record: dict[str, Any]) -> tuple[Part, ...]:
    """Cut a text at its facets as an app does: one that is out of range, overlaps or splits a character is ignored."""
    raw = record["text"].encode()
    parts: list[Part] = []
    done = 0
    for facet in sorted(record.get("facets") or (), key=lambda facet: facet["index"]["byteStart"]):
        start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
        if not done <= start < end <= len(raw):
            continue
        try:
            before, inside, _ = (raw[a:b].decode() for a, b in ((done, start), (start, end), (end, None)))
        except UnicodeDecodeError:
            continue
        href = str(facet["features"][0].get("uri", ""))
        parts += [Part(before), Part(inside, "link", href) if href else Part(inside, "tag")]
        done = end
    return tuple(part for part in (*parts, Part(raw[done:].decode())) if part.text)


def _is_datetime(value: object) -> bool:
    try:
        return isinstance(value, str) and "T" in value and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_reference(reply: object, end: str) -> bool:
    reference = reply.get(end) if isinstance(reply, dict) else None
    return isinstance(reference, dict) and all(isinstance(reference.get(field), str) for field in ("uri", "cid"))


def _is_facet(facet: object) -> bool:
    if not isinstance(facet, dict):
        return False
    index, features = facet.get("index"), facet.get("features")
    placed = isinstance(index, dict) and all(isinstance(index.get(end), int) for end in ("byteStart", "byteEnd"))
    return placed and isinstance(features, list) and bool(features) and isinstance(features[0], dict)


def _is_embed(embed: object) -> bool:
    if embed is None:
        return True
    match embed:
        case {"$type": "app.bsky.embed.images", "images": list(images)}:
            return 0 < len(images) <= MAX_IMAGES and all(map(_is_image, images))
        case {"$type": "app.bsky.embed.record", "record": {"uri": str(), "cid": str()}}:
            return True
        case {"$type": "app.bsky.embed.recordWithMedia", "record": record, "media": media}:
            return record is not None and media is not None and _is_embed(record) and _is_embed(media)
    return False


def _is_image(image: object) -> bool:
    match image:
        case {"alt": str(), "image": {"$type": "blob", "ref": {"$link": str()}}}:
            return True
    return False
