"""What went past the table ends in ledger, audit and reviews, once each, wherever a worker was killed."""

from collections.abc import Callable

import pytest

from loudhailer.domain.announcement import Announcement
from loudhailer.domain.caller import Behalf, Deed
from loudhailer.domain.delivery import State
from loudhailer.domain.errors import (
    Doubtful,
    StateUnavailable,
)
from loudhailer.domain.post import Variant
from loudhailer.pipeline.desk import Change
from loudhailer.plan import Doubt
from tests.pipeline.night import CHANNELS, Killed, Night, handed
from tests.pipeline.officers import SILVER

SENT = dict.fromkeys(CHANNELS, State.SENT)


def test_what_went_blind_is_complete_in_ledger_audit_and_reviews() -> None:
    night = handed()
    night.send_all()
    night.restore()
    night.drain_all()
    (alert,) = night.state.alerts.values()
    assert (alert.identifier, alert.revision, alert.since) == (f"{alert.reference}-1", 1, 1)
    (outcome,) = night.state.ends.values()
    assert (outcome.fate, outcome.alert_id, outcome.by) == ("posted", alert.identifier, "silver")
    (act,) = night.officers.chain.acts
    assert (act.chain, act.deed, act.subject, act.by) == (
        f"incident:{alert.reference}",
        "raise",
        alert.identifier,
        "silver",
    )
    (review,) = night.reviews.reviews.values()
    assert (review.kind, review.alert_id) == ("blind", alert.identifier)
    for delivery in night.state.stored.values():
        assert (delivery.state, delivery.blind, delivery.attempts) == (State.SENT, True, 1)
        assert delivery.post is not None
        assert delivery.post.key == f"{alert.reference}-B202611221730/{delivery.channel}"
        assert delivery.due is None
    head = night.state.head(alert.source, alert.incident_id)
    assert (head.spoken, head.word, head.alert_ids, head.status_at is None) == (1, 1, (alert.identifier,), False)


def test_what_comes_after_hangs_on_what_went_blind() -> None:
    night = handed()
    night.send_all()
    night.restore()
    night.drain_all()
    (alert,) = night.state.alerts.values()
    night.clock.pass_(60)
    night.officers.desk().amend(
        Deed.UPDATE, SILVER, Behalf(), alert.reference, Change(facts={"place": "in High Street"})
    )
    night.deliver_all()
    update = night.state.stored[f"{alert.reference}-2", "bluesky"]
    assert (update.state, update.variant) == (State.SENT, Variant.REPLY)


def test_an_account_that_comes_again_changes_nothing() -> None:
    night = handed()
    night.send_all()
    night.restore()
    night.drain_all()
    before = (
        dict(night.state.stored),
        dict(night.state.threads),
        dict(night.state.ends),
        list(night.officers.chain.acts),
    )
    night.drain_all()
    after = (
        dict(night.state.stored),
        dict(night.state.threads),
        dict(night.state.ends),
        list(night.officers.chain.acts),
    )
    assert before == after


def test_an_account_waits_on_its_queue_until_the_table_is_back() -> None:
    night = handed()
    night.send_all()
    for body in night.spool.bodies:
        with pytest.raises(StateUnavailable):
            night.drain(body)
    night.restore()
    night.officers.chain.broken = True
    with pytest.raises(StateUnavailable):
        night.drain_all()
    night.officers.chain.broken = False
    night.drain_all()
    assert night.stand() == SENT
    assert len(night.officers.chain.acts) == 1


def test_a_blind_word_about_a_known_incident_takes_the_next_number() -> None:
    night = Night()
    first = night.evacuate()
    night.deliver_all()
    night.officers.amended(Deed.END, first)
    night.deliver_all()
    night.state.unreadable = True
    night.evacuate()
    night.send_all()
    night.restore()
    night.drain_all()
    head = night.state.head(first.alert.source, first.alert.incident_id)
    assert head.alert_ids == tuple(f"{first.alert.reference}-{number}" for number in (1, 2, 3))
    third = night.state.alerts[head.alert_ids[-1]]
    assert (third.since, third.references) == (3, head.alert_ids[:2])


def test_a_commit_whose_answer_was_lost_is_found_again_by_the_drain() -> None:
    """The table took it and nobody heard so: the posts that went blind are those of that alert."""
    night = Night()
    committed = night.state.commit

    def deaf(commit: object) -> None:
        committed(commit)  # type: ignore[arg-type]
        night.state.unreadable = True
        raise StateUnavailable("no answer came")

    night.state.commit = deaf  # type: ignore[method-assign]
    said = night.evacuate()
    assert said.blind
    night.send_all()
    night.state.commit = committed  # type: ignore[method-assign]
    night.restore()
    night.drain_all()
    assert list(night.state.alerts) == [f"{said.alert.reference}-1"]
    assert night.stand() == SENT
    assert night.deliver("bluesky", Announcement.of(night.state.alerts[f"{said.alert.reference}-1"])).word == "Repeated"


# Intent stored, crash, drain


def kill_before_the_call(night: Night, channel: str) -> None:
    night.platforms[channel].before = [Killed()]


def kill_after_the_call(night: Night, channel: str) -> None:
    night.platforms[channel].after = [Killed()]


@pytest.mark.parametrize("kill", [kill_before_the_call, kill_after_the_call])
@pytest.mark.parametrize("doubt", list(Doubt))
@pytest.mark.parametrize("drained_first", [False, True])
def test_a_sender_that_is_killed_leaves_one_post_one_line_and_one_act(
    kill: Callable[[Night, str], None], doubt: Doubt, *, drained_first: bool
) -> None:
    night = Night(doubt=doubt)
    night.state.unreadable = True
    night.evacuate()
    for channel in CHANNELS:
        kill(night, channel)
        with pytest.raises(Killed):
            night.send(night.intent(channel))
    if drained_first:
        night.restore()
        night.drain_all()
        assert set(night.stand().values()) == {State.CLAIMED}
    night.send_all()
    night.restore()
    night.drain_all()
    landed = kill is kill_after_the_call
    person = doubt is Doubt.PERSON
    assert night.stand() == {"bluesky": State.SENT, "telegram": State.UNKNOWN if person else State.SENT}
    assert night.published() == {"bluesky": 1, "telegram": (int(landed)) if person else 1 + int(landed)}
    again = night.state.stored[f"{_reference(night)}-1", "telegram"]
    assert person or again.reason == "sent again: nobody could tell"
    assert (len(night.state.alerts), len(night.officers.chain.acts), len(night.reviews.reviews)) == (1, 1, 1)
    assert len(night.state.ends) == 1


def test_a_sender_that_cannot_give_account_keeps_the_intent_until_it_can() -> None:
    night = handed()
    night.spool.broken = True
    report = night.send(night.intent("bluesky"))
    assert (report.word, report.again) == ("Contended", True)
    night.spool.broken = False
    assert night.send(night.intent("bluesky")).word == "Sent"
    assert night.published()["bluesky"] == 1


def test_rather_twice_is_not_thrice() -> None:
    night = handed()
    night.platforms["telegram"].after = [Doubtful("no answer came")] * 3
    words = [night.send(night.intent("telegram")).word for _ in range(3)]
    assert words == ["Unknown"] * 3
    assert night.published()["telegram"] == 2


def test_an_intent_that_is_never_sent_comes_to_light_when_it_expires() -> None:
    """Its claim is the blind queue's until then; the ordinary sender looks, and finds out as much as can be known."""
    night = handed()
    night.restore()
    night.drain_all()
    (alert,) = night.state.alerts.values()
    night.clock.pass_(3 * 3600)
    words = [night.deliver(channel, Announcement.of(alert)).word for channel in CHANNELS]
    assert words == ["Expired", "Unknown"]


def test_a_second_post_that_nobody_could_know_of_is_told_beside_the_first() -> None:
    night = handed()
    night.send_all()
    night.restore()
    night.drain_all()
    body = night.spool.bodies[-1].replace('"id":"', '"id":"another ').replace("https://social", "https://other.social")
    night.drain(body)
    night.drain(body)
    delivery = night.state.stored[f"{_reference(night)}-1", "telegram"]
    assert delivery.reason.count("the other is at https://other.social") == 1


def _reference(night: Night) -> str:
    return next(iter(night.state.alerts.values())).reference
