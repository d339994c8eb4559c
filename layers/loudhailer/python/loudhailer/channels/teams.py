"""https://learn.microsoft.com/connectors/teams/#microsoft-teams-webhook: cards to our own people in a Teams channel.

Idempotency class E, nothing (research/channels.md §2a). A workflow's webhook has no key, gives no id, and shows nothing
of what it took, so no retry is safe once a request has left: a doubt waits for a person who looks at the channel. The
workflow's path is the credential and part of the address, so no address is ever logged or told (`_http.py`).
"""

import json
import re
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from loudhailer.channels._http import send
from loudhailer.channels.kind import Audience, ChannelKind, Wiring
from loudhailer.domain.errors import CannotTell, ChannelUnavailable, Doubtful, LoudhailerError, Unauthorized
from loudhailer.domain.post import Limits, Post, PostRef, Receipt

# Everything that a path and a query hold, and nothing that ends either or leads to another host or folder.
_SIGN = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})"
_PATH = re.compile(rf"/?(?!/)(?!(?:.*/)?\.\.?(?:[/?]|$)){_SIGN}+(\?(?:{_SIGN}|\?)*)?")
_NO_WORKFLOW = {"WorkflowNotFound", "WorkflowTriggerNotFound", "WorkflowTriggerIsNotEnabled"}
_TAKEN = {b"", b"1"}
_A_LINE = 100  # bytes that a line of its own costs in the card, rounded up


class _Error(BaseModel):
    model_config = ConfigDict(frozen=True)
    code: str


class _Refusal(BaseModel):
    model_config = ConfigDict(frozen=True)
    error: _Error


class Teams:
    """One workflow that posts to one channel."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring

    def publish(self, post: Post) -> Receipt:
        """Hand the card to the workflow. Its receipt has no address: nobody can be led to a message without an id."""
        path = self._wiring.secret["webhook_path"]
        if not _PATH.fullmatch(path):
            raise ChannelUnavailable("nothing was sent: the stored webhook_path cannot be part of an address")
        url = f"{self._wiring.address}/{path.removeprefix('/')}"
        answer = send(self._wiring.http, "POST", url, json=_message(post), words=_words)
        # A 202 says that the workflow has it. A 200 is the old connector's too, which tells failures in its text.
        if answer.status_code != httpx.codes.ACCEPTED and answer.content.strip() not in _TAKEN:
            raise Doubtful(f"the workflow's answer is not one that is known here ({answer.status_code})")
        return Receipt(PostRef(post.key, ""))

    def find(self, post: Post) -> Receipt | None:  # noqa: ARG002  # the seam's word; no look can use it
        """Raise `CannotTell`, always: there is nobody to ask."""
        raise CannotTell("Teams cannot be asked whether it took the post; a person must look at the channel")


def _words(response: httpx.Response) -> LoudhailerError | None:
    try:
        code = TypeAdapter(_Refusal).validate_json(response.content).error.code
    except ValidationError:
        return None
    if response.is_client_error and code in _NO_WORKFLOW:
        return Unauthorized("there is no workflow at the stored webhook_path, or it is turned off")
    return None


def _message(post: Post) -> dict[str, Any]:
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": {"width": "Full"},
        "body": _lines(post.text),
    }
    card["body"][0]["id"] = post.key  # nobody sees it but who looks through the workflow's runs, in doubt
    if post.link:  # in plain text it cannot be followed
        card["actions"] = [{"type": "Action.OpenUrl", "title": post.link, "url": post.link}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _lines(text: str) -> list[dict[str, Any]]:
    """Return a block a line: Teams drops line breaks in one. Of these blocks no sign means anything, as in Markdown."""
    blocks: list[dict[str, Any]] = []
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        for place, line in enumerate(paragraph.split("\n")):
            spacing = "None" if place else "Medium"
            blocks.append({"type": "RichTextBlock", "spacing": spacing, "inlines": [{"type": "TextRun", "text": line}]})
    return blocks


def measure(text: str) -> int:
    """Count the bytes that the words take in the card."""
    return len(json.dumps(text, ensure_ascii=False).encode("utf-8", "surrogatepass")) - 2 + _A_LINE * text.count("\n")


KIND = ChannelKind(
    name="teams",
    limits=Limits(20_000, "bytes", measure),  # of about 28 KB for the whole message
    secret_fields=("webhook_path",),
    build=Teams,
    audience=Audience.STAFF,
)
