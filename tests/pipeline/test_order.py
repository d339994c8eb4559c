"""What reaches the public in which order, when deliveries of one incident overtake each other."""

from datetime import timedelta

import pytest

from loudhailer.domain.alert import MsgType
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.errors import (
    ChannelUnavailable,
    Doubtful,
    ParentGone,
    PostRejected,
)
from loudhailer.domain.incident import IncidentHead
from loudhailer.domain.post import Post
from loudhailer.ports import Dossier
from tests.builders import an_alert
from tests.pipeline.desk import Desk, cancel, update


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_an_update_replies_to_what_landed(desk: Desk) -> None:
    desk.deliver(desk.commit(an_alert()))
    desk.deliver(desk.commit(update(2)))
    desk.deliver(desk.commit(update(3)))
    first, second, third = desk.platform.published
    assert first.parent is None
    assert second.parent is not None
    assert third.parent is not None
    assert (third.parent.root.id, third.parent.last.id) == (first.key, second.key)


def test_an_update_that_overtakes_its_alert_becomes_the_first_post_and_the_alert_stays_away(desk: Desk) -> None:
    alert, later = desk.commit(an_alert()), desk.commit(update())
    desk.deliver(later)
    assert desk.deliver(alert).word == "Superseded"
    assert [post.text for post in desk.platform.published] == ["first words of 2"]


def test_a_cancel_that_overtakes_its_alert_silences_both(desk: Desk) -> None:
    alert, end = desk.commit(an_alert()), desk.commit(cancel())
    assert desk.deliver(end).word == "Superseded"
    assert desk.deliver(alert).word == "Superseded"
    assert desk.platform.published == []


def test_an_all_clear_goes_where_the_alert_may_have_landed(desk: Desk) -> None:
    alert, end = desk.commit(an_alert()), desk.commit(cancel())
    desk.platform.after = [Doubtful("no answer")]
    desk.deliver(alert)
    assert desk.deliver(end).word == "Waited", "a request that has just left may still be at work there"
    desk.clock.pass_(6)
    assert desk.deliver(end).word == "Sent"
    assert [post.text for post in desk.platform.published] == ["first words of 1", "standalone words of 2"]


def test_a_dead_worker_never_holds_up_a_correction(desk: Desk) -> None:
    alert, later = desk.commit(an_alert()), desk.commit(update())
    desk.platform.before = [KeyboardInterrupt()]  # the nearest thing to SIGKILL
    with pytest.raises(KeyboardInterrupt):
        desk.deliver(alert)
    assert desk.deliver(later).word == "Waited"
    assert desk.queue.delays[-1] <= timedelta(seconds=3)
    desk.clock.pass_(21)
    assert desk.deliver(later).word == "Sent"
    assert desk.platform.published[0].text == "standalone words of 2"
    assert desk.deliver(alert).word == "Superseded"


def test_a_reply_whose_parent_was_deleted_is_said_on_its_own(desk: Desk) -> None:
    desk.deliver(desk.commit(an_alert()))
    later = desk.commit(update())
    desk.platform.before = [ParentGone("deleted")]
    assert desk.deliver(later).word == "Retried"
    desk.clock.pass_(desk.queue.delays[-1].total_seconds())
    assert desk.deliver(later).word == "Sent"
    assert (desk.platform.published[-1].text, desk.platform.published[-1].parent) == ("standalone words of 2", None)


def test_two_workers_with_the_same_message_publish_once(desk: Desk) -> None:
    alert = desk.commit(an_alert())
    words = []
    desk.platform.during = lambda _: words.append(desk.deliver(alert).word)
    assert desk.deliver(alert).word == "Sent"
    assert (words, len(desk.platform.published)) == (["Waited"], 1)


def test_an_older_alert_settled_meanwhile_does_not_disturb_the_one_being_sent(desk: Desk) -> None:
    alert, later = desk.commit(an_alert()), desk.commit(update())

    def meanwhile(_: Post) -> None:
        desk.platform.during = lambda _: None
        assert desk.deliver(alert).word == "Superseded"

    desk.platform.during = meanwhile
    assert desk.deliver(later).word == "Sent"


def test_an_alert_is_not_begun_when_a_newer_word_is_committed_but_held(desk: Desk) -> None:
    alert = desk.commit(an_alert())
    desk.platform.before = [ChannelUnavailable("refused")]
    desk.deliver(alert)
    desk.state.heads[alert.source, alert.incident_id] = IncidentHead(
        source=alert.source, id=alert.incident_id, revision=2, spoken=2, version=2
    )
    desk.clock.pass_(5)
    assert desk.deliver(alert).word == "Superseded"
    assert desk.platform.published == []


def test_an_update_of_a_reopened_incident_does_not_hang_under_the_old_all_clear(desk: Desk) -> None:
    desk.deliver(desk.commit(an_alert(since=1)))
    desk.deliver(desk.commit(an_alert(revision=2, msg_type=MsgType.CANCEL, since=1)))
    again = desk.commit(an_alert(revision=3, since=3))
    desk.platform.before = [PostRejected("no")]
    desk.deliver(again)
    desk.deliver(desk.commit(an_alert(revision=4, msg_type=MsgType.UPDATE, since=3)))
    assert (desk.platform.published[-1].text, desk.platform.published[-1].parent) == ("first words of 4", None)


def test_an_end_of_a_reopened_incident_goes_only_where_it_was_reopened(desk: Desk) -> None:
    desk.deliver(desk.commit(an_alert(since=1)))
    desk.deliver(desk.commit(an_alert(revision=2, msg_type=MsgType.CANCEL, since=1)))
    assert desk.deliver(desk.commit(an_alert(revision=4, msg_type=MsgType.CANCEL, since=3))).word == "Superseded"


def test_an_all_clear_that_found_nothing_looks_again_where_its_alert_has_landed_meanwhile(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = desk.commit(an_alert())
    end = desk.commit(cancel())
    read = desk.state.dossier

    def late(announcement: Announcement, channel: str) -> Dossier:
        found = read(announcement, channel)
        monkeypatch.undo()
        desk.deliver(alert)
        return found

    monkeypatch.setattr(desk.state, "dossier", late)
    assert desk.deliver(end).word == "Contended"
    assert desk.deliver(end).word == "Sent"
    assert desk.texts() == ["first words of 1", "reply words of 2"]
