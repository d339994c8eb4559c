"""British National Grid (EPSG:27700) to WGS 84, within about 5 m, and the well-known text that feeds write it in.

The sums are those of Ordnance Survey's guide to coordinate systems in Great Britain: the inverse transverse Mercator
projection on Airy's ellipsoid, then a Helmert transformation. A map needs better, a warning does not.
"""

import re
from math import atan2, cos, degrees, hypot, isfinite, radians, sin, sqrt, tan

from loudhailer.feeds._point import Point, point_at
from loudhailer.feeds._shape import thinned, together

_AIRY = (6_377_563.396, 6_356_256.909)
_WGS84 = (6_378_137.0, 6_356_752.314245)
"""Half axes of the two ellipsoids, in metres."""
_SCALE, _TRUE_LAT, _TRUE_LON = 0.9996012717, radians(49), radians(-2)
_TRUE_EAST, _TRUE_NORTH = 400_000.0, -100_000.0
_SHIFT = (446.448, -125.157, 542.060)
_TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
_STRETCH = -20.4894e-6
"""From Airy's ellipsoid to that of WGS 84: metres, radians, parts of one."""
_MOST_EAST, _MOST_NORTH = 700_000, 1_300_000
"""Where the grid ends: what lies beyond is no place on it."""
_STEPS = 12
_CLOSE = 1e-5

_TEXT = re.compile(
    r"(?:SRID=\d{1,9};)?\s{0,9}(?P<several>MULTI)?(?P<kind>POINT|LINESTRING|POLYGON)\s{0,9}(?:ZM?|M)?\s{0,9}"
    r"(?P<body>\([-+0-9.eE,()\s]{1,500000}\))",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\)\s{0,9},")
_NUMBERS = range(2, 5)


def wgs84_of(easting: float, northing: float) -> Point | None:
    """Return where a point of the grid lies; None where it lies on no place of it."""
    if not (0 <= easting <= _MOST_EAST and 0 <= northing <= _MOST_NORTH):
        return None
    latitude, longitude = shifted(*unprojected(easting, northing))
    return point_at(str(latitude), str(longitude))


def unprojected(easting: float, northing: float) -> Point:
    """Return latitude and longitude on Airy's ellipsoid (OSGB36), in degrees, of a point of the grid."""
    a, b = (axis * _SCALE for axis in _AIRY)
    n, e2 = (a - b) / (a + b), 1 - (b / a) ** 2
    lat = _TRUE_LAT + (northing - _TRUE_NORTH) / a
    for _ in range(_STEPS):
        short = northing - _TRUE_NORTH - _meridian(lat, b, n)
        if abs(short) < _CLOSE:
            break
        lat += short / a
    bulge = 1 - e2 * sin(lat) ** 2
    nu = a / sqrt(bulge)
    rho = nu * (1 - e2) / bulge
    eta2, t, sec, d = nu / rho - 1, tan(lat), 1 / cos(lat), easting - _TRUE_EAST
    seventh, eighth = t / (2 * rho * nu), t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2)
    ninth = t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4)
    eleventh = sec / (6 * nu**3) * (nu / rho + 2 * t**2)
    twelfth = sec / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4)
    last = sec / (5040 * nu**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6)
    north = lat - seventh * d**2 + eighth * d**4 - ninth * d**6
    east = _TRUE_LON + sec / nu * d - eleventh * d**3 + twelfth * d**5 - last * d**7
    return degrees(north), degrees(east)


def _meridian(lat: float, b: float, n: float) -> float:
    """Return the length of the meridian from the true origin, in metres."""
    apart, together = lat - _TRUE_LAT, lat + _TRUE_LAT
    return b * (
        (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * apart
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(apart) * cos(together)
        + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * apart) * cos(2 * together)
        - 35 / 24 * n**3 * sin(3 * apart) * cos(3 * together)
    )


def shifted(latitude: float, longitude: float) -> Point:
    """Return a point of OSGB36 in WGS 84, both in degrees, taken to lie at the height of the ellipsoid."""
    lat, lon = radians(latitude), radians(longitude)
    a, b = _AIRY
    e2 = 1 - (b / a) ** 2
    nu = a / sqrt(1 - e2 * sin(lat) ** 2)
    x, y, z = nu * cos(lat) * cos(lon), nu * cos(lat) * sin(lon), nu * (1 - e2) * sin(lat)
    (right, forth, up), (rx, ry, rz), grown = _SHIFT, _TURN, 1 + _STRETCH
    x, y, z = (
        right + grown * x - rz * y + ry * z,
        forth + rz * x + grown * y - rx * z,
        up - ry * x + rx * y + grown * z,
    )
    a, b = _WGS84
    e2 = 1 - (b / a) ** 2
    flat = hypot(x, y)
    lat = atan2(z, flat * (1 - e2))
    for _ in range(_STEPS):
        lat = atan2(z + e2 * a / sqrt(1 - e2 * sin(lat) ** 2) * sin(lat), flat)
    return degrees(lat), degrees(atan2(y, x))


def points_of(text: object) -> tuple[Point, ...] | None:
    """Read well-known text in eastings and northings; None where one of its points cannot be read or is not there.

    A surface is told by its outer edge, several shapes by what `together` makes of them, long ones by `thinned`.
    """
    found = _TEXT.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None or found["body"].count("(") != found["body"].count(")"):
        return None
    body = found["body"] if found["several"] else found["body"].partition(")")[0]
    shapes: list[list[Point]] = []
    for part in _PARTS.split(body):
        pairs = [_pair(each) for each in re.sub(r"[()]", " ", part).split(",")]
        there = [point for pair in pairs if pair is not None and (point := wgs84_of(*pair)) is not None]
        if len(there) < len(pairs):
            return None
        shapes.append(there)
    return thinned(together(shapes))


def _pair(text: str) -> Point | None:
    numbers = text.split()
    if len(numbers) not in _NUMBERS:
        return None
    try:
        east, north = float(numbers[0]), float(numbers[1])
    except ValueError:
        return None
    return (east, north) if isfinite(east) and isfinite(north) else None
