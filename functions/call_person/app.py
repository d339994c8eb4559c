"""An order on the queue, or the clock → somebody is called, and the next one where nobody answers."""

from collections import Counter
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.calling import build_call_out
from loudhailer.domain.callout import read_order
from loudhailer.domain.errors import Transient

logger, metrics = Logger(), Metrics()


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Carry out each order on its own; without orders it is the clock, which takes everything due one step on."""
    if "Records" not in event:
        return _counted(Counter(build_call_out().turn()))
    failures: list[dict[str, str]] = []
    counts: Counter[str] = Counter()
    for record in event["Records"]:
        try:
            counts.update(build_call_out()(read_order(record["body"])))
        except Transient as passing:
            logger.warning("order goes back to its queue", reason=str(passing))
            failures.append({"itemIdentifier": record["messageId"]})
        except Exception as unexpected:
            logger.exception("order goes back to its queue", reason=type(unexpected).__name__)
            failures.append({"itemIdentifier": record["messageId"]})
    counts["Stuck"] += len(failures)
    _counted(counts)
    return {"batchItemFailures": failures}


def _counted(counts: Counter[str]) -> dict[str, int]:
    metrics.add_metric(name="CalloutCalled", unit=MetricUnit.Count, value=counts["Called"])
    metrics.add_metric(name="CalloutFailed", unit=MetricUnit.Count, value=counts["Failed"])
    metrics.add_metric(name="CalloutUnanswered", unit=MetricUnit.Count, value=counts["Unanswered"])
    metrics.add_metric(name="NeedsAPerson", unit=MetricUnit.Count, value=counts["Stuck"])
    logger.info("call-outs", extra=dict(counts))
    return dict(counts)
