"""What a golden file says: its head is composed as production does it, and written down for people to read.

The head of a file (YAML) has an incident and its `tellings`, one after the other. A telling has the time `at` which it
is said, and what is told: another revision of its source (`incident`, what changed of it), what a person changes about
it (`amend`), that the clock says when it was last `confirmed`, or that its source no longer lists it (`unlisted`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from loudhailer import compose, normalise
from loudhailer.channels import CHANNELS
from loudhailer.config import Config
from loudhailer.domain.alert import Worded
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.drill import DrillStatus
from loudhailer.domain.incident import Amendment, Incident, IncidentHead, Status, StatusDue, Telling, Unlisted
from loudhailer.domain.post import Draft, Limits, Variant
from loudhailer.pipeline._head import spoken_of
from loudhailer.pipeline.drill import _framed
from loudhailer.pipeline.word import Word
from loudhailer.ports import Arrival, Sender
from tests.builders import bilingual_config, shipped_config

FOLDER = Path(__file__).parent
CHANNEL_LIMITS = {name: kind.limits for name, kind in CHANNELS.items()}
_PAGES = "https://alerts.westshire-fire.gov.uk/alerts"
_OTHERS = {
    "traffic_wales": ("traffic_wales", ("highways_closure", "highways_lanes", "highways_incident")),
    "meteoalarm_uk": ("meteoalarm_uk", ("warning",)),
    "westshire_buses": ("bart", ("disruption",)),
    "westshire_cad": ("toronto_fire", ("attended_incident",)),
}
"""Sources that are read but not asked as shipped: of which policy each is like, and what it speaks of."""
_PUBLISHERS = {"westshire_buses": "Westshire Buses", "westshire_cad": "Westshire Fire and Rescue Service"}
_TITLES = {
    Variant.FIRST: "Posts",
    Variant.REPLY: "Under the first post",
    Variant.ANEW: "Posts of their own",
    Variant.POINTER: "Under the first post, to lead there",
}

_MAY_LACK = {"<its address>": "way to the first post", "https://alerts.": "link", "#": "tags"}
"""What not every channel has: a sign of the line, and what it is."""

Posts = tuple[tuple[str, str], ...]
"""The texts of one draft in order, each with what stands over it."""


@dataclass(frozen=True, slots=True)
class Told:
    """One telling as it was put into words."""

    worded: Worded
    limits: Mapping[str, Limits]
    at: datetime


def files() -> list[Path]:
    """Return the golden files, in the order of their numbers."""
    return sorted(FOLDER.glob("[0-9]*.md"))


def head_of(text: str) -> str:
    """Return what stands between the two lines of a file that show where its head begins and ends."""
    return text.split("---\n", 2)[1]


def written(head: str) -> str:
    """Return the whole file that belongs to a head."""
    given = yaml.safe_load(head)
    parts = [f"---\n{head}---\n", f"# {given['about']}\n"]
    for told in tellings(head):
        parts += _sections(config_of(given["languages"]), told)
    return "\n".join(parts)


@cache
def tellings(head: str) -> tuple[Told, ...]:
    """Return what is said of the incident of a head, telling by telling."""
    given = yaml.safe_load(head)
    return tuple(_tellings(config_of(given["languages"]), given))


@cache
def config_of(languages: int) -> Config:
    """Return the configuration of a service that publishes in so many languages, with all sources that golden has."""
    config = (shipped_config, bilingual_config)[languages - 1]()
    policies = dict(config.feeds.policies)
    classes = dict(config.plan.classes)
    for name, (like, types) in _OTHERS.items():
        own = policies[like]
        policies[name] = own.model_copy(update={"publisher": _PUBLISHERS.get(name, own.publisher)})
        classes[name] = dict.fromkeys(types, MessageClass.INCIDENT)
    return config.model_copy(
        update={
            "feeds": config.feeds.model_copy(update={"policies": policies}),
            "plan": config.plan.model_copy(update={"classes": classes}),
        }
    )


def _tellings(config: Config, given: Mapping[str, Any]) -> Iterator[Told]:
    values = {
        "id": "GOLD-1",
        "phase": "open",
        "status": "Actual",
        "severity": "Moderate",
        "urgency": "Immediate",
        "certainty": "Observed",
        **given["incident"],
    }
    head = IncidentHead(source=values["source"], id=values["id"])
    for number, each in enumerate(given["tellings"], 1):
        now = datetime.fromisoformat(each["at"])
        values |= each.get("incident", {})
        telling = _telling(each, values, number, head)
        verdict = normalise.assess(telling, head, now)
        if not isinstance(verdict, normalise.Announce):
            raise AssertionError(f"telling {number} says nothing: {verdict.reason}")  # noqa: TRY004  # no type is wrong
        told = _worded(
            config, Arrival(Sender("golden", head.source, ""), telling, by=each.get("by", "")), verdict, head, now
        )
        yield told
        head = spoken_of(head, telling, verdict.incident, told.worded, now)


def _telling(each: Mapping[str, Any], values: Mapping[str, Any], number: int, head: IncidentHead) -> Telling:
    who = {"source": head.source, "id": head.id}
    if "amend" in each:
        return Amendment.model_validate(who | each["amend"])
    if "confirmed" in each:
        return StatusDue.model_validate(who | {"confirmed": each["confirmed"], "spoken": head.spoken})
    if "unlisted" in each:
        return Unlisted.model_validate(who | {"revision": head.revision})
    return Incident.model_validate({**values, "revision": number})


def _worded(config: Config, arrival: Arrival, verdict: normalise.Announce, head: IncidentHead, now: datetime) -> Told:
    """Put it into words as `tell` does, or as `drill` does what is not Actual."""
    incident, limits = verdict.incident, CHANNEL_LIMITS
    word = Word(config)
    if incident.status is Status.ACTUAL:
        reference = normalise.reference_of(incident.source, incident.id)
        url = f"{_PAGES}/{reference}.html"
        proof = word(arrival, verdict, head, now, reference=reference, url=url, channels=limits)
        return Told(proof.worded, limits, now)
    status: DrillStatus = incident.status
    reference = normalise.drill_reference_of(incident.source, incident.id)
    framed = compose.drill_limits(config, status, limits)
    worded = word(arrival, verdict, head, now, reference=reference, url="", channels=framed).worded
    drafts = {
        name: {variant: _framed(config, status, draft) for variant, draft in variants.items()}
        for name, variants in worded.drafts.items()
    }
    return Told(worded.model_copy(update={"drafts": drafts}), limits, now)


def _sections(config: Config, told: Told) -> Iterator[str]:
    """Yield the parts of a file that show one telling."""
    said = told.worded
    manner = "" if said.manner == "plain" else f", {said.manner}"
    owed = f", owes {', '.join(said.owes)}" if said.owes else ""
    yield f"## {compose.say_issued(told.at)}: {said.headline}\n"
    yield f"{said.msg_type}{manner}, {said.message_class}{owed}\n"
    later = said.revision > said.since or said.manner == "status"
    shown = [Variant.ANEW, Variant.POINTER, Variant.REPLY] if later else [Variant.FIRST]
    if later and said.reference.startswith("DRILL-"):
        shown = [Variant.REPLY]  # as the drill wall shows it
    for variant in shown:
        drafts = {
            name: variants[variant]
            for name, variants in said.drafts.items()
            # What is made anew needs no reply as well.
            if variant in variants and not (variant is Variant.REPLY and Variant.ANEW in {*shown} & {*variants})
        }
        if drafts:
            yield f"### {_TITLES[variant]}\n"
            yield from _posts(drafts, told.limits)
    if later and (first := said.drafts["page"].get(Variant.FIRST)):
        yield "### Where nothing was posted before (page)\n"
        yield _block(first.text)
    missing = [name for name in told.limits if name not in said.drafts and not _refuses(config, name, said)]
    if missing:
        yield f"Too long for {', '.join(missing)}.\n"
    yield from _pictures(said)


def _posts(drafts: Mapping[str, Draft], limits: Mapping[str, Limits]) -> Iterator[str]:
    """Yield each text once, under the names of the channels that carry it, with its size on each.

    A channel without link, tags or a way to the first post stands under the text that has them.
    """
    shown = {name: _as_shown(name, draft) for name, draft in drafts.items()}
    groups: dict[Posts, list[str]] = {}
    for name in sorted(drafts, key=lambda each: -sum(len(text) for _, text in shown[each])):
        sizes = " + ".join(str(limits[name].measure(text)) for _, text in _as_sent(name, drafts[name]))
        for posts, names in groups.items():
            if (lacks := _lacks(shown[name], posts)) is not None:
                names.append(f"{name} {sizes} of {limits[name].size}{lacks and f' (no {lacks})'}")
                break
        else:
            groups[shown[name]] = [f"{name} {sizes} of {limits[name].size}"]
    for posts, names in groups.items():
        yield f"{', '.join(names)}:\n"
        for language, text in posts:
            if language:
                yield f"and then, in {language}:\n"
            yield _block(text)


def _as_sent(name: str, draft: Draft) -> Posts:
    text = draft.leading_to(_address(name)) if draft.room else draft.text
    return (("", text), *((each.language, each.text) for each in draft.more))


def _as_shown(name: str, draft: Draft) -> Posts:
    return tuple((language, text.replace(_address(name), "<its address>")) for language, text in _as_sent(name, draft))


def _address(name: str) -> str:
    return f"https://{name}.example/1"


def _lacks(posts: Posts, fuller: Posts) -> str | None:
    """Say which of the lines that may be missing are missing, compared with fuller posts; None where more differs."""
    if len(posts) != len(fuller):
        return None
    lacks: list[str] = []
    for (language, text), (also, full) in zip(posts, fuller, strict=True):
        left = text.split("\n")
        for line in full.split("\n"):
            if left and line == left[0]:
                left = left[1:]
                continue
            what = next((what for sign, what in _MAY_LACK.items() if sign in line), None)
            if what is None:
                return None
            lacks.append(what)
        if left or language != also:
            return None
    return " and no ".join(dict.fromkeys(lacks))


def _pictures(said: Worded) -> Iterator[str]:
    shown: dict[str, list[str]] = {}
    for name, variants in said.drafts.items():
        first = variants.get(Variant.FIRST)
        if first is not None and first.picture is not None:
            kind = "a map card" if first.picture.card else first.picture.name
            shown.setdefault(f"{kind}: “{first.picture.alt}”", []).append(name)
    for picture, names in shown.items():
        yield f"Picture on {', '.join(names)}, {picture}\n"


def _refuses(config: Config, name: str, said: Worded) -> bool:
    return said.message_class in config.channels.of(name).refuses


def _block(text: str) -> str:
    return f"```text\n{text}\n```\n"
