import json
import re
import uuid

import pytest

from local.deploy import ROOT
from tests.cli.conftest import Terminal
from tests.cli.levels import GATES
from tests.cli.previewed import PREVIEW
from tests.cli.standin import ALERT, DELIVERIES, REFERENCE, Answer, problem

RAISE = ("alert", "raise", "--type", "road_closure", "--road", "A4117", "--place", "between Aldermere and Stokeby")


def test_an_alert_is_raised_and_its_reference_fate_and_channels_are_shown(duty: Terminal) -> None:
    result = duty(*RAISE, "--expires", "+2h", "--next-update", "18:30", "--sensitive", "medical")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:3] == [
        f"{REFERENCE}  posted",
        "class incident, routine lane",
        "ALERT        CHANNEL  STATE  REASON             LINK",
    ]
    assert "it is in Exercise" in result.stdout
    assert result.stderr == "warning: the channels were not told yet\nlook again: the place may name a house\n"
    sent = duty.standin.seen[-1]
    assert (sent.method, sent.path) == ("POST", "/alerts")
    assert sent.headers["host"] == "abc.execute-api.localhost"
    assert sent.body == {
        "type": "road_closure",
        "road": "A4117",
        "place": "between Aldermere and Stokeby",
        "expires": "2026-11-22T19:30:00+00:00",
        "next_update": "2026-11-22T18:30:00+00:00",
        "sensitivities": ["medical"],
    }


def test_control_names_the_officer_and_how_they_asked(duty: Terminal) -> None:
    assert duty(*RAISE, "--requested-by", "Gold 1", "--means", "in_person").exit_code == 0
    body = duty.standin.seen[-1].body
    assert (body["requested_by"], body["means"]) == ("Gold 1", "in_person")


def test_a_dry_run_only_previews(duty: Terminal) -> None:
    result = duty(*RAISE, "--dry-run")
    assert result.exit_code == 0
    assert [seen.path for seen in duty.standin.seen] == ["/preview"]
    assert result.stdout == (
        "A4117 closed\nclass incident, routine lane\n\n"
        "bluesky: 30 of 300 graphemes\n  send (level normal sends incident)\n"
        "  | A4117 is closed.\n  | Ref 7KQ2MX9TA\n\n"
        "telegram: no words: it cannot carry the words that must stay\n  hold (it is in Exercise)\n"
    )
    assert result.stderr == "look again: the place may name a house\n"


@pytest.mark.parametrize(
    ("arguments", "path", "body"),
    [
        (("update", REFERENCE, "--road", "A4113"), "updates", {"road": "A4113"}),
        (("correct", f"Ref {REFERENCE.lower()}", "--cause", ""), "corrections", {"cause": ""}),
        (("end", REFERENCE), "end", {"withdrawn": False}),
        (("end", REFERENCE, "--mistaken"), "end", {"withdrawn": True}),
        (("end", REFERENCE, "--place", "at Stokeby"), "end", {"withdrawn": False, "place": "at Stokeby"}),
    ],
)
def test_what_was_said_is_updated_corrected_and_ended(
    duty: Terminal, arguments: tuple[str, ...], path: str, body: dict[str, object]
) -> None:
    assert duty("alert", *arguments).exit_code == 0
    sent = duty.standin.seen[-1]
    assert (sent.path, sent.body) == (f"/alerts/{REFERENCE}/{path}", body)


@pytest.mark.parametrize("deed", ["update", "correct"])
def test_a_change_that_changes_nothing_is_refused_before_anything_is_asked(duty: Terminal, deed: str) -> None:
    result = duty("alert", deed, REFERENCE, "--requested-by", "Gold 1", "--means", "phone")
    assert (result.exit_code, duty.standin.seen) == (2, [])
    assert "say what changes" in result.stderr


def test_an_update_of_what_has_ended_is_told_how_it_is_opened_again(duty: Terminal) -> None:
    ended = problem(409, "Conflict", "it has ended; raise it anew, or correct what was said")
    hint = f"; `loudhailer alert correct {REFERENCE}` opens it again\n"
    duty.standin.next = [ended]
    refused = duty("alert", "update", REFERENCE.lower(), "--cause", "fire")
    assert (refused.exit_code, refused.stderr.endswith(f"or correct what was said{hint}")) == (1, True)
    for other in (problem(409, "Conflict", "it is in the way"), problem(404, "Not found", "there is no alert X")):
        duty.standin.next = [other]
        assert "opens it again" not in duty("alert", "update", REFERENCE, "--cause", "fire").stderr


def test_a_correction_that_opens_it_again_says_so(duty: Terminal) -> None:
    order = ("alert", "correct", REFERENCE, "--cause", "fire")
    assert "open again" not in duty(*order).stdout
    duty.standin.next = [Answer(200, {**ALERT, "reopened": True, "deliveries": DELIVERIES})]
    assert "It had ended: it is open again.\n" in duty(*order).stdout


def test_what_is_held_is_listed_as_held(duty: Terminal) -> None:
    duty.standin.next = [Answer(200, {"alerts": [{**ALERT, "open": False, "state": "held"}]})]
    row = duty("alert", "list").stdout.splitlines()[1]
    assert (" held " in row, "over" in row) == (True, False)


def test_all_that_was_said_is_shown_by_its_numbers_and_only_the_newest_says_how_it_stands(duty: Terminal) -> None:
    newer = {**ALERT, "identifier": f"{REFERENCE}-2", "msg_type": "Update"}
    duty.standin.next = [Answer(200, {"alerts": [newer, ALERT]})]
    head, second, first, *_ = duty("alert", "show", REFERENCE).stdout.splitlines()
    assert head.startswith("ALERT ")
    assert (second.startswith(f"{REFERENCE}-2 "), " open " in second) == (True, True)
    assert (first.startswith(f"{REFERENCE}-1 "), " open " in first) == (True, False)


@pytest.mark.parametrize(
    ("arguments", "query", "words"),
    [
        (("alert", "list"), {"open": "true", "days": "2"}, "A4117 closed"),
        (("alert", "list", "--all", "--days", "7"), {"days": "7"}, "There is none."),
        (("alert", "show", REFERENCE), {}, "it is in Exercise"),
        (("deliveries",), {}, f"{REFERENCE}-1"),
        (
            ("deliveries", "--reference", "7kq2mx9ta", "--state", "failed"),
            {"reference": REFERENCE, "state": "FAILED"},
            "There is no delivery.",
        ),
        (("crisis", "show"), {}, "bluesky  normal  exercise  stopped"),
    ],
)
def test_what_is_there_is_shown_to_people_and_to_programs(
    duty: Terminal, arguments: tuple[str, ...], query: dict[str, str], words: str
) -> None:
    result = duty(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    assert words in result.stdout
    assert duty.standin.seen[-1].query == query
    for told in (duty(*arguments, "--json"), duty("--json", *arguments)):
        assert len(told.stdout.splitlines()) == 1
        assert isinstance(json.loads(told.stdout), dict)


def test_a_time_is_shown_as_in_london(duty: Terminal) -> None:
    assert "22 Nov 18:30" in duty("alert", "list").stdout


def test_a_level_is_declared_for_a_reason(duty: Terminal) -> None:
    result = duty(
        *("crisis", "set", "crisis", "--reason", "Major incident", "--channel", "page", "--channel", "bluesky", "--yes")
    )
    assert result.exit_code == 0
    assert result.stdout.startswith("crisis is declared on page, bluesky.\n")
    assert duty.standin.seen[-1].body == {
        "level": "crisis",
        "reason": "Major incident",
        "channels": ["page", "bluesky"],
    }


def test_at_a_terminal_a_level_is_confirmed_first(duty: Terminal) -> None:
    duty.sits_there = True
    order = ("crisis", "set", "lockdown", "--reason", "x")
    declined = duty(*order, typed="n\n")
    assert (declined.exit_code, duty.standin.seen) == (130, [])
    assert "Declare lockdown on every channel? [y/N]" in declined.stderr
    assert duty(*order, typed="y\n").exit_code == 0
    assert duty(*order, "--yes").exit_code == 0
    assert [seen.method for seen in duty.standin.seen] == ["PUT", "PUT"]


@pytest.mark.parametrize("typed", ["n\n", "y\n", ""])
def test_what_comes_down_a_pipe_declares_no_level(duty: Terminal, typed: str) -> None:
    result = duty("crisis", "set", "lockdown", "--reason", "x", typed=typed)
    assert (result.exit_code, duty.standin.seen) == (2, [])
    assert "add --yes" in result.stderr


def test_a_file_is_composed_for_every_channel(duty: Terminal) -> None:
    name = duty.write("fire.json", '{"type": "fire", "place": "Mill Street"}')
    assert "30 of 300 graphemes" in duty("compose", name).stdout
    assert duty.standin.seen[-1].body == {"type": "fire", "place": "Mill Street"}
    assert json.loads(duty("compose", "-", "--json", typed='{"type": "fire"}').stdout)["lane"] == "routine"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "it is not JSON"),
        ("[" * 60_000, "it is not JSON"),
        ("[]", "not a JSON object"),
        ("x" * 65_537, "more than"),
    ],
)
def test_a_file_that_is_no_request_is_refused_before_anything_is_asked(duty: Terminal, text: str, words: str) -> None:
    result = duty("compose", "-", typed=text)
    assert (result.exit_code, duty.standin.seen) == (2, [])
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_file_that_is_not_there_is_named(duty: Terminal) -> None:
    result = duty("compose", "nowhere.json")
    assert (result.exit_code, result.stderr) == (
        2,
        "loudhailer: nowhere.json: it cannot be read (No such file or directory)\n",
    )


@pytest.mark.parametrize("lost", [Answer(lost=True), Answer(503, {"message": "Service Unavailable"})])
def test_a_lost_answer_is_asked_for_again_with_the_same_key(duty: Terminal, lost: Answer) -> None:
    duty.standin.next = [lost, lost]
    result = duty(*RAISE)
    assert (result.exit_code, duty.pauses) == (0, [0.5, 2.0])
    keys = [seen.headers["idempotency-key"] for seen in duty.standin.seen]
    assert len(keys) == 3
    assert len(set(keys)) == 1
    assert uuid.UUID(keys[0]).version == 4


def test_each_request_has_a_key_of_its_own(duty: Terminal) -> None:
    for _ in range(2):
        duty(*RAISE)
    assert len({seen.headers["idempotency-key"] for seen in duty.standin.seen}) == 2


def test_an_answer_that_stays_lost_is_told_as_doubt(duty: Terminal) -> None:
    duty.standin.next = [Answer(lost=True)] * 3
    result = duty(*RAISE)
    assert result.exit_code == 4
    assert "it may have been done; look with `loudhailer alert list`" in result.stderr
    duty.standin.next = [Answer(lost=True)] * 3
    assert "the service does not answer; try again" in duty("alert", "list").stderr


def test_an_order_that_was_carried_out_in_part_says_so(duty: Terminal) -> None:
    duty.standin.next = [problem(503, "Not available", "perhaps not written: page; give the order again")] * 3
    result = duty("crisis", "set", "crisis", "--reason", "x", "--yes")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        1,
        "loudhailer: Not available: perhaps not written: page; give the order again",
    )


def test_a_service_that_is_not_there_is_said_in_one_line(run: Terminal) -> None:
    stack = run.standin.stack()
    stack["api"] = {"address": "http://127.0.0.1:9"}
    run.write(".local/stack.json", json.dumps(stack))
    result = run("--as", "duty", "alert", "list")
    assert (result.exit_code, run.pauses) == (4, [])
    assert result.stderr == "loudhailer: http://127.0.0.1:9 cannot be reached; is `make run` running?\n"


ROAD, CAUSE = ("body.road", "Required"), ("body.cause", "no")


@pytest.mark.parametrize(
    ("detail", "errors", "lines"),
    [
        ("two things", [ROAD, CAUSE], ["two things", "  body.road: Required", "  body.cause: no"]),
        ("body.road: Required; body.cause: no", [ROAD, CAUSE], ["body.road: Required; body.cause: no"]),
        ("Required", [ROAD], ["body.road: Required"]),
        ("body.road: Required", [ROAD], ["body.road: Required"]),
        ("it is over", [], ["it is over"]),
    ],
)
def test_a_refusal_is_told_with_every_place_once(
    duty: Terminal, detail: str, errors: list[tuple[str, str]], lines: list[str]
) -> None:
    first, *more = lines
    duty.standin.next = [problem(422, "Cannot be said", detail, *errors)] * 2
    result = duty(*RAISE)
    assert (result.exit_code, result.stderr.splitlines()) == (1, [f"loudhailer: Cannot be said: {first}", *more])
    refused = duty("compose", "-", typed="{}")
    assert (refused.exit_code, refused.stderr.splitlines()) == (2, [f"loudhailer: -: Cannot be said: {first}", *more])


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        (problem(403, "Not allowed", "raise is for duty; you: comms"), 3, "raise is for duty; you: comms"),
        (Answer(403, {"message": "Forbidden"}), 3, "you may not do this"),
        (problem(404, "Not found", "there is no alert X"), 1, "there is no alert X"),
        (problem(409, "Conflict", "it is over"), 1, "it is over"),
        (problem(500, "Unexpected", "the log has it"), 1, "the log has it"),
        (Answer(413, {"message": "Too large"}), 1, "refused it (HTTP 413)"),
        (Answer(500, {"message": "Internal Server Error"}), 4, "HTTP 500"),
        (Answer(302, {}), 4, "HTTP 302"),
        (Answer(200, b"<html>", "text/html"), 4, "is not Loudhailer's API"),
        (Answer(200, [1]), 4, "is not Loudhailer's API"),
        (Answer(422, {"errors": 1}, "application/problem+json"), 1, "HTTP 422"),
        (Answer(422, b"{", "application/problem+json"), 1, "HTTP 422"),
    ],
)
def test_every_other_answer_ends_in_one_line_and_its_own_code(
    duty: Terminal, answer: Answer, code: int, words: str
) -> None:
    duty.standin.next = [answer]
    result = duty("alert", "show", REFERENCE)
    assert (result.exit_code, result.stdout) == (code, "")
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_reference_cannot_lead_to_another_path(duty: Terminal) -> None:
    duty("alert", "show", "../crisis?x")
    assert duty.standin.seen[-1].path == "/alerts/..%2FCRISIS%3FX"


def test_what_the_service_says_cannot_steer_the_terminal(duty: Terminal) -> None:
    duty.standin.next = [Answer(200, {"headline": "\x1b[2J\u202e[red]gone[/red]"})]
    assert "\n [2J [red]gone[/red]\n" in duty("compose", "-", typed="{}").stdout
    duty.standin.next = [Answer(200, {"alerts": [{**ALERT, "headline": "\x1b[2J\u202e[red]gone[/red]"}]})]
    assert " [2J [red]gone[/red]\n" in duty("alert", "list").stdout
    duty.standin.next = [problem(409, "Con\x1bflict", "a\nb")]
    assert duty("alert", "show", "X").stderr == "loudhailer: Con flict: a b\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("alert", "raise"), "Missing option '--type'"),
        ((*RAISE, "--severity", "Bad"), "'Bad' is not one of"),
        ((*RAISE, "--expires", "soon"), "'--expires': 'soon' is no time; write 18:30, +2h or 2026-11-22T18:30+00:00"),
        ((*RAISE, "--means", "pigeon"), "'pigeon' is not one of"),
        (("alert", "list", "--days", "8"), "'--days'"),
        (("crisis", "set", "crisis"), "Missing option '--reason'"),
        (("crisis", "set", "lockdown", "--reason", "x"), "add --yes"),
        (("deliveries", "--state", "LOST"), "'LOST' is not one of"),
        (("shout",), "No such command 'shout'"),
        (("alert", "list", "--loud"), "No such option: --loud"),
    ],
)
def test_bad_usage_is_one_line_that_leads_to_the_help(duty: Terminal, arguments: tuple[str, ...], words: str) -> None:
    result = duty(*arguments)
    assert (result.exit_code, result.stdout, duty.standin.seen) == (2, "", [])
    assert words in result.stderr
    assert re.search(r"; see `loudhailer[ a-z]* --help`\n$", result.stderr)
    assert len(result.stderr.splitlines()) == 1


CONTRACT = ROOT / "docs/openapi.json"


@pytest.mark.skipif(not CONTRACT.exists(), reason="the desk's document is not built here")
def test_nothing_is_asked_that_the_api_does_not_know(duty: Terminal) -> None:
    document = json.loads(CONTRACT.read_text(encoding="utf-8"))
    facts = ("--road", "a", "--place", "b", "--cause", "c", "--area", "d", "--title", "e", "--message", "f")
    times = ("--expires", "+1h", "--expected-end", "+1h", "--next-update", "+1h")
    behalf = ("--requested-by", "Gold 1", "--means", "phone")
    kinds = ("--severity", "Minor", "--urgency", "Past", "--certainty", "Likely", "--sensitive", "fatal")
    duty("alert", "raise", "--type", "fire", *facts, *times, *behalf, *kinds)
    duty("alert", "update", REFERENCE, *facts, *times, *behalf, "--sensitive", "fatal")
    duty("alert", "correct", REFERENCE, *facts, *times, *behalf, "--sensitive", "fatal")
    duty("alert", "end", REFERENCE, "--mistaken", *behalf, "--translation", "cy.place=rhwng A a B")
    duty("crisis", "set", "crisis", "--reason", "x", "--channel", "page", "--yes")
    duty("alert", "list", "--days", "7")
    duty("alert", "show", REFERENCE)
    duty("deliveries", "--reference", REFERENCE, "--state", "SENT")
    duty("crisis", "show")
    assert len(duty.standin.seen) == 9
    for seen in duty.standin.seen:
        operation = document["paths"][seen.path.replace(REFERENCE, "{reference}")][seen.method.lower()]
        assert set(seen.query) <= {each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"}
        if seen.body is not None:
            name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            schema = document["components"]["schemas"][name]
            assert set(schema.get("required", ())) <= set(seen.body) <= set(schema["properties"])


@pytest.mark.skipif(not CONTRACT.exists(), reason="the desk's document is not built here")
@pytest.mark.parametrize(
    ("schema", "told"),
    [("AlertView", ALERT), ("DeliveryView", DELIVERIES[0]), ("GateView", GATES[0]), ("PreviewView", PREVIEW)],
)
def test_the_stand_in_answers_as_the_api_does(schema: str, told: dict[str, object]) -> None:
    known = json.loads(CONTRACT.read_text(encoding="utf-8"))["components"]["schemas"][schema]
    assert set(known["required"]) <= set(told) <= set(known["properties"])
