"""Approvals, reviews and broken glass: the tables and their doubles in memory keep the same contract."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from loudhailer.aws.approvals import ApprovalTable
from loudhailer.aws.glasses import GlassTable
from loudhailer.aws.listing import listed
from loudhailer.aws.reviews import ReviewTable
from loudhailer.aws.state import StateTable
from loudhailer.domain.approval import Stand
from loudhailer.domain.caller import Role
from loudhailer.domain.errors import ClaimLost
from loudhailer.domain.glass import Glass
from loudhailer.domain.review import Review, ReviewKind
from tests.approval_fakes import MemoryApprovals, MemoryGlasses, MemoryReviews
from tests.builders import NOW
from tests.fakes import MemoryState
from tests.unit.test_approvals import a_leave


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        client = boto3.client("dynamodb")
        client.create_table(
            TableName="state",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": kind}
                for name, kind in (("pk", "S"), ("sk", "S"), ("due", "S"), ("due_at", "N"))
            ],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "due",
                    "KeySchema": [
                        {"AttributeName": "due", "KeyType": "HASH"},
                        {"AttributeName": "due_at", "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "ALL"},
                }
            ],
        )
        yield client


@pytest.fixture(params=["memory", "table"])
def approvals(request: pytest.FixtureRequest, client: Any) -> ApprovalTable | MemoryApprovals:
    return MemoryApprovals(MemoryState()) if request.param == "memory" else ApprovalTable(client, "state")


@pytest.fixture(params=["memory", "table"])
def reviews(request: pytest.FixtureRequest, client: Any) -> ReviewTable | MemoryReviews:
    return MemoryReviews() if request.param == "memory" else ReviewTable(client, "state")


@pytest.fixture(params=["memory", "table"])
def glasses(request: pytest.FixtureRequest, client: Any) -> GlassTable | MemoryGlasses:
    return MemoryGlasses() if request.param == "memory" else GlassTable(client, "state")


def a_review(name: str = "after-A-1", **changes: object) -> Review:
    values = {"id": name, "kind": ReviewKind.AFTER, "about": "it went", "by": "duty", "opened_at": NOW}
    return Review.model_validate(values | changes)


def test_an_approval_is_written_only_over_the_version_that_was_read(approvals: ApprovalTable | MemoryApprovals) -> None:
    stored = approvals.save(a_leave())
    assert approvals.approval("AAAAAAA-1") == stored
    approvals.save(stored.model_copy(update={"rung": 1}))
    for stale in (stored, a_leave()):
        with pytest.raises(ClaimLost):
            approvals.save(stale)
    assert approvals.approval("BBBBBBB-1") is None


def test_it_is_listed_until_its_answer_is_carried_out(approvals: ApprovalTable | MemoryApprovals) -> None:
    stored = approvals.save(a_leave(due_at=NOW + timedelta(minutes=5)))
    assert list(approvals.owed()) == [stored]
    assert list(approvals.owed(NOW)) == []
    assert list(approvals.owed(NOW + timedelta(minutes=5))) == [stored]
    answered = approvals.save(stored.model_copy(update={"stand": Stand.APPROVED}))
    assert list(approvals.owed()) == [answered]
    approvals.save(answered.model_copy(update={"carried_out": True}))
    assert list(approvals.owed()) == []


def test_what_commit_writes_is_what_is_answered(client: Any) -> None:
    table = ApprovalTable(client, "state")
    stored = table.save(a_leave())
    assert StateTable(client, "state").approval("AAAAAAA-1") == stored


def test_a_review_is_opened_once_and_listed_until_it_is_closed(reviews: ReviewTable | MemoryReviews) -> None:
    reviews.open(a_review("after-B-1", opened_at=NOW + timedelta(minutes=1)))
    reviews.open(a_review())
    reviews.open(a_review(about="a second time"))
    assert [each.about for each in reviews.left_open()] == ["it went", "it went"]
    assert [each.id for each in reviews.left_open()] == ["after-A-1", "after-B-1"]
    first = reviews.review("after-A-1")
    assert first is not None
    reviews.save(first.model_copy(update={"closed_at": NOW, "closed_by": "silver"}))
    reviews.open(a_review())
    assert [each.id for each in reviews.left_open()] == ["after-B-1"]
    with pytest.raises(ClaimLost):
        reviews.save(first)
    assert reviews.review("after-C-1") is None


def test_there_is_one_glass_a_person_however_they_spell_their_name(glasses: GlassTable | MemoryGlasses) -> None:
    until = NOW + timedelta(minutes=30)
    glass = Glass(id="1", username="Duty", roles=(Role.DUTY,), reason="why", opened_at=NOW, until=until)
    stored = glasses.save(glass)
    assert glasses.glass("duty") == stored
    assert glasses.glass("gold") is None
    with pytest.raises(ClaimLost):
        glasses.save(glass)
    assert [stored.stands(NOW), stored.stands(until)] == [True, False]


def test_a_list_does_not_end_at_a_page_or_at_what_cannot_be_read(client: Any) -> None:
    reviews = ReviewTable(client, "state")
    for number in range(5):
        reviews.open(a_review(f"after-A-{number}", about="x" * 300_000))
    broken = {"pk": {"S": "REVIEW#broken"}, "sk": {"S": "REVIEW"}, "due": {"S": "review"}, "due_at": {"N": "0"}}
    client.put_item(TableName="state", Item=broken | {"v": {"N": "99"}, "body": {"S": "{}"}})
    assert len(listed(client, "state", "review", Review)) == 5
