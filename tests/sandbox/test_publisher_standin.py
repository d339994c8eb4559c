"""SNS's stand-in signs as SNS does: what it publishes, our own verifier takes."""

import json
import ssl
import time
from datetime import UTC, datetime

import httpx
import pytest

from local.sandbox import Sandbox
from loudhailer import sns
from loudhailer.feeds.addresses import Network, Reach
from loudhailer.feeds.fetch import Fetcher
from loudhailer.feeds.publisher import SnsPublisher

TOPIC = "arn:aws:sns:eu-west-2:111122223333:closures"


def test_what_it_publishes_is_taken_and_what_it_says_of_a_subscription_is_confirmed(sandbox: Sandbox) -> None:
    origin = sandbox.addresses["publisher"]
    reach = Reach(httpx.URL(origin), (), Network.LOOPBACK)
    fetcher = Fetcher(reach, {}, {}, time.monotonic, ssl.create_default_context())
    publisher = SnsPublisher({origin: fetcher}, lambda: datetime.now(UTC), time.monotonic)
    for kind in sns.Kind:
        for version in ("1", "2"):
            parcel = sns.read(sandbox.published(TOPIC, kind=kind.value, version=version))
            assert sns.is_certificate(parcel.certificate, origin)
            assert publisher.signed(parcel.certificate, parcel.signed, parcel.proof, sns.DIGESTS[version])
    parcel = sns.read(sandbox.published(TOPIC, kind="SubscriptionConfirmation"))
    assert sns.is_confirmation(parcel, origin)
    publisher.confirm(parcel.subscribe)
    assert sandbox.confirmed() == [TOPIC]
    sandbox.reset()
    assert sandbox.confirmed() == []


def test_it_says_what_it_cannot_publish(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="version"):
        sandbox.published(TOPIC, version="3")
    assert "Subject" in json.loads(sandbox.published(TOPIC, "said", subject="Works"))
