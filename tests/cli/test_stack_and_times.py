import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer_cli.stack import safe_address
from loudhailer_cli.times import moment_of
from tests.cli.conftest import NOW, Terminal

LONDON = ZoneInfo("Europe/London")
CONNECT = ("connect", "--client-id", "4hd7", "--region", "eu-west-2", "--api")


def test_connect_names_the_stack_that_commands_talk_to(bare: Terminal) -> None:
    result = bare(*CONNECT, "https://api.westshire.example/")
    path = bare.folder / "home/.config/loudhailer/stack.json"
    assert (result.exit_code, result.stdout) == (0, f"{path} is written. Next: loudhailer sign-in\n")
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text()) == {
        "api": {"address": "https://api.westshire.example"},
        "cognito": {
            "endpoint": "https://cognito-idp.eu-west-2.amazonaws.com",
            "client_id": "4hd7",
            "region": "eu-west-2",
        },
    }
    assert bare("alert", "list").stderr == "loudhailer: you are not signed in; run `loudhailer sign-in`\n"
    assert "--as is for the ready-made users" in bare("alert", "list", "--as", "duty").stderr


def test_connect_writes_where_it_is_told(bare: Terminal) -> None:
    assert bare(*CONNECT, "https://api.westshire.example", "--stack", "ours.json").exit_code == 0
    assert (bare.folder / "ours.json").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((*CONNECT, "http://api.westshire.example"), "--api: it must begin with https://"),
        ((*CONNECT, "api.westshire.example"), "--api: write it as https://name/path"),
        (("connect", "--client-id", "a b", "--region", "eu-west-2", "--api", "https://a.example"), "--client-id: "),
        (("connect", "--client-id", "a", "--region", "e.example/", "--api", "https://a.example"), "--region: "),
    ],
)
def test_connect_refuses_what_would_not_be_safe(bare: Terminal, arguments: tuple[str, ...], words: str) -> None:
    result = bare(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_nobody_knows_of_a_stack(bare: Terminal) -> None:
    result = bare("alert", "list")
    assert result.exit_code == 1
    assert "start one with `make run`, or name yours with `loudhailer connect`" in result.stderr


@pytest.mark.parametrize("way", ["option", "before", "environment"])
def test_a_stack_can_be_named(bare: Terminal, way: str) -> None:
    name = bare.write("other.json", json.dumps(bare.standin.stack()))
    bare.write(".local/stack.json", "{")
    match way:
        case "option":
            result = bare("alert", "list", "--as", "duty", "--stack", "other.json")
        case "before":
            result = bare("--stack", name, "alert", "list", "--as", "duty")
        case _:
            bare.environ["LOUDHAILER_STACK"] = name
            result = bare("alert", "list", "--as", "duty")
    assert result.exit_code == 0


def test_a_stack_file_that_lies_about_leads_nobody_to_another_machine(bare: Terminal) -> None:
    stack = {
        "api": {"address": "https://elsewhere.example"},
        "cognito": {"endpoint": "https://elsewhere.example", "client_id": "x", "region": "eu-west-2"},
    }
    path = bare.write(".local/stack.json", json.dumps(stack))
    bare.environ["LOUDHAILER_TOKEN"] = "handed.in"
    result = bare("alert", "list")
    assert result.exit_code == 1
    assert result.stderr == (
        f"loudhailer: {path} names a stack on another machine; if you trust it, add --stack {path}\n"
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"api": {"address": "http://elsewhere.example"}}, "api.address: it must begin with https://"),
        ({"api": {"address": "https://elsewhere.example"}}, "users stand only in the file of a stack on this machine"),
        ({"api": {"address": "http://127.0.0.1:1", "host": "a\r\nb"}}, "api.host: "),
        ({"api": None}, "api: "),
    ],
)
def test_a_stack_file_that_makes_no_sense_is_refused(run: Terminal, change: dict[str, object], words: str) -> None:
    run.write(".local/stack.json", json.dumps(run.standin.stack(**change)))
    result = run("alert", "list", "--as", "duty")
    assert result.exit_code == 2
    assert words in result.stderr
    assert "duty's own" not in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_stack_file_that_is_not_there_is_named(bare: Terminal) -> None:
    result = bare("alert", "list", "--stack", "nowhere.json")
    assert (result.exit_code, "nowhere.json cannot be read: No such file" in result.stderr) == (1, True)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://user@127.0.0.1",
        "https://user:pass@a.example",
        "https://a.example?x=1",
        "https://a.example#x",
        "ftp://127.0.0.1",
        "https://",
        "http://[::1",
        "http://127.0.0.1:port",
    ],
)
def test_no_token_is_sent_to_such_an_address(address: str) -> None:
    with pytest.raises(ValueError, match="it "):
        safe_address(address)


@pytest.mark.parametrize("address", ["http://127.0.0.1:4566", "http://[::1]:4566", "http://localhost", "https://a.b/c"])
def test_such_an_address_is_taken(address: str) -> None:
    assert safe_address(f"{address}/") == address


@pytest.mark.parametrize(
    ("text", "now", "moment"),
    [
        ("18:30", "2026-11-22T17:30+00:00", "2026-11-22T18:30+00:00"),
        ("17:30", "2026-11-22T17:30+00:00", "2026-11-23T17:30+00:00"),
        ("9.05", "2026-07-01T07:30+00:00", "2026-07-01T09:05+01:00"),
        ("+2h", "2026-11-22T17:30+00:00", "2026-11-22T19:30+00:00"),
        ("+1d2h30m", "2026-11-22T17:30+00:00", "2026-11-23T20:00+00:00"),
        ("+90m", "2026-11-22T17:30:59.9+00:00", "2026-11-22T19:00+00:00"),
        ("+2h", "2026-03-29T00:30+00:00", "2026-03-29T03:30+01:00"),
        ("2026-11-22T18:30Z", "2026-11-22T17:30+00:00", "2026-11-22T18:30+00:00"),
        ("2026-07-01 18:30", "2026-11-22T17:30+00:00", "2026-07-01T18:30+01:00"),
        # The clocks go back: half past one comes twice, and the next of them is meant.
        ("01:30", "2026-10-25T00:00+00:00", "2026-10-25T01:30+01:00"),
        ("01:30", "2026-10-25T00:45+00:00", "2026-10-25T01:30+00:00"),
        ("01:30", "2026-10-25T01:45+00:00", "2026-10-26T01:30+00:00"),
    ],
)
def test_a_time_is_what_people_mean(text: str, now: str, moment: str) -> None:
    found = moment_of(text, datetime.fromisoformat(now))
    assert found.astimezone(UTC) == datetime.fromisoformat(moment)
    assert found.utcoffset() == datetime.fromisoformat(moment).utcoffset()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("soon", "is no time; write 18:30"),
        ("", "is no time"),
        ("+", "is no time"),
        ("25:00", "is no time"),
        ("12345", "is no time"),
        ("2026-13-01T10:00Z", "there is no such time"),
        ("2026-03-29T01:30", "does not exist: the clocks go forward"),
        ("2026-10-25T01:30", "comes twice, for the clocks go back"),
    ],
)
def test_a_time_that_cannot_be_meant_says_how_to_write_it(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        moment_of(text, NOW)


def test_a_time_in_the_hour_that_is_skipped_is_refused() -> None:
    with pytest.raises(ValueError, match="does not exist"):
        moment_of("01:30", datetime(2026, 3, 29, 0, 15, tzinfo=UTC))


@given(
    st.integers(0, 10_000_000).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    st.integers(0, 23),
    st.integers(0, 59),
)
def test_a_clock_time_is_always_the_next_one(now: datetime, hour: int, minute: int) -> None:
    try:
        moment = moment_of(f"{hour}:{minute:02}", now).astimezone(UTC)
    except ValueError:
        assert hour == 1, "only the skipped hour is refused"
        return
    assert now < moment <= now + timedelta(hours=25)
    assert (moment.astimezone(LONDON).hour, moment.astimezone(LONDON).minute) == (hour, minute)
