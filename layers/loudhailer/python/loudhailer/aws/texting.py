"""Text messages to people on a list: AWS End User Messaging.

https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html. The telephone of call-outs
(`telephone.py`) rather rings twice than never; here twice would be two posts.
"""

from dataclasses import dataclass
from typing import Any

from loudhailer.aws.sending import sent
from loudhailer.domain.errors import (
    LoudhailerError,
    OptedOut,
    OutOfMoney,
    PostRejected,
    RateLimited,
    Unauthorized,
)

ABOUT = "about"
"""Under which the events of a text name the delivery."""
_WORTH_SECONDS = 7200
"""After that a phone that was off gets it no more: no alert of ours is kept from expiring for longer, as shipped."""
_TOMORROW = 3600.0
"""Seconds: a quota of a day is asked for again once an hour."""


@dataclass(frozen=True, slots=True)
class Texting:
    """Texts from one origination identity: the ARN of a number or a pool."""

    client: Any
    identity: str

    def text(self, number: str, words: str, *, about: str) -> str:
        """Send one text and return its id at the service."""
        request = {
            "DestinationPhoneNumber": number,
            "OriginationIdentity": self.identity,
            "MessageBody": words,
            "MessageType": "TRANSACTIONAL",
            "TimeToLive": _WORTH_SECONDS,
            "Context": {ABOUT: about},
        }
        return sent(self.client.send_text_message, request, _words)


def _words(code: str, reason: str) -> LoudhailerError | None:
    """Return what the service's codes mean; its reasons are constants of its model."""
    match code:
        case "ConflictException" if reason == "DESTINATION_PHONE_NUMBER_OPTED_OUT":
            return OptedOut("whoever has the number has opted out of texts from us")
        case "ServiceQuotaExceededException" if reason.startswith("MONTHLY_SPEND_LIMIT_REACHED"):
            return OutOfMoney(f"this month's spending limit for texts is reached ({reason})")
        case "ServiceQuotaExceededException":
            return RateLimited(f"a quota of the account is used up ({reason})", _TOMORROW)
        case "AccessDeniedException" if reason:
            return Unauthorized(f"AWS refuses us ({code} {reason})")
        case "ConflictException" | "ValidationException" | "ResourceNotFoundException" if reason:
            return PostRejected(f"AWS refuses the text ({code} {reason})")
    return None
