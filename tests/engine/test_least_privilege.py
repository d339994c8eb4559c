"""Each statement of each role is needed: taken out, a named scenario breaks.

Some statements the engine does not ask for, because it does on its own behalf what AWS does under the role, or answers
404 where S3 answers 403 to a role that may not list; for those a test over the template stands in.
"""

import itertools
import json
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from local.deploy import ROOT, read_template
from local.engine import EngineError
from local.sandbox.registry import STAND_INS
from local.stage import Stage
from loudhailer.channels import CHANNELS
from loudhailer.domain.caller import Role
from loudhailer.domain.callout import CalloutOrder, key_of
from loudhailer.domain.delivery import State
from loudhailer.domain.watch import OnCall, Watch
from tests.engine import blind_scenarios as blind
from tests.engine.conftest import an_event, closures, deliveries_of
from tests.engine.drills import DRILL_SCENARIOS, an_officer_practises
from tests.engine.grants import without
from tests.engine.level_scenarios import (
    a_level_falls_at_its_end,
    a_lockdown_shuts_the_webhook,
    an_officer_declares,
    held_posts_are_decided_about,
)
from tests.engine.officers import audit_lines, calling, knock
from tests.engine.record_scenarios import (
    PATIENCE,
    Scenario,
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
    "SeeMissingPages": "test_nothing_is_granted_that_no_call_needs",
}
"""Statements that the engine never asks for, and the test in tests/architecture that holds them.

The telephone is the sandbox's, not the engine's.
"""


def reaches(channel: str) -> Scenario:
    """Return the scenario of an incident that is posted on a channel."""

    def an_incident_is_posted(stage: Stage) -> bool:
        event_id, _ = stage.put_event(an_event())

        def posted() -> bool:
            outcome = stage.outcomes().get(event_id)
            delivery = deliveries_of(stage, outcome.alert_id).get(channel) if outcome else None
            return delivery is not None and delivery.state is State.SENT

        return comes_true(posted)

    return an_incident_is_posted


def retries_soon(channel: str) -> Scenario:
    """Return the scenario of a post that the platform puts off for a second."""

    def a_rate_limited_post_comes_again(stage: Stage) -> bool:
        stage.sandbox.fault(channel, kind="rate_limited", retry_after=1, times=1)
        return reaches(channel)(stage)

    return a_rate_limited_post_comes_again


def a_bad_event_is_refused(stage: Stage) -> bool:
    event_id, _ = stage.put_event(an_event(place="at 14 Mill Street, Stokeby"))
    return comes_true(lambda: event_id in stage.outcomes())


def a_planned_post_goes_out_at_its_time(stage: Stage) -> bool:
    due = datetime.now(UTC) + timedelta(seconds=3)
    words = {"type": "campaign", "title": "Test it Tuesday", "message": "Press the button."}
    event_id, _ = stage.put_event(
        an_event("campaign.planned", source="westshire.comms", publish_at=due.isoformat(), **words)
    )
    if not comes_true(lambda: event_id in stage.outcomes()):
        return False
    time.sleep(3.1)
    alert_id = stage.outcomes()[event_id].alert_id

    def sent() -> bool:
        try:
            stage.sweep()
        except EngineError:
            return False
        return all(each.state is State.SENT for each in deliveries_of(stage, alert_id).values())

    return comes_true(sent)


def an_open_incident_gets_its_status(stage: Stage) -> bool:
    event_id, _ = stage.put_event(an_event())
    if not comes_true(lambda: event_id in stage.outcomes()):
        return False
    stage.owe_status("westshire.control", stage.outcomes()[event_id].incident_id)
    newest = f"{stage.outcomes()[event_id].alert_id.split('-')[0]}-2"

    def told() -> bool:
        with suppress(EngineError):
            stage.status()
        found = deliveries_of(stage, newest)
        return bool(found) and found["bluesky"].state is State.SENT

    return comes_true(told)


def a_feed_is_told_and_what_is_refused_is_kept(stage: Stage) -> bool:
    """Poll both feeds, one with an alert that cannot be read: what is told, remembered, refused and kept takes it all.

    Each has an id that was never seen, for a refusal that a person knows of already is neither kept nor recorded again.
    """
    name = f"LEAST-{next(_numbers)}"
    alert = f'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>{name}</identifier></alert>'
    stage.sandbox.serve("national_highways", documents={"": closures(name)})
    stage.sandbox.serve("environment_agency", documents={"": alert})
    try:
        told = stage.poll("national_highways", patience=2 * PATIENCE)
        stage.poll("environment_agency", patience=2 * PATIENCE)
    except TimeoutError:
        return False

    def remembered() -> bool:
        shares = [item for item in stage.items() if item["pk"]["S"] == "FEED#national_highways"]
        known = any(name in item["body"].get("S", "") for item in shares if item["sk"]["S"].startswith("KNOWN#"))
        return known and not any(item["sk"]["S"].startswith("OUTBOX#") for item in shares)

    def refused() -> bool:
        lines = (each for each in stage.outcomes().values() if each.source == "environment_agency" and each.document)
        return any(name in _kept(stage, each.document) for each in lines if each.detail_type == "feed.refused")

    def heard() -> bool:
        return any(f":{name}:" in event_id for event_id in stage.outcomes())

    return told.last_error == "" and comes_true(remembered) and comes_true(refused) and comes_true(heard)


def _kept(stage: Stage, address: str) -> str:
    """Return a refused original from its bucket."""
    bucket, key = address.removeprefix("s3://").split("/", 1)
    return str(stage.engine.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read().decode())


def an_order_is_carried_out(stage: Stage) -> bool:
    try:
        stage.order(by="tests", reason="is the statement needed?", level="normal")
    except (EngineError, RuntimeError):
        return False
    return True


def an_officer_raises_and_updates(stage: Stage) -> bool:
    words = {"type": "road_closure", "road": f"B{time.monotonic_ns()}", "place": "at Harrow Moor"}
    with calling(stage, "silver") as silver:
        raised = silver.post("/alerts", json=words)
        if raised.status_code != httpx.codes.OK or raised.json()["warnings"]:
            return False
        alert_id = raised.json()["identifier"]
        if not comes_true(lambda: all(each.state is State.SENT for each in deliveries_of(stage, alert_id).values())):
            return False
        updated = silver.post(f"/alerts/{raised.json()['reference']}/updates", json={"cause": "fire"})
        return bool(updated.status_code == httpx.codes.OK and not updated.json()["warnings"])


def a_refusal_is_written_down(stage: Stage) -> bool:
    with calling(stage, "nobody") as nobody:
        return nobody.get("/alerts").status_code == httpx.codes.FORBIDDEN


def an_officer_looks(stage: Stage) -> bool:
    with calling(stage, "comms") as comms:
        listed = comms.get("/alerts")
        if listed.status_code != httpx.codes.OK or not listed.json()["alerts"]:
            return False
        shown = comms.get(f"/alerts/{listed.json()['alerts'][0]['reference']}")
        return shown.status_code == httpx.codes.OK


def a_lent_role_declares(stage: Stage) -> bool:
    """Lend, declare with it, take it back: what a token that is older than the loan may is read from the watch."""
    until = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
    with calling(stage, "gold") as gold, calling(stage, "comms") as comms:
        loan = {"role": "gold", "to": "officer-comms", "until": until, "reason": "is the statement needed?"}
        lent = gold.post("/watch/delegations", json=loan)
        if lent.status_code != httpx.codes.OK:
            return False
        declared = comms.put("/crisis", json={"level": "normal", "reason": "is the statement needed?"})
        taken = gold.delete(f"/watch/delegations/{lent.json()['delegations'][-1]['id']}")
        return (declared.status_code, taken.status_code) == (httpx.codes.OK, httpx.codes.OK)


def the_watch_is_kept(stage: Stage) -> bool:
    # The same handover again would be the one that was made, and nothing would be written.
    summary = f"Is the statement needed? Nothing else is open, {next(_numbers)}."
    with calling(stage, "gold") as gold:
        answers = [
            gold.post("/watch/handovers", json={"to": "officer-silver", "summary": summary}),
            gold.put("/watch/quiet-hours", json={"hours": []}),
            gold.get("/watch", params={"versions": 3}),
        ]
    told = [answer.json() for answer in answers]
    return {answer.status_code for answer in answers} == {httpx.codes.OK} and not any(each["warnings"] for each in told)


def a_signed_event_comes_in(stage: Stage) -> bool:
    event = an_event()
    body = json.dumps({"detail-type": event["detail-type"], "detail": event["detail"]}).encode()
    return knock(stage, body).status_code == httpx.codes.ACCEPTED


def _opened(stage: Stage) -> str:
    """Order a call-out with the duty officer on call; return its id once they were called, nothing where they are not.

    Ordered twice at most: the first order may have met a worker that was being ended, and then hides for minutes.
    """
    person = OnCall(username="d.officer", phone="+441632960101")
    stage.put_watch(Watch(on_call={Role.DUTY: (person,)}, version=1))
    for _ in range(2):
        name = f"late:LEAST-{next(_numbers)}"
        stage.call_out(CalloutOrder(id=name, about=name, reason="Is the statement needed?"))
        if _taken(stage, name, 1):
            return name
    return ""


def _taken(stage: Stage, name: str, calls: int) -> bool:
    """Tell whether the telephone comes to have taken so many calls."""

    def taken() -> bool:
        found = stage.callout(name)
        return found is not None and sum(each.result.startswith("taken") for each in found.attempts) == calls

    return comes_true(taken)


def somebody_is_called_and_called_again(stage: Stage) -> bool:
    name = _opened(stage)
    if not name:
        return False
    stage.owe_call(name)
    with suppress(EngineError):
        stage.turn_callouts()
    return _taken(stage, name, 2)


def nobody_is_on_call_and_that_is_written_down(stage: Stage) -> bool:
    name = f"late:LEAST-{next(_numbers)}"
    stage.put_watch(Watch(version=2))
    stage.call_out(CalloutOrder(id=name, about=name, reason="Is the statement needed?"))
    return comes_true(lambda: name in {line["subject"] for line in audit_lines(stage, "command")})


def an_officer_lists_and_has_it(stage: Stage) -> bool:
    name = _opened(stage)
    if not name:
        return False
    with calling(stage, "duty") as duty:
        listed = duty.get("/callouts")
        mine = duty.post(f"/callouts/{key_of(name)}/acknowledgement")
    written = name in {line["subject"] for line in audit_lines(stage, "command")}
    return (listed.status_code, mine.status_code) == (httpx.codes.OK, httpx.codes.OK) and written


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
    "ServeCrisisRole": an_officer_declares,
    "ServeHeldRole": held_posts_are_decided_about,
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
    ("IngestIncidentRole", "ReadWhatIsKnown"): reaches("bluesky"),
    ("IngestIncidentRole", "ReadGates"): reaches("bluesky"),
    ("IngestIncidentRole", "CommitAlerts"): reaches("bluesky"),
    ("IngestIncidentRole", "Announce"): reaches("bluesky"),
    ("IngestIncidentRole", "KeepRefusedOriginals"): a_bad_event_is_refused,
    **{
        (f"Publish{channel.capitalize()}Role", sid): reaches(channel)
        for channel in CHANNELS
        for sid in ("ReadDossiers", "ClaimAndRecord", "ReadCredential", "WritePages")
    },
    **{
        # Only a stand-in can put a post off.
        (f"Publish{channel.capitalize()}Role", "DeferDeliveries"): (
            retries_soon(channel) if channel in STAND_INS else reaches(channel)
        )
        for channel in CHANNELS
    },
    **{
        ("SweepDueRole", sid): a_planned_post_goes_out_at_its_time
        for sid in ("FindWhatIsDue", "ReadAlerts", "ReadGates", "MoveDueTimes", "AnnounceAgain")
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
        for channel in CHANNELS
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


def statements() -> list[tuple[str, str]]:
    """Return every role's every statement, as the template has them."""
    return [
        (name, statement["Sid"])
        for name, resource in read_template(ROOT / "template.yaml")["Resources"].items()
        if resource["Type"] == "AWS::IAM::Role"
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
