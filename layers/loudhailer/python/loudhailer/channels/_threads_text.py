"""https://developers.facebook.com/docs/threads/posts#limitations: how Threads counts a text.

A character counts one, an emoji as many as its bytes in UTF-8.
"""

import regex

_EMOJI = regex.compile(r"[\p{Extended_Pictographic}\p{Regional_Indicator}\u20E3]")


def measure(text: str) -> int:
    """Count code points, and the bytes of every character that an emoji is part of: the count is never too low."""
    if not _EMOJI.search(text):
        return len(text)
    return sum(len(each.encode()) if _EMOJI.search(each) else len(each) for each in regex.findall(r"\X", text))
