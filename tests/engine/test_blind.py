"""An evacuation on the deployed template while gates make no sense, the table cannot be written, or nothing answers."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from local.stage import Stage
from loudhailer.domain.delivery import Delivery, State
from tests.engine.blind_scenarios import a_place, nonsense_in_the_gates
from tests.engine.conftest import SOCIAL, deliveries_of, eventually, settled, soon_again, texts
from tests.engine.grants import without
from tests.engine.officers import audit_lines, calling, said

pytestmark = pytest.mark.engine
PATIENCE = 90.0
"""Every function begins anew here, on a machine that may be busy; a sender that runs out of time comes after 60 s."""


def an_evacuation() -> dict[str, str]:
    """Return an evacuation of a place that no other test has."""
    return {"type": "evacuation", "place": a_place()}


@contextmanager
def no_table(stage: Stage, functions: Sequence[str]) -> Iterator[None]:
    """Point functions (logical names) at a table that does not exist, and back."""
    cloud, told = stage.engine.client("lambda"), {}

    def point(name: str, variables: dict[str, str]) -> None:
        function = stage.stack.resources[name]
        cloud.update_function_configuration(FunctionName=function, Environment={"Variables": variables})

    for name in functions:
        shown = cloud.get_function_configuration(FunctionName=stage.stack.resources[name])
        told[name] = dict(shown["Environment"]["Variables"])
    try:
        for name, variables in told.items():
            point(name, variables | {"STATE_TABLE": "gone"})
        yield
    finally:
        for name, variables in told.items():
            point(name, variables)


def on_every_platform(stage: Stage, reference: str) -> bool:
    """Tell whether the public can read it everywhere."""
    return all(texts(stage, channel, reference) for channel in SOCIAL)


def complete(stage: Stage, answer: dict[str, Any], *, blind: bool = True) -> dict[str, Delivery]:
    """Check that what was raised is once at each platform, in the ledger and in the audit; return its deliveries."""
    reference, alert_id = answer["reference"], f"{answer['reference']}-1"
    eventually(lambda: set(deliveries_of(stage, alert_id)) == set(stage.channels), PATIENCE)
    found = settled(stage, alert_id, PATIENCE)
    assert {each.state for each in found.values()} == {State.SENT}
    assert {each.blind for each in found.values()} == {blind}
    assert {channel: len(texts(stage, channel, reference)) for channel in SOCIAL} == dict.fromkeys(SOCIAL, 1)
    assert [alert for alert in stage.alerts() if alert.startswith(f"{reference}-")] == [alert_id]
    assert [end.alert_id for end in stage.outcomes().values() if end.alert_id.startswith(reference)] == [alert_id]
    lines = eventually(lambda: audit_lines(stage, f"incident:{reference}"), PATIENCE)
    assert [(line["deed"], line["by"], line["subject"]) for line in lines] == [("raise", "officer-silver", alert_id)]
    return found


def test_a_person_s_life_safety_goes_where_no_gate_makes_sense_and_all_else_waits(stage: Stage) -> None:
    with nonsense_in_the_gates(stage), calling(stage, "silver") as silver:
        answer = said(silver.post("/alerts", json=an_evacuation()))
        assert not answer["blind"], "its records answer, so it goes by claims"
        complete(stage, answer)
        held = said(silver.post("/alerts", json={"type": "information", "title": "Roads", "message": "Icy."}))
        assert {each["state"] for each in held["deliveries"]} == {State.HELD}


def test_an_evacuation_goes_out_while_nothing_answers_and_is_complete_once_it_does(stage: Stage) -> None:
    senders = [f"Publish{channel.capitalize()}" for channel in stage.channels]
    with soon_again(stage, "RecordQueue"):
        with no_table(stage, ["ServeAlerts", "WriteRecord", *senders]), calling(stage, "silver") as silver:
            answer = said(silver.post("/alerts", json=an_evacuation()))
            assert answer["blind"]
            assert "Do not send it again" in answer["warnings"][0]
            eventually(lambda: on_every_platform(stage, answer["reference"]), PATIENCE)
            refused = silver.post("/alerts", json={"type": "road_closure", "road": "A4117", "place": "at Stokeby"})
            assert (refused.status_code, refused.json()["title"]) == (503, "Not sent")
            assert stage.alerts().keys().isdisjoint({f"{answer['reference']}-1"})
        complete(stage, answer)
        with calling(stage, "silver") as silver:
            after = said(silver.post(f"/alerts/{answer['reference']}/end", json={}))
            assert {each.state for each in settled(stage, after["identifier"], PATIENCE).values()} == {State.SENT}


def test_an_evacuation_goes_by_the_gates_copies_where_it_can_neither_read_them_nor_write(stage: Stage) -> None:
    with ExitStack() as broken:
        broken.enter_context(nonsense_in_the_gates(stage))
        broken.enter_context(without(stage, "ServeAlertsRole", "CommitAlertsAndWords"))
        with calling(stage, "silver") as silver:
            answer = said(silver.post("/alerts", json=an_evacuation()))
        assert answer["blind"]
        complete(stage, answer)


def test_a_channel_that_its_copy_calls_stopped_is_told_to_the_officer_and_not_sent(stage: Stage) -> None:
    stage.order(by="tests", reason="a test of its copy", stopped=True, channels=["mastodon"])
    try:
        senders = [f"Publish{channel.capitalize()}" for channel in stage.channels]
        with no_table(stage, ["ServeAlerts", *senders]), calling(stage, "silver") as silver:
            answer = said(silver.post("/alerts", json=an_evacuation()))
            assert any(each.startswith("mastodon: not sent") for each in answer["warnings"])
            found = settled(stage, f"{answer['reference']}-1", PATIENCE)
        assert found["mastodon"].state is State.HELD
        assert texts(stage, "mastodon", answer["reference"]) == []
    finally:
        stage.order(by="tests", reason="as it was found", stopped=False, channels=["mastodon"])
