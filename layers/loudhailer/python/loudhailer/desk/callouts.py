"""A call-out as people see it: signed in as JSON, by the link that woke them as a page without a script."""

import base64
import hashlib
from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import Annotated
from zoneinfo import ZoneInfo

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel, Field

from loudhailer.domain.callout import Callout, Means
from loudhailer.domain.errors import NotFound, Transient

CalloutKey = Annotated[
    str, Path(pattern=r"^[a-z2-7]{12}$", description="As the list and the link have it", examples=["k3v2m7q4x5ta"])
]
Token = Annotated[str, Query(alias="t", max_length=64, description="The link's own token")]
_LONDON = ZoneInfo("Europe/London")
_STYLE = (
    "body{margin:0;padding:1.25rem;font:1.125rem/1.5 system-ui,sans-serif;color:#10141a;background:#fff;"
    "max-width:36rem;overflow-wrap:anywhere}"
    "h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem}dt{font-weight:700}dd{margin:0 0 .75rem}"
    "button{display:block;width:100%;padding:1.1rem;font:700 1.25rem system-ui,sans-serif;color:#fff;"
    "background:#8d1018;border:0;border-radius:.5rem}button:focus-visible{outline:4px solid #0b57b7;outline-offset:2px}"
    "@media(prefers-color-scheme:dark){body{color:#e9edf2;background:#0f1319}}"
)
_STYLE_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS: dict[str, str | list[str]] = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_DIGEST}'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


class AttemptView(BaseModel):
    """One person was called."""

    username: str
    means: Means
    at: datetime
    result: str = Field(description="What the telephone service answered")


class CalloutView(BaseModel):
    """One call-out. Nobody's telephone number is in it."""

    key: str
    id: str = Field(description="What it is about, for programs", examples=["approval:J3BWW4D7C-2"])
    about: str = Field(examples=["J3BWW4D7C-2"])
    reason: str
    opened_at: datetime
    round: int = Field(description="How often the chain has been gone through without an answer")
    exhausted: bool = Field(description="There is nobody left to call, and nobody has answered")
    acknowledged_by: str
    acknowledged_at: datetime | None
    closed_why: str = Field(description="Why nobody is called any more, where it is over")
    attempts: tuple[AttemptView, ...]

    @classmethod
    def of(cls, callout: Callout) -> "CalloutView":
        """Return a call-out as people see it."""
        return cls(
            key=callout.key,
            id=callout.id,
            about=callout.about,
            reason=callout.reason,
            opened_at=callout.opened_at,
            round=callout.round,
            exhausted=callout.exhausted_at is not None,
            acknowledged_by=callout.acknowledged_by,
            acknowledged_at=callout.acknowledged_at,
            closed_why=callout.closed_why,
            attempts=tuple(
                AttemptView(username=each.username, means=each.means, at=each.at, result=each.result)
                for each in callout.attempts
            ),
        )


class CalloutsView(BaseModel):
    """The call-outs that nobody has acknowledged, oldest first."""

    callouts: tuple[CalloutView, ...]


def page_of(act: Callable[[], Callout]) -> Response[str]:
    """Return the page of the call-out that `act` gives, or of what stands in its way."""
    try:
        return callout_page(act())
    except (NotFound, Transient) as trouble:
        return trouble_page(trouble)


def callout_page(callout: Callout) -> Response[str]:
    """Return the page of a link. Its button posts to the page's own address, which holds the token."""
    facts = [("About", callout.about), ("Since", _said(callout.opened_at))]
    if callout.is_open:
        button = '<form method="post"><button type="submit">I have it</button></form>'
        return _page(200, "You are called out", callout.reason, facts, button)
    if callout.acknowledged_at is not None:
        facts.append(("Acknowledged", f"{callout.acknowledged_by}, {_said(callout.acknowledged_at)}"))
        return _page(200, "Somebody has it", f"{callout.reason} Who is called next: nobody.", facts)
    facts.append(("Over", callout.closed_why))
    return _page(200, "It is over", f"{callout.reason} Nobody is called any more.", facts)


def trouble_page(error: NotFound | Transient) -> Response[str]:
    """Return the page of a link that leads nowhere, or that cannot be followed at this moment."""
    if isinstance(error, NotFound):
        return _page(
            404, "This link leads nowhere", "It is old, or not whole. Open it from the text message again.", []
        )
    words = "It is not acknowledged, and the next person will be called. Try again."
    return _page(503, "This does not work at the moment", words, [])


def _page(status: int, title: str, words: str, facts: list[tuple[str, str]], button: str = "") -> Response[str]:
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts)
    body = (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" '
        f'content="light dark"><title>{escape(title)} - Loudhailer</title><style>{_STYLE}</style></head><body><main>'
        f"<h1>{escape(title)}</h1><p>{escape(words)}</p><dl>{listed}</dl>{button}</main></body></html>"
    )
    return Response(status, "text/html; charset=utf-8", body, headers=dict(_HEADERS))


def _said(at: datetime) -> str:
    return f"{at.astimezone(_LONDON):%H:%M on %d %B}"
