"""The telephone: AWS End User Messaging.

https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html and
https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendVoiceMessage.html. Neither has a native key:
where an answer is lost the client asks once more, for called twice is better than not at all.
"""

from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from loudhailer.domain.callout import Means
from loudhailer.domain.errors import NotRung

_WORTH_SECONDS = 900
"""After that the next person has long been called: a text message of last night wakes nobody in the morning."""
_VOICE = "AMY"  # British English


@dataclass(frozen=True, slots=True)
class Telephone:
    """Calls from one origination identity: the ARN of a number or a pool that can both text and speak."""

    client: Any
    identity: str

    def ring(self, phone: str, means: Means, words: str) -> str:
        """Ask for one call and return its id at the service; raise `NotRung`, which never holds the number."""
        call = {
            "DestinationPhoneNumber": phone,
            "OriginationIdentity": self.identity,
            "MessageBody": words,
            "TimeToLive": _WORTH_SECONDS,
        }
        try:
            if means is Means.SMS:
                answer = self.client.send_text_message(**call, MessageType="TRANSACTIONAL")
            else:
                answer = self.client.send_voice_message(**call, MessageBodyTextType="TEXT", VoiceId=_VOICE)
        except ClientError as exc:
            # The service's own sentence may repeat the number; its codes cannot.
            code, reason = exc.response.get("Error", {}).get("Code", "unknown"), exc.response.get("Reason", "")
            raise NotRung(" ".join(part for part in (str(code), str(reason)) if part)) from None
        except BotoCoreError as exc:
            raise NotRung(type(exc).__name__) from None
        return str(answer["MessageId"])
