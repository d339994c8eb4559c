"""One engine, one sandbox and one deploy for all the tests of a session; each test brings incidents of its own."""

import itertools
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from local.stage import FEW, Stage, running_stage
from local.unpaced import unpaced
from loudhailer.domain.delivery import Delivery, Due, State
from loudhailer.domain.outcome import Outcome
from tests.pushes import with_pushed

POINTERS = ("We have corrected this.", "We have taken this back.", "This has ended.", "Our advice has changed.")
SOCIAL = tuple(name for name in FEW if name != "page")
"""Those of them that are somebody else's platform, each with a stand-in."""
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Return a deployed Loudhailer with its few channels live."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    # All tests post within the same minutes: what paces them is tests/pipeline's business.
    config = with_pushed(unpaced(tmp_path_factory.mktemp("unpaced") / "config"))
    with running_stage(tmp_path_factory.mktemp("engine"), channels=FEW, config=config) as running:
        running.order(by="tests", reason="the tests' own act of going live", live=True, channels=running.channels)
        yield running


@pytest.fixture(autouse=True)
def _as_found(stage: Stage, request: pytest.FixtureRequest) -> Iterator[None]:
    """Leave level, gates and platforms as they were found."""
    yield
    for channel in SOCIAL:
        stage.sandbox.clear(channel)
        stage.sandbox.fault(channel, kind="on")
    stage.order(by="tests", reason="tidying up", level="normal")
    stage.forget_outages()
    if request.node.get_closest_marker("long"):
        return  # they break the stack on purpose, and what they broke comes back only after minutes
    # A delivery still under way would meet the next test's faults, or take them away from it.
    eventually(lambda: all(each.final or needs_a_person(each) for each in stage.deliveries()), patience=90)


def an_event(detail_type: str = "incident.reported", **changes: Any) -> dict[str, Any]:
    """Return an event about an incident that no other test has."""
    incident = {
        "id": f"ENGINE-{os.getpid()}-{next(_numbers)}",
        "revision": 1,
        "status": "Actual",
        "type": "road_closure",
        "road": "A4117",
        "place": "between Aldermere and Stokeby",
    }
    return {
        "source": changes.pop("source", "westshire.control"),
        "detail-type": detail_type,
        "detail": {"schema": "1", "incident": incident | changes},
    }


def later(event: Mapping[str, Any], detail_type: str = "incident.updated", **changes: Any) -> dict[str, Any]:
    """Return the next revision of an event's incident."""
    incident = dict(event["detail"]["incident"])
    incident |= {"revision": incident["revision"] + 1} | changes
    return {**event, "detail-type": detail_type, "detail": {"schema": "1", "incident": incident}}


def eventually(what: Callable[[], Any], patience: float = 20.0) -> Any:
    """Return the first true answer of `what`; fail with its last one when patience ends."""
    deadline = time.monotonic() + patience
    while not (answer := what()):
        if time.monotonic() > deadline:
            pytest.fail(f"waited {patience:.0f} s in vain; the last answer was {answer!r}")
        time.sleep(0.05)
    return answer


def end_of(stage: Stage, event_id: str) -> Outcome:
    """Return the ledger's line for an event, once it is there."""
    found: Outcome = eventually(lambda: stage.outcomes().get(event_id))
    return found


def deliveries_of(stage: Stage, alert_id: str) -> dict[str, Delivery]:
    """Return an alert's deliveries by channel."""
    return {each.channel: each for each in stage.deliveries() if each.alert_id == alert_id}


def needs_a_person(delivery: Delivery) -> bool:
    """Tell whether a doubt has outlived its post: nothing looks at it any more."""
    return delivery.state is State.UNKNOWN and delivery.due is Due.DOUBT


def settled(stage: Stage, alert_id: str, patience: float = 20.0) -> dict[str, Delivery]:
    """Return an alert's deliveries once all are final."""

    def all_final() -> dict[str, Delivery]:
        found = deliveries_of(stage, alert_id)
        return found if found and all(each.final for each in found.values()) else {}

    answer: dict[str, Delivery] = eventually(all_final, patience)
    return answer


def texts(stage: Stage, channel: str, reference: str) -> list[str]:
    """Return what the public sees on a channel about one incident, oldest first, but for pointers."""
    told = [post["text"] for post in stage.sandbox.posts(channel) if reference in post["text"]]
    return [text for text in told if not text.startswith(POINTERS)]


def closures(*ids: str, road: str = "A38") -> str:
    """Return a document of National Highways with an unplanned closure under each id."""
    return json.dumps({"D2Payload": {"situation": [_closure(each, road) for each in ids]}})


def _closure(name: str, road: str) -> dict[str, Any]:
    now = datetime.now(UTC)
    line = {"locSingleRoadLinearLocation": {"linearWithinLinearElement": [_on(road)]}}
    validity = {
        "validityStatus": "active",
        "validityTimeSpecification": {
            "overallStartTime": (now - timedelta(minutes=5)).isoformat(),
            "overallEndTime": (now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=5)).isoformat(),
        },
    }
    record = {
        "idG": f"{name}-1",
        "versionG": "1",
        "situationRecordVersionTime": "2026-11-22T08:00:00Z",
        "validity": validity,
        "cause": {"causeType": "accident"},
        "roadOrCarriagewayOrLaneManagementType": {"value": "roadClosed"},
        "locationReference": line,
    }
    return {"idG": name, "situationRecord": [{"sitRoadOrCarriagewayOrLaneManagement": record}]}


def _on(road: str) -> dict[str, Any]:
    return {"linearElement": {"locLinearElementByCode": {"roadName": road}}}


def send_body(stage: Stage, queue: str, body: str) -> None:
    """Put a body into a queue of the stack, as no announcement would."""
    stage.engine.client("sqs").send_message(QueueUrl=stage.stack.resources[queue], MessageBody=body)


@contextmanager
def soon_again(stage: Stage, queue: str, seconds: int = 1) -> Iterator[None]:
    """Let what failed on a queue come again after so many seconds, and not after minutes."""
    sqs, url = stage.engine.client("sqs"), stage.stack.resources[queue]
    kept = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])["Attributes"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": str(seconds)})
    try:
        yield
    finally:
        sqs.set_queue_attributes(QueueUrl=url, Attributes=kept)


def read_json(path: Path) -> Any:
    """Read a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))
