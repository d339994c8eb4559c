"""E-mail as the channel sends it, to SES's API over a socket. Nothing of ours speaks SMTP."""

import importlib
from typing import Any

import boto3
import pytest
from botocore.config import Config

from local.faultproxy import Request, standing_before
from local.real.ses import RealSes
from local.sandbox.faults import DropAnswer, ServerError
from loudhailer.bootstrap.world import http_of
from loudhailer.channels import CHANNELS, Wiring
from loudhailer.domain.errors import CannotTell, Doubtful, PostRejected
from loudhailer.ports import Channel
from tests.channels.kit import MemoryStore
from tests.real.bench import fresh

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif("email" not in CHANNELS, reason="there is no channel for e-mail yet"),
]

SENDER = "alerts@westshire.test"
SECRET = {"recipients": "ward-3=ward3@partners.test\nnews=desk@news.test", "unsubscribe": "stop@westshire.test"}


def client_of(address: str) -> Any:
    once = Config(retries={"total_max_attempts": 1}, read_timeout=15)
    return boto3.client("sesv2", endpoint_url=address, region_name="eu-west-2", config=once)


def channel_of(address: str, sender: str = SENDER) -> Channel:
    # By name, because the channel and this test were written side by side.
    mailing = importlib.import_module("loudhailer.aws.mailing").Mailing
    wiring = Wiring(sender, SECRET, http_of(2.0), MemoryStore(), mailer=mailing(client_of(address)))
    return CHANNELS["email"].build(wiring)


@pytest.fixture(autouse=True)
def _verified(ses: RealSes) -> None:
    client = client_of(ses.address)
    if SENDER not in {each["IdentityName"] for each in client.list_email_identities()["EmailIdentities"]}:
        client.create_email_identity(EmailIdentity=SENDER)


def sending(request: Request) -> bool:
    return request.path.endswith("/outbound-emails")


def test_an_e_mail_goes_to_its_one_recipient(ses: RealSes) -> None:
    post = fresh(recipient="ward-3")
    receipt = channel_of(ses.address).publish(post)
    (kept,) = [each for each in ses.posts() if each["id"] == receipt.ref.id]
    assert kept["source"] == SENDER
    assert [place for places in kept["destinations"].values() for place in places] == ["ward3@partners.test"]
    assert post.text in kept["body"]


def test_a_sender_that_is_not_verified_is_refused_for_good(ses: RealSes) -> None:
    with pytest.raises(PostRejected, match="MessageRejected"):
        channel_of(ses.address, "somebody@else.test").publish(fresh(recipient="ward-3"))


@pytest.mark.parametrize(
    "fault",
    [DropAnswer(kind="drop_answer"), ServerError(kind="server_error", status=503, stored=True)],
    ids=lambda each: each.kind,
)
def test_an_e_mail_whose_answer_was_lost_is_sent_once_and_is_a_doubt(
    ses: RealSes, fault: DropAnswer | ServerError
) -> None:
    """boto3 by itself would have sent it three times."""
    before = len(ses.posts())
    with standing_before(ses.address, names=sending) as proxy:
        proxy.add(fault)
        channel, post = channel_of(proxy.url), fresh(recipient="ward-3")
        with pytest.raises(Doubtful):
            channel.publish(post)
        with pytest.raises(CannotTell):
            channel.find(post)
    assert [(each.answer_lost, each.status) for each in proxy.record] == [(True, 200)]
    assert len(ses.posts()) == before + 1
