"""Where a DATEX II record is: its roads, the words for the place, and its points."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element  # the type; the tree is read by now

from loudhailer.feeds._datex_texts import english_of
from loudhailer.feeds._names import road_and_rest, unpadded
from loudhailer.feeds._plain import one_line
from loudhailer.feeds._point import Point, point_at
from loudhailer.feeds._shape import MOST_POINTS, thinned, together
from loudhailer.feeds._xml import local_name

_DEGREES = re.compile(r"(?:^|\D)(?:4326|4258)$")
"""WGS 84 and the European one, which differ by less than a lane. Others are metres, of which no point is made."""
_LONGITUDE_FIRST = re.compile(r"CRS:?84$", re.IGNORECASE)
_NAMELESS = frozenset({"", "unknown", "unnamed", "n/a", "-"})
_LONGEST_NAME, _MOST = 300, 100
"""How long a name is that is looked at, and of how many names, points and lines of one record something is kept."""
_BOUND = {"northBound", "southBound", "eastBound", "westBound"}


@dataclass(slots=True)
class Place:
    """What the locations say, gathered while they are walked through once.

    `numbers`, `names` and `links` are what roads are called, the best first; `crossing` are those that meet there.
    `lines` with `drawn` points and `singles` are its points, `coarse` those between which it is. `system` is what the
    numbers of a line are. `ends` is where in `singles` the points of its end begin, and `to` are these points, which
    wait for where it begins: some write it last.
    """

    numbers: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    descriptions: list[str] = field(default_factory=list)
    towns: list[str] = field(default_factory=list)
    crossing: list[str] = field(default_factory=list)
    direction: str = ""
    lines: list[list[Point]] = field(default_factory=list)
    drawn: int = 0
    singles: list[Point] = field(default_factory=list)
    coarse: list[Point] = field(default_factory=list)
    system: str = ""
    ends: int | None = None
    to: list[Point] = field(default_factory=list)

    @property
    def points(self) -> tuple[Point, ...]:
        """Return where it is: its lines and surfaces, or else its points, or else between which points."""
        return together(self.lines) or tuple(self.singles or self.coarse)


def place_of(locations: Iterable[Element], language: str) -> Place:
    """Read the locations of one record."""
    place = Place()
    for location in locations:
        place.ends, place.system = None, ""
        for node in location.iter():
            name = local_name(node.tag)
            if name.startswith("gml") or node.get("srsName"):
                place.system = node.get("srsName", "")
            take = _TAKE.get(name)
            if take is not None:
                take(place, node, language)
        place.singles += place.to
        place.to = []
    return place


def roads_and_place(place: Place, said: str) -> tuple[tuple[str, ...], str]:
    """Return the roads, and the place without the road's name, which the sentence has already said.

    `said` is the place as the record's own text has it, for where the location has only numbers of a table. It or the
    first description may begin with the road that no element names.
    """
    # What a link is called may be a road, or a road and a place: "A556 southbound between M56/A56 and A5034".
    linked = [road_and_rest(each) for each in place.links]
    rest = next((rest for road, rest in linked if road and rest), "")
    roads = place.numbers or place.names or [road or rest for road, rest in linked]
    if not roads and len(place.crossing) > 1:
        roads = place.crossing[:1]
        rest = f"{place.direction} at the junction with the {place.crossing[1]}".strip()
    described = next(iter(place.descriptions), "")
    if not roads:
        road, rest = road_and_rest(described or said)
        where = rest or (f"near {place.towns[0]}" if described and place.towns else "")
        return ((road,) if road else ()), where
    where = _without(described, roads) if described else rest or _without(said, roads)
    return tuple(dict.fromkeys(roads)), where or (f"near {place.towns[0]}" if place.towns else "")


def _without(words: str, roads: Sequence[str]) -> str:
    for road in roads:
        shorter = re.sub(rf"^(?:on )?(?:the )?{re.escape(road)}(?: |$)", "", words, flags=re.IGNORECASE)
        if shorter != words:
            return shorter.strip()
    return words


def _number(place: Place, node: Element, _: str) -> None:
    _add(place.numbers, unpadded(one_line(_first_text(node))))


def _name(place: Place, node: Element, _: str) -> None:
    _add(place.names, one_line(_first_text(node)))


def _description(place: Place, node: Element, language: str) -> None:
    _add(place.descriptions, english_of(node, language))


def _direction(place: Place, node: Element, _: str) -> None:
    words = (node.text or "").strip()
    place.direction = words.casefold() if words in _BOUND else ""


def _tpeg_name(place: Place, node: Element, _: str) -> None:
    """Take a TPEG name by what it is the name of."""
    kind, descriptor = "", None
    for child in node:
        if local_name(child.tag) == "descriptor":
            descriptor = child
        else:
            kind = (child.text or "").strip()
    if descriptor is None:
        return
    if kind == "linkName":
        _add(place.links, one_line(_first_text(descriptor)))
    elif kind == "townName":
        _add(place.towns, one_line(_first_text(descriptor)))
    elif kind.startswith("tpegILCName") and not place.links:
        _add(place.crossing, one_line(_first_text(descriptor)))


def _add(names: list[str], words: str) -> None:
    if len(names) < _MOST and words.casefold() not in _NAMELESS:
        names.append(words)


def _first_text(element: Element) -> str:
    for each in element.iter():
        if each.text and not len(each) and (words := each.text.strip()):
            return words[:_LONGEST_NAME]
    return ""


def _coordinates(node: Element) -> Point | None:
    north = east = ""
    for child in node:
        name = local_name(child.tag)
        if name == "latitude":
            north = child.text or ""
        elif name == "longitude":
            east = child.text or ""
    return point_at(north, east)


def _coarse(place: Place, node: Element, _: str) -> None:
    point = _coordinates(node)
    if point is not None and len(place.coarse) < _MOST:
        place.coarse.append(point)


def _single(place: Place, node: Element, _: str) -> None:
    point = _coordinates(node)
    if point is not None and len(place.singles) < _MOST:
        place.singles.append(point)
        if place.to:
            place.singles += place.to
            place.to = []


def _ends(place: Place, _node: Element, _: str) -> None:
    place.ends = len(place.singles)


def _begins(place: Place, _node: Element, _: str) -> None:
    if place.ends is not None:
        place.to, place.singles[place.ends :] = place.singles[place.ends :][:_MOST], []
    place.ends = None


def _drawn(place: Place, _node: Element, _: str) -> None:
    place.lines.append([])


def _line(place: Place, node: Element, _: str) -> None:
    """Read "latitude longitude latitude longitude …", thinned; nothing where they are no degrees."""
    swapped = _LONGITUDE_FIRST.search(place.system) is not None
    if place.system and not swapped and not _DEGREES.search(place.system):
        return
    if place.drawn > _MOST * MOST_POINTS:
        return
    numbers = (node.text or "").split()
    dimension = 3 if node.get("srsDimension", "").strip() == "3" else 2
    pairs = zip(numbers[::dimension], numbers[1::dimension], strict=False)
    read = (point_at(*(pair[::-1] if swapped else pair)) for pair in pairs)
    points = thinned([point for point in read if point is not None])
    place.drawn += len(points)
    # The corners of a ring may each have an element.
    if not place.lines or len(points) > 1:
        _drawn(place, node, "")
    place.lines[-1] += points


_TAKE = {
    "pointCoordinates": _single,
    "locationForDisplay": _single,
    "coordinatesForDisplay": _single,
    "openlrCoordinate": _coarse,
    "openlrCoordinates": _coarse,
    **dict.fromkeys(("LineString", "LinearRing", "Point", "gmlLineString", "gmlLinearRing", "gmlPoint"), _drawn),
    "posList": _line,
    "pos": _line,
    "to": _ends,
    "from": _begins,
    "roadNumber": _number,
    "roadName": _name,
    "locationDescription": _description,
    "tpegDirection": _direction,
    "name": _tpeg_name,
    "ilc": _tpeg_name,
}
"""What is done with each element of a location; the others say nothing that is of use."""
