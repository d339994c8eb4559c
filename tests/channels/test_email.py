"""E-mail to a list: what is sent, to whom, how one leaves the list, and that an address is never told."""

from dataclasses import dataclass, field

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.channels._email_text import subject
from loudhailer.channels.email import KIND, Email
from loudhailer.domain.errors import CannotTell, ConfigurationError, OptedOut, PostRejected
from loudhailer.ports import Mail
from tests.channels.kit import LISTS, MAILBOX, SECRET, a_post, accepting, body_of, wiring

SENDER = "alerts@westshirefire.test"
OFF = f"off@{SECRET}.example"


@dataclass
class Mailer:
    sent: list[Mail] = field(default_factory=list)

    def mail(self, mail: Mail) -> str:
        self.sent.append(mail)
        return f"mail-{len(self.sent)}"


def on(mailer: Mailer, **secret: str) -> Email:
    return Email(wiring(KIND, accepting, mailer=mailer, address=SENDER, secret=LISTS["email"] | secret))


def test_a_post_is_one_e_mail_to_its_recipient_and_to_nobody_else() -> None:
    mailer = Mailer()
    receipt = on(mailer).publish(a_post(text="Keep windows closed."))
    assert mailer.sent == [
        Mail(
            to=MAILBOX,
            sender=SENDER,
            subject="Fire at Mill Lane",
            text=f"Keep windows closed.\n\n-- \nTo leave this list, write to {OFF}\n",
            about="a-0142:1:channel",
            unsubscribe=OFF,
        )
    ]
    assert (receipt.ref.id, receipt.ref.url, receipt.repeated) == ("mail-1", "", False)


def test_ses_is_asked_for_one_plain_e_mail_with_a_way_off_the_list() -> None:
    seen: list[httpx.Request] = []

    def platform(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return accepting(request)

    KIND.build(wiring(KIND, platform, address=SENDER)).publish(a_post())
    (request,) = seen
    assert (request.method, request.url.path) == ("POST", "/v2/email/outbound-emails")
    body = body_of(request)
    assert body["FromEmailAddress"] == SENDER
    assert body["Destination"] == {"ToAddresses": [MAILBOX]}
    assert body["EmailTags"] == [{"Name": "about", "Value": "a-0142_1_channel"}]
    simple = body["Content"]["Simple"]
    assert simple["Subject"] == {"Charset": "UTF-8", "Data": "Fire at Mill Lane"}
    assert set(simple["Body"]) == {"Text"}, "no mark-up, and nothing that tells who opened it"
    assert simple["Headers"] == [{"Name": "List-Unsubscribe", "Value": f"<mailto:{OFF}?subject=unsubscribe>"}]


def test_a_list_names_its_recipients_and_never_their_addresses() -> None:
    assert on(Mailer()).recipients() == ("control-room", "ward-3")


@pytest.mark.parametrize(("recipient", "refusal"), [("ward-9", OptedOut), ("", PostRejected)])
def test_nothing_is_sent_to_who_is_not_on_the_list(recipient: str, refusal: type[Exception]) -> None:
    mailer = Mailer()
    with pytest.raises(refusal):
        on(mailer).publish(a_post(recipient=recipient))
    assert mailer.sent == []


@pytest.mark.parametrize(
    ("secret", "problem"),
    [
        ({"recipients": "ward-3=nobody"}, "line 1"),
        ({"unsubscribe": "write to us"}, "LH506"),
        ({"unsubscribe": "off@a.example?bcc=x"}, "LH506"),
    ],
)
def test_what_cannot_be_read_builds_no_channel_and_is_not_repeated(secret: dict[str, str], problem: str) -> None:
    with pytest.raises(ConfigurationError, match=problem) as refusal:
        on(Mailer(), **secret)
    assert not any(value in str(refusal.value) for value in secret.values())


def test_a_channel_without_the_service_is_not_built() -> None:
    with pytest.raises(ConfigurationError, match="LH505 email"):
        Email(wiring(KIND, accepting, mailer=None))


def test_nobody_can_be_asked_what_was_sent() -> None:
    mailer = Mailer()
    with pytest.raises(CannotTell, match="a person must ask"):
        on(mailer).find(a_post())
    assert mailer.sent == []


@pytest.mark.parametrize(
    ("headline", "line"),
    [
        ("Fire at Mill Lane", "Fire at Mill Lane"),
        ("Fire\r\nBcc: everybody@a.example", "Fire Bcc: everybody@a.example"),
        ("Fire\x00\x1b[31m at\u2028Mill Lane", "Fire[31m at Mill Lane"),
        ("Ended: fire", "Ended: fire"),
        ("a" * 150, "a" * 150),
        ("a" * 151, "a" * 149 + "…"),
        ("a" * 144 + "👨‍👩‍👧‍👦" + "b", "a" * 144 + "…"),  # 5 would fit of the family, but not all of it
        ("half \ud83d", "half "),
    ],
)
def test_a_subject_is_the_headline_on_one_line(headline: str, line: str) -> None:
    assert subject(headline) == line


@given(st.text(max_size=400))
def test_no_headline_breaks_out_of_its_line(headline: str) -> None:
    line = subject(headline)
    assert len(line) <= 150
    assert len(line.splitlines()) <= 1
    line.encode()


def test_a_post_whose_headline_is_nothing_is_named_by_its_reference() -> None:
    mailer = Mailer()
    on(mailer).publish(a_post(headline="\n"))
    assert mailer.sent[0].subject == "WSF-0142"


@pytest.mark.parametrize("sign", ["a", "ŵ", "🚒"])
def test_a_text_is_counted_in_bytes(sign: str) -> None:
    most = 50_000 // len(sign.encode())
    assert KIND.limits.fits(sign * most)
    assert not KIND.limits.fits(sign * (most + 1))
