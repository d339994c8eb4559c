"""https://resvg-py.readthedocs.io/: a map card's SVG becomes a PNG, with our own font and none of the machine's.

The library and all that draws are loaded with the first card: no cold start pays for them that shows none.
"""

from importlib import resources

from loudhailer.domain.card import Card
from loudhailer.domain.errors import PostRejected


def painted(card: Card) -> bytes:
    """Draw a card, byte for byte the same each time; raise `PostRejected` where it cannot be: the words go without."""
    try:
        import resvg_py  # noqa: PLC0415  # see above

        from loudhailer.map_card import drawing, typeface  # noqa: PLC0415  # see above

        fonts = resources.files("loudhailer.map_card") / "fonts"
        return resvg_py.svg_to_bytes(
            svg_string=drawing.svg_of(card),
            skip_system_fonts=True,
            font_files=[str(fonts / file) for file in typeface.FILES.values()],
        )
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as failure:  # a panic in Rust is no Exception, and no failed picture may stop the words
        raise PostRejected(f"the map card cannot be drawn: {type(failure).__name__}") from failure
