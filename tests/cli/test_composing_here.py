"""`loudhailer compose` without a service: the words of every channel, from the files of a config folder."""

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from local.deploy import ROOT
from loudhailer.channels import CHANNELS
from loudhailer.config import Config, load
from loudhailer.picture_files import read_picture
from loudhailer_cli import here
from tests.cli.conftest import Terminal
from tests.config_files import copied

EVENTS = ROOT / "events"
CLOSURE = str(EVENTS / "incidents" / "closure_1_reported.json")
OVER = str(EVENTS / "incidents" / "closure_4_closed.json")
FLOOD = str(EVENTS / "feeds" / "cap" / "flood_1_alert.xml")
BOTH = ("--channel", "bluesky", "--channel", "ntfy")
RAISE = {"type": "road_closure", "road": "A4117", "place": "between Aldermere and Stokeby"}


once = cache(load)


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the shipped folder once, not for each command."""

    def loaded(folder: Path, *, speaking: tuple[str, ...]) -> Config:
        return (once if folder == ROOT / "config" else load)(folder, speaking=speaking)

    monkeypatch.setattr(here, "load", loaded)


def composed(run: Terminal, *arguments: str, typed: str = "") -> Any:
    """Return the JSON of a look that goes well."""
    result = run("compose", *arguments, "--json", typed=typed)
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def test_whoever_knows_of_no_stack_sees_every_channel_without_signing_in(bare: Terminal) -> None:
    result = bare("compose", "-", typed=json.dumps(RAISE))
    first, headline, classed, *_ = result.stdout.splitlines()
    assert (result.exit_code, result.stderr, bare.standin.seen) == (0, "", [])
    assert first.startswith("Composed here from ")
    assert "no gate was asked" in first
    assert (headline, classed) == ("A4117 closed between Aldermere and Stokeby", "class incident, routine lane")
    assert [name for name in CHANNELS if f"\n{name}: " in result.stdout] == list(CHANNELS)


def test_a_known_stack_is_asked_unless_it_is_to_be_here(duty: Terminal) -> None:
    typed = json.dumps(RAISE)
    asked = duty("compose", "-", typed=typed)
    assert asked.stdout.startswith("Composed by the service, gates included.\n")
    assert composed(duty, "-", typed=typed)["composed"] == "service"
    seen = len(duty.standin.seen)
    assert composed(duty, "--here", "-", typed=typed)["composed"] == "here"
    assert composed(duty, "--channel", "sms", "-", typed=typed)["composed"] == "here", "only a look here has a choice"
    assert len(duty.standin.seen) == seen


def test_who_is_not_signed_in_hears_of_the_look_without_the_service(run: Terminal) -> None:
    result = run("compose", "-", typed=json.dumps(RAISE))
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.splitlines()[-1] == "to look without the service and its gates, add --here"


def test_each_post_has_its_count_and_its_price_by_the_channels_own_measure(bare: Terminal) -> None:
    channels = composed(bare, CLOSURE)["channels"]
    for name, channel in channels.items():
        limits, draft = CHANNELS[name].limits, channel["drafts"]["first"]
        assert (draft["size"], draft["unit"]) == (limits.measure(draft["text"]), limits.unit)
    assert channels["sms"]["drafts"]["first"]["costs"] == {"segments": 1, "pence": 4}
    assert channels["x"]["drafts"]["first"]["costs"] == {"pence": 2}
    shown = bare("compose", CLOSURE).stdout
    assert "; costs 1 segment, 4p for each phone\n" in shown
    facebook = channels["facebook"]["drafts"]["first"]["size"]
    assert f"\nfacebook: {facebook} of 63206 characters\n  as on bluesky\n" in shown, "the same words are read once"


def test_both_languages_are_shown_with_their_lines_marked_and_unread_words_named(bare: Terminal) -> None:
    both = composed(bare, "--language", "cy", CLOSURE)
    assert (list(both["headlines"]), both["unreviewed"], both["owes"]) == (["en-GB", "cy"], ["cy"], [])
    bluesky, mastodon = (both["channels"][name]["drafts"]["first"] for name in ("bluesky", "mastodon"))
    assert [each["language"] for each in bluesky["more"]] == ["cy"]
    assert all(each["size"] <= bluesky["limit"] for each in (bluesky, *bluesky["more"]))
    assert mastodon["also"] == "cy"
    shown = bare("compose", "--language", "cy", "--channel", "mastodon", CLOSURE).stdout
    assert "(these words nobody has reviewed)" in shown
    marked = [line for line in shown.splitlines() if line.startswith("  cy | ")]
    assert len(marked) == len(mastodon["foreign"])
    assert "Mae ffordd A4117 ar gau" in marked[0]


def test_a_language_that_is_missing_says_what_becomes_of_the_alert(bare: Terminal) -> None:
    fire = str(EVENTS / "incidents" / "fire_1_reported.json")
    owed = {"language": "cy", "name": "Welsh"}
    assert composed(bare, "--language", "cy", fire)["owes"] == [{**owed, "action": "hold", "seconds": 0}]
    evacuation = {"type": "evacuation", "place": "near the reservoir"}
    waits = composed(bare, "--language", "cy", "-", typed=json.dumps(evacuation))
    assert waits["owes"] == [{**owed, "action": "wait", "seconds": 60}]
    assert "held until somebody gives them" in bare("compose", "--language", "cy", fire).stdout


def test_what_fell_away_and_what_does_not_fit_is_said_and_a_strict_look_ends_with_1(bare: Terminal) -> None:
    config = copied(bare.folder)
    channels = config / "channels.yaml"
    text = channels.read_text(encoding="utf-8").replace("  bluesky:\n", "  bluesky:\n    size: 60\n")
    channels.write_text(text.replace("  ntfy:\n", "  ntfy:\n    size: 195\n"), encoding="utf-8")
    look = ("--config", str(config), "--at", "2026-11-22T07:30Z", *BOTH, CLOSURE)
    found = composed(bare, *look)["channels"]
    assert found["ntfy"]["drafts"]["first"]["fell"][0].startswith("Next update by ")
    assert (found["bluesky"]["drafts"], bool(found["bluesky"]["refused"])) == ({}, True)
    shown = bare("compose", *look)
    assert '; fell away: "Next update by ' in shown.stdout
    assert f"\nbluesky: no words: {found['bluesky']['refused']}\n" in shown.stdout
    strict = bare("compose", "--strict", *look)
    assert (shown.exit_code, strict.exit_code, strict.stdout) == (0, 1, shown.stdout)
    assert strict.stderr.splitlines()[1].startswith("bluesky: no words: ")


def test_the_lints_findings_stand_at_their_channel_and_a_hard_one_is_strict(bare: Terminal) -> None:
    body = {
        "type": "information",
        "title": "Open day",
        "message": "COME ON SATURDAY TO THE FIRE STATION AT STOKEBY NOW.",
    }
    look = ("--channel", "bluesky", "-")
    lint = composed(bare, *look, typed=json.dumps(body))["channels"]["bluesky"]["lint"]
    assert lint
    assert all(each["code"] and each["where"] and each["reason"] and each["fix"] for each in lint)
    shown = bare("compose", "--strict", *look, typed=json.dumps(body))
    assert f"  {lint[0]['code']}" in shown.stdout
    assert shown.exit_code == int(any(each["hard"] for each in lint))


def test_private_details_are_named_by_fact_and_reason_and_never_repeated(bare: Terminal) -> None:
    body = {"type": "information", "title": "Search", "message": "Call Sarah Jones on 07700 900123."}
    private = composed(bare, "-", typed=json.dumps(body))["privacy"]
    assert {each["kind"] for each in private["found"]} == {"name", "phone"}
    assert {each["fact"] for each in private["found"]} == {"message"}
    assert "Jones" not in json.dumps(private)
    assert (private["flags"], private["roles"]) == (["personal"], ["silver", "gold"])
    shown = bare("compose", "-", typed=json.dumps(body))
    assert "privacy: personal: nothing goes by itself, silver or gold may approve it\n" in shown.stdout
    assert "look again: message: it seems to name a person\n" in shown.stderr


def test_of_a_machines_event_a_dwelling_is_made_coarser_and_the_rest_reduced(bare: Terminal) -> None:
    event = json.loads(Path(CLOSURE).read_text(encoding="utf-8"))
    event["detail"]["incident"] |= {"sensitivities": ["fatal"]}
    event["detail"]["incident"]["place"] = "outside 14 Mill Road, Stokeby"
    answer = composed(bare, "-", typed=json.dumps(event))
    private = answer["privacy"]
    assert (private["flags"], private["reduced"], private["coarsened"]) == (["fatal"], True, ["place"])
    assert "14 Mill" not in json.dumps(answer)
    shown = bare("compose", "-", typed=json.dumps(event)).stdout
    assert "privacy: place said without its dwelling\n" in shown
    assert "privacy: only the state of its road is said\n" in shown


def test_a_feeds_document_has_its_map_written_and_an_officers_words_a_drawing(bare: Terminal) -> None:
    card, drawing = bare.folder / "card.png", bare.folder / "drawing.png"
    result = bare("compose", "--channel", "bluesky", "--picture", str(card), FLOOD)
    assert (result.exit_code, result.stderr) == (0, f"{card}: the map, image/png\n")
    assert "\n  map: Map: Flood warning: " in result.stdout
    answer = composed(bare, "--channel", "bluesky", "-", typed=json.dumps(RAISE))
    assert answer["picture"]["kind"] == answer["channels"]["bluesky"]["picture"]["kind"] == "drawing"
    assert answer["picture"]["base64"] == ""
    assert bare("compose", "--picture", str(drawing), "-", typed=json.dumps(RAISE)).exit_code == 0
    for path in (card, drawing):
        read = read_picture(path.read_bytes())
        assert read is not None
        assert (read.width, read.height) == (1200, 630)
    without = bare("compose", "--picture", str(drawing), str(EVENTS / "incidents" / "campaign_planned.json"))
    assert without.exit_code != 0


def test_a_story_is_told_in_order_and_its_last_part_is_shown(bare: Terminal) -> None:
    answer = composed(bare, CLOSURE, OVER)
    assert (answer["msg_type"], answer["lane"]) == ("Cancel", "urgent")
    assert "first" not in answer["channels"]["bluesky"]["drafts"]
    alone = bare("compose", OVER)
    assert (alone.exit_code, alone.stdout) == (2, "")
    assert "give the file of its beginning before it" in alone.stderr
    other = bare("compose", CLOSURE, str(EVENTS / "incidents" / "fire_1_reported.json"))
    assert "the files tell of different incidents" in other.stderr


def test_an_exercise_is_called_one(bare: Terminal) -> None:
    shown = bare("compose", "--channel", "bluesky", str(EVENTS / "incidents" / "exercise_reported.json")).stdout
    assert "\nstatus Exercise: it goes to the drill wall only" in shown


def test_a_document_of_several_incidents_is_looked_at_one_by_one(bare: Terminal) -> None:
    several = str(EVENTS / "feeds" / "cap" / "whole_alerts.atom")
    refused = bare("compose", several)
    assert refused.exit_code == 2
    first, *names = refused.stderr.splitlines()
    assert "it tells of 2 incidents; name one with --incident:" in first
    assert composed(bare, "--incident", names[0].strip(), several)["reference"]


@pytest.mark.parametrize(
    ("arguments", "typed", "words"),
    [
        (("-",), "{", "it is not JSON, and no feed's document either; write what you would raise"),
        (("-",), "[]", "it is not a JSON object"),
        (("-",), '{"type": "fire", "colour": "red"}', "colour: "),
        (("-",), '{"type": "party"}', "the plan gives the desk no such type"),
        (("nowhere.json",), "", "it cannot be read (No such file or directory)"),
        (("--config", "nowhere", "-"), "{}", "there is no such folder; --config names the one that words.yaml is in"),
        (("--channel", "pigeon", "-"), "{}", "there is no channel 'pigeon'; there are page, bluesky"),
        (("--language", "cy", "--language", "fr", "-"), "{}", "at most two languages"),
        (("--at", "soon", "-"), "{}", "'--at'"),
    ],
)
def test_what_cannot_be_composed_says_what_to_do(
    bare: Terminal, arguments: tuple[str, ...], typed: str, words: str
) -> None:
    result = bare("compose", *arguments, typed=typed)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_a_spoilt_words_file_is_told_with_its_number_and_line(bare: Terminal) -> None:
    config = Path(shutil.copytree(ROOT / "config", bare.folder / "config"))
    words = config / "words.yaml"
    words.write_text(words.read_text(encoding="utf-8").replace("{road}", "{rode}", 1), encoding="utf-8")
    result = bare("compose", CLOSURE)
    assert result.exit_code == 2
    assert result.stderr.startswith("loudhailer: ")
    assert "config would be refused: " in result.stderr
    assert "LH3" in result.stderr


def test_on_a_narrow_screen_each_line_keeps_its_mark(bare: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    shown = bare("compose", "--language", "cy", "--channel", "bluesky", CLOSURE).stdout.splitlines()
    posts = [line for line in shown if line.startswith(("  | ", "  cy | "))]
    assert max(map(len, (line for line in posts if "https://" not in line))) <= 40
    assert any("Llynwern" in line for line in posts if line.startswith("  cy | "))
    assert any("Aldermere" in line for line in posts if line.startswith("  | "))
