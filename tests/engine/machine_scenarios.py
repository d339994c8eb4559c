"""What machines and the clock do, for the test that takes their rights away one by one."""

import itertools
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from local.engine import EngineError
from local.stage import Stage
from loudhailer.domain.delivery import State
from tests.engine.conftest import an_event, closures, deliveries_of
from tests.engine.record_scenarios import (
    PATIENCE,
    Scenario,
    comes_true,
)

_numbers = itertools.count(1)


def reaches(channel: str) -> Scenario:
    """Return the scenario of an incident that is posted on a channel."""

    def an_incident_is_posted(stage: Stage) -> bool:
        event_id, _ = stage.put_event(an_event())

        def posted() -> bool:
            outcome = stage.outcomes().get(event_id)
            delivery = deliveries_of(stage, outcome.alert_id).get(channel) if outcome else None
            return delivery is not None and delivery.state is State.SENT

        return comes_true(posted)

    return an_incident_is_posted


def retries_soon(channel: str) -> Scenario:
    """Return the scenario of a post that the platform puts off for a second."""

    def a_rate_limited_post_comes_again(stage: Stage) -> bool:
        stage.sandbox.fault(channel, kind="rate_limited", retry_after=1, times=1)
        return reaches(channel)(stage)

    return a_rate_limited_post_comes_again


def a_bad_event_is_refused(stage: Stage) -> bool:
    event_id, _ = stage.put_event(an_event(place="at 14 Mill Street, Stokeby"))
    return comes_true(lambda: event_id in stage.outcomes())


def a_planned_post_goes_out_at_its_time(stage: Stage) -> bool:
    due = datetime.now(UTC) + timedelta(seconds=3)
    words = {"type": "campaign", "title": "Test it Tuesday", "message": "Press the button."}
    event_id, _ = stage.put_event(
        an_event("campaign.planned", source="westshire.comms", publish_at=due.isoformat(), **words)
    )
    if not comes_true(lambda: event_id in stage.outcomes()):
        return False
    time.sleep(3.1)
    alert_id = stage.outcomes()[event_id].alert_id

    def sent() -> bool:
        try:
            stage.sweep()
        except EngineError:
            return False
        return all(each.state is State.SENT for each in deliveries_of(stage, alert_id).values())

    return comes_true(sent)


def an_open_incident_gets_its_status(stage: Stage) -> bool:
    event_id, _ = stage.put_event(an_event())
    if not comes_true(lambda: event_id in stage.outcomes()):
        return False
    stage.owe_status("westshire.control", stage.outcomes()[event_id].incident_id)
    newest = f"{stage.outcomes()[event_id].alert_id.split('-')[0]}-2"

    def told() -> bool:
        with suppress(EngineError):
            stage.status()
        found = deliveries_of(stage, newest)
        return bool(found) and found["bluesky"].state is State.SENT

    return comes_true(told)


def a_feed_is_told_and_what_is_refused_is_kept(stage: Stage) -> bool:
    """Poll both feeds, one with an alert that cannot be read: what is told, remembered, refused and kept takes it all.

    Each has an id that was never seen, for a refusal that a person knows of already is neither kept nor recorded again.
    """
    name = f"LEAST-{next(_numbers)}"
    alert = f'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>{name}</identifier></alert>'
    stage.sandbox.serve("national_highways", documents={"": closures(name)})
    stage.sandbox.serve("environment_agency", documents={"": alert})
    try:
        told = stage.poll("national_highways", patience=2 * PATIENCE)
        stage.poll("environment_agency", patience=2 * PATIENCE)
    except TimeoutError:
        return False

    def remembered() -> bool:
        shares = [item for item in stage.items() if item["pk"]["S"] == "FEED#national_highways"]
        known = any(name in item["body"].get("S", "") for item in shares if item["sk"]["S"].startswith("KNOWN#"))
        return known and not any(item["sk"]["S"].startswith("OUTBOX#") for item in shares)

    def refused() -> bool:
        lines = (each for each in stage.outcomes().values() if each.source == "environment_agency" and each.document)
        return any(name in _kept(stage, each.document) for each in lines if each.detail_type == "feed.refused")

    def heard() -> bool:
        return any(f":{name}:" in event_id for event_id in stage.outcomes())

    return told.last_error == "" and comes_true(remembered) and comes_true(refused) and comes_true(heard)


def _kept(stage: Stage, address: str) -> str:
    """Return a refused original from its bucket."""
    bucket, key = address.removeprefix("s3://").split("/", 1)
    return str(stage.engine.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read().decode())
