"""The envelope of the bus: whatever comes in is read or refused, and its sender can always be written down."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.aws.items import event_key, packed
from loudhailer.domain.errors import FeedError
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.feeds import FEEDS, open_envelope, problems_of, read_event, sender_of
from loudhailer.feeds.envelope import MAX_BYTES
from loudhailer.ports import Sender
from loudhailer.source_files import Source, Sources
from tests.builders import CONTROL, NOW, shipped_config

CONFIG = shipped_config()
SOURCES = CONFIG.sources
INCIDENT: dict[str, Any] = {
    "id": "CTL-1",
    "revision": 1,
    "status": "Actual",
    "type": "fire",
    "place": "on Harrow Moor",
    "next_update": "2026-11-22T18:30:00Z",
    "sensitivities": ["fatal"],
}
DETAIL: dict[str, Any] = {"schema": "1", "incident": INCIDENT}
EVENT: dict[str, Any] = {"id": "e-1", "source": CONTROL, "detail-type": "incident.reported", "detail": DETAIL}

# Half a pair now and then. `map` keeps Hypothesis from spreading the two among all signs, never to be drawn.
_signs = st.one_of(*[st.characters()] * 9, st.sampled_from("\ud800\udfff").map(str))
_text = st.text(_signs, max_size=40)
_leaves = st.none() | st.booleans() | st.integers() | st.floats() | _text
_values = st.recursive(
    _leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_text, inner, max_size=3), max_leaves=8
)


def _spoilt(known: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw changes to some of the known fields, and now and then a field that nobody knows."""
    return st.dictionaries(st.sampled_from(list(known)) | _text, _values, max_size=2).map(lambda new: known | new)


_events = st.builds(
    lambda event, detail, incident: {"detail": detail | {"incident": incident}} | event,
    _spoilt({name: value for name, value in EVENT.items() if name != "detail"}),
    _spoilt({"schema": "1"}),
    _spoilt(INCIDENT),
)
bodies = st.text(_signs, max_size=1000) | (_values | _events).map(json.dumps)


def written(**changes: Any) -> str:
    """Return the body of a valid event with these fields changed; `...` leaves one out."""
    return json.dumps({name: value for name, value in (EVENT | changes).items() if value is not ...})


def refusal_of(body: str) -> FeedError:
    with pytest.raises(FeedError) as refusal:
        read_event(body, "fallback", CONFIG)
    return refusal.value


def recorded(sender: Sender, reason: str) -> str:
    """Write an outcome as the ledger does and return its bytes' text."""
    outcome = Outcome(
        event_id=sender.event_id,
        received_at=NOW,
        fate=Fate.REFUSED,
        reason=reason,
        source=sender.source,
        detail_type=sender.detail_type,
    )
    item = packed(event_key(sender.event_id), outcome)
    return f"{item['pk']['S']} {item['body']['S']}".encode().decode()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "it is not JSON ("),
        ("fire!", "it is not JSON ("),
        ("{", "it is not JSON ("),
        ('{"a": 1} {"b": 2}', "it is not JSON ("),
        (written(detail={"n": float("nan")}), "it is not JSON (NaN is not JSON)"),
        (written(id=float("inf")), "it is not JSON (Infinity is not JSON)"),
        (written(id=float("-inf")), "it is not JSON (-Infinity is not JSON)"),
        ('{"id": ' + "1" * 5_000 + "}", "it is not JSON ("),
        ("[]", "it is not a JSON object"),
        (json.dumps([EVENT]), "it is not a JSON object"),
        ("null", "it is not a JSON object"),
        ('"text"', "it is not a JSON object"),
        ("[" * 10_000 + "]" * 10_000, "it is nested deeper than 20"),
        ('{"detail":' * 5_000 + "1" + "}" * 5_000, "it is nested deeper than 20"),
        ('{"detail":' * 20 + "1" + "}" * 20, "it is nested deeper than 20"),
        (written(pad="x" * MAX_BYTES), "it has "),
        (written(pad="é" * MAX_BYTES), "it has "),
    ],
    ids=range(17),
)
def test_what_is_no_event_is_refused_whole(body: str, reason: str) -> None:
    refusal = refusal_of(body)
    assert refusal.place == "event"
    assert refusal.reason.startswith(reason)


def test_the_largest_event_is_read_and_one_byte_more_is_not() -> None:
    padding = MAX_BYTES - len(written(pad=""))
    assert open_envelope(written(pad="x" * padding), fallback_id="f").detail == DETAIL
    refusal = refusal_of(written(pad="x" * (padding + 1)))
    assert refusal.reason == "it has 65,537 bytes; at most 65,536 are read"


def test_size_is_counted_in_bytes_and_not_in_signs() -> None:
    body = json.dumps(EVENT | {"pad": "é" * 33_000}, ensure_ascii=False)
    assert len(body) < MAX_BYTES
    assert refusal_of(body).place == "event"


def test_twenty_levels_are_read() -> None:
    deep: Any = 1
    for _ in range(17):
        deep = [deep]
    assert open_envelope(written(detail={"deep": deep}), fallback_id="f").detail == {"deep": deep}
    assert refusal_of(written(detail={"deep": [[deep]]})).reason == "it is nested deeper than 20"


@pytest.mark.parametrize("detail", [..., None, "text", [], [DETAIL], 7, True])
def test_a_detail_is_an_object(detail: Any) -> None:
    refusal = refusal_of(written(detail=detail))
    assert (refusal.place, refusal.reason) == ("detail", "it is missing or not a JSON object")


@pytest.mark.parametrize("source", ["westshire.nobody", "", "Westshire.Control", ..., None, 7, [CONTROL]])
def test_a_source_that_is_not_named_may_not_speak(source: Any) -> None:
    refusal = refusal_of(written(source=source))
    assert refusal.place == "source"
    assert refusal.reason.endswith("is not in sources.yaml, so it may not speak")


def test_every_source_speaks_a_format_that_there_is() -> None:
    assert problems_of(SOURCES) == ()
    assert {source.format for source in SOURCES.sources.values()} <= FEEDS.keys()


def test_a_format_that_there_is_not_is_named_at_the_start() -> None:
    wrong = Sources(sources={CONTROL: Source(format="incident_evnet"), "westshire.comms": Source(format="fax")})
    known = ", ".join(FEEDS)
    assert problems_of(wrong) == (
        f"LH203 sources.yaml sources.{CONTROL}.format: there is no format 'incident_evnet'; there are {known}",
        f"LH203 sources.yaml sources.westshire.comms.format: there is no format 'fax'; there are {known}",
    )


def test_an_event_says_who_sent_it() -> None:
    sender = Sender(event_id="e-1", source=CONTROL, detail_type="incident.reported")
    assert read_event(written(), "fallback", CONFIG).sender == sender
    assert open_envelope(written(), fallback_id="fallback").sender == sender
    assert sender_of(written(), "fallback") == sender


@pytest.mark.parametrize("event_id", [..., "", None, 0, [], {}, False])
def test_an_event_without_an_id_has_the_queues(event_id: Any) -> None:
    assert open_envelope(written(id=event_id), fallback_id="m-7").sender.event_id == "m-7"
    assert sender_of(written(id=event_id), "m-7").event_id == "m-7"


@pytest.mark.parametrize("body", ["", "fire!", "[]", "null", "[" * 10_000, '{"id": ' + "1" * 5_000 + "}"])
def test_a_body_that_names_nobody_has_the_queues_id_and_nothing_else(body: str) -> None:
    assert sender_of(body, "m-7") == Sender(event_id="m-7", source="", detail_type="")


def test_a_broken_event_still_names_its_sender_where_it_can() -> None:
    body = written(detail=...)
    assert refusal_of(body).place == "detail"
    assert sender_of(body, "m-7") == Sender(event_id="e-1", source=CONTROL, detail_type="incident.reported")


def test_names_do_not_grow_into_the_ledgers_keys_without_bound() -> None:
    body = json.dumps({"id": "i" * 4000, "source": "s" * 4000, "detail-type": "d" * 4000})
    assert sender_of(body, "m-7") == Sender(event_id="i" * 128, source="s" * 128, detail_type="d" * 128)


def test_half_a_sign_in_a_name_can_be_written_down() -> None:
    body = '{"id": "e\\ud800", "source": "\\udfff", "detail-type": "\\ud83d"}'
    assert recorded(sender_of(body, "m-7"), str(refusal_of(body)))


@given(body=bodies)
def test_whatever_comes_in_is_read_or_refused_and_can_be_written_down(body: str) -> None:
    sender, reason = sender_of(body, "m-7"), ""
    try:
        arrival = read_event(body, "m-7", CONFIG)
    except FeedError as refusal:
        reason = str(refusal)
        assert refusal.place  # noqa: PT017  # reading it is as good
    else:
        assert arrival.sender == sender
        assert arrival.telling.source == CONTROL
    assert sender.event_id
    assert recorded(sender, reason)


@given(body=bodies)
def test_an_envelope_is_opened_or_refused(body: str) -> None:
    try:
        envelope = open_envelope(body, fallback_id="m-7")
    except FeedError:
        return
    assert isinstance(envelope.detail, dict)
    assert envelope.sender == sender_of(body, "m-7")
