"""Points on the earth, as feeds write them: latitude first, in degrees (WGS 84)."""

from collections.abc import Sequence

Point = tuple[float, float]
_DIGITS = 5
"""About a metre."""


def corner_of(text: str) -> Point | None:
    """Read "latitude,longitude"; None where it is no point on the earth."""
    latitude, _, longitude = text.partition(",")
    return point_at(latitude, longitude)


def point_at(latitude: str, longitude: str) -> Point | None:
    """Read a point; None where it is none on the earth."""
    try:
        north, east = float(latitude), float(longitude)
    except ValueError:
        return None
    # Also false for what is not a number at all, though it has the type of one.
    return (round(north, _DIGITS), round(east, _DIGITS)) if -90 <= north <= 90 and -180 <= east <= 180 else None  # noqa: PLR2004  # the earth's


def middle_of(corners: Sequence[str]) -> Point | None:
    """Return the middle of a polygon's corners; None where one of them is no point."""
    read = [corner_of(each) for each in corners]
    points = [each for each in read if each is not None]
    if len(points) < len(read):
        return None
    # The last corner repeats the first.
    ring = points[:-1] if len(points) > 1 and points[0] == points[-1] else points
    north, east = (sum(axis) / len(ring) for axis in zip(*ring, strict=True))
    return round(north, _DIGITS), round(east, _DIGITS)
