"""An officer at the command line, against the running stack: how fast it is, benchmarks/officer.py measures."""

import json
import os

import pytest

from local.stage import Stage
from tests.engine.conftest import SOCIAL, deliveries_of, eventually, settled, texts

pytestmark = pytest.mark.engine
PLACE = f"on Harrow Moor, near post {os.getpid()}"
RAISE = ("--as", "duty", "--json", "alert", "raise", "--type", "fire", "--place", PLACE)


def test_an_alert_raised_at_the_command_line_is_on_four_channels_and_never_twice(stage: Stage) -> None:
    first, second = (json.loads(stage.officer(*RAISE)) for _ in range(2))
    assert (second["repeated"], second["identifier"]) == (True, first["identifier"])
    deliveries = settled(stage, first["identifier"])
    assert sorted(deliveries) == sorted(["page", *SOCIAL])
    reference = first["reference"]
    assert [len(texts(stage, channel, reference)) for channel in SOCIAL] == [1, 1, 1]

    stage.officer("--as", "duty", "alert", "correct", reference, "--place", "in Stokeby Wood")
    settled(stage, f"{reference}-2")
    stage.officer("--as", "duty", "alert", "end", reference)
    settled(stage, f"{reference}-3")
    said = [text.split("\n\n")[0] for text in texts(stage, "mastodon", reference)]
    assert said[1].startswith("Correction. Crews are at a fire in Stokeby Wood.")
    assert said[2].startswith("Crews have dealt with the fire in Stokeby Wood.")
    stage.officer("--as", "duty", "alert", "end", reference)
    assert deliveries_of(stage, f"{reference}-4") == {}


def test_what_was_raised_in_error_is_taken_back(stage: Stage) -> None:
    raised = json.loads(stage.officer(*RAISE[:-1], f"{PLACE} and beyond"))
    settled(stage, raised["identifier"])
    stage.officer("--as", "duty", "alert", "end", raised["reference"], "--mistaken")
    eventually(lambda: len(texts(stage, "mastodon", raised["reference"])) == 2)
    last = texts(stage, "mastodon", raised["reference"])[1]
    assert last.startswith("We take back our alert: Fire on Harrow Moor")
    assert "dealt with" not in last


def test_who_may_not_is_told_so(stage: Stage) -> None:
    with pytest.raises(RuntimeError, match="Not allowed: legal_hold is for gold"):
        stage.officer("--as", "comms", "audit", "hold", "--incident", "7KQ2MX9TA", "--reason", "a test")
