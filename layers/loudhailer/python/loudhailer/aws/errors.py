"""What botocore raises, in our own tree."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from loudhailer.domain.errors import ClaimLost, StateUnavailable

_MOVED = frozenset({"ConditionalCheckFailedException", "TransactionCanceledException", "TransactionConflictException"})


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Turn an error of AWS into `ClaimLost` or `StateUnavailable`; `what` names the call for a person."""
    try:
        yield
    except ClientError as exc:
        code = exc.response.get("Error", {}).get("Code", "unknown")
        if code in _MOVED:
            raise ClaimLost(f"{what}: {code}") from exc
        raise StateUnavailable(f"{what}: {code}") from exc
    except BotoCoreError as exc:
        raise StateUnavailable(f"{what}: {type(exc).__name__}") from exc
