"""What people look at, declare and keep: the ledger, the crisis, the watch, drills, orders."""

import uuid
from functools import cache

from loudhailer.aws.drills import DrillTable
from loudhailer.aws.held import HeldTable
from loudhailer.aws.memory import FeedTable
from loudhailer.aws.reviews import ReviewTable
from loudhailer.aws.sources import SourceTable
from loudhailer.aws.state import StateTable
from loudhailer.aws.ticks import TickTable
from loudhailer.aws.watches import WatchTable
from loudhailer.bootstrap.world import (
    audit_of,
    client,
    config,
    copies_of,
    gates_of,
    guard_of,
    limits_of,
    rehearse_of,
    retracting,
)
from loudhailer.pipeline.business import Business
from loudhailer.pipeline.command import Command
from loudhailer.pipeline.crisis import Crisis
from loudhailer.pipeline.drill_desk import DrillDesk
from loudhailer.pipeline.everywhere import Everywhere
from loudhailer.pipeline.feeds import Feeds
from loudhailer.pipeline.ledger import Ledger
from loudhailer.pipeline.modes import Modes
from loudhailer.pipeline.watch import Watchkeeping
from loudhailer.ports import utc_now
from loudhailer.rules import mode_of
from loudhailer.settings import (
    CrisisSettings,
    DrillDeskSettings,
    LedgerSettings,
    WatchSettings,
)


@cache
def build_ledger() -> Ledger:
    """Build what people look at from the environment."""
    settings = LedgerSettings.read()
    state = StateTable(client("dynamodb"), settings.state_table)
    return Ledger(
        guard=guard_of(settings, audit_of(settings)),
        archive=state,
        dealt=state,
        incidents=state,
        clock=utc_now,
    )


@cache
def build_everywhere() -> Everywhere:
    """Build how one alert stands on all channels from the environment."""
    settings = LedgerSettings.read()
    state = StateTable(client("dynamodb"), settings.state_table)
    return Everywhere(
        guard=guard_of(settings, audit_of(settings)),
        retracts=retracting(),
        archive=state,
        dealt=state,
        incidents=state,
        clock=utc_now,
    )


@cache
def build_feeds() -> Feeds:
    """Build how the feeds are doing from the environment."""
    settings = LedgerSettings.read()
    loaded, sources = config(), SourceTable(client("dynamodb"), settings.state_table)
    return Feeds(
        guard=guard_of(settings, audit_of(settings)),
        config=loaded,
        heads=FeedTable(client("dynamodb"), settings.state_table),
        mode=lambda name: mode_of(sources.state(name), loaded.rules_of(name)),
        clock=utc_now,
    )


@cache
def build_crisis() -> Crisis:
    """Build the crisis level at the desk from the environment."""
    settings = CrisisSettings.read()
    state = StateTable(client("dynamodb"), settings.state_table)
    audit = audit_of(settings)
    channels = tuple(limits_of(settings.channels))
    return Crisis(
        guard=guard_of(settings, audit),
        gates=gates_of(settings),
        command=Command(
            plan=config().plan,
            channels=channels,
            gates=gates_of(settings),
            copies=copies_of(settings),
            audit=audit,
            clock=utc_now,
        ),
        book=HeldTable(client("dynamodb"), settings.state_table),
        dealt=state,
        archive=state,
        ticks=TickTable(client("dynamodb"), settings.state_table),
        reviews=ReviewTable(client("dynamodb"), settings.state_table),
    )


@cache
def build_watch() -> Watchkeeping:
    """Build who has the watch from the environment."""
    settings = WatchSettings.read()
    state = StateTable(client("dynamodb"), settings.state_table)
    audit = audit_of(settings)
    channels = tuple(limits_of(settings.channels))
    return Watchkeeping(
        guard=guard_of(settings, audit),
        watches=WatchTable(client("dynamodb"), settings.state_table),
        gates=gates_of(settings),
        channels=channels,
        open=Business(state, state, gates_of(settings), channels, utc_now),
        audit=audit,
        clock=utc_now,
    )


@cache
def build_drill_desk() -> DrillDesk:
    """Build the drills of officers from the environment."""
    settings = DrillDeskSettings.read()
    audit = audit_of(settings)
    return DrillDesk(
        guard=guard_of(settings, audit),
        rehearse=rehearse_of(settings),
        drills=DrillTable(client("dynamodb"), settings.state_table),
        audit=audit,
        new_key=lambda: uuid.uuid4().hex,
    )


@cache
def build_modes() -> Modes:
    """Build how far each source's words go from the environment."""
    settings = LedgerSettings.read()
    audit = audit_of(settings)
    return Modes(
        guard=guard_of(settings, audit),
        config=config(),
        book=SourceTable(client("dynamodb"), settings.state_table),
        audit=audit,
        clock=utc_now,
    )


@cache
def build_command() -> Command:
    """Build the acts on the gates from the environment."""
    settings = CrisisSettings.read()
    return Command(
        plan=config().plan,
        channels=tuple(limits_of(settings.channels)),
        gates=gates_of(settings),
        copies=copies_of(settings),
        audit=audit_of(settings),
        clock=utc_now,
    )
