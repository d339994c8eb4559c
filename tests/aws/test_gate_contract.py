"""The gate's table and its double in memory keep the same contract; whatever passes on one is true on the other."""

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from loudhailer.aws.gates import GateTable
from loudhailer.aws.items import gate_key
from loudhailer.domain.crisis import GateState, MessageClass, Permit, Quiet
from loudhailer.domain.errors import GateMoved
from tests.aws.recording import make_table
from tests.builders import NOW, declared_level
from tests.fakes import MemoryState

Keeper = MemoryState | GateTable
_PERMIT = Permit(alert_id="AAAAAAA-1", at=NOW)


@pytest.fixture
def table() -> Iterator[GateTable]:
    with mock_aws():
        client = boto3.client("dynamodb")
        make_table(client, "StateTable", "state")
        yield GateTable(client, "state")


@pytest.fixture(params=["memory", "table"])
def gates(request: pytest.FixtureRequest) -> Keeper:
    return MemoryState() if request.param == "memory" else request.getfixturevalue("table")


def gate_of(gates: Keeper) -> GateState:
    found = gates.gates(["bluesky"])["bluesky"]
    assert found is not None
    return found


def test_a_channel_that_nobody_took_live_is_in_exercise(gates: Keeper) -> None:
    assert gates.gates(["bluesky"]) == {"bluesky": GateState(channel="bluesky")}


def test_no_channel_is_no_gate(gates: Keeper) -> None:
    assert gates.gates([]) == {}


def test_a_gate_keeps_what_an_act_does_not_name(gates: Keeper) -> None:
    gates.switch("bluesky", live=True)
    gates.hush("bluesky", (Quiet(start="22:00", end="07:00", classes=(MessageClass.PROMOTIONAL,)),))
    was, now = gates.declare("bluesky", declared_level("crisis"))
    assert (was.level, now.level, now.live, now.version) == ("normal", "crisis", True, 3)
    assert now.quiet[0].start == "22:00"
    assert gate_of(gates) == now


def test_each_scope_has_a_level_of_its_own_and_ends_on_its_own(gates: Keeper) -> None:
    gates.declare("bluesky", declared_level("heightened"))
    gates.declare("bluesky", declared_level("crisis", "area:Stokeby"))
    _, now = gates.declare("bluesky", declared_level("normal"))
    assert (now.level, set(now.declared)) == ("normal", {"area:Stokeby"})
    assert gate_of(gates) == now


def test_a_permit_is_taken_over_the_version_that_was_read_and_does_not_raise_it(gates: Keeper) -> None:
    gates.switch("bluesky", live=True)
    gates.take("bluesky", "AAAAAAA-1#one", _PERMIT, seen=1)
    gates.take("bluesky", "AAAAAAA-2#two", Permit(alert_id="AAAAAAA-2", at=NOW), seen=1)
    assert gate_of(gates).version == 1
    assert [each.alert_id for each in gate_of(gates).leaving()] == ["AAAAAAA-1", "AAAAAAA-2"]
    gates.give_back("bluesky", "AAAAAAA-1#one")
    gates.give_back("bluesky", "AAAAAAA-1#one")
    assert set(gate_of(gates).permits) == {"AAAAAAA-2#two"}


def test_no_permit_is_taken_from_a_gate_that_moved_since_it_was_read(gates: Keeper) -> None:
    gates.switch("bluesky", live=True)
    gates.declare("bluesky", declared_level("crisis"))
    with pytest.raises(GateMoved):
        gates.take("bluesky", "AAAAAAA-1#one", _PERMIT, seen=1)
    assert gate_of(gates).permits == {}


def test_declaring_tells_exactly_what_was_leaving_and_keeps_it_listed(gates: Keeper) -> None:
    gates.switch("bluesky", live=True)
    gates.take("bluesky", "AAAAAAA-1#one", _PERMIT, seen=1)
    was, now = gates.declare("bluesky", declared_level("crisis"))
    assert [(each.channel, each.alert_id) for each in was.leaving()] == [("bluesky", "AAAAAAA-1")]
    assert now.permits == was.permits


def test_the_clock_never_overrules_a_person(gates: Keeper) -> None:
    gates.declare("bluesky", declared_level("crisis"))
    gates.declare("bluesky", declared_level("lockdown"))
    with pytest.raises(GateMoved):
        gates.declare("bluesky", declared_level("heightened"), seen=1)
    assert gate_of(gates).level == "lockdown"


def test_a_gate_item_that_makes_no_sense_is_told_from_none(table: GateTable) -> None:
    table.client.put_item(TableName=table.name, Item={**gate_key("bluesky"), "level#service": {"N": "3"}})
    assert table.gates(["bluesky"]) == {"bluesky": None}


def test_a_bare_level_of_the_release_before_is_read_and_goes_with_the_next_declaration(table: GateTable) -> None:
    old = {**gate_key("bluesky"), "live": {"BOOL": True}, "level": {"S": "crisis"}, "version": {"N": "7"}}
    table.client.put_item(TableName=table.name, Item=old)
    assert gate_of(table).level == "crisis"
    table.declare("bluesky", declared_level("normal"))
    assert (gate_of(table).level, gate_of(table).version) == ("normal", 8)


def test_a_gate_that_nobody_has_changed_is_changed_over_version_0_and_only_once(gates: Keeper) -> None:
    gates.declare("bluesky", declared_level("crisis"), seen=0)
    with pytest.raises(GateMoved):
        gates.declare("bluesky", declared_level("heightened"), seen=0)
    assert (gate_of(gates).level, gate_of(gates).version) == ("crisis", 1)
