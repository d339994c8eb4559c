"""NORMALISE: what is announced, as what, and what is never said twice."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.domain.alert import MsgType
from loudhailer.domain.incident import (
    Amendment,
    Certainty,
    Incident,
    IncidentHead,
    Phase,
    Sensitivity,
    Severity,
    Status,
    Urgency,
)
from loudhailer.domain.outcome import Fate
from loudhailer.normalise import Announce, Ignore, assess, digest_of, drill_reference_of, reference_of
from tests.builders import CONTROL, NOW, an_incident

ALPHABET = set("23456789ABCDEFGHJKMNPQRSTVWXYZ")
LATER = NOW + timedelta(hours=1)
FACTS = {"road": "A4117", "place": "between Aldermere and Stokeby"}
OTHER = {"road": "A4117", "place": "between Stokeby and Westbury"}

_times = st.none() | st.integers(min_value=-48, max_value=48).map(lambda hours: NOW + timedelta(hours=hours))
incidents = st.builds(
    an_incident,
    revision=st.integers(min_value=1, max_value=6),
    phase=st.sampled_from(Phase),
    status=st.sampled_from(Status),
    facts=st.dictionaries(
        st.sampled_from(["road", "place", "cause"]), st.sampled_from(["A49", "on Mill Lane", "fire"])
    ),
    sensitivities=st.sampled_from([(), (Sensitivity.FATAL,), (Sensitivity.ARSON, Sensitivity.FATAL)]),
    expires=_times,
    expected_end=_times,
    next_update=_times,
)


def never_seen() -> IncidentHead:
    return IncidentHead(source=CONTROL, id="CTL-1")


def a_head(of: Incident, *, announced: bool = True) -> IncidentHead:
    """Return the head that a commit of this revision leaves."""
    return IncidentHead(
        source=of.source,
        id=of.id,
        revision=of.revision,
        digest=digest_of(of),
        spoken=of.revision if announced else 0,
        said=digest_of(of) if announced else "",
        told=of if announced else None,
        phase=of.phase,
        alert_ids=(f"AAAAAAA-{of.revision}",) if announced else (),
        version=of.revision,
    )


def after(head: IncidentHead, incident: Incident) -> IncidentHead:
    """Return the head as ingest commits it after an announced revision."""
    verdict = assess(incident, head, NOW)
    assert isinstance(verdict, Announce)
    return a_head(incident).model_copy(
        update={
            "alert_ids": (*head.alert_ids, f"AAAAAAA-{incident.revision}"),
            "said": digest_of(verdict.incident),
            "told": verdict.incident,
            "phase": verdict.incident.phase,
        }
    )


_said = incidents.filter(lambda each: each.phase is not Phase.PLANNED)
heads = st.builds(a_head, _said, announced=st.booleans()) | st.builds(never_seen)
open_at_2 = a_head(an_incident(revision=2))
closed_at_2 = a_head(an_incident(revision=2, phase=Phase.CLOSED))
silent_at_2 = a_head(an_incident(revision=2), announced=False)


@pytest.mark.parametrize(
    ("changes", "head", "expected"),
    [
        pytest.param({"revision": 1}, never_seen(), MsgType.ALERT, id="never seen"),
        pytest.param({"revision": 7}, never_seen(), MsgType.ALERT, id="never seen, late in its numbers"),
        pytest.param({"revision": 3, "facts": OTHER}, open_at_2, MsgType.UPDATE, id="new facts"),
        pytest.param({"revision": 3, "next_update": LATER}, open_at_2, MsgType.UPDATE, id="new time"),
        pytest.param({"revision": 3, "facts": OTHER}, silent_at_2, MsgType.ALERT, id="never announced"),
        pytest.param({"revision": 3, "phase": "closed"}, open_at_2, MsgType.CANCEL, id="closed"),
        pytest.param({"revision": 3, "phase": "closed", "facts": OTHER}, closed_at_2, MsgType.CANCEL, id="closed anew"),
        pytest.param({"revision": 3}, closed_at_2, MsgType.ALERT, id="opened again"),
        pytest.param({"revision": 3, "facts": OTHER, "expires": LATER}, open_at_2, MsgType.UPDATE, id="fresh"),
    ],
)
def test_what_the_public_should_hear_is_announced(
    changes: dict[str, Any], head: IncidentHead, expected: MsgType
) -> None:
    verdict = assess(an_incident(**changes), head, NOW)
    assert isinstance(verdict, Announce)
    assert verdict.msg_type is expected


@pytest.mark.parametrize(
    ("changes", "head", "fate", "word"),
    [
        pytest.param({"revision": 1}, open_at_2, Fate.SUPERSEDED, "revision 2", id="older"),
        pytest.param({"revision": 1, "phase": "closed"}, open_at_2, Fate.SUPERSEDED, "revision 2", id="older end"),
        pytest.param({"revision": 1, "expires": NOW}, open_at_2, Fate.SUPERSEDED, "revision 2", id="older, expired"),
        pytest.param({"revision": 2}, open_at_2, Fate.MERGED, "revision 2", id="a repeat"),
        pytest.param({"revision": 2, "facts": OTHER}, open_at_2, Fate.REFUSED, "higher number", id="a second truth"),
        pytest.param({"revision": 2, "phase": "closed"}, open_at_2, Fate.REFUSED, "higher number", id="a second end"),
        pytest.param({"revision": 3, "expires": NOW}, open_at_2, Fate.EXPIRED, "expired", id="expires at this moment"),
        pytest.param({"revision": 1, "expires": NOW}, never_seen(), Fate.EXPIRED, "expired", id="expired, never seen"),
        pytest.param({"revision": 3}, open_at_2, Fate.MERGED, "nothing that the public sees", id="no change"),
        pytest.param({"revision": 3, "phase": "closed"}, closed_at_2, Fate.MERGED, "nothing", id="closed twice"),
        pytest.param({"revision": 1, "phase": "closed"}, never_seen(), Fate.REFUSED, "never announced", id="end only"),
        pytest.param({"revision": 3, "phase": "closed"}, silent_at_2, Fate.REFUSED, "never", id="end of silence"),
    ],
)
def test_what_is_not_announced_says_why(changes: dict[str, Any], head: IncidentHead, fate: Fate, word: str) -> None:
    verdict = assess(an_incident(**changes), head, NOW)
    assert isinstance(verdict, Ignore)
    assert (verdict.fate, word in verdict.reason) == (fate, True), verdict.reason


@given(incident=incidents, head=heads)
def test_one_revision_is_never_announced_twice(incident: Incident, head: IncidentHead) -> None:
    if isinstance(assess(incident, head, NOW), Announce):
        again = assess(incident, after(head, incident), NOW)
        assert isinstance(again, Ignore)
        assert again.fate is Fate.MERGED


@given(history=st.lists(incidents, max_size=12))
def test_over_any_history_the_announced_revisions_only_rise(history: list[Incident]) -> None:
    head, announced = never_seen(), list[int]()
    for incident in history:
        if isinstance(assess(incident, head, NOW), Announce):
            announced.append(incident.revision)
            head = after(head, incident)
    assert announced == sorted(set(announced))


@given(incident=incidents, head=heads)
def test_an_older_revision_is_never_announced(incident: Incident, head: IncidentHead) -> None:
    older = head.model_copy(update={"revision": incident.revision + 1})
    assert isinstance(assess(incident, older, NOW), Ignore)


@given(source=st.text(max_size=30), incident_id=st.text(max_size=30))
def test_a_drill_s_reference_is_none_that_an_alert_can_have(source: str, incident_id: str) -> None:
    drill = drill_reference_of(source, incident_id)
    assert drill != reference_of(source, incident_id)
    assert not set(drill) <= ALPHABET
    assert not drill.endswith(reference_of(source, incident_id)), "nor does it hold that of the real incident"


@given(history=st.lists(incidents, max_size=12))
def test_an_all_clear_comes_only_after_something_was_announced(history: list[Incident]) -> None:
    head, said = never_seen(), list[MsgType]()
    for incident in history:
        verdict = assess(incident, head, NOW)
        if isinstance(verdict, Announce):
            assert verdict.msg_type is not MsgType.CANCEL or said
            assert verdict.msg_type is not MsgType.UPDATE or said[-1] is not MsgType.CANCEL
            assert (verdict.msg_type is MsgType.CANCEL) == (incident.phase is not Phase.OPEN)
            said.append(verdict.msg_type)
            head = after(head, incident)


@given(incident=incidents, head=heads)
def test_nothing_that_has_expired_is_announced(incident: Incident, head: IncidentHead) -> None:
    verdict = assess(incident, head, NOW)
    if isinstance(verdict, Announce) and verdict.msg_type is not MsgType.CANCEL:
        assert incident.expires is None or incident.expires > NOW


@given(incident=incidents, revision=st.integers(min_value=1, max_value=1_000_000), data=st.data())
def test_the_digest_ignores_the_number_and_the_order_of_facts(
    incident: Incident, revision: int, data: st.DataObject
) -> None:
    shuffled = dict(data.draw(st.permutations(list(incident.facts.items()))))
    same = incident.model_copy(update={"revision": revision, "facts": shuffled})
    assert digest_of(same) == digest_of(incident)


@pytest.mark.parametrize(
    "change",
    [
        {"facts": OTHER},
        {"facts": {"road": "A4117"}},
        {"facts": FACTS | {"cause": "fire"}},
        {"facts": {"road": FACTS["place"], "place": FACTS["road"]}},
        {"phase": Phase.CLOSED},
        {"event_type": "fire"},
        {"expires": LATER},
        {"expected_end": LATER},
        {"next_update": LATER},
        {"sensitivities": (Sensitivity.FATAL,)},
    ],
    ids=" ".join,
)
def test_the_digest_sees_all_that_the_public_sees(change: dict[str, Any]) -> None:
    assert digest_of(an_incident(**change)) != digest_of(an_incident())


@pytest.mark.parametrize(
    "change",
    [{"severity": Severity.EXTREME}, {"urgency": Urgency.FUTURE}, {"certainty": Certainty.LIKELY}],
    ids=" ".join,
)
def test_what_is_never_said_makes_no_second_post_of_the_same_words(change: dict[str, Any]) -> None:
    assert digest_of(an_incident(**change)) == digest_of(an_incident())


def test_a_planned_post_that_is_moved_is_not_merged_away() -> None:
    planned = an_incident(event_type="campaign", publish_at=LATER)
    moved = planned.model_copy(update={"revision": 2, "publish_at": LATER + timedelta(days=1)})
    assert assess(moved, a_head(planned), NOW) == Announce(MsgType.UPDATE, moved)


def test_one_moment_in_another_zone_is_the_same_moment() -> None:
    told = an_incident(next_update="2026-11-22T19:00:00+01:00", revision=2)
    head = a_head(an_incident(next_update="2026-11-22T18:00:00Z"))
    assert isinstance(assess(told, head, NOW), Ignore)


@given(source=st.text(max_size=40), incident_id=st.text(max_size=64))
def test_a_reference_is_nine_signs_that_read_alike_to_nobody(source: str, incident_id: str) -> None:
    reference = reference_of(source, incident_id)
    assert len(reference) == 9
    assert set(reference) <= ALPHABET
    assert reference == reference_of(source, incident_id)


def test_a_reference_stays_what_it_was_in_every_release() -> None:
    assert reference_of(CONTROL, "CTL-2026-004117") == "J3BWW4D7C"


def test_a_reference_tells_sources_apart() -> None:
    assert reference_of(CONTROL, "1") != reference_of("westshire.comms", "1")


def test_twenty_thousand_incidents_have_as_many_references() -> None:
    ids = [f"CTL-{2020 + number % 10}-{number:06}" for number in range(20_000)]
    assert len({reference_of(CONTROL, each) for each in ids}) == 20_000


WELSH = {"cy": {"place": "rhwng Aldermere a Stokeby", "message": "Cadwch draw."}}
told_in_both = a_head(an_incident(facts={"place": "between A and B", "message": "Keep away."}, translations=WELSH))


def incident_after(telling: Incident | Amendment) -> Incident:
    verdict = assess(telling, told_in_both, NOW)
    assert isinstance(verdict, Announce)
    return verdict.incident


def test_a_source_s_end_keeps_the_translations_of_what_it_does_not_say_otherwise() -> None:
    end = an_incident(revision=2, phase=Phase.CLOSED, facts={"message": "It is open."})
    assert incident_after(end).translations == {"cy": {"place": WELSH["cy"]["place"]}}
    given_anew = end.model_copy(update={"translations": {"cy": {"message": "Mae ar agor."}}})
    assert incident_after(given_anew).translations == {"cy": WELSH["cy"] | {"message": "Mae ar agor."}}


@pytest.mark.parametrize("phase", [Phase.OPEN, Phase.CLOSED])
def test_a_fact_that_is_sent_again_unchanged_keeps_its_translation(phase: Phase) -> None:
    def amended(**facts: str) -> dict[str, dict[str, str]]:
        return incident_after(Amendment(source=CONTROL, id="CTL-1", phase=phase, again=True, facts=facts)).translations

    assert amended(place="between A and B", message="Keep away.") == WELSH
    assert amended(place="between A and B", message="Keep well away.") == {"cy": {"place": WELSH["cy"]["place"]}}
    assert amended(place="") == {"cy": {"message": WELSH["cy"]["message"]}}
