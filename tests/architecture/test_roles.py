"""What every role of the template keeps to; whether it grants the right things is test_policies.py's question."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from tests.architecture.template import Resource, Source, Statement, each, listed, references, shipped, target, texts

TEMPLATE = shipped()
ROLES = TEMPLATE.of("IAM::Role")
OURS = [role for role in ROLES if role.name in TEMPLATE.written["Resources"]]
SENDER = {"StringEquals": {"ses:FromAddress": {"Ref": "EmailAddress"}}}
STATEMENTS = pytest.mark.parametrize(
    "statement",
    [
        pytest.param(statement, id=f"{role.name}-{statement.sid or number}")
        for role in ROLES
        for number, statement in enumerate(TEMPLATE.statements(role))
    ],
)
PUT_BACK = {
    name
    for statement in TEMPLATE.statements(TEMPLATE.role_of("ServeDeliveries"))
    if statement.sid == "PutBackAndAnnounce"
    for name in references(statement.resources)
    if name in TEMPLATE.resources
}
"""What ServeDeliveries may take from: a person puts back what left a channel's queues undone."""


@each(TEMPLATE.functions)
def test_a_function_has_a_role_of_its_own_that_only_a_function_can_take(of: Resource) -> None:
    role = TEMPLATE.role_of(of.name)
    assert role in OURS
    assert role.condition == of.condition
    assert [other.name for other in TEMPLATE.functions if TEMPLATE.role_of(other.name) == role] == [of.name]
    assert role.properties["AssumeRolePolicyDocument"] == {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }


@each(OURS)
def test_a_role_that_we_wrote_belongs_to_a_function_or_to_schedules_that_only_put_orders(of: Resource) -> None:
    if of in [TEMPLATE.role_of(function.name) for function in TEMPLATE.functions]:
        return
    (trust,) = of.properties["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "scheduler.amazonaws.com"}
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    schedules = [each.properties["Target"] for each in TEMPLATE.of("Scheduler::Schedule")]
    ours = [to for to in schedules if target(to["RoleArn"]) == of.name]
    ends = {target(place["Arn"]) for to in ours for place in (to, to["DeadLetterConfig"])}
    (statement,) = TEMPLATE.statements(of)
    assert statement.actions == ("sqs:SendMessage",)
    assert {target(resource) for resource in statement.resources} == ends


@each(ROLES)
def test_a_role_stands_on_its_own_policies_alone(of: Resource) -> None:
    assert not of.properties.get("ManagedPolicyArns")
    assert TEMPLATE.statements(of)
    attached = [*TEMPLATE.of("IAM::Policy"), *TEMPLATE.of("IAM::ManagedPolicy"), *TEMPLATE.of("IAM::RolePolicy")]
    assert not [policy.name for policy in attached if of.name in references(policy.properties)]


@STATEMENTS
def test_a_statement_allows_and_spells_out_what(statement: Statement) -> None:
    assert statement.body["Effect"] == "Allow"
    assert not {"NotAction", "NotResource", "NotPrincipal"} & set(statement.body)
    assert statement.actions
    assert statement.resources
    assert not [action for action in statement.actions if "*" in action or "?" in action]


@STATEMENTS
def test_a_statement_names_its_resources_to_the_last_letter(statement: Statement) -> None:
    """Objects and a webhook's secrets are named by the folder that they will lie in: the rest is not yet known.

    A sender of e-mail is named by the condition: whether its address or its domain is verified, only SES knows.
    """
    for resource in statement.resources:
        named = "".join(texts(resource))
        objects = all(re.match("s3:(Get|Put)Object", action) for action in statement.actions)
        foldered = (objects and "Bucket.Arn}/" in named) or named.endswith("${SecretPath}/hooks/*")
        sender = statement.actions == ("ses:SendEmail",) and statement.body["Condition"] == SENDER
        foldered = foldered or (sender and named.endswith(":identity/*"))
        assert "*" not in (named.removesuffix("/*") if foldered else named)
        assert "?" not in named
        assert set(references([resource, statement.body.get("Condition", {})])), (
            "it names none of the template's own resources or parameters"
        )


@STATEMENTS
def test_a_statement_on_the_state_table_is_limited_to_kinds_of_item(statement: Statement) -> None:
    """One table holds everything, so a statement without leading keys would be a statement about everything."""
    if {"Fn::GetAtt": ["StateTable", "Arn"]} not in statement.resources:
        return
    ((operator, keys),) = statement.body["Condition"].items()
    assert operator == "ForAllValues:StringLike"
    assert set(keys) == {"dynamodb:LeadingKeys"}
    assert [key for key in keys["dynamodb:LeadingKeys"] if not re.fullmatch(r"[A-Z]+#(\*|[a-z]+|[A-Z]+)", key)] == []


@each(OURS)
def test_a_role_s_statements_have_names_of_their_own(of: Resource) -> None:
    sids = Counter(statement.sid for statement in TEMPLATE.statements(of))
    assert [sid for sid, count in sids.items() if not sid or count > 1] == []


@each(TEMPLATE.functions)
def test_a_function_writes_into_its_own_log_and_no_other(of: Resource) -> None:
    log = TEMPLATE.resources[target(of.properties["LoggingConfig"]["LogGroup"])]
    assert log.condition == of.condition
    assert log.properties["RetentionInDays"] == {"Ref": "LogRetentionDays"}
    assert [other.name for other in TEMPLATE.functions if _log(other.properties) == log.name] == [of.name]
    granted = [
        (sorted(statement.actions), list(statement.resources))
        for statement in TEMPLATE.statements(TEMPLATE.role_of(of.name))
        if any(action.startswith("logs:") for action in statement.actions)
    ]
    assert granted == [(["logs:CreateLogStream", "logs:PutLogEvents"], [{"Fn::GetAtt": [log.name, "Arn"]}])]


def _log(properties: Mapping[str, Any]) -> str:
    return target(properties["LoggingConfig"]["LogGroup"])


@each(TEMPLATE.sources)
def test_a_mapping_s_role_may_take_from_its_queue(of: Source) -> None:
    """AWS refuses to create the mapping otherwise. The embedded engine does not check that, so no deploy here would."""
    granted = {
        action
        for statement in TEMPLATE.statements(TEMPLATE.role_of(of.function))
        if {"Fn::GetAtt": [of.queue, "Arn"]} in statement.resources
        for action in statement.actions
    }
    assert {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"} <= granted


@each(TEMPLATE.functions)
def test_a_role_takes_only_from_queues_that_feed_its_function(of: Resource) -> None:
    feeding = {source.queue for source in TEMPLATE.sources if source.function == of.name}
    takes = {
        name
        for statement in TEMPLATE.statements(TEMPLATE.role_of(of.name))
        if any(action.startswith("sqs:") and action != "sqs:SendMessage" for action in statement.actions)
        for name in references(statement.resources)
        if name in TEMPLATE.resources
    }
    assert takes == (PUT_BACK if of.name == "ServeDeliveries" else feeding)


def test_a_person_puts_back_what_left_a_channel_s_queues_and_nothing_else() -> None:
    """The topic stands beside the queues for the stack without any channel; nothing can be taken from a topic."""
    dead = {
        target(TEMPLATE.resources[source.queue].properties["RedrivePolicy"]["deadLetterTargetArn"])
        for source in TEMPLATE.sources
        if "LEASE_SECONDS" in TEMPLATE.environment(source.function)
    }
    assert dead | {"AlertTopic"} == PUT_BACK


@each(TEMPLATE.of("S3::BucketPolicy"))
def test_a_bucket_policy_lets_only_our_distribution_read(of: Resource) -> None:
    for statement in listed(of.properties["PolicyDocument"]["Statement"]):
        assert statement["Principal"] == {"Service": "cloudfront.amazonaws.com"}
        assert statement["Action"] == "s3:GetObject"
        (sourced,) = statement["Condition"]["StringEquals"].values()
        assert set(references(sourced)) & {
            distribution.name for distribution in TEMPLATE.of("CloudFront::Distribution")
        }
