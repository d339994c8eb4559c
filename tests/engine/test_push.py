"""Push through the deployed template: from SNS's stand-in, which signs, to the ledger, and from nobody else."""

import json
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from local.sandbox.publisher import PublisherServer
from local.stage import Stage
from loudhailer.domain.outcome import Fate
from loudhailer.domain.post import Variant
from tests.engine.conftest import end_of
from tests.engine.officers import calling
from tests.feeds.closures import a_page, a_record, a_situation
from tests.pushes import SOURCE, TOPIC

pytestmark = pytest.mark.engine


def closed(name: str) -> str:
    """Return a page of the format with one road that is closed now."""
    now = datetime.now(UTC).replace(microsecond=0)
    record = a_record(
        start=(now - timedelta(minutes=5)).isoformat(), end=(now + timedelta(hours=3)).isoformat(), kind="roadClosed"
    )
    return a_page(a_situation(record, idG=name), publicationTime=now.isoformat()).decode()


def push(stage: Stage, body: bytes, source: str = SOURCE) -> httpx.Response:
    """Post as SNS does."""
    with calling(stage) as client:
        told = {"Content-Type": "text/plain; charset=UTF-8", "x-amz-sns-topic-arn": TOPIC}
        return client.post(f"/push/{source}", content=body, headers=told)


def taken(answer: httpx.Response) -> str:
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def test_a_subscription_to_a_pinned_topic_is_confirmed_by_itself(stage: Stage) -> None:
    event_id = taken(push(stage, stage.sandbox.published(TOPIC, kind="SubscriptionConfirmation")))
    assert stage.sandbox.confirmed()[-1] == TOPIC
    assert (end_of(stage, event_id).fate, end_of(stage, event_id).person) == (Fate.MERGED, False)
    before = len(stage.sandbox.confirmed())
    other = push(stage, stage.sandbox.published(f"{TOPIC}-2", kind="SubscriptionConfirmation"))
    assert (other.status_code, len(stage.sandbox.confirmed())) == (403, before)


@pytest.mark.parametrize("version", ["1", "2"])
def test_a_signed_message_ends_in_the_ledger_once_with_its_reason(stage: Stage, version: str) -> None:
    name = f"PUSH-{os.getpid()}-{version}"
    body = stage.sandbox.published(TOPIC, closed(name), version=version)
    event_id, again = taken(push(stage, body)), taken(push(stage, body))
    assert again == event_id
    end = end_of(stage, event_id)
    assert (end.source, end.incident_id, end.person) == (SOURCE, name, False)
    assert (end.fate, end.reason.split(" for ")[0]) == (Fate.POSTED, "committed")
    (alert,) = (each for each in stage.alerts().values() if each.incident_id == name)
    assert "M99" in alert.drafts["mastodon"][Variant.FIRST].text


def test_what_is_forged_is_refused_and_leaves_no_trace(stage: Stage) -> None:
    good: dict[str, Any] = json.loads(stage.sandbox.published(TOPIC, closed("FORGED")))
    address = stage.sandbox.addresses["publisher"]
    plain = {key: value for key, value in good.items() if not key.startswith("Sig")}
    forged = (
        good | {"Message": closed("FORGED-2")},
        PublisherServer().sign(plain, version="1", address=address),
        good | {"SigningCertURL": good["SigningCertURL"].replace("127.0.0.1", "localhost")},
        good | {"SigningCertURL": "https://sns.eu-west-2.amazonaws.com/SimpleNotificationService-0.pem"},
        json.loads(good["Message"]),
    )
    for each in forged:
        answer = push(stage, json.dumps(each).encode())
        assert (answer.status_code, answer.json()["detail"]) == (403, "it is not taken")
    assert push(stage, json.dumps(good).encode(), "national_highways").status_code == 403
    assert [each for each in stage.outcomes().values() if each.incident_id.startswith("FORGED")] == []
