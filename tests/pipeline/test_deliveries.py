"""Officers settle doubts and take posts off: by whom, over which version, on the record, and told to the senders."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from loudhailer.domain.alert import Lane
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.caller import Behalf, Caller, Role
from loudhailer.domain.delivery import Delivery, Due, State
from loudhailer.domain.errors import ClaimLost, Conflict, FeedError, NotAllowed, NotFound, StateUnavailable
from loudhailer.domain.outcome import Fate
from loudhailer.domain.post import PostRef, Variant
from loudhailer.pipeline._freeze import freeze
from loudhailer.pipeline.deliveries import Settled
from loudhailer.settling import Account, Word
from tests.builders import a_ref
from tests.fakes import Announcements
from tests.pipeline.officers import COMMS, CONTROL_ROOM, SILVER, Officers, somebody

DUTY, GOLD = somebody(Role.DUTY), somebody(Role.GOLD)
LINK = "https://social.example/1"
WHY = "seen on the account"


@pytest.fixture
def at() -> Officers:
    return Officers()


def raised(at: Officers, number: int = 1) -> str:
    outcome = at.way_in.put(id=f"CTL-{number}", road=f"A{4000 + number}")
    assert outcome.fate is Fate.POSTED
    at.way_in.topic.said.clear()
    return outcome.alert_id


def delivery(at: Officers, alert_id: str, channel: str = "bluesky") -> Delivery:
    return at.way_in.state.stored[alert_id, channel]


def now_is(at: Officers, alert_id: str, state: State, channel: str = "bluesky", **changes: Any) -> None:
    """Let a delivery be as a sender would have left it."""
    known = delivery(at, alert_id, channel)
    thread = at.way_in.state.dossier(_ids(known), channel).thread
    post = freeze(at.way_in.state.alerts[alert_id], channel, Variant.FIRST, thread, at.way_in.clock())
    values = {"state": state, "post": post, "claims": 1, "due": None, "due_at": None}
    doubtful = state is State.UNKNOWN
    at.way_in.state.save(
        known.model_copy(update=values | changes),
        thread.claimed(known, at.way_in.clock(), timedelta(seconds=20)).released(alert_id, doubtful=doubtful),
    )


def _ids(known: Delivery) -> Announcement:
    return Announcement(alert_id=known.alert_id, source=known.source, incident_id=known.incident_id)


def doubted(at: Officers, number: int = 1, due: Due = Due.DOUBT) -> str:
    alert_id = raised(at, number)
    now_is(at, alert_id, State.UNKNOWN, due=due, due_at=at.way_in.clock(), reason="Doubtful: no answer")
    return alert_id


def settle(at: Officers, caller: Caller, alert_id: str, word: Word, **more: Any) -> Settled:
    behalf, channel = more.pop("behalf", Behalf()), more.pop("channel", "bluesky")
    return at.settling().settle(caller, behalf, alert_id, channel, Account(word, "", **more), reason=WHY)


def retract(at: Officers, alert_id: str, channels: Sequence[str] = (), caller: Caller = GOLD, **more: Any) -> Settled:
    return at.settling().retract(caller, Behalf(), alert_id, "the wrong village", channels, **more)


def test_doubts_are_listed_with_what_is_known_and_those_that_only_a_person_can_settle_come_first(at: Officers) -> None:
    looked_for, alone, leased, waits = doubted(at, 1, Due.RETRY), doubted(at, 2), raised(at, 3), raised(at, 4)
    now_is(at, leased, State.CLAIMED, due=Due.LEASE, due_at=at.way_in.clock(), lease_until=at.way_in.clock())
    now_is(at, waits, State.RETRY, due=Due.RETRY, due_at=at.way_in.clock())
    at.way_in.clock.pass_(1)
    listed = at.settling().doubts(DUTY)
    assert [(each.alert.identifier, each.looked_for) for each in listed.doubts] == [
        (alone, False),
        (looked_for, True),
        (leased, True),
    ]
    first = listed.doubts[0]
    assert (first.delivery.reason, first.alert.headline) == (
        "Doubtful: no answer",
        at.way_in.state.alerts[alone].headline,
    )
    assert first.words.startswith("The A4002 is closed between Aldermere and Stokeby.")
    assert (first.since, listed.more) == (delivery(at, alone).committed_at, False)


def test_a_sender_that_holds_its_lease_is_no_doubt(at: Officers) -> None:
    alert_id = raised(at)
    until = at.way_in.clock() + timedelta(seconds=20)
    now_is(at, alert_id, State.CLAIMED, due=Due.LEASE, due_at=until, lease_until=until)
    assert at.settling().doubts(DUTY).doubts == ()


def test_it_is_out_ends_the_doubt_with_a_link_and_on_the_record(at: Officers) -> None:
    alert_id = doubted(at)
    done = settle(at, DUTY, alert_id, Word.OUT, link=LINK)
    sent = delivery(at, alert_id)
    assert (sent.state, sent.told_by, sent.ref) == (State.SENT, "duty", PostRef(id="", url=LINK))
    assert sent in done.deliveries
    (act,) = at.chain.acts
    assert (act.chain, act.by, act.deed, act.subject) == (
        f"incident:{alert_id.split('-')[0]}",
        "duty",
        "it is out",
        alert_id,
    )
    assert (act.result, act.reason) == ("UNKNOWN is SENT on bluesky", f"{WHY} (as duty)")
    assert at.settling().doubts(DUTY).doubts == ()
    assert at.way_in.topic.said == [], "nothing is owed"


def test_sent_again_is_announced_to_its_own_channel_at_once(at: Officers) -> None:
    alert_id = doubted(at)
    post = delivery(at, alert_id).post
    settle(at, DUTY, alert_id, Word.AGAIN, attempt=1)
    again = delivery(at, alert_id)
    assert (again.state, again.due, again.post, again.told_by) == (State.RETRY, Due.RETRY, post, "duty")
    ((announced, channels, lane),) = at.way_in.topic.said
    assert (announced.alert_id, channels, lane) == (alert_id, ("bluesky",), again.lane)


def test_the_same_request_again_does_nothing_twice_but_tells_the_sender_once_more(at: Officers) -> None:
    alert_id = doubted(at)
    for repeated in (False, True):
        assert settle(at, DUTY, alert_id, Word.AGAIN, attempt=1).repeated is repeated
    assert len(at.chain.acts) == 1
    assert len(at.way_in.topic.said) == 2, "the first announcement may be what was lost"
    # It was tried, and is in doubt once more: the lost answer of the first request decides nothing about that.
    now_is(at, alert_id, State.UNKNOWN, claims=2, due=Due.DOUBT, due_at=at.way_in.clock())
    with pytest.raises(Conflict, match="tried again since you looked"):
        settle(at, DUTY, alert_id, Word.AGAIN, attempt=1)


def test_words_that_newer_ones_have_replaced_are_not_sent_again(at: Officers) -> None:
    alert_id = doubted(at)
    at.way_in.put("incident.updated", id="CTL-1", revision=2, road="A4001", cause="collision")
    with pytest.raises(Conflict, match="bluesky: revision 2 has replaced it"):
        settle(at, DUTY, alert_id, Word.AGAIN)
    assert at.chain.acts == []


def test_a_lost_announcement_is_a_warning_and_stays_owed(at: Officers) -> None:
    alert_id = doubted(at)
    at.way_in.topic = Announcements(broken=True)
    done = settle(at, DUTY, alert_id, Word.AGAIN)
    assert done.warnings == ("it is written, but the channels were not told: that is tried again in two minutes",)
    assert [each.alert_id for each in at.way_in.state.due(Due.RETRY, at.way_in.clock(), 9)] == [alert_id]


def test_what_was_posted_by_hand_is_never_doubled(at: Officers) -> None:
    alert_id = raised(at)
    now_is(at, alert_id, State.RETRY, due=Due.RETRY, due_at=at.way_in.clock())
    settle(at, CONTROL_ROOM, alert_id, Word.BY_HAND, link=LINK, behalf=Behalf("Gold 1", "phone"))
    sent = delivery(at, alert_id)
    assert (sent.state, sent.told_by, sent.due) == (State.SENT, "Gold 1", None)
    (act,) = at.chain.acts
    assert (act.by, act.typed_by, act.means, act.deed) == ("Gold 1", "control", "phone", "posted by hand")


def test_control_says_for_whom_it_settles(at: Officers) -> None:
    with pytest.raises(FeedError, match="control types for a named officer"):
        settle(at, CONTROL_ROOM, doubted(at), Word.OUT)


def test_words_that_were_held_and_posted_by_hand_are_heard_from_then_on(at: Officers) -> None:
    at.way_in.state.level("lockdown", *at.way_in.channels)
    held = at.way_in.put(id="CTL-9", road="A4009")
    incident = at.way_in.state.head("westshire.control", "CTL-9")
    assert (held.fate, incident.aired) == (Fate.HELD, False)
    settle(at, SILVER, held.alert_id, Word.BY_HAND)
    heard = at.way_in.state.head("westshire.control", "CTL-9")
    assert (heard.aired, heard.held, heard.version) == (True, False, incident.version + 1)
    assert delivery(at, held.alert_id, "page").state is State.HELD


def test_nothing_is_written_over_a_sender_that_was_quicker(at: Officers) -> None:
    alert_id = doubted(at)

    class Quicker:
        def settle(self, *_: object) -> None:
            raise ClaimLost("settle")

    with pytest.raises(ClaimLost):
        replace(at.settling(), settlements=Quicker()).settle(
            DUTY, Behalf(), alert_id, "bluesky", Account(Word.OUT, ""), reason=WHY
        )
    assert at.chain.acts == []


def test_an_unknown_alert_or_channel_is_said_to_be_unknown(at: Officers) -> None:
    alert_id = doubted(at)
    with pytest.raises(NotFound, match="there is no alert AAAAAAA-1"):
        settle(at, DUTY, "AAAAAAA-1", Word.OUT)
    with pytest.raises(NotFound, match="no delivery on x; it has bluesky, page"):
        settle(at, DUTY, alert_id, Word.OUT, channel="x")


def test_who_may_settle_may_not_take_words_off_that_the_public_has_read(at: Officers) -> None:
    alert_id = raised(at)
    with pytest.raises(NotAllowed, match="retract is for bronze, silver, gold, comms"):
        retract(at, alert_id, caller=DUTY)
    assert [each.deed for each in at.chain.acts] == ["refused: retract"]
    with pytest.raises(NotAllowed):
        at.settling().doubts(somebody())


def test_an_alert_that_is_taken_off_is_a_tombstone_where_it_never_left_and_owed_where_it_is_out(at: Officers) -> None:
    alert_id = raised(at)
    now_is(at, alert_id, State.SENT, ref=a_ref(), sent_at=at.way_in.clock())
    done = retract(at, alert_id, caller=COMMS)
    assert {each.channel: (each.state, each.retract_by) for each in done.deliveries} == {
        "bluesky": (State.SENT, "comms"),
        "page": (State.RETRACTED, "comms"),
    }
    assert delivery(at, alert_id).due is Due.RETRACT
    ((announced, channels, lane),) = at.way_in.topic.said
    assert (announced.alert_id, channels, lane) == (alert_id, ("bluesky",), Lane.URGENT)
    (act,) = at.chain.acts
    assert (act.deed, act.result, act.reason) == ("take off", "bluesky owed, page off", "the wrong village (as comms)")


def test_a_platform_that_keeps_posts_is_refused_by_name_and_the_others_go_on(at: Officers) -> None:
    alert_id = raised(at)
    for channel in ("page", "bluesky"):
        now_is(at, alert_id, State.SENT, channel, ref=a_ref(), sent_at=at.way_in.clock())
    done = retract(at, alert_id)
    assert list(done.refused) == ["page"]
    assert done.refused["page"].startswith("page takes no post off for us: delete it there by hand (https://")
    with pytest.raises(Conflict, match="page: page takes no post off for us"):
        retract(at, alert_id, ["page"])
    gone = retract(at, alert_id, ["page"], by_hand=True)
    assert {each.channel: each.state for each in gone.deliveries}["page"] is State.RETRACTED
    assert at.chain.acts[-1].deed == "taken off by hand"


def test_asking_twice_for_the_same_to_come_off_writes_once(at: Officers) -> None:
    alert_id = doubted(at)
    assert not retract(at, alert_id, ["bluesky"]).repeated
    assert retract(at, alert_id, ["bluesky"]).repeated
    assert len(at.chain.acts) == 1


def test_a_tombstone_is_never_sent_however_late_its_message_comes(at: Officers) -> None:
    alert_id = raised(at)
    retract(at, alert_id)
    assert {each.state for each in at.way_in.state.deliveries(alert_id)} == {State.RETRACTED}
    assert all(each.final for each in at.way_in.state.deliveries(alert_id))
    with pytest.raises(Conflict, match="it is RETRACTED already"):
        settle(at, DUTY, alert_id, Word.BY_HAND)


def test_where_the_table_fails_half_way_what_was_written_is_told_and_the_rest_is_named(at: Officers) -> None:
    alert_id = raised(at)
    state = at.way_in.state

    class OneBreaks:
        def settle(self, delivery: Delivery, *more: Any) -> None:
            if delivery.channel == "page":
                raise StateUnavailable("settle")
            state.settle(delivery, *more)

    broken = replace(at.settling(), settlements=OneBreaks())
    done = broken.retract(GOLD, Behalf(), alert_id, "wrong")
    assert dict(done.refused) == {"page": "our own state did not answer; ask again"}
    with pytest.raises(StateUnavailable):
        broken.retract(GOLD, Behalf(), alert_id, "wrong", ["page"])


def test_an_act_that_the_audit_could_not_take_is_done_and_says_so(at: Officers) -> None:
    alert_id = doubted(at)
    at.chain.broken = True
    assert settle(at, DUTY, alert_id, Word.OUT).warnings == (
        "the audit could not be written: note who did this, and when",
    )
    assert delivery(at, alert_id).state is State.SENT
