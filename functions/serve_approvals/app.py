"""Officers answer approvals, close reviews, and break the glass."""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.deciding import build_second
from loudhailer.desk import approval_models as views
from loudhailer.desk.api import DeskApi

logger, api = Logger(), DeskApi()


@api.get("/approvals", summary="What waits for approval")
def list_approvals() -> views.ApprovalsView:
    """List what waits for an answer, and how many reviews are open."""
    return views.ApprovalsView.of(*build_second().approve.waiting(api.caller))


@api.get("/approvals/<alert_id>", summary="All the words that wait")
def show_approval(alert_id: views.AlertId) -> views.ShownView:
    """Show an approval with every variant on every channel, and the digest that approves just these."""
    return views.ShownView.of(build_second().approve.show(api.caller, alert_id.upper()))


@api.post("/approvals/<alert_id>/answer", summary="Approve, return or reject")
def answer_approval(alert_id: views.AlertId, sent: views.AnswerRequest) -> views.AnswerView:
    """Answer for somebody else's words; never for one's own, nor for those that one typed."""
    return views.AnswerView.of(sent.put(build_second().approve, api.caller, alert_id.upper()))


@api.get("/reviews", summary="What somebody must still look at")
def list_reviews() -> views.ReviewsView:
    """List the reviews that nobody has closed."""
    return views.ReviewsView.of(build_second().reviewing.show(api.caller))


@api.post("/reviews/<review_id>/close", summary="Say what was found")
def close_review(review_id: views.ReviewId, sent: views.VerdictRequest) -> views.ReviewView:
    """Close a review with a verdict; whoever did what is reviewed cannot."""
    return views.ReviewView.of(*build_second().reviewing.close(api.caller, review_id, sent.verdict))


@api.post("/glass", summary="Break the glass")
def break_glass(sent: views.GlassRequest) -> views.GlassView:
    """Let one's own life_safety past approval for the plan's minutes; somebody is called, and reviews it."""
    return views.GlassView.of(build_second().glass.open(api.caller, sent.reason))


@api.delete("/glass", summary="Put it back early")
def close_glass() -> views.GlassView:
    """Put one's own broken glass back."""
    return views.GlassView.of(build_second().glass.close(api.caller))


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request."""
    return api.resolve(event, context)
