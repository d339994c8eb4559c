"""An act of command: who did what, for whom, when and why."""

import hashlib

from pydantic import AwareDatetime

from loudhailer.domain.record import Record


class Act(Record):
    """One act, as whoever did it hands it to the record. `subject` is what it was done to; `result` what came of it.

    `by` is who decided. Where somebody else wrote it down, `typed_by` says who and `means` how they were asked.
    `reason` is free text, and the only field that may be: it lies apart from the chain, where it can be erased.
    `plan_digest` is the plan that it was decided by. `id` tells the act from every other; one that is empty is made
    from all the rest.
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
    plan_digest: str = ""
    id: str = ""

    @property
    def key(self) -> str:
        """Return what tells it from every other act: the same however often it is handed over."""
        return self.id or hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:32]
