"""The sender without claims: look, publish, give account (docs/adr/0019)."""

from datetime import timedelta

import pytest

from loudhailer.domain.blind import VERSION, read_intent
from loudhailer.domain.caller import Behalf, Deed
from loudhailer.domain.delivery import State
from loudhailer.domain.errors import (
    ChannelUnavailable,
    Doubtful,
    PostRejected,
    RateLimited,
    UnreadableBody,
)
from loudhailer.pipeline.desk import Change
from loudhailer.pipeline.received import Received
from tests.pipeline.night import CHANNELS, handed
from tests.pipeline.officers import SILVER

HELD = dict.fromkeys(CHANNELS, State.HELD)


def test_a_refusal_for_now_puts_the_intent_there_anew_so_that_it_is_no_doubt() -> None:
    night = handed()
    night.platforms["telegram"].before = [RateLimited("slow down", 40), ChannelUnavailable("nothing was sent")]
    assert night.send(night.intent("telegram")).word == "Retried"
    assert night.queues.delays[-1] == timedelta(seconds=40)
    assert night.send(night.intent("telegram")).word == "Retried"
    assert night.send(night.intent("telegram")).word == "Sent"
    assert night.published()["telegram"] == 1


def test_a_refusal_for_now_stays_on_its_queue_where_it_cannot_be_put_anew() -> None:
    night = handed()
    night.platforms["bluesky"].before = [ChannelUnavailable("nothing was sent")]
    night.queues.broken = {"bluesky"}
    report = night.send(night.intent("bluesky"))
    assert (report.word, report.again) == ("Retried", True)


def test_a_pause_that_is_longer_than_the_post_is_worth_ends_it() -> None:
    night = handed()
    night.platforms["bluesky"].before = [RateLimited("slow down", 3 * 3600)]
    assert night.send(night.intent("bluesky")).word == "Expired"


def test_an_intent_that_comes_too_late_is_not_sent() -> None:
    night = handed()
    night.clock.pass_(3 * 3600)
    assert night.send_all() == ["Expired", "Expired"]
    assert night.published() == {"bluesky": 0, "telegram": 0}


def test_a_doubt_is_settled_by_a_look_before_any_second_call() -> None:
    night = handed()
    night.platforms["bluesky"].after = [Doubtful("no answer came")]
    first = night.send(night.intent("bluesky"))
    assert (first.word, first.again) == ("Unknown", True)
    assert night.send(night.intent("bluesky")).word == "Sent"
    assert night.published()["bluesky"] == 1


def test_a_doubt_that_lasts_until_it_expires_is_for_a_person() -> None:
    night = handed()
    night.platforms["bluesky"].after = [Doubtful("no answer came")]
    night.send(night.intent("bluesky"))
    night.platforms["bluesky"].blind = [Doubtful("no answer"), RateLimited("slow down", 5)]
    assert night.send(night.intent("bluesky")).again
    night.clock.pass_(3 * 3600)
    report = night.send(night.intent("bluesky"))
    assert (report.word, report.person) == ("Unknown", True)
    night.restore()
    night.drain_all()
    assert night.stand()["bluesky"] is State.UNKNOWN


def test_a_refusal_of_the_words_is_recorded() -> None:
    night = handed()
    night.platforms["bluesky"].before = [PostRejected("no")]
    report = night.send(night.intent("bluesky"))
    assert (report.word, report.person) == ("Failed", True)
    night.restore()
    night.drain_all()
    assert night.stand()["bluesky"] is State.FAILED


def test_an_urgent_post_that_is_not_out_after_minutes_is_late() -> None:
    night = handed()
    night.platforms["bluesky"].before = [ChannelUnavailable("nothing was sent")] * 2
    assert not night.send(night.intent("bluesky")).late
    night.clock.pass_(180)
    assert night.send(night.intent("bluesky")).late


def test_a_body_that_is_no_intent_goes_back_with_an_alarm() -> None:
    night = handed()
    newer = night.intent("bluesky").model_copy(update={"v": VERSION + 1}).model_dump_json()
    nobody_s = night.intent("bluesky").model_copy(update={"channel": "page"}).model_dump_json()
    for body in ("{}", "not JSON", newer, nobody_s):
        report = night.sender("bluesky")(Received(body, "receipt"))
        assert (report.word, report.again, report.person) == ("Unreadable", True, True)
    with pytest.raises(UnreadableBody):
        night.drain('{"v": 1, "kind": "blind"}')
    older = night.intent("bluesky").model_copy(update={"v": VERSION - 1}).model_dump_json()
    assert read_intent(older).post.key.endswith("/bluesky")


def test_a_lockdown_that_is_declared_while_an_intent_waits_holds_it() -> None:
    night = handed()
    night.restore()
    night.state.level("lockdown", *CHANNELS)
    assert night.send_all() == ["Held", "Held"]
    night.drain_all()
    assert (night.stand(), night.published()) == (HELD, {"bluesky": 0, "telegram": 0})


def test_an_intent_never_goes_out_after_a_newer_word_about_its_incident() -> None:
    night = handed()
    night.restore()
    night.drain_all()
    reference = night.queues.put_[0].unwritten.alert.reference
    said = night.officers.desk().archive.find(f"{reference}-1")
    assert said is not None
    night.clock.pass_(30)
    night.way_in.topic.said.clear()
    night.officers.desk().amend(Deed.END, SILVER, Behalf(), reference, Change())
    night.deliver_all()
    assert night.published() == {"bluesky": 1, "telegram": 1}, "it may be out, so its end is said"
    assert night.send_all() == ["Superseded", "Superseded"]
    assert night.published() == {"bluesky": 1, "telegram": 1}
