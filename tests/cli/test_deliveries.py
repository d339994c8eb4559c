"""Doubts, posts by hand, what comes off, what goes back, and every channel's report, from a terminal."""

import json

import pytest

from tests.cli.conftest import Terminal
from tests.cli.dealt import DONE, DOUBT, REFERENCE, WAITING, moved, reached
from tests.cli.standin import Answer, problem

ALERT = f"{REFERENCE}-1"
AGAIN = ("delivery", "again", ALERT.lower(), "--channel", "telegram", "--reason", "Not there")


def test_doubts_are_listed_with_who_can_settle_them(duty: Terminal) -> None:
    head, one = duty("delivery", "doubts").stdout.splitlines()
    assert head.split()[:2] == ["ALERT", "CHANNEL"]
    assert one.endswith("22 Nov 17:10  only you can")
    assert "    The A4117 is closed.\n" in duty("delivery", "doubts", "--words").stdout
    looked_for = DOUBT | {"looked_for": True, "retract_by": "gold"}
    duty.standin.next.append(Answer(body={"doubts": [looked_for], "more": True}))
    shown = duty("delivery", "doubts")
    assert shown.stdout.splitlines()[1].endswith("its sender still does; gold wants it off")
    assert "ask again when there is less" in shown.stderr
    duty.standin.next.append(Answer(body={"doubts": []}))
    assert duty("delivery", "doubts").stdout == "Nothing is in doubt.\n"


@pytest.mark.parametrize(
    ("arguments", "path", "body"),
    [
        (
            ("out", "a-1", "--channel", "x", "--link", "https://x.com/a/status/1", "--reason", "Seen"),
            "/deliveries/A-1/settle",
            {"word": "out", "channel": "x", "link": "https://x.com/a/status/1", "reason": "Seen"},
        ),
        (
            ("by-hand", "a-1", "--channel", "x", "--reason", "Down", "--requested-by", "Gold 1", "--means", "phone"),
            "/deliveries/A-1/settle",
            {"word": "by_hand", "channel": "x", "reason": "Down", "requested_by": "Gold 1", "means": "phone"},
        ),
        (("off", "a-1", "--reason", "Wrong"), "/deliveries/A-1/retract", {"reason": "Wrong", "by_hand": False}),
        (
            ("off", "a-1", "--reason", "Wrong", "--channel", "x", "--by-hand"),
            "/deliveries/A-1/retract",
            {"reason": "Wrong", "by_hand": True, "channels": ["x"]},
        ),
    ],
)
def test_each_command_says_one_thing(
    duty: Terminal, arguments: tuple[str, ...], path: str, body: dict[str, object]
) -> None:
    result = duty("delivery", *arguments)
    assert result.exit_code == 0, result.stderr
    assert (duty.standin.seen[-1].path, duty.standin.seen[-1].body) == (path, body)
    assert isinstance(json.loads(duty("delivery", *arguments, "--json").stdout), dict)


def test_what_is_taken_off_by_hand_is_named(duty: Terminal) -> None:
    result = duty("delivery", "off", ALERT, "--by-hand", "--reason", "x")
    assert (result.exit_code, duty.standin.seen) == (2, [])


def test_sending_again_shows_the_words_asks_and_names_the_attempt_that_was_seen(duty: Terminal) -> None:
    piped = duty(*AGAIN, typed="y\n")
    assert (piped.exit_code, duty.standin.seen) == (2, [])
    assert "to send it again unasked, add --yes" in piped.stderr
    duty.sits_there = True
    declined = duty(*AGAIN, typed="n\n")
    assert f"Send {ALERT} again on telegram?" in declined.stderr
    assert "    The A4117 is closed." in declined.stdout
    assert duty.standin.seen[-1].method == "GET", "nothing was asked for"
    assert duty(*AGAIN, typed="y\n").exit_code == 0
    assert duty.standin.seen[-1].body == {
        "word": "again",
        "channel": "telegram",
        "reason": "Not there",
        "attempt": 2,
    }


def test_what_was_refused_and_what_was_said_before_is_told(duty: Terminal) -> None:
    told = {
        "deliveries": [],
        "repeated": True,
        "refused": {"x": "x takes no post off for us"},
        "warnings": ["no audit"],
    }
    duty.standin.next.append(Answer(body=told))
    result = duty("delivery", "off", ALERT, "--reason", "x")
    assert result.stdout.startswith("You have said so before; nothing was done a second time.\n")
    assert result.stderr == "not on x: x takes no post off for us\nlook: no audit\n"


def test_a_correction_that_takes_down_waits_until_every_channel_has_reported(duty: Terminal) -> None:
    said = {
        "reference": REFERENCE,
        "identifier": f"{REFERENCE}-2",
        "fate": "posted",
        "class": "incident",
        "lane": "urgent",
    }
    duty.standin.next += [Answer(body=each) for each in (said, reached(*DONE, WAITING), reached(*DONE))]
    result = duty("alert", "correct", REFERENCE, "--road", "A4118", "--take-down")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [
        f"{REFERENCE}  posted",
        "class incident, urgent lane",
        f"{REFERENCE}-2  A4118 closed",
        "bluesky: done, SENT; 1 earlier taken off",
        "page: done, SENT; 1 earlier cannot be taken off here: https://a.example/1",
    ]
    correction, first, _ = duty.standin.seen
    assert (correction.path, correction.body) == (
        f"/alerts/{REFERENCE}/corrections",
        {"road": "A4118", "take_down": True},
    )
    assert (first.path, first.query) == (f"/alerts/{REFERENCE}/channels", {"alert": f"{REFERENCE}-2"})
    assert duty.pauses == [0.5]


def test_one_channel_that_is_down_is_reported_as_such_after_ten_seconds(duty: Terminal) -> None:
    duty.standin.next += [Answer(body={"reference": REFERENCE, "identifier": f"{REFERENCE}-2"})]
    duty.standin.next += [Answer(body=reached(*DONE, WAITING))] * 21
    result = duty("alert", "end", REFERENCE, "--mistaken", "--take-down")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == (
        "mastodon: UNDER WAY, RETRY (ChannelUnavailable: it is down); 1 earlier coming off"
    )
    assert f"not done on mastodon; look again with `loudhailer alert everywhere {REFERENCE}`" in result.stderr
    assert sum(duty.pauses) == 10


def test_only_what_never_was_so_is_taken_down_by_an_end(duty: Terminal) -> None:
    result = duty("alert", "end", REFERENCE, "--take-down")
    assert (result.exit_code, duty.standin.seen) == (2, [])
    assert duty("alert", "update", REFERENCE, "--take-down").exit_code == 2


def test_a_list_is_one_line_however_many_it_reaches(duty: Terminal) -> None:
    sent = [{"state": "SENT", "reason": ""}] * 38 + [{"state": "FAILED", "reason": "PostRejected: no such number"}]
    one = {"channel": "sms", "under_way": False, "well": False, "deliveries": sent, "earlier": []}
    duty.standin.next.append(Answer(body=reached(one)))
    result = duty("alert", "everywhere", REFERENCE)
    assert result.stdout.splitlines()[1] == "sms: NOT DONE, 38 SENT, 1 FAILED (PostRejected: no such number)"
    assert (result.exit_code, duty("alert", "everywhere", REFERENCE, "--wait").exit_code) == (1, 0)


def test_a_redrive_shows_count_and_age_before_it_asks(duty: Terminal) -> None:
    shown = duty("redrive", "--dry-run")
    assert shown.stdout.splitlines() == [
        "CHANNEL  COUNT  OLDEST  AMONG THEM",
        "bluesky  12     3 h     7KQ2MX9TA-1 RETRY, 1 that hold no ids",
    ]
    assert [each.method for each in duty.standin.seen] == ["GET"]
    assert duty("redrive", "--reason", "x").exit_code == 2, "nobody sits there"
    assert duty("redrive", "--yes").exit_code == 2, "no reason"
    duty.sits_there = True
    declined = duty("redrive", "--reason", "x", typed="n\n")
    assert "Put 12 back on bluesky?" in declined.stderr
    assert {each.method for each in duty.standin.seen} == {"GET"}


def test_a_redrive_goes_on_until_nothing_is_left_or_nothing_moves(duty: Terminal) -> None:
    duty.standin.next += [
        Answer(body={"channels": [{"channel": "bluesky", "count": 130, "oldest": None}]}),
        Answer(body=moved(moved=100, remaining=30)),
        Answer(body=moved(moved=28, done=1, remaining=1, left={"no ids": 1})),
        Answer(body=moved(remaining=1, left={"no ids": 1})),
    ]
    result = duty("redrive", "bluesky", "--reason", "x", "--yes")
    assert result.stdout.splitlines()[-1] == "bluesky: 128 put back, 1 had nothing left to do"
    assert "left on bluesky: 1, no ids" in result.stderr
    assert result.exit_code == 1
    assert duty("redrive", "bluesky", "--reason", "x", "--yes").exit_code == 0


def test_a_redrive_of_nothing_and_of_an_unknown_channel(duty: Terminal) -> None:
    duty.standin.next.append(Answer(body={"channels": []}))
    empty = duty("redrive", "--reason", "x", "--yes")
    assert (empty.exit_code, empty.stdout) == (0, "There are no dead letters.\n")
    unknown = duty("redrive", "fax", "--reason", "x", "--yes")
    assert unknown.exit_code == 2
    assert "there is no channel fax; there are page, bluesky" in unknown.stderr
    assert json.loads(duty("redrive", "--reason", "x", "--yes", "--json").stdout)["channels"][0]["moved"] == 12


def test_a_refusal_ends_the_command_with_its_reason(duty: Terminal) -> None:
    duty.standin.next.append(problem(409, "Conflict", "telegram: it is SENT already"))
    result = duty("delivery", "out", ALERT, "--channel", "telegram", "--reason", "x")
    assert (result.exit_code, result.stderr) == (1, "loudhailer: Conflict: telegram: it is SENT already\n")
