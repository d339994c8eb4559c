"""E-mail to people on a list: SES, version 2 of its API.

https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html and RFC 2369 for `List-Unsubscribe`.
"""

import re
from dataclasses import dataclass
from typing import Any

from loudhailer.aws.sending import sent
from loudhailer.domain.errors import LoudhailerError, PostRejected, RateLimited, Unauthorized
from loudhailer.ports import Mail

ABOUT = "about"
"""Under which SES's events name the delivery."""
_TOMORROW = 3600.0
"""Seconds: what may be sent in 24 hours is asked for again once an hour."""


@dataclass(frozen=True, slots=True)
class Mailing:
    """E-mail by this account's SES."""

    client: Any

    def mail(self, mail: Mail) -> str:
        """Send one e-mail to one address and return its id at SES."""
        plain = {"Charset": "UTF-8"}
        request = {
            "FromEmailAddress": mail.sender,
            "Destination": {"ToAddresses": [mail.to]},
            "Content": {
                "Simple": {
                    "Subject": plain | {"Data": mail.subject},
                    "Body": {"Text": plain | {"Data": mail.text}},
                    "Headers": [
                        {"Name": "List-Unsubscribe", "Value": f"<mailto:{mail.unsubscribe}?subject=unsubscribe>"}
                    ],
                }
            },
            "EmailTags": [{"Name": ABOUT, "Value": tag_of(mail.about)}],
        }
        return sent(self.client.send_email, request, _words)


def tag_of(about: str) -> str:
    """Return a delivery's key as SES takes it: letters, digits, `_` and `-`."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", about)[:256]


def _words(code: str, _reason: str) -> LoudhailerError | None:
    """Return what SES's own codes mean."""
    match code:
        case "LimitExceededException":
            return RateLimited("what may be sent in 24 hours is used up (LimitExceededException)", _TOMORROW)
        case "AccountSuspendedException":
            return Unauthorized("AWS has suspended sending for the account for good (AccountSuspendedException)")
        case "SendingPausedException":
            return Unauthorized("sending is paused for the account or its configuration set (SendingPausedException)")
        case "MailFromDomainNotVerifiedException":
            return Unauthorized("the sender's MAIL FROM domain is not verified (MailFromDomainNotVerifiedException)")
        case "MessageRejected":
            return PostRejected(
                "SES refuses the e-mail (MessageRejected): mostly the sender, or in SES's sandbox the recipient, "
                "is not verified"
            )
    return None
