"""SOURCE: one file a format, `parse(document, policy) -> Reading`. This is the only list of formats."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from loudhailer.config import Config
from loudhailer.domain.errors import FeedError, TellsNothing
from loudhailer.domain.told import read_told
from loudhailer.feed_rules import FeedRules
from loudhailer.feeds import (
    cap,
    cifs,
    datex2,
    ea_floods,
    fire_cad,
    gtfs_rt,
    incident_event,
    meteoalarm,
    national_highways,
    nws,
    open511,
    rss,
    street_manager,
    tfl,
    wzdx,
)
from loudhailer.feeds.envelope import open_envelope, sender_of
from loudhailer.feeds.reading import Link, Policy, Reading
from loudhailer.ports import Arrival
from loudhailer.source_files import Sources


class Parse(Protocol):
    """Read one document; raise `FeedError` with place and reason where it is none of the format."""

    def __call__(self, document: bytes, policy: Policy) -> Reading:
        """Return what it says."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how it is read, and how a document of it is told from others, cheaply and without ever raising.

    A `snapshot` lists all that is open, so that leaving out is news. One that may be `newest` only, and push out the
    oldest, proves nothing by that unless its source's policy says after how many documents.
    """

    parse: Parse
    recognises: Callable[[bytes], bool]
    snapshot: bool = False
    newest: bool = False


FEEDS: dict[str, Format] = {
    "incident_event": Format(incident_event.parse, incident_event.recognises),
    "cap": Format(cap.parse, cap.recognises),
    "national_highways": Format(national_highways.parse, national_highways.recognises, snapshot=True),
    "datex2": Format(datex2.parse, datex2.recognises, snapshot=True),
    "ea_floods": Format(ea_floods.parse, ea_floods.recognises, snapshot=True),
    "street_manager": Format(street_manager.parse, street_manager.recognises),
    "tfl": Format(tfl.parse, tfl.recognises, snapshot=True),
    "rss": Format(rss.parse, rss.recognises, snapshot=True, newest=True),
    "meteoalarm": Format(meteoalarm.parse, meteoalarm.recognises, snapshot=True),
    "nws": Format(nws.parse, nws.recognises, snapshot=True),
    "wzdx": Format(wzdx.parse, wzdx.recognises, snapshot=True),
    "open511": Format(open511.parse, open511.recognises, snapshot=True),
    "cifs": Format(cifs.parse, cifs.recognises, snapshot=True),
    "gtfs_rt": Format(gtfs_rt.parse, gtfs_rt.recognises, snapshot=True),
    "fire_cad": Format(fire_cad.parse, fire_cad.recognises, snapshot=True),
}


def recognise(document: bytes) -> str:
    """Return the name of a document's format; raise `FeedError` where it looks like none."""
    name = next((name for name, each in FEEDS.items() if each.recognises(document)), "")
    if not name:
        raise FeedError("document", f"its format is not known; known formats are {', '.join(FEEDS)}")
    return name


def problems_of(sources: Sources) -> tuple[str, ...]:
    """Return what is wrong with the sources' formats, numbered as `config` numbers its own."""
    return tuple(
        f"LH203 sources.yaml sources.{name}.format: there is no format {source.format!r}; there are {', '.join(FEEDS)}"
        for name, source in sources.sources.items()
        if source.format not in FEEDS
    )


def policy_of(name: str, config: Config) -> Policy:
    """Return how a configured source's documents are read."""
    return read_with(config.rules_of(name), name)


def polled_with(name: str, config: Config) -> FeedRules:
    """Return how what a polled source says is taken: a list of the newest ends nothing unless its policy says so."""
    rules = config.rules_of(name)
    if not FEEDS[config.sources.sources[name].format].newest or "absent_after" in rules.ends.model_fields_set:
        return rules
    return rules.model_copy(update={"ends": rules.ends.model_copy(update={"absent_after": 0})})


def read_with(rules: FeedRules, source: str = "") -> Policy:
    """Return the share of a source's policy that parsing needs."""
    return Policy(
        source=source,
        types=rules.types,
        severities=rules.severities,
        zone=ZoneInfo(rules.zone),
        box=rules.box,
        public=rules.public,
        public_text=rules.public_text,
        boilerplate=rules.boilerplate,
        fields=rules.fields,
    )


def read_event(body: str, fallback_id: str, config: Config) -> Arrival:
    """Read an event in its source's own format; raise `FeedError` with the place and the reason.

    `fallback_id` names the event where its body does not. A polled source's events come from our own poller, which has
    read the document already. What was pushed is proven, and its message is a document of the source's format.
    """
    envelope = open_envelope(body, fallback_id=fallback_id)
    name = envelope.sender.source
    source = config.sources.sources.get(name)
    if source is None:
        raise FeedError("source", f"{name!r} is not in sources.yaml, so it may not speak")
    if source.poll is not None:
        told = read_told(envelope.detail)
        return Arrival(sender=envelope.sender, telling=told.telling, hold=told.hold)
    document = body if source.push is None else _pushed(envelope.detail)
    reading = FEEDS[source.format].parse(document.encode(errors="surrogatepass"), policy_of(name, config))
    if source.push is not None and not reading.incidents:
        # Most of what is published to a topic is about no incident: nobody has to look at that.
        raise next(iter(reading.refused), TellsNothing("message", "it tells of no incident"))
    if len(reading.incidents) != 1:
        raise FeedError("event", f"it tells of {len(reading.incidents)} incidents; an event tells of one")
    return Arrival(sender=envelope.sender, telling=reading.incidents[0])


def _pushed(detail: dict[str, Any]) -> str:
    message = detail.get("message")
    if not isinstance(message, str):
        raise FeedError("detail.message", "it is missing or not text")
    return message


__all__ = [
    "FEEDS",
    "Format",
    "Link",
    "Policy",
    "Reading",
    "open_envelope",
    "policy_of",
    "problems_of",
    "read_event",
    "read_with",
    "recognise",
    "sender_of",
]
