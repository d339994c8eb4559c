"""SES's stand-in, as our sender meets it and bare: what each mailbox gets, and what its refusals look like."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from local.sandbox import Sandbox
from local.sandbox.mail import SENDER, SUPPRESSED
from loudhailer.channels.email import Email
from loudhailer.domain.errors import LoudhailerError, PostRejected
from tests.channels.kit import a_post, everything_said_of
from tests.sandbox.lists import TROUBLES, everything_logged, listed, written

GOOD: dict[str, Any] = {
    "FromEmailAddress": SENDER,
    "Destination": {"ToAddresses": ["ward-3@council.example"]},
    "Content": {"Simple": {"Subject": {"Data": "Fire"}, "Body": {"Text": {"Data": "Keep away."}}}},
}


@pytest.fixture
def email(sandbox: Sandbox) -> Iterator[Email]:
    with listed(sandbox, "email", SENDER) as channel:
        yield channel


def test_each_recipient_s_mailbox_gets_its_own_e_mail(sandbox: Sandbox, email: Email) -> None:
    people = email.recipients()
    ids = [email.publish(a_post(recipient=each, key=f"A-1/email/{each}")).ref.id for each in people]
    posts = sandbox.posts("email")
    assert [(post["id"], post["key"]) for post in posts] == [
        (mail_id, f"A-1_email_{each}") for mail_id, each in zip(ids, people, strict=True)
    ]
    boxes = [line.partition("=")[2] for line in sandbox.secrets["email"]["recipients"].splitlines()]
    assert [post["to"] for post in posts] == boxes
    assert posts[0]["text"].startswith("Fire at Mill Lane\n\nFire at Mill Lane, Westbury. Keep windows closed.")
    assert posts[0]["text"].endswith(f"write to {sandbox.secrets['email']['unsubscribe']}\n")


def test_the_same_e_mail_twice_is_two_e_mails(sandbox: Sandbox, email: Email) -> None:
    first, second = (email.publish(a_post()).ref.id for _ in range(2))
    assert first != second
    assert len(sandbox.posts("email")) == 2


def test_a_suppressed_mailbox_is_answered_and_gets_nothing(sandbox: Sandbox) -> None:
    with listed(sandbox, "email", SENDER, recipients=f"gone={SUPPRESSED}") as channel:
        assert channel.publish(a_post(recipient="gone")).ref.id
    assert sandbox.posts() == []


def test_a_sender_who_is_not_verified_is_refused(sandbox: Sandbox) -> None:
    with listed(sandbox, "email", "stranger@westshirefire.test") as channel, pytest.raises(PostRejected) as raised:
        channel.publish(a_post())
    assert "@" not in everything_said_of(raised.value)
    assert sandbox.posts() == []


@pytest.mark.parametrize(("trouble", "meaning"), TROUBLES, ids=str)
def test_a_trouble_has_its_meaning_is_asked_once_and_tells_no_address(
    sandbox: Sandbox, email: Email, caplog: pytest.LogCaptureFixture, trouble: dict[str, Any], meaning: str
) -> None:
    everything_logged(caplog)
    sandbox.fault("email", **trouble)
    with pytest.raises(LoudhailerError) as raised:
        email.publish(a_post())
    assert type(raised.value).__name__ == meaning
    said = written(caplog) + everything_said_of(raised.value)
    assert not [each for each in ("ward-3@", "council.example", "Keep windows closed") if each in said]
    assert sandbox.channel("email")["attempts"] == (0 if trouble["kind"] == "off" else 1)


def test_no_address_and_no_word_is_logged_where_all_goes_well(email: Email, caplog: pytest.LogCaptureFixture) -> None:
    everything_logged(caplog)
    email.publish(a_post())
    said = written(caplog)
    assert not [each for each in ("ward-3@", "council.example", "Keep windows closed") if each in said]


def send(sandbox: Sandbox, http: httpx.Client, **changed: Any) -> httpx.Response:
    return http.post(f"{sandbox.addresses['email']}/v2/email/outbound-emails", json=GOOD | changed)


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"Destination": {"ToAddresses": []}}, "BadRequestException"),
        ({"Destination": {"ToAddresses": ["a@a.example", "b@a.example"]}}, "BadRequestException"),
        ({"Destination": {"ToAddresses": ["nobody"]}}, "BadRequestException"),
        ({"Content": {"Raw": {"Data": "eA=="}}}, "BadRequestException"),
        ({"EmailTags": [{"Name": "about", "Value": "a/b"}]}, "BadRequestException"),
        ({"FromEmailAddress": "stranger@a.example"}, "MessageRejected"),
    ],
)
def test_what_ses_refuses_is_refused_in_its_shape(
    sandbox: Sandbox, http: httpx.Client, changed: dict[str, Any], kind: str
) -> None:
    answer = send(sandbox, http, **changed)
    assert (answer.status_code, answer.headers["x-amzn-ErrorType"]) == (400, kind)
    assert answer.json()["message"]
    assert sandbox.posts() == []


def test_an_e_mail_can_be_deleted_and_a_reset_forgets_it(sandbox: Sandbox, http: httpx.Client) -> None:
    mail_id = send(sandbox, http).json()["MessageId"]
    sandbox.remove("email", mail_id)
    assert sandbox.posts() == []
    send(sandbox, http)
    sandbox.reset()
    assert sandbox.posts() == []
