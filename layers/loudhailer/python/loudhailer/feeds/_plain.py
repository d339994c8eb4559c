"""What every machine's document is brought to: one line of words, a time with its zone, an id that a key can hold."""

import hashlib
import re
from datetime import UTC, datetime

from loudhailer.domain.text import STEERING, is_near, is_written

_STEERING = re.compile(f"[{STEERING}]")
_LONGEST_LINE, _LONGEST_ID, _ID_TAIL = 160, 128, 16


def one_line(text: object) -> str:
    """Return the words on one line, without signs that steer a screen; empty where it is no text."""
    if not isinstance(text, str):
        return ""
    if text.isascii():
        plain = " ".join(text.split())
        if plain.isprintable():
            return plain
    # Half a surrogate pair is JSON, but no table and no log can write it down.
    return _STEERING.sub("", " ".join(text.encode(errors="ignore").decode().split()))


def bounded(words: str, ending: str = "…") -> str:
    """Cut at the border of a word where the words are longer than a fact may be, and say so with the ending."""
    if len(words) <= _LONGEST_LINE:
        return words
    room = _LONGEST_LINE - len(ending)
    kept = words[: room + 1].rpartition(" ")[0] or words[:room]
    return kept.rstrip(" ,;|-") + ending


def time_of(text: object) -> datetime | None:
    """Read a time; None where it is missing, broken, without its offset, or further off than any incident."""
    if not is_written(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    # Without the offset it would be a guess, and in summer the guess is an hour wrong.
    if moment.tzinfo is None or not is_near(moment):
        return None
    return moment.astimezone(UTC)


def id_of(text: str) -> str:
    """Return an id that a key can hold: what is too long or holds other signs is told apart by the tail of a digest."""
    words = text.strip()
    clean = one_line(words)
    if clean == words and len(words) <= _LONGEST_ID:
        return words
    tail = hashlib.sha256(words.encode(errors="surrogatepass")).hexdigest()[:_ID_TAIL]
    return f"{clean[: _LONGEST_ID - _ID_TAIL - 1]}-{tail}"
