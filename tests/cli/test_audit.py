import json
from typing import Any

import pytest

from tests.cli.conftest import Terminal
from tests.cli.standin import REFERENCE, Answer, problem
from tests.unit.reporting import a_bundle

INTACT: dict[str, Any] = {
    "intact": True,
    "chains": 2,
    "lines": 40,
    "anchors": 9,
    "last_anchor": "2026-11-22T17:00:00+00:00",
    "unanchored": 3,
    "erased": 1,
    "findings": [],
}
FOUND = {"chain": "command", "number": 4, "what": "edited", "why": "its digest is not that of what it says"}
ENTRY = {
    "number": 1,
    "at": "2026-11-22T17:00:00+00:00",
    "by": "gold",
    "typed_by": "control",
    "deed": "set level crisis",
    "subject": "page",
    "reason": "a fire",
    "erased": False,
    "result": "done",
}


def test_a_record_that_is_whole_ends_well_and_says_what_is_not_anchored(duty: Terminal) -> None:
    duty.standin.next.append(Answer(body=INTACT))
    result = duty("audit", "verify", "--all", "--days", "90")
    assert result.exit_code == 0
    assert "40 lines in 2 chains, held against 9 anchors (the newest: 22 Nov 17:00)" in result.stdout
    assert "without a trace: 3" in result.stdout
    assert "erased when their time was over: 1" in result.stdout
    assert duty.standin.seen[-1].path == "/audit/verification"
    assert duty.standin.seen[-1].query == {"days": "90"}


@pytest.mark.parametrize("json_", [(), ("--json",)])
def test_a_record_that_was_changed_ends_with_1(duty: Terminal, json_: tuple[str, ...]) -> None:
    duty.standin.next.append(Answer(body=INTACT | {"intact": False, "findings": [FOUND]}))
    result = duty("audit", "verify", "--chain", "command", *json_)
    assert result.exit_code == 1
    assert "its digest is not that of what it says" in result.stdout


def test_what_to_verify_has_to_be_said_once(duty: Terminal) -> None:
    for options in ((), ("--all", "--chain", "desk")):
        result = duty("audit", "verify", *options)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "--chain, --incident or --all" in result.stderr


def test_a_reference_may_be_typed_as_the_post_prints_it(duty: Terminal) -> None:
    duty.standin.next.append(Answer(body=INTACT))
    assert duty("audit", "verify", "--incident", f"Ref: {REFERENCE.lower()}").exit_code == 0
    assert duty.standin.seen[-1].query["chain"] == REFERENCE


def test_a_chain_is_shown_line_by_line(duty: Terminal) -> None:
    duty.standin.next.append(Answer(body={"entries": [ENTRY, ENTRY | {"number": 2, "erased": True}], "next": 2}))
    result = duty("audit", "show", "command")
    assert "gold (by control)" in result.stdout
    assert "(erased)" in result.stdout
    assert "add --after 2" in result.stderr
    assert duty.standin.seen[-1].path == "/audit/command"


def test_the_report_is_written_into_a_folder(duty: Terminal) -> None:
    duty.standin.next.append(Answer(body=a_bundle().model_dump(mode="json")))
    result = duty("audit", "report", "--incident", REFERENCE, "--out", "after action")
    assert result.exit_code == 0
    folder = duty.folder / "after action"
    assert {path.name for path in folder.iterdir()} == {"report.md", "report.json", "timeline.svg"}
    assert (folder / "report.md").read_text(encoding="utf-8").startswith("# After-action report: ")
    assert str(folder / "timeline.svg") in result.stdout
    assert duty.standin.seen[-1].path == f"/incidents/{REFERENCE}/report"


def test_the_report_s_json_goes_to_standard_output_and_no_file_is_written(duty: Terminal) -> None:
    body = a_bundle().model_dump(mode="json")
    duty.standin.next.append(Answer(body=body))
    result = duty("audit", "report", "--incident", REFERENCE, "--json")
    assert json.loads(result.stdout) == body
    assert not (duty.folder / f"report-{REFERENCE}").exists()


def test_a_report_of_another_release_is_not_written(duty: Terminal) -> None:
    duty.standin.next.append(Answer(body={"v": 9}))
    result = duty("audit", "report", "--incident", REFERENCE)
    assert result.exit_code == 4
    assert "one release" in result.stderr


def test_a_folder_that_cannot_be_made_is_named(duty: Terminal) -> None:
    duty.write("taken", "a file")
    duty.standin.next.append(Answer(body=a_bundle().model_dump(mode="json")))
    result = duty("audit", "report", "--incident", REFERENCE, "--out", "taken")
    assert result.exit_code == 1
    assert "--out" in result.stderr


@pytest.mark.parametrize(
    ("command", "path"),
    [("hold", f"/incidents/{REFERENCE}/holds"), ("release-hold", f"/incidents/{REFERENCE}/holds/release")],
)
def test_a_hold_is_given_and_taken_back_with_its_reason(duty: Terminal, command: str, path: str) -> None:
    told = {"reference": REFERENCE, "folder": f"{REFERENCE}/20261122T173000Z", "files": 3, "words": 5}
    duty.standin.next.append(Answer(body=told))
    result = duty("audit", command, "--incident", REFERENCE, "--reason", "Coroner's letter")
    assert result.exit_code == 0
    assert "3 files under holds/" in result.stdout
    seen = duty.standin.seen[-1]
    assert (seen.method, seen.path, seen.body) == ("POST", path, {"reason": "Coroner's letter"})


def test_who_may_not_hears_it(duty: Terminal) -> None:
    duty.standin.next.append(problem(403, "Not allowed", "legal_hold is for gold; your roles: duty"))
    result = duty("audit", "hold", "--incident", REFERENCE, "--reason", "why")
    assert result.exit_code == 3
    assert "legal_hold is for gold" in result.stderr
