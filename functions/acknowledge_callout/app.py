"""Whoever was called out says that they have it: by the link of the text message, or signed in."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.calling import build_answer_callout
from loudhailer.desk.api import DeskApi
from loudhailer.desk.callouts import CalloutKey, CalloutsView, CalloutView, Token, page_of
from loudhailer.domain.callout import Callout
from loudhailer.pipeline.answer_callout import Answered

logger, metrics, api = Logger(), Metrics(), DeskApi(largest=None)  # nothing of a body is read, so it may be a form


@api.get("/callouts", summary="List the call-outs that nobody has acknowledged")
def list_callouts() -> CalloutsView:
    """Show who was called about what, and what the telephone service answered."""
    return CalloutsView(callouts=tuple(map(CalloutView.of, build_answer_callout().unanswered(api.caller))))


@api.post("/callouts/<key>/acknowledgement", summary="Acknowledge a call-out, signed in")
def acknowledge_as(key: CalloutKey) -> CalloutView:
    """Say that you have it; whoever was first has it, and nobody is called any more."""
    return CalloutView.of(_told(build_answer_callout().acknowledge_as(api.caller, key)))


@api.get("/callouts/<key>", summary="Open the link of a text message")
def look(key: CalloutKey, t: Token = "") -> Response[str]:
    """Show what it is about, with a button. Nothing is acknowledged: previews and scanners follow links, too."""
    return page_of(lambda: build_answer_callout().look(key, t))


@api.post("/callouts/<key>", summary="Press the button of that page")
def acknowledge(key: CalloutKey, t: Token = "") -> Response[str]:
    """Say that you have it."""
    return page_of(lambda: _told(build_answer_callout().acknowledge(key, t)))


def _told(answered: Answered) -> Callout:
    metrics.add_metric(name="NeedsAPerson", unit=MetricUnit.Count, value=int(answered.person))
    logger.info("call-out answered", key=answered.callout.key)
    return answered.callout


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request."""
    metrics.add_metric(name="NeedsAPerson", unit=MetricUnit.Count, value=0)
    return api.resolve(event, context)
