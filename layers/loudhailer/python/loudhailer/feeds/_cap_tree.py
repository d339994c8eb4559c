"""CAP that was written down otherwise, such as in JSON, as the elements that the reader of CAP knows."""

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element  # only built here; nothing is parsed

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident
from loudhailer.feeds._cap_alert import read_alerts
from loudhailer.feeds.reading import Policy


def element_of(name: str, fields: Mapping[str, Any]) -> Element:
    """Return an element with a child for each field that is text, an object, or a list of them. All else is left out.

    The depth is bounded already: whoever opened the document did so.
    """
    element = Element(name)
    for child, value in fields.items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str):
                told = Element(child)
                told.text = each
                element.append(told)
            elif isinstance(each, dict):
                element.append(element_of(child, each))
    return element


def read_alert(fields: Mapping[str, Any], policy: Policy) -> Incident | None:
    """Read one alert; None for an answer between systems. Raise `FeedError` with the place and the reason."""
    incidents, refused = read_alerts(element_of("alert", fields), policy)
    if refused:
        raise FeedError(refused[0].place.removeprefix("alert."), refused[0].reason, refused[0].about)
    return incidents[0] if incidents else None
