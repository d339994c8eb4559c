"""AWS End User Messaging as a list's texts meet it: SendTextMessage from a number of the list's own.

https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html. The same service as the
telephone's, at another door, so that a fault may hit the one and not the other: what comes here is a post to a person
of a list, what comes there wakes somebody. The same call twice is two texts, and nothing can be read back.
"""

import uuid
from typing import Any

from aiohttp import web

from local.sandbox.standin import Place, Refused
from local.sandbox.state import Shown
from local.sandbox.telephone import asked_of, parts, taken, told

OPTED_OUT = "+447700900199"
"""A number whose owner has replied STOP."""
_MEANS = {"SendTextMessage": ("sms", 1600)}


class Sms:
    """The stand-in of the text service; the wall shows what each phone got."""

    label = "Texts to a list"
    handle = "staff and partners; the public sees none of this"

    def __init__(self, place: Place) -> None:
        self._place = place
        self._texts: set[str] = set()

    @staticmethod
    def make_secret() -> dict[str, str]:
        """Make a list of people whose numbers are nobody's; AWS knows its callers by their role."""
        numbers = {"control-room": "+447700900101", "ward-3": "+447700900103", "county-council": "+447700900104"}
        return {"recipients": "\n".join(f"{name}={number}" for name, number in numbers.items())}

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
        """Delete a text, as only its phone could."""
        there = post_id in self._texts
        self._texts.discard(post_id)
        return there

    def forget(self) -> None:
        """Forget all texts; who has opted out stays so."""
        self._texts.clear()

    async def _call(self, request: web.Request) -> web.Response:
        asked = await asked_of(request, _MEANS, self._place)
        if asked.number == OPTED_OUT:
            refusal = told("ConflictException", f"{asked.number} has opted out", **_OPTED_OUT)
            raise Refused(400, refusal)
        text_id = str(uuid.uuid4())
        self._texts.add(text_id)
        self._place.public.show(
            Shown(
                channel=self._place.name,
                id=text_id,
                url="",
                text=asked.words,
                link="",
                reply_to="",
                root="",
                language="",  # a text says nothing of its language
                received_at=self._place.clock(),
                key=_about(asked.body),
                parts=parts(asked.words),
                to=asked.number,
            )
        )
        return taken(text_id)


_OPTED_OUT = {"Reason": "DESTINATION_PHONE_NUMBER_OPTED_OUT", "ResourceType": "opted-out-number"}


def _about(body: dict[str, Any]) -> str:
    context = body.get("Context")
    return str(context.get("about", "")) if isinstance(context, dict) else ""
