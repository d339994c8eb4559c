"""An order of the clock → one feed asked, and what is new in it put on the ingest queue."""

import json
from dataclasses import asdict
from typing import Any

from aws_lambda_powertools import Logger, Metrics, single_metric
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.incoming import build_poll
from loudhailer.domain.errors import Transient
from loudhailer.pipeline.poll import Word

logger, metrics = Logger(), Metrics()


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, list[dict[str, str]]]:
    """Poll the feed that each order names; a feed that fails is asked again by the clock, not by its queue."""
    failures: list[dict[str, str]] = []
    for record in event["Records"]:
        try:
            report = build_poll()(str(json.loads(record["body"])["feed"]))
        except Transient as passing:
            logger.warning("order goes back to its queue", reason=str(passing))
            failures.append({"itemIdentifier": record["messageId"]})
            continue
        except Exception as unexpected:
            logger.exception("order goes back to its queue", reason=type(unexpected).__name__)
            failures.append({"itemIdentifier": record["messageId"]})
            continue
        with single_metric("FeedSilent", MetricUnit.Count, int(bool(report.silent))) as silence:
            silence.add_dimension("feed", report.feed)
        silent = int(report.urgent and bool(report.silent))
        metrics.add_metric(name="UrgentFeedSilent", unit=MetricUnit.Count, value=silent)
        metrics.add_metric(name="FeedPolled", unit=MetricUnit.Count, value=int(report.word is Word.POLLED))
        metrics.add_metric(name="FeedUnchanged", unit=MetricUnit.Count, value=int(report.word is Word.UNCHANGED))
        metrics.add_metric(name="FeedFailed", unit=MetricUnit.Count, value=int(report.word is Word.FAILED))
        metrics.add_metric(name="FeedRefused", unit=MetricUnit.Count, value=report.refused)
        metrics.add_metric(name="IncidentTold", unit=MetricUnit.Count, value=report.told + report.unlisted)
        metrics.add_metric(name="NeedsAPerson", unit=MetricUnit.Count, value=report.refused)
        logger.info("feed polled", **asdict(report))
    return {"batchItemFailures": failures}
