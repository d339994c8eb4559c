"""What takes a second person: leave for somebody's words, and a look at what went without it."""

from dataclasses import dataclass

from loudhailer.pipeline.approve import Approve
from loudhailer.pipeline.glass import BreakGlass
from loudhailer.pipeline.review import Reviewing


@dataclass(frozen=True, slots=True)
class Second:
    """The three together: each is asked by its own name."""

    approve: Approve
    reviewing: Reviewing
    glass: BreakGlass
