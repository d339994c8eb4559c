"""A signature over time and body: the right one opens, nothing else does."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.hooks import WINDOW, Knock, event_id_of, event_of, genuine, signature_of
from tests.builders import NOW

STAMP = str(int(NOW.timestamp()))
BODY = b'{"detail-type": "incident.reported", "detail": {"schema": "1"}}'
SECRETS = st.text(min_size=1, max_size=40).filter(lambda text: text.encode(errors="replace").decode() == text)
BODIES = st.binary(max_size=200)


def knock(by: str = "current", timestamp: str = STAMP, body: bytes = BODY, source: str = "a") -> Knock:
    return Knock(source, timestamp, f"v1={signature_of(by, timestamp, body)}", body)


@given(SECRETS, BODIES, st.integers(min_value=-300, max_value=300))
def test_whatever_is_signed_with_a_live_secret_in_time_is_genuine(secret: str, body: bytes, seconds: int) -> None:
    stamp = str(int(NOW.timestamp()) + seconds)
    assert genuine(knock(secret, stamp, body), (secret,), NOW)
    assert genuine(knock(secret, stamp, body), ("another one", secret), NOW), "the next secret is live too"


@given(SECRETS, SECRETS, BODIES)
def test_another_secret_opens_nothing(secret: str, other: str, body: bytes) -> None:
    assert genuine(knock(secret, body=body), (other,), NOW) == (secret == other)


@given(BODIES, BODIES)
def test_another_body_is_not_what_was_signed(signed: bytes, sent: bytes) -> None:
    told = Knock("a", STAMP, knock(body=signed).signature, sent)
    assert genuine(told, ("current",), NOW) == (signed == sent)


@given(st.text(max_size=30), st.text(max_size=100), BODIES)
def test_no_headers_whatever_break_it_or_open_it(timestamp: str, signature: str, body: bytes) -> None:
    assert not genuine(Knock("a", timestamp, signature, body), ("current",), NOW)
    assert not genuine(Knock("a", timestamp, signature, body), (), NOW)


@pytest.mark.parametrize("seconds", [-301, 301, -86_400, 86_400])
def test_an_old_timestamp_and_one_from_the_future_are_refused(seconds: int) -> None:
    assert not genuine(knock(timestamp=str(int(NOW.timestamp()) + seconds)), ("current",), NOW)


@pytest.mark.parametrize("stamp", ["", " ", "soon", "-1", "1e9", f"{STAMP}.0", f" {STAMP}", "٣٤٥٦٧٨٩٠١", "9" * 40])
def test_a_timestamp_is_whole_seconds_in_plain_digits(stamp: str) -> None:
    assert not genuine(knock(timestamp=stamp), ("current",), NOW)


def test_a_source_without_a_secret_is_never_genuine() -> None:
    assert not genuine(knock("nobody knows this one"), (), NOW), "not even by the one that stands in for none"


def test_one_of_two_signatures_is_enough_while_the_sender_rotates() -> None:
    both = f"v1={signature_of('next', STAMP, BODY)}, v1={signature_of('current', STAMP, BODY)}"
    assert genuine(Knock("a", STAMP, both, BODY), ("current",), NOW)


def test_a_third_secret_and_a_third_signature_are_not_looked_at() -> None:
    assert not genuine(knock("third"), ("first", "second", "third"), NOW)
    third = f"v1=00,v1=00,{knock().signature}"
    assert not genuine(Knock("a", STAMP, third, BODY), ("current",), NOW)


def test_a_signature_of_another_version_is_none() -> None:
    assert not genuine(Knock("a", STAMP, f"v2={signature_of('current', STAMP, BODY)}", BODY), ("current",), NOW)


def test_the_same_knock_is_the_same_event_and_another_is_another() -> None:
    assert event_id_of(knock()) == event_id_of(knock("next")), "who signed it does not matter"
    later = str(int((NOW + timedelta(seconds=1)).timestamp()))
    others = {event_id_of(each) for each in (knock(timestamp=later), knock(body=b"{}"), knock(source="b"))}
    assert len(others | {event_id_of(knock())}) == 4
    assert event_id_of(knock()).startswith("hook:a:")
    assert len(event_id_of(knock())) == len("hook:a:") + 32


def test_an_event_goes_in_as_the_bus_would_hand_it_over() -> None:
    assert json.loads(event_of(knock())) == {
        "id": event_id_of(knock()),
        "source": "a",
        "detail-type": "incident.reported",
        "detail": {"schema": "1"},
    }


def test_a_body_may_not_name_another_source_or_another_id() -> None:
    told = json.loads(event_of(knock(body=b'{"source": "b", "id": "x", "detail-type": "t", "detail": {}}')))
    assert (told["source"], told["id"][:7]) == ("a", "hook:a:")


@pytest.mark.parametrize(
    "body", [b"", b"[1]", b"not JSON", b"\xff\xfe", b'"' + b"[" * 9000, b"[" * 200_000, b"1" * 9000]
)
def test_a_body_that_is_no_event_goes_in_with_its_original(body: bytes) -> None:
    told = json.loads(event_of(knock(body=body)))
    assert (told["detail-type"], told["source"]) == ("", "a")
    assert body.decode(errors="replace")[:100] in told["detail"]


@given(st.text(min_size=1, max_size=3))
def test_no_body_is_too_large_for_the_queue(sign: str) -> None:
    body = (sign.encode(errors="replace") * 262_144)[:262_144]
    assert len(event_of(knock(body=body)).encode()) <= 262_144


def test_the_window_is_five_minutes() -> None:
    assert timedelta(minutes=5) == WINDOW
