"""The template's channels: the same block each, and nothing at all of one that was not chosen."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from local.deploy import ROOT
from loudhailer.channels import CHANNELS
from loudhailer.channels.kind import Audience
from loudhailer.domain.alert import Lane
from loudhailer.domain.crisis import MessageClass
from tests.architecture.template import Deployment, Resource, each, listed, references, shipped, target, texts

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
OWN_STATEMENTS: dict[str, set[str]] = {
    "page": {"SeeMissingPages", "WritePages"},
    "sms": {"SendTexts"},
    "email": {"SendMails"},
}
OWN_VARIABLES: dict[str, set[str]] = {
    "page": {"PAGE_BUCKET"},
    "sms": {"TELEPHONE_ENDPOINT"},
    "email": {"MAIL_ENDPOINT"},
}
LISTED = {name for name, kind in CHANNELS.items() if kind.audience is Audience.LISTED}
BLIND = {"{}BlindQueue", "Publish{}Blind"}
"""The path without claims: who is on a list is reached with our own records only, or nobody could say who was."""
BLIND_STATEMENTS, BLIND_VARIABLES = {"PutIntentsAndAccounts", "LookBeforeBlind"}, {"BLIND_QUEUE", "RECORD_QUEUE"}
NOT_PROMOTIONAL = [{"anything-but": [MessageClass.PROMOTIONAL.value]}]
"""What the topic asks of a message before it hands it to the people of a list: no code of ours is asked."""
CHANNEL = pytest.mark.parametrize("channel", CHANNELS)
SUBSETS = [set(), set(CHANNELS), *({name} for name in CHANNELS), *(set(CHANNELS) - {name} for name in CHANNELS)]
"""None, all, each alone and each left out: every pair of channels is seen with one of them and without the other."""
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


def places_of(channel: str) -> list[str]:
    """Return the names of a channel's resources, with the channel left open."""
    return [place for place in BLOCK if channel not in LISTED or place not in BLIND]


def block_of(channel: str) -> dict[str, Resource]:
    """Return what a channel has in common with every other one, under names that leave the channel open."""
    return {place: TEMPLATE.resources[place.format(channel.capitalize())] for place in places_of(channel)}


def shape_of(channel: str, resource: Resource, *, blind: bool) -> Any:
    """Return a resource with the channel's name and its documented differences taken out; all of `blind` or none."""
    body: dict[str, Any] = json.loads(json.dumps(resource.body))
    properties = body["Properties"]
    if resource.kind == "AWS::Lambda::Function":
        told: dict[str, Any] = properties["Environment"]["Variables"]
        # Where the page stands is asked for in another way: the service need not have a name of its own for it.
        told["CHANNEL_ADDRESS"] = "an address"
        for name in OWN_VARIABLES.get(channel, set()) | {"SECRET_NAME"} | (set() if blind else BLIND_VARIABLES):
            told.pop(name, None)
    if resource.kind == "AWS::IAM::Role":
        document = properties["Policies"][0]["PolicyDocument"]
        left_out = (
            OWN_STATEMENTS.get(channel, set())
            | {"ReadCredential", "PutWhatFollows"}
            | (set() if blind else BLIND_STATEMENTS)
        )
        document["Statement"] = [each for each in document["Statement"] if each["Sid"] not in left_out]
        for each in document["Statement"]:
            queue = f"{channel.capitalize()}BlindQueue"
            each["Resource"] = [one for one in listed(each["Resource"]) if blind or queue not in references(one)]
    if resource.kind == "AWS::SNS::Subscription" and channel in LISTED:
        assert properties["FilterPolicy"].pop("message_class") == NOT_PROMOTIONAL
    text = json.dumps(body, sort_keys=True)
    # As a word or at the border of one in a name: a channel may be called by one letter, which stands everywhere.
    text = re.sub(rf"(?<![A-Z]){channel.capitalize()}(?![a-z])", "<Channel>", text)
    return json.loads(re.sub(rf"(?<![A-Za-z]){channel}(?![a-z])", "<channel>", text))


@CHANNEL
def test_a_channel_has_a_block_of_the_same_resources(channel: str) -> None:
    owned = {each.name for each in TEMPLATE.resources.values() if each.condition == condition_of(channel)}
    assert owned == {place.format(channel.capitalize()) for place in places_of(channel)} | OWN.get(channel, set())


@CHANNEL
def test_a_channel_s_block_is_that_of_every_other_but_for_the_name(channel: str) -> None:
    pattern = next(name for name in CHANNELS if name not in {channel} | LISTED)
    blind = channel not in LISTED
    for place, resource in block_of(channel).items():
        theirs = shape_of(pattern, block_of(pattern)[place], blind=blind)
        assert shape_of(channel, resource, blind=blind) == theirs, place


@pytest.mark.parametrize("channel", sorted(LISTED))
def test_nobody_on_a_list_is_reached_past_our_own_records(channel: str) -> None:
    sender = f"Publish{channel.capitalize()}"
    told = TEMPLATE.environment(sender)
    assert [told[name] for name in sorted(BLIND_VARIABLES)] == ["", ""]
    assert not BLIND_STATEMENTS & {statement.sid for statement in TEMPLATE.statements(TEMPLATE.role_of(sender))}
    assert f"{channel}=" not in json.dumps(TEMPLATE.environment("ServeAlerts")["BLIND_QUEUES"])


@CHANNEL
def test_a_channel_s_sender_has_a_credential_exactly_where_its_platform_asks_for_one(channel: str) -> None:
    sender = f"Publish{channel.capitalize()}"
    sids = {statement.sid for statement in TEMPLATE.statements(TEMPLATE.role_of(sender))}
    asks = bool(CHANNELS[channel].secret_fields)
    assert ("SECRET_NAME" in TEMPLATE.environment(sender), "ReadCredential" in sids) == (asks, asks)
    kind = CHANNELS[channel]
    follows = kind.retracts or kind.audience is Audience.LISTED or (kind.threads and bool(kind.limits.address))
    follows = follows or kind.limits.follows > 0
    assert ("PutWhatFollows" in sids) is follows, "a pointer, a further post, earlier posts that go, a list's people"
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
    assert set(of.properties["FilterPolicy"]) - {"message_class"} == {"channels", "lane"}
    # Over attributes, which is the default: the body is ids, and no business of the topic's.
    assert of.properties.get("FilterPolicyScope", "MessageAttributes") == "MessageAttributes"
    (channel,), (lane,) = of.properties["FilterPolicy"]["channels"], of.properties["FilterPolicy"]["lane"]
    assert target(of.properties["Endpoint"]) == f"{channel.capitalize()}{lane.capitalize()}Queue"


@pytest.mark.parametrize("channel", sorted(LISTED))
def test_the_topic_itself_hands_nothing_promotional_to_a_list(channel: str) -> None:
    filters = [each.properties["FilterPolicy"] for each in SUBSCRIPTIONS]
    own = [each for each in filters if each["channels"] == [channel]]
    assert [each.get("message_class") for each in own] == [NOT_PROMOTIONAL] * len(Lane)
    refused = [each for each in MessageClass if not _hands_on(own[0], each)]
    assert refused == [MessageClass.PROMOTIONAL]
    words = yaml.safe_load((ROOT / "config/channels.yaml").read_text(encoding="utf-8"))["channels"]
    assert words[channel]["refuses"] == refused, "and no delivery is made either, so that nobody waits for it"


def _hands_on(policy: Mapping[str, Any], of: MessageClass) -> bool:
    (rule,) = policy["message_class"]
    return of.value not in rule["anything-but"]


def test_the_subscriptions_cover_every_channel_and_lane_once() -> None:
    filters = [each.properties["FilterPolicy"] for each in SUBSCRIPTIONS]
    covered = Counter((channel, lane) for each in filters for channel in each["channels"] for lane in each["lane"])
    assert covered == Counter((channel, lane.value) for channel in CHANNELS for lane in Lane)


@CHANNEL
def test_a_sender_takes_from_its_own_two_lanes_and_its_blind_queue_only(channel: str) -> None:
    name = channel.capitalize()
    feeding = {each.queue for each in TEMPLATE.sources if each.function == f"Publish{name}"}
    blind = set() if channel in LISTED else {f"{name}BlindQueue"}
    assert feeding == {f"{name}{lane.value.capitalize()}Queue" for lane in Lane} | blind


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
        expected = {place.format(channel.capitalize()) for place in places_of(channel)} | OWN.get(channel, set())
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
    """Return the texts that still say a channel's name, as a word or at the start of a logical id.

    A service of AWS's own is called sms-voice: it calls people out, too.
    """
    word = re.compile(rf"(?<![A-Za-z]){channel}(?![a-z]|-voice)|(?<![A-Z]){channel.capitalize()}(?![a-z])")
    return [text for text in texts(value) if word.search(text)]
