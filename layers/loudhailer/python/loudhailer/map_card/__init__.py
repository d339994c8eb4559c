"""A map card: where it is, drawn from the incident's own geometry, coarsened, and the service's place names alone.

`card_of` decides what is on it, `words` says it for whoever does not see it, `drawing.svg_of` draws it. No tile, no
road and no house comes from anywhere else, so there is nobody to ask and nothing to be late. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from loudhailer.domain.card import Card, Form, Label, Point, Size
from loudhailer.map_card.coarse import KM_A_DEGREE, Coarse, across_km, coarse, flat
from loudhailer.map_card.words import ENGLISH, CardWords

WIDTH, HEIGHT = 1200, 630
_NUMBERED = re.compile(r"(?i)\s*([A-Z]{1,3}-?[0-9]{1,4}(?:\(M\))?)(?=\s|$)")
"""A road that stands on a sign by its number ("A316 Burlington Lane"): where people live has a name alone."""
_LEAST_KM, _LEAST_OF_A_SPOT = 3.0, 1.7
"""How much is seen at least: so many kilometres, and so many times a circle."""
_MORE_FOR_A_NAME = 1.8
"""How many times larger a view may become so that it shows a place whose name people know."""
_NEAR_A_SPOT_KM = 8.0
_NAMES_FOR_THE_VIEW = {Form.SPOT: 1, Form.AREA: 1, Form.LINE: 2}
_MOST_NAMES = 12
_COUNTS = {Size.TOWN: 1, Size.VILLAGE: 2, Size.LANDMARK: 3}
"""How many times nearer it must be to be named as soon as a town."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a card says of an incident besides its place: words that stand in the post as well."""

    title: str
    stamp: str
    road: str = ""
    credit: str = ""


def card_of(
    point: Point | None,
    shape: Sequence[Point],
    facts: Facts,
    *,
    of_a_road: bool,
    places: Sequence[Label] = (),
    words: CardWords = ENGLISH,
) -> tuple[Card, str] | None:
    """Return an incident's card and its alt text, None where a map would say nothing.

    `of_a_road` says that its event type is a road's matter: only together with a road's number is the place finer.
    """
    number = _number_of(facts.road) if of_a_road else ""
    drawn = coarse(point, shape, street=of_a_road, road=bool(number))
    if drawn is None or not facts.title.strip():
        return None
    south_west, north_east = _box(drawn.points, drawn.radius / 1000)
    by_distance = _by_distance(places, south_west, north_east)
    view, held = _view(drawn, south_west, north_east, by_distance)
    if drawn.form is Form.SPOT and not held:
        return None  # a circle on an empty sheet says less than a drawing
    across = 2 * drawn.radius / 1000 if drawn.form is Form.SPOT else across_km(drawn.points)
    caption = words.caption(drawn.form, across)
    card = Card(
        form=drawn.form,
        points=drawn.points,
        view=view,
        title=facts.title,
        caption=caption,
        stamp=facts.stamp,
        credit=f"{facts.credit} {words.credit}".strip(),
        radius=drawn.radius,
        road=number,
        labels=tuple(each for _, each in by_distance[:_MOST_NAMES]),
        units=(words.miles, words.mile, words.km),
        north=words.north,
    )
    return card, words.alt_text(facts.title, caption, [each.name for each in held])


def _number_of(road: str) -> str:
    found = _NUMBERED.match(road)
    return found[1].upper() if found else ""


def _box(points: Sequence[Point], around_km: float) -> tuple[Point, Point]:
    lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
    up = around_km / KM_A_DEGREE
    (east, _), *_ = flat([(points[0][0], points[0][1] + 1)], points[0])  # kilometres in one degree
    aside = around_km / east
    return (min(lats) - up, min(lons) - aside), (max(lats) + up, max(lons) + aside)


def _by_distance(places: Sequence[Label], south_west: Point, north_east: Point) -> list[tuple[float, Label]]:
    """Return places and how far they are from a box, in kilometres; a town counts for more than what is nearer."""
    (south, west), (north, east) = south_west, north_east
    middle = ((south + north) / 2, (west + east) / 2)
    found = []
    for place in places:
        lat, lon = place.at
        lon = middle[1] + (lon - middle[1] + 180) % 360 - 180
        nearest = (min(max(lat, south), north), min(max(lon, west), east))
        ((x, y),) = flat([(lat, lon)], nearest)
        found.append((hypot(x, y), Label(place.name, (lat, lon), place.size)))
    beside = 0.5 + across_km([south_west, north_east]) / 10  # kilometres: as good as within

    def rank(each: tuple[float, Label]) -> tuple[float, str]:
        far, place = each
        return (far + beside) * _COUNTS[place.size], place.name

    return sorted(found, key=rank)


def _view(
    drawn: Coarse, south_west: Point, north_east: Point, by_distance: Sequence[tuple[float, Label]]
) -> tuple[tuple[Point, Point], list[Label]]:
    """Return what must be seen, and the places it was made to hold: a shape without a name beside it is nowhere."""
    size = across_km([south_west, north_east])
    least = max(_LEAST_KM, size * _LEAST_OF_A_SPOT if drawn.form is Form.SPOT else 0)
    large = max(least, size)
    most = max(large * _MORE_FOR_A_NAME, _NEAR_A_SPOT_KM if drawn.form is Form.SPOT else 0)
    held: list[Label] = []
    lats, lons = [south_west[0], north_east[0]], [south_west[1], north_east[1]]
    for far, place in by_distance:
        if len(held) == _NAMES_FOR_THE_VIEW[drawn.form]:
            break
        if far > most:
            continue
        wider = [*lats, place.at[0]], [*lons, place.at[1]]
        corners = (min(wider[0]), min(wider[1])), (max(wider[0]), max(wider[1]))
        if across_km(corners) <= most:
            held.append(place)
            lats, lons = wider
    south, west, north, east = min(lats), min(lons), max(lats), max(lons)
    short = (least - across_km([(south, west), (north, east)])) / KM_A_DEGREE / 2
    if short > 0:
        south, north = south - short, north + short
    return ((round(south, 5), round(west, 5)), (round(north, 5), round(east, 5))), held
