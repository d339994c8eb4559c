"""Officers say who leads an incident, pass on the lead's words, and lift a class."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.deciding import build_lead
from loudhailer.desk.api import DeskApi, Key, Reference
from loudhailer.desk.lead_models import AmplifyRequest, ClassRequest, LeadRequest, LedView
from loudhailer.desk.models import SaidView
from loudhailer.pipeline.desk import Said

logger, metrics, api = Logger(), Metrics(), DeskApi()


@api.put("/alerts/<reference>/lead", summary="Say who leads")
def hand_lead(reference: Reference, sent: LeadRequest, key: Key = "") -> LedView:
    """Let an agency lead, or take the lead back; the public is told nothing."""
    lead, ref = build_lead(), reference.upper()
    return LedView.of(lead.hand(api.caller, sent.behalf(), ref, sent.agency, sent.reason, key=key))


@api.post("/alerts/<reference>/amplify", summary="Pass on the lead's words")
def amplify(reference: Reference, sent: AmplifyRequest, key: Key = "") -> SaidView:
    """Say what the agency that leads says, with its own link."""
    lead, ref = build_lead(), reference.upper()
    return _told(lead.amplify(api.caller, sent.behalf(), ref, sent.message, sent.link, key=key))


@api.put("/alerts/<reference>/class", summary="Lift the class")
def lift_class(reference: Reference, sent: ClassRequest, key: Key = "") -> SaidView:
    """Lift an incident above the class that the plan gives it, and say it again in that class."""
    lead, ref = build_lead(), reference.upper()
    return _told(lead.lift(api.caller, sent.behalf(), ref, sent.message_class, sent.reason, key=key))


def _told(said: Said) -> SaidView:
    metrics.add_metric(name="NeedsAPerson", unit=MetricUnit.Count, value=int(said.person))
    logger.info("said", alert_id=said.alert.identifier, fate=said.fate, repeated=said.repeated)
    return SaidView.of(said)


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request."""
    return api.resolve(event, context)
