"""A knock at the webhook: proven, once on the queue, and told apart from no other refusal."""

import json
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from loudhailer.domain.errors import DoorsShut, StateUnavailable, TooLarge, Unproven
from loudhailer.hooks import MAX_BYTES, Knock, signature_of
from loudhailer.pipeline.hook import Hook
from tests.builders import CONTROL, shipped_config
from tests.fakes import Clock, MemoryState, Tellings
from tests.pushes import SOURCE, pushed_config

BODY = b'{"detail-type": "incident.reported", "detail": {"schema": "1"}}'


@dataclass
class Secrets:
    """Every source's secrets, and who was asked after."""

    live: tuple[str, ...] = ("current", "next")
    asked: list[str] = field(default_factory=list)
    broken: bool = False

    def of(self, source: str) -> tuple[str, ...]:
        self.asked.append(source)
        if self.broken:
            raise StateUnavailable("read /loudhailer/hooks: ThrottlingException")
        return self.live


@dataclass
class Door:
    """The webhook with everything behind it in memory."""

    state: MemoryState = field(default_factory=MemoryState)
    queue: Tellings = field(default_factory=Tellings)
    secrets: Secrets = field(default_factory=Secrets)
    clock: Clock = field(default_factory=Clock)

    def hook(self) -> Hook:
        config = shipped_config()
        return Hook(
            config.plan, ("page",), self.state, config.sources, self.secrets, self.state, self.queue, self.clock
        )

    def knock(self, secret: str = "current", source: str = CONTROL, body: bytes = BODY, seconds: int = 0) -> Knock:  # noqa: S107
        stamp = str(int(self.clock().timestamp()) + seconds)
        return Knock(source, stamp, f"v1={signature_of(secret, stamp, body)}", body)


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.mark.parametrize("secret", ["current", "next"])
def test_a_knock_with_either_live_secret_is_one_event(door: Door, secret: str) -> None:
    accepted = door.hook()(door.knock(secret))
    assert not accepted.repeated
    (body,) = door.queue.bodies
    told = json.loads(body)
    assert (told["id"], told["source"], told["detail-type"]) == (accepted.event_id, CONTROL, "incident.reported")


def test_the_same_knock_again_is_answered_and_queued_once(door: Door) -> None:
    knock = door.knock()
    first = door.hook()(knock)
    door.clock.pass_(200)
    again = door.hook()(knock)
    assert (again.event_id, again.repeated) == (first.event_id, True)
    assert len(door.queue.bodies) == 1


def test_the_same_words_at_another_time_are_another_knock(door: Door) -> None:
    door.hook()(door.knock())
    assert not door.hook()(door.knock(seconds=1)).repeated
    assert len(door.queue.bodies) == 2


def test_a_knock_is_remembered_for_as_long_as_it_could_come_again(door: Door) -> None:
    knock = door.knock(seconds=300)
    door.hook()(knock)
    door.clock.pass_(599)
    assert door.hook()(knock).repeated


def test_a_knock_that_the_queue_did_not_take_is_not_remembered(door: Door) -> None:
    knock = door.knock()
    door.queue.broken = 0
    with pytest.raises(StateUnavailable):
        door.hook()(knock)
    door.queue.broken = None
    assert not door.hook()(knock).repeated
    assert len(door.queue.bodies) == 1


@pytest.mark.parametrize("wrong", ["secret", "old", "future", "source", "polled", "desk", "no stamp", "no signature"])
def test_every_wrong_proof_is_refused_with_the_same_words(door: Door, wrong: str) -> None:
    knock = {
        "secret": lambda: door.knock("guessed"),
        "old": lambda: door.knock(seconds=-301),
        "future": lambda: door.knock(seconds=301),
        "source": lambda: door.knock(source="nobody"),
        "polled": lambda: door.knock(source="environment_agency"),
        "desk": lambda: door.knock(source="desk"),
        "no stamp": lambda: Knock(CONTROL, "", door.knock().signature, BODY),
        "no signature": lambda: Knock(CONTROL, door.knock().timestamp, "", BODY),
    }[wrong]()
    with pytest.raises(Unproven) as refusal:
        door.hook()(knock)
    assert str(refusal.value) == "the request is not signed as docs/webhook.md says"
    assert door.queue.bodies == []
    assert door.state.hooks == {}
    assert set(door.secrets.asked) <= {CONTROL}, "only a source that may speak has a secret"


def test_a_source_that_sns_pushes_does_not_knock(door: Door, tmp_path: Path) -> None:
    hook = replace(door.hook(), sources=pushed_config(tmp_path / "config").sources)
    with pytest.raises(Unproven, match="not signed"):
        hook(door.knock(source=SOURCE))
    assert door.secrets.asked == []


def test_a_source_whose_secret_is_missing_is_refused_alike(door: Door) -> None:
    door.secrets.live = ()
    with pytest.raises(Unproven, match="not signed"):
        door.hook()(door.knock())


def test_secrets_that_cannot_be_read_answer_as_a_source_that_nobody_knows_and_need_a_person(door: Door) -> None:
    door.secrets.broken = True
    refusals = {}
    for source in (CONTROL, "nobody", "environment_agency"):
        with pytest.raises(Unproven) as refusal:
            door.hook()(door.knock(source=source))
        refusals[source] = (str(refusal.value), refusal.value.person)
    assert {words for words, _ in refusals.values()} == {"the request is not signed as docs/webhook.md says"}
    assert {source: person for source, (_, person) in refusals.items() if person} == {CONTROL: True}
    door.secrets.broken = False
    assert not door.hook()(door.knock()).repeated, "what was turned away is not remembered"


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_knock_out_of_time_asks_for_no_secret(door: Door, seconds: int) -> None:
    door.secrets.broken = True
    with pytest.raises(Unproven) as refusal:
        door.hook()(door.knock(seconds=seconds))
    assert not refusal.value.person
    assert door.secrets.asked == []


def test_a_body_too_large_is_refused_before_anything_is_reckoned(door: Door) -> None:
    door.hook()(door.knock(body=b"x" * MAX_BYTES))
    with pytest.raises(TooLarge):
        door.hook()(door.knock(body=b"x" * (MAX_BYTES + 1)))
    assert door.secrets.asked == [CONTROL]


def test_a_lockdown_closes_the_webhook_and_nothing_is_lost(door: Door) -> None:
    knock = door.knock()
    door.state.level("lockdown", "page")
    with pytest.raises(DoorsShut):
        door.hook()(knock)
    assert (door.queue.bodies, door.state.hooks) == ([], {})
    with pytest.raises(Unproven):
        door.hook()(door.knock("wrong"))
    door.state.level("crisis", "page")
    assert not door.hook()(knock).repeated


def test_a_gate_that_cannot_be_read_loses_no_incident(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    door.state.gate_items["page"] = None
    door.hook()(door.knock())

    def silent(*_: object) -> None:
        raise StateUnavailable("get gates: ThrottlingException")

    monkeypatch.setattr(door.state, "gates", silent)
    door.hook()(door.knock(body=b"{}"))
    assert len(door.queue.bodies) == 2
