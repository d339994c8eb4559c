"""`sources.yaml` and `feeds.yaml`: what cannot be meant is told with its number, its line and its place."""

from pathlib import Path

import pytest

from loudhailer.config import load
from tests.config_files import problems_in, spoil, without_lines


def test_a_word_that_means_closed_planned_or_withheld_needs_no_class_and_an_event_type_does(directory: Path) -> None:
    flood = "      flood alert: flood_alert"
    spoil(directory, "feeds.yaml", flood, f"{flood}\n      over: closed\n      later: planned\n      private: withheld")
    assert load(directory).rules_of("environment_agency").types["over"] == "closed"
    spoil(directory, "feeds.yaml", "over: closed", "over: ended")
    place = "LH607 feeds.yaml policies.environment_agency.types"
    reason = "plan.yaml gives 'ended' from source 'environment_agency' no class"
    assert without_lines(directory) == [f"{place}: {reason}"]


def test_nobody_but_comms_may_let_a_source_speak_further(directory: Path) -> None:
    line = spoil(directory, "plan.yaml", "raise_source: [comms]", "raise_source: [comms, gold]")
    (problem,) = problems_in(directory)
    assert problem.startswith(f"LH118 plan.yaml line {line} may.raise_source: take out gold")


def test_a_policy_that_cannot_be_meant_is_told_with_its_line(directory: Path) -> None:
    spoil(directory, "feeds.yaml", "    mobilising: true\n", "    mobilising: true\n    mode: auto\n")
    (problem,) = without_lines(directory)
    assert problem.startswith(
        "LH605 feeds.yaml policies.westshire.control.mode: a mobilising system never starts at auto"
    )


def test_a_policy_s_event_type_needs_a_class(directory: Path) -> None:
    spoil(directory, "feeds.yaml", "flood alert: flood_alert", "flood alert: fire")
    (problem,) = without_lines(directory)
    assert problem.startswith("LH607 feeds.yaml policies.environment_agency.types: plan.yaml gives 'fire'")


def test_a_feed_that_is_asked_less_often_than_it_counts_as_silent_is_refused(directory: Path) -> None:
    spoil(directory, "sources.yaml", "    poll: {}", "    poll: { every_minutes: 15 }")
    place = "LH207 sources.yaml sources.environment_agency.poll.every_minutes"
    reason = "it is asked every 15 minutes, and counts as silent after 15"
    assert without_lines(directory) == [f"{place}: {reason}"]


@pytest.mark.parametrize(
    "contact", ["feeds@westshire.example", "http://westshire.example", "https://a b", "https://a)"]
)
def test_a_contact_is_a_page_or_a_mailbox_that_a_header_can_hold(directory: Path, contact: str) -> None:
    spoil(directory, "sources.yaml", 'contact: ""', f'contact: "{contact}"')
    assert "contact" in problems_in(directory)[0]
    spoil(directory, "sources.yaml", f'"{contact}"', "mailto:feeds@westshire.example")
    assert load(directory).sources.contact == "mailto:feeds@westshire.example"
