import json

import pytest

from tests.cli.conftest import Terminal
from tests.cli.trusted import NAME, SEEN


def test_sources_are_listed_with_their_modes(duty: Terminal) -> None:
    head, row, other = duty("sources", "list").stdout.splitlines()
    assert head.split()[:4] == ["SOURCE", "MODE", "SINCE", "BY"]
    assert row.startswith(f"{NAME}  shadow")
    assert "page 2 on 2026-11-22" in row
    assert "never set" in other
    assert other.endswith("not stated: never auto")


def test_what_a_source_would_have_had_said_is_shown_with_the_token_that_raises_it(duty: Terminal) -> None:
    shown = duty("sources", "show", NAME).stdout.splitlines()
    assert "page: the gate would send (level normal)" in shown
    assert "  | M5 is closed." in shown
    assert "  | the words that must stay do not fit" in shown
    assert shown[-1] == f"seen: {SEEN}"


def test_a_source_of_which_nothing_is_written_down_says_so(duty: Terminal) -> None:
    shown = duty("sources", "show", "quiet").stdout
    assert "Nothing is written down that it would have had said." in shown


def test_whoever_raises_what_nobody_has_seen_says_so(duty: Terminal) -> None:
    duty("sources", "raise", NAME, "auto", "--reason", "right words", "--seen", "5f2c", "--nothing-seen")
    assert duty.standin.seen[-1].body == {"mode": "auto", "reason": "right words", "seen": "5f2c", "nothing_seen": True}


@pytest.mark.parametrize("seen", ["", SEEN])
def test_a_source_is_raised_with_what_was_seen(duty: Terminal, seen: str) -> None:
    result = duty("sources", "raise", NAME, "propose", "--reason", "right words", *(["--seen", seen] if seen else []))
    sent = duty.standin.seen[-1]
    assert (sent.method, sent.path) == ("PUT", f"/sources/{NAME}")
    assert sent.body == {"mode": "propose", "reason": "right words"} | ({"seen": seen} if seen else {})
    assert result.stdout == f"{NAME} is at propose.\n"
    assert result.stderr == "warning: w\n"


def test_a_source_is_lowered_at_once(duty: Terminal) -> None:
    result = duty("sources", "lower", NAME, "learn", "--reason", "it lists what is over")
    assert duty.standin.seen[-1].body == {"mode": "learn", "reason": "it lists what is over"}
    assert result.stdout == f"{NAME} is at learn.\n"


def test_a_mode_that_does_not_exist_is_bad_usage_and_a_program_gets_the_answer_as_it_is(duty: Terminal) -> None:
    assert duty("sources", "raise", NAME, "loud", "--reason", "x").exit_code == 2
    assert json.loads(duty("sources", "show", NAME, "--json").stdout)["seen"] == SEEN
