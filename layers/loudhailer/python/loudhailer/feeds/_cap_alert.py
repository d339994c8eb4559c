"""One CAP alert element, of version 1.1 or 1.2, into its incident."""

import re
from collections.abc import Sequence
from typing import TypeVar
from xml.etree.ElementTree import Element  # the type; defusedxml has read the tree

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Certainty, Incident, Phase, Severity, Status, Urgency
from loudhailer.feeds import _cap_info as words
from loudhailer.feeds._cap_area import Spot, spot_of
from loudhailer.feeds._cap_references import identifiers_of
from loudhailer.feeds._gathered import within
from loudhailer.feeds._plain import bounded, id_of, one_line, time_of
from loudhailer.feeds._xml import children, name_of, text_of
from loudhailer.feeds.reading import Policy
from loudhailer.privacy import address_in

_TELLING, _ANSWERING = ("Alert", "Update", "Cancel"), ("Ack", "Error")
_LONGEST_NAME = 40
_MOST_INFOS = 1_000
_PARTLY_OVER = "it is over in a part of its area"
_OPEN = re.compile(r"unclassified\b|public\b", re.IGNORECASE)
"""What EDXL wrappers call what anybody may see; they write it in their own words."""
_Word = TypeVar("_Word", Severity, Urgency, Certainty)


def read_alerts(root: Element, policy: Policy) -> tuple[tuple[Incident, ...], tuple[FeedError, ...]]:
    """Read each alert below an element: the incidents, and what is refused. A place is numbered among several."""
    incidents, refused = [], []
    alerts = within(found_in(root))
    for number, (alert, wrapper) in enumerate(alerts):
        try:
            incident = _read(alert, policy)
        except FeedError as exc:
            place = f"alert.{number}" if len(alerts) > 1 else "alert"
            refused.append(FeedError(f"{place}.{exc.place}", exc.reason, id_of(text_of(alert, "identifier"))))
        else:
            incidents += [incident if wrapper is None else _wrapped(incident, wrapper)] if incident else []
    return tuple(incidents), tuple(refused)


def found_in(root: Element) -> list[tuple[Element, Element | None]]:
    """List the alerts in the document's order, each with the EDXL wrapper around it; none is looked for inside one."""
    found: list[tuple[Element, Element | None]] = []
    waiting: list[tuple[Element, Element | None]] = [(root, None)]
    while waiting:
        element, wrapper = waiting.pop()
        if name_of(element) == "alert":
            found.append((element, wrapper))
            continue
        wrapper = element if name_of(element) == "EDXLDistribution" else wrapper
        waiting.extend((child, wrapper) for child in reversed(element))
    return found


def _wrapped(incident: Incident, wrapper: Element) -> Incident:
    """Add what an EDXL wrapper says of all that it holds: a test outside is a test inside."""
    said, secret = text_of(wrapper, "distributionStatus"), one_line(text_of(wrapper, "combinedConfidentiality"))
    status = next((each for each in Status if each == said), None)
    reasons = (
        incident.withheld,
        # EDXL requires it: where it was lost, nobody can tell an exercise from what is so.
        f"its wrapper has the status {one_line(said)[:_LONGEST_NAME] or 'nobody named'}" if status is None else "",
        f"its wrapper says {secret[:_LONGEST_NAME]}" if secret and not _is_open(secret) else "",
    )
    least = incident.status if incident.status is not Status.ACTUAL or status is None else status
    return incident.model_copy(update={"status": least, "withheld": "; ".join(filter(None, reasons))})


def _is_open(confidentiality: str) -> bool:
    return _OPEN.match(confidentiality) is not None


def _read(alert: Element, policy: Policy) -> Incident | None:
    """Read one alert; None for an answer between systems, which tells the public nothing."""
    msg_type = text_of(alert, "msgType")
    if msg_type in _ANSWERING or _is_a_heartbeat(alert):
        return None
    if msg_type not in _TELLING:
        raise FeedError("msgType", f"it is none of {', '.join((*_TELLING, *_ANSWERING))}")
    own, sent = text_of(alert, "identifier"), time_of(text_of(alert, "sent"))
    if not own:
        raise FeedError("identifier", "it is missing")
    if sent is None:
        raise FeedError("sent", "write it as 2026-11-22T17:30:00Z, with the offset")
    named = identifiers_of(text_of(alert, "references"))
    if msg_type == "Cancel" and not named:
        raise FeedError("references", "they are missing, and what a Cancel ends is never guessed")
    # Some name their own document among the earlier ones.
    earlier = tuple(id_of(each) for each in named if each != own)
    infos = list(children(alert, "info"))
    if len(infos) > _MOST_INFOS:
        raise FeedError("info", f"there are {len(infos):,}; at most {_MOST_INFOS:,} are read")
    kept = infos if msg_type == "Cancel" else words.still_on(infos)
    spoken = words.speaking(kept)
    if not spoken and msg_type != "Cancel":
        raise FeedError("info", "it is missing, so nothing is said")
    event = one_line(text_of(spoken[0], "event")) if spoken else ""
    if not event and msg_type != "Cancel":
        raise FeedError("info.event", "it is missing")
    incident = Incident(
        source=policy.source or bounded(one_line(text_of(alert, "sender"))),
        id=earlier[0] if earlier else id_of(own),
        revision=int(sent.timestamp()),
        phase=Phase.CLOSED if msg_type == "Cancel" else Phase.OPEN,
        status=_status_of(text_of(alert, "status")),
        event_type=policy.type_of(event, default="warning"),
        severity=Severity.UNKNOWN,
        urgency=Urgency.UNKNOWN,
        certainty=Certainty.UNKNOWN,
        facts={},
        withheld=_withheld(text_of(alert, "scope")),
        doubt=_PARTLY_OVER if len(kept) < len(infos) else "",
        identifier=id_of(own),
        references=earlier,
        updated=sent,
    )
    return _with_info(incident, kept, spoken, policy, one_line(text_of(alert, "note"))) if spoken else incident


def _is_a_heartbeat(alert: Element) -> bool:
    """Say whether systems only tell each other by it that they are there."""
    named = text_of(alert, "status") == Status.SYSTEM and text_of(alert, "msgType") == "Alert"
    return named and not any(True for _ in children(alert, "info"))


def _with_info(
    incident: Incident, infos: Sequence[Element], spoken: Sequence[Element], policy: Policy, note: str
) -> Incident:
    """Add what the blocks say, of all `infos` those that are `spoken`."""
    first, event = spoken[0], one_line(text_of(spoken[0], "event"))
    over, disagree = (True, False) if incident.phase is Phase.CLOSED else words.ends_in(infos, first)
    area, headline = words.area_of(spoken), words.headline_of(first)
    sayable = {"warning": words.warning_of(event), "area": area, "publisher": words.sender_of(first)}
    facts = {name: said for name, said in sayable.items() if said and not address_in(said)}
    # Where the warning holds is its sense, so an address there withholds all of it.
    found = words.address_in_area(spoken)
    if found:
        facts.pop("area", None)
    reasons = (
        incident.withheld,
        "" if words.is_english(first) else "it has no English text",
        f"its area holds {found}" if found else "",
        "it is over in one block of words and not in another" if disagree else "",
    )
    spot = Spot() if found else spot_of(spoken, policy)
    # What its status calls a test is none of the public's already.
    tried = incident.status is Status.ACTUAL and words.speaks_of_a_test(first, note)
    doubts = (
        incident.doubt,
        *words.doubt_of(infos, spoken),
        "it speaks of a test or an exercise" if tried else "",
        spot.doubt,
    )
    return incident.model_copy(
        update={
            "phase": Phase.CLOSED if over else Phase.OPEN,
            "severity": policy.severity_of(event, default=_worst_of(Severity, spoken, "severity")),
            "urgency": _worst_of(Urgency, spoken, "urgency"),
            "certainty": _worst_of(Certainty, spoken, "certainty"),
            "facts": facts,
            "withheld": "; ".join(filter(None, reasons)),
            "expires": words.latest_of(spoken, "expires"),
            "expected_end": words.ends_at(spoken),
            "starts": words.starts_in(spoken),
            "headline": facts.get("warning", "") if not headline or address_in(headline) else headline,
            "area": facts.get("area", ""),
            "point": spot.point,
            "shape": spot.shape,
            "doubt": "; ".join(filter(None, doubts)),
        }
    )


def _status_of(text: str) -> Status:
    """Only what is CAP's own word is read: a status nobody knows is none that may be published."""
    try:
        return Status(text)
    except ValueError:
        raise FeedError("status", f"it is none of {', '.join(Status)}") from None


def _withheld(scope: str) -> str:
    """Say why the sender does not want it broadcast; without a word from it that it may be, it may not."""
    if scope == "Public":
        return ""
    return f"scope {one_line(scope)[:_LONGEST_NAME]} is never broadcast" if scope else "it names no scope"


def _worst_of(values: type[_Word], infos: Sequence[Element], name: str) -> _Word:
    said = {text_of(info, name).casefold() for info in infos}
    return next((each for each in values if each.casefold() in said), values("Unknown"))
