"""Lists of words, written as people write them: with a blank between two."""


def listed(text: str) -> tuple[str, ...]:
    """Return the words in their order."""
    return tuple(text.split())


def words(text: str, mark: str | None = None) -> frozenset[str]:
    """Return the words, parted by blanks or by a mark."""
    return frozenset(text.split(mark))
