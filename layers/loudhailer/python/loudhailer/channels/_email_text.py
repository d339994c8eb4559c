"""https://www.rfc-editor.org/rfc/rfc5322#section-2.2 and https://www.rfc-editor.org/rfc/rfc2369#section-3.2: its text.

The words are plain text: no picture, no mark-up, no address that tells who opened it.
"""

import unicodedata

import regex

MOST_BYTES = 50_000
"""Far below what SES takes, and below the 102 kB after which a large provider hides the rest of an e-mail."""
_SUBJECT = 150
"""The most characters of a subject; phones show a third of it."""
_CONTROL = {"Cc", "Cs"}


def measure(text: str) -> int:
    """Count bytes of UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def subject(headline: str) -> str:
    """Return the headline on one line, cut where it is too long; nothing in it can begin another header."""
    line = "".join(sign for sign in " ".join(headline.split()) if unicodedata.category(sign) not in _CONTROL)
    if len(line) <= _SUBJECT:
        return line
    cut = ""
    for sign in regex.findall(r"\X", line):
        if len(cut) + len(sign) >= _SUBJECT:
            break
        cut += sign
    return f"{cut.rstrip()}…"


def body(text: str, unsubscribe: str) -> str:
    """Return the words, and under them how to leave the list, behind the line that mail programs know as its end."""
    return f"{text}\n\n-- \nTo leave this list, write to {unsubscribe}\n"
