"""Amazon SES as a list's e-mail meets it: version 2 of its API, SendEmail with simple content.

https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html. As with the real one, the same call twice is
two e-mails, a suppressed address is answered like every other and gets nothing, and nothing can be read back.
"""

import re
import secrets
from typing import Any

from aiohttp import web

from local.sandbox.standin import Place, json_object
from local.sandbox.state import Shown
from local.sandbox.telephone import parts

SENDER = "alerts@westshirefire.test"
"""The one verified sender."""
SUPPRESSED = "gone@partners.example"
"""A mailbox that bounced once too often: SES takes e-mail to it, and drops it."""
_TAG = re.compile(r"[A-Za-z0-9_-]{1,256}")
_HEADER = re.compile(r"[ -~]{1,870}")


class Email:
    """The stand-in of SES; the wall shows what each mailbox got."""

    label = "E-mail to a list"
    handle = "staff and partners; the public sees none of this"

    def __init__(self, place: Place) -> None:
        self._place = place
        self._mails: set[str] = set()

    @staticmethod
    def make_secret() -> dict[str, str]:
        """Make a list of mailboxes that are nobody's; AWS knows its callers by their role."""
        boxes = {"control-room": "control@westshirefire.test", "ward-3": "ward-3@council.example"}
        boxes |= {"county-council": "resilience@council.example"}
        listed = "\n".join(f"{name}={box}" for name, box in boxes.items())
        return {"recipients": listed, "unsubscribe": "alerts-off@westshirefire.test"}

    def routes(self) -> list[web.RouteDef]:
        """Return the one call that a posting service needs."""
        return [web.post("/v2/email/outbound-emails", self._send)]

    def is_posting(self, request: web.Request) -> bool:
        """Every call may be hit by a fault."""
        return request.method == "POST"

    def throttled(self, retry_after: float) -> web.Response:
        """Answer as SES does to too many calls; it never says for how long."""
        del retry_after
        return _refusal(429, "TooManyRequestsException", "Maximum sending rate exceeded.")

    def remove(self, post_id: str) -> bool:
        """Delete an e-mail, as only its mailbox could."""
        there = post_id in self._mails
        self._mails.discard(post_id)
        return there

    def forget(self) -> None:
        """Forget all e-mails; who is suppressed stays so."""
        self._mails.clear()

    async def _send(self, request: web.Request) -> web.Response:
        if self._place.faults.auth_lost:
            return _refusal(403, "AccessDeniedException", "User is not authorized to perform: ses:SendEmail")
        body = await json_object(request) or {}
        asked = _asked(body)
        if asked is None:
            return _refusal(400, "BadRequestException", f"This cannot be read: {body}")
        to, subject, text, about = asked
        if body.get("FromEmailAddress") != SENDER:
            # As the real one does: its sentence repeats what was sent, so nobody may log it.
            sentence = f"Email address is not verified. The following failed: {body.get('FromEmailAddress')}"
            return _refusal(400, "MessageRejected", sentence)
        mail_id = f"0100018f{secrets.token_hex(8)}-{secrets.token_hex(4)}-000000"
        if to != SUPPRESSED:
            self._mails.add(mail_id)
            self._place.public.show(self._shown(mail_id, to, subject, text, about))
        return web.json_response({"MessageId": mail_id})

    def _shown(self, mail_id: str, to: str, subject: str, text: str, about: str) -> Shown:
        return Shown(
            channel=self._place.name,
            id=mail_id,
            url="",
            text=f"{subject}\n\n{text}",
            link="",
            reply_to="",
            root="",
            language="",  # an e-mail of plain text says nothing of its language
            received_at=self._place.clock(),
            key=about,
            parts=parts(f"{subject}\n\n{text}"),
            to=to,
        )


def _asked(body: dict[str, Any]) -> tuple[str, str, str, str] | None:
    """Read to whom, subject, text and the tag of a call with simple content; None where it is none."""
    try:
        (to,) = body["Destination"]["ToAddresses"]
        simple = body["Content"]["Simple"]
        subject, text = simple["Subject"]["Data"], simple["Body"]["Text"]["Data"]
        tags = {tag["Name"]: tag["Value"] for tag in body.get("EmailTags", [])}
        headers = [header["Value"] for header in simple.get("Headers", [])]
    except (KeyError, TypeError, ValueError):
        return None
    good = all(isinstance(each, str) and each.strip() for each in (to, subject, text)) and "@" in to
    good = good and "\n" not in subject and all(_TAG.fullmatch(value) for value in tags.values())
    return (to, subject, text, tags.get("about", "")) if good and all(map(_HEADER.fullmatch, headers)) else None


def _refusal(status: int, kind: str, sentence: str) -> web.Response:
    return web.json_response({"message": sentence}, status=status, headers={"x-amzn-ErrorType": kind})
