"""The record: read, written, anchored."""

from functools import cache

from loudhailer.aws.anchors import AnchorBucket
from loudhailer.aws.audit import AuditTable
from loudhailer.aws.chains import AuditChains
from loudhailer.aws.reviews import ReviewTable
from loudhailer.aws.state import StateTable
from loudhailer.aws.words import WordsTable
from loudhailer.bootstrap.blind import drain
from loudhailer.bootstrap.world import audit_of, client, guard_of, http_of
from loudhailer.channels.copies import Copies
from loudhailer.pipeline.anchor import AnchorAudit
from loudhailer.pipeline.record import WriteRecord, writers_of
from loudhailer.pipeline.records import Records
from loudhailer.ports import utc_now
from loudhailer.settings import (
    AnchorSettings,
    RecordSettings,
    RecordsSettings,
)
from loudhailer.version import code


@cache
def build_records() -> Records:
    """Build what is asked of the record from the environment."""
    settings = RecordsSettings.read()
    state, audit = StateTable(client("dynamodb"), settings.state_table), audit_of(settings)
    return Records(
        guard=guard_of(settings, audit),
        chains=AuditChains(client("dynamodb"), settings.audit_table),
        words=WordsTable(client("dynamodb"), settings.state_table, settings.audit_words_days),
        vault=AnchorBucket(client("s3"), settings.anchors_bucket),
        archive=state,
        dealt=state,
        incidents=state,
        copies=Copies(http_of(settings.http_deadline_seconds), settings.channel_addresses),
        audit=audit,
        clock=utc_now,
        code=code(),
    )


@cache
def build_record() -> WriteRecord:
    """Build who drains the record queue from the environment."""
    settings = RecordSettings.read()
    state = StateTable(client("dynamodb"), settings.state_table)
    reviews = ReviewTable(client("dynamodb"), settings.state_table)
    words = WordsTable(client("dynamodb"), settings.state_table, settings.audit_words_days)
    audit = AuditTable(AuditChains(client("dynamodb"), settings.audit_table), words)
    return WriteRecord(writers_of(audit, drain(state, audit, reviews)))


@cache
def build_anchor() -> AnchorAudit:
    """Build the clock's anchoring from the environment."""
    settings = AnchorSettings.read()
    return AnchorAudit(
        chains=AuditChains(client("dynamodb"), settings.audit_table),
        anchors=AnchorBucket(client("s3"), settings.anchors_bucket),
        clock=utc_now,
        code=code(),
    )
