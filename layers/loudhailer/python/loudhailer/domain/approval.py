"""Approvals: somebody else's leave to say exactly these words."""

import hashlib
import json
from enum import StrEnum

from pydantic import AwareDatetime

from loudhailer.domain.alert import Worded
from loudhailer.domain.caller import Role
from loudhailer.domain.record import Record


class Stand(StrEnum):
    """Where an approval stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"  # with a reason, for its author to change: other words are another alert
    REJECTED = "rejected"
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
    for them: neither can approve. `rung` counts how often it has escalated, `due_at` is when it does so next.
    """

    alert_id: str
    reference: str
    digest: str
    author: str
    typed_by: str = ""
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
    version: int = 0

    def covers(self, alert: Worded, roles: tuple[Role, ...], second: tuple[Role, ...]) -> bool:
        """Tell whether it lets these very words go where a rule asks for `roles`, and for `second` besides."""
        if self.stand is not Stand.APPROVED or self.alert_id != alert.identifier or self.digest != words_digest(alert):
            return False
        given = [each for each in self.voices if not {each.by, each.lent_by} & alert.hands]
        if not second:
            return any(each.role in roles for each in given)
        return any(
            one.role in roles and other.role in second and one.by != other.by for one in given for other in given
        )


def words_digest(alert: Worded) -> str:
    """Return a digest of everything that an approval lets go: every variant on every channel, and until when."""
    body = {
        "drafts": {
            channel: {variant: [draft.text, draft.link] for variant, draft in variants.items()}
            for channel, variants in alert.drafts.items()
        },
        "headline": alert.headline,
        "class": alert.message_class,
        "expires": alert.expires.timestamp(),
        "publish_at": alert.publish_at.timestamp() if alert.publish_at else None,
    }
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
