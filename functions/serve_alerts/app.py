"""Officers raise, update, correct and end alerts, and look at the words first."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.deciding import build_desk
from loudhailer.bootstrap.world import drawn
from loudhailer.desk.api import DeskApi, Key, Reference
from loudhailer.desk.models import ChangeRequest, CorrectionRequest, EndRequest, RaiseRequest, SaidView
from loudhailer.desk.preview_models import PreviewRequest, PreviewView
from loudhailer.domain.caller import Deed
from loudhailer.pipeline.desk import Said

logger, metrics, api = Logger(), Metrics(), DeskApi()


@api.post("/alerts", summary="Raise an alert")
def raise_alert(request: RaiseRequest, key: Key = "") -> SaidView:
    """Raise an alert, or answer with the one that says the same already."""
    return _told(build_desk().raise_(api.caller, request.behalf(), request.raising(), key=key))


@api.post("/alerts/<reference>/updates", summary="Say what has changed")
def update_alert(reference: Reference, sent: ChangeRequest, key: Key = "") -> SaidView:
    """Update an alert, whoever told of it first."""
    return _told(build_desk().amend(Deed.UPDATE, api.caller, sent.behalf(), reference.upper(), sent.change(), key=key))


@api.post("/alerts/<reference>/corrections", summary="Put right what was wrong")
def correct_alert(reference: Reference, sent: CorrectionRequest, key: Key = "") -> SaidView:
    """Correct an alert; it goes on the urgent lane, and calls back a false all-clear too."""
    return _told(build_desk().amend(Deed.CORRECT, api.caller, sent.behalf(), reference.upper(), sent.change(), key=key))


@api.post("/alerts/<reference>/end", summary="Say that it is over, or never was")
def end_alert(reference: Reference, sent: EndRequest, key: Key = "") -> SaidView:
    """End an alert; the all-clear goes only where the alert landed."""
    return _told(build_desk().amend(Deed.END, api.caller, sent.behalf(), reference.upper(), sent.change(), key=key))


@api.post("/preview", summary="Look at the words first")
def preview_alert(request: PreviewRequest) -> PreviewView:
    """Compose what raising this would say on each channel, and say nothing."""
    return PreviewView.of(build_desk().preview(api.caller, request.raising()), drawn if request.picture else None)


def _told(said: Said) -> SaidView:
    metrics.add_metric(name="NeedsAPerson", unit=MetricUnit.Count, value=int(said.person))
    logger.info("said", alert_id=said.alert.identifier, fate=said.fate, repeated=said.repeated)
    return SaidView.of(said)


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request."""
    return api.resolve(event, context)
