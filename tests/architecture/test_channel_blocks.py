"""The template's channels: the same block each, and nothing at all of one that was not chosen."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from typing import Any

import pytest

from loudhailer.channels import CHANNELS
from loudhailer.domain.alert import Lane
from tests.architecture.template import Deployment, Resource, each, references, shipped, target, texts

TEMPLATE = shipped()
BLOCK = (
    "{}UrgentQueue",
    "{}RoutineQueue",
    "{}BlindQueue",
    "{}DeadLetterQueue",
    "{}QueuePolicy",
    "{}UrgentSubscription",
    "{}RoutineSubscription",
    "{}DeadLetterAlarm",
    "{}AgeAlarm",
    "Publish{}",
    "Publish{}Urgent",
    "Publish{}Routine",
    "Publish{}Blind",
    "Publish{}Role",
    "Publish{}Logs",
)
"""What every channel has. `Publish{}Urgent`, `Publish{}Routine` and `Publish{}Blind` are the mappings that
SAM makes of the events."""
OWN: dict[str, set[str]] = {
    "page": {"PageBucket", "PageBucketPolicy", "PageAccess", "PageDistribution"},
}
"""What a channel has besides: the service's own page is a place as well as a channel."""
OWN_STATEMENTS: dict[str, set[str]] = {"page": {"SeeMissingPages", "WritePages"}}
OWN_VARIABLES: dict[str, set[str]] = {"page": {"PAGE_BUCKET"}}
CHANNEL = pytest.mark.parametrize("channel", CHANNELS)
SUBSETS = [
    set(chosen)
    for size in sorted({0, 1, 2, len(CHANNELS) - 1, len(CHANNELS)})
    for chosen in combinations(CHANNELS, size)
]
"""None, each alone, every two together, all but each, and all: what one leaves behind shows in one of these."""
SUBSCRIPTIONS = [each for each in TEMPLATE.of("SNS::Subscription") if each.name != "DrillSubscription"]
"""Those of public channels; the drill wall's is held in test_drills.py."""
CHOSEN = pytest.mark.parametrize("chosen", SUBSETS, ids=lambda chosen: "+".join(sorted(chosen)) or "none")


def condition_of(channel: str) -> str:
    return f"Has{channel.capitalize()}"


def deployed(chosen: set[str], **more: str) -> Deployment:
    """Return the template with exactly these channels."""
    parameters = {"OwnPage": "yes" if "page" in chosen else "no"}
    for channel in CHANNELS:
        if channel != "page":
            parameters[f"{channel.capitalize()}Address"] = f"https://{channel}.example" if channel in chosen else ""
    return TEMPLATE.deployed(parameters | more)


def block_of(channel: str) -> dict[str, Resource]:
    """Return what a channel has in common with every other one, under names that leave the channel open."""
    return {place: TEMPLATE.resources[place.format(channel.capitalize())] for place in BLOCK}


def shape_of(channel: str, resource: Resource) -> Any:
    """Return a resource with the channel's name and its documented differences taken out."""
    body: dict[str, Any] = json.loads(json.dumps(resource.body))
    properties = body["Properties"]
    if resource.kind == "AWS::Lambda::Function":
        told: dict[str, Any] = properties["Environment"]["Variables"]
        # Where the page stands is asked for in another way: the service need not have a name of its own for it.
        told["CHANNEL_ADDRESS"] = "an address"
        for name in OWN_VARIABLES.get(channel, set()) | {"SECRET_NAME"}:
            told.pop(name, None)
    if resource.kind == "AWS::IAM::Role":
        document = properties["Policies"][0]["PolicyDocument"]
        left_out = OWN_STATEMENTS.get(channel, set()) | {"ReadCredential"}
        document["Statement"] = [each for each in document["Statement"] if each["Sid"] not in left_out]
    text = json.dumps(body, sort_keys=True)
    # As a word or at the border of one in a name: a channel may be called by one letter, which stands everywhere.
    text = re.sub(rf"(?<![A-Z]){channel.capitalize()}(?![a-z])", "<Channel>", text)
    return json.loads(re.sub(rf"(?<![A-Za-z]){channel}(?![a-z])", "<channel>", text))


@CHANNEL
def test_a_channel_has_a_block_of_the_same_resources(channel: str) -> None:
    owned = {each.name for each in TEMPLATE.resources.values() if each.condition == condition_of(channel)}
    assert owned == {place.format(channel.capitalize()) for place in BLOCK} | OWN.get(channel, set())


@CHANNEL
def test_a_channel_s_block_is_that_of_every_other_but_for_the_name(channel: str) -> None:
    pattern = next(name for name in CHANNELS if name != channel)
    for place, resource in block_of(channel).items():
        assert shape_of(channel, resource) == shape_of(pattern, block_of(pattern)[place]), place


@CHANNEL
def test_a_channel_s_sender_has_a_credential_exactly_where_its_platform_asks_for_one(channel: str) -> None:
    sender = f"Publish{channel.capitalize()}"
    sids = {statement.sid for statement in TEMPLATE.statements(TEMPLATE.role_of(sender))}
    asks = bool(CHANNELS[channel].secret_fields)
    assert ("SECRET_NAME" in TEMPLATE.environment(sender), "ReadCredential" in sids) == (asks, asks)
    assert sids >= OWN_STATEMENTS.get(channel, set())
    assert set(TEMPLATE.environment(sender)) >= OWN_VARIABLES.get(channel, set())


def test_every_channel_of_the_template_is_in_the_registry_and_the_other_way_round() -> None:
    told = {TEMPLATE.environment(each.name).get("CHANNEL") for each in TEMPLATE.functions} - {None}
    assert told == set(CHANNELS)


@each(SUBSCRIPTIONS)
def test_a_subscription_hands_on_the_bare_message_of_its_channel_and_lane(of: Resource) -> None:
    assert of.properties["RawMessageDelivery"] is True
    assert of.properties["Protocol"] == "sqs"
    assert TEMPLATE.resources[target(of.properties["TopicArn"])].kind == "AWS::SNS::Topic"
    assert set(of.properties["FilterPolicy"]) == {"channels", "lane"}
    # Over attributes, which is the default: the body is ids, and no business of the topic's.
    assert of.properties.get("FilterPolicyScope", "MessageAttributes") == "MessageAttributes"
    (channel,), (lane,) = of.properties["FilterPolicy"]["channels"], of.properties["FilterPolicy"]["lane"]
    assert target(of.properties["Endpoint"]) == f"{channel.capitalize()}{lane.capitalize()}Queue"


def test_the_subscriptions_cover_every_channel_and_lane_once() -> None:
    filters = [each.properties["FilterPolicy"] for each in SUBSCRIPTIONS]
    covered = Counter((channel, lane) for each in filters for channel in each["channels"] for lane in each["lane"])
    assert covered == Counter((channel, lane.value) for channel in CHANNELS for lane in Lane)


@CHANNEL
def test_a_sender_takes_from_its_own_two_lanes_and_its_blind_queue_only(channel: str) -> None:
    name = channel.capitalize()
    feeding = {each.queue for each in TEMPLATE.sources if each.function == f"Publish{name}"}
    assert feeding == {f"{name}{lane.value.capitalize()}Queue" for lane in Lane} | {f"{name}BlindQueue"}


@CHOSEN
@pytest.mark.parametrize("page_address", ["", "https://alerts.example"], ids=["no-page-name", "page-name"])
@pytest.mark.parametrize("alarm_topic", ["", "arn:aws:sns:eu-west-2:123456789012:wake"], ids=["silent", "alarmed"])
def test_nothing_of_an_unchosen_channel_is_left(chosen: set[str], page_address: str, alarm_topic: str) -> None:
    at = deployed(chosen, PageAddress=page_address, AlarmTopicArn=alarm_topic)
    for name in set(CHANNELS) - chosen:
        assert [each for each in (*at.resources, *at.outputs) if name.capitalize() in each] == []
        assert _saying(name, at.resources) == []
        assert _saying(name, at.outputs) == []
    dangling = {name for part in (at.resources, at.outputs) for name in references(part)} - set(at.resources)
    assert dangling == set()


@CHOSEN
def test_a_chosen_channel_has_its_whole_block(chosen: set[str]) -> None:
    at = deployed(chosen)
    for channel in chosen:
        expected = {place.format(channel.capitalize()) for place in BLOCK} | OWN.get(channel, set())
        assert expected <= set(at.resources)


@CHOSEN
def test_ingest_and_command_know_the_chosen_channels_in_the_registry_s_order(chosen: set[str]) -> None:
    at = deployed(chosen)
    expected = ",".join(channel for channel in CHANNELS if channel in chosen)
    assert [at.environment(name)["CHANNELS"] for name in ("IngestIncident", "ChangeGate")] == [expected, expected]


@CHOSEN
def test_ingest_links_to_the_page_where_the_page_s_own_sender_puts_it(chosen: set[str]) -> None:
    for address in ("", "https://alerts.example"):
        at = deployed(chosen, PageAddress=address)
        linked = at.environment("IngestIncident")["PAGE_ADDRESS"]
        assert linked == (at.environment("PublishPage")["CHANNEL_ADDRESS"] if "page" in chosen else "")


def test_the_check_sees_what_an_unchosen_channel_leaves_behind() -> None:
    assert _saying("bluesky", {"Topic": {"TopicName": "alerts-for-Bluesky"}}) == ["alerts-for-Bluesky"]
    assert _saying("page", {"Variables": {"BUCKET": {"Fn::GetAtt": ["PageBucket", "Arn"]}}}) == ["PageBucket"]
    assert _saying("page", {"Variables": {"PAGE_ADDRESS": ""}}) == []


def _saying(channel: str, value: Mapping[str, Any]) -> list[str]:
    """Return the texts that still say a channel's name, as a word or at the start of a logical id."""
    word = re.compile(rf"(?<![A-Za-z]){channel}(?![a-z])|(?<![A-Z]){channel.capitalize()}(?![a-z])")
    return [text for text in texts(value) if word.search(text)]
