"""What a channel file declares about itself, and what it is given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import httpx

from loudhailer.domain.credential import Renewed
from loudhailer.domain.errors import PostRejected
from loudhailer.domain.post import Limits, Picture
from loudhailer.ports import Channel, Mailer, ObjectStore, Texter


class Audience(StrEnum):
    """Whom a channel reaches."""

    PUBLIC = "public"
    STAFF = "staff"  # the service's own people, in a place of theirs
    LISTED = "listed"  # the recipients of a fixed list, each with a delivery of their own


def _no_picture(picture: Picture) -> bytes:
    raise PostRejected(f"there is no picture {picture.name}")


def _one_post(_text: str) -> Mapping[str, int]:
    return {"posts": 1}


@dataclass(frozen=True, slots=True)
class Wiring:
    """What bootstrap hands to a channel.

    `address` is the platform's base address without a trailing slash; `secret` holds exactly the fields that the kind
    names; `http` has deadlines set and keeps no connection alive; `store` is for channels that write files, `pictures`
    returns a picture's bytes, `texter` and `mailer` are AWS's own services, which make one attempt.
    """

    address: str
    secret: Mapping[str, str] = field(repr=False)
    http: httpx.Client
    store: ObjectStore
    pictures: Callable[[Picture], bytes] = field(repr=False, default=_no_picture)
    texter: Texter | None = None
    mailer: Mailer | None = None


@dataclass(frozen=True, slots=True)
class ChannelKind:
    """One platform: what it holds, the credential fields it needs, and how to build it.

    `retracts` says that its channel is a `Retractor` too, `pictures` that it carries one. `spends` is what a post of
    these words costs, by unit (posts, points, pence): what a budget counts. `renew` asks the platform, at its base
    address, for the next credential where one comes to an end by itself; it raises as `Channel.publish` does.
    """

    name: str
    limits: Limits
    secret_fields: tuple[str, ...]
    build: Callable[[Wiring], Channel]
    audience: Audience = Audience.PUBLIC
    retracts: bool = False
    pictures: bool = False
    spends: Callable[[str], Mapping[str, int]] = _one_post
    renew: Callable[[httpx.Client, str, Mapping[str, str]], Renewed] | None = None

    @property
    def threads(self) -> bool:
        """Tell whether its posts hang under others."""
        return self.limits.threads
