"""Who has the watch: state that people change at night, never a deploy."""

import re
from collections.abc import Mapping
from datetime import datetime

from pydantic import AwareDatetime, Field

from loudhailer.domain.caller import Role, same_person
from loudhailer.domain.record import Record

_SHOWN = 3
_TELEPHONE = re.compile(r"(?<![\w.])(?:\+|0)(?:[ ()./-]*\d){8,14}(?!\d)")


class OnCall(Record):
    """Somebody who is called out, and the telephone number on which (E.164, such as +441632960123)."""

    username: str
    phone: str = Field(repr=False)

    def masked(self) -> "OnCall":
        """Return them with no more of the number than its last three digits."""
        return self.model_copy(update={"phone": masked(self.phone)})


class Delegation(Record):
    """A role that `by` lends to `to` until `until`; who lends it keeps it. It counts at once and ends by itself.

    `id` is the act's own, so that one delegation can be taken back.
    """

    id: str
    role: Role
    by: str
    to: str
    reason: str
    since: AwareDatetime
    until: AwareDatetime

    def counts(self, now: datetime) -> bool:
        """Tell whether it is in force."""
        return self.since <= now < self.until


class Handover(Record):
    """The last handover: who gave the watch to whom, when, and what they wrote down for them.

    `roles` are those in which the one was called out until then, and the other is from now on.
    """

    by: str
    to: str
    at: AwareDatetime
    summary: str
    roles: tuple[Role, ...] = ()


class Entry(Record):
    """How a version of the watch came about: who did what, and when."""

    by: str
    at: AwareDatetime
    what: str


class Watch(Record):
    """The watch as it stands. `on_call` names, for each role of the chain, who is called first, second, ….

    `version` counts its changes; every version is kept. 0 means that nobody has ever taken the watch. `entry` is the
    act that made this version; a delegation that has ended stays in the versions before.
    """

    on_call: dict[Role, tuple[OnCall, ...]] = Field(default_factory=dict)
    delegations: tuple[Delegation, ...] = ()
    handover: Handover | None = None
    entry: Entry | None = None
    version: int = 0

    def delegated(self, username: str, now: datetime) -> tuple[Delegation, ...]:
        """Return the delegations to somebody that are in force."""
        return tuple(each for each in self.delegations if same_person(each.to, username) and each.counts(now))

    def lent(self, username: str, now: datetime) -> Mapping[Role, str]:
        """Return the roles that are lent to somebody at this moment, each with who lent it."""
        return {each.role: each.by for each in self.delegated(username, now)}

    def called_as(self, username: str) -> tuple[Role, ...]:
        """Return the roles in which somebody is called out."""
        return tuple(role for role, people in self.on_call.items() if _among(people, username))

    def phone_of(self, username: str) -> str:
        """Return the number on which somebody is called out already, empty where they are not."""
        people = (each for people in self.on_call.values() for each in people)
        return next((each.phone for each in people if same_person(each.username, username)), "")

    def with_on_call(self, role: Role, people: tuple[OnCall, ...]) -> "Watch":
        """Return the watch with these people in a role, in the order in which they are called; nobody: without it."""
        others = {each: named for each, named in self.on_call.items() if each is not role}
        chain = {**others, **({role: people} if people else {})}
        return self.model_copy(update={"on_call": {each: chain[each] for each in Role if each in chain}})

    def with_incoming(self, outgoing: str, incoming: OnCall) -> "Watch":
        """Return the watch with one person in the other's place wherever that one is called out."""
        moved = self
        for role in self.called_as(outgoing):
            people = tuple(
                incoming if same_person(each.username, outgoing) else each
                for each in self.on_call[role]
                if not same_person(each.username, incoming.username)
            )
            moved = moved.with_on_call(role, people)
        return moved

    def with_delegation(self, delegation: Delegation) -> "Watch":
        """Return the watch with one delegation more; the same from the same to the same is thereby renewed."""
        others = tuple(each for each in self.delegations if not _renews(delegation, each))
        return self.model_copy(update={"delegations": (*others, delegation)})

    def masked(self) -> "Watch":
        """Return the watch without its telephone numbers."""
        hidden = {role: tuple(each.masked() for each in people) for role, people in self.on_call.items()}
        return self.model_copy(update={"on_call": hidden})


def masked(phone: str) -> str:
    """Return no more of a telephone number than its last three digits."""
    return f"…{phone[-_SHOWN:]}"


def without_telephones(text: str) -> str:
    """Return what somebody wrote without the telephone numbers in it, for a record that is never erased."""
    return _TELEPHONE.sub(lambda found: masked(found[0]), text)


def _among(people: tuple[OnCall, ...], username: str) -> bool:
    return any(same_person(each.username, username) for each in people)


def _renews(new: Delegation, old: Delegation) -> bool:
    return new.role is old.role and same_person(new.by, old.by) and same_person(new.to, old.to)
