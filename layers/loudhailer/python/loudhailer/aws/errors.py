"""What botocore raises, in our own tree."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from loudhailer.domain.errors import ClaimLost, StateUnavailable

_MOVED = frozenset(
    {
        "ConditionalCheckFailedException",
        "TransactionCanceledException",
        "TransactionConflictException",
        "PreconditionFailed",
        "ConditionalRequestConflict",
    }
)

_LOST = frozenset({"None", "ConditionalCheckFailed", "TransactionConflict"})
"""A transaction cancelled for another reason (throttled, too large) was not lost to another worker."""


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Turn an error of AWS into `ClaimLost` or `StateUnavailable`; `what` names the call for a person."""
    try:
        yield
    except ClientError as exc:
        code = exc.response.get("Error", {}).get("Code", "unknown")
        reasons = {each.get("Code", "None") for each in exc.response.get("CancellationReasons", ())}
        if code in _MOVED and reasons <= _LOST:
            raise ClaimLost(f"{what}: {code}") from exc
        raise StateUnavailable(f"{what}: {code}") from exc
    except BotoCoreError as exc:
        raise StateUnavailable(f"{what}: {type(exc).__name__}") from exc
