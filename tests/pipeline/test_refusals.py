"""What of a feed cannot be read is put before a person: each trouble once, wherever it stands."""

import pytest

from loudhailer.domain.errors import (
    FeedUnavailable,
)
from loudhailer.domain.outcome import Fate
from loudhailer.pipeline._gather import LINK_TRIES
from loudhailer.pipeline.poll import Word
from tests.pipeline.feed import ADDRESS, NAME, Desk, document

GONE = FeedUnavailable("feeds.example: it did not answer in time")


@pytest.fixture
def desk() -> Desk:
    """Return a poller whose feed was read once and was empty."""
    desk = Desk()
    assert desk.sees(document()) == []
    return desk


@pytest.fixture
def index() -> Desk:
    """Return the poller of a feed that links to its words, read once and empty."""
    desk = Desk(snapshot=False)
    assert desk.sees(document()) == []
    return desk


def links(*names: str) -> bytes:
    return document(links=[(f"https://feeds.example/{name}", "1") for name in names])


def test_a_link_that_is_not_readable_is_put_before_a_person_once_and_given_up_in_the_end(index: Desk) -> None:
    index.server.answers["https://feeds.example/A"] = b"<html>log in</html>"
    for _ in range(LINK_TRIES + 3):
        assert index.sees(links("A")) == []
    assert index.server.asked.count("https://feeds.example/A") == LINK_TRIES
    (outcome,) = index.state.ends.values()
    assert (outcome.fate, outcome.person, outcome.reason) == (Fate.REFUSED, True, "document: it is not JSON")
    assert list(index.documents.kept.values()) == ["<html>log in</html>"]


def test_a_link_that_never_answers_is_put_before_a_person_in_the_end(index: Desk) -> None:
    index.server.answers["https://feeds.example/A"] = GONE
    for _ in range(LINK_TRIES + 3):
        index.sees(links("A"))
    (outcome,) = index.state.ends.values()
    assert outcome.reason.startswith("link: it is given up after 30 tries")
    assert index.poll(NAME).word is Word.POLLED


def test_what_cannot_be_read_is_put_before_a_person_once_not_every_minute(desk: Desk) -> None:
    for minute in range(3):
        desk.sees(document("A", refused=["situation.1<S1", "situation.2<S2"], at=minute))
    reasons = sorted(each.reason for each in desk.state.ends.values())
    assert reasons == ["situation.1: it has no road", "situation.2: it has no road"]
    assert len(desk.documents.kept) == 1, "one document, kept once"
    assert {each.document for each in desk.state.ends.values()} == {f"memory://{key}" for key in desk.documents.kept}
    assert desk.memory.feed(NAME).refused == 2


@pytest.mark.parametrize("refused", ["situation.{}.idG", "situation.{}.idG<S1"])
def test_the_same_fault_at_another_place_in_the_list_is_one_line(desk: Desk, refused: str) -> None:
    for number in range(20):
        desk.sees(document("A", refused=[refused.format(number)]))
    assert len(desk.state.ends) == 1


def test_two_records_with_the_same_fault_are_two_lines(desk: Desk) -> None:
    desk.sees(document(refused=["situation.0<S1"]))
    desk.sees(document(refused=["situation.0<S2"]))
    assert len(desk.state.ends) == 2


def test_two_linked_documents_with_the_same_fault_are_two_lines(index: Desk) -> None:
    index.server.answers["https://feeds.example/A"] = document(refused=["alert.sent"])
    index.server.answers["https://feeds.example/B"] = document("B", refused=["alert.sent"])
    index.sees(links("A"))
    index.sees(links("B", "A"))
    index.sees(links("A", "B"))
    assert len(index.state.ends) == len(index.documents.kept) == 2


def test_a_format_that_has_changed_does_not_flood_the_ledger(desk: Desk) -> None:
    for minute in range(3):
        refused = [f"situation.{number}.{'idG' if number else 'road'}<S{minute}{number}" for number in range(500)]
        desk.sees(document(refused=refused))
    assert sorted(each.reason for each in desk.state.ends.values()) == [
        "situation.0.road: it has no road",
        "situation.0.road: it has no road",
        "situation.0.road: it has no road",
        "situation.1.idG: it has no road",
    ], "what befalls them all is one trouble, and hides no other"


def test_a_format_that_has_changed_in_many_ways_does_not_flood_it_either(desk: Desk) -> None:
    desk.server.answers[ADDRESS] = document(refused=[f"situation.0.field{number}" for number in range(500)])
    assert desk.poll(NAME).refused == 10
    assert len(desk.state.ends) == 10
