"""What goes past a table that cannot be written: an alert's share for one channel, and what became of it."""

import json

from pydantic import AwareDatetime, ValidationError

from loudhailer.domain.alert import Alert
from loudhailer.domain.delivery import Delivery
from loudhailer.domain.errors import UnreadableBody
from loudhailer.domain.incident import IncidentHead
from loudhailer.domain.outcome import Outcome
from loudhailer.domain.post import Post
from loudhailer.domain.record import Record

VERSION = 1
"""The version this code writes. It reads VERSION and VERSION - 1, so that a rolling deploy strands nothing."""
BLIND = "blind"
"""The kind of an account among what waits on the record queue."""


class Unwritten(Record):
    """All that a commit would have written, and what it was decided on.

    The alert's number is marked (`<reference>-B<minute>`): the ledger gives it its own when it is written. A delivery
    that is CLAIMED is a blind queue's until it expires; each has its frozen post. `why` is what could not be reached.
    """

    alert: Alert
    head: IncidentHead
    outcome: Outcome
    deliveries: tuple[Delivery, ...]
    raised_at: AwareDatetime
    why: str

    def delivery(self, channel: str) -> Delivery | None:
        """Return the delivery on a channel, None where there is none."""
        return next((each for each in self.deliveries if each.channel == channel), None)


class Intent(Record):
    """What crosses a channel's blind queue: words and all, for there is nothing else to read them from.

    `puts` counts how often it was put there anew because nothing had left; its own receive count begins anew then.
    """

    v: int = VERSION
    channel: str
    unwritten: Unwritten
    puts: int = 0

    @property
    def delivery(self) -> Delivery:
        """Return the delivery that this is."""
        found = self.unwritten.delivery(self.channel)
        if found is None:
            raise UnreadableBody(f"the intent holds no delivery on {self.channel}")
        return found

    @property
    def post(self) -> Post:
        """Return the frozen payload."""
        post = self.delivery.post
        if post is None:
            raise UnreadableBody("the intent holds no post")
        return post


class Account(Record):
    """What crosses the record queue: what is to be written, and what became of it as far as its writer knows."""

    v: int = VERSION
    kind: str = BLIND
    unwritten: Unwritten
    became: tuple[Delivery, ...] = ()


def read_intent(body: str) -> Intent:
    """Read a blind queue's body; raise `UnreadableBody`, which is transient: a neighbouring deploy may read it."""
    try:
        intent = Intent.model_validate(json.loads(body))
    except (ValueError, RecursionError, ValidationError):
        raise UnreadableBody("the body is no intent") from None
    if intent.v not in (VERSION, VERSION - 1):
        raise UnreadableBody(f"version {intent.v} is not read here; {VERSION - 1} and {VERSION} are")
    return intent


def read_account(body: str) -> Account:
    """Read an account; raise `UnreadableBody`."""
    try:
        return Account.model_validate_json(body)
    except ValidationError:
        raise UnreadableBody("the body is no account") from None
