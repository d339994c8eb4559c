"""A message of a queue, and what became of it."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Received:
    """One message of a channel queue; `receive_count` is how often the queue has handed it out, this time included."""

    body: str
    receipt_handle: str
    receive_count: int = 1


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a message: a word to count, whether the queue must bring it again, whether a person must look.

    `late` says that an urgent post is still not out after a minute, `life_safety` that it is about people's lives.
    """

    word: str
    again: bool = False
    alert_id: str = ""
    reason: str = ""
    person: bool = False
    late: bool = False
    life_safety: bool = False


Result = tuple[Report, timedelta | None]
"""A report, and after how long the queue brings the message again; None where it is done with it."""
