"""The composition root's second half: approvals, reviews, broken glass, and who leads."""

import uuid
from functools import cache

from loudhailer import bootstrap
from loudhailer.aws.approvals import ApprovalTable
from loudhailer.aws.audit import AuditTable
from loudhailer.aws.fanout import AlertTopic
from loudhailer.aws.gates import GateTable
from loudhailer.aws.glasses import GlassTable
from loudhailer.aws.reviews import ReviewTable
from loudhailer.aws.state import StateTable
from loudhailer.pipeline._carry_out import CarryOut
from loudhailer.pipeline.approve import Approve
from loudhailer.pipeline.glass import BreakGlass
from loudhailer.pipeline.guard import Guard
from loudhailer.pipeline.keep_approvals import KeepApprovals
from loudhailer.pipeline.lead import Lead
from loudhailer.pipeline.review import Reviewing
from loudhailer.ports import utc_now
from loudhailer.settings import ApprovalSettings, LedgerSettings


@cache
def build_lead() -> Lead:
    """Build who leads an incident from the environment."""
    return Lead(bootstrap.build_desk())


@cache
def build_approve() -> Approve:
    """Build the answers to approvals from the environment."""
    settings = ApprovalSettings.read()
    state = StateTable(bootstrap.client("dynamodb"), settings.state_table)
    audit = AuditTable(bootstrap.client("dynamodb"), settings.audit_table)
    return Approve(
        guard=Guard(bootstrap.config().plan, audit, utc_now),
        approvals=ApprovalTable(bootstrap.client("dynamodb"), settings.state_table),
        archive=state,
        dealt=state,
        carry_out=_carry_out(settings),
        audit=audit,
        lent=lambda _: {},
        reviews=ReviewTable(bootstrap.client("dynamodb"), settings.state_table),
        clock=utc_now,
    )


@cache
def build_keep_approvals() -> KeepApprovals:
    """Build the clock's share of approvals from the environment."""
    settings = ApprovalSettings.read()
    state = StateTable(bootstrap.client("dynamodb"), settings.state_table)
    return KeepApprovals(
        plan=bootstrap.config().plan,
        chain=bootstrap.CHAIN,
        approvals=ApprovalTable(bootstrap.client("dynamodb"), settings.state_table),
        held=state,
        alerts=state,
        incidents=state,
        gates=GateTable(bootstrap.client("dynamodb"), settings.state_table),
        carry_out=_carry_out(settings),
        summon=bootstrap.summon(),
        audit=AuditTable(bootstrap.client("dynamodb"), settings.audit_table),
        clock=utc_now,
    )


@cache
def build_reviewing() -> Reviewing:
    """Build the reviews from the environment."""
    settings = LedgerSettings.read()
    audit = AuditTable(bootstrap.client("dynamodb"), settings.audit_table)
    reviews = ReviewTable(bootstrap.client("dynamodb"), settings.state_table)
    return Reviewing(Guard(bootstrap.config().plan, audit, utc_now), reviews, audit, utc_now)


@cache
def build_glass() -> BreakGlass:
    """Build break-glass from the environment."""
    settings = LedgerSettings.read()
    audit = AuditTable(bootstrap.client("dynamodb"), settings.audit_table)
    return BreakGlass(
        guard=Guard(bootstrap.config().plan, audit, utc_now),
        glasses=GlassTable(bootstrap.client("dynamodb"), settings.state_table),
        reviews=ReviewTable(bootstrap.client("dynamodb"), settings.state_table),
        summon=bootstrap.summon(),
        audit=audit,
        clock=utc_now,
        new_key=lambda: uuid.uuid4().hex,
    )


def _carry_out(settings: ApprovalSettings) -> CarryOut:
    state = StateTable(bootstrap.client("dynamodb"), settings.state_table)
    return CarryOut(
        status_after=bootstrap.config().words.status_after_minutes,
        alerts=state,
        incidents=state,
        deliveries=state,
        log=state,
        commits=state,
        outcomes=state,
        approvals=ApprovalTable(bootstrap.client("dynamodb"), settings.state_table),
        announcer=AlertTopic(bootstrap.client("sns"), settings.alert_topic),
        summon=bootstrap.summon(),
        clock=utc_now,
    )
