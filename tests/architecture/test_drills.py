"""The template keeps exercises apart: what shows a drill knows no public channel, and no public sender can read one."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

import pytest

from loudhailer.aws.drills import CHANNEL
from loudhailer.aws.items import drill_delivery_key, drill_head_key, drill_key
from loudhailer.channels import CHANNELS
from tests.architecture.template import Statement, references, shipped, target, texts

TEMPLATE = shipped()
SHOWS, SERVES = "PublishDrill", "ServeDrills"
PUBLIC = [f"Publish{channel.capitalize()}" for channel in CHANNELS]
HEAD = drill_head_key("drill/westshire.control", "1")
DRILL_KEYS = [each["pk"]["S"] for each in (drill_key("DRILL-A-1"), drill_delivery_key("DRILL-A-1"), HEAD)]
ALERT_KEYS = ["ALERT#A-1", "THREAD#westshire.control#1", "INCIDENT#westshire.control#1"]


def statements(function: str) -> list[Statement]:
    return TEMPLATE.statements(TEMPLATE.role_of(function))


def reached(function: str, *verbs: str) -> Iterator[str]:
    """Yield the patterns of the items that a function may touch by any of these calls, "*" where all."""
    for statement in statements(function):
        if any(action.startswith("dynamodb:") and action.endswith(verbs) for action in statement.actions):
            if "AuditTable" in set(references(list(statement.resources))):
                continue
            condition = statement.body.get("Condition", {}).get("ForAllValues:StringLike", {})
            yield from condition.get("dynamodb:LeadingKeys", ["*"])


def touches(function: str, keys: list[str], *verbs: str) -> set[str]:
    return {key for key in keys for pattern in reached(function, *verbs) if fnmatchcase(key, pattern)}


@pytest.mark.parametrize("function", PUBLIC)
def test_no_public_sender_can_read_or_write_a_drill(function: str) -> None:
    assert touches(function, DRILL_KEYS, "Item", "Query", "Scan") == set()
    assert touches(function, ALERT_KEYS, "Item", "Query", "Scan") == set(ALERT_KEYS), "the rule above can see"


@pytest.mark.parametrize("function", PUBLIC)
def test_no_public_sender_knows_the_drill_wall(function: str) -> None:
    pointed = set(references([statement.body for statement in statements(function)]))
    pointed |= set(references(TEMPLATE.resources[function].properties))
    assert {name for name in pointed if "Drill" in name} == set()


def test_what_shows_a_drill_has_nothing_of_a_public_channel() -> None:
    pointed = set(references([statement.body for statement in statements(SHOWS)]))
    assert pointed == {"DrillQueue", "StateTable", "DrillBucket", "PublishDrillLogs"}
    assert set(TEMPLATE.environment(SHOWS)) & {"CHANNEL", "CHANNEL_ADDRESS", "SECRET_NAME", "PAGE_BUCKET"} == set()
    assert touches(SHOWS, DRILL_KEYS, "Item") == set(DRILL_KEYS)
    assert touches(SHOWS, [*ALERT_KEYS, "GATE#bluesky", "EVENT#1"], "Item", "Query", "Scan") == set()
    said = " ".join(texts([statement.body for statement in statements(SHOWS)]))
    assert not [channel for channel in CHANNELS if channel in said.casefold()]
    assert {source.queue for source in TEMPLATE.sources if source.function == SHOWS} == {"DrillQueue"}


def test_who_raises_drills_at_the_desk_cannot_write_an_alert() -> None:
    writes = ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem")
    assert touches(SERVES, [*ALERT_KEYS, "GATE#bluesky"], *writes) == set()
    assert touches(SERVES, ALERT_KEYS, "GetItem") == set()


def test_the_topic_hands_drills_to_the_drill_wall_and_alerts_to_nobody_else() -> None:
    subscriptions = {each.name: each.properties for each in TEMPLATE.of("SNS::Subscription")}
    drills = subscriptions.pop("DrillSubscription")
    assert target(drills["Endpoint"]) == "DrillQueue"
    assert drills["FilterPolicy"] == {"channels": [CHANNEL]}
    assert drills["RawMessageDelivery"] is True
    assert [name for name, each in subscriptions.items() if CHANNEL in each["FilterPolicy"]["channels"]] == []
    assert CHANNEL not in CHANNELS


def test_nothing_leads_from_the_public_to_the_drill_wall() -> None:
    pointing = {
        name
        for name, resource in TEMPLATE.resources.items()
        if "DrillBucket" in set(references(resource.properties)) and name != "DrillBucket"
    }
    assert pointing == {"PublishDrill", "PublishDrillRole"}
