"""Levels, channels and held posts from a terminal: what is asked for, and what somebody reads at 3am."""

import json

import pytest

from tests.cli.conftest import Terminal
from tests.cli.levels import GATES, PICTURE, REFERENCE
from tests.cli.standin import Answer

SET = ("crisis", "set", "crisis", "--reason", "A fatal fire", "--yes")


@pytest.mark.parametrize(
    ("options", "body"),
    [
        ((), {}),
        (("--area", "Stokeby"), {"scope": "area:Stokeby"}),
        (("--incident", REFERENCE.lower()), {"scope": f"incident:{REFERENCE}"}),
        (("--for", "4h"), {"until": "2026-11-22T21:30:00+00:00"}),
        (("--until", "18:30"), {"until": "2026-11-22T18:30:00+00:00"}),
    ],
)
def test_a_level_is_for_somewhere_and_for_a_while(
    duty: Terminal, options: tuple[str, ...], body: dict[str, str]
) -> None:
    assert duty(*SET, *options).exit_code == 0
    assert duty.standin.seen[-1].body == {"level": "crisis", "reason": "A fatal fire"} | body


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--area", "Stokeby", "--incident", REFERENCE), "not for both"),
        (("--for", "4h", "--until", "18:30"), "--for or --until, not both"),
        (("--for", "soon"), "write 45m, 4h or 1d2h"),
        (("--until", "tea time"), "is no time"),
    ],
)
def test_what_cannot_be_meant_is_not_asked(duty: Terminal, options: tuple[str, ...], why: str) -> None:
    result = duty(*SET, *options)
    assert (result.exit_code, duty.standin.seen) == (2, [])
    assert why in result.stderr


def test_the_scope_is_named_before_anybody_says_yes(duty: Terminal) -> None:
    duty.sits_there = True
    declined = duty(*SET[:-1], "--area", "Stokeby", typed="n\n")
    assert "Declare crisis for area Stokeby on every channel?" in declined.stderr


def test_what_matters_at_3am_is_read_without_scrolling(duty: Terminal) -> None:
    duty.standin.next.append(Answer(body={"gates": GATES, **PICTURE}))
    result = duty(*SET)
    assert result.stdout.splitlines() == [
        "crisis is declared on every channel.",
        "",
        "Was leaving already: 1",
        f"  page: {REFERENCE}-1 A4117 closed [SENT]",
        "",
        "Does not leave when its turn comes: 12",
        *(f"  bluesky: {REFERENCE}-{number} Test it Tuesday" for number in range(10)),
        "  and 2 more",
        "",
        "Pause these yourself; Loudhailer cannot:",
        "  [x] Paid adverts · comms (done by a.officer, 22 Nov 18:30)",
        "  [ ] Banners · web editor · https://cms.example (not done)",
        "",
        "CHANNEL  LEVEL   MODE",
        "page     normal  live",
        "bluesky  normal  exercise  stopped",
    ]
    assert result.stderr == "look: what is held could not be read\n"
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_a_platform_that_does_not_answer_is_told_beside_its_channel(duty: Terminal) -> None:
    silent = {"channel": "mastodon", "live": True, "stopped": False, "level": "normal"}
    silent |= {"waits_until": "2026-11-22T17:45:00+00:00", "outages": 5}
    duty.standin.next.append(Answer(body={"gates": [silent, silent | {"stopped": True}]}))
    lines = duty("crisis", "show").stdout.splitlines()
    assert lines[-2:] == [
        "mastodon  normal  live  does not answer; routine posts wait till 22 Nov 17:45",
        "mastodon  normal  live  stopped",
    ]
    assert max(map(len, lines)) <= 80


def test_the_first_of_two_reads_that_the_level_stands(duty: Terminal) -> None:
    lift = {"to": "normal", "by": "gold", "until": "2026-11-22T18:00:00+00:00", "channels": ["page"]}
    duty.standin.next.append(Answer(body={"gates": GATES, "lift": lift}))
    lines = duty("crisis", "set", "normal", "--reason", "All new", "--yes").stdout.splitlines()
    assert lines[:3] == [
        "normal is not declared yet.",
        "gold asks to lift it to normal. The level stands.",
        "Another person has to give the same command before 22 Nov 18:00.",
    ]


def test_who_declared_what_until_when_is_one_line_a_level(duty: Terminal) -> None:
    level = {"scope": "area:Stokeby", "level": "crisis", "by": "silver", "reason": "A fatal fire"}
    declared = [level | {"until": "2026-11-23T05:30:00+00:00"}, level | {"scope": "service", "until": None}]
    gates = [each | {"declared": declared} for each in GATES]
    suggested = [{"identifier": "A-1", "headline": "A4117 closed", "channels": ["page"], "fate": "release"}]
    duty.standin.next.append(Answer(body={"gates": gates, "suggested": suggested}))
    shown = duty("crisis", "show").stdout
    assert "crisis for area Stokeby, by silver, until 23 Nov 05:30 (page, bluesky): A fatal fire\n" in shown
    assert "crisis for service, by silver, until a person ends it (page, bluesky): A fatal fire\n" in shown
    assert "Nothing goes by itself; the plan proposes:\n  release: A-1 A4117 closed (page)\n" in shown


def test_a_preview_asks_for_no_reason_and_changes_nothing(duty: Terminal) -> None:
    shown = duty("crisis", "preview", "crisis", "--area", "Stokeby").stdout
    assert shown.startswith("Nothing is changed. Were crisis declared:\n")
    assert (duty.standin.seen[-1].method, duty.standin.seen[-1].body) == (
        "POST",
        {"level": "crisis", "scope": "area:Stokeby"},
    )


@pytest.mark.parametrize(
    ("arguments", "path", "body"),
    [
        (("crisis", "tick", "Banners"), "/crisis/ticks", {"what": "Banners"}),
        (("channel", "live", "page", "--reason", "x"), "/channels/page", {"reason": "x", "live": True}),
        (("channel", "exercise", "page", "--reason", "x"), "/channels/page", {"reason": "x", "live": False}),
        (("channel", "stop", "page", "--reason", "x"), "/channels/page", {"reason": "x", "stopped": True}),
        (("channel", "start", "page", "--reason", "x"), "/channels/page", {"reason": "x", "stopped": False}),
        (("held", "release", "a-1", "--reason", "x"), "/held/A-1/release", {"reason": "x"}),
        (("held", "drop", "a-1", "--reason", "x"), "/held/A-1/drop", {"reason": "x"}),
        (
            ("held", "reapprove", "a-1", "--reason", "x", "--channel", "page"),
            "/held/A-1/reapprove",
            {"reason": "x", "channels": ["page"]},
        ),
        (
            ("held", "fold", "a-1", "b-2", "--title", "Since 6pm", "--reason", "x"),
            "/held/digests",
            {"alerts": ["A-1", "B-2"], "title": "Since 6pm", "reason": "x"},
        ),
    ],
)
def test_each_command_asks_for_one_thing(
    duty: Terminal, arguments: tuple[str, ...], path: str, body: dict[str, object]
) -> None:
    result = duty(*arguments)
    assert result.exit_code == 0, result.stderr
    assert (duty.standin.seen[-1].path, duty.standin.seen[-1].body) == (path, body)
    assert isinstance(json.loads(duty(*arguments, "--json").stdout), dict)


def test_what_is_held_is_listed_with_what_the_plan_proposes(duty: Terminal) -> None:
    head, one, other = duty("held", "list").stdout.splitlines()
    assert head.split()[:2] == ["ALERT", "CHANNEL"]
    assert (one.endswith("release"), other.endswith("cannot go: it expired")) == (True, True)
    assert "    The A4117 is closed.\n" in duty("held", "list", "--words").stdout
    duty.standin.next.append(Answer(body={"held": []}))
    assert duty("held", "list").stdout == "Nothing is held.\n"


def test_what_was_not_released_is_said_with_its_reason(duty: Terminal) -> None:
    result = duty("held", "release", "a-1", "--reason", "x")
    assert result.stderr == "not on page: level crisis: the plan says hold for promotional\n"


def test_a_digest_says_what_it_stands_for_and_that_somebody_approves_it(duty: Terminal) -> None:
    shown = duty("held", "fold", "a-1", "b-2", "--title", "Since 6pm", "--reason", "x").stdout
    assert shown == f"{REFERENCE}-1 stands for A-1, B-2.\nheld: another person approves it\n"
