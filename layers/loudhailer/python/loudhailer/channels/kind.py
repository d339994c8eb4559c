"""What a channel file declares about itself, and what it is given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx

from loudhailer.domain.post import Limits
from loudhailer.ports import Channel, ObjectStore


@dataclass(frozen=True, slots=True)
class Wiring:
    """What bootstrap hands to a channel.

    `address` is the platform's base address without a trailing slash; `secret` holds exactly the fields that the kind
    names; `http` has deadlines set and keeps no connection alive; `store` is for channels that write files.
    """

    address: str
    secret: Mapping[str, str] = field(repr=False)
    http: httpx.Client
    store: ObjectStore


@dataclass(frozen=True, slots=True)
class ChannelKind:
    """One platform: its measure, the credential fields it needs, whether it threads, and how to build it."""

    name: str
    limits: Limits
    secret_fields: tuple[str, ...]
    threads: bool
    build: Callable[[Wiring], Channel]
