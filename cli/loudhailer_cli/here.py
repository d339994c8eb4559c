"""Words composed on this machine, by the service's own code and without it: no gate, no table, no sign-in."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import typer
from pydantic import ValidationError

from loudhailer import feeds
from loudhailer.authority import acting_roles
from loudhailer.card_painter import painted
from loudhailer.channels import CHANNELS, limits_of, prices_of
from loudhailer.config import DESK, Config, load
from loudhailer.desk.models import RaiseRequest
from loudhailer.desk.preview_models import ComposedView
from loudhailer.domain.caller import Caller, Deed, Role
from loudhailer.domain.errors import ConfigurationError, FeedError, PostRejected
from loudhailer.domain.incident import Incident, Phase
from loudhailer.domain.post import Picture
from loudhailer.pipeline.desk import incident_of
from loudhailer.pipeline.preview import Onlook
from loudhailer.ports import Arrival, Sender
from loudhailer.privacy import coarsened
from loudhailer_cli.failures import BadDocument, Failure
from loudhailer_cli.feeds import only_source_of
from loudhailer_cli.world import World

SOMEWHERE = "https://alerts.example"
"""The page that links lead to where none is named: as long as a real one, so that the counts are what they will be."""
_SHOWN = 10
_NOT_EITHER = 'write what you would raise, such as {"type": "fire"}, or give an incident event or a feed\'s document'


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody looks: with whose words, on which channels, in which languages, as when."""

    folder: Path
    channels: tuple[str, ...]
    languages: tuple[str, ...]
    page: str
    now: datetime
    source: str
    incident: str
    role: str

    def __call__(self, documents: dict[str, bytes], *, picture: bool) -> dict[str, Any]:
        """Return what the last of these documents would say after those before it, as the service's preview has it."""
        config = _configured(self.folder, self.languages)
        limits, prices = _measures(self.channels, config)
        onlook = Onlook(config, limits, prices, lambda reference: f"{self.page}/alerts/{reference}.html")
        arrivals: list[Arrival] = []
        findings: tuple[str, ...] = ()
        for file, document in documents.items():
            arrival, findings = self._arrival(file, document, config)
            arrivals.append(arrival)
        told = {(each.telling.source, each.telling.id) for each in arrivals}
        if len(told) > 1:
            raise BadDocument("the files tell of different incidents; give those of one, in the order of its story")
        try:
            preview = onlook(arrivals, self.now, findings)
        except FeedError as refusal:
            ends = not arrivals[1:] and getattr(arrivals[0].telling, "phase", None) is Phase.CLOSED
            first = "; give the file of its beginning before it" if ends else ""
            raise BadDocument(f"{next(reversed(documents))}: {refusal.place}: {refusal.reason}{first}") from None
        view = ComposedView.of(preview, self._drawn if picture else None)
        return {"composed": "here", **view.model_dump(mode="json", by_alias=True)}

    def _drawn(self, picture: Picture) -> bytes:
        if picture.card is not None:
            return painted(picture.card)
        try:
            return (self.folder / "pictures" / picture.name).read_bytes()
        except OSError:
            raise PostRejected("there is no such picture") from None

    def _arrival(self, file: str, document: bytes, config: Config) -> tuple[Arrival, tuple[str, ...]]:
        """Return what one document tells, and what in an officer's words should be looked at again."""
        try:
            format_ = feeds.recognise(document)
        except FeedError:
            return self._raised(file, document, config)
        return self._reported(file, document, format_, config), ()

    def _raised(self, file: str, document: bytes, config: Config) -> tuple[Arrival, tuple[str, ...]]:
        """Read what an officer would raise."""
        try:
            body = json.loads(document)
        except (ValueError, RecursionError):
            raise BadDocument(f"{file}: it is not JSON, and no feed's document either; {_NOT_EITHER}") from None
        if not isinstance(body, dict):
            raise BadDocument(f"{file}: it is not a JSON object; {_NOT_EITHER}")
        try:
            raising = RaiseRequest.model_validate(body).raising()
            # Where the class depends on who speaks, and nobody is named, it is that of the first whom the plan names.
            roles = (Role(self.role),) if self.role in set(Role) else tuple(Role)
            acting = acting_roles(config.plan, Deed.RAISE, Caller("you", frozenset(roles)))
            incident, findings = incident_of(config.plan, raising, acting)
        except ValidationError as error:
            faults = tuple(_fault(each) for each in error.errors(include_url=False, include_input=False))
            raise BadDocument(f"{file}: this cannot be raised", faults) from None
        except FeedError as refusal:
            raise BadDocument(f"{file}: {refusal.place}: {refusal.reason}") from None
        sender = Sender("preview", DESK, "desk.preview")
        return Arrival(sender=sender, telling=incident, by="you", roles=acting), findings

    def _reported(self, file: str, document: bytes, format_: str, config: Config) -> Arrival:
        """Read what a machine reports."""
        if self.source and self.source not in config.sources.sources:
            there = ", ".join(config.sources.sources)
            raise typer.BadParameter(f"sources.yaml has no {self.source!r}; there are {there}", param_hint="'--source'")
        like = self.source or only_source_of(format_, config)
        # An incident event names its source itself.
        policy = feeds.read_with(config.rules_of(like), self.source if format_ == "incident_event" else like)
        try:
            reading = feeds.FEEDS[format_].parse(document, policy)
        except FeedError as refusal:
            raise BadDocument(f"{file}: {refusal.place}: {refusal.reason}") from None
        incident = self._one_of(file, reading.incidents)
        if config.plan.class_of(incident.source, incident.event_type) is None:
            there = ", ".join(config.sources.sources)
            reason = f"the plan gives {incident.event_type!r} from {incident.source or 'nobody'!r} no class"
            raise BadDocument(f"{file}: {reason}; name whose words these are with --source: {there}")
        if format_ == "incident_event":
            incident = _as_sent(incident, document)
        return Arrival(sender=Sender("preview", incident.source, format_), telling=incident)

    def _one_of(self, file: str, incidents: Sequence[Incident]) -> Incident:
        found = [each for each in incidents if not self.incident or each.id == self.incident]
        if len(found) == 1 or (self.incident and found):
            return found[0]
        if not incidents:
            raise BadDocument(f"{file}: it tells of no incident")
        ids = [f"  {each.id}" for each in incidents[:_SHOWN]]
        more = [f"  and {len(incidents) - _SHOWN} more"] if len(incidents) > _SHOWN else []
        which = f"it has no incident {self.incident!r}" if self.incident else f"it tells of {len(incidents)} incidents"
        raise BadDocument(f"{file}: {which}; name one with --incident:", (*ids, *more))


def _as_sent(incident: Incident, document: bytes) -> Incident:
    """Return an event's incident with the facts as they were sent: its reader coarsens them unseen."""
    sent = json.loads(document)["detail"]["incident"]
    raw = {name: str(sent.get(name, "")).strip() for name in incident.facts}
    facts = {name: raw[name] if coarsened(raw[name]) == text else text for name, text in incident.facts.items()}
    return incident.model_copy(update={"facts": facts})


def folder_of(world: World, named: str | None) -> Path:
    """Return the config folder that is meant; raise a `Failure` that says what to do."""
    if named:
        folder = world.here / Path(named).expanduser()
        if not folder.is_dir():
            raise BadDocument(f"{named}: there is no such folder; --config names the one that words.yaml is in")
        return folder
    for folder in (world.here / "config", Path(__file__).resolve().parents[2] / "config"):
        if (folder / "words.yaml").is_file():
            return folder
    raise Failure("no config folder is here; go to a checkout, or name the folder of words.yaml with --config")


def _configured(folder: Path, languages: tuple[str, ...]) -> Config:
    try:
        return load(folder, speaking=languages)
    except ConfigurationError as wrong:
        count = len(wrong.problems)
        words = f"{folder} would be refused: {count} problem{'s' if count > 1 else ''}"
        raise BadDocument(words, wrong.problems) from None


def _measures(channels: tuple[str, ...], config: Config) -> tuple[Any, Any]:
    """Return how much each channel holds and what a post costs there."""
    unknown = [name for name in channels if name not in CHANNELS]
    if unknown:
        there = ", ".join(CHANNELS)
        raise typer.BadParameter(f"there is no channel {unknown[0]!r}; there are {there}", param_hint="'--channel'")
    names = channels or tuple(name for name in config.channels.channels if name in CHANNELS)
    try:
        return limits_of(names, config.channels), prices_of(names, config.channels)
    except ConfigurationError as wrong:
        raise BadDocument("channels.yaml would be refused", wrong.problems) from None


def _fault(error: Any) -> str:
    place = ".".join(str(part) for part in error["loc"]) or "the whole"
    return f"{place}: {str(error['msg']).removeprefix('Value error, ')}"
