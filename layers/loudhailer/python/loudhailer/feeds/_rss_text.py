"""The prose of an RSS item as plain lines, and the "Label: value" pairs that are packed into it."""

import re
from html import unescape

LONGEST_TEXT = 20_000
_MARK = re.compile(r"<!--|-->|<!\[CDATA\[|\]\]>|<(?P<close>/?)(?P<name>[A-Za-z][\w:.-]{0,60})[^<>]{0,4000}>")
_BREAKS = frozenset(
    {"br", "p", "div", "li", "ul", "ol", "tr", "table", "dl", "dt", "dd", "hr", "blockquote"}
) | frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS = frozenset({"td", "th"})
_INLINE = (
    _CELLS
    | {"a", "abbr", "b", "big", "body", "center", "code", "em", "font", "html", "i", "img", "label", "pre"}
    | {
        *(
            "s",
            "small",
            "span",
            "strike",
            "strong",
            "sub",
            "sup",
            "tbody",
            "thead",
            "tt",
            "u",
            "script",
            "style",
            "head",
        )
    }
)
_UNSEEN = frozenset({"script", "style", "head"})
_LABEL = re.compile(
    # On a line of its own, or behind a sign that ends a value; what ends in a digit is a road or half a time.
    r"(?:(?:^|\n)(?P<first>[A-Za-z][\w /()'-]{0,40}?(?<=[A-Za-z)]))"
    r"|(?<=[,.;|]) (?P<next>[A-Z][\w /()'-]{0,40}?(?<=[A-Za-z)]))) ?:(?!//)"
)


def plain_of(text: str) -> str:
    """Return HTML, or XML of the source's own, as lines of plain text; an element of its own becomes a labelled line.

    What was escaped twice is read twice.
    """
    return _lines(unescape(_without_marks(unescape(_without_marks(text[:LONGEST_TEXT])))))


def pairs_of(lines: str) -> dict[str, list[str]]:
    """Return what plain lines say under each label, in small letters: each of its different values, in order."""
    found = list(_LABEL.finditer(lines))
    pairs: dict[str, list[str]] = {}
    for number, label in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(lines)
        value = " ".join(lines[label.end() : end].split()).strip(" ,.;|")
        values = pairs.setdefault(label["first" if label["first"] else "next"].casefold(), [])
        if value and value not in values:
            values.append(value)
    return pairs


def lead_of(lines: str) -> str:
    """Return what plain lines say before the first label, on one line."""
    first = _LABEL.search(lines)
    return " ".join(lines[: first.start() if first else None].split())


def _without_marks(text: str) -> str:
    """Take the tags out. A sign "<" that begins none stays."""
    parts: list[str] = []
    position, unseen = 0, ""
    for mark in _MARK.finditer(text):
        if not unseen:
            parts.append(text[position : mark.start()])
        position = mark.end()
        name, said = (mark["name"] or "").casefold().rpartition(":")[2], mark[0]
        if unseen:
            unseen = "" if said == "-->" or (mark["close"] and name == unseen) else unseen
        elif said == "<!--" or (name in _UNSEEN and not mark["close"]):
            unseen = name or said
        elif name in _BREAKS:
            parts.append("\n")
        elif name and name not in _INLINE:
            parts.append("\n" if mark["close"] else f"\n{mark['name'].rpartition(':')[2]}: ")
        elif name:
            parts.append(" " if name in _CELLS else "")
    if not unseen:
        parts.append(text[position:])
    return "".join(parts)


def _lines(text: str) -> str:
    """Return the lines that hold something, each with single blanks."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))
