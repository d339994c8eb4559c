"""https://www.unicode.org/reports/tr29/#Grapheme_Cluster_Boundaries: what people see as one sign."""

import regex

_CLUSTER = regex.compile(r"\X")
_FIRST_THAT_JOINS = "\u0300"
"""Below it every sign stands for itself, but for the two that end a line together."""


def count(text: str) -> int:
    """Count grapheme clusters."""
    if not text or max(text) < _FIRST_THAT_JOINS:
        return len(text) - text.count("\r\n")
    return len(_CLUSTER.findall(text))
