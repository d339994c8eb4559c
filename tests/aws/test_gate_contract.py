"""The gate's table and its double in memory keep the same contract; whatever passes on one is true on the other."""

from collections.abc import Iterator
from datetime import timedelta

import boto3
import pytest
from moto import mock_aws

from loudhailer.aws.gates import GateTable
from loudhailer.aws.items import gate_key
from loudhailer.domain.crisis import GateState, MessageClass, Permit, Quiet
from loudhailer.domain.errors import GateMoved
from loudhailer.domain.spending import OPENS_AFTER, Charge, Circuit, Window
from tests.aws.recording import make_table
from tests.builders import NOW, declared_level
from tests.fakes import MemoryState

Keeper = MemoryState | GateTable
_PERMIT = Permit(alert_id="AAAAAAA-1", at=NOW)
_HOUR = "posts#hour#2026-11-22T17:00"


def a_charge(amount: int = 1, room: int | None = 9, unit: str = "posts") -> Charge:
    return Charge(unit, Window.HOUR, "2026-11-22T17:00", amount, 10, room)


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


def test_what_a_post_spends_is_counted_with_its_permit_in_every_budget(gates: Keeper) -> None:
    gates.switch("bluesky", live=True)
    for key in ("one", "two"):
        gates.take("bluesky", key, _PERMIT, seen=1, charges=(a_charge(), a_charge(3, unit="points")))
    assert gate_of(gates).spent == {_HOUR: 2, "points#hour#2026-11-22T17:00": 6}
    assert gate_of(gates).version == 1
    gates.give_back("bluesky", "one")
    assert gate_of(gates).spent[_HOUR] == 2, "what was given up is not given back: the platform may have counted it"


def test_who_decided_on_an_older_count_spends_nothing_that_is_gone(gates: Keeper) -> None:
    gates.switch("bluesky", live=True)
    gates.take("bluesky", "one", _PERMIT, seen=1, charges=(a_charge(8),))
    both = (a_charge(1, room=100, unit="points"), a_charge(1, room=7))
    with pytest.raises(GateMoved):
        gates.take("bluesky", "two", _PERMIT, seen=1, charges=both)
    assert (gate_of(gates).spent, set(gate_of(gates).permits)) == ({_HOUR: 8}, {"one"}), "all or nothing"
    gates.take("bluesky", "two", _PERMIT, seen=1, charges=(a_charge(1, room=8),))
    assert gate_of(gates).spent == {_HOUR: 9}


def test_what_no_window_holds_is_never_taken_not_even_as_the_first(gates: Keeper) -> None:
    gates.switch("bluesky", live=True)
    with pytest.raises(GateMoved):
        gates.take("bluesky", "one", _PERMIT, seen=1, charges=(a_charge(11, room=-1),))
    assert (gate_of(gates).spent, gate_of(gates).permits) == ({}, {})


def test_what_is_never_kept_back_is_counted_over_the_brim(gates: Keeper) -> None:
    gates.switch("bluesky", live=True)
    for key in ("one", "two"):
        gates.take("bluesky", key, _PERMIT, seen=1, charges=(a_charge(8, room=None),))
    assert gate_of(gates).spent == {_HOUR: 16}


def test_a_gate_that_moved_spends_nothing(gates: Keeper) -> None:
    gates.switch("bluesky", live=True)
    with pytest.raises(GateMoved):
        gates.take("bluesky", "one", _PERMIT, seen=0, charges=(a_charge(),))
    assert gate_of(gates).spent == {}


def test_buckets_that_have_ended_go_with_the_next_permit(gates: Keeper) -> None:
    gates.switch("bluesky", live=True)
    gates.take("bluesky", "one", _PERMIT, seen=1, charges=(a_charge(), a_charge(unit="points")))
    later = Charge("posts", Window.HOUR, "2026-11-22T18:00", 1, 10, 9)
    gates.take("bluesky", "two", _PERMIT, seen=1, charges=(later,), ended=(_HOUR, "posts#day#2026-11-21"))
    assert gate_of(gates).spent == {later.key: 1, "points#hour#2026-11-22T17:00": 1}


def test_a_permit_is_taken_without_any_charge(gates: Keeper) -> None:
    gates.switch("bluesky", live=True)
    gates.take("bluesky", "one", _PERMIT, seen=1, ended=("posts#day#2026-11-21",))
    assert (gate_of(gates).spent, set(gate_of(gates).permits)) == ({}, {"one"})


def out(gates: Keeper, times: int, since: int = 0) -> Circuit:
    """Fail so many times, a second apart, as senders that read the gate before each."""
    for number in range(times):
        seen = gate_of(gates)
        gates.give_back("bluesky", "one", seen.circuit.outage(NOW + timedelta(seconds=since + number)))
    return gate_of(gates).circuit


def test_an_outage_is_counted_with_the_permit_that_is_given_back(gates: Keeper) -> None:
    gates.switch("bluesky", live=True)
    gates.take("bluesky", "one", _PERMIT, seen=1)
    circuit = out(gates, OPENS_AFTER)
    last = NOW + timedelta(seconds=OPENS_AFTER - 1)
    assert circuit == Circuit(outages=OPENS_AFTER, since=NOW, last=last)
    assert circuit.until == last + timedelta(seconds=60)
    assert (gate_of(gates).permits, gate_of(gates).version) == ({}, 1)


def test_senders_that_fail_at_the_same_time_are_all_counted(gates: Keeper) -> None:
    for _ in range(OPENS_AFTER):
        gates.give_back("bluesky", "one", Circuit().outage(NOW))
    assert gate_of(gates).circuit == Circuit(outages=OPENS_AFTER, since=NOW, last=NOW)


def test_an_answer_forgets_the_outages_and_remembers_that_it_ended_one(gates: Keeper) -> None:
    opened, later = out(gates, OPENS_AFTER), NOW + timedelta(seconds=90)
    gates.give_back("bluesky", "one", opened.answer(later))
    assert gate_of(gates).circuit == Circuit(over=later)
    shut = out(gates, 2, since=100)
    assert (shut.outages, shut.over) == (2, later)
    gates.give_back("bluesky", "one", shut.answer(later + timedelta(hours=1)))
    assert gate_of(gates).circuit == Circuit(over=later)


def test_a_run_of_outages_begins_anew_after_a_long_time(gates: Keeper) -> None:
    out(gates, OPENS_AFTER - 1)
    circuit = out(gates, 1, since=3 * 3600)
    later = NOW + timedelta(hours=3)
    assert circuit == Circuit(outages=1, since=later, last=later)


def test_a_permit_that_says_nothing_of_the_platform_changes_no_circuit(gates: Keeper) -> None:
    circuit = out(gates, 3)
    gates.give_back("bluesky", "two")
    assert gate_of(gates).circuit == circuit


def test_counts_that_make_no_sense_do_not_hide_the_levels(table: GateTable) -> None:
    strange = {
        "live": {"BOOL": True},
        "version": {"N": "3"},
        f"spent#{_HOUR}": {"N": "2"},
        "spent#points#hour#2026-11-22T17:00": {"S": "many"},
        "spent#pence#day#2026-11-22": {"N": "1.5"},
        "outages": {"S": "five"},
        "outage_since": {"S": "long ago"},
    }
    table.client.put_item(TableName=table.name, Item={**gate_key("bluesky"), **strange})
    gate = gate_of(table)
    assert (gate.live, gate.version, gate.spent, gate.circuit) == (True, 3, {_HOUR: 2}, Circuit())
