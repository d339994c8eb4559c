"""The record queue → the audit's chains: what could not be written when it was done."""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.record import build_record
from loudhailer.domain.errors import Transient

logger = Logger()


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, list[dict[str, str]]]:
    """Write each body; what could not be written comes again."""
    failures: list[dict[str, str]] = []
    for record in event["Records"]:
        try:
            line = build_record()(record["body"])
        except Transient as passing:
            logger.warning("record goes back to its queue", reason=str(passing))
            failures.append({"itemIdentifier": record["messageId"]})
            continue
        except Exception as unexpected:
            logger.exception("record goes back to its queue", reason=type(unexpected).__name__)
            failures.append({"itemIdentifier": record["messageId"]})
            continue
        logger.info("written", line=line)
    return {"batchItemFailures": failures}
