"""A Teams workflow that posts what its webhook receives into one channel.

https://learn.microsoft.com/connectors/teams/#microsoft-teams-webhook. As on the real one, the credential is the path
and the query of the address, a 202 with an empty body says that the workflow has started and no more, a card that
Teams cannot draw is taken all the same and never shown, and the same call twice is two cards.
"""

import re
import secrets
from typing import Any, NoReturn

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from local.sandbox.standin import Place, Refused
from local.sandbox.state import Part, Shown

MOST_BYTES = 28_000
_PATH = "/workflows/{workflow}/triggers/manual/paths/invoke"
_INVOKE = re.compile(r"/workflows/[^/]+/triggers/manual/paths/invoke")


class _Run(BaseModel):
    model_config = ConfigDict(frozen=True)
    text: str


class _Block(BaseModel):
    model_config = ConfigDict(frozen=True)
    type: str = Field(pattern="^RichTextBlock$")
    id: str = ""
    spacing: str = "Default"
    inlines: tuple[_Run, ...]


class _Action(BaseModel):
    model_config = ConfigDict(frozen=True)
    title: str
    url: str


class _Card(BaseModel):
    model_config = ConfigDict(frozen=True)
    type: str = Field(pattern="^AdaptiveCard$")
    body: tuple[_Block, ...] = Field(min_length=1)
    actions: tuple[_Action, ...] = ()


class _Attachment(BaseModel):
    model_config = ConfigDict(frozen=True)
    content: _Card


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True)
    attachments: tuple[_Attachment, ...] = Field(min_length=1)


class Teams:
    """The stand-in of Teams."""

    label = "Teams"
    handle = "Incidents (General)"

    def __init__(self, place: Place) -> None:
        self._place = place
        self._cards: list[str] = []
        path, _, query = place.secret["webhook_path"].partition("?")
        self._workflow = path.split("/")[2]
        self._signature = query.rpartition("sig=")[2]

    @staticmethod
    def make_secret() -> dict[str, str]:
        """Make the path of a workflow with its signature."""
        path = _PATH.format(workflow=secrets.token_hex(16))
        query = f"api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig={secrets.token_urlsafe(32)}"
        return {"webhook_path": f"{path}?{query}"}

    def routes(self) -> list[web.RouteDef]:
        """Return the one call that there is."""
        return [web.post(_PATH, self._invoke)]

    def is_posting(self, request: web.Request) -> bool:
        """Invoking the workflow makes something public."""
        return request.method == "POST" and _INVOKE.fullmatch(request.path) is not None

    def throttled(self, retry_after: float) -> web.Response:
        """Answer 429 with whole seconds."""
        headers = {"Retry-After": str(max(1, round(retry_after)))}
        return web.json_response(_refusal("TooManyRequests"), status=429, headers=headers)

    def remove(self, post_id: str) -> bool:
        """Delete a card."""
        if post_id not in self._cards:
            return False
        self._cards.remove(post_id)
        return True

    def forget(self) -> None:
        """Delete all cards."""
        self._cards.clear()

    async def _invoke(self, request: web.Request) -> web.Response:
        if request.match_info["workflow"] != self._workflow:
            _refuse(404, "WorkflowNotFound")
        if request.query.get("sig") != self._signature or self._place.faults.auth_lost:
            _refuse(401, "AuthorizationFailed")
        body = await request.read()
        if len(body) > MOST_BYTES:
            _refuse(413, "RequestEntityTooLarge")
        try:
            message = TypeAdapter(_Message).validate_json(body)
        except ValidationError:
            return web.Response(status=202)  # the run fails where nobody of ours looks
        for attachment in message.attachments:
            self._show(attachment.content)
        return web.Response(status=202)

    def _show(self, card: _Card) -> None:
        key = card.body[0].id or secrets.token_hex(4)
        again = sum(each == key or each.startswith(f"{key}#") for each in self._cards)
        card_id = f"{key}#{again + 1}" if again else key
        self._cards.append(card_id)
        lines = ["".join(run.text for run in block.inlines) for block in card.body]
        gaps = [
            "" if not place else "\n" if block.spacing == "None" else "\n\n" for place, block in enumerate(card.body)
        ]
        words = "".join(f"{gap}{line}" for gap, line in zip(gaps, lines, strict=True))
        parts = _parts(words, card.actions)
        self._place.public.show(
            Shown(
                channel=self._place.name,
                id=card_id,
                url="",  # there is no address of a message that has no id
                text="".join(part.text for part in parts),
                link=card.actions[0].url if card.actions else "",
                reply_to="",
                root="",
                language="",
                received_at=self._place.clock(),
                key=key,
                parts=parts,
            )
        )


def _parts(words: str, actions: tuple[_Action, ...]) -> tuple[Part, ...]:
    """Return the words with each button as a link: in its place where they say the address, else below them."""
    parts = [Part(words)]
    for action in actions:
        before, link, after = parts[-1].text.partition(action.url)
        told = [Part(before), Part(link, "link", action.url), Part(after)]
        below = [parts[-1], Part(f"\n{action.title}", "link", action.url)]
        parts[-1:] = told if link else below
    return tuple(part for part in parts if part.text)


def _refusal(code: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": f"The workflow cannot be run: {code}."}}


def _refuse(status: int, code: str) -> NoReturn:
    raise Refused(status, _refusal(code))
