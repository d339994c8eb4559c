"""What officers do, and what the clock does where they do not."""

import uuid
from functools import cache

from loudhailer import approvals
from loudhailer.aws.approvals import ApprovalTable
from loudhailer.aws.callout_queue import CalloutQueue
from loudhailer.aws.fanout import AlertTopic
from loudhailer.aws.glasses import GlassTable
from loudhailer.aws.held import HeldTable
from loudhailer.aws.reviews import ReviewTable
from loudhailer.aws.state import StateTable
from loudhailer.bootstrap.blind import blind_desk
from loudhailer.bootstrap.world import (
    audit_of,
    client,
    config,
    copies_of,
    gates_of,
    guard_of,
    hasty_client,
    limits_of,
    tell_of,
)
from loudhailer.channels import prices_of
from loudhailer.pipeline._aftercare import Aftercare
from loudhailer.pipeline._carry_out import CarryOut
from loudhailer.pipeline._summon import CallOutChain, Summon
from loudhailer.pipeline.approve import Approve
from loudhailer.pipeline.blind import Past, no_way_past
from loudhailer.pipeline.desk import Desk
from loudhailer.pipeline.glass import BreakGlass
from loudhailer.pipeline.held import Held
from loudhailer.pipeline.keep_approvals import KeepApprovals
from loudhailer.pipeline.keep_levels import KeepLevels
from loudhailer.pipeline.keep_watch import KeepWatch
from loudhailer.pipeline.lead import Lead
from loudhailer.pipeline.review import Reviewing
from loudhailer.pipeline.second import Second
from loudhailer.ports import utc_now
from loudhailer.settings import ApprovalSettings, DeskSettings, KeepWatchSettings, RaiseSettings


@cache
def build_desk() -> Desk:
    """Build the deeds of officers from the environment."""
    settings = RaiseSettings.read()
    past = blind_desk(
        settings,
        tell_of(settings),
        copies_of(settings),
        hasty_client("dynamodb"),
        client("sqs"),
    )
    return _desk(settings, past)


@cache
def build_lead() -> Lead:
    """Build who leads an incident from the environment."""
    return Lead(_desk(DeskSettings.read()))


@cache
def build_second() -> Second:
    """Build approvals, reviews and broken glass from the environment."""
    settings = ApprovalSettings.read()
    state = StateTable(client("dynamodb"), settings.state_table)
    reviews = ReviewTable(client("dynamodb"), settings.state_table)
    audit = audit_of(settings)
    guard = guard_of(settings, audit)
    return Second(
        approve=Approve(
            guard=guard,
            approvals=ApprovalTable(client("dynamodb"), settings.state_table),
            archive=state,
            dealt=state,
            carry_out=_carry_out(settings),
            audit=audit,
            reviews=reviews,
            clock=utc_now,
        ),
        reviewing=Reviewing(guard=guard, reviews=reviews, audit=audit, clock=utc_now),
        glass=BreakGlass(
            guard=guard,
            glasses=GlassTable(client("dynamodb"), settings.state_table),
            reviews=reviews,
            summon=_summon(settings),
            audit=audit,
            clock=utc_now,
            new_key=lambda: uuid.uuid4().hex,
        ),
    )


@cache
def build_held() -> Held:
    """Build what people do with held posts from the environment."""
    settings = DeskSettings.read()
    state, desk = StateTable(client("dynamodb"), settings.state_table), _desk(settings)
    return Held(
        guard=desk.guard,
        config=config(),
        channels=settings.channels,
        book=HeldTable(client("dynamodb"), settings.state_table),
        archive=state,
        dealt=state,
        gates=gates_of(settings),
        announcer=AlertTopic(client("sns"), settings.alert_topic),
        audit=desk.audit,
        desk=desk,
        clock=utc_now,
    )


@cache
def build_keep_watch() -> KeepWatch:
    """Build what the clock does where a person does not from the environment."""
    settings = KeepWatchSettings.read()
    state = StateTable(client("dynamodb"), settings.state_table)
    plan, audit, gates = config().plan, audit_of(settings), gates_of(settings)
    return KeepWatch(
        levels=KeepLevels(
            plan=plan,
            channels=tuple(limits_of(settings.channels)),
            gates=gates,
            audit=audit,
            summon=_summon(settings),
            clock=utc_now,
        ),
        approvals=KeepApprovals(
            plan=plan,
            chain=_chain(),
            approvals=ApprovalTable(client("dynamodb"), settings.state_table),
            held=state,
            alerts=state,
            incidents=state,
            gates=gates,
            carry_out=_carry_out(settings),
            summon=_summon(settings),
            audit=audit,
            clock=utc_now,
        ),
    )


def _desk(settings: DeskSettings, past: Past = no_way_past) -> Desk:
    state = StateTable(client("dynamodb"), settings.state_table)
    audit = audit_of(settings)
    return Desk(
        guard=guard_of(settings, audit),
        tell=tell_of(settings),
        archive=state,
        dealt=state,
        audit=audit,
        aftercare=Aftercare(
            plan=config().plan,
            chain=_chain(),
            glasses=GlassTable(client("dynamodb"), settings.state_table),
            reviews=ReviewTable(client("dynamodb"), settings.state_table),
            summon=_summon(settings),
            clock=utc_now,
        ),
        new_key=lambda: uuid.uuid4().hex,
        blind=past,
        prices=prices_of(settings.channels, config().channels),
    )


def _carry_out(settings: ApprovalSettings | KeepWatchSettings) -> CarryOut:
    state = StateTable(client("dynamodb"), settings.state_table)
    return CarryOut(
        plan=config().plan,
        status_after=config().words.status_after_minutes,
        alerts=state,
        incidents=state,
        deliveries=state,
        log=state,
        commits=state,
        outcomes=state,
        approvals=ApprovalTable(client("dynamodb"), settings.state_table),
        announcer=AlertTopic(client("sns"), settings.alert_topic),
        summon=_summon(settings),
        clock=utc_now,
    )


def _chain() -> approvals.Chain:
    return tuple((each.role, each.minutes) for each in config().plan.chain)


def _summon(settings: ApprovalSettings | DeskSettings | KeepWatchSettings) -> Summon:
    return CallOutChain(CalloutQueue(client("sqs"), settings.callout_queue), _chain())
