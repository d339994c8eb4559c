"""What a lint looks at: one post as it will be read; and what it says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.incident import Manner
from loudhailer.domain.post import Variant

WHOLE = "the whole post"
"""The place of what is missing: nowhere in particular."""
LONGEST_WHERE = 40
"""The signs of a place in a text at most."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One post as it will be read, with frame, link and tags in `text`, and what is known of it.

    `language` is that of the text (BCP 47). `link` is the alert's own, `emergency` the language's line that names 999,
    `picture_alt` what its picture shows, in at most `alts` languages (None where no picture goes with it). `facts`
    filled the words, `place` is what of them says where. `source` is whose word it passes on, empty where the account
    that posts it speaks for itself. `more` are the words of the posts that follow it, and `follows` says that it is one
    of them itself. Where one post holds two languages, `also` is the second one and `foreign` the numbers of the lines,
    from 0, that are in it.
    """

    text: str
    language: str
    link: str
    message_class: MessageClass
    msg_type: MsgType
    manner: Manner = Manner.PLAIN
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    emergency: str = ""
    picture_alt: str | None = None
    alts: int = 1
    place: str = ""
    source: str = ""
    variant: Variant = Variant.FIRST
    more: str = ""
    follows: bool = False
    also: str = ""
    foreign: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of a post. `where` is a part of its text or of its picture's, or `WHOLE`.

    `reason` is why it matters to whoever reads the post, `fix` what to do. `hard` stops a machine's post.
    """

    code: str
    where: str
    reason: str
    fix: str
    hard: bool
