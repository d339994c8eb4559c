"""A call-out: somebody of the service is woken, rung by rung, until a person says that they have it."""

import base64
import hashlib
import json
from collections.abc import Iterable
from enum import StrEnum

from pydantic import AwareDatetime, Field, ValidationError

from loudhailer.domain.caller import Role
from loudhailer.domain.errors import UnreadableBody
from loudhailer.domain.record import Record

VERSION = 1
"""The version of the queue body that this code writes. It reads VERSION and VERSION - 1."""
ASKED = "asked"
"""What an attempt's result is until the telephone service has answered."""
MOST_ATTEMPTS = 100
"""How many of the last attempts are kept; a link of an older one opens no longer."""
_LONGEST_REASON = 160


class Means(StrEnum):
    """How somebody is called."""

    SMS = "sms"
    VOICE = "voice"


class Rung(Record):
    """A step of the chain: everybody on call in this role is given so many minutes, one after the other."""

    role: Role
    minutes: int = Field(ge=1, le=120)


class Attempt(Record):
    """One person was called, and what the telephone service answered.

    `token` is the SHA-256 of the call's own token, which is in the link of a text message and of a voice call nowhere.
    """

    username: str
    means: Means
    at: AwareDatetime
    result: str = ASKED
    token: str = Field(default="", repr=False)


class Callout(Record):
    """Somebody has to look at something. There is one of each `id`, which says what it is about.

    `chain`, `voice_after` (minutes) and `rounds` are the plan's as it was opened. `round` and `rung` count from 0;
    `called` names whom of this rung this round has called, the last one last, and `means` how; None before the first
    call. `heard` says that the telephone service took a call of this round. `next_at` is when the next step is due.
    """

    id: str
    about: str
    reason: str
    chain: tuple[Rung, ...] = Field(min_length=1)
    voice_after: int = Field(ge=1)
    rounds: int = Field(ge=1)
    opened_at: AwareDatetime
    next_at: AwareDatetime
    round: int = 0
    rung: int = 0
    called: tuple[str, ...] = ()
    means: Means | None = None
    heard: bool = False
    attempts: tuple[Attempt, ...] = ()
    exhausted_at: AwareDatetime | None = None
    acknowledged_by: str = ""
    acknowledged_at: AwareDatetime | None = None
    closed_at: AwareDatetime | None = None
    closed_why: str = ""
    version: int = 0

    @property
    def key(self) -> str:
        """Return the name under which it is stored and linked."""
        return key_of(self.id)

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to be woken."""
        return self.acknowledged_at is None and self.closed_at is None


def key_of(callout_id: str) -> str:
    """Return a call-out's key: twelve letters and digits that say nothing of what it is about."""
    return base64.b32encode(hashlib.sha256(callout_id.encode(errors="replace")).digest())[:12].decode().lower()


class CalloutOrder(Record):
    """What whoever needs somebody woken puts on the queue: open a call-out, or close it because it is over.

    An empty chain is the plan's. `closed` is why it is over, empty to open it.
    """

    v: int = VERSION
    id: str = Field(min_length=1, max_length=200)
    about: str = ""
    reason: str = ""
    chain: tuple[Rung, ...] = ()
    closed: str = ""


def order_body(order: CalloutOrder) -> str:
    """Return the queue body of an order."""
    return order.model_dump_json()


def read_order(body: str) -> CalloutOrder:
    """Read a queue body; raise `UnreadableBody`, which is transient: a neighbouring deploy may read it."""
    try:
        order = CalloutOrder.model_validate(json.loads(body))
        order.model_dump_json()
    except (ValueError, RecursionError, ValidationError):
        raise UnreadableBody("the body is no order to call somebody out") from None
    if order.v not in (VERSION, VERSION - 1):
        raise UnreadableBody(f"version {order.v} is not read here; {VERSION - 1} and {VERSION} are")
    return order


def on_one_line(text: str) -> str:
    """Return a reason as a text message takes it: cut rather than refused, for nobody is woken by a refusal."""
    return " ".join(text.split())[:_LONGEST_REASON]


def kept(attempts: Iterable[Attempt]) -> tuple[Attempt, ...]:
    """Return the attempts that are kept: the last ones."""
    return tuple(attempts)[-MOST_ATTEMPTS:]
