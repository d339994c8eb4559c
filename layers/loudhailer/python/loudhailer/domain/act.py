"""An act of command: who did what, for whom, when and why."""

from pydantic import AwareDatetime

from loudhailer.domain.record import Record


class Act(Record):
    """One line of an audit chain. `subject` is what it was done to; `result` what came of it."""

    chain: str
    at: AwareDatetime
    by: str
    deed: str
    subject: str
    reason: str
    result: str
