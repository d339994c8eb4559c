"""E-mail by SES, against moto, which knows a verified sender, and against the service's own model."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws
from moto.ses.models import ses_backends

from loudhailer.aws.mailing import Mailing, tag_of
from loudhailer.domain.errors import Doubtful, LoudhailerError, PostRejected, RateLimited, Unauthorized
from loudhailer.ports import Mail
from tests.architecture.template import ACCOUNT
from tests.channels.kit import everything_said_of

MAIL = Mail(
    to="ward-3@partners.example",
    sender="alerts@westshirefire.test",
    subject="Leave now: Mill Lane",
    text="Leave now. Larwm tân ŵ 🚒",
    about="AAAAAAA-1/email/ward-3",
    unsubscribe="off@westshirefire.test",
)
ERRORS: list[tuple[str, int, type[LoudhailerError]]] = [
    ("TooManyRequestsException", 429, RateLimited),
    ("LimitExceededException", 400, RateLimited),
    ("AccountSuspendedException", 400, Unauthorized),
    ("SendingPausedException", 400, Unauthorized),
    ("MailFromDomainNotVerifiedException", 400, Unauthorized),
    ("MessageRejected", 400, PostRejected),
    ("NotFoundException", 404, PostRejected),
    ("BadRequestException", 400, PostRejected),
]


@pytest.fixture
def ses() -> Iterator[Any]:
    with mock_aws():
        yield boto3.client("sesv2")


def test_an_e_mail_from_a_verified_sender_is_taken_whole(ses: Any) -> None:
    ses.create_email_identity(EmailIdentity="westshirefire.test")
    message_id = Mailing(ses).mail(MAIL)
    (taken,) = ses_backends[ACCOUNT]["eu-west-2"].sent_messages
    assert taken.id == message_id
    assert (taken.source, taken.subject, taken.body) == (MAIL.sender, MAIL.subject, MAIL.text)
    assert taken.destinations == {"ToAddresses": [MAIL.to]}


def test_a_sender_who_is_not_verified_is_refused_and_no_address_is_told(ses: Any) -> None:
    with pytest.raises(PostRejected, match="is not verified") as raised:
        Mailing(ses).mail(MAIL)
    assert "@" not in everything_said_of(raised.value)


@pytest.fixture
def service() -> Iterator[Stubber]:
    with Stubber(boto3.client("sesv2")) as stub:
        yield stub
        stub.assert_no_pending_responses()


def test_one_plain_e_mail_is_asked_for_as_the_model_has_it(service: Stubber) -> None:
    asked = {
        "FromEmailAddress": MAIL.sender,
        "Destination": {"ToAddresses": [MAIL.to]},
        "Content": {
            "Simple": {
                "Subject": {"Charset": "UTF-8", "Data": MAIL.subject},
                "Body": {"Text": {"Charset": "UTF-8", "Data": MAIL.text}},
                "Headers": [
                    {"Name": "List-Unsubscribe", "Value": "<mailto:off@westshirefire.test?subject=unsubscribe>"}
                ],
            }
        },
        "EmailTags": [{"Name": "about", "Value": "AAAAAAA-1_email_ward-3"}],
    }
    service.add_response("send_email", {"MessageId": "mail-1"}, asked)
    assert Mailing(service.client).mail(MAIL) == "mail-1"


@pytest.mark.parametrize(("code", "status", "meaning"), ERRORS)
def test_a_code_of_the_model_has_its_meaning_and_tells_nobody_s_address(
    service: Stubber, code: str, status: int, meaning: type[LoudhailerError]
) -> None:
    service.add_client_error("send_email", code, f"{MAIL.to} {MAIL.text}", status)
    with pytest.raises(meaning) as raised:
        Mailing(service.client).mail(MAIL)
    assert type(raised.value) is meaning
    said = everything_said_of(raised.value)
    assert code in str(raised.value)
    assert not any(secret in said for secret in ("@", "Leave now"))


def test_every_error_of_the_model_has_been_thought_of(service: Stubber) -> None:
    model: Any = service.client.meta.service_model.operation_model("SendEmail")
    assert {each.name for each in model.error_shapes} == {code for code, _, _ in ERRORS}


def test_an_answer_without_an_id_is_a_doubt(service: Stubber) -> None:
    service.add_response("send_email", {})
    with pytest.raises(Doubtful):
        Mailing(service.client).mail(MAIL)


@pytest.mark.parametrize(
    ("about", "tag"), [("AAAAAAA-1/email/ward-3", "AAAAAAA-1_email_ward-3"), ("a:b.c", "a_b_c"), ("x" * 300, "x" * 256)]
)
def test_a_delivery_is_named_in_the_signs_that_ses_takes(about: str, tag: str) -> None:
    assert tag_of(about) == tag
