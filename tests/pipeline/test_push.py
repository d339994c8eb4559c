"""What SNS pushes: proven, once in the ledger, its subscription confirmed by itself, and nothing of anybody else."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from hypothesis import given, settings
from hypothesis import strategies as st

from local.sandbox.publisher import PublisherServer, self_signed
from loudhailer import feeds
from loudhailer.config import Config
from loudhailer.domain.errors import FeedError, FeedUnavailable, NotTaken, StateUnavailable, TooLarge
from loudhailer.domain.outcome import Fate
from loudhailer.hooks import MAX_BYTES
from loudhailer.pipeline.ingest import Ingest
from loudhailer.pipeline.push import Done
from tests.builders import NOW
from tests.feeds.closures import a_page, a_situation
from tests.pipeline.way_in import WayIn
from tests.pushes import ORIGIN, SOURCE, TOPIC, PushDoor, a_certificate, pushed_config, signed
from tests.unit.test_sns import LOOK_ALIKES

CLOSURE = a_page(a_situation()).decode()


@pytest.fixture
def door() -> PushDoor:
    return PushDoor()


def refused(door: PushDoor, parcel: dict[str, Any], source: str = SOURCE) -> str:
    """Return why it was not taken; nothing came of it."""
    with pytest.raises(NotTaken) as refusal:
        door.brings(parcel, source)
    assert str(refusal.value) == "it is not taken"
    assert (door.queue.bodies, door.state.ends) == ([], {})
    return refusal.value.why


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize("subject", [None, "Works", ""])
def test_a_signed_message_is_one_event_under_its_own_id(door: PushDoor, version: str, subject: str | None) -> None:
    parcel = signed(CLOSURE, version=version, Subject=subject)
    pushed = door.brings(parcel)
    (body,) = door.queue.bodies
    told = json.loads(body)
    assert (pushed.event_id, pushed.done, pushed.person) == (f"push:{SOURCE}:{parcel['MessageId']}", Done.QUEUED, False)
    assert (told["id"], told["source"], told["detail-type"]) == (pushed.event_id, SOURCE, "feed.pushed")
    assert told["detail"]["message"] == CLOSURE


def test_the_certificate_is_read_once(door: PushDoor) -> None:
    for _ in range(3):
        door.brings(signed())
    assert door.sns.urls == [signed()["SigningCertURL"]]


FIELDS = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
OF_A_SUBSCRIPTION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")


@settings(max_examples=60)
@given(st.data())
def test_a_message_of_which_one_signed_field_is_another_is_not_taken(data: st.DataObject) -> None:
    door = PushDoor()
    kind, names = data.draw(
        st.sampled_from([("Notification", FIELDS), ("SubscriptionConfirmation", OF_A_SUBSCRIPTION)])
    )
    good = signed(CLOSURE, version=data.draw(st.sampled_from("12")), Type=kind, Subject="Works")
    name, place = data.draw(st.sampled_from(names)), data.draw(st.integers(0, 10_000))
    was = good[name]
    spoilt = was[: place % len(was)] + data.draw(st.characters(codec="utf-8")) + was[place % len(was) + 1 :]
    if spoilt == was:
        assert door.brings(good).event_id
        return
    refused(door, good | {name: spoilt})


@settings(max_examples=40)
@given(st.binary(max_size=300))
def test_no_bytes_whatever_are_a_signature(proof: bytes) -> None:
    door = PushDoor()
    refused(door, signed() | {"Signature": base64.b64encode(proof).decode()})


def test_a_forged_message_is_not_taken(door: PushDoor) -> None:
    forger = PublisherServer()
    plain = {name: each for name, each in signed(CLOSURE).items() if not name.startswith("Sig")}
    assert "signature" in refused(door, forger.sign(plain, version="1", address=ORIGIN))


@pytest.mark.parametrize("version", ["0", "3", "", "01"])
def test_a_signature_of_an_unknown_version_is_none(door: PushDoor, version: str) -> None:
    assert "SignatureVersion" in refused(door, signed() | {"SignatureVersion": version})


def test_one_version_s_signature_is_none_of_the_other(door: PushDoor) -> None:
    refused(door, signed(version="1") | {"SignatureVersion": "2"})
    refused(door, signed(version="2") | {"SignatureVersion": "1"})


def test_a_topic_that_is_not_the_source_s_is_not_taken_however_well_signed(door: PushDoor) -> None:
    for topic in (f"{TOPIC}-2", TOPIC.replace("111122223333", "444455556666"), TOPIC.upper(), TOPIC[:-1]):
        assert refused(door, signed(TopicArn=topic)) == "no topic of this source"
    assert refused(door, signed(), "another") == "no topic of this source"
    assert refused(door, signed(), "nobody") == "no topic of this source"
    assert door.sns.urls == [], "nothing is asked for their sake"


@pytest.mark.parametrize("url", LOOK_ALIKES)
def test_no_other_address_is_asked_for_a_certificate(door: PushDoor, url: str) -> None:
    assert refused(door, signed() | {"SigningCertURL": url}) == "its certificate is not at SNS"
    assert door.sns.urls == []


def test_a_certificate_that_is_none_proves_nothing(door: PushDoor) -> None:
    (url,) = door.sns.serves
    for body in (
        b"",
        b"<html>",
        a_certificate()[:200],
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ):
        door.sns.serves[url] = body
        assert "X.509" in refused(door, signed())
    door.sns.serves[url] = a_certificate() + b"\n" * 20_000
    assert "bytes" in refused(door, signed())
    door.sns.serves[url] = FeedError("sns", "it redirects to nowhere")
    assert refused(door, signed()) == "sns: it redirects to nowhere"
    door.sns.serves[url], door.sns.leads_to = a_certificate(), f"{ORIGIN}/another.pem"
    assert "leads on" in refused(door, signed())
    door.sns.leads_to = ""
    assert door.brings(signed()).done is Done.QUEUED, "what was none was not kept"


@pytest.mark.parametrize("days", [-31, 2])
def test_a_certificate_out_of_its_time_proves_nothing(door: PushDoor, days: int) -> None:
    door.brings(signed())
    door.queue.bodies.clear()
    door.clock.pass_(days * 86_400)
    assert "not valid now" in refused(door, signed())


def test_sns_that_does_not_answer_is_to_come_again(door: PushDoor) -> None:
    (url,) = door.sns.serves
    door.sns.serves[url] = FeedUnavailable("sns: it did not answer in time")
    with pytest.raises(FeedUnavailable):
        door.brings(signed())
    assert door.queue.bodies == []


def test_a_queue_that_does_not_answer_lets_sns_come_again(door: PushDoor) -> None:
    door.queue.broken = 0
    with pytest.raises(StateUnavailable):
        door.brings(signed())


def test_a_body_too_large_is_refused_before_it_is_read(door: PushDoor) -> None:
    with pytest.raises(TooLarge):
        door.push()(SOURCE, b" " * (MAX_BYTES + 1))


def test_a_message_without_its_envelope_is_not_taken(door: PushDoor) -> None:
    assert "no message of SNS" in refused(door, json.loads(CLOSURE))


# Subscriptions


def test_a_subscription_to_a_pinned_topic_is_confirmed_by_itself_and_once(door: PushDoor) -> None:
    parcel = signed(Type="SubscriptionConfirmation")
    pushed = door.brings(parcel)
    assert (pushed.done, pushed.person) == (Done.CONFIRMED, False)
    assert door.brings(parcel).done is Done.REPEATED
    assert door.sns.urls == [parcel["SigningCertURL"], parcel["SubscribeURL"]]
    outcome = door.state.ends[pushed.event_id]
    assert (outcome.fate, outcome.person) == (Fate.MERGED, False)
    assert "is confirmed" in outcome.reason
    assert door.queue.bodies == []


def test_a_subscription_to_any_other_topic_is_not_confirmed(door: PushDoor) -> None:
    refused(door, signed(Type="SubscriptionConfirmation", TopicArn=f"{TOPIC}-3"))
    assert door.sns.urls == []


@pytest.mark.parametrize(
    "url",
    [
        "https://169.254.169.254/latest/meta-data/",
        f"https://sns.eu-west-2.amazonaws.com.evil.example/?Action=ConfirmSubscription&TopicArn={TOPIC}&Token=a",
        f"{ORIGIN}/?Action=Unsubscribe&TopicArn={TOPIC}&Token=a",
        f"{ORIGIN}/?Action=ConfirmSubscription&TopicArn={TOPIC}-2&Token=a",
    ],
)
def test_an_address_that_does_not_confirm_it_at_sns_is_not_opened_though_signed(door: PushDoor, url: str) -> None:
    pushed = door.brings(signed(Type="SubscriptionConfirmation", SubscribeURL=url, Token="a"))
    assert (pushed.done, pushed.person) == (Done.WRITTEN_DOWN, True)
    assert url not in door.sns.urls
    outcome = door.state.ends[pushed.event_id]
    assert (outcome.fate, outcome.person) == (Fate.REFUSED, True)
    assert "evil" not in outcome.reason


def test_a_subscription_that_sns_will_not_confirm_is_put_before_a_person(door: PushDoor) -> None:
    parcel = signed(Type="SubscriptionConfirmation")
    door.sns.serves[parcel["SubscribeURL"]] = FeedError("sns.eu-west-2.amazonaws.com", "it answered 403")
    pushed = door.brings(parcel)
    assert pushed.person
    assert "could not be confirmed" in door.state.ends[pushed.event_id].reason


def test_a_subscription_that_cannot_be_confirmed_just_now_is_to_come_again(door: PushDoor) -> None:
    parcel = signed(Type="SubscriptionConfirmation")
    door.sns.serves[parcel["SubscribeURL"]] = FeedUnavailable("sns: it answered 503")
    with pytest.raises(FeedUnavailable):
        door.brings(parcel)
    assert door.state.ends == {}


def test_the_end_of_a_subscription_is_written_down_for_a_person_and_never_undone(door: PushDoor) -> None:
    parcel = signed(Type="UnsubscribeConfirmation")
    pushed = door.brings(parcel)
    assert (pushed.done, pushed.person) == (Done.WRITTEN_DOWN, True)
    assert door.sns.urls == [parcel["SigningCertURL"]]
    assert "was ended" in door.state.ends[pushed.event_id].reason
    assert not door.brings(parcel).person, "once"


# From there to the ledger


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return pushed_config(tmp_path_factory.mktemp("pushed") / "config")


@pytest.fixture
def ingest(config: Config) -> tuple[WayIn, Ingest]:
    way_in = WayIn()
    usual = way_in.ingest()
    read = lambda body, fallback_id: feeds.read_event(body, fallback_id, config)  # noqa: E731  # as bootstrap has it
    admit = replace(usual.admit, tell=replace(usual.admit.tell, config=config))
    return way_in, replace(usual, read=read, admit=admit)


def test_what_is_pushed_is_told_once_however_often_and_however_late_it_comes(
    door: PushDoor, ingest: tuple[WayIn, Ingest]
) -> None:
    way_in, told = ingest
    parcel = signed(CLOSURE, Timestamp="2020-06-24T14:22:01.847Z")
    for _ in range(3):
        door.brings(parcel)
    ends = [told(body, "a message") for body in door.queue.bodies]
    assert [each.fate for each in ends] == [Fate.POSTED] * 3
    assert len(way_in.state.alerts) == 1
    assert (ends[0].source, ends[0].incident_id) == (SOURCE, "410001")


@pytest.mark.parametrize(
    ("message", "reason", "person"),
    [
        (a_page().decode(), "message: it tells of no incident", False),
        (a_page(a_situation(), a_situation(idG="410002")).decode(), "event: it tells of 2 incidents", True),
        ("not a document", "document: it is not JSON", True),
        ("x" * 70_000, "event: it has 70,", True),
    ],
    ids=["nothing", "two", "none", "large"],
)
def test_what_is_signed_and_cannot_be_told_is_refused_with_a_reason(
    door: PushDoor,
    ingest: tuple[WayIn, Ingest],
    message: str,
    reason: str,
    person: bool,  # noqa: FBT001
) -> None:
    way_in, told = ingest
    door.brings(signed(message))
    (body,) = door.queue.bodies
    end = told(body, "a message")
    assert (end.fate, end.person, bool(end.document)) == (Fate.REFUSED, person, person)
    assert end.reason.startswith(reason)
    assert len(way_in.documents.kept) == int(person)


def test_under_a_pushed_source_s_name_nothing_else_is_an_event(ingest: tuple[WayIn, Ingest]) -> None:
    _, told = ingest
    body = {"id": "1", "source": SOURCE, "detail-type": "incident.reported", "detail": {"schema": "1"}}
    assert told(json.dumps(body), "a message").reason == "detail.message: it is missing or not text"


@pytest.mark.parametrize(
    "make",
    [
        lambda: generate_private_key(public_exponent=65537, key_size=1024),  # noqa: S505  # made to be refused
        lambda: ec.generate_private_key(ec.SECP256R1()),
    ],
    ids=["short", "another kind"],
)
def test_a_key_that_is_short_or_not_rsa_proves_nothing(door: PushDoor, make: Callable[[], Any]) -> None:
    (url,) = door.sns.serves
    door.sns.serves[url] = self_signed(make(), start=NOW - timedelta(days=1), end=NOW + timedelta(days=1))
    assert "not RSA of 2048 bits or more" in refused(door, signed())
