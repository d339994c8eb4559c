"""The path without claims, put together from what its callers hand in (docs/adr/0019)."""

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

from loudhailer.aws.audit import AuditTable
from loudhailer.aws.blind import BlindQueues, GateCopies
from loudhailer.aws.fanout import ChannelQueue
from loudhailer.aws.gates import GateTable
from loudhailer.aws.reviews import ReviewTable
from loudhailer.aws.spool import RecordQueue
from loudhailer.aws.state import StateTable
from loudhailer.pipeline.blind import Blind
from loudhailer.pipeline.drain import Drain
from loudhailer.pipeline.send_blind import SendBlind
from loudhailer.pipeline.tell import Tell
from loudhailer.plan import Plan
from loudhailer.ports import Channel, utc_now
from loudhailer.settings import PublishSettings, RaiseSettings

_LEASE = timedelta(seconds=20)
"""How long a sender without claims may be at work on a thread: as long as one with a claim (LEASE_SECONDS)."""


def jitter(seconds: float) -> float:
    """Return a random share of `seconds`."""
    return random.uniform(0, seconds)  # noqa: S311  # spreads retries; guards nothing


def blind_desk(settings: RaiseSettings, tell: Tell, copies: GateCopies, dynamodb: Any, sqs: Any) -> Blind:
    """Build the desk's way past the table; `dynamodb` gives up soon."""
    return Blind(
        tell=replace(
            tell,
            incidents=StateTable(dynamodb, settings.state_table),
            gates=GateTable(dynamodb, settings.state_table),
        ),
        copies=copies,
        queues=BlindQueues(sqs, settings.blind_queues),
        records=RecordQueue(sqs, settings.record_queue),
    )


def blind_sender(settings: PublishSettings, plan: Plan, channel: Channel, dynamodb: Any, sqs: Any) -> SendBlind:
    """Build one channel's sender without claims; `dynamodb` gives up soon."""
    state = StateTable(dynamodb, settings.state_table)
    return SendBlind(
        name=settings.channel,
        plan=plan,
        channel=channel,
        gates=GateTable(dynamodb, settings.state_table),
        outcomes=state,
        dossiers=state,
        queue=ChannelQueue(sqs, settings.blind_queue),
        blind=BlindQueues(sqs, {settings.channel: settings.blind_queue}),
        records=RecordQueue(sqs, settings.record_queue),
        clock=utc_now,
        jitter=jitter,
    )


def drain(state: StateTable, audit: AuditTable, reviews: ReviewTable) -> Drain:
    """Build who writes what went past the table."""
    return Drain(
        incidents=state,
        outcomes=state,
        alerts=state,
        commits=state,
        dossiers=state,
        log=state,
        audit=audit,
        reviews=reviews,
        lease=_LEASE,
    )
