"""Officers look at held posts and decide about them, one alert at a time."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.deciding import build_held
from loudhailer.desk.api import AlertId, DeskApi, Key
from loudhailer.desk.crisis_models import DigestRequest, DoneView, FoldedView, HeldRequest, HeldView, WaitingView
from loudhailer.pipeline.held import Done

logger, metrics, api = Logger(), Metrics(), DeskApi()


@api.get("/held", summary="List what is held")
def list_held() -> HeldView:
    """List held posts with their words, why they are held, and what the plan proposes."""
    return HeldView(held=tuple(map(WaitingView.of, build_held().show(api.caller))))


@api.post("/held/<alert_id>/release", summary="Let one alert go")
def release(alert_id: AlertId, request: HeldRequest) -> DoneView:
    """Release it where gate and expiry let it go now; its senders ask both once more."""
    return _done(build_held().release(api.caller, alert_id.upper(), request.reason, request.channels))


@api.post("/held/<alert_id>/drop", summary="Decide that one alert never goes")
def drop(alert_id: AlertId, request: HeldRequest) -> DoneView:
    """Drop it."""
    return _done(build_held().drop(api.caller, alert_id.upper(), request.reason, request.channels))


@api.post("/held/<alert_id>/reapprove", summary="Have one alert approved anew")
def reapprove(alert_id: AlertId, request: HeldRequest) -> DoneView:
    """Ask for leave; whoever approves it lets it go."""
    return _done(build_held().reapprove(api.caller, alert_id.upper(), request.reason, request.channels))


@api.post("/held/digests", summary="Tell several held alerts in one")
def fold(request: DigestRequest, key: Key = "") -> FoldedView:
    """Raise one digest of their headlines, which another person approves; what it stands for is superseded then."""
    return FoldedView.of(build_held().fold(api.caller, request.alerts, request.title, request.reason, key=key))


def _done(done: Done) -> DoneView:
    metrics.add_metric(name="NeedsAPerson", unit=MetricUnit.Count, value=int(bool(done.warnings)))
    logger.info("held", alert_id=done.alert.identifier, warnings=len(done.warnings), refused=sorted(done.refused))
    return DoneView.of(done)


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request."""
    return api.resolve(event, context)
