"""From what SNS posts to an event on the ingest queue: prove, confirm by itself, hand over."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from loudhailer import hooks, sns
from loudhailer.domain.errors import FeedError, NotTaken, TooLarge
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.feed_ports import Publisher
from loudhailer.ports import Clock, IngestQueue, Outcomes


class Done(StrEnum):
    """What was done with what was pushed."""

    QUEUED = "queued"
    CONFIRMED = "confirmed"
    WRITTEN_DOWN = "written down"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Pushed:
    """The event's id in the ledger, what was done, and whether somebody must look at it."""

    event_id: str
    done: Done
    person: bool = False


@dataclass(frozen=True, slots=True)
class Push:
    """Take in what SNS has signed, from the topics of a configured source.

    `topics` are, by source, its topics' ARNs and where SNS answers for each. No level closes this door, as it closes
    the webhook: the key that signs is SNS's own, so that nobody who has stolen ours can speak here.
    """

    topics: Mapping[str, Mapping[str, str]]
    publisher: Publisher
    queue: IngestQueue
    outcomes: Outcomes
    clock: Clock

    def __call__(self, source: str, body: bytes) -> Pushed:
        """Put a notification on the queue, confirm a subscription; write down, for a person, that one has ended.

        SNS delivers at least once, in any order, and for up to an hour after: the event's id is the message's own, so
        that ingest gives a repeat the end that it had, and an incident's revision decides about what is old. Raise
        `TooLarge` before anything is read, `NotTaken` for whatever is wrong with it, a `Transient` where SNS should
        deliver it again.
        """
        if len(body) > hooks.MAX_BYTES:
            raise TooLarge(f"a body has at most {hooks.MAX_BYTES:,} bytes")
        parcel = sns.read(body)
        origin = self.topics.get(source, {}).get(parcel.topic)
        if origin is None:
            raise NotTaken("no topic of this source")
        self._prove(parcel, origin)
        event_id = sns.event_id_of(source, parcel)
        if parcel.kind is sns.Kind.NOTIFICATION:
            self.queue.put([sns.event_of(source, parcel)])
            return Pushed(event_id, Done.QUEUED)
        if self.outcomes.outcome(event_id) is not None:
            return Pushed(event_id, Done.REPEATED)
        trouble = self._confirm(parcel, origin)
        said = trouble or f"the subscription to {parcel.topic} is confirmed; there is nothing in it to tell"
        outcome = Outcome(
            event_id=event_id,
            received_at=self.clock(),
            fate=Fate.REFUSED if trouble else Fate.MERGED,
            reason=said,
            source=source,
            detail_type=parcel.kind,
            person=bool(trouble),
        )
        self.outcomes.record(outcome)
        return Pushed(event_id, Done.WRITTEN_DOWN if trouble else Done.CONFIRMED, person=bool(trouble))

    def _prove(self, parcel: sns.Parcel, origin: str) -> None:
        """Raise `NotTaken` where SNS did not sign it; nothing is asked of any host but SNS's own."""
        if not sns.is_certificate(parcel.certificate, origin):
            raise NotTaken("its certificate is not at SNS")
        try:
            genuine = self.publisher.signed(
                parcel.certificate, parcel.signed, parcel.proof, sns.DIGESTS[parcel.version]
            )
        except FeedError as refusal:
            raise NotTaken(str(refusal)) from None
        if not genuine:
            raise NotTaken("its signature is not by that certificate")

    def _confirm(self, parcel: sns.Parcel, origin: str) -> str:
        """Confirm a subscription; return why a person must look at it, empty where all is well."""
        about = f"the subscription to {parcel.topic}"
        if parcel.kind is sns.Kind.UNSUBSCRIPTION:
            # Its address would subscribe us again: whether somebody meant to end it, only a person can say.
            return f"{about} was ended; nothing comes from it until somebody subscribes again"
        if not sns.is_confirmation(parcel, origin):
            return f"{about} could not be confirmed: its SubscribeURL does not do that at SNS, so it was not opened"
        try:
            self.publisher.confirm(parcel.subscribe)
        except FeedError as refusal:
            return f"{about} could not be confirmed: {refusal}"
        return ""
