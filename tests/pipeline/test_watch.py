"""Who has the watch: what counts at once, what ends by itself, and what is on the record."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import yaml

from loudhailer.domain.caller import Caller, Role
from loudhailer.domain.crisis import Declared, GateState, MessageClass, Quiet
from loudhailer.domain.errors import (
    ClaimLost,
    FeedError,
    LoudhailerError,
    NotAllowed,
    PartlyWritten,
    StateUnavailable,
)
from loudhailer.domain.incident import Sensitivity
from loudhailer.domain.watch import OnCall, Watch
from loudhailer.pipeline.business import Matter
from tests.builders import NOW
from tests.pipeline.officers import COMMS, SILVER, Officers, somebody

DUTY, GOLD = somebody(Role.DUTY), somebody(Role.GOLD)
KHAN, JONES = (OnCall(username=name, phone=f"+44163296012{at}") for at, name in enumerate(("a.khan", "b.jones")))
SUMMARY = "The A4117 is still closed; look at it at 6am."
HOUR = NOW + timedelta(hours=1)
NIGHT = Quiet(start="23:00", end="06:00", classes=(MessageClass.PROMOTIONAL, MessageClass.APPEAL))


@pytest.fixture
def at() -> Officers:
    return Officers()


def lend(at: Officers, by: Caller = SILVER, role: Role = Role.SILVER, to: str = "duty", until: datetime = HOUR) -> str:
    return at.watch().delegate(by, role, to, until, "leave").watch.delegations[-1].id


def test_people_are_put_on_call_in_their_order_and_it_is_on_the_record(at: Officers) -> None:
    kept = at.watch().put_on_call(GOLD, Role.SILVER, (KHAN, JONES), "the winter roster")
    assert at.watches.watch().on_call == {Role.SILVER: (KHAN, JONES)}
    assert (kept.watch.version, kept.warnings) == (1, ())
    (act,) = at.chain.acts
    assert (act.chain, act.by, act.deed, act.reason) == ("command", "gold", "put_on_call", "the winter roster")
    assert act.result == "version 1: put a.khan, b.jones on call as silver"
    entry = at.watches.watch().entry
    assert entry is not None
    assert (entry.by, entry.at) == ("gold", NOW)


def test_nobody_in_a_role_takes_it_out_of_the_chain(at: Officers) -> None:
    at.watch().put_on_call(GOLD, Role.GOLD, (JONES,))
    at.watch().put_on_call(GOLD, Role.DUTY, (KHAN,))
    assert list(at.watches.watch().on_call) == [Role.DUTY, Role.GOLD], "in the order of the roles, however they came"
    at.watch().put_on_call(GOLD, Role.GOLD, ())
    assert list(at.watches.watch().on_call) == [Role.DUTY]


def test_somebody_stands_in_a_chain_once_in_whatever_case(at: Officers) -> None:
    twice = (KHAN, KHAN.model_copy(update={"username": "A.Khan"}))
    with pytest.raises(FeedError, match="twice"):
        at.watch().put_on_call(GOLD, Role.SILVER, twice)
    assert at.watches.versions == []


def test_a_handover_moves_every_call_of_who_goes_and_lists_what_is_open(at: Officers) -> None:
    own = OnCall(username="silver", phone="+441632960129")
    at.watch().put_on_call(GOLD, Role.SILVER, (own, JONES))
    at.watch().put_on_call(GOLD, Role.GOLD, (JONES, own))
    held = at.raised(sensitivities=(Sensitivity.FATAL,))
    at.way_in.state.gate_items["page"] = GateState(
        channel="page", live=True, declared={"service": Declared(level="crisis", by="gold", reason="a fire", at=NOW)}
    )
    at.way_in.state.gate_items["bluesky"] = None
    handed = at.watch().hand_over(SILVER, "a.khan", f"  {SUMMARY} ", KHAN.phone)
    watch = at.watches.watch()
    assert watch.on_call == {Role.SILVER: (KHAN, JONES), Role.GOLD: (JONES, KHAN)}
    assert watch.handover is not None
    assert (watch.handover.to, watch.handover.summary, watch.handover.roles) == ("a.khan", SUMMARY, handed.roles)
    assert handed.roles == (Role.SILVER, Role.GOLD)
    business = {each.kind: each.lines for each in handed.business}
    (line,) = business["held posts"]
    assert line.startswith(f"{held.alert.identifier}, ")
    assert business["levels and stops"] == (
        "page: level crisis for service, by gold",
        "bluesky: its gate makes no sense, so everything waits",
    )
    assert at.chain.acts[-1].result == "version 3: handed the watch over to a.khan: calls as silver, gold"
    assert SUMMARY not in at.chain.acts[-1].model_dump_json(), "free text lies in the versions, not in the chain"


def test_who_takes_over_and_is_on_call_already_needs_no_number_and_stands_there_once(at: Officers) -> None:
    own = OnCall(username="Silver", phone="+441632960129")
    at.watch().put_on_call(GOLD, Role.SILVER, (own, JONES, KHAN))
    at.watch().hand_over(SILVER, "b.jones", SUMMARY)
    assert at.watches.watch().on_call[Role.SILVER] == (JONES, KHAN)


def test_a_number_is_asked_for_where_calls_would_lead_nowhere(at: Officers) -> None:
    at.watch().put_on_call(GOLD, Role.SILVER, (OnCall(username="silver", phone="+441632960129"),))
    with pytest.raises(FeedError, match="on which number") as refusal:
        at.watch().hand_over(SILVER, "a.khan", SUMMARY)
    assert refusal.value.place == "phone"


@pytest.mark.parametrize(
    ("to", "summary", "place"),
    [
        ("SILVER", SUMMARY, "to"),
        ("a.khan", "all quiet", "summary"),
        ("a.khan", "a" + " " * 30 + "b", "summary"),
        ("a.khan", "x" * 19, "summary"),
    ],
)
def test_a_handover_says_something_and_is_to_somebody_else(at: Officers, to: str, summary: str, place: str) -> None:
    with pytest.raises(FeedError) as refusal:
        at.watch().hand_over(SILVER, to, summary, KHAN.phone)
    assert refusal.value.place == place
    assert at.watches.versions == []


def test_the_same_handover_again_is_the_one_that_was_made(at: Officers) -> None:
    at.watch().put_on_call(GOLD, Role.SILVER, (OnCall(username="silver", phone="+441632960129"),))
    first = at.watch().hand_over(SILVER, "a.khan", SUMMARY, KHAN.phone)
    again = at.watch().hand_over(SILVER, "a.khan", SUMMARY, KHAN.phone)
    assert (again.watch, again.roles) == (first.watch, first.roles)
    assert len(at.watches.versions) == 2
    at.watch().put_on_call(GOLD, Role.SILVER, (OnCall(username="silver", phone="+441632960129"),))
    at.watch().hand_over(SILVER, "a.khan", SUMMARY, KHAN.phone)
    assert at.watches.watch().on_call[Role.SILVER] == (KHAN,), "the next night it is a new one, in the same words"


def test_what_is_open_and_cannot_be_read_does_not_keep_anybody_on_watch(at: Officers) -> None:
    def unread() -> tuple[Matter, ...]:
        raise StateUnavailable("query timeline: ThrottlingException")

    handed = replace(at.watch(), open=unread).hand_over(SILVER, "a.khan", SUMMARY)
    assert (handed.business, len(handed.warnings)) == ((), 1)
    assert at.watches.watch().handover is not None


def test_an_act_that_was_overtaken_is_decided_anew_and_neither_is_lost(at: Officers) -> None:
    at.watches.meanwhile.append(lambda: at.watch().put_on_call(GOLD, Role.DUTY, (JONES,)))
    at.watch().put_on_call(GOLD, Role.SILVER, (KHAN,))
    assert at.watches.watch().on_call == {Role.DUTY: (JONES,), Role.SILVER: (KHAN,)}
    assert [act.result.split(":")[0] for act in at.chain.acts] == ["version 1", "version 2"]


def test_whoever_is_overtaken_three_times_is_told_so(at: Officers) -> None:
    for number in range(3):
        people = (KHAN.model_copy(update={"username": f"x{number}"}),)

        def first(people: tuple[OnCall, ...] = people) -> None:
            at.watches.versions.append(at.watches.watch().with_on_call(Role.DUTY, people))
            at.watches.versions[-1] = at.watches.versions[-1].model_copy(update={"version": len(at.watches.versions)})

        at.watches.meanwhile.append(first)
    with pytest.raises(ClaimLost):
        at.watch().put_on_call(GOLD, Role.SILVER, (KHAN,))
    assert at.chain.acts == []


def test_what_is_written_is_no_failure_where_the_audit_fails(at: Officers) -> None:
    at.chain.broken = True
    kept = at.watch().put_on_call(GOLD, Role.SILVER, (KHAN,))
    assert kept.warnings == ("the audit could not be written: note who did this, and when",)
    assert at.watches.watch().version == 1


def test_numbers_are_shown_to_who_may_put_people_on_call_once_that_is_on_record(at: Officers) -> None:
    at.watch().put_on_call(GOLD, Role.SILVER, (KHAN,))
    assert at.watch().show(COMMS).watch.on_call[Role.SILVER][0].phone == "…120"
    with pytest.raises(NotAllowed):
        at.watch().show(COMMS, phones=True)
    assert at.watch().show(SILVER, phones=True).watch.on_call[Role.SILVER] == (KHAN,)
    assert at.chain.acts[-1].deed == "look"
    at.chain.broken = True
    with pytest.raises(StateUnavailable):
        at.watch().show(SILVER, phones=True)


def test_the_export_reads_as_it_stands_and_hides_numbers_unless_asked(at: Officers) -> None:
    at.watch().put_on_call(GOLD, Role.SILVER, (KHAN, JONES))
    at.watch().hand_over(GOLD, "a.khan", "Überflutung in Stokeby: schau um sechs nach.")
    lend(at)
    text = at.watch().export(GOLD, phones=True)
    assert Watch.model_validate(yaml.safe_load(text)) == at.watches.watch()
    assert text.startswith("# Who has the watch, version 3, as of 2026-11-22T17:30:00+00:00.\n")
    hidden = at.watch().export(COMMS)
    assert Watch.model_validate(yaml.safe_load(hidden)) == at.watches.watch().masked()
    assert "1632" not in hidden


def test_no_telephone_number_comes_into_the_audit(at: Officers) -> None:
    at.watch().put_on_call(GOLD, Role.SILVER, (KHAN, JONES), "reach me on 01632 960 987")
    at.watch().hand_over(GOLD, "a.khan", f"{SUMMARY} Call +44 1632 960988 if it opens.", KHAN.phone)
    at.watch().delegate(SILVER, Role.SILVER, "duty", HOUR, "away, +44 (0)1632 960989, back on 2026-11-23 at 06:30")
    at.watch().set_quiet(COMMS, (NIGHT,), "asked for by 01632-960986")
    at.watch().export(GOLD, phones=True)
    chain = "".join(act.model_dump_json() for act in at.chain.acts)
    assert "9609" not in chain.replace(" ", "")
    assert "96012" not in chain
    assert "…987" in chain
    assert "back on 2026-11-23 at 06:30" in chain


def test_no_error_and_no_repr_shows_a_number() -> None:
    assert "1632" not in repr(Watch(on_call={Role.SILVER: (KHAN,)}))


def test_quiet_hours_are_set_on_every_channel_and_shown(at: Officers) -> None:
    at.watch().set_quiet(COMMS, (NIGHT,))
    assert at.watch().show(DUTY).quiet == {"page": (NIGHT,), "bluesky": (NIGHT,)}
    assert at.chain.acts[-1].result == "23:00 to 06:00: promotional, appeal"
    at.watch().set_quiet(COMMS, ())
    assert at.watch().show(DUTY).quiet == {"page": (), "bluesky": ()}


@pytest.mark.parametrize(
    "hours",
    [NIGHT.model_copy(update={"classes": (MessageClass.LIFE_SAFETY,)}), NIGHT.model_copy(update={"end": "23:00"})],
)
def test_life_safety_is_never_quiet_and_no_hours_are_none(at: Officers, hours: Quiet) -> None:
    with pytest.raises(FeedError) as refusal:
        at.watch().set_quiet(COMMS, (NIGHT, hours))
    assert refusal.value.place == "hours"
    assert all(gate is None or gate.quiet == () for gate in at.way_in.state.gate_items.values())


def test_quiet_hours_that_are_set_in_part_name_the_rest(at: Officers, monkeypatch: pytest.MonkeyPatch) -> None:
    hush, watch = at.way_in.state.hush, at.watch()

    def half(channel: str, quiet: tuple[Quiet, ...]) -> GateState:
        if channel == "page":
            raise StateUnavailable("the table does not answer")
        return hush(channel, quiet)

    monkeypatch.setattr(at.way_in.state, "hush", half)
    with pytest.raises(PartlyWritten) as doubt:
        watch.set_quiet(COMMS, (NIGHT,))
    assert doubt.value.unwritten == ("page",)
    bluesky = at.way_in.state.gates(["bluesky"])["bluesky"]
    assert bluesky is not None
    assert bluesky.quiet == (NIGHT,)
    assert at.chain.acts[-1].result.endswith("; perhaps not written: page")


@pytest.mark.parametrize("role", Role)
def test_the_plan_alone_says_who_may(at: Officers, role: Role) -> None:
    caller, watch = somebody(role, username="one"), at.watch()
    deeds: dict[str, Callable[[], object]] = {
        "hand_over": lambda: watch.hand_over(caller, "a.khan", SUMMARY),
        "put_on_call": lambda: watch.put_on_call(caller, Role.SILVER, ()),
        "quiet": lambda: watch.set_quiet(caller, ()),
        "delegate": lambda: watch.delegate(caller, role, "a.khan", HOUR, "leave"),
    }
    done = set()
    for name, deed in deeds.items():
        try:
            deed()
        except NotAllowed:
            continue
        except LoudhailerError as error:
            pytest.fail(f"{name}: {error}")
        done.add(name)
    assert (
        done
        == {
            Role.DUTY: {"hand_over"},
            Role.CONTROL: {"hand_over"},
            Role.BRONZE: {"hand_over", "delegate"},
            Role.SILVER: {"hand_over", "delegate", "put_on_call", "quiet"},
            Role.GOLD: {"hand_over", "delegate", "put_on_call", "quiet"},
            Role.COMMS: {"hand_over", "delegate", "quiet"},
        }[role]
    )


def test_the_newest_versions_say_how_they_came_about(at: Officers) -> None:
    at.watch().put_on_call(GOLD, Role.SILVER, (KHAN,))
    lend(at)
    told = at.watch().show(DUTY, versions=5).versions
    assert [each.entry.what for each in told if each.entry] == [
        "lent silver to duty until 2026-11-22T18:30:00+00:00 (D2)",
        "put a.khan on call as silver",
    ]
    assert all("1632" not in each.model_dump_json() for each in told)
