"""Officers settle doubts, take posts off, and put dead letters back."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.settling import build_redrive, build_settling
from loudhailer.desk.api import AlertId, ChannelName, DeskApi
from loudhailer.desk.delivery_models import DoubtsView, RetractRequest, SettledView, SettleRequest
from loudhailer.desk.redrive_models import DeadLettersView, HeapView, MovedView, RedriveRequest
from loudhailer.pipeline.deliveries import Settled

logger, metrics, api = Logger(), Metrics(), DeskApi()


@api.get("/doubts", summary="What may be out without our knowing")
def list_doubts() -> DoubtsView:
    """List posts of which nobody knows whether they are out, with what is known of each."""
    return DoubtsView.of(build_settling().doubts(api.caller))


@api.post("/deliveries/<alert_id>/settle", summary="Say what became of one delivery")
def settle(alert_id: AlertId, sent: SettleRequest) -> SettledView:
    """Say that it is out, that it is to be sent again, or that it was posted by hand."""
    what = (alert_id.upper(), sent.channel, sent.account())
    return _settled(build_settling().settle(api.caller, sent.behalf(), *what, reason=sent.reason))


@api.post("/deliveries/<alert_id>/retract", summary="Take one alert off")
def retract(alert_id: AlertId, sent: RetractRequest) -> SettledView:
    """Take it off the channels, or all; what never left is a tombstone at once, and its words stay in the ledger."""
    what = (alert_id.upper(), sent.reason, sent.channels)
    return _settled(build_settling().retract(api.caller, sent.behalf(), *what, by_hand=sent.by_hand))


@api.get("/dead-letters", summary="What left its queue undone")
def list_dead_letters() -> DeadLettersView:
    """List every channel's dead letters: their number, their age, and the alerts that a peek shows."""
    return DeadLettersView(channels=tuple(map(HeapView.of, build_redrive().show(api.caller))))


@api.post("/dead-letters/<channel>/redrive", summary="Put one channel's dead letters back")
def redrive(channel: ChannelName, sent: RedriveRequest) -> MovedView:
    """Put back as many as one call moves; ask again for the rest."""
    return MovedView.of(build_redrive()(api.caller, sent.behalf(), channel, sent.reason))


def _settled(settled: Settled) -> SettledView:
    metrics.add_metric(name="NeedsAPerson", unit=MetricUnit.Count, value=int(bool(settled.warnings)))
    logger.info("settled", alert_id=settled.alert.identifier, refused=sorted(settled.refused))
    return SettledView.of(settled)


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request."""
    return api.resolve(event, context)
