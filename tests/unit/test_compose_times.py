"""Times as people read them: GOV.UK's way, in London, through summer time."""

from datetime import UTC, datetime

import pytest

from loudhailer.compose import say_issued, say_time
from tests.builders import NOW

ISSUED = datetime(2026, 9, 30, 21, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-22T17:30:00+00:00", "5:30pm"),
        ("2026-11-22T17:00:00+00:00", "5pm"),
        ("2026-11-22T09:05:00+00:00", "9:05am"),
        ("2026-11-22T12:00:59+00:00", "midday"),
        ("2026-11-22T12:01:00+00:00", "12:01pm"),
        ("2026-11-22T00:00:00+00:00", "midnight"),
        ("2026-11-22T00:30:00+00:00", "12:30am"),
        ("2026-11-22T23:59:00+00:00", "11:59pm"),
        ("2026-11-23T00:00:00+00:00", "midnight on Monday 23 November"),
        ("2026-11-23T12:00:00+00:00", "midday on Monday 23 November"),
        ("2026-11-21T17:30:00+00:00", "5:30pm on Saturday 21 November"),
        ("2027-11-22T17:30:00+00:00", "5:30pm on Monday 22 November"),
        ("2026-11-22T18:30:00+01:00", "5:30pm"),
        ("2026-11-23T01:30:00+08:00", "5:30pm"),
    ],
)
def test_a_time_is_said_as_gov_uk_writes_it(moment: str, words: str) -> None:
    assert say_time(datetime.fromisoformat(moment), NOW) == words


@pytest.mark.parametrize(
    ("moment", "relative_to", "words"),
    [
        ("2026-03-29T00:59:00+00:00", "2026-03-29T00:00:00+00:00", "12:59am"),
        ("2026-03-29T01:00:00+00:00", "2026-03-29T00:00:00+00:00", "2am"),
        ("2026-03-29T11:00:00+00:00", "2026-03-29T00:00:00+00:00", "midday"),
        ("2026-03-29T23:00:00+00:00", "2026-03-29T00:00:00+00:00", "midnight on Monday 30 March"),
        ("2026-10-25T00:30:00+00:00", "2026-10-24T23:00:00+00:00", "1:30am"),
        ("2026-10-25T01:30:00+00:00", "2026-10-24T23:00:00+00:00", "1:30am"),
        ("2026-10-25T12:00:00+00:00", "2026-10-24T23:00:00+00:00", "midday"),
        ("2026-10-25T23:30:00+00:00", "2026-10-24T23:00:00+00:00", "11:30pm"),
        ("2026-10-24T22:30:00+00:00", "2026-10-24T23:30:00+00:00", "11:30pm on Saturday 24 October"),
        ("2026-07-01T16:30:00+00:00", "2026-07-01T08:00:00+00:00", "5:30pm"),
    ],
)
def test_summer_time_begins_and_ends_on_its_days(moment: str, relative_to: str, words: str) -> None:
    assert say_time(datetime.fromisoformat(moment), datetime.fromisoformat(relative_to)) == words


def test_the_footer_says_when_a_post_was_issued_with_its_day() -> None:
    assert say_issued(NOW) == "5:30pm Sunday 22 November"
    assert say_issued(ISSUED) == "10:59pm Wednesday 30 September"
