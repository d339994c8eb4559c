"""What SNS signs, and which addresses are its own: exactly those."""

import json
from typing import Any

import pytest

from loudhailer.domain.errors import NotTaken
from loudhailer.hooks import LARGEST_EVENT
from loudhailer.sns import event_of, is_certificate, is_confirmation, origin_of, read

ORIGIN = "https://sns.eu-west-2.amazonaws.com"
TOPIC = "arn:aws:sns:eu-west-2:111122223333:closures"
TOKEN = "2336412f37fb687f5d51e6e241d09c805a5a57b30d712f794cc5f6a988666d92"
NOTIFICATION = {
    "Type": "Notification",
    "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
    "TopicArn": TOPIC,
    "Subject": "My first message",
    "Message": "Hello\nworld!",
    "Timestamp": "2026-11-22T17:30:00.000Z",
    "SignatureVersion": "1",
    "Signature": "AAAA",
    "SigningCertURL": f"{ORIGIN}/SimpleNotificationService-0.pem",
    "UnsubscribeURL": f"{ORIGIN}/?Action=Unsubscribe",
    "MessageAttributes": {"area": {"Type": "String", "Value": "CHURCH STREET"}},
}
SUBSCRIPTION = {
    **{name: NOTIFICATION[name] for name in ("MessageId", "TopicArn", "Message", "Timestamp", "SignatureVersion")},
    **{name: NOTIFICATION[name] for name in ("Signature", "SigningCertURL")},
    "Type": "SubscriptionConfirmation",
    "Token": TOKEN,
    "SubscribeURL": f"{ORIGIN}/?Action=ConfirmSubscription&TopicArn={TOPIC}&Token={TOKEN}",
}


def parcel(said: dict[str, Any]) -> Any:
    return read(json.dumps(said).encode())


def test_a_notification_s_signed_text_has_its_subject_where_there_is_one() -> None:
    rest = "Timestamp\n2026-11-22T17:30:00.000Z\nTopicArn\n" + TOPIC + "\nType\nNotification\n"
    first = "Message\nHello\nworld!\nMessageId\n22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324\n"
    assert parcel(NOTIFICATION).signed.decode() == f"{first}Subject\nMy first message\n{rest}"
    without = {name: each for name, each in NOTIFICATION.items() if name != "Subject"}
    for absent in (without, NOTIFICATION | {"Subject": None}):
        assert parcel(absent).signed.decode() == first + rest


def test_what_sns_says_of_a_subscription_is_signed_with_its_address_and_token_and_without_a_subject() -> None:
    signed = parcel(SUBSCRIPTION | {"Subject": "not signed"}).signed.decode()
    lines = signed.split("\n")[:-1]
    names = ["MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
    assert signed.startswith("Message\nHello\nworld!\nMessageId\n"), "a message may have line ends of its own"
    assert lines[3::2] == names
    assert lines[6] == SUBSCRIPTION["SubscribeURL"]


def test_a_region_s_topic_has_its_region_s_host_and_a_laptop_its_own() -> None:
    assert origin_of(TOPIC) == ORIGIN
    assert origin_of(TOPIC, "http://127.0.0.1:8500") == "http://127.0.0.1:8500"


LOOK_ALIKES = (
    "http://sns.eu-west-2.amazonaws.com/a.pem",
    "HTTPS://sns.eu-west-2.amazonaws.com/a.pem",
    "https://SNS.eu-west-2.amazonaws.com/a.pem",
    "https://sns.eu-west-2.amazonaws.com.evil.example/a.pem",
    "https://sns.eu-west-2.amazonaws.com.cn/a.pem",
    "https://sns.eu-west-1.amazonaws.com/a.pem",
    "https://evil.example/sns.eu-west-2.amazonaws.com/a.pem",
    "https://sns.eu-west-2.s3.amazonaws.com/a.pem",
    "https://sns.eu-west-2.amazonaws.com@evil.example/a.pem",
    "https://user@sns.eu-west-2.amazonaws.com/a.pem",
    "https://user:pass@sns.eu-west-2.amazonaws.com/a.pem",
    "https://sns.eu-west-2.amazonaws.com:8443/a.pem",
    "https://sns.eu-west-2.amazonaws.com:443@evil.example/a.pem",
    "https://sns.eu-west-2.amazonaws.com\\@evil.example/a.pem",
    "https://sns.eu-west-2.amazonaws.com\\.evil.example/a.pem",
    "https://sns.eu-west-2.amazonaws.com./a.pem",
    "https://sns.eu-west-2.amazonaws.com#@evil.example/a.pem",
    "https://sns.eu-west-2.amazonaws.com?x=/a.pem",
    "https://sns.eu-west-2.amazonaws.com/?x=/a.pem",
    "https://sns.eu-west-2.amazonaws.com/a.pem?x=1",
    "https://sns.eu-west-2.amazonaws.com/a.pem#x",
    "https://sns.eu-west-2.amazonaws.com/a.pem\n",
    "https://sns.eu-west-2.amazonaws.com/../a.pem",
    "https://sns.eu-west-2.amazonaws.com/b/a.pem",
    "https://sns.eu-west-2.amazonaws.com//evil.example/a.pem",
    "https://sns.eu-west-2.amazonaws.com/a%2fb.pem",
    "https://sns.eu-west-2.amazonaws.com/.pem",
    "https://sns.eu-west-2.amazonaws.com/a.pem.exe",
    "https://sns.eu-west-2.amazonaws.com/apem",
    "https://sns.eu-west-2.amazonaws.com/ä.pem",
    "https://sns.eu-west-2.\u0430mazonaws.com/a.pem",
    "https://sns\u3002eu-west-2\u3002amazonaws\u3002com/a.pem",
    "https://xn--sns-eu-west-2.amazonaws.com/a.pem",
    "https://169.254.169.254/a.pem",
    "http://127.0.0.1:8500/a.pem",
    " https://sns.eu-west-2.amazonaws.com/a.pem",
    "",
)


def test_a_certificate_is_at_the_topic_s_own_host() -> None:
    assert is_certificate(f"{ORIGIN}/SimpleNotificationService-a86cb10b4e1f29c941702d737128f7b6.pem", ORIGIN)
    assert is_certificate("http://127.0.0.1:8500/a.pem", "http://127.0.0.1:8500")


@pytest.mark.parametrize("url", LOOK_ALIKES)
def test_what_only_looks_like_it_is_no_certificate_of_sns(url: str) -> None:
    assert not is_certificate(url, ORIGIN)


def test_an_address_that_confirms_its_own_topic_does_and_nothing_else_is_opened() -> None:
    assert is_confirmation(parcel(SUBSCRIPTION), ORIGIN)
    good = str(SUBSCRIPTION["SubscribeURL"])
    for wrong in (
        good.replace("https", "http"),
        good.replace(".com", ".com.evil.example"),
        good.replace("https://", "https://user@"),
        good.replace(".com/", ".com:8443/"),
        good.replace(".com/", ".com/path"),
        good.replace("ConfirmSubscription", "Unsubscribe"),
        f"{good}&Action=DeleteTopic",
        good.replace("closures", "another"),
        good[:-1],
        f"{good}#fragment",
        f"{good}\n",
        "",
    ):
        assert not is_confirmation(parcel(SUBSCRIPTION | {"SubscribeURL": wrong}), ORIGIN), wrong


NO_MESSAGES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "JSON"),
    "html": (b"<html>", "JSON"),
    "no UTF-8": (b"\xff\xfe", "JSON"),
    "deep": (b"[" * 100_000, "JSON"),
    "a list": (b"[]", "body"),
    "raw": (b'{"event_reference": 678, "event_type": "WORK_START"}', "Message, MessageId, Signature, Signa"),
}
WRONG: dict[str, dict[str, Any]] = {
    "SignatureVersion": {"SignatureVersion": "3"},
    "SignatureVersion ": {"SignatureVersion": 1},
    "Type": {"Type": "notification"},
    "Message": {"Message": {"a": 1}},
    "Message ": {"Message": "\ud800"},
    "MessageId": {"MessageId": "a/../b"},
    "TopicArn": {"TopicArn": "arn:aws:sns:eu-west-2:1:\u00e4"},
}
NO_MESSAGES |= {
    f"wrong {name}": (json.dumps(NOTIFICATION | each).encode(), name.strip()) for name, each in WRONG.items()
}


@pytest.mark.parametrize(("body", "why"), NO_MESSAGES.values(), ids=NO_MESSAGES)
def test_what_is_no_message_of_sns_is_not_taken_and_its_sender_hears_no_reason(body: bytes, why: str) -> None:
    with pytest.raises(NotTaken) as refusal:
        read(body)
    assert why in refusal.value.why
    assert str(refusal.value) == "it is not taken"


def test_a_signature_that_is_no_base64_is_none() -> None:
    for signature in ("ä", "A", "=", "not base64!"):
        with pytest.raises(NotTaken):
            _ = parcel(NOTIFICATION | {"Signature": signature}).proof


def test_a_message_that_no_queue_holds_goes_in_cut_off() -> None:
    event = json.loads(event_of("a", parcel(NOTIFICATION)))
    assert event["id"] == f"push:a:{NOTIFICATION['MessageId']}"
    assert event["detail"] == {"topic": TOPIC, "sent": NOTIFICATION["Timestamp"], "message": "Hello\nworld!"}
    large = event_of("a", parcel(NOTIFICATION | {"Message": "\x00ä" * 40_000}))
    assert len(large) <= LARGEST_EVENT
    assert json.loads(large)["detail"].startswith("cut off after 20000 signs")
