"""One delivery from message to record, with everything that may go wrong on the way."""

from datetime import timedelta

import pytest

from loudhailer.domain.alert import Lane, MsgType
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.delivery import Due, State
from loudhailer.domain.errors import (
    CannotTell,
    ChannelUnavailable,
    ClaimLost,
    Doubtful,
    PostRejected,
    RateLimited,
    StateUnavailable,
    Unauthorized,
)
from loudhailer.domain.post import Draft, Post, Variant
from loudhailer.pipeline.received import Report
from tests.builders import NOW, an_alert
from tests.fakes import MemoryState
from tests.pipeline.desk import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_post_is_published_and_its_receipt_recorded(desk: Desk) -> None:
    alert = desk.commit(an_alert())
    assert desk.deliver(alert) == Report("Sent", alert_id=alert.identifier)
    sent = desk.delivery(alert)
    assert (sent.state, sent.attempts, sent.sent_at, sent.due) == (State.SENT, 1, NOW, None)
    assert sent.ref == desk.platform.ref(desk.platform.published[0])
    assert (desk.thread().head, desk.thread().owner) == (1, "")


def test_a_redelivered_message_publishes_nothing_twice(desk: Desk) -> None:
    alert = desk.commit(an_alert())
    desk.deliver(alert)
    assert desk.deliver(alert).word == "Repeated"
    assert len(desk.platform.published) == 1


def test_a_rate_limit_is_waited_out_in_the_queue(desk: Desk) -> None:
    alert = desk.commit(an_alert())
    desk.platform.before = [RateLimited("slow down", retry_after=40)]
    report = desk.deliver(alert)
    assert (report.word, report.again, desk.queue.delays) == ("Retried", True, [timedelta(seconds=40)])
    waiting = desk.delivery(alert)
    assert (waiting.state, waiting.not_before, waiting.due) == (State.RETRY, NOW + timedelta(seconds=40), Due.RETRY)
    assert desk.thread().owner == ""
    desk.clock.pass_(41)
    assert desk.deliver(alert).word == "Sent"


def test_a_message_that_comes_back_too_early_waits_for_the_rest(desk: Desk) -> None:
    alert = desk.commit(an_alert())
    desk.platform.before = [RateLimited("slow down", retry_after=40)]
    desk.deliver(alert)
    desk.clock.pass_(10)
    assert desk.deliver(alert).word == "Waited"
    assert desk.queue.delays[-1] == timedelta(seconds=30)


def test_a_pause_too_long_for_a_queue_waits_in_the_table(desk: Desk) -> None:
    alert = desk.commit(an_alert())
    desk.platform.before = [RateLimited("come back later", retry_after=3600)]
    report = desk.deliver(alert)
    assert (report.again, desk.queue.delays) == (False, [])
    assert desk.delivery(alert).due_at == NOW + timedelta(hours=1)


def test_a_try_that_would_come_after_the_end_is_not_made(desk: Desk) -> None:
    alert = desk.commit(an_alert(expires=NOW + timedelta(seconds=30)))
    desk.platform.before = [RateLimited("slow down", retry_after=40)]
    assert desk.deliver(alert).word == "Expired"
    assert "slow down" in desk.delivery(alert).reason


def test_a_channel_that_is_down_is_tried_again_ever_later(desk: Desk) -> None:
    alert = desk.commit(an_alert())
    desk.platform.before = [ChannelUnavailable("refused")] * 4
    for _ in range(4):
        desk.deliver(alert)
        desk.clock.pass_(desk.queue.delays[-1].total_seconds())
    assert [delay.total_seconds() for delay in desk.queue.delays] == [3, 5, 9, 17]
    assert desk.deliver(alert).word == "Sent"
    assert desk.delivery(alert).attempts == 5


@pytest.mark.parametrize("refusal", [Unauthorized("no"), PostRejected("no")])
def test_a_permanent_refusal_is_recorded_acknowledged_and_shown_to_a_person(desk: Desk, refusal: BaseException) -> None:
    alert = desk.commit(an_alert())
    desk.platform.before = [refusal]
    report = desk.deliver(alert)
    assert (report.word, report.again, report.person) == ("Failed", False, True)
    assert desk.delivery(alert).state is State.FAILED
    assert desk.thread().owner == ""


def test_a_lost_answer_is_looked_up_before_any_second_call(desk: Desk) -> None:
    alert = desk.commit(an_alert())
    desk.platform.after = [Doubtful("no answer")]
    assert desk.deliver(alert).word == "Unknown"
    assert (desk.delivery(alert).state, desk.thread().doubts) == (State.UNKNOWN, (alert.identifier,))
    desk.clock.pass_(11)
    assert desk.deliver(alert).word == "Sent"
    assert (len(desk.platform.published), desk.thread().doubts) == (1, ())


def test_a_lost_request_is_sent_again_with_the_very_same_payload(desk: Desk) -> None:
    alert = desk.commit(an_alert())
    desk.platform.before = [Doubtful("no answer")]
    desk.deliver(alert)
    frozen = desk.delivery(alert).post
    desk.clock.pass_(11)
    assert desk.deliver(alert).word == "Sent"
    assert desk.platform.published == [frozen]


def test_a_doubt_that_cannot_be_settled_ends_with_a_person_once_it_has_expired(desk: Desk) -> None:
    alert = desk.commit(an_alert(expires=NOW + timedelta(minutes=1)))
    desk.platform.after = [Doubtful("no answer")]
    desk.platform.blind = [Doubtful("cannot look")] * 9
    while (report := desk.deliver(alert)).again:
        desk.clock.pass_(desk.queue.delays[-1].total_seconds())
    assert (report.word, report.person) == ("Unknown", True)
    assert (desk.delivery(alert).state, desk.delivery(alert).due) == (State.UNKNOWN, Due.DOUBT)


def test_a_worker_that_died_after_the_post_is_reconciled_and_nothing_is_doubled(desk: Desk) -> None:
    alert = desk.commit(an_alert())
    desk.platform.after = [KeyboardInterrupt()]  # the nearest thing to SIGKILL
    with pytest.raises(KeyboardInterrupt):
        desk.deliver(alert)
    assert desk.delivery(alert).state is State.CLAIMED
    assert desk.deliver(alert).word == "Waited"
    desk.clock.pass_(21)
    assert desk.deliver(alert).word == "Sent"
    assert len(desk.platform.published) == 1


def test_a_class_that_is_held_at_claim_is_held(desk: Desk) -> None:
    campaign = desk.commit(an_alert(message_class=MessageClass.PROMOTIONAL))
    desk.state.level("crisis", "bluesky")
    assert desk.deliver(campaign).word == "Held"
    desk.state.level("normal", "bluesky")
    assert desk.deliver(campaign).word == "Repeated"
    assert desk.platform.published == []


def test_a_retry_runs_the_gate_again(desk: Desk) -> None:
    alert = desk.commit(an_alert())
    desk.platform.before = [ChannelUnavailable("refused")]
    desk.deliver(alert)
    desk.state.switch("bluesky", stopped=True)
    desk.clock.pass_(5)
    assert desk.deliver(alert).word == "Held"


def test_a_post_found_out_after_a_pause_began_is_still_recorded_as_sent(desk: Desk) -> None:
    alert = desk.commit(an_alert())
    desk.platform.after = [Doubtful("no answer")]
    desk.deliver(alert)
    desk.state.level("lockdown", "bluesky")
    desk.clock.pass_(11)
    assert desk.deliver(alert).word == "Sent"


def test_a_record_is_written_although_the_thread_moved_meanwhile(desk: Desk) -> None:
    alert = desk.commit(an_alert())

    def meanwhile(_: Post) -> None:
        thread = desk.thread()
        key = (thread.source, thread.incident_id, thread.channel)
        desk.state.threads[key] = thread.model_copy(update={"version": thread.version + 1})

    desk.platform.during = meanwhile
    assert desk.deliver(alert).word == "Sent"
    assert desk.thread().last_revision == 1


def test_a_body_that_cannot_be_read_goes_back_with_an_alarm_and_touches_nothing(desk: Desk) -> None:
    report = desk.deliver(an_alert(), body='{"v": 99, "alert_id": "x", "source": "s", "incident_id": "i"}')
    assert (report.word, report.again, report.person) == ("Unreadable", True, True)
    assert desk.queue.delays == []


def test_a_message_of_the_version_before_is_delivered(desk: Desk) -> None:
    alert = desk.commit(an_alert())
    body = Announcement.of(alert).model_copy(update={"v": 0}).model_dump_json()
    assert desk.deliver(alert, body=body).word == "Sent"


@pytest.mark.parametrize("passing", [ClaimLost("taken"), StateUnavailable("no answer")])
def test_a_table_that_does_not_answer_sends_the_message_back_soon(
    desk: Desk, passing: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = desk.commit(an_alert())

    def refuse(*_: object) -> None:
        raise passing

    monkeypatch.setattr(MemoryState, "save", refuse)
    report = desk.deliver(alert)
    assert (report.word, report.again, desk.platform.published) == ("Contended", True, [])


def test_a_doubt_that_nobody_can_ever_settle_reaches_a_person_at_once_and_is_never_sent_again(desk: Desk) -> None:
    alert = desk.commit(an_alert())
    desk.platform.before = [Doubtful("no answer")]
    desk.platform.blind = [CannotTell("nobody to ask")]
    desk.deliver(alert)
    desk.clock.pass_(11)
    report = desk.deliver(alert)
    assert (report.word, report.again, report.person) == ("Unknown", False, True)
    assert (desk.delivery(alert).due, desk.platform.published) == (Due.DOUBT, [])


def test_a_pause_that_the_platform_asks_for_while_we_look_is_kept(desk: Desk) -> None:
    alert = desk.commit(an_alert())
    desk.platform.after = [Doubtful("no answer")]
    desk.platform.blind = [RateLimited("slow down", retry_after=600)]
    desk.deliver(alert)
    desk.clock.pass_(11)
    assert desk.deliver(alert).word == "Unknown"
    assert desk.delivery(alert).not_before == desk.clock.now + timedelta(seconds=600)


def test_an_urgent_post_that_expires_unsent_is_shown_to_a_person_and_a_late_one_counted(desk: Desk) -> None:
    alert = desk.commit(an_alert(lane=Lane.URGENT, expires=NOW + timedelta(minutes=3)))
    desk.platform.before = [ChannelUnavailable("refused")] * 2
    assert not desk.deliver(alert).late
    desk.clock.pass_(70)
    assert desk.deliver(alert).late
    desk.clock.pass_(120)
    assert desk.deliver(alert).person


def test_words_that_do_not_fit_fail_alone_and_are_shown_to_a_person(desk: Desk) -> None:
    drafts = {"bluesky": {Variant.REPLY: Draft(text="reply words of 2")}}
    alert = desk.commit(an_alert(revision=2, msg_type=MsgType.UPDATE, drafts=drafts))
    report = desk.deliver(alert)
    assert (report.word, report.person, desk.delivery(alert).state) == ("Failed", True, State.FAILED)


def test_a_long_outage_of_the_table_spends_few_receives(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    alert = desk.commit(an_alert())

    def refuse(*_: object) -> None:
        raise StateUnavailable("no answer")

    monkeypatch.setattr(MemoryState, "save", refuse)
    for count in (1, 2, 3, 9):
        desk.deliver(alert, receives=count)
    assert [delay.total_seconds() for delay in desk.queue.delays] == [2, 4, 8, 120]


def test_a_frozen_post_says_what_it_answers_to(desk: Desk) -> None:
    alert = desk.commit(an_alert())
    desk.deliver(alert)
    post = desk.delivery(alert).post
    assert post is not None
    assert (post.key, post.created_at, desk.delivery(alert).variant) == ("AAAAAAA-1/bluesky", NOW, Variant.FIRST)
