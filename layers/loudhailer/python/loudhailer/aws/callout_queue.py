"""The queue on which everybody who needs somebody woken puts an order; it carries nothing else."""

from dataclasses import dataclass
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.domain.callout import CalloutOrder, Rung, order_body


@dataclass(frozen=True, slots=True)
class CalloutQueue:
    """Orders to open a call-out, or to close one; the same order twice does what it does once."""

    client: Any
    url: str

    def open(self, callout_id: str, *, about: str, reason: str, chain: tuple[Rung, ...] = ()) -> None:
        """Let somebody be woken: once for each id, along the plan's chain where none is given.

        `reason` is a sentence for a phone at 3am: no words of a post and no address of anybody.
        """
        self._put(CalloutOrder(id=callout_id, about=about, reason=reason, chain=chain))

    def close(self, callout_id: str, why: str) -> None:
        """Say that it is over, so that nobody is woken for it any more."""
        self._put(CalloutOrder(id=callout_id, closed=why or "it is over"))

    def _put(self, order: CalloutOrder) -> None:
        with translated("send to call-outs"):
            self.client.send_message(QueueUrl=self.url, MessageBody=order_body(order))
