"""What an officer reads of a channel's gate."""

from datetime import timedelta

from loudhailer.desk.crisis_models import GateView
from loudhailer.domain.spending import Circuit
from tests.builders import NOW, a_gate


def test_a_gate_shows_what_is_spent_and_until_when_its_platform_is_left_alone() -> None:
    circuit = Circuit(outages=5, since=NOW, last=NOW)
    told = GateView.of("bluesky", a_gate(circuit=circuit, spent={"posts#hour#2026-11-22T17:00": 7}))
    assert (told.outages, told.waits_until) == (5, NOW + timedelta(seconds=60))
    assert told.spent == {"posts#hour#2026-11-22T17:00": 7}


def test_a_gate_without_trouble_shows_none() -> None:
    for gate in (a_gate(), a_gate(circuit=Circuit(outages=4, since=NOW, last=NOW)), None):
        assert GateView.of("bluesky", gate).waits_until is None
