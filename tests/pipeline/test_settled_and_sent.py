"""A person and a sender over one delivery: what was said by one is what the other finds."""

from dataclasses import dataclass, field

import pytest

from loudhailer.domain.alert import Alert
from loudhailer.domain.caller import Behalf, Caller, Role
from loudhailer.domain.delivery import Due, State
from loudhailer.domain.errors import ChannelUnavailable, Conflict, Doubtful, PostRejected
from loudhailer.pipeline.deliveries import Settled, Settling
from loudhailer.pipeline.guard import Guard
from loudhailer.settling import Account, Word
from tests.builders import an_alert, shipped_config
from tests.fakes import Announcements, Chain
from tests.pipeline.desk import Desk, cancel, update
from tests.watches import MemoryWatches

GOLD = Caller("gold", frozenset({Role.GOLD}))


@dataclass
class Room:
    """One channel's sender, and a person who looks at the platform."""

    desk: Desk = field(default_factory=lambda: Desk(retracts=True))
    topic: Announcements = field(default_factory=Announcements)

    def says(self, alert: Alert, word: Word, link: str = "", attempt: int | None = None) -> Settled:
        said = Account(word, "", link, attempt)
        return self.settling().settle(GOLD, Behalf(), alert.identifier, "bluesky", said, reason="a test")

    def wants_off(self, alert: Alert) -> Settled:
        return self.settling().retract(GOLD, Behalf(), alert.identifier, "a test")

    def settling(self) -> Settling:
        state, chain = self.desk.state, Chain()
        return Settling(
            guard=Guard(shipped_config().plan, chain, self.desk.clock, MemoryWatches()),
            retracts=frozenset({"bluesky"}),
            status_after={},
            book=state,
            archive=state,
            dealt=state,
            dossiers=state,
            settlements=state,
            announcer=self.topic,
            audit=chain,
            clock=self.desk.clock,
        )

    def told(self) -> list[str]:
        """Let the sender read what was announced to it."""
        said, self.topic.said = self.topic.said, []
        return [self.desk.deliver(self.desk.state.alert(ids.alert_id)).word for ids, _, _ in said]

    def doubted(self, *, landed: bool) -> Alert:
        """Return an alert of which the sender does not know whether it is out."""
        alert = self.desk.commit(an_alert())
        trouble = Doubtful("no answer")
        (self.desk.platform.after if landed else self.desk.platform.before).append(trouble)
        assert self.desk.deliver(alert).word == "Unknown"
        return alert


@pytest.fixture
def room() -> Room:
    return Room()


def test_what_somebody_has_seen_is_not_looked_for_and_what_follows_stands_on_its_own(room: Room) -> None:
    alert = room.doubted(landed=True)
    room.says(alert, Word.OUT, "https://social.example/1")
    assert room.desk.deliver(alert).word == "Repeated"
    room.desk.deliver(room.desk.commit(update()))
    room.desk.deliver(room.desk.commit(cancel(3)))
    first, second, third = room.desk.platform.published
    assert (first.key, second.parent) == (room.desk.delivery(alert).post.key, None)  # type: ignore[union-attr]
    assert third.parent is not None, "an all-clear follows what a person has seen"


def test_what_is_not_there_is_sent_again_as_the_same_post_under_the_same_key(room: Room) -> None:
    alert = room.doubted(landed=False)
    frozen = room.desk.delivery(alert).post
    room.says(alert, Word.AGAIN, attempt=1)
    assert room.told() == ["Sent"]
    assert room.desk.platform.published == [frozen]
    assert room.desk.thread().doubts == ()


def test_where_it_was_there_after_all_a_native_key_keeps_it_one(room: Room) -> None:
    alert = room.doubted(landed=True)
    room.says(alert, Word.AGAIN)
    assert room.told() == ["Sent"]
    assert len(room.desk.platform.published) == 1


def test_what_was_posted_by_hand_is_not_posted_by_a_retry(room: Room) -> None:
    alert = room.desk.commit(an_alert())
    room.desk.platform.before.append(ChannelUnavailable("it is down"))
    assert room.desk.deliver(alert).word == "Retried"
    room.says(alert, Word.BY_HAND)
    room.desk.clock.pass_(600)
    assert room.desk.deliver(alert).word == "Repeated"
    assert room.desk.platform.published == []


def test_what_was_posted_by_hand_is_followed_by_nothing_older_and_by_its_all_clear(room: Room) -> None:
    older, newer = room.desk.commit(an_alert()), room.desk.commit(update())
    room.says(newer, Word.BY_HAND)
    assert room.desk.deliver(older).word == "Superseded"
    assert room.desk.deliver(room.desk.commit(cancel(3))).word == "Sent"


def test_a_sender_that_holds_its_lease_is_not_talked_over(room: Room) -> None:
    alert = room.desk.commit(an_alert())
    refused: list[str] = []

    def meanwhile(_: object) -> None:
        with pytest.raises(Conflict) as by_hand:
            room.says(alert, Word.BY_HAND)
        with pytest.raises(Conflict) as off:
            room.wants_off(alert)
        refused.extend(str(each.value) for each in (by_hand, off))

    room.desk.platform.during = meanwhile
    assert room.desk.deliver(alert).word == "Sent"
    assert all("look again in 20 seconds" in each for each in refused)
    assert len(refused) == 2


def test_what_is_out_is_taken_off_by_its_sender_and_no_late_message_brings_it_back(room: Room) -> None:
    alert = room.desk.commit(an_alert())
    room.desk.deliver(alert)
    words = room.desk.platform.published[0].text
    room.wants_off(alert)
    assert room.told() == ["Retracted"]
    assert room.desk.platform.public == {}
    assert room.desk.deliver(alert).word == "Repeated"
    assert room.desk.platform.public == {}
    kept = room.desk.delivery(alert)
    assert (kept.state, kept.post.text if kept.post else "") == (State.RETRACTED, words), "a copy is kept"


def test_what_never_landed_and_is_not_wanted_becomes_a_tombstone(room: Room) -> None:
    alert = room.doubted(landed=False)
    room.wants_off(alert)
    assert room.told() == ["Retracted"]
    assert room.desk.delivery(alert).state is State.RETRACTED
    assert room.desk.platform.published == []


def test_a_platform_that_refuses_the_deletion_leaves_it_to_a_person_who_then_says_that_it_is_gone(room: Room) -> None:
    alert = room.desk.commit(an_alert())
    room.desk.deliver(alert)
    room.desk.platform.stubborn.append(PostRejected("it is too old"))
    room.wants_off(alert)
    assert room.told() == ["Kept"]
    kept = room.desk.delivery(alert)
    assert (kept.state, kept.due) == (State.SENT, None)
    assert "do it on the platform: it is too old" in kept.reason
    room.settling().retract(GOLD, Behalf(), alert.identifier, "deleted", ["bluesky"], by_hand=True)
    assert room.desk.delivery(alert).state is State.RETRACTED


def test_what_was_in_doubt_and_is_found_is_taken_off(room: Room) -> None:
    alert = room.doubted(landed=True)
    room.wants_off(alert)
    assert room.desk.delivery(alert).due is Due.RETRACT
    room.told()
    room.desk.follow()
    assert room.desk.platform.public == {}
    assert room.desk.delivery(alert).state is State.RETRACTED
