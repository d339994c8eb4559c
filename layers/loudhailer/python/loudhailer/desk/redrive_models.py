"""What officers send and are sent about dead letters."""

from datetime import datetime

from pydantic import BaseModel, Field

from loudhailer.desk.models import DeliveryView, Line, Typed
from loudhailer.pipeline.redrive import Heap, Moved


class RedriveRequest(Typed):
    """Why a channel's dead letters are put back."""

    reason: Line = Field(examples=["the platform answers again"])


class HeapView(BaseModel):
    """One channel's dead letters."""

    channel: str
    count: int = Field(description="About how many wait there")
    oldest: datetime | None = Field(description="When the oldest of a peek was first put on its queue")
    deliveries: tuple[DeliveryView, ...] = Field(description="What a peek of ten shows, and how it stands")
    unread: int = Field(description="How many of the peek hold no ids that this release reads")

    @classmethod
    def of(cls, heap: Heap) -> "HeapView":
        """Return it as people see it."""
        deliveries = tuple(map(DeliveryView.of, heap.deliveries))
        return cls(
            channel=heap.channel, count=heap.count, oldest=heap.oldest, deliveries=deliveries, unread=heap.unread
        )


class DeadLettersView(BaseModel):
    """Every channel's dead letters."""

    channels: tuple[HeapView, ...]


class MovedView(BaseModel):
    """What one call did on one channel; ask again while it moves any and some remain."""

    channel: str
    moved: int = Field(description="Went back to their lane; the sender asks gate, order and expiry again")
    done: int = Field(description="Had nothing left to do, and are gone")
    left: dict[str, int] = Field(description="Stay where they are, by why")
    remaining: int = Field(description="About how many wait there still")
    warnings: tuple[str, ...]

    @classmethod
    def of(cls, moved: Moved) -> "MovedView":
        """Return it as people see it."""
        return cls(
            channel=moved.channel,
            moved=moved.moved,
            done=moved.done,
            left=dict(moved.left),
            remaining=moved.remaining,
            warnings=moved.warnings,
        )
