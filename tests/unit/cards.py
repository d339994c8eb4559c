"""Three places of Westshire as feeds tell them, and their cards: a point, 14 km of a road, a flood's surface."""

from math import hypot

from loudhailer.domain.card import Card, Label, Point, Size
from loudhailer.map_card import Facts, card_of
from loudhailer.map_card.coarse import flat

STAMP = "Issued 5:30pm Sunday 22 November. Ref WSF-0142."
HOUSE: Point = (52.393271, -2.574488)
ROAD: tuple[Point, ...] = (
    (52.45183, -2.74916),
    (52.45022, -2.73391),
    (52.44398, -2.71874),
    (52.43871, -2.70203),
    (52.43640, -2.68655),
    (52.42915, -2.67128),
    (52.42466, -2.65307),
    (52.41523, -2.64052),
    (52.41088, -2.62641),
    (52.40247, -2.61333),
    (52.40114, -2.59801),
    (52.39402, -2.58519),
    (52.39217, -2.57206),
)
WATER: tuple[Point, ...] = (
    (52.45417, -2.78233),
    (52.45643, -2.77012),
    (52.45381, -2.75893),
    (52.45724, -2.74721),
    (52.45498, -2.73377),
    (52.44952, -2.71986),
    (52.44638, -2.72391),
    (52.44783, -2.73904),
    (52.44649, -2.75288),
    (52.44991, -2.76203),
    (52.44934, -2.77411),
    (52.45417, -2.78233),
)
PLACES = (
    Label("Aldermere", (52.452, -2.752), Size.TOWN),
    Label("Stokeby", (52.392, -2.572), Size.TOWN),
    Label("Alderford", (52.437, -2.690), Size.VILLAGE),
    Label("Quarry Bank", (52.410, -2.632), Size.VILLAGE),
    Label("Harrow Moor", (52.472, -2.655), Size.LANDMARK),
)


def drawn(found: tuple[Card, str] | None) -> Card:
    assert found is not None
    return found[0]


def of_the_house(title: str = "Fire in Mill Street, Stokeby") -> Card:
    return drawn(card_of(HOUSE, (), Facts(title, STAMP), of_a_road=False, places=PLACES))


def of_the_road(title: str = "A4117 closed between Aldermere and Stokeby") -> Card:
    credit = "Powered by National Highways' Transport Data Feeds."
    return drawn(card_of(None, ROAD, Facts(title, STAMP, "A4117", credit), of_a_road=True, places=PLACES))


def of_the_water(title: str = "Flooding along the River Alder at Aldermere") -> Card:
    credit = "Source: Environment Agency."
    return drawn(card_of(WATER[0], WATER, Facts(title, STAMP, "", credit), of_a_road=False, places=PLACES))


def apart_km(one: Point, other: Point) -> float:
    ((east, north),) = flat([other], one)
    return hypot(east, north)
