"""What was sent a second time in doubt may be out from the first time, whatever becomes of the second."""

from datetime import timedelta

import pytest

from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.delivery import Due, State
from loudhailer.domain.errors import CannotTell, ChannelUnavailable, Doubtful, ParentGone, PostRejected, RateLimited
from loudhailer.domain.post import Draft, Variant
from tests.builders import NOW, an_alert
from tests.pipeline.desk import Desk


def about_lives(revision: int = 1, msg_type: MsgType = MsgType.ALERT) -> Alert:
    words = {variant: Draft(f"{variant} words of {revision}") for variant in Variant}
    drafts = {"telegram": words}
    return an_alert(revision=revision, msg_type=msg_type, message_class=MessageClass.LIFE_SAFETY, drafts=drafts)


@pytest.fixture
def desk() -> Desk:
    """A channel that nobody can ask, and a plan that says rather twice."""
    return Desk(name="telegram")


def landed_in_doubt(desk: Desk, alert: Alert, second: BaseException) -> None:
    """Let the first attempt land without an answer, and the second end as a test has it."""
    desk.platform.after = [Doubtful("no answer")]
    desk.platform.blind = [CannotTell("nobody to ask")] * 5
    assert desk.deliver(alert).word == "Unknown"
    desk.platform.before = [second]
    desk.clock.pass_(11)


def test_a_second_attempt_that_is_refused_leaves_the_first_in_doubt_and_a_person_hears_of_it(desk: Desk) -> None:
    alert = desk.commit(about_lives())
    landed_in_doubt(desk, alert, PostRejected("no"))
    report = desk.deliver(alert)
    assert (report.word, report.person) == ("Unknown", True)
    assert (desk.delivery(alert).state, desk.delivery(alert).due) == (State.UNKNOWN, Due.DOUBT)
    assert desk.thread().doubts == (alert.identifier,)


@pytest.mark.parametrize("second", [PostRejected("no"), ChannelUnavailable("refused")])
def test_an_all_clear_goes_where_only_the_first_attempt_may_have_landed(desk: Desk, second: BaseException) -> None:
    alert = desk.commit(about_lives())
    landed_in_doubt(desk, alert, second)
    desk.deliver(alert)
    assert desk.deliver(desk.commit(about_lives(2, MsgType.CANCEL))).word == "Sent"
    assert desk.texts() == ["first words of 1", "standalone words of 2"]


def test_what_waits_for_its_third_try_and_is_replaced_stays_in_doubt(desk: Desk) -> None:
    alert = desk.commit(about_lives())
    landed_in_doubt(desk, alert, ChannelUnavailable("refused"))
    assert desk.deliver(alert).word == "Retried"
    desk.deliver(desk.commit(about_lives(2, MsgType.UPDATE)))
    desk.clock.pass_(60)
    assert desk.deliver(alert).word == "Unknown"
    assert "revision 2 has replaced it" in desk.delivery(alert).reason


def test_a_second_attempt_that_would_come_too_late_leaves_the_first_in_doubt(desk: Desk) -> None:
    alert = about_lives()
    desk.commit(alert, expires_at=NOW + timedelta(minutes=1))
    landed_in_doubt(desk, alert, RateLimited("slow down", retry_after=120))
    assert desk.deliver(alert).word == "Unknown"
    assert desk.delivery(alert).state is State.UNKNOWN


def test_what_was_worded_anew_after_a_doubt_and_then_replaced_is_a_person_s_however_often_its_message_comes(
    desk: Desk,
) -> None:
    desk.deliver(desk.commit(about_lives()))
    alert = desk.commit(about_lives(2, MsgType.UPDATE))
    landed_in_doubt(desk, alert, ParentGone("deleted"))
    assert desk.deliver(alert).word == "Retried"
    desk.deliver(desk.commit(about_lives(3, MsgType.UPDATE)))
    desk.clock.pass_(60)
    reports = [desk.deliver(alert) for _ in range(2)]
    assert [(each.word, each.person) for each in reports] == [("Unknown", True)] * 2
