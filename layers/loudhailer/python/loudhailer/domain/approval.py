"""Approvals: somebody else's leave to say exactly these words."""

import hashlib
import json
import re
from enum import StrEnum

from pydantic import AwareDatetime

from loudhailer.domain.alert import Worded
from loudhailer.domain.caller import Role
from loudhailer.domain.record import Record

_PART = re.compile(r"[^\W_]+")


class Stand(StrEnum):
    """Where an approval stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"  # with a reason, for its author to change: other words are another alert
    REJECTED = "rejected"
    REPLACED = "replaced"  # newer words about it have taken their place
    EXPIRED = "expired"  # nobody answered in time, and late words are worse than none


class Voice(Record):
    """One person's leave, the role in which it was given, and who had lent them that role, empty where nobody."""

    by: str
    role: Role
    at: AwareDatetime
    lent_by: str = ""


class Approval(Record):
    """Leave to say an alert's words, asked and given.

    `digest` is of all its composed variants: any change is another alert, and needs another leave. `roles` may give it;
    where `second` is not empty, another person in one of those roles must too. `author` wrote it, `typed_by` typed it
    for them; `hands` are they and everybody else whose words may still stand in it: none of them can approve it.

    `rung` counts how often it has escalated, `due_at` is when it does so next, and where it is answered, when what
    follows is to be done. `carried_out` says that its deliveries follow the answer.
    """

    alert_id: str
    reference: str
    digest: str
    author: str
    typed_by: str = ""
    hands: tuple[str, ...] = ()
    roles: tuple[Role, ...]
    second: tuple[Role, ...] = ()
    reason: str
    asked_at: AwareDatetime
    due_at: AwareDatetime
    expires_at: AwareDatetime
    rung: int = 0
    stand: Stand = Stand.WAITING
    voices: tuple[Voice, ...] = ()
    answer: str = ""
    answered_by: str = ""
    answered_at: AwareDatetime | None = None
    carried_out: bool = False
    version: int = 0

    @property
    def is_owed(self) -> bool:
        """Tell whether somebody, or the clock, still has something to do about it."""
        return self.stand is Stand.WAITING or not self.carried_out

    def is_own(self, username: str) -> bool:
        """Tell whether somebody wrote these words, or typed them for another, or may have: also earlier and in part."""
        return any(may_be(username, name) for name in (self.author, self.typed_by, *self.hands) if name)

    def counts(self, voice: Voice) -> bool:
        """Tell whether a voice is neither that of an author nor given in a role that an author lent."""
        return not self.is_own(voice.by) and not (voice.lent_by and self.is_own(voice.lent_by))

    def suffices(self, roles: tuple[Role, ...], second: tuple[Role, ...]) -> bool:
        """Tell whether its voices satisfy a rule that asks for `roles`, and for another person of `second` besides."""
        given = [each for each in self.voices if self.counts(each)]
        if not second:
            return any(each.role in roles for each in given)
        return any(
            one.role in roles and other.role in second and one.by.casefold() != other.by.casefold()
            for one in given
            for other in given
        )

    def covers(self, alert: Worded, roles: tuple[Role, ...], second: tuple[Role, ...]) -> bool:
        """Tell whether it lets these very words go where a rule asks for `roles`, and for `second` besides."""
        if self.stand is not Stand.APPROVED or self.alert_id != alert.identifier or self.digest != words_digest(alert):
            return False
        # Who wrote it is the alert's to say: what the approval says of it only repeats that.
        hands = tuple(sorted(alert.hands))
        return self.model_copy(update={"hands": hands}).suffices(roles, second)


def may_be(username: str, name: str) -> bool:
    """Tell whether a name may be somebody's: the pool ignores case, and control types names as people say them.

    Where each part of the user name stands in it, "Station Commander R. Example" is taken for `r.example`: in doubt
    the words are one's own.
    """
    parts, known = set(_PART.findall(username.casefold())), set(_PART.findall(name.casefold()))
    return username.casefold() == name.casefold() or (bool(parts) and parts <= known)


def words_digest(alert: Worded) -> str:
    """Return a digest of everything that an approval lets go: every variant on every channel, and until when."""
    body = {
        "drafts": {
            channel: {
                variant: [draft.text, draft.link, *(each.text for each in draft.more)]
                for variant, draft in variants.items()
            }
            for channel, variants in alert.drafts.items()
        },
        "headline": alert.headline,
        "class": alert.message_class,
        "expires": alert.expires.timestamp(),
        "publish_at": alert.publish_at.timestamp() if alert.publish_at else None,
    }
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
