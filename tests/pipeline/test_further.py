"""Words that are several posts (docs/adr/0028): each once, in order, never after newer words; none vanishes."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.delivery import POINTER, Due, State
from loudhailer.domain.errors import (
    CannotTell,
    ChannelUnavailable,
    Doubtful,
    ParentGone,
    PostRejected,
    RateLimited,
    StateUnavailable,
)
from loudhailer.domain.incident import Manner
from loudhailer.domain.post import Draft, Post, PostRef, Variant
from loudhailer.domain.spending import Window
from loudhailer.purse import Budget, Purse
from tests.builders import NOW
from tests.pipeline.desk import Desk
from tests.pipeline.further import LINK, MORE, Counted, Killed, at_step, in_parts, newer, owed, states, until_still

KEYS = ["AAAAAAA-1/bluesky", *(f"AAAAAAA-1/bluesky/post_{number}" for number in (2, 3, 4))]
ALL_SENT = [State.SENT] * 4


@pytest.fixture
def desk() -> Desk:
    return Desk(platform=Counted(), retracts=True)


def begun(desk: Desk, alert: Alert | None = None) -> Alert:
    alert = desk.commit(alert or in_parts())
    assert desk.deliver(alert).word == "Sent"
    return alert


def landed(desk: Desk) -> list[str]:
    assert isinstance(desk.platform, Counted)
    return desk.platform.landed


def test_each_post_hangs_on_the_one_before_it_in_its_own_language(desk: Desk) -> None:
    alert = begun(desk)
    until_still(desk)
    first, rest, other, last = desk.platform.published
    assert [post.key for post in desk.platform.published] == KEYS
    assert desk.texts() == ["first of 1", *(each.text for each in MORE)]
    assert [post.language for post in desk.platform.published] == ["en-GB", "en-GB", "cy", "cy"]
    for post, before in ((rest, first), (other, rest), (last, other)):
        assert post.parent is not None
        assert (post.parent.root.id, post.parent.last.id) == (first.key, before.key)
    assert [post.link for post in (rest, other, last)] == ["", "", LINK], "a link stands where its address is"
    assert states(desk, alert) == ALL_SENT
    assert [desk.delivery(alert, f"post_{number}").posts for number in (2, 3, 4)] == [4, 4, 4]


def test_nothing_waits_for_a_sweep_where_nothing_goes_wrong(desk: Desk) -> None:
    begun(desk)
    while desk.queue.put_on:
        desk.follow()
    assert len(desk.platform.published) == 4
    assert desk.clock() == NOW
    assert owed(desk) == []


def test_what_comes_next_hangs_on_the_last_of_them(desk: Desk) -> None:
    begun(desk)
    until_still(desk)
    begun(desk, in_parts(2))
    until_still(desk)
    parents = [post.parent.last.id for post in desk.platform.published if post.parent]
    assert parents[3] == KEYS[-1], "so the thread reads in order"
    assert [post.parent.root.id for post in desk.platform.published[4:] if post.parent] == [KEYS[0]] * 4


def test_where_nothing_hangs_under_another_each_stands_on_its_own_and_the_first_stays_the_first() -> None:
    desk = Desk(platform=Counted(), name="x", replies=False)
    begun(desk)
    until_still(desk)
    assert [post.parent for post in desk.platform.published] == [None] * 4
    thread = desk.thread()
    assert (thread.first and thread.first.id, thread.last and thread.last.id) == (
        "AAAAAAA-1/x",
        "AAAAAAA-1/x/post_4",
    )


def test_a_pause_between_two_posts_holds_the_rest_and_releasing_it_goes_on(desk: Desk) -> None:
    alert = begun(desk)
    desk.state.level("lockdown", desk.name)
    until_still(desk, 5)
    assert (desk.texts(), states(desk, alert)) == (["first of 1"], [State.SENT, State.HELD])
    desk.state.level("normal", desk.name)
    held = desk.delivery(alert, "post_2")
    changes = {"state": State.PENDING, "released_by": "s.officer", "due": Due.UNCLAIMED, "due_at": desk.clock()}
    changes |= {"alone": True}
    desk.state.save(held.model_copy(update=changes))
    until_still(desk)
    assert landed(desk) == KEYS
    last = desk.delivery(alert, "post_4")
    assert (last.released_by, last.alone) == ("s.officer", True)


def test_newer_words_end_what_has_not_gone_and_the_line_says_how_much(desk: Desk) -> None:
    alert = begun(desk)
    newer(desk, in_parts(2))
    until_still(desk, 3)
    assert states(desk, alert) == [State.SENT, State.SUPERSEDED]
    reason = desk.delivery(alert, "post_2").reason
    assert reason == "revision 2 has replaced it; so do the 2 that would follow it"


def test_newer_words_wait_for_the_post_that_is_leaving_and_land_behind_it(desk: Desk) -> None:
    alert = begun(desk)
    later, words = in_parts(2), []

    def meanwhile(post: Post) -> None:
        if post.key == KEYS[1]:
            words.append(desk.deliver(newer(desk, later)).word)

    desk.platform.during = meanwhile
    desk.follow()
    desk.deliver(later)
    until_still(desk)
    assert words == ["Waited"]
    assert landed(desk)[:3] == [*KEYS[:2], "AAAAAAA-2/bluesky"]
    assert states(desk, alert) == [State.SENT, State.SENT, State.SUPERSEDED]


def test_a_post_that_is_found_late_never_moves_the_thread_back_behind_newer_words(desk: Desk) -> None:
    begun(desk)
    desk.platform.after = [Doubtful("no answer")]
    desk.platform.blind = [Doubtful("no answer")] * 2
    desk.follow()
    desk.clock.pass_(11)
    begun(desk, newer(desk, in_parts(2, more=())))
    until_still(desk, 10)
    thread = desk.thread()
    assert thread.last is not None
    assert (thread.last.id, thread.last_revision) == ("AAAAAAA-2/bluesky", 2)
    assert landed(desk) == [*KEYS[:2], "AAAAAAA-2/bluesky"]


def test_a_doubt_is_looked_for_before_anything_follows(desk: Desk) -> None:
    alert = begun(desk)
    desk.platform.after = [Doubtful("no answer")]
    desk.follow()
    assert states(desk, alert) == [State.SENT, State.UNKNOWN]
    until_still(desk)
    assert (landed(desk), states(desk, alert)) == (KEYS, ALL_SENT)


def test_a_doubt_that_only_a_person_can_settle_keeps_the_rest_until_they_do(desk: Desk) -> None:
    alert = begun(desk)
    desk.platform.after, desk.platform.blind = [Doubtful("no answer")], [CannotTell("nobody can say")]
    until_still(desk, 4)
    assert states(desk, alert) == [State.SENT, State.UNKNOWN]
    assert desk.delivery(alert, "post_2").due is Due.DOUBT


def test_where_the_rest_of_a_language_fails_the_other_language_goes_on(desk: Desk) -> None:
    alert = begun(desk)
    desk.platform.before = [PostRejected("not these words")]
    assert [report.person for report in desk.follow()] == [True], "somebody must say the rest by other means"
    until_still(desk)
    assert states(desk, alert) == [State.SENT, State.FAILED, State.SENT, State.SENT]
    assert landed(desk) == [KEYS[0], *KEYS[2:]]
    other = desk.platform.published[1]
    assert other.parent is not None
    assert other.parent.last.id == KEYS[0]


def test_what_goes_on_from_a_post_that_failed_has_failed_too_and_says_why(desk: Desk) -> None:
    alert = begun(desk)
    desk.follow()
    desk.platform.before = [PostRejected("not these words")]
    until_still(desk)
    assert states(desk, alert) == [State.SENT, State.SENT, State.FAILED, State.FAILED]
    left = desk.delivery(alert, "post_4")
    assert (left.reason, left.post and left.post.text) == ("post 3 failed, and it goes on from there", MORE[2].text)


def test_a_post_under_one_that_is_gone_is_said_on_its_own_and_the_rest_hangs_on_it(desk: Desk) -> None:
    alert = begun(desk)
    desk.platform.before = [ParentGone("deleted")]
    until_still(desk)
    assert states(desk, alert) == ALL_SENT
    _, alone, other, _ = desk.platform.published
    assert (alone.parent, alone.text) == (None, MORE[0].text)
    assert other.parent is not None
    assert other.parent.root.id == alone.key


def test_a_failed_post_lifts_no_doubt_about_its_alert(desk: Desk) -> None:
    """Somebody has seen the first one, so no id is known: an all-clear must follow all the same."""
    alert = begun(desk)
    thread = desk.thread()
    seen = thread.model_copy(update={"first": None, "last": None, "last_revision": 0, "doubts": (alert.identifier,)})
    desk.state.threads[thread.source, thread.incident_id, desk.name] = seen
    desk.platform.before = [PostRejected("no")] * 2
    until_still(desk)
    assert desk.thread().doubts == (alert.identifier,)
    end = desk.commit(in_parts(2, more=(), msg_type=MsgType.CANCEL))
    assert desk.deliver(end).word == "Sent"


def test_what_follows_a_post_that_somebody_wants_off_is_not_said_or_comes_off_too(desk: Desk) -> None:
    alert = begun(desk)

    def regret(_: Post) -> None:
        first = desk.delivery(alert)
        desk.state.save(first.model_copy(update={"retract_by": "s.officer", "due": Due.RETRACT, "due_at": NOW}))

    desk.platform.during = regret
    desk.follow()
    until_still(desk)
    assert desk.platform.public == {}
    assert sorted(desk.platform.taken_off) == KEYS[:2]
    assert states(desk, alert) == [State.RETRACTED, State.RETRACTED]


def test_a_post_whose_first_was_taken_off_meanwhile_is_not_said_on_its_own(desk: Desk) -> None:
    alert = begun(desk)
    first = desk.delivery(alert)
    desk.state.save(first.settled(State.RETRACTED, "off").model_copy(update={"retract_by": "s.officer"}))
    desk.platform.before = [ParentGone("deleted")]
    until_still(desk)
    assert states(desk, alert) == [State.RETRACTED, State.RETRACTED]
    assert landed(desk) == KEYS[:1]


def test_a_correction_that_takes_down_takes_every_post_off(desk: Desk) -> None:
    begun(desk)
    until_still(desk)
    correction = in_parts(2, more=(), manner=Manner.CORRECTION, since=1, references=("AAAAAAA-1",), takes_down=True)
    begun(desk, newer(desk, correction))
    until_still(desk)
    assert sorted(desk.platform.taken_off) == sorted(KEYS)


def test_a_post_made_anew_has_its_pointer_and_what_follows_it(desk: Desk) -> None:
    begun(desk, in_parts(more=()))
    words = {Variant.ANEW: Draft("anew", more=MORE[:1]), Variant.POINTER: Draft("see {address}", room=90)}
    correction = in_parts(2, anew=True, manner=Manner.CORRECTION, drafts={"bluesky": words})
    begun(desk, newer(desk, correction))
    until_still(desk)
    assert sorted(landed(desk)[2:]) == ["AAAAAAA-2/bluesky/pointer", "AAAAAAA-2/bluesky/post_2"]
    rest = desk.platform.public["AAAAAAA-2/bluesky/post_2"]
    assert rest.parent is not None
    assert rest.parent.root.id == "AAAAAAA-2/bluesky", "the new post is where it goes on"
    assert desk.delivery(correction, POINTER).state is State.SENT


def test_each_takes_its_own_share_of_the_budget(desk: Desk) -> None:
    desk.purse = Purse(budget=(Budget(unit="posts", most=3, per=Window.HOUR),), reserve=0.05)
    alert = begun(desk)
    desk.follow()
    desk.follow()
    assert states(desk, alert) == [State.SENT, State.SENT, State.RETRY]
    assert desk.delivery(alert, "post_3").reason.startswith("the budget of bluesky")


def test_what_a_person_has_seen_is_gone_on_from_on_its_own(desk: Desk) -> None:
    alert = begun(desk)
    seen = desk.delivery(alert).model_copy(update={"ref": PostRef("", "https://social.example/1"), "due": Due.FOLLOW})
    desk.commit(alert, **dict(seen))
    desk.state.threads.clear()
    del desk.state.stored[alert.identifier, "bluesky/post_2"]
    desk.deliver(alert)
    until_still(desk)
    _, rest, other, _ = desk.platform.published
    assert rest.parent is None
    assert other.parent is not None


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
def test_a_worker_that_dies_at_any_step_leaves_each_post_out_once_and_in_order(*, done: bool) -> None:
    for step in range(1, 100):
        desk = Desk(platform=Counted())
        alert = desk.commit(in_parts(), due=Due.UNCLAIMED, due_at=NOW + timedelta(seconds=90))
        came = at_step(desk, step, done=done)
        with suppress(Killed):
            desk.deliver(alert)
            while desk.queue.put_on:
                desk.follow()
        if not came():
            return
        until_still(desk)
        assert landed(desk) == KEYS, step
        assert states(desk, alert) == ALL_SENT, step
    raise AssertionError("it has more steps than were tried")


FAULTS = {
    "none": None,
    "not now": ChannelUnavailable("down"),
    "too fast": RateLimited("slow down", 40),
    "no answer": Doubtful("no answer"),
    "gone": ParentGone("deleted"),
    "killed": Killed(),
    "refused": PostRejected("no"),
}
EVENTS = st.sampled_from(
    [
        *(("before", name) for name in FAULTS),
        *(("after", name) for name in ("no answer", "killed")),
        ("blind", "no answer"),
        *((name, "") for name in ("pause", "resume", "newer", "queue")),
    ]
)


@settings(max_examples=100, deadline=None)
@given(events=st.lists(EVENTS, max_size=12))
def test_whatever_goes_wrong_between_them_each_lands_at_most_once_in_order_and_never_after_newer_words(
    events: list[tuple[str, str]],
) -> None:
    desk = Desk(platform=Counted())
    alerts = [desk.commit(in_parts(), due=Due.UNCLAIMED, due_at=NOW)]
    for kind, name in events:
        step(desk, alerts, kind, name)
        with suppress(Killed, StateUnavailable):
            for each in owed(desk):
                desk.deliver(desk.state.alert(each.alert_id), part=each.part)
            desk.follow()
        desk.clock.pass_(100)
    desk.state.level("normal", desk.name)
    desk.platform.before, desk.platform.after, desk.platform.blind = [], [], []
    until_still(desk)
    keys = landed(desk)
    assert len(keys) == len(set(keys))
    assert keys == sorted(keys), "in order, and an older alert's never after a newer one's"
    for alert in alerts:
        assert not set(states(desk, alert)) & {State.PENDING, State.CLAIMED, State.RETRY}, "none is forgotten"
    if keys and desk.thread().last is not None:
        assert desk.thread().last_revision == max(int(key[8]) for key in keys)


def step(desk: Desk, alerts: list[Alert], kind: str, name: str) -> None:
    match kind:
        case "pause" | "resume":
            desk.state.level("lockdown" if kind == "pause" else "normal", desk.name)
        case "newer" if len(alerts) < 3:
            alerts.append(newer(desk, in_parts(len(alerts) + 1)))
            last = desk.delivery(alerts[-1])
            desk.state.save(last.model_copy(update={"due": Due.UNCLAIMED, "due_at": desk.clock()}))
        case "queue":
            desk.queue.put_on = []
        case "before" | "after" | "blind":
            error = FAULTS[name]
            getattr(desk.platform, kind).extend([error] if error else [])
        case _:
            pass
