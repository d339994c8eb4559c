"""What crosses the queues: ids and a version, readable by a neighbour one version away, and never any words."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.domain.announcement import VERSION, Announcement, read_announcement
from loudhailer.domain.errors import Transient, UnreadableBody
from tests.builders import CONTROL, an_alert

BODY = {"v": VERSION, "alert_id": "AAAAAAA-1", "source": CONTROL, "incident_id": "CTL-1"}
OURS = Announcement(alert_id="AAAAAAA-1", source=CONTROL, incident_id="CTL-1")

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text() | st.sampled_from(list(BODY)), inner),
)


def test_an_announcement_is_written_with_this_version() -> None:
    assert json.loads(Announcement.of(an_alert()).model_dump_json()) == BODY | {"part": ""}


def test_an_announcement_holds_ids_and_none_of_the_words() -> None:
    alert = an_alert(headline="Leave now on Quarry Lane", message_class="life_safety", severity="Extreme")
    body = Announcement.of(alert).model_dump_json()
    assert set(json.loads(body)) == {"v", "alert_id", "source", "incident_id", "part"}
    spoken = [alert.headline, *(draft.text for variants in alert.drafts.values() for draft in variants.values())]
    assert spoken
    assert not [each for each in [*spoken, "life_safety", "Extreme", "bluesky", "words"] if each in body]


@pytest.mark.parametrize("version", [VERSION, VERSION - 1])
def test_this_version_and_the_one_before_are_read(version: int) -> None:
    assert read_announcement(json.dumps(BODY | {"v": version})) == OURS.model_copy(update={"v": version})


@pytest.mark.parametrize("version", [VERSION + 1, VERSION - 2, VERSION + 99, -VERSION - 1])
def test_any_other_version_goes_back_to_its_queue(version: int) -> None:
    with pytest.raises(UnreadableBody, match=f"^version {version} is not read here; 0 and 1 are$"):
        read_announcement(json.dumps(BODY | {"v": version}))


def test_a_newer_writer_may_say_more() -> None:
    assert read_announcement(json.dumps(BODY | {"trace": "t-1", "hops": [1]})) == OURS


@pytest.mark.parametrize(
    "body",
    [
        "",
        "not JSON",
        "{",
        "null",
        "1",
        '"AAAAAAA-1"',
        "[]",
        json.dumps([BODY]),
        json.dumps(BODY | {"v": None}),
        json.dumps(BODY | {"v": "one"}),
        json.dumps(BODY | {"v": 1.5}),
        json.dumps(BODY | {"v": float("nan")}),
        json.dumps(BODY | {"v": float("inf")}),
        json.dumps(BODY | {"alert_id": None}),
        json.dumps(BODY | {"alert_id": 7}),
        json.dumps(BODY | {"alert_id": {"id": "AAAAAAA-1"}}),
        json.dumps(BODY | {"alert_id": "\ud800"}),
        "[" * 10_000 + "]" * 10_000,
        '{"v":' * 10_000 + "1" + "}" * 10_000,
        '{"v": ' + "1" * 5_000 + "}",
        '"\\ud800"',
    ],
    ids=range(21),
)
def test_a_body_that_is_no_announcement_goes_back_to_its_queue(body: str) -> None:
    with pytest.raises(UnreadableBody, match=r"^the body is not an announcement$") as refusal:
        read_announcement(body)
    assert isinstance(refusal.value, Transient)


@pytest.mark.parametrize("name", ["alert_id", "source", "incident_id"])
def test_a_body_without_an_id_goes_back_to_its_queue(name: str) -> None:
    with pytest.raises(UnreadableBody):
        read_announcement(json.dumps({key: value for key, value in BODY.items() if key != name}))


@given(alert_id=st.text(), source=st.text(), incident_id=st.text())
def test_what_was_written_is_what_is_read(alert_id: str, source: str, incident_id: str) -> None:
    written = Announcement(alert_id=alert_id, source=source, incident_id=incident_id)
    assert read_announcement(written.model_dump_json()) == written


@given(body=st.text(st.characters() | st.sampled_from("\ud800\udfff").map(str)) | anything.map(json.dumps))
def test_whatever_the_body_it_is_read_or_goes_back(body: str) -> None:
    try:
        announcement = read_announcement(body)
    except UnreadableBody:
        return
    assert announcement.v in {VERSION, VERSION - 1}
