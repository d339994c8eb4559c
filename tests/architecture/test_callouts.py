"""Waking people shares nothing with posting: no queue, no kind of item, no function, no concurrency."""

import re

from local.deploy import ROOT
from tests.architecture.grants import patterns_of
from tests.architecture.template import Resource, each, references, shipped, target

TEMPLATE = shipped()
CALLING = ("CallPerson", "AcknowledgeCallout")
OTHERS = [function for function in TEMPLATE.functions if function.name not in CALLING]


def keys_of(function: str) -> set[str]:
    statements = TEMPLATE.statements(TEMPLATE.role_of(function))
    return {key for statement in statements for key in patterns_of(statement) or ()}


def test_whoever_calls_people_touches_call_outs_reads_the_watch_and_signs_the_record() -> None:
    assert keys_of("CallPerson") == {"CALLOUT#*", "WATCH#*", "WORDS#*"}
    assert keys_of("AcknowledgeCallout") == {"CALLOUT#*", "WORDS#*"}, "no number is to be read there"
    for statement in TEMPLATE.statements(TEMPLATE.role_of("CallPerson")):
        if "WATCH#*" in (patterns_of(statement) or ()):
            assert statement.actions == ("dynamodb:GetItem",)


def test_texts_to_a_list_come_from_one_function_with_an_identity_of_its_own() -> None:
    (texts,) = (each for each in TEMPLATE.statements(TEMPLATE.role_of("PublishSms")) if each.sid == "SendTexts")
    assert list(references(texts.body["Resource"])) == ["SmsAddress"]


@each(OTHERS)
def test_nobody_else_calls_people_or_touches_a_call_out(of: Resource) -> None:
    assert "CALLOUT#*" not in keys_of(of.name)
    for statement in TEMPLATE.statements(TEMPLATE.role_of(of.name)):
        rings = [action for action in statement.actions if action.startswith("sms-voice:")]
        assert rings == (["sms-voice:SendTextMessage"] if statement.sid == "SendTexts" else []), "texts go to a list"
        if "CalloutQueue" in set(references(statement.body["Resource"])):
            assert statement.actions == ("sqs:SendMessage",), "it may ask for somebody to be woken"


def test_the_queue_of_call_outs_feeds_the_one_function_and_no_topic_reaches_it() -> None:
    assert {source.function for source in TEMPLATE.sources if source.queue == "CalloutQueue"} == {"CallPerson"}
    assert {source.queue for source in TEMPLATE.sources if source.function == "CallPerson"} == {"CalloutQueue"}
    assert "CalloutQueue" not in {target(each.properties["Endpoint"]) for each in TEMPLATE.of("SNS::Subscription")}


def test_workers_are_kept_free_for_calling_people_and_an_account_too_young_may_leave_it() -> None:
    def reserved(**parameters: str) -> object:
        resource = TEMPLATE.deployed(parameters).resources["CallPerson"]["Properties"]
        return resource.get("ReservedConcurrentExecutions")

    assert (reserved(), reserved(CalloutConcurrency="3")) == (5, "3")
    assert TEMPLATE.conditions["HasCalloutConcurrency"] == {
        "Fn::Not": [{"Fn::Equals": [{"Ref": "CalloutConcurrency"}, 0]}]
    }
    assert [each.name for each in OTHERS if "ReservedConcurrentExecutions" in each.properties] == []


def test_without_an_identity_nothing_can_be_called_from() -> None:
    arn = "arn:aws:sms-voice:eu-west-2:123456789012:pool/pool-1"
    for parameters, wanted in (({}, "phone-number/none"), ({"CalloutIdentity": arn}, arn)):
        statements = TEMPLATE.deployed(parameters).statements("CallPerson")
        (call,) = [statement for statement in statements if statement.sid == "CallPeople"]
        assert [str(resource).endswith(wanted) for resource in call.resources] == [True]
    assert re.fullmatch(TEMPLATE.parameters["CalloutIdentity"]["AllowedPattern"], arn)


def test_only_a_stage_of_one_machine_stands_in_for_the_telephone() -> None:
    parameter = TEMPLATE.parameters["TelephoneEndpoint"]
    assert parameter["Default"] == ""
    pattern = parameter["AllowedPattern"]
    assert re.fullmatch(pattern, "http://127.0.0.1:8500")
    assert not [away for away in ("https://sms.example", "http://127.0.0.1.example:1") if re.fullmatch(pattern, away)]
    assert '"TelephoneEndpoint"' in (ROOT / "local/stage.py").read_text(encoding="utf-8")
