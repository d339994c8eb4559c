"""What people do about deliveries: doubts, what comes off, dead letters."""

from functools import cache

from loudhailer.aws.dead_letters import DeadLetterQueues
from loudhailer.aws.fanout import AlertTopic
from loudhailer.aws.held import HeldTable
from loudhailer.aws.settling import SettlementTable
from loudhailer.aws.state import StateTable
from loudhailer.bootstrap.world import audit_of, client, config, guard_of, retracting
from loudhailer.pipeline.deliveries import Settling
from loudhailer.pipeline.redrive import Redrive
from loudhailer.ports import utc_now
from loudhailer.settings import SettlingSettings


@cache
def build_settling() -> Settling:
    """Build what people say of deliveries from the environment."""
    settings = SettlingSettings.read()
    state, audit = StateTable(client("dynamodb"), settings.state_table), audit_of(settings)
    return Settling(
        guard=guard_of(settings, audit),
        retracts=retracting(),
        status_after=config().words.status_after_minutes,
        book=HeldTable(client("dynamodb"), settings.state_table),
        archive=state,
        dealt=state,
        dossiers=state,
        settlements=SettlementTable(client("dynamodb"), settings.state_table),
        announcer=AlertTopic(client("sns"), settings.alert_topic),
        audit=audit,
        clock=utc_now,
    )


@cache
def build_redrive() -> Redrive:
    """Build the way back from the dead-letter queues from the environment."""
    settings = SettlingSettings.read()
    audit = audit_of(settings)
    return Redrive(
        guard=guard_of(settings, audit),
        letters=DeadLetterQueues(client("sqs"), settings.dead_letter_queues),
        dealt=StateTable(client("dynamodb"), settings.state_table),
        announcer=AlertTopic(client("sns"), settings.alert_topic),
        audit=audit,
        clock=utc_now,
    )
