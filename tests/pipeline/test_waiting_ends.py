"""Ends that wait for a person: what lets them go, what lays them aside, and who hears of it when nobody does."""

from typing import Any

import pytest

from loudhailer.domain.delivery import State
from loudhailer.domain.errors import Conflict
from loudhailer.domain.incident import Phase, Status, Unlisted, Urgency
from loudhailer.domain.outcome import Fate
from loudhailer.domain.source import Mode
from tests.builders import NOW, an_incident
from tests.pipeline.officers import COMMS, Officers
from tests.pipeline.test_admit import NH, a_closure, ended
from tests.pipeline.test_held import states, sweep


@pytest.fixture
def at() -> Officers:
    return Officers()


def test_an_end_that_waits_can_be_let_go_no_longer_once_its_source_lists_the_incident_again(at: Officers) -> None:
    listed = an_incident(
        source="national_highways", id="NH-1", event_type="highways_closure", facts={"road": "M1"}, revision=1
    )
    assert at.way_in.fed(listed).fate is Fate.POSTED
    end = at.way_in.fed(Unlisted(source=listed.source, id=listed.id), hold="implausible: 190 of 200 left out at once")
    assert end.fate is Fate.HELD
    again = at.way_in.fed(listed.model_copy(update={"revision": 2}))
    assert (again.fate, at.way_in.alert(again).msg_type) == (Fate.POSTED, "Update")
    with pytest.raises(Conflict, match="revision 3 has replaced it"):
        at.held().release(COMMS, end.alert_id, "they must have reopened it")
    assert at.way_in.fed(listed.model_copy(update={"revision": 3})).fate is Fate.MERGED


@pytest.mark.parametrize(
    ("changes", "fate"),
    [
        ({"withheld": "its source keeps it to itself"}, Fate.REFUSED),
        ({"expires": NOW}, Fate.EXPIRED),
        ({"expected_end": NOW}, Fate.EXPIRED),
        ({"event_type": "unheard_of"}, Fate.REFUSED),
        ({"status": Status.TEST}, Fate.REHEARSED),
    ],
)
def test_an_end_that_waits_is_laid_aside_also_where_what_its_source_tells_cannot_be_said(
    at: Officers, changes: dict[str, Any], fate: Fate
) -> None:
    at.way_in.fed(a_closure())
    at.way_in.clock.pass_(60)
    end = at.way_in.fed(Unlisted(source=NH, id="NH-1"), hold="implausible: 190 of 200 left out at once")
    at.way_in.clock.pass_(60)
    assert at.way_in.fed(a_closure(revision=2, urgency=Urgency.UNKNOWN, **changes), event_id="again").fate is fate
    with pytest.raises(Conflict, match="revision 3 has replaced it"):
        at.held().release(COMMS, end.alert_id, "they must have reopened it")
    line = at.way_in.state.ends[f"laid-aside:{end.alert_id}"]
    assert (line.fate, line.alert_id) == (Fate.SUPERSEDED, end.alert_id)
    later = at.way_in.fed(Unlisted(source=NH, id="NH-1"))
    assert (later.fate, at.way_in.alert(later).revision) == (Fate.POSTED, 4), "a later end is said"


def test_an_end_that_waits_still_waits_when_what_came_before_it_comes_once_more(at: Officers) -> None:
    at.way_in.fed(a_closure())
    for revision in (1, 2):
        at.way_in.fed(a_closure(revision=revision), event_id=f"merged-{revision}")
    at.way_in.clock.pass_(60)
    end = at.way_in.fed(Unlisted(source=NH, id="NH-1"), hold="implausible: 190 of 200 left out at once")
    for revision in (1, 2):
        at.way_in.fed(a_closure(revision=revision), event_id=f"merged-{revision}")
    at.way_in.fed(a_closure(revision=1), event_id="late")
    at.held().release(COMMS, end.alert_id, "it has reopened")


@pytest.mark.parametrize("over", ["unlisted", "closed"])
def test_an_end_that_a_person_lets_go_has_ended_it_and_what_comes_after_is_new(at: Officers, over: str) -> None:
    at.way_in.sources.set(NH, Mode.PROPOSE)
    first = at.way_in.fed(a_closure())
    at.held().release(COMMS, first.alert_id, "it is so")
    end = at.way_in.fed(Unlisted(source=NH, id="NH-1") if over == "unlisted" else ended(revision=2))
    assert (end.fate, at.way_in.alert(end).msg_type) == (Fate.HELD, "Cancel")
    at.held().release(COMMS, end.alert_id, "it has reopened")
    head = at.way_in.state.head(NH, "NH-1")
    assert (head.phase, head.unheard, head.held, head.status_at) == (Phase.CLOSED, None, False, None)
    again = at.way_in.fed(a_closure(revision=3))
    assert at.way_in.alert(again).msg_type == "Alert"


def test_an_end_that_nobody_lets_go_in_time_is_a_person_s_to_see(at: Officers) -> None:
    at.way_in.fed(a_closure())
    at.way_in.sources.set(NH, Mode.PROPOSE)
    end = at.way_in.fed(ended())
    at.way_in.clock.pass_(3 * 3600)
    assert sweep(at)["ExpiredEnd"] == 2
    line = at.way_in.state.ends[f"expired-end:{end.alert_id}"]
    assert (line.fate, line.person, line.alert_id) == (Fate.EXPIRED, True, end.alert_id)
    assert line.reason.startswith("nobody released this end in time, so what it ends still stands")
    assert states(at, end.alert_id) == {State.EXPIRED}
    assert "ExpiredEnd" not in sweep(at)


@pytest.mark.parametrize("why", ["it was replaced", "nobody heard what it ends", "it is no end"])
def test_what_expires_and_leaves_nothing_standing_rings_no_bell(at: Officers, why: str) -> None:
    if why == "nobody heard what it ends":
        at.way_in.sources.set(NH, Mode.PROPOSE)
    at.way_in.fed(a_closure())
    at.way_in.sources.set(NH, Mode.PROPOSE)
    at.way_in.fed(a_closure(revision=2, facts={"road": "M9"}) if why == "it is no end" else ended(revision=2))
    if why == "it was replaced":
        at.way_in.fed(a_closure(revision=3, facts={"road": "M9"}))
    at.way_in.clock.pass_(3 * 3600)
    counts = sweep(at)
    assert counts["ExpiredHeld"]
    assert "ExpiredEnd" not in counts
