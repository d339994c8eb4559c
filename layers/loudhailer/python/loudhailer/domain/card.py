"""A map card: all that is drawn of an incident's place, coarsened before it is kept anywhere."""

from dataclasses import dataclass
from enum import StrEnum

Point = tuple[float, float]
"""Latitude and longitude (WGS 84 degrees). East of the 180th meridian a shape that crosses it goes on beyond 180."""


class Form(StrEnum):
    """What is drawn of the place."""

    SPOT = "spot"  # a circle, somewhere in which it is
    LINE = "line"
    AREA = "area"


class Size(StrEnum):
    """How large a place's name is written."""

    TOWN = "town"
    VILLAGE = "village"
    LANDMARK = "landmark"


@dataclass(frozen=True, slots=True)
class Label:
    """A place's name on the card."""

    name: str
    at: Point
    size: Size = Size.TOWN


@dataclass(frozen=True, slots=True)
class Card:
    """What a map card is drawn from, and nothing that it does not show.

    `points` are the spot's middle, a line, or an area's corners, the last of which repeats the first; `radius` is a
    spot's, in metres. `view` are the south-west and the north-east corner of what must be seen. `caption` says how
    large what is drawn is, `stamp` when it was issued and under which reference, `credit` whose data it is. `road` is
    the number on the line, empty where there is none. `units` are the words on the scale: miles, one mile, kilometres.
    """

    form: Form
    points: tuple[Point, ...]
    view: tuple[Point, Point]
    title: str
    caption: str
    stamp: str
    credit: str
    radius: int = 0
    road: str = ""
    labels: tuple[Label, ...] = ()
    units: tuple[str, str, str] = ("miles", "mile", "km")
    north: str = "N"
