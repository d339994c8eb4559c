import json

import pytest

from tests.cli.conftest import Terminal
from tests.cli.drills import DRILL, REFERENCE

RAISE = ("drill", "raise", "--type", "evacuation", "--place", "at Drillton")
STRIPES = "/" * 72


def framed(stdout: str, word: str = "EXERCISE") -> list[str]:
    """Return what stands in the frame; fail where there is none at the top or the bottom."""
    lines = stdout.splitlines()
    band = lines[1]
    assert f" {word} {word} {word}: NOTHING OF THIS IS PUBLIC " in band
    assert len(band) == len(STRIPES)
    assert (lines[0], lines[-1], lines[-2]) == (STRIPES, STRIPES, band)
    return lines[2:-2]


def test_a_drill_is_raised_and_its_words_are_shown_in_a_frame(duty: Terminal) -> None:
    result = duty(*RAISE, "--next-update", "18:30", "--sensitive", "medical")
    assert result.exit_code == 0
    shown = framed(result.stdout)
    assert shown[0] == f"DRILL-{REFERENCE}  Exercise: shown on the drill wall, and nowhere else"
    assert "bluesky: the gate would send (level normal)" in shown
    assert "  | EXERCISE EXERCISE EXERCISE" in shown
    assert "  | the words that must stay do not fit" in shown
    assert result.stderr == "warning: w\n"
    sent = duty.standin.seen[-1]
    assert (sent.method, sent.path) == ("POST", "/drills")
    assert sent.headers["idempotency-key"]
    assert sent.body == {
        "type": "evacuation",
        "status": "Exercise",
        "place": "at Drillton",
        "next_update": "2026-11-22T18:30:00+00:00",
        "sensitivities": ["medical"],
    }


@pytest.mark.parametrize("status", ["Test", "Draft"])
def test_the_frame_says_as_what_it_was_raised(duty: Terminal, status: str) -> None:
    result = duty(*RAISE, "--status", status.lower())
    assert duty.standin.seen[-1].body["status"] == status
    assert framed(result.stdout, status.upper())


@pytest.mark.parametrize("status", ["Actual", "System"])
def test_no_drill_is_raised_as_what_it_is_not(duty: Terminal, status: str) -> None:
    assert duty(*RAISE, "--status", status).exit_code == 2


def test_drills_are_listed_and_shown_in_a_frame(duty: Terminal) -> None:
    (head, row) = framed(duty("drill", "list", "--days", "3").stdout)
    assert head.split() == ["REF", "STATUS", "SENT", "CLASS", "BY", "SHOWN", "HEADLINE"]
    assert row.startswith(f"DRILL-{REFERENCE}  Exercise")
    assert "not on the wall" in row
    assert duty.standin.seen[-1].query == {"days": "3"}
    shown = framed(duty("drill", "show", f"drill-{REFERENCE.lower()}").stdout)
    assert shown[0] == f"DRILL-{REFERENCE}-1  Alert, class life_safety"


def test_no_drill_at_all_is_told_in_a_frame_too(duty: Terminal) -> None:
    duty.standin.drills = []
    assert framed(duty("drill", "list").stdout) == ["There is none."]


def test_a_program_gets_the_answer_as_it_is(duty: Terminal) -> None:
    assert json.loads(duty("drill", "show", f"DRILL-{REFERENCE}", "--json").stdout) == {"drills": [DRILL]}


def test_an_unknown_drill_is_a_failure(duty: Terminal) -> None:
    assert duty("drill", "show", "DRILL-222222222").exit_code == 1
