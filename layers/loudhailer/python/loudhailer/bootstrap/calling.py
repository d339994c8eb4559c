"""Who is called out, and how they answer."""

import secrets
from functools import cache

from loudhailer.aws.callouts import CalloutTable
from loudhailer.aws.telephone import Telephone
from loudhailer.aws.watches import WatchTable
from loudhailer.bootstrap.world import (
    audit_of,
    client,
    config,
    telephone_client,
)
from loudhailer.domain.watch import Watch
from loudhailer.pipeline.answer_callout import AnswerCallout
from loudhailer.pipeline.call_out import CallOut
from loudhailer.pipeline.guard import Guard
from loudhailer.ports import utc_now
from loudhailer.settings import (
    AnswerCalloutSettings,
    CallOutSettings,
)

_TOKEN_BYTES = 18


class _NothingLent:
    """A watch for a function whose link anybody may open: it must not be able to read who has which telephone."""

    def watch(self) -> Watch:
        """Return a watch in which nothing is lent."""
        return Watch()


@cache
def build_call_out() -> CallOut:
    """Build what wakes people from the environment."""
    settings = CallOutSettings.read()
    telephone = None
    if settings.callout_identity:
        telephone = Telephone(telephone_client(settings.telephone_endpoint), settings.callout_identity)
    return CallOut(
        plan=config().plan,
        store=CalloutTable(client("dynamodb"), settings.state_table),
        watches=WatchTable(client("dynamodb"), settings.state_table),
        telephone=telephone,
        audit=audit_of(settings),
        clock=utc_now,
        new_token=lambda: secrets.token_urlsafe(_TOKEN_BYTES),
        link=lambda key, token: f"{settings.desk_address}/callouts/{key}?t={token}",
    )


@cache
def build_answer_callout() -> AnswerCallout:
    """Build what answers a call-out from the environment."""
    settings = AnswerCalloutSettings.read()
    audit = audit_of(settings)
    return AnswerCallout(
        guard=Guard(config().plan, audit, utc_now, _NothingLent()),
        store=CalloutTable(client("dynamodb"), settings.state_table),
        audit=audit,
        clock=utc_now,
    )
