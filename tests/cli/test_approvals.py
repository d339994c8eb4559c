"""Approvals, reviews, broken glass and the lead, from a terminal."""

import pytest

from tests.cli.conftest import Terminal
from tests.cli.standin import APPROVAL, REFERENCE, Answer

ALERT = f"{REFERENCE}-1"


def test_what_waits_is_listed_with_how_many_reviews_are_open(duty: Terminal) -> None:
    result = duty("approvals", "list")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].split() == ["ALERT", "CLASS", "AUTHOR", "WHO", "MAY", "EXPIRES", "HEADLINE"]
    assert "bronze or comms" in result.stdout
    assert result.stderr == "open reviews: 2; see `loudhailer reviews list`\n"
    duty.standin.next.append(Answer(body={"approvals": [], "open_reviews": 0}))
    result = duty("approvals", "list")
    assert (result.stdout, result.stderr) == ("Nothing waits for approval.\n", "")


def test_every_word_is_shown_before_it_is_approved_and_the_digest_of_just_these_is_sent(duty: Terminal) -> None:
    duty.sits_there = True
    result = duty("approvals", "approve", ALERT.lower(), typed="y\n")
    assert result.exit_code == 0
    assert "class information, by officer-duty, typed by control.1" in result.stdout
    assert "For bronze or comms, and another person who is gold, until" in result.stdout
    assert "approved by c.officer (comms)" in result.stdout
    assert "bluesky, first:\n    Water is at the hall.\n    Ref 7KQ2MX9TA\n" in result.stdout
    assert f"{ALERT}  approved" in result.stdout
    assert "warning: no audit" in result.stderr
    sent = duty.standin.seen[-1]
    assert (sent.method, sent.path) == ("POST", f"/approvals/{ALERT}/answer")
    assert sent.body == {"answer": "approve", "digest": APPROVAL["digest"]}


def test_words_that_several_channels_share_are_read_once(duty: Terminal) -> None:
    told = {"first": "Water is at the hall."}
    drafts = {"bluesky": told, "telegram": told, "sms": {"first": "Water!"}}
    duty.standin.next.append(Answer(body=APPROVAL | {"drafts": drafts}))
    shown = duty("approvals", "show", ALERT).stdout
    assert "\nbluesky, telegram, first:\n    Water is at the hall.\n" in shown
    assert "\nsms, first:\n    Water!\n" in shown


def test_what_is_wrong_with_the_words_is_shown_once(duty: Terminal) -> None:
    faults = {"bluesky": ["W11 write it out"], "page": ["W11 write it out", "W43 use plain letters"]}
    duty.standin.next.append(Answer(body=APPROVAL | {"faults": faults}))
    shown = duty("approvals", "show", ALERT).stdout
    assert "\nfault on bluesky, page: W11 write it out\n" in shown
    assert "\nfault on page: W43 use plain letters\n" in shown


def test_who_says_no_has_approved_nothing(duty: Terminal) -> None:
    duty.sits_there = True
    assert duty("approvals", "approve", ALERT, typed="n\n").exit_code == 130
    assert duty.standin.seen[-1].method == "GET"


def test_unasked_it_takes_the_digest_of_words_that_were_seen(duty: Terminal) -> None:
    assert duty("approvals", "approve", ALERT).exit_code == 2
    assert duty("approvals", "approve", ALERT, "--digest", "4f0c").exit_code == 2
    assert duty.standin.seen == []
    result = duty("approvals", "approve", ALERT, "--digest", "000000000000")
    assert (result.exit_code, duty.standin.seen[-1].method) == (2, "GET")
    assert "look at them again" in result.stderr
    assert duty("approvals", "approve", ALERT, "--digest", "4F0C8E1B90D2").exit_code == 0


def test_one_approval_is_shown_whole(duty: Terminal) -> None:
    result = duty("approvals", "show", ALERT)
    assert result.stdout.splitlines()[-1] == f"digest {APPROVAL['digest']}"


@pytest.mark.parametrize(("deed", "stand"), [("return", "returned"), ("reject", "rejected")])
def test_words_are_declined_with_a_reason(duty: Terminal, deed: str, stand: str) -> None:
    assert duty("approvals", deed, ALERT).exit_code == 2
    result = duty("approvals", deed, ALERT, "--reason", "which hall?")
    assert result.stdout.startswith(f"{ALERT}  {stand}: which hall?\n")
    assert duty.standin.seen[-1].body == {"answer": deed, "reason": "which hall?"}


def test_reviews_are_listed_and_closed(duty: Terminal) -> None:
    assert "life_safety went at once" in duty("reviews", "list").stdout
    result = duty("reviews", "close", f"after-{ALERT}", "--verdict", "right")
    assert result.stdout == f"after-{ALERT} is closed: right\n"
    assert duty.standin.seen[-1].path == f"/reviews/after-{ALERT}/close"
    duty.standin.next.append(Answer(body={"reviews": []}))
    assert duty("reviews", "list").stdout == "There is none.\n"


def test_the_glass_is_broken_and_put_back(duty: Terminal) -> None:
    broken = duty("glass", "break", "--reason", "commander out of reach")
    assert broken.stdout == "The glass is broken until 22 Nov 19:00: your life-safety goes past approval.\n"
    assert duty.standin.seen[-1].body == {"reason": "commander out of reach"}
    assert "Its review stays open" in duty("glass", "close").stdout
    assert duty.standin.seen[-1].method == "DELETE"


def test_the_lead_is_handed_over_and_taken_back(duty: Terminal) -> None:
    result = duty("alert", "lead", REFERENCE.lower(), "police", "--reason", "agreed", "--means", "radio")
    assert (result.stdout, result.stderr) == (f"{REFERENCE}  police leads\n", "warning: no audit\n")
    assert duty.standin.seen[-1].body == {"agency": "police", "reason": "agreed", "means": "radio"}
    assert duty("alert", "lead", REFERENCE, "us", "--reason", "done").stdout == f"{REFERENCE}  we lead, as before\n"


def test_the_lead_s_words_are_passed_on_with_their_link(duty: Terminal) -> None:
    words = ("--message", "Stay away.", "--link", "https://police.example/7")
    assert duty("alert", "amplify", REFERENCE, *words).stdout.startswith(f"{REFERENCE}  posted")
    sent = duty.standin.seen[-1]
    assert (sent.path, sent.body) == (
        f"/alerts/{REFERENCE}/amplify",
        {"message": "Stay away.", "link": "https://police.example/7"},
    )


def test_a_class_is_lifted(duty: Terminal) -> None:
    result = duty("alert", "lift", REFERENCE, "life_safety", "--reason", "the wind has turned")
    assert "class life_safety, urgent lane" in result.stdout
    assert duty.standin.seen[-1].body == {"class": "life_safety", "reason": "the wind has turned"}
    assert duty("alert", "lift", REFERENCE, "urgent", "--reason", "why not").exit_code == 2
