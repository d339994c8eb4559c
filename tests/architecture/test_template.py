"""What every queue, table, bucket, alarm and parameter of the template keeps to (design §8, rule 6)."""

import json
import re
from typing import Any

import pytest
import yaml

from local.deploy import ROOT
from tests.architecture.template import Resource, Source, each, listed, references, shipped, target

TEMPLATE = shipped()
QUEUES, DEAD = TEMPLATE.of("SQS::Queue"), TEMPLATE.dead_letter_queues
ALARMS, POLICIES = TEMPLATE.of("CloudWatch::Alarm"), TEMPLATE.of("SQS::QueuePolicy")
TABLES, BUCKETS = TEMPLATE.of("DynamoDB::Table"), TEMPLATE.of("S3::Bucket")
ORDERED = [
    TEMPLATE.resources[target(schedule.properties["Target"]["Arn"])]
    for schedule in TEMPLATE.of("Scheduler::Schedule")
    if schedule.name in TEMPLATE.written["Resources"]
]
"""The queues that the clock puts orders on: each order is worth something only until the next."""
OURS_ALONE = [
    queue
    for queue in TEMPLATE.consumed
    if queue.name
    not in {
        name
        for kind in ("Events::Rule", "SNS::Subscription")
        for of in TEMPLATE.of(kind)
        for name in references(of.properties)
    }
    and queue not in ORDERED
]
"""The queues that only our own functions put anything on, each by its role: they open to nobody by themselves."""
BLIND = [queue for queue in OURS_ALONE if queue.name.endswith("BlindQueue")]
"""Those of them whose bodies are words for the public."""
SENDERS = [each for each in TEMPLATE.functions if "LEASE_SECONDS" in TEMPLATE.environment(each.name)]


def test_the_rules_below_have_something_to_rule_over() -> None:
    assert all((TEMPLATE.consumed, DEAD, ALARMS, POLICIES, TABLES, BUCKETS, ORDERED, SENDERS, BLIND, TEMPLATE.sources))


@each(QUEUES)
def test_a_queue_is_taken_from_or_is_a_dead_letter_queue(of: Resource) -> None:
    assert of in TEMPLATE.consumed or of in DEAD


@each(TEMPLATE.consumed)
def test_a_queue_gives_up_only_after_fifty_tries_and_keeps_what_it_gives_up_for_longer(of: Resource) -> None:
    redrive = of.properties["RedrivePolicy"]
    assert redrive["maxReceiveCount"] >= 50 or of in ORDERED
    dead = TEMPLATE.resources[target(redrive["deadLetterTargetArn"])]
    assert dead in QUEUES
    assert dead.condition == of.condition
    assert dead.properties["MessageRetentionPeriod"] > of.properties["MessageRetentionPeriod"]


@each(ORDERED)
def test_an_order_of_the_clock_is_forgotten_soon_and_given_up_before_that(of: Resource) -> None:
    kept, hidden = of.properties["MessageRetentionPeriod"], of.properties["VisibilityTimeout"]
    assert kept <= 600
    assert of.properties["RedrivePolicy"]["maxReceiveCount"] * hidden < kept


@each(DEAD)
def test_a_dead_letter_queue_is_the_end_and_nobody_takes_from_it(of: Resource) -> None:
    assert "RedrivePolicy" not in of.properties
    assert of.name not in {source.queue for source in TEMPLATE.sources}


@each(DEAD)
def test_the_first_message_in_a_dead_letter_queue_raises_an_alarm(of: Resource) -> None:
    watching = [alarm for alarm in ALARMS if of.name in references(alarm.properties["Dimensions"])]
    visible = [alarm for alarm in watching if alarm.properties["MetricName"] == "ApproximateNumberOfMessagesVisible"]
    assert len(visible) == 1
    alarm = visible[0].properties
    assert alarm["Namespace"] == "AWS/SQS"
    assert alarm["Dimensions"] == [{"Name": "QueueName", "Value": {"Fn::GetAtt": [of.name, "QueueName"]}}]
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("GreaterThanOrEqualToThreshold", 1)
    assert (alarm["Statistic"], alarm["EvaluationPeriods"]) == ("Maximum", 1)


@each(TEMPLATE.sources)
def test_a_message_stays_hidden_for_six_times_its_function_s_timeout(of: Source) -> None:
    visibility = TEMPLATE.resources[of.queue].properties["VisibilityTimeout"]
    assert visibility >= 6 * TEMPLATE.resources[of.function].properties["Timeout"]


@each(SENDERS)
def test_call_function_lease_and_visibility_end_in_this_order(of: Resource) -> None:
    told = TEMPLATE.environment(of.name)
    deadline, lease = float(told["HTTP_DEADLINE_SECONDS"]), float(told["LEASE_SECONDS"])
    queues = [source.queue for source in TEMPLATE.sources if source.function == of.name]
    assert queues
    for queue in queues:
        assert deadline < of.properties["Timeout"] < lease < TEMPLATE.resources[queue].properties["VisibilityTimeout"]


@each(TEMPLATE.sources)
def test_a_mapping_hears_which_messages_failed(of: Source) -> None:
    assert of.properties["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


@each(TEMPLATE.sources)
def test_a_mapping_exists_exactly_where_its_queue_and_its_function_do(of: Source) -> None:
    conditions = {TEMPLATE.resources[name].condition for name in (of.name, of.queue, of.function)}
    assert len(conditions) == 1


@each(QUEUES)
def test_a_queue_is_encrypted(of: Resource) -> None:
    assert of.properties["SqsManagedSseEnabled"] is True


@each(TEMPLATE.consumed)
def test_a_queue_lets_exactly_one_of_our_own_senders_in(of: Resource) -> None:
    policies = [policy for policy in POLICIES if of.name in map(target, policy.properties["Queues"])]
    if of in [*ORDERED, *OURS_ALONE]:
        # Who sends comes with a role of its own, so the queue opens to nobody by itself.
        assert policies == []
        return
    assert len(policies) == 1
    statements = policies[0].properties["PolicyDocument"]["Statement"]
    assert len([one for one in statements if of.name in references(one["Resource"])]) == 1


@each(BLIND)
def test_a_queue_with_words_on_it_is_put_on_by_its_own_sender_and_by_who_raises(of: Resource) -> None:
    putting = {
        function.name
        for function in TEMPLATE.functions
        for statement in TEMPLATE.statements(TEMPLATE.role_of(function.name))
        if "sqs:SendMessage" in statement.actions
        and any(of.name in references(resource) for resource in statement.resources)
    }
    assert putting == {f"Publish{of.name.removesuffix('BlindQueue')}", "ServeAlerts"}


def test_only_refused_originals_are_forgotten() -> None:
    (rule,) = TEMPLATE.resources["DocumentsBucket"].properties["LifecycleConfiguration"]["Rules"]
    assert rule["Prefix"] == "refused/"


@each(POLICIES)
def test_a_queue_policy_names_our_topic_or_our_rule_and_nothing_else(of: Resource) -> None:
    queues = sorted(map(target, of.properties["Queues"]))
    rule = next(iter(TEMPLATE.of("Events::Rule"))).name
    topic = next(iter(TEMPLATE.of("SNS::Topic"))).name
    ours = (
        ("sns.amazonaws.com", {"ArnEquals": {"aws:SourceArn": {"Ref": topic}}}),
        ("events.amazonaws.com", {"ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": [rule, "Arn"]}}}),
    )
    for statement in of.properties["PolicyDocument"]["Statement"]:
        assert statement["Effect"] == "Allow"
        assert listed(statement["Action"]) == ["sqs:SendMessage"]
        assert sorted(map(target, listed(statement["Resource"]))) == queues
        assert set(statement["Principal"]) == {"Service"}
        assert (statement["Principal"]["Service"], statement["Condition"]) in ours


@each([each for each in TEMPLATE.of("Scheduler::Schedule") if each.name in TEMPLATE.written["Resources"]])
def test_a_schedule_orders_a_poll_of_one_configured_feed_and_nothing_else(of: Resource) -> None:
    to = of.properties["Target"]
    assert TEMPLATE.resources[target(to["Arn"])] in TEMPLATE.consumed
    assert TEMPLATE.resources[target(to["DeadLetterConfig"]["Arn"])] in DEAD
    assert to["RetryPolicy"] == {"MaximumRetryAttempts": 0}, "the next minute orders again"
    order = json.loads(to["Input"])
    assert set(order) == {"feed"}
    assert order["feed"] in _polled()
    assert of.name == f"{order['feed'].title().replace('_', '')}Schedule"


def test_every_polled_source_has_its_address_and_its_schedule() -> None:
    for feed in _polled():
        title = feed.title().replace("_", "")
        assert TEMPLATE.parameters[f"{title}Address"]["Default"] == ""
        assert TEMPLATE.resources[f"{title}Schedule"].condition == f"Has{title}"
        assert f"{feed}=${{{title}Address}}" in str(TEMPLATE.environment("PollFeed")["FEED_ADDRESSES"])


def test_feeds_are_read_on_the_public_internet_unless_a_stage_says_otherwise() -> None:
    assert TEMPLATE.parameters["FeedNetwork"]["Default"] == "public"


def test_without_a_pushed_source_nothing_of_that_door_exists_and_sns_itself_stands_behind_it() -> None:
    door = {
        "ReceivePush",
        "ReceivePushRole",
        "ReceivePushLogs",
        "ReceivePushIntegration",
        "ReceivePushPermission",
        "PushRoute",
        "PushRefusedAlarm",
    }
    without, with_ = TEMPLATE.deployed({}), TEMPLATE.deployed({"PushSources": "street_manager"})
    assert set(with_.resources) - set(without.resources) == door
    assert set(with_.outputs) - set(without.outputs) == {"PushAddress"}
    told = with_.environment("ReceivePush")
    assert (told["PUSH_SOURCES"], told["FEED_NETWORK"], told["PUSH_ENDPOINT"]) == ("street_manager", "public", "")
    pattern = str(TEMPLATE.parameters["PushEndpoint"]["AllowedPattern"])
    assert not re.fullmatch(pattern, "https://sns.eu-west-2.amazonaws.com.evil.example")
    assert len(TEMPLATE.resources) < 500, "CloudFormation takes no more"


def _sources() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "config/sources.yaml").read_text(encoding="utf-8"))["sources"]
    return found


def _polled() -> set[str]:
    return {name for name, source in _sources().items() if "poll" in source}


@each(TEMPLATE.of("Events::Rule"))
def test_the_bus_rule_asks_for_the_source_only_and_loses_nothing(of: Resource) -> None:
    assert of.properties["EventPattern"] == {"source": {"Ref": "IncidentSources"}}
    assert of.properties.get("State", "ENABLED") == "ENABLED"
    (to,) = of.properties["Targets"]
    assert TEMPLATE.resources[target(to["Arn"])] in TEMPLATE.consumed
    assert TEMPLATE.resources[target(to["DeadLetterConfig"]["Arn"])] in DEAD
    policies = {target(queue) for policy in POLICIES for queue in policy.properties["Queues"]}
    assert {target(to["Arn"]), target(to["DeadLetterConfig"]["Arn"])} <= policies


def test_the_sources_on_the_bus_are_those_of_sources_yaml() -> None:
    pushed = {name for name, source in _sources().items() if "push" in source}
    spoken = set(_sources()) - _polled() - pushed
    assert sorted(TEMPLATE.parameters["IncidentSources"]["Default"].split(",")) == sorted(spoken)


@each(BUCKETS)
def test_a_bucket_is_encrypted_and_closed_to_the_public(of: Resource) -> None:
    assert of.properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert of.properties["PublicAccessBlockConfiguration"] == {
        "BlockPublicAcls": True,
        "BlockPublicPolicy": True,
        "IgnorePublicAcls": True,
        "RestrictPublicBuckets": True,
    }


def test_the_queues_of_the_record_of_call_outs_and_past_the_table_are_those_that_only_we_fill() -> None:
    assert {queue.name for queue in OURS_ALONE if queue not in BLIND} == {"RecordQueue", "CalloutQueue"}


def test_the_anchors_are_locked_and_nobody_of_ours_may_delete_or_unlock_them() -> None:
    bucket = TEMPLATE.resources["AuditAnchorsBucket"].properties
    assert bucket["ObjectLockEnabled"] is True
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    retention = bucket["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    assert retention == {"Mode": {"Ref": "AuditAnchorsLock"}, "Days": {"Ref": "AuditAnchorsDays"}}
    assert "LifecycleConfiguration" not in bucket
    actions = {
        action
        for function in TEMPLATE.functions
        for statement in TEMPLATE.statements(TEMPLATE.role_of(function.name))
        for action in statement.actions
    }
    assert not {
        each
        for each in actions
        if "Delete" in each and each != "sqs:DeleteMessage" and not each.startswith("dynamodb:")
    }
    assert not {each for each in actions if "Retention" in each or "Bypass" in each or "Lifecycle" in each}


def test_nobody_of_ours_may_change_or_delete_a_line_of_the_audit() -> None:
    """A put can write over one, and IAM cannot forbid that: so it is detected."""
    for function in TEMPLATE.functions:
        for statement in TEMPLATE.statements(TEMPLATE.role_of(function.name)):
            if {"Fn::GetAtt": ["AuditTable", "Arn"]} in statement.resources:
                assert set(statement.actions) <= {"dynamodb:PutItem", "dynamodb:Query"}


@each(TABLES)
def test_a_table_is_on_demand_and_survives_a_mistake(of: Resource) -> None:
    assert of.properties["BillingMode"] == "PAY_PER_REQUEST"
    assert of.properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert of.properties["DeletionProtectionEnabled"] is True


@each([*TABLES, *BUCKETS])
def test_what_holds_data_outlives_the_stack(of: Resource) -> None:
    assert (of.body["DeletionPolicy"], of.body["UpdateReplacePolicy"]) == ("Retain", "Retain")


@each(ALARMS)
def test_an_alarm_says_where_to_read_on_and_wakes_whom_the_service_chose(of: Resource) -> None:
    assert "docs/runbook.md" in of.properties["AlarmDescription"]
    assert of.name in (ROOT / "docs/runbook.md").read_text(encoding="utf-8")
    assert of.properties["AlarmActions"] == {"Fn::If": ["HasAlarmTopic", [{"Ref": "AlarmTopicArn"}], []]}
    # Silence is good news, but where it is the very thing that the alarm waits for.
    waits_for_silence = of.properties["ComparisonOperator"] == "LessThanThreshold"
    assert of.properties["TreatMissingData"] == ("breaching" if waits_for_silence else "notBreaching")


@each(ALARMS)
def test_an_alarm_watches_what_exists(of: Resource) -> None:
    dimensions = {each["Name"]: each["Value"] for each in of.properties["Dimensions"]}
    if of.properties["Namespace"].startswith("AWS/"):
        assert of.condition == TEMPLATE.resources[target(*dimensions.values())].condition
        return
    counting = [
        TEMPLATE.environment(function.name)
        for function in TEMPLATE.functions
        if f'name="{of.properties["MetricName"]}"' in _handler(function.name)
    ]
    assert counting, "nobody counts this metric"
    for told in counting:
        # Powertools count by this one dimension; an alarm over another one would never see anything.
        assert dimensions == {"service": told["POWERTOOLS_SERVICE_NAME"]}
        assert of.properties["Namespace"] == told["POWERTOOLS_METRICS_NAMESPACE"]


def _handler(function: str) -> str:
    return (ROOT / TEMPLATE.folder(function) / "app.py").read_text(encoding="utf-8")


PARAMETERS = pytest.mark.parametrize("parameter", TEMPLATE.parameters)


@PARAMETERS
def test_a_parameter_is_described_and_used(parameter: str) -> None:
    assert TEMPLATE.parameters[parameter]["Description"].strip()
    parts = ("Conditions", "Globals", "Resources", "Outputs")
    assert parameter in {name for part in parts for name in references(TEMPLATE.written[part])}


@PARAMETERS
def test_a_parameter_is_no_secret(parameter: str) -> None:
    """Credentials stand in SSM, where nobody reads them off the stack; `SecretPath` says only where."""
    assert "NoEcho" not in TEMPLATE.parameters[parameter]
    assert not re.search(r"(secret|password|passphrase|token|credential|key)s?$", parameter, re.IGNORECASE)


@pytest.mark.parametrize("condition", TEMPLATE.conditions)
def test_a_condition_is_used(condition: str) -> None:
    resources, outputs = TEMPLATE.written["Resources"], TEMPLATE.written["Outputs"]
    directly = {body.get("Condition") for body in (*resources.values(), *outputs.values())}
    assert condition in directly or f"'Fn::If': ['{condition}'" in str(TEMPLATE.written)


def test_a_stack_comes_with_no_user_no_credential_and_no_open_door() -> None:
    refused = (
        "IAM::User",
        "IAM::Group",
        "IAM::AccessKey",
        "Cognito::UserPoolUser",
        "Cognito::IdentityPool",
        "SecretsManager::",
        "SSM::",
        "Lambda::Url",
    )
    kinds = {name: of.kind.removeprefix("AWS::") for name, of in TEMPLATE.resources.items()}
    assert [name for name, kind in kinds.items() if kind.startswith(refused)] == []
    assert [of.name for of in TEMPLATE.of("Lambda::Permission") if of.properties["Principal"] == "*"] == []
    assert "resolve:" not in str(TEMPLATE.written)
