"""Credentials that end: renewed in time, by one at a time, never lost, and never a surprise."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.refresh_tokens import app
from loudhailer.domain.credential import EXPIRES_AT, Kept, Renewed
from loudhailer.domain.errors import ChannelUnavailable, ClaimLost, LoudhailerError, StateUnavailable, Unauthorized
from loudhailer.pipeline.refresh import LEASE, Refresh, Renewable, Renewal
from tests.desk.test_functions import CONTEXT
from tests.fakes import Clock

OLD, NEW = "0ld-t0ken", "n3w-t0ken"
SIXTY = timedelta(days=60)


@dataclass
class Vault:
    """One stored credential. `failing` is raised in place of a write."""

    fields: dict[str, str]
    version: int = 1
    failing: LoudhailerError | None = None
    unreadable: LoudhailerError | None = None
    history: list[dict[str, str]] = field(default_factory=list)

    def read(self) -> Kept:
        if self.unreadable:
            raise self.unreadable
        return Kept(dict(self.fields), self.version)

    def write(self, fields: Mapping[str, str], *, over: int) -> None:
        if self.failing:
            raise self.failing
        if over != self.version:
            raise ClaimLost("somebody stored another one")
        self.history.append(self.fields)
        self.fields, self.version = dict(fields), self.version + 1


@dataclass
class Leases:
    until: dict[str, datetime] = field(default_factory=dict)

    def take(self, channel: str, now: datetime, until: datetime) -> None:
        if channel in self.until and self.until[channel] > now:
            raise ClaimLost("somebody renews it already")
        self.until[channel] = until


@dataclass
class Platform:
    """Gives the next token, or raises; `meanwhile` runs while it is asked."""

    failing: LoudhailerError | None = None
    meanwhile: Any = None
    asked: list[str] = field(default_factory=list)

    def __call__(self, secret: Mapping[str, str]) -> Renewed:
        self.asked.append(secret["access_token"])
        if self.meanwhile:
            self.meanwhile()
        if self.failing:
            raise self.failing
        return Renewed({"access_token": NEW}, SIXTY)


@dataclass
class Room:
    """One channel's credential, `days` before its end; None where nobody has said when that is."""

    days: float | None
    clock: Clock = field(default_factory=Clock)
    leases: Leases = field(default_factory=Leases)
    platform: Platform = field(default_factory=Platform)
    vault: Vault = field(default_factory=lambda: Vault({"access_token": OLD, "note": "kept"}))

    def __post_init__(self) -> None:
        if self.days is not None:
            self.vault.fields[EXPIRES_AT] = (self.clock() + timedelta(days=self.days)).isoformat()

    @property
    def refresh(self) -> Refresh:
        return Refresh([Renewable("threads", self.vault, self.platform)], self.leases, self.clock)

    def once(self) -> Renewal:
        (renewal,) = self.refresh()
        return renewal


def test_a_credential_that_lasts_is_left_alone() -> None:
    room = Room(days=30.1)
    renewal = room.once()
    assert (renewal.word, renewal.person) == ("Lasts", False)
    assert (room.platform.asked, room.leases.until, room.vault.version) == ([], {}, 1)


@pytest.mark.parametrize("days", [30, 14, 1, None])
def test_one_that_ends_within_thirty_days_or_at_nobody_knows_when_is_renewed(days: float | None) -> None:
    room = Room(days)
    renewal = room.once()
    assert (renewal.word, renewal.left, renewal.person) == ("Renewed", SIXTY, False)
    assert room.vault.fields == {
        "access_token": NEW,
        "note": "kept",
        EXPIRES_AT: (room.clock() + SIXTY).isoformat(timespec="seconds"),
    }
    assert room.platform.asked == [OLD]
    assert room.vault.history[0]["access_token"] == OLD


@pytest.mark.parametrize("said", ["", "soon", "2026-12-24", "2026-12-24T12:00:00", "9999999999"])
def test_an_end_that_cannot_be_read_counts_as_unknown(said: str) -> None:
    room = Room(None)
    room.vault.fields[EXPIRES_AT] = said
    assert room.once().word == "Renewed"


@pytest.mark.parametrize("failing", [ChannelUnavailable("down"), Unauthorized("no"), StateUnavailable("no answer")])
@pytest.mark.parametrize(
    ("days", "person"), [(29, False), (14, False), (13.9, True), (1, True), (-1, True), (None, True)]
)
def test_what_fails_keeps_the_old_one_and_warns_fourteen_days_before_its_end(
    failing: LoudhailerError, days: float | None, *, person: bool
) -> None:
    for place in ("platform", "vault"):
        room = Room(days)
        getattr(room, place).failing = failing
        renewal = room.once()
        assert (renewal.word, renewal.person) == ("Failed", person)
        assert str(failing) in renewal.reason
        assert room.vault.fields["access_token"] == OLD


def test_what_failed_is_tried_again_on_the_next_day() -> None:
    room = Room(days=20)
    room.vault.failing = StateUnavailable("no answer")
    assert room.once().word == "Failed"
    room.vault.failing = None
    room.clock.pass_(24 * 60 * 60)
    assert room.once().word == "Renewed"
    assert room.platform.asked == [OLD, OLD], "the new one was never stored, so the old one is asked with"


def test_of_two_at_once_one_renews() -> None:
    room = Room(days=20)
    second: list[Renewal] = []
    room.platform.meanwhile = lambda: second.append(replace(room.refresh, clock=room.clock)()[0])
    first = room.once()
    assert (first.word, second[0].word, second[0].person) == ("Renewed", "Busy", False)
    assert room.platform.asked == [OLD]


def test_whoever_comes_after_a_renewal_that_was_under_way_does_not_renew_again() -> None:
    room = Room(days=20)
    another = Room(None, vault=room.vault, platform=room.platform)
    read = room.vault.read

    def read_late() -> Kept:
        seen = read()
        room.vault.read = read  # type: ignore[method-assign]  # once
        assert another.once().word == "Renewed"
        return seen

    room.vault.read = read_late  # type: ignore[method-assign]  # another worker in the gap
    assert room.once().word == "Renewed"
    assert room.platform.asked == [OLD]


def test_a_lease_whose_worker_is_gone_runs_out() -> None:
    room = Room(days=20)
    room.leases.take("threads", room.clock(), room.clock() + LEASE)
    assert room.once().word == "Busy"
    room.clock.pass_(LEASE.total_seconds())
    assert room.once().word == "Renewed"


def test_a_lease_that_stands_in_the_way_near_the_end_is_for_a_person_all_the_same() -> None:
    room = Room(days=3)
    room.leases.take("threads", room.clock(), room.clock() + LEASE)
    assert (room.once().word, room.once().person) == ("Busy", True)


def test_what_a_person_stored_meanwhile_is_theirs() -> None:
    room = Room(days=20)

    def rotated() -> None:
        room.vault.write({"access_token": "by hand"}, over=room.vault.version)

    room.platform.meanwhile = rotated
    assert room.once().word == "Busy"
    assert room.vault.fields["access_token"] == "by hand"


def test_a_credential_that_cannot_be_read_is_for_a_person_and_stops_no_other() -> None:
    lost, well = Room(days=20), Room(days=20)
    lost.vault.unreadable = Unauthorized("there is no parameter /loudhailer/threads")
    both = Refresh(
        [Renewable("threads", lost.vault, lost.platform), Renewable("other", well.vault, well.platform)],
        well.leases,
        well.clock,
    )
    assert [(each.channel, each.word, each.person) for each in both()] == [
        ("threads", "Failed", True),
        ("other", "Renewed", False),
    ]


def test_no_credential_is_shown_with_anything() -> None:
    room = Room(days=20)
    kept = room.vault.read()
    assert OLD not in repr(kept)
    assert NEW not in repr(Renewed({"access_token": NEW}, SIXTY))
    assert NEW not in repr(room.once())


def counted(room: Room, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[Any, str]:
    monkeypatch.setattr(app.metrics.provider, "namespace", "Loudhailer")
    monkeypatch.setattr(app, "build_refresh", lambda: room.refresh)
    told = app.lambda_handler({}, CONTEXT)
    return told, capsys.readouterr().out


def test_the_clock_counts_what_it_renewed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told, out = counted(Room(days=20), monkeypatch, capsys)
    assert told == {"threads": "Renewed"}
    for metric in ('"TokenRenewed":[1.0]', '"TokenFailed":[0.0]', '"TokenEnding":[0.0]', '"NeedsAPerson":[0.0]'):
        assert metric in out.replace(" ", "")
    written = out + "\n".join(f"{each.getMessage()} {vars(each)}" for each in caplog.records)
    assert OLD not in written
    assert NEW not in written


def test_the_clock_warns_of_what_ends(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    room = Room(days=13)
    room.platform.failing = Unauthorized("the platform refuses our credential")
    told, out = counted(room, monkeypatch, capsys)
    assert told == {"threads": "Failed"}
    for metric in ('"TokenRenewed":[0.0]', '"TokenFailed":[1.0]', '"TokenEnding":[1.0]', '"NeedsAPerson":[1.0]'):
        assert metric in out.replace(" ", "")
