"""https://docs.joinmastodon.org/user/posting/#text: how Mastodon counts a text, and its HTML read back as our words.

Mastodon shortens a link for the eye and other servers rewrite what is shown, so an `<a>` has two readings: where it
leads and what it says. A tag or a mention leads to a page about itself, so there only what it says is ours.
"""

import unicodedata
from html.parser import HTMLParser

import regex

from loudhailer.channels._graphemes import count

_BREAKS = {"br", "p", "div", "li", "blockquote", "pre"}
# What the server takes for a link: a host with a top-level domain, and no closing punctuation. Where the two could
# differ, this one ends sooner, so that the count is never too low.
_LINK = regex.compile(
    r"(?i)(?<![a-z0-9@$#])https?://(?:[\p{L}\p{N}_-]+\.)+\p{L}[\p{L}\p{N}-]+(?::[0-9]+)?"
    r"(?:/(?:[^\s<>()?]*[^\s<>()?!*\"'「」;:=,.$%\[\]~&|@])?)?(?:\?[\w!*';:&=+$/%#\[\].,~|@^-]*[\w&=#/-])?",
)


def measure(text: str) -> int:
    """Count graphemes with every link as 23, as the server's StatusLengthValidator does."""
    return count(_LINK.sub("x" * 23, text))


def letters(text: str) -> str:
    """Return the letters and digits of `text` without its links: what two nearly equal texts share."""
    return "".join(regex.findall(r"[\p{L}\p{N}]", _LINK.sub("", text).casefold()))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.led: list[str] = []
        self.said: list[str] = []
        self._href: str | None = None
        self._label: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break(tag)
        if tag == "a":
            self._href, self._label = dict(attrs).get("href") or "", []

    def handle_endtag(self, tag: str) -> None:
        self._break(tag)
        if tag == "a" and self._href is not None:
            label = "".join(self._label)
            self.led.append(label if label.startswith(("#", "@")) or not self._href else self._href)
            self.said.append(label)
            self._href = None

    def handle_data(self, data: str) -> None:
        if self._href is not None:
            self._label.append(data)
        else:
            self._both(data)

    def _break(self, tag: str) -> None:
        if tag in _BREAKS:
            self._both(" ")

    def _both(self, words: str) -> None:
        self.led.append(words)
        self.said.append(words)


def readings(html: str) -> tuple[str, str]:
    """Return the plain text of `html` with each link as where it leads, then as what it says; both `tidied`."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tidied("".join(reader.led)), tidied("".join(reader.said))


def tidied(text: str) -> str:
    """Return `text` in one Unicode form, each run of white space as one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())
