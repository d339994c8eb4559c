"""Lines packed into text, as maps do: https://developers.google.com/maps/documentation/utilities/polylinealgorithm."""

from loudhailer.feeds._point import Point, point_at

_LONGEST = 64 * 1024
_LEAST, _MORE, _BITS, _MOST_BITS = 63, 0x20, 5, 30
_SCALE = 100_000


def decoded(text: object) -> tuple[Point, ...]:
    """Return the line's points; none at all where any of it is broken."""
    if not isinstance(text, str) or not text or len(text) > _LONGEST:
        return ()
    steps: list[int] = []
    value = shift = 0
    for sign in text:
        chunk = ord(sign) - _LEAST
        if not 0 <= chunk < 2 * _MORE or shift > _MOST_BITS:
            return ()
        value |= (chunk & (_MORE - 1)) << shift
        shift += _BITS
        if chunk < _MORE:
            steps.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    if shift or len(steps) % 2:
        return ()
    return _walked(steps)


def _walked(steps: list[int]) -> tuple[Point, ...]:
    north = east = 0
    line: list[Point] = []
    for up, right in zip(steps[::2], steps[1::2], strict=True):
        north, east = north + up, east + right
        point = point_at(str(north / _SCALE), str(east / _SCALE))
        if point is None:
            return ()
        line.append(point)
    return tuple(line)
