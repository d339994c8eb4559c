"""Each statement of each role is needed: taken out, a named scenario breaks.

Some statements the engine does not ask for, because it does on its own behalf what AWS does under the role, or answers
404 where S3 answers 403 to a role that may not list; for those a test over the template stands in.
"""

import itertools

import pytest

from local.deploy import ROOT, read_template
from local.stage import FEW, Stage
from tests.engine import blind_scenarios as blind
from tests.engine.delivery_scenarios import deliveries_are_settled_and_put_back
from tests.engine.desk_scenarios import (
    a_lent_role_declares,
    a_lent_role_reads_the_record,
    a_refusal_is_written_down,
    a_signed_event_comes_in,
    an_officer_lists_and_has_it,
    an_officer_looks,
    an_officer_raises_and_updates,
    an_order_is_carried_out,
    nobody_is_on_call_and_that_is_written_down,
    somebody_is_called_and_called_again,
    the_watch_is_kept,
)
from tests.engine.drills import DRILL_SCENARIOS, an_officer_practises
from tests.engine.grants import without
from tests.engine.level_scenarios import (
    a_level_falls_at_its_end,
    a_lockdown_shuts_the_webhook,
    an_officer_declares,
    held_posts_are_decided_about,
)
from tests.engine.machine_scenarios import (
    a_bad_event_is_refused,
    a_feed_is_told_and_what_is_refused_is_kept,
    a_planned_post_goes_out_at_its_time,
    an_open_incident_gets_its_status,
    reaches,
    retries_soon,
)
from tests.engine.push_scenarios import a_signed_message_comes_in, a_subscription_is_confirmed
from tests.engine.record_scenarios import (
    Scenario,
    a_credential_is_renewed,
    a_spooled_act_comes_into_its_chain,
    comes_true,
    gold_holds_and_lets_go,
    the_audit_is_anchored,
)
from tests.engine.second_scenarios import (
    SECOND,
    the_lead_is_handed_over_and_a_class_lifted,
    words_are_approved_and_glass_is_broken,
)
from tests.engine.source_scenarios import a_source_goes_into_shadow_and_back

pytestmark = [pytest.mark.engine, pytest.mark.long]

_numbers = itertools.count(1)

TEMPLATE_TESTS = {
    "TakeEvents": "test_a_mapping_s_role_may_take_from_its_queue",
    "TakeDeliveries": "test_a_mapping_s_role_may_take_from_its_queue",
    "TakeCalloutOrders": "test_a_mapping_s_role_may_take_from_its_queue",
    "CallPeople": "test_nothing_is_granted_that_no_call_needs",
    "TakeDrills": "test_a_mapping_s_role_may_take_from_its_queue",
    "TakeRecords": "test_a_mapping_s_role_may_take_from_its_queue",
    "TakeOrders": "test_a_mapping_s_role_may_take_from_its_queue",
    "OrderPolls": "test_a_role_that_we_wrote_belongs_to_a_function_or_to_schedules_that_only_put_orders",
    "WriteLogs": "test_a_function_writes_into_its_own_log_and_no_other",
    "SeeMissingCopies": "test_nothing_is_granted_that_no_call_needs",
    "WakeSomebody": "test_nothing_is_granted_that_no_call_needs",
    "SeeMissingPages": "test_nothing_is_granted_that_no_call_needs",
    # The sweeper would make good within two minutes what a sender could not put there.
    "PutWhatFollows": "test_nothing_is_granted_that_no_call_needs",
}
"""Statements that the engine never asks for, or whose loss shows late, and the test in tests/architecture for each.

The telephone is the sandbox's, not the engine's.
"""


def unspooled(role: str, scenario: Scenario) -> Scenario:
    """Return the scenario where nothing may be spooled: what cannot be written at once is not written."""

    def at_once(stage: Stage) -> bool:
        with without(stage, role, "SpoolRecord"):
            return scenario(stage)

    return at_once


def spooled(role: str, scenario: Scenario) -> Scenario:
    """Return the scenario where no line may be added: it holds only because the act waits on the queue."""

    def in_time(stage: Stage) -> bool:
        with without(stage, role, "AddAuditLines"):
            return scenario(stage)

    return in_time


RECORDED: dict[str, Scenario] = {
    "ServeAlertsRole": an_officer_raises_and_updates,
    "ServeLedgerRole": a_refusal_is_written_down,
    "ServeDrillsRole": an_officer_practises,
    "ServeSourcesRole": a_source_goes_into_shadow_and_back,
    "ServeCrisisRole": an_officer_declares,
    "ServeHeldRole": held_posts_are_decided_about,
    "ServeDeliveriesRole": deliveries_are_settled_and_put_back,
    "KeepWatchRole": a_level_falls_at_its_end,
    "ServeApprovalsRole": words_are_approved_and_glass_is_broken,
    "ServeLeadRole": the_lead_is_handed_over_and_a_class_lifted,
    "ServeAuditRole": gold_holds_and_lets_go,
    "ServeWatchRole": the_watch_is_kept,
    "CallPersonRole": nobody_is_on_call_and_that_is_written_down,
    "AcknowledgeCalloutRole": an_officer_lists_and_has_it,
    "ChangeGateRole": an_order_is_carried_out,
}
"""Who writes acts, and a scenario in which they do."""
SCENARIOS: dict[tuple[str, str], Scenario] = {
    **{
        (role, sid): unspooled(role, scenario)
        for role, scenario in RECORDED.items()
        for sid in ("ReadAuditChain", "AddAuditLines", "KeepWords")
        if (role, sid) != ("ServeAlertsRole", "KeepWords")  # it keeps them by the statement that commits alerts
    },
    **{(role, "SpoolRecord"): spooled(role, scenario) for role, scenario in RECORDED.items()},
    ("ServeAuditRole", "ReadWatch"): a_lent_role_reads_the_record,
    **{
        ("ServeAuditRole", sid): gold_holds_and_lets_go
        for sid in (
            "ReadAlerts",
            "ReadDeliveries",
            "ReadRecentChains",
            "ReadWords",
            "HoldWords",
            "ListAnchors",
            "ReadAnchors",
            "HoldReports",
        )
    },
    **{("WriteRecordRole", sid): a_spooled_act_comes_into_its_chain for sid in ("ReadAuditChain", "AddAuditLines")},
    **{
        ("AnchorAuditRole", sid): the_audit_is_anchored
        for sid in ("FindTouchedChains", "ReadHeads", "ListAnchors", "ReadAnchors", "WriteAnchors")
    },
    **{("RefreshTokensRole", sid): a_credential_is_renewed for sid in ("ReplaceCredential", "LeaseRenewals")},
    ("IngestIncidentRole", "ReadWhatIsKnown"): reaches("bluesky"),
    ("IngestIncidentRole", "ReadGates"): reaches("bluesky"),
    ("IngestIncidentRole", "CommitAlerts"): reaches("bluesky"),
    ("IngestIncidentRole", "Announce"): reaches("bluesky"),
    ("IngestIncidentRole", "KeepRefusedOriginals"): a_bad_event_is_refused,
    **{
        (f"Publish{channel.capitalize()}Role", sid): reaches(channel)
        for channel in FEW
        for sid in ("ReadDossiers", "ClaimAndRecord", "TakePermits", "ReadCredential", "WritePages")
    },
    **{
        # Only a stand-in can put a post off.
        (f"Publish{channel.capitalize()}Role", "DeferDeliveries"): (
            reaches(channel) if channel == "page" else retries_soon(channel)
        )
        for channel in FEW
    },
    **{
        ("SweepDueRole", sid): a_planned_post_goes_out_at_its_time
        for sid in (
            "FindWhatIsDue",
            "ReadWhatIsKnown",
            "ReadGatesAndWhatWaits",
            "MoveDueTimesAndCommitDigests",
            "AnnounceAgain",
        )
    },
    **{
        ("PostStatusRole", sid): an_open_incident_gets_its_status
        for sid in ("FindWhoIsOwed", "ReadDeliveries", "ReadWhatIsKnown", "ReadGates", "CommitAlerts", "Announce")
    },
    **{
        ("ServeAlertsRole", sid): an_officer_raises_and_updates
        for sid in (
            "ReadWhatIsKnown",
            "ReadDeliveries",
            "ReadGates",
            "CommitAlertsAndWords",
            "Announce",
        )
    },
    **DRILL_SCENARIOS,
    **SECOND,
    ("ServeHeldRole", "CallOut"): held_posts_are_decided_about,
    **{("ServeLedgerRole", sid): an_officer_looks for sid in ("ReadWhatIsKnown", "ReadDeliveries", "ReadTimeline")},
    **{
        ("ServeCrisisRole", sid): an_officer_declares
        for sid in (
            "FindWhatIsKept",
            "ReadGatesAndAlerts",
            "ReadDeliveriesAndTicks",
            "KeepTicks",
            "ChangeGates",
        )
    },
    ("ServeCrisisRole", "ReadWatchAndAlerts"): a_lent_role_declares,
    **{
        ("ServeHeldRole", sid): held_posts_are_decided_about
        for sid in (
            "FindWhatIsHeld",
            "ReadWhatIsKnown",
            "ReadDeliveries",
            "ReadGatesAndAlerts",
            "LetGoAndCommit",
            "Announce",
        )
    },
    **{
        ("ServeDeliveriesRole", sid): deliveries_are_settled_and_put_back
        for sid in (
            "FindDoubts",
            "ReadWatchAndAlerts",
            "ReadDeliveries",
            "ReadDossiers",
            "SettleAndKeepWords",
            "PutBackAndAnnounce",
        )
    },
    **{
        ("ServeSourcesRole", sid): a_source_goes_into_shadow_and_back
        for sid in ("ReadSources", "ListShadows", "SetModes")
    },
    **{("KeepWatchRole", sid): a_level_falls_at_its_end for sid in ("ReadGates", "ChangeGates")},
    **{
        ("ServeWatchRole", sid): the_watch_is_kept
        for sid in (
            "ReadWatch",
            "KeepWatch",
            "ReadVersionsAndDeliveries",
            "ReadTimeline",
            "ReadGates",
            "SetQuietHours",
        )
    },
    **{
        ("ReceiveHookRole", sid): a_signed_event_comes_in
        for sid in ("ReadHookSecrets", "ReadReplays", "RememberReplays", "PutEvents")
    },
    ("ReceiveHookRole", "ReadGates"): a_lockdown_shuts_the_webhook,
    ("ReceivePushRole", "PutEvents"): a_signed_message_comes_in,
    ("ReceivePushRole", "WriteDownSubscriptions"): a_subscription_is_confirmed,
    **{
        ("PollFeedRole", sid): a_feed_is_told_and_what_is_refused_is_kept
        for sid in (
            "RecallFeeds",
            "RememberFeedsAndRefusals",
            "EmptyOutbox",
            "Tell",
            "KeepRefusedOriginals",
            "ReadFeedKeys",
        )
    },
    **{
        ("CallPersonRole", sid): somebody_is_called_and_called_again
        for sid in ("FindWhoIsNext", "ReadCalloutsAndWatch", "KeepCallouts")
    },
    **{
        ("AcknowledgeCalloutRole", sid): an_officer_lists_and_has_it
        for sid in ("ListCallouts", "ReadCallouts", "AcknowledgeCallouts")
    },
    **{
        (f"Publish{channel.capitalize()}Role", sid): scenario(channel, comes_true)
        for channel in FEW
        for sid, scenario in (
            ("PutIntentsAndAccounts", blind.an_intent_is_sent),
            ("LookBeforeBlind", blind.an_intent_is_overtaken),
        )
    },
    **{
        ("WriteRecordRole", sid): blind.an_account_is_written(comes_true)
        for sid in ("ReadWhatIsKnown", "ReadDossiers", "WriteWhatWentBlindAndWords")
    },
    ("ServeAlertsRole", "ReadGateCopies"): blind.a_stopped_channel_is_told,
    ("ServeCrisisRole", "KeepGateCopies"): blind.a_declared_level_keeps_its_copy,
    ("ChangeGateRole", "KeepGateCopies"): blind.an_order_keeps_its_copy,
    ("ChangeGateRole", "ChangeGates"): an_order_is_carried_out,
}
"""What breaks when a statement is taken out, by role and Sid."""


HERE = {*(f"Has{name.capitalize()}" for name in FEW), "HasFeeds", "HasPush"}


def statements() -> list[tuple[str, str]]:
    """Return every statement of every role that is deployed here, as the template has them.

    The other channels' roles are the same but for the name: tests/architecture/test_channel_blocks.py holds that.
    """
    return [
        (name, statement["Sid"])
        for name, resource in read_template(ROOT / "template.yaml")["Resources"].items()
        if resource["Type"] == "AWS::IAM::Role" and resource.get("Condition", "HasPage") in HERE
        for policy in resource["Properties"]["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]


ENFORCED = [each for each in statements() if each[1] not in TEMPLATE_TESTS]


def test_every_statement_has_its_scenario_or_its_template_test() -> None:
    assert {each for each in ENFORCED if each not in SCENARIOS} == set()
    files = (ROOT / "tests" / "architecture").glob("test_*.py")
    source = "".join(file.read_text(encoding="utf-8") for file in files)
    assert [name for name in TEMPLATE_TESTS.values() if f"def {name}(" not in source] == []


@pytest.mark.parametrize(("role", "sid"), ENFORCED, ids=lambda value: value)
def test_a_statement_taken_out_breaks_its_scenario(stage: Stage, role: str, sid: str) -> None:
    scenario = SCENARIOS[role, sid]
    assert scenario(stage), "the scenario must hold before anything is taken out"
    with without(stage, role, sid):
        assert not scenario(stage), f"{role} does not need {sid}: {scenario.__name__} holds without it"
