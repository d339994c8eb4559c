"""`config/sources.yaml`: who may speak, in which format, and how it comes to us."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Topic = Annotated[str, Field(pattern=r"^arn:aws:sns:[a-z]{2}(-[a-z]+)+-[0-9]{1,2}:[0-9]{12}:[A-Za-z0-9_-]{1,256}$")]
"""A topic's ARN: its Region says at which host SNS answers for it."""


class _Strict(BaseModel):
    """We own this file: an unknown key is a mistake, not the future."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Push(_Strict):
    """How a source is pushed to us: by SNS, from these topics and no other, by their ARNs."""

    topics: tuple[Topic, ...] = Field(min_length=1)


class Poll(_Strict):
    """How a source is asked. Its address is the template's business.

    `headers` go with every request, `secret_header` names the one that carries the source's key. Pages, links and
    redirects stay on the address's own host, or lead to one of `hosts` (`host` or `host:port`), which never sees the
    key. It is asked `every_minutes`; one poll of it takes at most so many `seconds` and `pages`, and each document at
    most `most_mib` of memory, unpacked.
    """

    every_minutes: int = Field(default=1, ge=1, le=1440)
    seconds: float = Field(default=20, ge=1, le=20)
    pages: int = Field(default=20, ge=1, le=100)
    most_mib: int = Field(default=10, ge=1, le=32)
    headers: dict[str, str] = {}
    secret_header: str = ""
    hosts: tuple[str, ...] = ()


class Source(_Strict):
    """A system that may speak, and the format it speaks (a name in `feeds.FEEDS`).

    `policy` names how what it says is taken, in feeds.yaml; empty is the policy of its own name. With `poll` it is
    asked, with `push` SNS brings it; without either, it speaks on the bus or to the webhook.
    """

    format: str
    policy: str = ""
    poll: Poll | None = None
    push: Push | None = None


class Sources(_Strict):
    """The systems that may speak, by name: for events on the bus, their `source`.

    `contact` is where a publisher of feeds finds who asks, a page or a mailbox; it goes with every request.
    """

    contact: str = Field(default="", pattern=r"^((https://|mailto:)[!-'*-~]{1,200})?$")
    sources: dict[str, Source]


def problems_of(name: str, source: Source, unread_minutes: int) -> Iterator[tuple[int, str, str]]:
    """Yield what cannot be meant of a source that counts as silent after so many minutes: number, place and reason."""
    if source.poll is not None and source.push is not None:
        yield 208, f"sources.{name}.push", "it is asked already, by `poll`; take out one of them"
    if source.poll is not None and source.poll.every_minutes >= unread_minutes:
        reason = f"it is asked every {source.poll.every_minutes} minutes, and counts as silent after {unread_minutes}"
        yield 207, f"sources.{name}.poll.every_minutes", reason
