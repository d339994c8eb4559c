"""Ways in which a document arrives broken: cut off, with bytes changed, with parts repeated."""

from hypothesis import strategies as st


def spoilt(document: bytes) -> st.SearchStrategy[bytes]:
    """Draw the document cut off, or with a few bytes replaced, taken out or said twice."""
    places = st.integers(0, len(document))
    cut = places.map(lambda end: document[:end])
    return cut | st.lists(st.tuples(places, st.integers(0, 40), st.binary(max_size=12) | st.none()), max_size=4).map(
        lambda changes: _changed(document, changes)
    )


def _changed(document: bytes, changes: list[tuple[int, int, bytes | None]]) -> bytes:
    for place, length, new in changes:
        old = document[place : place + length]
        document = document[:place] + (old * 2 if new is None else new) + document[place + length :]
    return document
