"""The environment: complete, or refused with the variable's name."""

import pytest

from loudhailer.domain.errors import ConfigurationError
from loudhailer.settings import (
    AnchorSettings,
    AnswerCalloutSettings,
    ApprovalSettings,
    CallOutSettings,
    CommandSettings,
    CrisisSettings,
    DeskSettings,
    DrillDeskSettings,
    DrillSettings,
    HookSettings,
    IngestSettings,
    KeepWatchSettings,
    LedgerSettings,
    PollSettings,
    PublishSettings,
    PushSettings,
    RaiseSettings,
    RecordSettings,
    RecordsSettings,
    Settings,
    SettlingSettings,
    SweepSettings,
    TellSettings,
    WatchSettings,
)

INGEST = {"STATE_TABLE": "state", "ALERT_TOPIC": "arn:topic", "DOCUMENTS_BUCKET": "documents", "CHANNELS": "page"}
PUBLISH = {
    "STATE_TABLE": "state",
    "CHANNEL": "bluesky",
    "CHANNEL_ADDRESS": "https://bsky.social",
    "BLIND_QUEUE": "https://queue/blind",
    "RECORD_QUEUE": "https://queue/record",
    "CALLOUT_QUEUE": "https://queue/callouts",
    "HTTP_DEADLINE_SECONDS": "8",
    "LEASE_SECONDS": "45.5",
}
SWEEP = {"STATE_TABLE": "state", "ALERT_TOPIC": "arn:topic", "CHANNELS": "page,bluesky"}
LEDGER = {"STATE_TABLE": "state", "AUDIT_TABLE": "audit", "RECORD_QUEUE": "https://queue", "AUDIT_WORDS_DAYS": "2555"}
COMMAND = {**LEDGER, "CHANNELS": "page,bluesky"}
CRISIS = {**COMMAND, "DOCUMENTS_BUCKET": "documents"}
APPROVAL = {**LEDGER, "ALERT_TOPIC": "arn:topic", "CALLOUT_QUEUE": "https://queue"}
DESK = {**APPROVAL, "CHANNELS": "page"}
RAISE = {
    **DESK,
    "DOCUMENTS_BUCKET": "documents",
    "BLIND_QUEUES": "page=https://queue/page-blind bluesky=https://queue/bluesky-blind",
}
DRILL = {"STATE_TABLE": "state", "DRILL_BUCKET": "wall"}
RECORD = {"STATE_TABLE": "state", "AUDIT_TABLE": "audit", "AUDIT_WORDS_DAYS": "2555"}
ANCHOR = {"STATE_TABLE": "state", "AUDIT_TABLE": "audit", "ANCHORS_BUCKET": "anchors"}
RECORDS = {
    **LEDGER,
    "ANCHORS_BUCKET": "anchors",
    "CHANNEL_ADDRESSES": "bluesky=https://bsky.social mastodon=",
    "HTTP_DEADLINE_SECONDS": "3",
}
DRILL = {"STATE_TABLE": "state", "DRILL_BUCKET": "wall"}
TELL = {"STATE_TABLE": "state", "ALERT_TOPIC": "arn:topic", "CHANNELS": "page"}
POLL = {
    "STATE_TABLE": "state",
    "INGEST_QUEUE": "https://queue",
    "DOCUMENTS_BUCKET": "documents",
    "FEED_ADDRESSES": "environment_agency=https://floods.example/index national_highways=https://roads.example/?a=b",
    "SECRET_PATH": "/loudhailer",
}
HOOK = {
    "STATE_TABLE": "state",
    "INGEST_QUEUE": "https://queue",
    "HOOK_SECRET_PATH": "/loudhailer/hooks",
    "CHANNELS": "page",
}
SETTLING = {**LEDGER, "ALERT_TOPIC": "arn:topic", "DEAD_LETTER_QUEUES": "page=https://queue x=https://queue"}
CALL_OUT = {**LEDGER, "DESK_ADDRESS": "https://desk.example"}
PUSH = {"STATE_TABLE": "state", "INGEST_QUEUE": "https://queue/ingest", "PUSH_SOURCES": "street_manager"}
EVERY: list[tuple[type[Settings], dict[str, str]]] = [
    (IngestSettings, INGEST),
    (PublishSettings, PUBLISH),
    (SweepSettings, SWEEP),
    (CommandSettings, COMMAND),
    (DeskSettings, DESK),
    (RaiseSettings, RAISE),
    (LedgerSettings, LEDGER),
    (ApprovalSettings, APPROVAL),
    (DrillDeskSettings, LEDGER | TELL),
    (DrillSettings, DRILL),
    (CrisisSettings, CRISIS),
    (WatchSettings, COMMAND),
    (KeepWatchSettings, APPROVAL | COMMAND),
    (HookSettings, HOOK),
    (TellSettings, TELL),
    (PollSettings, POLL),
    (PushSettings, PUSH),
    (CallOutSettings, CALL_OUT),
    (AnswerCalloutSettings, LEDGER),
    (SettlingSettings, SETTLING),
    (RecordSettings, RECORD),
    (AnchorSettings, ANCHOR),
    (RecordsSettings, RECORDS),
]
NEEDED = [(kind, environ, name) for kind, environ in EVERY for name in environ]
# A service may have chosen none yet.
MAY_BE_EMPTY = {"CHANNELS", "FEED_ADDRESSES", "CHANNEL_ADDRESSES", "BLIND_QUEUES", "DEAD_LETTER_QUEUES"}
NOT_BLIND = {(PublishSettings, "BLIND_QUEUE"), (PublishSettings, "RECORD_QUEUE")}
"""What a channel that reaches a list goes without, and says so."""
FILLED = [each for each in NEEDED if each[2] not in MAY_BE_EMPTY and (each[0], each[2]) not in NOT_BLIND]
every_function = pytest.mark.parametrize(("kind", "environ"), EVERY)
every_variable = pytest.mark.parametrize(("kind", "environ", "name"), NEEDED)


def problems_of(kind: type[Settings], environ: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(ConfigurationError) as refusal:
        kind.read(environ)
    return refusal.value.problems


@every_function
def test_a_complete_environment_is_read(kind: type[Settings], environ: dict[str, str]) -> None:
    assert kind.read(environ | {"PATH": "/bin", "AWS_REGION": "eu-west-2"}).state_table == "state"


@every_variable
def test_a_missing_variable_is_named(kind: type[Settings], environ: dict[str, str], name: str) -> None:
    without = {key: value for key, value in environ.items() if key != name}
    assert problems_of(kind, without) == (f"LH501 {name}: Field required",)


@pytest.mark.parametrize(("kind", "environ", "name"), FILLED)
def test_an_empty_variable_is_named(kind: type[Settings], environ: dict[str, str], name: str) -> None:
    (problem,) = problems_of(kind, environ | {name: ""})
    assert problem.startswith(f"LH501 {name}: ")


@every_function
def test_all_that_is_missing_is_named_at_once(kind: type[Settings], environ: dict[str, str]) -> None:
    assert {each.split(":")[0] for each in problems_of(kind, {})} == {f"LH501 {name}" for name in environ}


def test_no_value_of_the_environment_is_repeated_in_a_problem() -> None:
    (problem,) = problems_of(PublishSettings, PUBLISH | {"LEASE_SECONDS": "s3cr3t"})
    assert problem.startswith("LH501 LEASE_SECONDS: ")
    assert "s3cr3t" not in problem


@pytest.mark.parametrize("name", ["HTTP_DEADLINE_SECONDS", "LEASE_SECONDS"])
@pytest.mark.parametrize("value", ["0", "-1", "soon", "nan"])
def test_a_time_that_is_none_is_refused(name: str, value: str) -> None:
    (problem,) = problems_of(PublishSettings, PUBLISH | {name: value})
    assert problem.startswith(f"LH501 {name}: ")


@pytest.mark.parametrize(
    ("value", "channels"),
    [
        ("page", ("page",)),
        ("page,bluesky,mastodon", ("page", "bluesky", "mastodon")),
        ("page,,bluesky,", ("page", "bluesky")),
        ("", ()),
    ],
)
def test_channels_are_split_at_commas(value: str, channels: tuple[str, ...]) -> None:
    assert IngestSettings.read(INGEST | {"CHANNELS": value}).channels == channels
    assert CommandSettings.read(COMMAND | {"CHANNELS": value}).channels == channels
    assert CrisisSettings.read(CRISIS | {"CHANNELS": value}).channels == channels
    assert TellSettings.read(TELL | {"CHANNELS": value}).channels == channels
    assert DeskSettings.read(DESK | {"CHANNELS": value}).channels == channels


@pytest.mark.parametrize(
    ("value", "addresses"),
    [
        (
            POLL["FEED_ADDRESSES"],
            {"environment_agency": "https://floods.example/index", "national_highways": "https://roads.example/?a=b"},
        ),
        ("environment_agency= national_highways=https://roads.example", {"national_highways": "https://roads.example"}),
        ("environment_agency= national_highways=", {}),
        ("", {}),
    ],
)
def test_a_feed_without_an_address_is_not_polled(value: str, addresses: dict[str, str]) -> None:
    assert PollSettings.read(POLL | {"FEED_ADDRESSES": value}).feed_addresses == addresses


def test_the_blind_queues_are_read_by_channel() -> None:
    queues = {"page": "https://queue/page-blind", "bluesky": "https://queue/bluesky-blind"}
    assert RaiseSettings.read(RAISE).blind_queues == queues
    assert RaiseSettings.read(RAISE | {"BLIND_QUEUES": ""}).blind_queues == {}


@pytest.mark.parametrize("value", ["environment_agency", "=https://floods.example", "a=https://one.example b"])
def test_a_feed_s_address_needs_its_name_and_is_not_repeated_in_the_problem(value: str) -> None:
    (problem,) = problems_of(PollSettings, POLL | {"FEED_ADDRESSES": value})
    assert problem.startswith("LH501 FEED_ADDRESSES: ")
    assert ".example" not in problem


def test_the_pushed_sources_are_read_and_only_this_machine_stands_in_for_sns() -> None:
    assert PushSettings.read(PUSH | {"PUSH_SOURCES": "a, b"}).push_sources == ("a", "b")
    (problem,) = problems_of(PushSettings, PUSH | {"PUSH_ENDPOINT": "https://sns.example"})
    assert problem.startswith("LH501 PUSH_ENDPOINT: ")


def test_feeds_are_on_the_public_internet_unless_a_stage_says_otherwise() -> None:
    assert PollSettings.read(POLL).feed_network == "public"
    assert PollSettings.read(POLL | {"FEED_NETWORK": "loopback"}).feed_network == "loopback"
    (problem,) = problems_of(PollSettings, POLL | {"FEED_NETWORK": "private"})
    assert problem.startswith("LH501 FEED_NETWORK: ")


def test_numbers_are_read_as_seconds() -> None:
    settings = PublishSettings.read(PUBLISH)
    assert (settings.http_deadline_seconds, settings.lease_seconds) == (8.0, 45.5)


def test_what_a_channel_may_do_without_is_empty() -> None:
    settings = PublishSettings.read(PUBLISH)
    assert (settings.secret_name, settings.page_bucket) == ("", "")
    assert (settings.telephone_endpoint, settings.mail_endpoint) == ("", "")
    assert IngestSettings.read(INGEST).page_address == ""
    assert TellSettings.read(TELL).page_address == ""
    assert DeskSettings.read(DESK).page_address == ""


def test_the_process_environment_is_read_where_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SWEEP.items():
        monkeypatch.setenv(name, value)
    assert SweepSettings.read() == SweepSettings(
        state_table="state", alert_topic="arn:topic", channels=("page", "bluesky")
    )


@pytest.mark.parametrize("here", ["", "http://127.0.0.1:8500", "http://localhost:8500", "http://[::1]:8500"])
def test_a_service_of_aws_is_stood_in_for_on_this_machine_or_not_at_all(here: str) -> None:
    assert CallOutSettings.read(CALL_OUT | {"TELEPHONE_ENDPOINT": here}).telephone_endpoint == here
    assert CallOutSettings.read(CALL_OUT).callout_identity == ""
    told = PublishSettings.read(PUBLISH | {"TELEPHONE_ENDPOINT": here, "MAIL_ENDPOINT": here})
    assert (told.telephone_endpoint, told.mail_endpoint) == (here, here)
    for away in (
        "https://sms.example",
        "http://127.0.0.1.sms.example:80",
        "http://localhost@sms.example",
        "localhost:1",
    ):
        (problem,) = problems_of(CallOutSettings, CALL_OUT | {"TELEPHONE_ENDPOINT": away})
        assert problem.startswith("LH501 TELEPHONE_ENDPOINT: ")
        for name in ("TELEPHONE_ENDPOINT", "MAIL_ENDPOINT"):
            (problem,) = problems_of(PublishSettings, PUBLISH | {name: away})
            assert problem.startswith(f"LH501 {name}: ")
            assert away not in problem
