"""From an order on the queue to somebody who says that they have it, through failures of everything between."""

import json
from datetime import timedelta

import pytest

from loudhailer.domain.caller import Caller, Role
from loudhailer.domain.callout import Callout, CalloutOrder, Means, Rung, key_of
from loudhailer.domain.errors import ClaimLost, NotAllowed, NotFound, StateUnavailable
from loudhailer.domain.watch import OnCall, Watch
from tests.builders import NOW
from tests.pipeline.callouts import Lines, Night, Phones

NAME = "approval:J3BWW4D7C-2"
ORDER = CalloutOrder(id=NAME, about="J3BWW4D7C-2", reason="An approval is owed for J3BWW4D7C-2.")
NOTHING = {"Called": 0, "Failed": 0, "Unanswered": 0, "Stuck": 0}
KEY = key_of(NAME)


def alone(username: str) -> Watch:
    """Return a watch of nobody else than this duty officer."""
    return Watch(on_call={Role.DUTY: (OnCall(username=username, phone="+441632960100"),)})


@pytest.fixture
def night() -> Night:
    return Night()


def test_the_first_person_is_called_at_once_by_a_text_message_with_a_link_of_their_own(night: Night) -> None:
    assert night.call_out(ORDER) == NOTHING | {"Called": 1}
    assert night.phones is not None
    link = f"https://desk.example/callouts/{KEY}?t=token-1"
    words = f"Loudhailer: An approval is owed for J3BWW4D7C-2. Say that you have it: {link}"
    assert night.phones.rung == [("+441632960100", Means.SMS, words)]
    (attempt,) = night.callout(NAME).attempts
    assert (attempt.username, attempt.result) == ("duty0", "taken: 1")


def test_an_order_that_comes_again_calls_nobody_again(night: Night) -> None:
    night.call_out(ORDER)
    assert night.call_out(ORDER.model_copy(update={"reason": "Another."})) == NOTHING
    assert len(night.rung) == 1


def test_a_whole_night_along_the_shipped_chain_never_falls_silent(night: Night) -> None:
    night.call_out(ORDER)
    counted, quiet = dict(NOTHING), 0
    for _ in range(8 * 60):
        night.clock.pass_(60)
        told = night.call_out.turn()
        counted = {word: counted[word] + told[word] for word in NOTHING}
        quiet = 0 if any(told.values()) else quiet + 1
        assert quiet < 10, "at most the minutes of the longest rung"
    assert counted["Called"] == 12 * 4 * 2 - 1, "everybody, twice a round, the first call but one"
    # Eleven times it began again from the top; after six hours only the alarm was left, every other minute.
    assert counted["Unanswered"] == 11 + (8 - 6) * 60 // 2 + 1
    assert [act.result for act in night.lines.acts] == ["exhausted: nobody has answered in 12 rounds"]
    assert night.phones is not None
    assert "URGENT, call 12, nobody has answered for 330 minutes" in night.phones.rung[-8][2]


def test_who_says_that_they_have_it_ends_it_and_nobody_is_called_any_more(night: Night) -> None:
    night.call_out(ORDER)
    night.clock.pass_(300)
    night.call_out.turn()
    answer = night.answer.acknowledge(KEY, "token-1")
    assert (answer.callout.acknowledged_by, answer.person) == ("duty0", False)
    before = len(night.rung)
    for _ in range(60):
        night.clock.pass_(60)
        assert night.call_out.turn() == NOTHING
    assert len(night.rung) == before
    (act,) = night.lines.acts
    assert (act.chain, act.by, act.deed, act.subject, act.result) == (
        "command",
        "duty0",
        "acknowledge call-out",
        NAME,
        "acknowledged by the link",
    )


def test_the_second_to_acknowledge_is_told_who_has_it_and_writes_no_second_line(night: Night) -> None:
    night.call_out(ORDER)
    night.answer.acknowledge(KEY, "token-1")
    again = night.answer.acknowledge_as(Caller("c.officer", frozenset({Role.COMMS})), KEY)
    assert again.callout.acknowledged_by == "duty0"
    assert len(night.lines.acts) == 1


def test_looking_changes_nothing(night: Night) -> None:
    night.call_out(ORDER)
    before = night.callout(NAME)
    assert night.answer.look(KEY, "token-1") == before
    assert night.callout(NAME) == before


@pytest.mark.parametrize(("key", "token"), [(KEY, "token-2"), (KEY, ""), ("a" * 12, "token-1")])
def test_a_wrong_link_and_a_wrong_call_out_are_told_the_same(night: Night, key: str, token: str) -> None:
    night.call_out(ORDER)
    for ask in (night.answer.look, night.answer.acknowledge):
        with pytest.raises(NotFound, match="this link leads nowhere"):
            ask(key, token)
    assert night.callout(NAME).is_open


def test_only_whom_the_plan_lets_read_lists_and_acknowledges(night: Night) -> None:
    night.call_out(ORDER)
    nobody = Caller("nobody", frozenset())
    with pytest.raises(NotAllowed):
        night.answer.unanswered(nobody)
    with pytest.raises(NotAllowed):
        night.answer.acknowledge_as(nobody, KEY)
    somebody = Caller("d.officer", frozenset({Role.DUTY}))
    assert [each.id for each in night.answer.unanswered(somebody)] == [NAME]
    with pytest.raises(NotFound):
        night.answer.acknowledge_as(somebody, "a" * 12)
    assert night.answer.acknowledge_as(somebody, KEY).callout.acknowledged_by == "d.officer"
    assert night.answer.unanswered(somebody) == []


def test_an_audit_that_does_not_answer_takes_nobody_s_answer_away(night: Night) -> None:
    night.call_out(ORDER)
    night.lines.broken = True
    assert night.answer.acknowledge(KEY, "token-1").person
    assert not night.callout(NAME).is_open


def test_two_clocks_never_take_the_same_step(night: Night) -> None:
    night.call_out(ORDER)
    night.clock.pass_(120)
    assert night.phones is not None
    others = night.store.due(night.clock(), 10)
    night.store.due = lambda *_: others  # type: ignore[method-assign]  # both clocks read the index before either wrote
    assert night.call_out.turn()["Called"] == 1
    assert night.call_out.turn() == NOTHING
    assert len(night.rung) == 2


def test_an_answer_while_the_telephone_is_being_asked_is_not_lost(night: Night) -> None:
    night.call_out(ORDER)
    night.clock.pass_(120)
    assert night.phones is not None
    night.phones.during.append(lambda: night.answer.acknowledge(KEY, "token-1"))
    night.call_out.turn()
    callout = night.callout(NAME)
    assert (callout.acknowledged_by, [each.result for each in callout.attempts]) == ("duty0", ["taken: 1", "taken: 2"])


def test_a_claim_whose_answer_was_lost_is_still_ours_and_the_call_is_made(night: Night) -> None:
    night.call_out(ORDER)
    night.clock.pass_(120)
    save = night.store.save

    def repeated(callout: Callout) -> Callout:
        save(callout)
        night.store.save = save  # type: ignore[method-assign]
        raise ClaimLost("the same put once more, by the client")

    night.store.save = repeated  # type: ignore[method-assign]
    assert night.call_out.turn()["Called"] == 1
    assert [means for _, means in night.rung] == [Means.SMS, Means.VOICE]


def test_a_worker_that_dies_on_the_telephone_leaves_the_next_step_to_the_clock(night: Night) -> None:
    def die() -> None:
        raise SystemError("the worker is gone")

    assert night.phones is not None
    night.phones.during.append(die)
    with pytest.raises(SystemError):
        night.call_out(ORDER)
    assert night.call_out(ORDER) == NOTHING, "perhaps it rang"
    night.clock.pass_(120)
    assert night.call_out.turn()["Called"] == 1
    assert night.rung == [("+441632960100", Means.VOICE)]


def test_a_text_message_that_is_not_taken_is_followed_by_the_voice_at_once(night: Night) -> None:
    night.phones = Phones(refuses={Means.SMS})
    assert night.call_out(ORDER) == NOTHING | {"Called": 1, "Failed": 1}
    assert [each.result for each in night.callout(NAME).attempts] == ["failed: ThrottlingException", "taken: 1"]


def test_where_nothing_is_taken_the_next_person_is_called_within_a_minute(night: Night) -> None:
    night.phones = Phones(refuses=set(Means))
    assert night.call_out(ORDER) == NOTHING | {"Failed": 2}
    night.clock.pass_(60)
    assert night.call_out.turn() == NOTHING | {"Failed": 2}
    assert [each.username for each in night.callout(NAME).attempts] == ["duty0", "duty0", "bronze0", "bronze0"]
    night.phones.refuses.clear()
    night.clock.pass_(60)
    night.call_out.turn()
    assert [means for _, means in night.rung] == [Means.SMS]


def test_without_a_telephone_every_call_out_is_an_alarm_at_once_and_says_so(night: Night) -> None:
    night.phones = None
    assert night.call_out(ORDER) == NOTHING | {"Unanswered": 1}
    (act,) = night.lines.acts
    assert act.result == "exhausted: nobody can be called: the service has no origination identity"
    night.clock.pass_(120)
    assert night.call_out.turn() == NOTHING | {"Unanswered": 1}
    assert len(night.lines.acts) == 1


def test_one_call_out_that_cannot_be_moved_stops_none_behind_it(night: Night) -> None:
    night.lines = Lines(broken=True)
    night.standing = Watch()
    for name in ("late:1", "late:2"):
        with pytest.raises(StateUnavailable):
            night.call_out(CalloutOrder(id=name))
    night.store.stored = {
        key: each.model_copy(update={"exhausted_at": None}) for key, each in night.store.stored.items()
    }
    night.clock.pass_(120)
    assert night.call_out.turn() == NOTHING | {"Unanswered": 2, "Stuck": 2}


def test_a_closed_one_calls_nobody_and_an_order_to_close_may_come_first(night: Night) -> None:
    night.call_out(ORDER)
    night.call_out(CalloutOrder(id=NAME, closed="it was approved"))
    night.call_out(CalloutOrder(id=NAME, closed="again"))
    assert night.callout(NAME).closed_why == "it was approved"
    night.call_out(CalloutOrder(id="glass:1", closed="it was reviewed"))
    assert night.call_out(CalloutOrder(id="glass:1", reason="Somebody broke the glass.")) == NOTHING
    night.clock.pass_(600)
    assert night.call_out.turn() == NOTHING
    assert len(night.rung) == 1


def test_an_order_may_have_a_chain_of_its_own_and_a_reason_too_long_is_cut_not_refused(night: Night) -> None:
    night.call_out(CalloutOrder(id="glass:1", reason="x\n" * 500, chain=(Rung(role=Role.GOLD, minutes=3),)))
    callout = night.callout("glass:1")
    assert (len(callout.reason), callout.attempts[0].username) == (160, "gold0")
    night.call_out(CalloutOrder(id="late:1"))
    assert night.callout("late:1").reason == "Somebody has to look at late:1."


def test_a_turn_that_takes_too_long_leaves_the_rest_to_the_next(night: Night) -> None:
    for number in range(3):
        night.call_out(CalloutOrder(id=f"late:{number}"))
    night.clock.pass_(120)
    assert night.phones is not None
    night.phones.during = [lambda: night.clock.pass_(31)]
    assert night.call_out.turn()["Called"] == 1
    assert night.call_out.turn()["Called"] == 2


def test_no_number_of_anybody_is_kept_or_written_down(night: Night) -> None:
    night.phones = Phones(refuses={Means.SMS})
    night.call_out(ORDER)
    night.standing = Watch()
    night.clock.pass_(300)
    night.call_out.turn()
    kept = [each.model_dump_json() for each in night.store.stored.values()]
    written = [act.model_dump_json() for act in night.lines.acts]
    assert written
    assert "1632" not in json.dumps([*kept, *written])


def test_a_new_duty_officer_gets_the_next_call(night: Night) -> None:
    night.standing = alone("old")
    night.call_out(ORDER)
    night.standing = alone("new")
    night.clock.pass_(timedelta(minutes=2).total_seconds())
    night.call_out.turn()
    assert [each.username for each in night.callout(NAME).attempts] == ["old", "new"]
    assert night.callout(NAME).opened_at == NOW
