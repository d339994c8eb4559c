"""What the clock does every minute where a person does not: levels end, approvals escalate."""

from collections.abc import Mapping
from dataclasses import dataclass

from loudhailer.domain.errors import Transient
from loudhailer.pipeline.keep_approvals import WORDS, KeepApprovals
from loudhailer.pipeline.keep_levels import KeepLevels


@dataclass(frozen=True, slots=True)
class KeepWatch:
    """Both, and neither waits for the other."""

    levels: KeepLevels
    approvals: KeepApprovals

    def __call__(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """Look once and return what became of levels and of approvals, by word."""
        try:
            approvals = self.approvals()
        except Transient:
            # What waits for a person must not keep a level from ending.
            approvals = dict.fromkeys(WORDS, 0) | {"Stuck": 1}
        return self.levels(), approvals
