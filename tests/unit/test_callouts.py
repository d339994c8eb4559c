"""Who is called next: never silence while nobody has answered, every rung reached, nobody called after an answer."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.callouts import Call, Exhausted, Rest, answered, called, holder_of, next_call, words_for
from loudhailer.domain.caller import Role
from loudhailer.domain.callout import MOST_ATTEMPTS, Callout, CalloutOrder, Means, Rung, key_of, order_body, read_order
from loudhailer.domain.errors import UnreadableBody
from loudhailer.domain.watch import OnCall, Watch
from tests.builders import NOW

LONGEST = timedelta(minutes=120)
LINK = "https://desk.example/callouts/k?t=token"


def a_callout(*minutes: int, **changes: object) -> Callout:
    """Return a call-out that has just been opened; a rung a number, from the duty officer up."""
    roles = (Role.DUTY, Role.BRONZE, Role.SILVER, Role.GOLD)
    chain = tuple(Rung(role=role, minutes=each) for role, each in zip(roles, minutes or (5, 5, 10, 10), strict=False))
    values: dict[str, object] = {
        "id": "approval:J3BWW4D7C-2",
        "about": "J3BWW4D7C-2",
        "reason": "An approval is owed.",
        "chain": chain,
        "voice_after": 2,
        "rounds": 12,
        "opened_at": NOW,
        "next_at": NOW,
    }
    return Callout.model_validate(values | changes)


def a_watch(**on_call: int) -> Watch:
    """Return a watch with so many people on call in each role."""
    people = {
        Role(role): tuple(OnCall(username=f"{role}{place}", phone=f"+44163296010{place}") for place in range(count))
        for role, count in on_call.items()
    }
    return Watch(on_call=people, version=1)


ALL = a_watch(duty=1, bronze=1, silver=1, gold=1)


def play(
    callout: Callout, watch: Watch, steps: int, *, takes: Callable[[Call], bool] = lambda _: True
) -> list[tuple[int, str]]:
    """Let the clock look at each due time; return whom it called or "alarm", and after how many minutes."""
    heard: list[tuple[int, str]] = []
    for _ in range(steps):
        now = callout.next_at
        minute = int((now - NOW).total_seconds() // 60)
        step = next_call(callout, watch, now)
        assert step == next_call(callout, watch, now), "a decision is the same however often it is made"
        match step:
            case Call():
                heard.append((minute, f"{step.person.username} {step.means}"))
                callout = called(callout, step, now, "token" if step.means is Means.SMS else "")
                taken = takes(step)
                callout = answered(
                    callout, callout.attempts[-1], "taken: 1" if taken else "failed: no", now, taken=taken
                )
                if not taken:
                    callout = callout.model_copy(update={"next_at": now + timedelta(minutes=1)})
            case Exhausted():
                heard.append((minute, "alarm"))
                callout = callout.model_copy(update={"next_at": step.next_at})
            case Rest():
                pytest.fail("silence, though nobody has answered")
        assert now < callout.next_at <= now + LONGEST
    return heard


def test_the_shipped_chain_is_gone_through_minute_by_minute_and_begins_again() -> None:
    assert play(a_callout(), ALL, 9) == [
        (0, "duty0 sms"),
        (2, "duty0 voice"),
        (5, "bronze0 sms"),
        (7, "bronze0 voice"),
        (10, "silver0 sms"),
        (12, "silver0 voice"),
        (20, "gold0 sms"),
        (22, "gold0 voice"),
        (30, "duty0 sms"),
    ]


def test_everybody_of_a_rung_is_called_before_the_next_rung() -> None:
    heard = play(a_callout(), a_watch(duty=2, silver=1), 7)
    assert [who for _, who in heard] == [
        "duty0 sms",
        "duty0 voice",
        "duty1 sms",
        "duty1 voice",
        "silver0 sms",
        "silver0 voice",
        "duty0 sms",
    ]


def test_a_rung_with_nobody_on_call_costs_no_minute() -> None:
    assert play(a_callout(), a_watch(gold=1), 1) == [(0, "gold0 sms")]


def test_with_nobody_on_call_at_all_it_alarms_until_somebody_takes_the_watch() -> None:
    callout = a_callout()
    assert play(callout, Watch(), 3) == [(0, "alarm"), (2, "alarm"), (4, "alarm")]
    assert play(callout, a_watch(bronze=1), 1) == [(0, "bronze0 sms")]


def test_after_its_rounds_only_the_alarm_is_left_and_it_does_not_end() -> None:
    heard = play(a_callout(rounds=2), ALL, 30)
    assert [who for _, who in heard].count("duty0 sms") == 2
    assert [who for _, who in heard[16:]] == ["alarm"] * 14


def test_an_outage_of_the_telephone_uses_no_round_up() -> None:
    heard = play(a_callout(rounds=1), ALL, 200, takes=lambda _: False)
    assert "alarm" not in {who for _, who in heard}


def test_who_gave_the_watch_away_after_the_text_message_is_left_to_sleep() -> None:
    callout = a_callout()
    first = next_call(callout, ALL, NOW)
    assert isinstance(first, Call)
    callout = called(callout, first, NOW, "token")
    relieved = ALL.model_copy(
        update={"on_call": {**ALL.on_call, Role.DUTY: (OnCall(username="new", phone="+441632960109"),)}}
    )
    then = next_call(callout, relieved, callout.next_at)
    assert isinstance(then, Call)
    assert (then.person.username, then.means) == ("new", Means.SMS)


def test_nothing_happens_before_its_time() -> None:
    assert next_call(a_callout(), ALL, NOW - timedelta(seconds=1)) == Rest()


def test_each_round_is_louder_and_says_how_long_nobody_has_answered() -> None:
    late = a_callout(round=2, attempts=[{"username": "duty0", "means": "sms", "at": NOW + timedelta(minutes=60)}])
    call = Call(ALL.on_call[Role.DUTY][0], Means.SMS, 2, 0, NOW)
    assert words_for(late, call, LINK) == (
        "Loudhailer: URGENT, call 3, nobody has answered for 60 minutes. An approval is owed. "
        f"Say that you have it: {LINK}"
    )
    spoken = words_for(a_callout(), Call(ALL.on_call[Role.DUTY][0], Means.VOICE, 0, 0, NOW), LINK)
    assert spoken.count("An approval is owed.") == 2
    assert "http" not in spoken


def test_a_call_does_not_show_the_number_where_it_is_printed() -> None:
    call = next_call(a_callout(), ALL, NOW)
    assert isinstance(call, Call)
    assert call.person.phone.startswith("+44")
    assert "1632" not in repr(call)


def test_only_the_last_attempts_are_kept() -> None:
    callout = a_callout(1)
    watch = a_watch(duty=1)
    for _ in range(MOST_ATTEMPTS + 5):
        step = next_call(callout.model_copy(update={"round": 0}), watch, callout.next_at)
        assert isinstance(step, Call)
        callout = called(callout, step, callout.next_at, "token")
    assert len(callout.attempts) == MOST_ATTEMPTS


def test_a_token_is_whose_link_it_is_and_only_its_digest_is_kept() -> None:
    first = next_call(a_callout(), ALL, NOW)
    assert isinstance(first, Call)
    callout = called(a_callout(), first, NOW, "a-long-and-random-token")
    assert holder_of(callout, "a-long-and-random-token") == "duty0"
    assert {holder_of(callout, wrong) for wrong in ("", "another", "a-long-and-random-toke", "ü\ud800")} == {""}
    assert "a-long-and-random-token" not in callout.model_dump_json()
    assert holder_of(a_callout(), "") == "", "who was only spoken to has no link"


def test_an_answer_that_comes_late_changes_its_own_attempt_alone() -> None:
    callout, watch = a_callout(), a_watch(duty=1)
    for _ in range(2):
        step = next_call(callout, watch, callout.next_at)
        assert isinstance(step, Call)
        callout = called(callout, step, callout.next_at)
    after = answered(callout, callout.attempts[0], "failed: late", NOW, taken=False)
    assert [each.result for each in after.attempts] == ["failed: late", "asked"]
    assert after.next_at == callout.next_at, "the next step has its own time by now"


def test_a_key_says_nothing_and_is_always_the_same() -> None:
    assert (
        key_of("unknown:J3BWW4D7C-2/bluesky")
        == key_of("unknown:J3BWW4D7C-2/bluesky")
        != key_of("unknown:J3BWW4D7C-2/page")
    )
    assert key_of("approval:J3BWW4D7C-2").isalnum()


def test_an_order_is_read_back_and_one_of_another_version_goes_back() -> None:
    order = CalloutOrder(
        id="glass:1", about="glass", reason="Somebody broke the glass.", chain=(Rung(role=Role.GOLD, minutes=3),)
    )
    assert read_order(order_body(order)) == order
    assert read_order('{"v": 0, "id": "a", "new": 1}') == CalloutOrder(v=0, id="a")
    for body in ("", "[]", "{}", '{"id": ""}', '{"id": "a", "v": 2}', '{"id": "\\ud800"}', "[" * 100_000):
        with pytest.raises(UnreadableBody):
            read_order(body)


minutes = st.lists(st.integers(min_value=1, max_value=30), min_size=1, max_size=4)
crowds = st.fixed_dictionaries(
    {role.value: st.integers(0, 3) for role in (Role.DUTY, Role.BRONZE, Role.SILVER, Role.GOLD)}
)


@given(minutes, crowds, st.integers(1, 10), st.integers(1, 4), st.data())
def test_while_nobody_answers_it_is_never_silent_and_every_rung_is_reached(
    rungs: list[int], crowd: dict[str, int], voice_after: int, rounds: int, data: st.DataObject
) -> None:
    callout = a_callout(*rungs, voice_after=voice_after, rounds=rounds)
    watch = a_watch(**crowd)
    takes = data.draw(st.sampled_from((lambda _: True, lambda _: False, lambda call: call.means is Means.VOICE)))
    people = [f"{rung.role}{place}" for rung in callout.chain for place in range(crowd[rung.role])]
    heard = play(callout, watch, 2 * len(people) + 2, takes=takes)
    called_first = [who.split()[0] for _, who in heard if who != "alarm"][: 2 * len(people)]
    assert list(dict.fromkeys(called_first)) == people, "in the chain's order, nobody left out"
    assert people or {who for _, who in heard} == {"alarm"}


@given(minutes, crowds, st.integers(0, 12), st.booleans())
def test_after_an_answer_or_its_end_nobody_is_called(
    rungs: list[int],
    crowd: dict[str, int],
    steps: int,
    closed: bool,  # noqa: FBT001
) -> None:
    callout, watch = a_callout(*rungs), a_watch(**crowd)
    for _ in range(steps):
        step = next_call(callout, watch, callout.next_at)
        if isinstance(step, Call):
            callout = called(callout, step, callout.next_at)
    ends = {"closed_at": NOW} if closed else {"acknowledged_at": NOW, "acknowledged_by": "somebody"}
    over = callout.model_copy(update=ends)
    for later in (0, 1, 60, 10_000):
        assert next_call(over, watch, over.next_at + timedelta(minutes=later)) == Rest()


@given(st.lists(crowds, min_size=1, max_size=12))
def test_however_the_watch_changes_hands_it_goes_on(changes: list[dict[str, int]]) -> None:
    callout = a_callout()
    for crowd in changes * 4:
        now = callout.next_at
        match next_call(callout, a_watch(**crowd), now):
            case Call() as call:
                callout = called(callout, call, now)
            case Exhausted(next_at=then):
                callout = callout.model_copy(update={"next_at": then})
            case Rest():
                pytest.fail("silence, though nobody has answered")
        assert callout.next_at > now
