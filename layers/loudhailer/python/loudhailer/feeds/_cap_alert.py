"""One CAP alert element, of version 1.1 or 1.2, into its incident."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from xml.etree.ElementTree import Element  # the type; defusedxml has read the tree

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Certainty, Incident, Phase, Severity, Status, Urgency
from loudhailer.feeds import _cap_info as words
from loudhailer.feeds._cap_references import identifiers_of
from loudhailer.feeds._plain import bounded, id_of, one_line, time_of
from loudhailer.feeds._xml import children, text_of
from loudhailer.feeds.reading import Policy
from loudhailer.privacy import address_in

_TELLING, _ANSWERING = ("Alert", "Update", "Cancel"), ("Ack", "Error")
_LONGEST_NAME = 40
_Word = TypeVar("_Word", Severity, Urgency, Certainty)


def read_alerts(alerts: Sequence[Element], policy: Policy) -> tuple[tuple[Incident, ...], tuple[FeedError, ...]]:
    """Read each alert: the incidents, and what is refused. A place is numbered where there are several."""
    incidents, refused = [], []
    for number, alert in enumerate(alerts):
        try:
            incident = _read(alert, policy)
        except FeedError as exc:
            place = f"alert.{number}" if len(alerts) > 1 else "alert"
            refused.append(FeedError(f"{place}.{exc.place}", exc.reason, id_of(text_of(alert, "identifier"))))
        else:
            incidents += [incident] if incident else []
    return tuple(incidents), tuple(refused)


def _read(alert: Element, policy: Policy) -> Incident | None:
    """Read one alert; None for an answer between systems, which tells the public nothing."""
    msg_type = text_of(alert, "msgType")
    if msg_type in _ANSWERING:
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
    info = words.chosen(infos)
    if info is None and msg_type != "Cancel":
        raise FeedError("info", "it is missing, so nothing is said")
    event = one_line(text_of(info, "event")) if info is not None else ""
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
        identifier=id_of(own),
        references=earlier,
        updated=sent,
    )
    return incident if info is None else _with_info(incident, info, event, words.ends_in(infos, info))


def _with_info(incident: Incident, info: Element, event: str, ends: tuple[bool, bool]) -> Incident:
    """Add what the chosen block of words says; `ends` is what all of them say of the end."""
    over, disagree = (True, False) if incident.phase is Phase.CLOSED else ends
    area, headline = words.area_of(info), words.headline_of(info)
    sayable = {"warning": words.warning_of(event), "area": area, "publisher": words.sender_of(info)}
    facts = {name: said for name, said in sayable.items() if said and not address_in(said)}
    # Where the warning holds is its sense, so an address there withholds all of it.
    found = words.address_in_area(info)
    if found:
        facts.pop("area", None)
    reasons = (
        incident.withheld,
        "" if words.is_english(info) else "it has no English text",
        f"its area holds {found}" if found else "",
        "it is over in one block of words and not in another" if disagree else "",
    )
    return incident.model_copy(
        update={
            "phase": Phase.CLOSED if over else Phase.OPEN,
            "severity": _one_of(Severity, text_of(info, "severity")),
            "urgency": _one_of(Urgency, text_of(info, "urgency")),
            "certainty": _one_of(Certainty, text_of(info, "certainty")),
            "facts": facts,
            "withheld": "; ".join(filter(None, reasons)),
            "expires": time_of(text_of(info, "expires")),
            "expected_end": _expected_end(info),
            "starts": time_of(text_of(info, "onset")) or time_of(text_of(info, "effective")),
            "headline": facts.get("warning", "") if not headline or address_in(headline) else headline,
            "area": facts.get("area", ""),
            "point": None if found else words.point_of(info),
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


def _one_of(values: type[_Word], text: str) -> _Word:
    return next((each for each in values if each.casefold() == text.casefold()), values("Unknown"))


def _expected_end(info: Element) -> datetime | None:
    """Return when the hazard itself ends, which CAP has no element for; `expires` is when the words go stale."""
    named = ((text_of(each, "valueName").casefold(), text_of(each, "value")) for each in children(info, "parameter"))
    return next((time_of(value) for name, value in named if name in {"ends", "eventendingtime"}), None)
