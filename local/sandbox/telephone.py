"""A stand-in for AWS End User Messaging: SendTextMessage and SendVoiceMessage, and the phones that they would ring.

https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html. AWS JSON 1.0: X-Amz-Target
names the operation. It is no channel: nothing here is public, and nobody needs a credential.
"""

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from local.sandbox.standin import Place, Refused, json_object
from local.sandbox.state import Part

TELEPHONE = "telephone"
_TARGET = "PinpointSMSVoiceV2."
_MEANS = {"SendTextMessage": ("sms", 1600), "SendVoiceMessage": ("voice", 6000)}
_NUMBER = re.compile(r"\+?[1-9][0-9]{1,18}")
_IDENTITY = re.compile(r"[A-Za-z0-9_:/+-]{1,256}")
_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Ring:
    """One call that a phone got: `means` is sms or voice, `at` epoch seconds, `parts` the words with their links."""

    id: str
    number: str
    means: str
    words: str
    at: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a good call asks for; `body` is all of it."""

    means: str
    number: str
    words: str
    body: dict[str, Any]


class Telephone:
    """The stand-in of the telephone service; `calls` are what it took, in order."""

    label = "Telephone"
    handle = ""

    def __init__(self, place: Place) -> None:
        self.calls: list[Ring] = []
        self._place = place

    @staticmethod
    def make_secret() -> dict[str, str]:
        """Make none: AWS knows its callers by their role."""
        return {}

    def routes(self) -> list[web.RouteDef]:
        """Return the one address of the protocol."""
        return [web.post("/", self._call)]

    def is_posting(self, request: web.Request) -> bool:
        """Every call may be hit by a fault."""
        return request.method == "POST"

    def throttled(self, retry_after: float) -> web.Response:
        """Answer as the service does to too many calls; it never says for how long."""
        del retry_after
        return web.json_response(told("ThrottlingException", "Rate exceeded"), status=400)

    def remove(self, post_id: str) -> bool:
        """Forget one call."""
        before = len(self.calls)
        self.calls = [call for call in self.calls if call.id != post_id]
        return len(self.calls) < before

    def forget(self) -> None:
        """Forget all calls."""
        self.calls.clear()

    async def _call(self, request: web.Request) -> web.Response:
        asked = await asked_of(request, _MEANS, self._place)
        call = Ring(str(uuid.uuid4()), asked.number, asked.means, asked.words, self._place.clock(), parts(asked.words))
        self.calls.append(call)
        self._place.public.tell("call", call)
        return taken(call.id)


async def asked_of(request: web.Request, means: Mapping[str, tuple[str, int]], place: Place) -> Asked:
    """Read a call of the service, or refuse it as the service does; `means` are the operations, with their longest."""
    operation = request.headers.get("X-Amz-Target", "").removeprefix(_TARGET)
    if operation not in means:
        raise Refused(400, told("UnknownOperationException", f"There is no {operation}"))
    if place.faults.auth_lost:
        raise Refused(400, told("AccessDeniedException", "Access denied", Reason="INSUFFICIENT_ACCOUNT_REPUTATION"))
    spoken, longest = means[operation]
    body = await json_object(request) or {}
    number, words = str(body.get("DestinationPhoneNumber", "")), str(body.get("MessageBody", ""))
    identity = body.get("OriginationIdentity")
    wrong = [
        name
        for name, fits in (
            ("DestinationPhoneNumber", _NUMBER.fullmatch(number)),
            ("MessageBody", words.strip() and len(words) <= longest),
            ("OriginationIdentity", isinstance(identity, str) and _IDENTITY.fullmatch(identity)),
        )
        if not fits
    ]
    if wrong:
        # As the real one does: its sentence repeats what was sent, so nobody may log it.
        raise Refused(
            400, told("ValidationException", f"{wrong[0]}: {body.get(wrong[0])}", Reason="FIELD_VALIDATION_FAILED")
        )
    return Asked(spoken, number, words, body)


def taken(message_id: str) -> web.Response:
    """Answer that a call was taken."""
    return web.Response(body=json.dumps({"MessageId": message_id}).encode(), content_type="application/x-amz-json-1.0")


def told(kind: str, sentence: str, **more: str) -> dict[str, Any]:
    """Write a refusal as the service does."""
    return {"__type": f"com.amazonaws.pinpointsmsvoicev2#{kind}", "Message": sentence, **more}


def parts(words: str) -> tuple[Part, ...]:
    """Return the words with what a phone makes a link."""
    found: list[Part] = []
    done = 0
    for link in _LINK.finditer(words):
        found += [Part(words[done : link.start()]), Part(link[0], "link", link[0])]
        done = link.end()
    return tuple(part for part in (*found, Part(words[done:])) if part.text)
