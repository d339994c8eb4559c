"""Reviews in the state table, listed while they are open."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.aws.items import REVIEW_DUE, over, packed_review, review_key, unpacked
from loudhailer.aws.listing import listed
from loudhailer.domain.errors import ClaimLost
from loudhailer.domain.review import Review


@dataclass(frozen=True, slots=True)
class ReviewTable:
    """DynamoDB behind the ports of reviews. `client` is a boto3 DynamoDB client with its deadlines set."""

    client: Any
    name: str

    def open(self, review: Review) -> None:
        """Open it, unless it was opened before."""
        with suppress(ClaimLost):
            self.save(review)

    def review(self, review_id: str) -> Review | None:
        """Return a review, None where there is none."""
        with translated("get review"):
            answer = self.client.get_item(TableName=self.name, Key=review_key(review_id), ConsistentRead=True)
        return unpacked(answer["Item"], Review) if "Item" in answer else None

    def save(self, review: Review) -> Review:
        """Write it over the version that was read; raise `ClaimLost` where it has moved."""
        stored = review.model_copy(update={"version": review.version + 1})
        with translated("save review"):
            self.client.put_item(TableName=self.name, Item=packed_review(stored), **over(review.version))
        return stored

    def left_open(self) -> Sequence[Review]:
        """Return those that nobody has closed, the oldest first."""
        return listed(self.client, self.name, REVIEW_DUE, Review)
