"""The environment: complete, or refused with the variable's name."""

import pytest

from loudhailer.domain.errors import ConfigurationError
from loudhailer.settings import (
    CommandSettings,
    CrisisSettings,
    DeskSettings,
    HookSettings,
    IngestSettings,
    LedgerSettings,
    PublishSettings,
    Settings,
    SweepSettings,
)

INGEST = {"STATE_TABLE": "state", "ALERT_TOPIC": "arn:topic", "DOCUMENTS_BUCKET": "documents", "CHANNELS": "page"}
PUBLISH = {
    "STATE_TABLE": "state",
    "CHANNEL": "bluesky",
    "CHANNEL_ADDRESS": "https://bsky.social",
    "HTTP_DEADLINE_SECONDS": "8",
    "LEASE_SECONDS": "45.5",
}
SWEEP = {"STATE_TABLE": "state", "ALERT_TOPIC": "arn:topic"}
COMMAND = {"STATE_TABLE": "state", "AUDIT_TABLE": "audit", "CHANNELS": "page,bluesky"}
DESK = {"STATE_TABLE": "state", "ALERT_TOPIC": "arn:topic", "AUDIT_TABLE": "audit", "CHANNELS": "page"}
LEDGER = {"STATE_TABLE": "state", "AUDIT_TABLE": "audit"}
HOOK = {"STATE_TABLE": "state", "INGEST_QUEUE": "https://queue", "HOOK_SECRET_PATH": "/loudhailer/hooks"}
EVERY: list[tuple[type[Settings], dict[str, str]]] = [
    (IngestSettings, INGEST),
    (PublishSettings, PUBLISH),
    (SweepSettings, SWEEP),
    (CommandSettings, COMMAND),
    (DeskSettings, DESK),
    (LedgerSettings, LEDGER),
    (CrisisSettings, COMMAND),
    (HookSettings, HOOK),
]
NEEDED = [(kind, environ, name) for kind, environ in EVERY for name in environ]
FILLED = [each for each in NEEDED if each[2] != "CHANNELS"]  # a service may have chosen no channel yet
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


def test_numbers_are_read_as_seconds() -> None:
    settings = PublishSettings.read(PUBLISH)
    assert (settings.http_deadline_seconds, settings.lease_seconds) == (8.0, 45.5)


def test_what_a_channel_may_do_without_is_empty() -> None:
    settings = PublishSettings.read(PUBLISH)
    assert (settings.secret_name, settings.page_bucket) == ("", "")
    assert IngestSettings.read(INGEST).page_address == ""


def test_the_process_environment_is_read_where_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SWEEP.items():
        monkeypatch.setenv(name, value)
    assert SweepSettings.read() == SweepSettings(state_table="state", alert_topic="arn:topic")
