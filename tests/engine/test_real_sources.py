"""Street Manager and the Environment Agency's list as they were really sent, from the wire to the public and their end.

They are not ours to ship: the tests skip where they are missing. Their times move, and what a test is about is changed.
"""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.stage import Stage
from loudhailer.domain.outcome import Fate
from loudhailer.normalise import reference_of
from tests.engine.conftest import end_of, eventually, texts
from tests.engine.test_push import push, taken
from tests.engine.test_real_feeds import assert_says, in_public, lines_about
from tests.feeds.test_real_documents import DOCUMENTS

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents of others are not here"),
]
PERMITS = "arn:aws:sns:eu-west-2:287813576808:prod-permit-topic"
WORKS, FLOODS = "street_manager", "ea_floods"


def works(name: str, event: str, changes: Mapping[str, str], after: int = 0) -> str:
    """Return the message of the shared notification, sent so many seconds after now, with other words in it."""
    message = json.loads(json.loads((DOCUMENTS / "street-manager/sns-notification.json").read_bytes())["Message"])
    now = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=after)
    times = {
        "proposed_start_date": now.isoformat(),
        "proposed_end_date": (now + timedelta(days=2)).isoformat(),
        "actual_start_date_time": now.isoformat(),
    }
    told: dict[str, Any] = {**message, "event_type": event, "event_time": now.isoformat(), "object_reference": name}
    return json.dumps(told | {"object_data": message["object_data"] | times | dict(changes)})


def floods(level: int, severity: str) -> str:
    """Return the shared list with its first warning at a level, changed just now."""
    listed = json.loads((DOCUMENTS / "ea-flood/floods-small.json").read_bytes())
    now = datetime.now(UTC).replace(microsecond=0).isoformat()
    first = listed["items"][0] | {"severityLevel": level, "severity": severity}
    first |= dict.fromkeys(("timeRaised", "timeMessageChanged", "timeSeverityChanged"), now)
    return json.dumps(listed | {"items": [first]})


def test_emergency_works_that_close_a_street_are_said_and_ended_in_right_words(stage: Stage) -> None:
    name = f"WORKS-{os.getpid()}-01"
    urgent = {"work_category": "Immediate - emergency", "work_category_ref": "immediate_emergency"}
    taken(push(stage, stage.sandbox.published(PERMITS, works(name, "WORK_START", urgent)), WORKS))
    said = in_public(stage, WORKS, name, 1)
    assert all(text.startswith("Road closed for emergency works: Church Street, London.") for text in said.values())
    assert "The national street works register lists this closure." in said["page"]
    assert "Source: Street Manager, under the OGL v3.0." in said["page"]
    over = {**urgent, "work_status": "Works completed", "work_status_ref": "completed"}
    taken(push(stage, stage.sandbox.published(PERMITS, works(name, "WORK_STOP", over, after=60)), WORKS))
    assert_says(
        in_public(stage, WORKS, name, 2),
        "Notice of emergency works ended: Church Street, London. "
        "The national street works register says that the emergency works have finished.",
        "Check before you travel.",
    )


def test_the_works_as_they_were_sent_are_no_emergency_and_the_ledger_says_so(stage: Stage) -> None:
    name = f"WORKS-{os.getpid()}-02"
    event_id = taken(push(stage, stage.sandbox.published(PERMITS, works(name, "WORK_START", {})), WORKS))
    end = end_of(stage, event_id)
    assert (end.fate, end.reason) == (
        Fate.REFUSED,
        "not for broadcast: not an emergency closure: the works are minor",
    )


def test_a_flood_warning_of_the_list_is_said_and_ended_by_its_own_word_and_by_no_silence(stage: Stage) -> None:
    stage.sandbox.serve(FLOODS)
    assert stage.poll(FLOODS).begun
    stage.sandbox.serve(FLOODS, documents={"": floods(2, "Flood Warning")})
    stage.poll(FLOODS)
    assert_says(
        in_public(stage, FLOODS, "123WAC", 1),
        "Flood warning from the Environment Agency: North Moor and Curry Moor. Flooding is expected: act now.",
        "Do not walk or drive through flood water.",
    )
    stage.sandbox.serve(FLOODS)
    for _ in range(3):
        assert stage.poll(FLOODS).count == 0, "left out, and nothing is said of it"
        assert len(texts(stage, "mastodon", reference_of(FLOODS, "123WAC"))) == 1
    stage.sandbox.serve(FLOODS, documents={"": floods(4, "Warning no longer in force")})
    stage.poll(FLOODS)
    assert_says(
        in_public(stage, FLOODS, "123WAC", 2),
        "The Environment Agency has removed its flood warning: North Moor and Curry Moor.",
        "Stay out of any flood water.",
    )
    assert len(texts(stage, "mastodon", reference_of(FLOODS, "123WAC"))) == 2  # said, and ended
    eventually(lambda: lines_about(stage, FLOODS, "123WAC", Fate.POSTED))
    stage.sandbox.serve(FLOODS)
