"""The files in `config/`: every problem is found at the start, with its number, its file and its place."""

import hashlib
import re
from pathlib import Path

import pytest

from local.deploy import ROOT
from loudhailer.config import load
from loudhailer.domain.crisis import Action, MessageClass
from tests.config_files import FILES, problems_in, spoil, without_lines

every_file = pytest.mark.parametrize(("name", "number"), FILES.items())


def test_the_shipped_files_agree_with_each_other(directory: Path) -> None:
    config = load(directory)
    assert config.plan.levels["lockdown"].classes[MessageClass.LIFE_SAFETY].action is Action.HOLD
    assert config.plan.class_of("westshire.control", "evacuation") is MessageClass.LIFE_SAFETY
    assert config == load(ROOT / "config")


def test_the_chain_and_how_people_are_called_out_stand_in_the_plan_and_have_a_sane_default(directory: Path) -> None:
    shipped = load(directory).plan
    assert [(rung.role.value, rung.minutes) for rung in shipped.chain] == [
        ("duty", 5),
        ("bronze", 5),
        ("silver", 10),
        ("gold", 10),
    ]
    assert (shipped.call_out.voice_after_minutes, shipped.call_out.rounds) == (2, 12)
    text = (directory / "plan.yaml").read_text(encoding="utf-8")
    (directory / "plan.yaml").write_text(text.partition("\nchain:")[0] + "\n", encoding="utf-8")
    assert (load(directory).plan.chain, load(directory).plan.call_out) == (shipped.chain, shipped.call_out)


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [
        ("{ role: gold, minutes: 10 }", "{ role: boss, minutes: 10 }", "chain.3.role"),
        ("{ role: gold, minutes: 10 }", "{ role: gold, minutes: 0 }", "chain.3.minutes"),
        ("{ role: gold, minutes: 10 }", "{ role: gold, minutes: 10, phone: 1 }", "chain.3.phone"),
        ("rounds: 12", "rounds: 0", "call_out.rounds"),
        ("voice_after_minutes: 2", "voice_after: 2", "call_out.voice_after"),
    ],
)
def test_a_chain_that_makes_no_sense_is_refused_at_its_place(
    directory: Path, right: str, wrong: str, place: str
) -> None:
    spoil(directory, "plan.yaml", right, wrong)
    (problem,) = problems_in(directory)
    assert re.match(rf"LH102 plan.yaml line [0-9]+ {place}: ", problem)


@pytest.mark.parametrize(
    ("right", "wrong", "status"),
    [
        ('"EXERCISE EXERCISE EXERCISE\\n{text}\\nEXERCISE EXERCISE EXERCISE"', '"{text}"', "Exercise"),
        ('"TEST TEST TEST\\n{text}\\nTEST TEST TEST"', '"TEST TEST TEST\\n{text}"', "Test"),
        ('"DRAFT DRAFT DRAFT\\n{text}\\nDRAFT DRAFT DRAFT"', '"DRAFT, DRAFT"', "Draft"),
        ("{text}\\nSYSTEM SYSTEM SYSTEM", "{text}\\n{headline}", "System"),
        ("  Exercise: ", '  Actual: "a {text} b"\n  Exercise: ', "Actual"),
    ],
)
def test_words_that_could_be_taken_for_what_is_so_are_refused(
    directory: Path, right: str, wrong: str, status: str
) -> None:
    spoil(directory, "words.yaml", right, wrong)
    (problem,) = problems_in(directory)
    assert re.match(rf"LH307 words.yaml line [0-9]+ drill.{status}: ", problem)


def test_every_status_but_actual_has_a_frame(directory: Path) -> None:
    text = (directory / "words.yaml").read_text(encoding="utf-8")
    spoil(directory, "words.yaml", next(line for line in text.splitlines(keepends=True) if "  Test:" in line), "")
    (problem,) = problems_in(directory)
    assert problem.startswith("LH307 words.yaml")


def test_what_the_plan_does_not_name_has_no_class(directory: Path) -> None:
    plan = load(directory).plan
    assert plan.class_of("westshire.control", "campaign") is None
    assert plan.class_of("westshire.comms", "evacuation") is None
    assert plan.class_of("nobody", "evacuation") is None


def test_the_digest_of_a_plan_is_that_of_its_file_and_moves_with_it(directory: Path) -> None:
    before = load(directory).plan.digest
    assert before == hashlib.sha256((directory / "plan.yaml").read_bytes()).hexdigest()[:16]
    spoil(directory, "plan.yaml", "promotional: hold", "promotional: drop")
    assert load(directory).plan.digest not in ("", before)


@every_file
def test_a_file_that_is_missing_is_named(directory: Path, name: str, number: int) -> None:
    (directory / name).unlink()
    assert problems_in(directory) == (
        f"LH{number}01 {name}: cannot be read (No such file or directory); put the file back",
    )


@every_file
def test_a_file_that_is_not_yaml_is_named_with_its_line(directory: Path, name: str, number: int) -> None:
    text = (directory / name).read_text(encoding="utf-8")
    (directory / name).write_text(f"{text}broken: [\n  }}\n", encoding="utf-8")
    (problem,) = problems_in(directory)
    assert problem.startswith(f"LH{number}01 {name} line {text.count(chr(10)) + 2}: not YAML (")


@every_file
def test_a_file_in_another_encoding_is_named(directory: Path, name: str, number: int) -> None:
    with (directory / name).open("ab") as file:
        file.write("# £5\n".encode("latin-1"))
    (problem,) = problems_in(directory)
    assert problem.startswith(f"LH{number}01 {name}")


@every_file
@pytest.mark.parametrize("text", ["", "# nothing but a remark\n", "- a\n- b\n", "just words\n"])
def test_a_file_of_another_shape_is_named(directory: Path, name: str, number: int, text: str) -> None:
    (directory / name).write_text(text, encoding="utf-8")
    (problem,) = problems_in(directory)
    assert problem.startswith(f"LH{number}02 {name} the whole file: ")


@every_file
def test_a_key_that_nobody_knows_is_named(directory: Path, name: str, number: int) -> None:
    with (directory / name).open("a", encoding="utf-8") as file:
        file.write("\nlevles: {}\n")
    line = (directory / name).read_text(encoding="utf-8").count("\n")
    assert problems_in(directory) == (f"LH{number}02 {name} line {line} levles: Extra inputs are not permitted",)


@pytest.mark.parametrize(
    ("name", "right", "wrong", "problem"),
    [
        ("plan.yaml", "appeal: send", "appeal: sent", "LH102 plan.yaml levels.normal.classes.appeal: write send"),
        ("plan.yaml", "appeal: send", "apeal: send", "LH102 plan.yaml levels.normal.classes.apeal"),
        ("plan.yaml", "{ approve: [silver, gold] }", "approve", "LH102 plan.yaml levels.crisis.classes.appeal: write"),
        ("plan.yaml", "{ approve: [silver, gold] }", "{ approve: [] }", "LH102 plan.yaml levels.crisis.classes.appeal"),
        ("sources.yaml", "format:", "fromat:", "LH202 sources.yaml sources.westshire.control.format: Field required"),
        ("sources.yaml", "poll: {}", "push: {}", "LH202 sources.yaml sources.environment_agency.push.topics: Field"),
        (
            "sources.yaml",
            "poll: {}",
            "push: { topics: [] }",
            "LH202 sources.yaml sources.environment_agency.push.topics: ",
        ),
        (
            "sources.yaml",
            "poll: {}",
            "push: { topics: ['arn:aws:sns:*:111122223333:closures'] }",
            "LH202 sources.yaml sources.environment_agency.push.topics.0: ",
        ),
        (
            "sources.yaml",
            "poll: {}",
            "poll: {}\n    push: { topics: ['arn:aws:sns:eu-west-2:111122223333:closures'] }",
            "LH208 sources.yaml sources.environment_agency.push: it is asked already, by `poll`; take out one",
        ),
        ("words.yaml", "    alert:", "    alrt:", "LH302 words.yaml events.road_closure.alert: Field required"),
        (
            "words.yaml",
            '{because}].", keep: true',
            '{because}].", keep: soon',
            "LH302 words.yaml events.road_closure.alert.0.keep: ",
        ),
        ("channels.yaml", "hashtags: 1", "hashtags: 3", "LH402 channels.yaml channels.bluesky.hashtags: "),
        ("channels.yaml", "per: hour", "per: fortnight", "LH402 channels.yaml channels.bluesky.budget.1.per: "),
        ("channels.yaml", "most: 20,", "most: 1,", "LH404 channels.yaml channels.bluesky.budget.0: too little for"),
        ("channels.yaml", "channels:\n", "digest_over: 1\nchannels:\n", "LH402 channels.yaml digest_over: "),
        (
            "plan.yaml",
            "      appeal: send\n",
            "",
            "LH103 plan.yaml levels.normal: says nothing of appeal; every class needs an answer",
        ),
        ("plan.yaml", "  normal:", "  ordinary:", "LH104 plan.yaml levels: normal is missing; "),
        ("plan.yaml", "  lift: [silver, gold]\n", "", "LH107 plan.yaml may.lift: it names no role, "),
        ("plan.yaml", "  lift: [silver, gold]", "  lift: []", "LH107 plan.yaml may.lift: it names no role, "),
        ("plan.yaml", "  lift: [silver", "  lift: [sliver", "LH102 plan.yaml may.lift.0: "),
        ("plan.yaml", "  lift:", "  left:", "LH102 plan.yaml may.left"),
        ("plan.yaml", "      life_safety: send", "      life_safety: hold", "LH114 plan.yaml levels.normal.classes"),
        ("plan.yaml", "promotional: drop\n", "", "LH110 plan.yaml held: says nothing of promotional"),
        ("plan.yaml", "fatal: police", "fatal: coroner", "LH111 plan.yaml lead.flags.fatal: lead.agencies does not"),
        ("plan.yaml", "own_words: [gold]", "own_words: [duty]", "LH112 plan.yaml lead.own_words: duty may not approve"),
        (
            "plan.yaml",
            "falls_to: heightened",
            "falls_to: calm",
            "LH116 plan.yaml levels.crisis.ends.falls_to: there is",
        ),
        (
            "plan.yaml",
            "falls_to: heightened",
            "falls_to: normal",
            "LH116 plan.yaml levels.crisis.ends.falls_to: must not",
        ),
        (
            "plan.yaml",
            "falls_to: heightened",
            "falls_to: crisis",
            "LH116 plan.yaml levels.crisis.ends.falls_to: crisis f",
        ),
        (
            "plan.yaml",
            "warn_minutes: 30",
            "warn_minutes: 720",
            "LH117 plan.yaml levels.crisis.ends.warn_minutes: must be",
        ),
        (
            "plan.yaml",
            "life_safety: 60 }",
            "life_safety: 121 }",
            "LH119 plan.yaml languages.wait_seconds.life_safety: must be at most 120",
        ),
        (
            "plan.yaml",
            "campaign: promotional",
            "campaign: {duty: promotional}",
            "LH115 plan.yaml classes.westshire.comms",
        ),
        (
            "plan.yaml",
            "  westshire.comms:",
            "  westshire.coms:",
            "LH105 plan.yaml classes.westshire.coms: sources.yaml has no such source",
        ),
        (
            "plan.yaml",
            "evacuation: life_safety",
            "evacuations: life_safety",
            "LH106 plan.yaml classes.westshire.control.evacuations: words.yaml has no phrases for it",
        ),
        (
            "words.yaml",
            "{the_road} is closed {place}[ {because}].",
            "{the_road} is closed {palce}[ {because}].",
            "LH303 words.yaml events.road_closure.alert.0: nothing fills the slot {palce}",
        ),
        (
            "words.yaml",
            "closed {place}[ {because}]",
            "closed {place}[ {becuase}]",
            "LH303 words.yaml events.road_closure.alert.0: nothing fills the slot {becuase}",
        ),
        (
            "words.yaml",
            "{the_road} has reopened",
            "{the_raod} has reopened",
            "LH303 words.yaml events.road_closure.cancel.0: nothing fills the slot {the_raod}",
        ),
        (
            "words.yaml",
            '"{road} closed {place}"',
            '"{rode} closed {place}"',
            "LH303 words.yaml events.road_closure.headline: nothing fills the slot {rode}",
        ),
        (
            "words.yaml",
            "  status: 30\n",
            "",
            "LH304 words.yaml expires_after_minutes: status is missing; nothing may wait for ever",
        ),
    ],
)
def test_every_mistake_has_its_number_its_file_and_its_place(
    directory: Path, name: str, right: str, wrong: str, problem: str
) -> None:
    spoil(directory, name, right, wrong)
    assert [each for each in without_lines(directory) if each.startswith(problem)]


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [
        ('footer: "Issued {issued}. Ref {reference}."', 'footer: "Issued {issued}. Ref {refrence}."', "footer"),
        ('footer: "Issued {issued}. Ref {reference}."', 'footer: "Issued {issued}."', "footer"),
        ('link: "{url}"', 'link: "See our website"', "link"),
        ('link: "{url}"', 'link: "{address}"', "link"),
        ('ended: "Ended: {headline}"', 'ended: "Ended: {title}"', "ended"),
        ("needs: [road, place]", "needs: [road, palce]", "events.road_closure.needs"),
    ],
)
def test_what_would_fail_at_the_first_alert_is_refused_at_the_start(
    directory: Path, right: str, wrong: str, place: str
) -> None:
    spoil(directory, "words.yaml", right, wrong)
    (problem,) = problems_in(directory)
    assert problem.startswith("LH3")
    assert re.search(rf"words.yaml line [0-9]+ {place}", problem)


def test_a_level_that_is_written_twice_is_refused_and_not_half_read(directory: Path) -> None:
    line = spoil(directory, "plan.yaml", "  lockdown:\n", "  crisis:\n")
    problems = problems_in(directory)
    assert [each for each in problems if each.startswith(f"LH101 plan.yaml line {line}")]


@pytest.mark.parametrize(
    "wrong", ["ended: {{headline}}", "ended: {headline}: ended", "ended: [{headline}", "? [a]\n: b"]
)
def test_a_slot_without_its_quotation_marks_is_told_with_its_line(directory: Path, wrong: str) -> None:
    line = spoil(directory, "words.yaml", 'ended: "Ended: {headline}"', wrong)
    (problem,) = problems_in(directory)
    assert re.match(rf"LH301 words.yaml line ({line}|{line + 1}): not YAML ", problem)


def test_all_problems_of_all_files_are_told_at_once(directory: Path) -> None:
    (directory / "channels.yaml").unlink()
    spoil(directory, "plan.yaml", "appeal: send", "appeal: sent")
    spoil(directory, "words.yaml", "  flood:\n    needs: [place]\n", "  flood:\n    needs: place\n")
    spoil(directory, "words.yaml", "  campaign:\n", "  campaign:\n    hashtag: x\n")
    spoil(directory, "sources.yaml", "sources:", "sources: [")
    assert [each.split()[0] for each in problems_in(directory)] == ["LH102", "LH201", "LH302", "LH302", "LH401"]


def test_all_disagreements_are_told_at_once(directory: Path) -> None:
    spoil(directory, "plan.yaml", "  normal:", "  ordinary:")
    spoil(directory, "plan.yaml", "      appeal: send\n", "")
    spoil(directory, "plan.yaml", "  westshire.comms:", "  westshire.coms:")
    spoil(directory, "plan.yaml", "campaign: promotional", "campaigns: promotional")
    spoil(directory, "words.yaml", "  status: 30\n", "")
    spoil(directory, "words.yaml", "There is dangerous flooding {place}.", "There is {depth} of {what} {place}.")
    numbers = ["LH103", "LH104", "LH105", "LH106", "LH303", "LH303", "LH304"]
    assert [each.split()[0] for each in problems_in(directory)] == numbers


def test_a_problem_is_told_with_the_line_on_which_it_stands(directory: Path) -> None:
    line = spoil(directory, "plan.yaml", "own_words: [gold]", "own_words: [duty]")
    assert [f"line {line} " in each for each in problems_in(directory)] == [True]
    source = spoil(directory, "plan.yaml", "  westshire.comms:", "  westshire.coms:")
    assert any(f"line {source} classes.westshire.coms:" in each for each in problems_in(directory))
