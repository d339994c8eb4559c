"""The docs say what is there: each page exists, each link leads somewhere, what is generated is current."""

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from docs import generate, idle_bill
from loudhailer.aws import items
from loudhailer.channels import CHANNELS
from loudhailer.feeds import FEEDS
from loudhailer.pipeline.keep_approvals import WORDS
from loudhailer.pipeline.keep_levels import KeepLevels
from loudhailer.pipeline.status import Status
from loudhailer.pipeline.sweep import Sweep
from loudhailer.ports import utc_now
from tests.architecture.template import shipped

ROOT = Path(__file__).resolve().parents[2]
_WRITTEN = shipped().written

_FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"`[^`\n]+`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)
_MAKE = re.compile(r"(?:^|[\s`;&|(])make +((?:[A-Z]+=\S+ +)*)([a-z][a-z-]*)", re.MULTILINE)
_TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)

# Joined here, so that this file does not hold what it forbids.
_REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("golang", "org"),
        ("crates", "io"),
        ("rubygems", "org"),
        ("maven", "org"),
    )
]


@cache
def files() -> tuple[Path, ...]:
    """Every file that is, or is about to be, in the repository."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("this is not a git checkout")
    listed = subprocess.run(  # noqa: S603  # git itself, with nothing from outside
        [git, "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return tuple(path for name in sorted(listed.split("\0")) if name and (path := ROOT / name).is_file())


def pages() -> list[Path]:
    return [path for path in files() if path.suffix == ".md"]


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives a page's headings."""
    headings = _HEADING.findall(_FENCED.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def machine_paths() -> list[str]:
    """The places on this machine that no file may name: where the repository lies, and the environment it runs in."""
    found = [str(ROOT)] if len(ROOT.parts) > 2 else []
    return [*found, sys.prefix] if sys.prefix != sys.base_prefix else found


@pytest.mark.parametrize("name", sorted(CHANNELS))
def test_each_channel_has_its_page(name: str) -> None:
    words = (ROOT / "docs" / "channels" / f"{name}.md").read_text(encoding="utf-8")
    assert words.startswith(f"# {name}: ")
    assert "Class A" in words or re.search(r"\bClass [B-E]\b", words)
    for field in CHANNELS[name].secret_fields:
        assert f"`{field}`" in words


@pytest.mark.parametrize("name", sorted(FEEDS))
def test_each_feed_has_its_page(name: str) -> None:
    words = (ROOT / "docs" / "feeds" / f"{name}.md").read_text(encoding="utf-8")
    assert words.startswith(f"# {name}: ")


def test_no_page_is_left_of_a_channel_or_feed_that_is_gone() -> None:
    assert {path.stem for path in (ROOT / "docs" / "channels").glob("*.md")} == set(CHANNELS)
    assert {path.stem for path in (ROOT / "docs" / "feeds").glob("*.md")} == {*FEEDS, "policy"}


def test_the_generated_parts_are_current() -> None:
    assert [name for name, _ in generate.stale()] == []


def test_every_generated_part_stands_on_a_page() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))
    assert [name for name in generate.PARTS if f"<!-- generated: {name} -->" not in written] == []


def test_a_stale_part_is_named_and_the_check_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(generate.PARTS, "errors", lambda: "another tree")
    assert generate.main(["--check"]) == 1
    assert capsys.readouterr().out == "docs/errors.md is stale; run `make docs`\n"


def test_a_mapping_with_a_maximum_keeps_more_pollers() -> None:
    def function(**scaling: object) -> dict[str, object]:
        events = {"Urgent": {"Type": "SQS", "Properties": scaling}}
        return {"Type": "AWS::Serverless::Function", "Condition": "HasPage", "Properties": {"Events": events}}

    template = {"Resources": {"One": function(), "Two": function(ScalingConfig={"MaximumConcurrency": 2})}}
    assert idle_bill.idle_use(template) == idle_bill.Idle(pollers=7, alarms=0)
    assert idle_bill.idle_use(template, "HasBluesky") == idle_bill.Idle(pollers=0, alarms=0)


def test_a_schedule_is_counted_for_the_function_that_takes_its_orders_and_a_feed_left_out_is_not() -> None:
    def schedule(rate: str) -> dict[str, object]:
        told = {"ScheduleExpression": rate, "Target": {"Arn": "PollQueue.Arn"}}
        return {"Type": "AWS::Scheduler::Schedule", "Condition": "HasFeed", "Properties": told}

    def function(folder: str, event: dict[str, object], **more: object) -> dict[str, object]:
        told = {"CodeUri": f"functions/{folder}", "MemorySize": 512, "Events": {"Only": event}}
        return {"Type": "AWS::Serverless::Function", "Properties": told, **more}

    by_queue: dict[str, object] = {"Type": "SQS", "Properties": {"Queue": "PollQueue.Arn"}}
    by_clock: dict[str, object] = {"Type": "ScheduleV2", "Properties": {"ScheduleExpression": "rate(1 minute)"}}
    template = {
        "Resources": {
            "Often": schedule("rate(1 minute)"),
            "Seldom": schedule("rate(2 minutes)"),
            "Poll": function("poll_feed", by_queue, Condition="HasFeeds"),
            "Sweep": function("sweep_due", by_clock),
        }
    }
    whole = idle_bill.idle_use(template)
    assert (whole.pollers, whole.orders) == (2, 65_700)
    assert whole.runs == {"poll_feed": 65_700, "sweep_due": 43_800}
    assert whole.gigabytes == {"poll_feed": 0.5, "sweep_due": 0.5}
    alone = idle_bill.idle_use(template, without={"HasFeed", "HasFeeds"})
    assert (alone.pollers, alone.orders, alone.runs) == (0, 0, {"sweep_due": 43_800})


@pytest.mark.parametrize("expression", ["cron(0 * * * ? *)", "rate(1 hour)"])
def test_a_schedule_that_the_bill_cannot_count_is_no_bill(expression: str) -> None:
    event = {"Type": "ScheduleV2", "Properties": {"ScheduleExpression": expression}}
    function = {"Type": "AWS::Serverless::Function", "Properties": {"Events": {"Clock": event}}}
    with pytest.raises(ValueError, match="cannot count"):
        idle_bill.idle_use({"Resources": {"One": function}})


@pytest.mark.parametrize("folder", idle_bill.RUNS)
def test_the_bill_knows_every_metric_that_the_clock_s_functions_write(folder: str) -> None:
    nothing: Any = _NothingIsDue()
    words = {
        "Sweep": Sweep(nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing, utc_now)(),
        "Status": Status(nothing, nothing, nothing, nothing, nothing, utc_now)(),
        "Level": KeepLevels(nothing, (), nothing, nothing, nothing, utc_now)(),
        "Approvals": dict.fromkeys(WORDS),
    }
    code = (ROOT / "functions" / folder / "app.py").read_text(encoding="utf-8")
    plain = set(re.findall(r'add_metric\(name="(\w+)"', code))
    worded = {f"{begin}{word}" for begin in re.findall(r'add_metric\(name=f"(\w+)\{', code) for word in words[begin]}
    assert len(re.findall(r"add_metric\(", code)) == len(plain) + len(re.findall(r'name=f"', code))
    assert idle_bill.RUNS[folder].metrics == plain | worded


class _NothingIsDue:
    """The index `due` on a quiet night."""

    def gates(self, *_: object) -> dict[str, object]:
        return {}

    def due(self, *_: object) -> tuple[()]:
        return ()

    def status_due(self, *_: object) -> tuple[()]:
        return ()


def test_every_relative_link_leads_somewhere() -> None:
    broken = []
    for page in pages():
        prose = _INLINE.sub("", _FENCED.sub("", page.read_text(encoding="utf-8")))
        for link in _LINK.findall(prose):
            if re.match(r"[a-z]+:", link):
                continue
            name, _, anchor = link.partition("#")
            target = (page.parent / name).resolve() if name else page
            missing = not target.exists() or not target.is_relative_to(ROOT)
            if missing or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
                broken.append(f"{page.relative_to(ROOT)}: {link}")
    assert broken == []


def test_every_alarm_is_in_the_runbook() -> None:
    text = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    alarms = [name for name, each in _WRITTEN["Resources"].items() if each["Type"] == "AWS::CloudWatch::Alarm"]
    assert alarms
    assert [name for name in alarms if name not in text] == []


@pytest.mark.parametrize("page", ["runbook.md", "api.md"])
def test_every_resource_and_output_that_a_command_names_exists(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    known = {"resource": _WRITTEN["Resources"], "arn": _WRITTEN["Resources"], "output": _WRITTEN["Outputs"]}
    named = re.findall(r"\$\((resource|arn|output) (\w+)\)", text)
    assert [f"{verb} {name}" for verb, name in named if name not in known[verb]] == []


def test_every_function_stands_in_the_picture_of_the_architecture() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    picture = text.partition("```mermaid")[2].partition("```")[0]
    functions = [name for name, each in _WRITTEN["Resources"].items() if each["Type"] == "AWS::Serverless::Function"]
    assert [name for name in functions if name not in picture] == []


def test_every_kind_of_key_stands_in_the_table_of_the_state() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    keys = re.findall(r"^\| (\w+#\S+) +\| (\S+)", items.__doc__ or "", re.MULTILINE)
    assert keys
    assert [f"{pk} {sk}" for pk, sk in keys if f"| `{pk}` | `{sk}` |" not in text] == []


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(_TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    unknown = []
    for page in pages():
        text = page.read_text(encoding="utf-8")
        for code in [*_FENCED.findall(text), *_INLINE.findall(_FENCED.sub("", text))]:
            unknown += [
                f"{page.relative_to(ROOT)}: make {target}" for _, target in _MAKE.findall(code) if target not in targets
            ]
    assert unknown == []


def test_no_file_names_a_package_registry_or_a_place_on_this_machine() -> None:
    forbidden = [each.encode() for each in (*_REGISTRIES, *machine_paths())]
    found = [
        f"{path.relative_to(ROOT)}: {each.decode()}"
        for path in files()
        for body in (path.read_bytes(),)
        for each in forbidden
        if each in body
    ]
    assert found == []
