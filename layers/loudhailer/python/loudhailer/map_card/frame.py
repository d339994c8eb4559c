"""Where things stand on a card: the map's own rectangle, its scale, and names that are not written over each other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, pi, sin

from loudhailer.domain.card import Card, Form, Label, Point, Size
from loudhailer.map_card.coarse import flat
from loudhailer.map_card.typeface import Face, readable

Pixel = tuple[float, float]
PANEL = 452
"""The words' width; the map stands to the right of it."""
_LEFT, _TOP, _RIGHT, _BOTTOM = 512.0, 64.0, 1128.0, 486.0
"""What must be seen stays within: around it is room for names, and below it for the scale and the credit."""
_EDGE = (PANEL + 14.0, 14.0, 1186.0, 524.0)
_KM_A_MILE = 1.609344
_ROUND = (0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_LONGEST_BAR = 210.0
_ROUND_A_SPOT = 72
_LACKING = 10
"""A name that is missing is as bad as one that lies over the shape for so many steps of twelve pixels."""
_DOT = {Size.TOWN: 9.0, Size.VILLAGE: 7.0, Size.LANDMARK: 7.0}
TYPE = {Size.TOWN: 34, Size.VILLAGE: 30, Size.LANDMARK: 28}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Tell whether two have anything in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, at: Pixel) -> bool:
        """Tell whether a point lies within."""
        return self.left <= at[0] <= self.right and self.top <= at[1] <= self.bottom


@dataclass(frozen=True, slots=True)
class Name:
    """A place's name with its dot: where the dot is, and where the name begins and stands."""

    text: str
    size: Size
    dot: Pixel
    at: Pixel


@dataclass(frozen=True, slots=True)
class Frame:
    """A map: how many pixels a kilometre has, and where every point is."""

    pixels_a_km: float
    place: Callable[[Point], Pixel]


def frame_of(card: Card, zoom: float = 1.0) -> Frame:
    """Fit what must be seen into the map's rectangle, north up; below 1, `zoom` leaves room around it."""
    (south, west), (north, east) = card.view
    about = ((south + north) / 2, (west + east) / 2)
    ((left, down), (right, up)) = flat(card.view, about)
    scale = zoom * min((_RIGHT - _LEFT) / max(right - left, 0.01), (_BOTTOM - _TOP) / max(up - down, 0.01))
    middle = ((_LEFT + _RIGHT) / 2, (_TOP + _BOTTOM) / 2)

    def place(point: Point) -> Pixel:
        ((x, y),) = flat([point], about)
        return middle[0] + x * scale, middle[1] - y * scale

    return Frame(scale, place)


def bar_of(frame: Frame, *, miles: bool) -> tuple[float, float]:
    """Return a round length for the scale and how many pixels it has: as long as there is room for."""
    unit = frame.pixels_a_km * (_KM_A_MILE if miles else 1)
    fitting = [each for each in _ROUND if each * unit <= _LONGEST_BAR]
    length = fitting[-1] if fitting else _ROUND[0]
    return length, length * unit


def grid_km(frame: Frame) -> float:
    """Return how far apart the lines of the ground stand: about four of them are seen."""
    return next((each for each in _ROUND if each * frame.pixels_a_km >= 90), _ROUND[-1])  # noqa: PLR2004  # pixels


def names_of(card: Card, frame: Frame, face: Face, taken: Sequence[Box]) -> tuple[list[Name], int]:
    """Return the names that find room, beside their dot and over nothing else, and how much they hide or lack."""
    edge, shape = Box(*_EDGE), _along(card, frame)
    seen = [(each, frame.place(each.at)) for each in card.labels]
    seen = [(each, at) for each, at in seen if edge.holds(at) and readable(each.name, face)]
    dots = {id(each): Box(x - 11, y - 11, x + 11, y + 11) for each, (x, y) in seen}
    full, names, worse = list(taken), [], 0
    for label, dot in seen:
        text, size = readable(label.name, face), TYPE[label.size]
        others = [box for key, box in dots.items() if key != id(label)]
        free = [
            (sum(box.holds(each) for each in shape), number, at, box)
            for number, (at, box) in enumerate(_around(label, dot, face.width(text, size)))
            if edge.holds((box.left, box.top)) and edge.holds((box.right, box.bottom))
            if not any(box.meets(each) for each in (*full, *others))
        ]
        if free:
            over, _, at, box = min(free, key=lambda each: each[:2])
            worse += over
            full += [box, dots[id(label)]]
            names.append(Name(text, label.size, dot, at))
        else:
            worse += _LACKING
    return names, worse


def _around(label: Label, dot: Pixel, wide: float) -> list[tuple[Pixel, Box]]:
    """Return where a name may begin, and the room it takes there: right, left, above, below, and to the corners."""
    (x, y), size, gap = dot, TYPE[label.size], _DOT[label.size] + 9
    high = size * 0.36
    begins = (
        (x + gap, y + high),
        (x - gap - wide, y + high),
        (x - wide / 2, y - gap - 4),
        (x - wide / 2, y + gap + size * 0.8),
        (x + gap * 0.7, y - gap),
        (x + gap * 0.7, y + gap + size * 0.6),
        (x - gap * 0.7 - wide, y - gap),
        (x - gap * 0.7 - wide, y + gap + size * 0.6),
    )
    return [(at, Box(at[0] - 4, at[1] - size * 0.8, at[0] + wide + 4, at[1] + size * 0.26)) for at in begins]


def _along(card: Card, frame: Frame) -> list[Pixel]:
    """Return pixels along the shape, close enough together that no name slips between them."""
    points = [frame.place(each) for each in card.points]
    if card.form is Form.SPOT:
        (x, y), radius = points[0], card.radius / 1000 * frame.pixels_a_km
        turns = [2 * pi * each / _ROUND_A_SPOT for each in range(_ROUND_A_SPOT)]
        return [(x + radius * sin(each), y - radius * cos(each)) for each in turns]
    steps = []
    for (x1, y1), (x2, y2) in pairwise(points):
        many = max(1, round(hypot(x2 - x1, y2 - y1) / 12))
        steps += [(x1 + (x2 - x1) * each / many, y1 + (y2 - y1) * each / many) for each in range(many + 1)]
    return steps


def sign_of(card: Card, frame: Frame) -> Pixel:
    """Return where the road's number stands: half-way along a line, and above a circle."""
    steps = _along(card, frame)
    if card.form is Form.SPOT:
        return steps[0][0], steps[0][1] - 40
    return steps[len(steps) // 2]
