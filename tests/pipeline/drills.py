"""Drills at a desk and before a wall, with everything behind them in memory."""

from loudhailer.pipeline.desk import Raising
from loudhailer.pipeline.drill_desk import DrillDesk
from tests.pipeline.officers import Officers
from tests.pipeline.way_in import WayIn

PRACTISED = "at Drillton"
EVACUATION = Raising("evacuation", {"place": PRACTISED})


def drill_desk(at: Officers) -> DrillDesk:
    way_in = at.way_in
    keys = (f"key-{number}" for number in range(1_000))
    return DrillDesk(
        guard=at.guard,
        rehearse=way_in.rehearse(),
        drills=way_in.drills,
        audit=at.chain,
        new_key=lambda: next(keys),
    )


def show_all(way_in: WayIn) -> list[str]:
    """Let the drill queue's function read every announcement; return what became of each."""
    return [way_in.show_drill()(each.model_dump_json()).word for each in way_in.calls.said]
