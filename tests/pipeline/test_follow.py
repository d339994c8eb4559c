"""What follows once a post is out: a pointer from the old thread, earlier posts taken off, the people of a list."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.delivery import POINTER, Due, State
from loudhailer.domain.errors import (
    CannotTell,
    ChannelUnavailable,
    Doubtful,
    OptedOut,
    ParentGone,
    PostRejected,
    RateLimited,
    StateUnavailable,
)
from loudhailer.domain.incident import Manner
from loudhailer.domain.post import Draft, Variant
from tests.builders import NOW, an_alert
from tests.pipeline.desk import Desk, update

FIRST_AT = "https://social.example/AAAAAAA-1/bluesky"
SECOND_AT = "https://social.example/AAAAAAA-2/bluesky"


def a_correction(**changes: object) -> Alert:
    """Return a correction of the first alert, whose words lead to it and from it."""
    words = {variant: Draft(text=f"{variant} words of 2") for variant in Variant}
    words[Variant.ANEW] = Draft(text="Correction. Leave now.\nOur first post on this: {address}", room=60)
    words[Variant.POINTER] = Draft(text="We have corrected this: {address}\nIssued 5:30pm.", room=60)
    values = {"revision": 2, "msg_type": MsgType.UPDATE, "manner": Manner.CORRECTION, "anew": True, "since": 1}
    return an_alert(**values | {"references": ("AAAAAAA-1",), "drafts": {"bluesky": words}} | changes)


@pytest.fixture
def desk() -> Desk:
    return Desk(retracts=True)


def corrected(desk: Desk, **changes: object) -> Alert:
    desk.deliver(desk.commit(an_alert()))
    correction = desk.commit(a_correction(**changes))
    assert desk.deliver(correction).word == "Sent"
    return correction


def test_a_correction_is_a_post_of_its_own_that_leads_to_the_first_and_is_led_to_from_there(desk: Desk) -> None:
    correction = corrected(desk)
    assert [report.word for report in desk.follow()] == ["Sent"]
    _, anew, pointer = desk.platform.published
    assert (anew.parent, anew.text) == (None, f"Correction. Leave now.\nOur first post on this: {FIRST_AT}")
    assert pointer.text == f"We have corrected this: {SECOND_AT}\nIssued 5:30pm."
    assert pointer.parent is not None
    assert (pointer.parent.root.url, pointer.key) == (FIRST_AT, "AAAAAAA-2/bluesky/pointer")
    assert (desk.delivery(correction).due, desk.delivery(correction, POINTER).state) == (None, State.SENT)


def test_what_comes_next_hangs_on_the_correction(desk: Desk) -> None:
    corrected(desk)
    desk.follow()
    desk.deliver(desk.commit(update(3)))
    parent = desk.platform.published[-1].parent
    assert parent is not None
    assert (parent.root.url, parent.last.url) == (SECOND_AT, SECOND_AT)


def test_a_first_post_without_an_address_is_not_led_to(desk: Desk) -> None:
    first = desk.commit(an_alert())
    desk.deliver(first)
    thread = desk.thread()
    nowhere = replace(thread.first, url="") if thread.first else None
    desk.state.threads[thread.source, thread.incident_id, "bluesky"] = thread.model_copy(
        update={"first": nowhere, "last": nowhere}
    )
    desk.deliver(desk.commit(a_correction()))
    assert desk.texts()[-1] == "Correction. Leave now."


def test_where_the_words_anew_do_not_fit_the_correction_is_a_reply(desk: Desk) -> None:
    desk.deliver(desk.commit(an_alert()))
    words = {variant: Draft(text=f"{variant} words") for variant in (Variant.REPLY, Variant.STANDALONE)}
    desk.deliver(desk.commit(a_correction(drafts={"bluesky": words})))
    assert desk.platform.published[-1].parent is not None
    assert desk.queue.put_on == []


def test_a_platform_without_replies_gets_no_pointer_and_no_parent() -> None:
    desk = Desk(replies=False)
    corrected(desk)
    desk.deliver(desk.commit(update(3)))
    assert (desk.queue.put_on, [post.parent for post in desk.platform.published]) == ([], [None, None, None])


def test_a_worker_that_dies_before_the_pointer_is_put_leaves_it_owed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.deliver(desk.commit(an_alert()))
    correction = desk.commit(a_correction())

    def refuse(_: object) -> None:
        raise StateUnavailable("the queue does not answer")

    monkeypatch.setattr(desk.queue, "put", refuse)
    assert desk.deliver(correction).word == "Contended"
    assert (desk.delivery(correction).state, desk.delivery(correction).due) == (State.SENT, Due.FOLLOW)
    monkeypatch.undo()
    assert desk.deliver(correction).word == "Followed"
    desk.follow()
    assert len(desk.platform.published) == 3
    assert desk.deliver(correction).word == "Repeated"


def test_a_pointer_under_a_post_that_is_gone_is_not_said_at_all(desk: Desk) -> None:
    correction = corrected(desk)
    desk.platform.before = [ParentGone("deleted")]
    desk.follow()
    assert desk.delivery(correction, POINTER).state is State.SUPERSEDED


def test_a_pointer_gives_way_to_newer_words(desk: Desk) -> None:
    correction = corrected(desk)
    head = desk.state.head(correction.source, correction.incident_id)
    desk.state.heads[head.source, head.id] = head.model_copy(update={"spoken": 3})
    desk.follow()
    assert desk.delivery(correction, POINTER).state is State.SUPERSEDED


def test_earlier_posts_are_taken_off_once_the_correction_is_out_and_not_before(desk: Desk) -> None:
    first = desk.commit(an_alert())
    desk.deliver(first)
    correction = desk.commit(a_correction(takes_down=True, by="d.officer"))
    desk.platform.before = [ChannelUnavailable("down")]
    desk.deliver(correction)
    assert (desk.delivery(first).retract_by, desk.queue.put_on) == ("", [])
    desk.clock.pass_(600)
    desk.deliver(correction)
    assert desk.delivery(first).retract_by == "d.officer"
    desk.follow()
    assert desk.platform.taken_off == ["AAAAAAA-1/bluesky"]
    assert len(desk.platform.published) == 2, "no pointer hangs under a post that goes"
    gone = desk.delivery(first)
    assert (gone.state, gone.reason) == (State.RETRACTED, "taken off, as d.officer wanted")
    assert gone.post is not None, "a copy of the words is kept"


def test_an_earlier_episode_stays_as_it_is(desk: Desk) -> None:
    first = desk.commit(an_alert())
    desk.deliver(first)
    desk.deliver(desk.commit(a_correction(takes_down=True, since=2, msg_type=MsgType.ALERT)))
    assert (desk.delivery(first).retract_by, desk.queue.put_on) == ("", [])


@pytest.mark.parametrize("passing", [RateLimited("soon", 30), ChannelUnavailable("down"), Doubtful("no answer")])
def test_a_post_that_cannot_be_taken_off_now_is_tried_again(desk: Desk, passing: Exception) -> None:
    first = desk.commit(an_alert())
    desk.deliver(first)
    desk.commit(first, **dict(desk.delivery(first)) | {"retract_by": "c.officer", "due": Due.RETRACT})
    desk.platform.stubborn = [passing]
    report = desk.deliver(first)
    assert (report.word, report.again) == ("Retracting", True)
    assert desk.deliver(first).word == "Retracted"


def test_a_post_that_the_platform_keeps_is_for_a_person(desk: Desk) -> None:
    first = desk.commit(an_alert())
    desk.deliver(first)
    desk.commit(first, **dict(desk.delivery(first)) | {"retract_by": "c.officer", "due": Due.RETRACT})
    desk.platform.stubborn = [PostRejected("too old")]
    report = desk.deliver(first)
    assert (report.word, report.person, report.again) == ("Kept", True, False)
    assert (desk.delivery(first).state, desk.delivery(first).retract_by) == (State.SENT, "")


@pytest.mark.parametrize("state", [State.PENDING, State.RETRY])
def test_a_tombstone_keeps_a_post_from_ever_leaving(desk: Desk, state: State) -> None:
    alert = desk.commit(an_alert(), state=state, retract_by="c.officer")
    assert desk.deliver(alert).word == "Retracted"
    assert (desk.delivery(alert).state, desk.platform.published) == (State.RETRACTED, [])
    assert desk.deliver(alert).word == "Repeated"


def test_a_doubtful_post_that_somebody_wants_off_is_looked_for_and_taken_off(desk: Desk) -> None:
    alert = desk.commit(an_alert())
    desk.platform.after = [Doubtful("no answer")]
    desk.deliver(alert)
    desk.commit(alert, **dict(desk.delivery(alert)) | {"retract_by": "c.officer"})
    desk.clock.pass_(11)
    assert desk.deliver(alert).word == "Retracted"
    assert desk.platform.public == {}


def test_each_of_a_list_has_a_delivery_of_their_own_and_is_sent_to_once() -> None:
    desk = Desk(recipients=("ward-1", "ward-2"), replies=False)
    alert = desk.commit(an_alert())
    assert desk.deliver(alert).word == "Spread"
    assert desk.deliver(alert).word == "Repeated"
    assert [report.word for report in desk.follow()] == ["Sent", "Sent"]
    assert [post.recipient for post in desk.platform.published] == ["ward-1", "ward-2"]
    assert {post.key for post in desk.platform.published} == {"AAAAAAA-1/bluesky/ward-1", "AAAAAAA-1/bluesky/ward-2"}
    assert (desk.delivery(alert).state, desk.delivery(alert).reason) == (State.SENT, "2 on its list")


def test_an_all_clear_goes_to_those_of_a_list_whom_the_alert_reached() -> None:
    desk = Desk(recipients=("ward-1", "ward-2"), replies=False)
    desk.platform.before = [OptedOut("they want no more")]
    alert = desk.commit(an_alert())
    desk.deliver(alert)
    desk.follow()
    assert desk.delivery(alert, "ward-1").state is State.SUPPRESSED
    end = desk.commit(an_alert(revision=2, msg_type=MsgType.CANCEL))
    desk.deliver(end)
    desk.follow()
    assert [post.recipient for post in desk.platform.published] == ["ward-2", "ward-2"]
    assert desk.delivery(end, "ward-1").state is State.SUPERSEDED


def test_a_list_that_was_half_begun_is_completed(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(recipients=("ward-1", "ward-2"), replies=False)
    alert = desk.commit(an_alert())
    puts = desk.queue.put_on

    def once(announcement: object) -> None:
        if puts:
            raise StateUnavailable("the queue does not answer")
        puts.append(announcement)  # type: ignore[arg-type]  # what the port takes

    monkeypatch.setattr(desk.queue, "put", once)
    assert desk.deliver(alert).word == "Contended"
    monkeypatch.undo()
    assert desk.deliver(alert).word == "Spread"
    desk.follow()
    assert [post.recipient for post in desk.platform.published] == ["ward-1", "ward-2"]


def in_doubt(desk: Desk, alert: Alert) -> None:
    """Leave a post in a doubt that nobody can settle."""
    desk.platform.before = [Doubtful("no answer")]
    desk.platform.blind = [CannotTell("nobody to ask")] * 3
    desk.deliver(alert)
    desk.clock.pass_(11)


def test_where_the_plan_says_rather_twice_a_doubt_is_sent_once_more_on_the_record() -> None:
    desk = Desk(name="telegram")
    alert = desk.commit(
        an_alert(message_class=MessageClass.LIFE_SAFETY, drafts={"telegram": {Variant.FIRST: Draft("Go")}})
    )
    in_doubt(desk, alert)
    assert desk.deliver(alert).word == "Sent"
    assert desk.delivery(alert).reason == "the plan: rather twice"


def test_rather_twice_is_not_rather_thrice() -> None:
    desk = Desk(name="telegram")
    alert = desk.commit(
        an_alert(message_class=MessageClass.LIFE_SAFETY, drafts={"telegram": {Variant.FIRST: Draft("Go")}})
    )
    in_doubt(desk, alert)
    desk.platform.before = [Doubtful("no answer")]
    desk.deliver(alert)
    desk.clock.pass_(11)
    report = desk.deliver(alert)
    assert (report.word, report.person, desk.delivery(alert).due) == ("Unknown", True, Due.DOUBT)


def test_a_doubt_that_has_expired_is_not_sent_again_whatever_the_plan_says() -> None:
    desk = Desk(name="telegram")
    alert = an_alert(message_class=MessageClass.LIFE_SAFETY, drafts={"telegram": {Variant.FIRST: Draft("Go")}})
    desk.commit(alert, expires_at=NOW + timedelta(seconds=5))
    in_doubt(desk, alert)
    assert desk.deliver(alert).word == "Unknown"
    assert desk.delivery(alert).state is State.UNKNOWN
