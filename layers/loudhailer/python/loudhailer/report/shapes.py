"""https://www.w3.org/TR/SVG2/shapes.html: a shape for each kind of moment, told apart without any colour."""

from html import escape

from loudhailer.report.bundle import Kind

INK, QUIET = "#0b0c0c", "#505a5f"
_GREEN, _RED, _BLUE = "#00573a", "#aa2a16", "#144e81"  # dark enough that white on them reads in print
LEGEND = (
    (Kind.ALERT, "alert"),
    (Kind.POSTED, "posted"),
    (Kind.DOUBT, "may be posted"),
    (Kind.NOT_POSTED, "not posted"),
    (Kind.ACT, "act of a person"),
)
"""Every kind, in the order of the picture's key."""


def shape(kind: Kind, x: float, y: float, number: str) -> str:
    """Return a shape of some 24 pixels around a point, with a number in it."""
    colour = {Kind.DOUBT: INK, Kind.NOT_POSTED: _RED}.get(kind, "#fff")
    size = 12 if len(number) <= 2 else 9  # noqa: PLR2004  # digits that fit in at full size
    text = (
        f'<text x="{x:.1f}" y="{y + size * 0.36:.1f}" font-size="{size}" font-weight="bold" text-anchor="middle"'
        f' fill="{colour}">{escape(number)}</text>'
        if number
        else ""
    )
    return f"{_outline(kind, x, y)}{text}"


def _outline(kind: Kind, x: float, y: float) -> str:
    match kind:
        case Kind.ALERT:
            return f'<path d="M{x:.1f} {y - 14:.1f}l14 14l-14 14l-14 -14z" fill="{INK}"/>'
        case Kind.POSTED:
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="11" fill="{_GREEN}"/>'
        case Kind.DOUBT:
            dashes = 'fill="#fff" stroke-width="2" stroke-dasharray="4 3"'
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="10.5" stroke="{INK}" {dashes}/>'
        case Kind.NOT_POSTED:
            box = f'x="{x - 10:.1f}" y="{y - 10:.1f}" width="20" height="20"'
            cross = f'<path d="M{x - 10:.1f} {y + 10:.1f}l20 -20" stroke="{_RED}" stroke-width="1" opacity="0.45"/>'
            return f'<rect {box} fill="#fff" stroke="{_RED}" stroke-width="2"/>{cross}'
        case Kind.ACT:
            return f'<path d="M{x:.1f} {y - 14:.1f}l11 7v17h-22v-17z" fill="{_BLUE}"/>'
