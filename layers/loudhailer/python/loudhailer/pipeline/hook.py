"""From a knock at the webhook to an event on the ingest queue: prove, remember, hand over."""

from collections.abc import Sequence
from dataclasses import dataclass

from loudhailer import hooks
from loudhailer.domain.errors import DoorsShut, StateUnavailable, TooLarge, Unproven
from loudhailer.gate_ports import Gates
from loudhailer.plan import Plan
from loudhailer.ports import Clock, HookSecrets, IngestQueue, Replays
from loudhailer.source_files import Sources

_NOT_SIGNED = "the request is not signed as docs/webhook.md says"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The event's id in the ledger, and whether this very knock was taken in before."""

    event_id: str
    repeated: bool


@dataclass(frozen=True, slots=True)
class Hook:
    """Take in what a known system has signed, unless a level closes the door."""

    plan: Plan
    channels: Sequence[str]
    gates: Gates
    sources: Sources
    secrets: HookSecrets
    replays: Replays
    queue: IngestQueue
    clock: Clock

    def __call__(self, knock: hooks.Knock) -> Accepted:
        """Put the knock's event on the queue, once.

        Raise `TooLarge` before anything is reckoned, `Unproven` for whatever is wrong with the proof, a `Transient`
        where the sender should come again.
        """
        if len(knock.body) > hooks.MAX_BYTES:
            raise TooLarge(f"a body has at most {hooks.MAX_BYTES:,} bytes")
        now = self.clock()
        # A recording of an old knock is turned away before anything is asked for its sake.
        if not hooks.timely(knock.timestamp, now):
            raise Unproven(_NOT_SIGNED)
        secrets, unread = self._secrets(knock.source)
        if not hooks.genuine(knock, secrets, now):
            raise Unproven(_NOT_SIGNED, person=unread)
        self._open()
        event_id = hooks.event_id_of(knock)
        if self.replays.seen(knock.source, knock.digest, now):
            return Accepted(event_id, repeated=True)
        # Remembered only when the queue has it: a knock may come twice, and then ingest knows the event's id.
        self.queue.put([hooks.event_of(knock)])
        self.replays.remember(knock.source, knock.digest, now + 2 * hooks.WINDOW)
        return Accepted(event_id, repeated=False)

    def _open(self) -> None:
        """Raise `DoorsShut` while a channel is at a level that closes the webhook: its secret may be stolen.

        A gate that cannot be read does not close it. A sender that gives up would lose an incident, and nothing that
        comes in leaves by such a gate: ingest and every sender ask it again, and what no person said waits there.
        """
        closing = {name for name, level in self.plan.levels.items() if level.closes_hooks}
        try:
            gates = self.gates.gates(self.channels) if closing else {}
        except StateUnavailable:
            return
        if any(each.level in closing for gate in gates.values() if gate for each in gate.declared.values()):
            raise DoorsShut("the webhook is closed for now; send it again later")

    def _secrets(self, name: str) -> tuple[tuple[str, ...], bool]:
        """Return a source's live secrets, and whether they should be there but cannot be read.

        Where they cannot, the answer is that for a source nobody knows: another one would tell which sources there are.
        """
        source = self.sources.sources.get(name)
        # A source that we ask ourselves, or that is pushed to us, does not speak here: nobody else may speak for it.
        if source is None or source.poll is not None or source.push is not None:
            return (), False
        try:
            return self.secrets.of(name), False
        except StateUnavailable:
            return (), True
