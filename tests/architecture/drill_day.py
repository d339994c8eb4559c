"""What is practised on the recorded day, each by the function whose business it is."""

from dataclasses import replace

import pytest

from loudhailer.bootstrap import delivering, looking
from loudhailer.domain.drill import DrillAnnouncement
from loudhailer.domain.errors import NotAllowed
from loudhailer.domain.incident import Status
from tests.architecture.desk_day import ALONE, CLOSURE, NOBODY, OFFICER
from tests.architecture.recorded import Stage


def play_drills(stage: Stage) -> None:
    """Raise a drill, put it on the wall, and look at it."""
    with stage.function("ServeDrills", looking.build_drill_desk) as built:
        guard, tell = replace(built.guard, clock=stage.clock), replace(built.rehearse.tell, clock=stage.clock)
        drills = replace(built, guard=guard, rehearse=replace(built.rehearse, tell=tell))
        drill = drills.raise_(OFFICER, ALONE, CLOSURE, Status.EXERCISE, key="drill").practised.drill
        assert drills.raise_(OFFICER, ALONE, CLOSURE, Status.EXERCISE, key="drill").repeated
        assert drills.show(OFFICER, drill.reference)
        assert drills.list(OFFICER, days=1)
        with pytest.raises(NotAllowed), stage.unwritable_audit():
            drills.list(NOBODY, days=1)
        other = drills.raise_(OFFICER, ALONE, CLOSURE, Status.TEST).practised.drill
    for each, word in ((drill, "Shown"), (drill, "Repeated"), (other, "Shown")):
        with stage.function("PublishDrill", delivering.build_show_drill) as show:
            assert show(DrillAnnouncement(drill_id=each.identifier).model_dump_json()).word == word
