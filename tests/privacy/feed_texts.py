"""Every text of the real documents in ../shared/feeds that a person could read: titles, comments, areas and so on."""

import html
import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from local.deploy import ROOT

DOCUMENTS = Path(os.environ.get("LOUDHAILER_SHARED") or ROOT.parent / "shared") / "feeds"
_TEXT = re.compile(r"<!\[CDATA\[(.*?)\]\]>|>([^<>]+)<", re.DOTALL)
_TAG = re.compile(r"<[^<>]{0,500}>")
_WORD = re.compile(r"[^\W\d_]{2,}")
_MACHINES = re.compile(r"https?://\S+\Z|[\w:.-]+\Z|[\d\s.,:TZ+-]+\Z")


@cache
def feed_texts() -> tuple[str, ...]:
    """Return each text once: of at least two words, without markup, addresses of pages and what only machines read."""
    found: dict[str, None] = {}
    for path in sorted(DOCUMENTS.glob("*/*")):
        for text in _texts(path):
            plain = " ".join(_TAG.sub(" ", html.unescape(text)).split())
            if len(_WORD.findall(plain)) > 1 and not _MACHINES.match(plain):
                found[plain] = None
    return tuple(found)


def _texts(path: Path) -> Iterator[str]:
    body = path.read_bytes()
    if path.suffix == ".pb" or path.name.startswith("hostile-"):
        return
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("latin-1")
    if text.lstrip()[:1] in {"{", "["}:
        yield from _strings(json.loads(text))
    else:
        for cdata, words in _TEXT.findall(text):
            yield from _strings(html.unescape(cdata or words).strip())


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        # A notification holds its message as JSON once more.
        yield from _strings(json.loads(value)) if value.startswith('{"') else [value]
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


TRULY: dict[str, str] = {
    "Robert Vendor": "a contact of a works zone's feed",
    "Timmy Testor": "a contact of a works zone's feed",
    "Patrick Brown": "a contact of a works zone's feed",
    "Frederick Francis": "a contact of a works zone's feed",
    "Samuel Sonny": "a contact of a works zone's feed",
    "86 Kullaroo": "the number of a dwelling, as the Rural Fire Service wrote it",
    "medical emergency": "a medical emergency at a station of BART",
}
"""What of the real documents must wait indeed, with why: a text that holds one of them is not held falsely.

An e-mail address always is one, an office's too.
"""
