"""Reads a table of texts that were written by hand, each with its label.

A line is `kinds | words`, and `-` stands for no kind; a line that is set in goes on with the one before it, and one
that begins with `#` says who might have written what follows.
"""

import re

from tests.privacy.corpus import Text


def texts(table: str) -> tuple[Text, ...]:
    """Return the texts of a table, in its order; a line without a label is a ValueError."""
    lines = [line for line in table.strip("\n").splitlines() if not line.startswith("#")]
    rows = [re.sub(r"\n +", " ", row) for row in re.split(r"\n(?! )", "\n".join(lines))]
    return tuple(_text(*row.split(" | ", 1)) for row in rows)


def _text(kinds: str, words: str = "") -> Text:
    if not words:
        message = f"no label: {kinds}"
        raise ValueError(message)
    return Text(words, frozenset(kinds.split()) - {"-"}, words)
