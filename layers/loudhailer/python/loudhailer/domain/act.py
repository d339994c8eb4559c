"""An act of command: who did what, for whom, when and why."""

from pydantic import AwareDatetime

from loudhailer.domain.record import Record


class Act(Record):
    """One line of an audit chain. `subject` is what it was done to; `result` what came of it.

    `by` is who decided. Where somebody else wrote it down, `typed_by` says who and `means` how they were asked.
    """

    chain: str
    at: AwareDatetime
    by: str
    deed: str
    subject: str
    reason: str
    result: str
    typed_by: str = ""
    means: str = ""
