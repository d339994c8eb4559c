"""What goes out: the senders, the sweeper, the drill wall."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import cast

from loudhailer.aws.callout_queue import CalloutQueue
from loudhailer.aws.drills import DrillBucket, DrillTable
from loudhailer.aws.errors import translated
from loudhailer.aws.fanout import AlertTopic, ChannelQueue
from loudhailer.aws.folds import FoldTable
from loudhailer.aws.held import HeldTable
from loudhailer.aws.reviews import ReviewTable
from loudhailer.aws.secrets import ParameterSecret
from loudhailer.aws.state import StateTable
from loudhailer.aws.storage import PageBucket
from loudhailer.bootstrap.blind import blind_sender, jitter
from loudhailer.bootstrap.sending import mailer_of, texter_of
from loudhailer.bootstrap.world import client, config, gates_of, hasty_client, http_of, pictures_of, tell_of
from loudhailer.channels import CHANNELS, Wiring
from loudhailer.channels.kind import Audience
from loudhailer.pipeline._follow import Follows
from loudhailer.pipeline.catch_up import CatchUp
from loudhailer.pipeline.deliver import Deliver
from loudhailer.pipeline.drill import ShowDrill
from loudhailer.pipeline.send_blind import SendBlind
from loudhailer.pipeline.sweep import Sweep
from loudhailer.pipeline.wake import Wake
from loudhailer.ports import Channel, Listed, Retractor, utc_now
from loudhailer.settings import (
    DrillSettings,
    PublishSettings,
    SweepSettings,
)
from loudhailer.version import code


@cache
def build_deliver(queue_arn: str) -> Deliver | SendBlind:
    """Build one channel's sender for the queue that a batch came from; that of the blind one takes no claims."""
    settings = PublishSettings.read()
    if settings.blind_queue and queue_arn.rsplit(":", 1)[-1] == settings.blind_queue.rsplit("/", 1)[-1]:
        return blind_sender(settings, config().plan, _channel(settings), hasty_client("dynamodb"), client("sqs"))
    state = StateTable(client("dynamodb"), settings.state_table)
    kind, channel = CHANNELS[settings.channel], _channel(settings)
    queue = ChannelQueue(client("sqs"), _queue_url(queue_arn))
    return Deliver(
        name=settings.channel,
        plan=config().plan,
        channel=channel,
        dossiers=state,
        log=state,
        queue=queue,
        follows=Follows(state, state, queue, utc_now, replies=kind.threads, retracts=kind.retracts),
        retractor=cast("Retractor", channel) if kind.retracts else None,
        listed=cast("Listed", channel) if kind.audience is Audience.LISTED else None,
        clock=utc_now,
        jitter=jitter,
        lease=timedelta(seconds=settings.lease_seconds),
        permits=gates_of(settings),
        new_key=lambda: uuid.uuid4().hex[:8],
        reviews=ReviewTable(client("dynamodb"), settings.state_table),
        purse=config().channels.of(settings.channel),
        spends=kind.spends,
        code=code(),
    )


@cache
def build_wake() -> Wake:
    """Build whom a sender wakes from the environment."""
    settings = PublishSettings.read()
    return Wake(settings.channel, CalloutQueue(client("sqs"), settings.callout_queue))


@cache
def build_sweep() -> Sweep:
    """Build the sweeper from the environment."""
    settings = SweepSettings.read()
    state = StateTable(client("dynamodb"), settings.state_table)
    announcer = AlertTopic(client("sns"), settings.alert_topic)
    return Sweep(
        plan=config().plan,
        due=state,
        incidents=state,
        alerts=state,
        gates=gates_of(settings),
        approvals=state,
        outcomes=state,
        log=state,
        announcer=announcer,
        clock=utc_now,
    )


@cache
def build_catch_up() -> CatchUp:
    """Build what tells in one what waited through an outage from the environment."""
    settings = SweepSettings.read()
    tell = tell_of(settings)
    return CatchUp(
        config=config(),
        # What goes to the people of a list has a delivery for each of them: nothing of it is read as one page.
        channels=tuple(name for name in tell.channels if CHANNELS[name].audience is not Audience.LISTED),
        tell=tell,
        due=StateTable(client("dynamodb"), settings.state_table),
        files=HeldTable(client("dynamodb"), settings.state_table),
        gates=gates_of(settings),
        folds=FoldTable(client("dynamodb"), settings.state_table),
        clock=utc_now,
    )


@cache
def build_show_drill() -> ShowDrill:
    """Build the drill wall's writer from the environment."""
    settings = DrillSettings.read()
    return ShowDrill(
        drills=DrillTable(client("dynamodb"), settings.state_table),
        wall=DrillBucket(client("s3"), settings.drill_bucket),
        clock=utc_now,
    )


@cache
def _channel(settings: PublishSettings) -> Channel:
    """Build the channel once a worker: both of its queues share one session with the platform."""
    kind = CHANNELS[settings.channel]
    secret: Mapping[str, str] = {}
    if kind.secret_fields:
        secret = ParameterSecret(client("ssm"), settings.secret_name).fields(kind.secret_fields)
    return kind.build(
        Wiring(
            address=settings.channel_address.rstrip("/"),
            secret=secret,
            http=http_of(settings.http_deadline_seconds),
            store=PageBucket(client("s3"), settings.page_bucket),
            pictures=pictures_of(settings.channel),
            texter=texter_of(settings),
            mailer=mailer_of(settings),
        )
    )


def _queue_url(arn: str) -> str:
    """Return the URL of a queue from its ARN, as SQS would answer it."""
    with translated("queue url"):
        return str(client("sqs").get_queue_url(QueueName=arn.rsplit(":", 1)[-1])["QueueUrl"])
