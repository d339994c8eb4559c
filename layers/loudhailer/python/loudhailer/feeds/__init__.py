"""SOURCE: one file a format, `parse(envelope) -> incidents`. This is the only list of formats."""

from collections.abc import Callable

from loudhailer.config import Sources
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident
from loudhailer.feeds import incident_event
from loudhailer.feeds.envelope import Envelope, open_envelope, sender_of
from loudhailer.ports import Arrival

FEEDS: dict[str, Callable[[Envelope], Incident]] = {
    "incident_event": incident_event.parse,
}


def problems_of(sources: Sources) -> tuple[str, ...]:
    """Return what is wrong with the sources' formats, numbered as `config` numbers its own."""
    return tuple(
        f"LH203 sources.yaml sources.{name}.format: there is no format {source.format!r}; there are {', '.join(FEEDS)}"
        for name, source in sources.sources.items()
        if source.format not in FEEDS
    )


def read_event(body: str, fallback_id: str, sources: Sources) -> Arrival:
    """Read an event in its source's own format; raise `FeedError` with the place and the reason.

    `fallback_id` names the event where its body does not.
    """
    envelope = open_envelope(body, fallback_id=fallback_id)
    source = sources.sources.get(envelope.sender.source)
    if source is None:
        raise FeedError("source", f"{envelope.sender.source!r} is not in sources.yaml, so it may not speak")
    return Arrival(sender=envelope.sender, incident=FEEDS[source.format](envelope))


__all__ = ["FEEDS", "Envelope", "open_envelope", "problems_of", "read_event", "sender_of"]
