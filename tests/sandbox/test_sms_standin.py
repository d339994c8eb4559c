"""The list's text service, as our sender meets it and bare: what each phone gets, and what its refusals look like."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from local.sandbox import Sandbox
from local.sandbox.sms import OPTED_OUT
from local.stage import IDENTITY
from loudhailer.channels.sms import Sms
from loudhailer.domain.errors import LoudhailerError, OptedOut
from tests.channels.kit import a_post, everything_said_of
from tests.sandbox.callers import ring
from tests.sandbox.lists import TROUBLES, everything_logged, listed, written

WARD_3 = "+447700900103"


@pytest.fixture
def sms(sandbox: Sandbox) -> Iterator[Sms]:
    with listed(sandbox, "sms", IDENTITY) as channel:
        yield channel


def test_each_recipient_s_phone_gets_its_own_text_and_nobody_is_called_out(sandbox: Sandbox, sms: Sms) -> None:
    people = sms.recipients()
    ids = [sms.publish(a_post(recipient=each, key=f"A-1/sms/{each}")).ref.id for each in people]
    posts = sandbox.posts("sms")
    assert [(post["id"], post["key"], post["text"]) for post in posts] == [
        (text_id, f"A-1/sms/{each}", a_post().text) for text_id, each in zip(ids, people, strict=True)
    ]
    numbers = [line.partition("=")[2] for line in sandbox.secrets["sms"]["recipients"].splitlines()]
    assert [post["to"] for post in posts] == numbers
    assert sandbox.calls() == []


def test_a_call_out_is_no_text_to_a_list(sandbox: Sandbox, http: httpx.Client) -> None:
    assert ring(http, sandbox).status_code == 200
    assert len(sandbox.calls()) == 1
    assert sandbox.posts() == []


def test_the_same_text_twice_is_two_texts(sandbox: Sandbox, sms: Sms) -> None:
    first, second = (sms.publish(a_post()).ref.id for _ in range(2))
    assert first != second
    assert len(sandbox.posts("sms")) == 2


def test_a_number_that_has_opted_out_gets_nothing(sandbox: Sandbox) -> None:
    with (
        listed(sandbox, "sms", IDENTITY, recipients=f"gone={OPTED_OUT}") as channel,
        pytest.raises(OptedOut, match="has opted out"),
    ):
        channel.publish(a_post(recipient="gone"))
    assert sandbox.posts() == []


@pytest.mark.parametrize(("trouble", "meaning"), TROUBLES, ids=str)
def test_a_trouble_has_its_meaning_is_asked_once_and_tells_no_number(
    sandbox: Sandbox, sms: Sms, caplog: pytest.LogCaptureFixture, trouble: dict[str, Any], meaning: str
) -> None:
    everything_logged(caplog)
    sandbox.fault("sms", **trouble)
    with pytest.raises(LoudhailerError) as raised:
        sms.publish(a_post())
    assert type(raised.value).__name__ == meaning
    said = written(caplog) + everything_said_of(raised.value)
    assert not [each for each in (WARD_3, WARD_3[1:], "Keep windows closed") if each in said]
    assert sandbox.channel("sms")["attempts"] == (0 if trouble["kind"] == "off" else 1)
    assert sandbox.channel("telephone")["state"] == "up", "call-outs are another matter"


def test_no_number_and_no_word_is_logged_where_all_goes_well(sms: Sms, caplog: pytest.LogCaptureFixture) -> None:
    everything_logged(caplog)
    sms.publish(a_post())
    said = written(caplog)
    assert not [each for each in (WARD_3, WARD_3[1:], "Keep windows closed") if each in said]


def test_no_connection_is_kept_from_one_text_to_the_next(sms: Sms, caplog: pytest.LogCaptureFixture) -> None:
    """One that died while the worker was frozen would make an honest send look doubtful."""
    everything_logged(caplog)
    for _ in range(3):
        sms.publish(a_post())
    opened = [each for each in caplog.records if "Starting new HTTP connection" in each.getMessage()]
    reused = [each for each in caplog.records if "Resetting dropped connection" in each.getMessage()]
    assert len(opened) + len(reused) == 3


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [({"DestinationPhoneNumber": "07700"}, "Destination"), ({"MessageBody": "x" * 1601}, "Message")],
)
def test_what_the_service_refuses_is_refused_in_its_shape(
    sandbox: Sandbox, http: httpx.Client, changed: dict[str, Any], wrong: str
) -> None:
    answer = ring(http, sandbox, at="sms", **changed)
    assert (answer.status_code, answer.json()["__type"].partition("#")[2]) == (400, "ValidationException")
    assert answer.json()["Message"].startswith(wrong)
    assert ring(http, sandbox, "SendVoiceMessage", at="sms").status_code == 400, "a list is not called"


def test_a_text_can_be_taken_off_its_phone_and_a_reset_forgets_it(sandbox: Sandbox, sms: Sms) -> None:
    text_id = sms.publish(a_post()).ref.id
    sandbox.remove("sms", text_id)
    assert sandbox.posts() == []
    sms.publish(a_post())
    sandbox.reset()
    assert sandbox.posts() == []
