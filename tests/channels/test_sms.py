"""Texts to a list: what is sent, to whom, what the service's codes mean, and that a number is never told."""

import json
from dataclasses import dataclass, field

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.channels.sms import KIND, Sms, spends
from loudhailer.domain.errors import CannotTell, ConfigurationError, OptedOut, PostRejected
from tests.channels.aws_platform import IDENTITY
from tests.channels.kit import NUMBER, a_post, accepting, body_of, wiring


@dataclass
class Texter:
    sent: list[tuple[str, str, str]] = field(default_factory=list)

    def text(self, number: str, words: str, *, about: str) -> str:
        self.sent.append((number, words, about))
        return f"text-{len(self.sent)}"


def on(texter: Texter, **secret: str) -> Sms:
    return Sms(wiring(KIND, accepting, texter=texter, **({"secret": secret} if secret else {})))


def test_a_post_is_one_text_to_its_recipient_and_to_nobody_else() -> None:
    texter = Texter()
    receipt = on(texter).publish(a_post(text="Fire at Mill Lane."))
    assert texter.sent == [(NUMBER, "Fire at Mill Lane.", "a-0142:1:channel")]
    assert (receipt.ref.id, receipt.ref.url, receipt.repeated) == ("text-1", "", False)


def test_the_service_is_asked_for_one_transactional_text_that_is_worth_two_hours() -> None:
    seen: list[httpx.Request] = []

    def platform(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return accepting(request)

    KIND.build(wiring(KIND, platform)).publish(a_post())
    (request,) = seen
    assert request.headers["x-amz-target"] == "PinpointSMSVoiceV2.SendTextMessage"
    assert body_of(request) == {
        "DestinationPhoneNumber": NUMBER,
        "OriginationIdentity": IDENTITY,
        "MessageBody": a_post().text,
        "MessageType": "TRANSACTIONAL",
        "TimeToLive": 7200,
        "Context": {"about": "a-0142:1:channel"},
    }


def test_a_list_names_its_recipients_and_never_their_numbers() -> None:
    assert on(Texter()).recipients() == ("control-room", "ward-3")


@pytest.mark.parametrize(("recipient", "refusal"), [("ward-9", OptedOut), ("", PostRejected)])
def test_nothing_is_sent_to_who_is_not_on_the_list(recipient: str, refusal: type[Exception]) -> None:
    texter = Texter()
    with pytest.raises(refusal):
        on(texter).publish(a_post(recipient=recipient))
    assert texter.sent == []


def test_a_list_that_cannot_be_read_builds_no_channel() -> None:
    with pytest.raises(ConfigurationError, match="line 1"):
        on(Texter(), recipients="ward-3=07700900103")


def test_a_channel_without_the_service_is_not_built() -> None:
    with pytest.raises(ConfigurationError, match="LH505 sms"):
        Sms(wiring(KIND, accepting, texter=None))


def test_nobody_can_be_asked_what_was_sent() -> None:
    texter = Texter()
    with pytest.raises(CannotTell, match="a person must ask"):
        on(texter).find(a_post())
    assert texter.sent == []


@pytest.mark.parametrize(
    ("text", "segments"),
    [("Leave now.", 1), ("a" * 161, 2), ("Larwm tân: gadewch ŵan." * 4, 2), ("Don\u2019t" * 40, 2), ("Don't" * 32, 1)],
)
def test_a_text_spends_as_many_segments_as_the_network_charges(text: str, segments: int) -> None:
    assert spends(text) == KIND.spends(text) == {"posts": 1, "segments": segments}


@given(st.text(alphabet="a€\u2019\u2026\u2013ŵ🚒\n", max_size=950))
def test_what_fits_is_sent_in_six_segments_and_within_what_the_service_takes(text: str) -> None:
    texter = Texter()
    on(texter).publish(a_post(text=text))
    ((_, words, _),) = texter.sent
    assert KIND.limits.fits(text) == (spends(text)["segments"] <= 6)
    if KIND.limits.fits(text):
        assert len(words) <= 1600
    assert json.loads(json.dumps(words)) == words
