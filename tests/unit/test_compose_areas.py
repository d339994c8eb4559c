"""COMPOSE: warnings of others, whose areas are as long as they like and whose publishers may have no name."""

from typing import Any

import pytest

from loudhailer.channels import CHANNELS
from loudhailer.compose import words_of
from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.incident import Incident, Manner
from loudhailer.domain.post import Draft, Limits, Variant
from tests.builders import NOW, an_incident, shipped_config

CONFIG = shipped_config()
REAL = {name: kind.limits for name, kind in CHANNELS.items()}
REFERENCE = "J3BWW4D7C"
URL = f"https://alerts.westshire-fire.gov.uk/alerts/{REFERENCE}.html"
ROOMY = {"page": Limits(10_000, "characters", len)}
every_msg_type = pytest.mark.parametrize("msg_type", MsgType, ids=str)


def composed(incident: Incident, msg_type: MsgType = MsgType.ALERT, **changes: Any) -> dict[str, dict[Variant, Draft]]:
    """Compose for one roomy channel, unless the test says otherwise."""
    values: dict[str, Any] = {"message_class": MessageClass.INCIDENT, "issued": NOW, "channels": ROOMY} | changes
    return words_of(CONFIG, incident, msg_type, reference=REFERENCE, url=URL, **values).drafts


LONG_AREA = "River Alder between Aldermere and Stokeby, with the riverside footpaths at Harrow Moor and the lower mills"


@pytest.mark.parametrize("event_type", ["severe_flood_warning", "flood_warning", "flood_alert", "warning"])
@every_msg_type
def test_a_long_area_loses_its_last_words_and_silences_no_channel(event_type: str, msg_type: MsgType) -> None:
    facts = {"warning": "Amber wind warning", "area": LONG_AREA}
    incident = an_incident(source="environment_agency", event_type=event_type, facts=facts)
    message_class = CONFIG.plan.class_of("environment_agency", event_type) or MessageClass.INCIDENT
    said = composed(incident, msg_type, message_class=message_class, channels=REAL)
    assert set(said) == set(REAL)
    for variants in said.values():
        variants.pop(Variant.POINTER, None)  # a few words that lead to these
    assert {*said["bluesky"]} == {*said["page"]}
    assert all(LONG_AREA in draft.text for draft in said["page"].values())
    assert all(URL in draft.text or LONG_AREA in draft.text for draft in said["bluesky"].values())
    if (event_type, msg_type) != ("warning", MsgType.CANCEL):  # whose area may fall away whole
        assert all("River Alder" in draft.text for draft in said["bluesky"].values())


def test_an_area_loses_whole_names_first_then_words_and_only_when_nothing_else_can_go() -> None:
    facts = {"warning": "Gale", "area": "Aldermere and Stokeby, with Harrow Moor"}
    incident = an_incident(event_type="warning", facts=facts)
    seen: list[str] = []
    for size in range(200, 0, -1):
        fitting = composed(incident, channels={"page": Limits(size, "characters", len)})
        said = fitting["page"][Variant.FIRST].text.partition("\n\n")[0] if fitting else "nothing"
        if not seen or seen[-1] != said:
            seen.append(said)
    assert seen == [
        "Warning: Gale. Area: Aldermere and Stokeby, with Harrow Moor.",
        "Warning: Gale. Area: Aldermere and Stokeby and other areas.",
        "Warning: Gale. Area: Aldermere…",
        "nothing",
    ]


@pytest.mark.parametrize(
    ("place", "said"),
    [("in Stokeby.", "in Stokeby."), ("in Stokeby...", "in Stokeby...."), ("in Stokeby…", "in Stokeby…")],
)
def test_a_fact_with_a_full_stop_of_its_own_makes_no_second_one(place: str, said: str) -> None:
    text = composed(an_incident(facts={"road": "A4117", "place": place}))["page"][Variant.FIRST].text
    assert text.startswith(f"The A4117 is closed {said} Please ")


@pytest.mark.parametrize(
    ("msg_type", "words"),
    [
        (MsgType.ALERT, "Warning: Freezing rain, icing. Area: Harrow Moor.\n"),
        (MsgType.UPDATE, "Update. Warning: Freezing rain, icing. Area: Harrow Moor.\n"),
        (MsgType.CANCEL, "The warning has ended: Freezing rain, icing. Area: Harrow Moor.\n"),
    ],
)
def test_a_warning_that_names_no_publisher_is_said_without_one(msg_type: MsgType, words: str) -> None:
    facts = {"warning": "Freezing rain, icing", "area": "Harrow Moor"}
    told = composed(an_incident(event_type="warning", facts=facts), msg_type)["page"]
    assert list(told.values())[-1].text.startswith(words)


@pytest.mark.parametrize(
    ("manner", "msg_type"),
    [
        (Manner.STATUS, MsgType.UPDATE),
        (Manner.CORRECTION, MsgType.UPDATE),
        (Manner.WITHDRAWN, MsgType.CANCEL),
    ],
)
def test_whatever_is_said_of_a_warning_with_a_long_area_fits_every_channel(manner: Manner, msg_type: MsgType) -> None:
    facts = {"warning": "Amber wind warning", "area": LONG_AREA}
    incident = an_incident(
        source="environment_agency", event_type="severe_flood_warning", facts=facts, manner=manner, confirmed=NOW
    )
    said = composed(incident, msg_type, message_class=MessageClass.LIFE_SAFETY, channels=REAL)
    assert set(said) == set(REAL)
    assert Variant.REPLY in said["bluesky"]
